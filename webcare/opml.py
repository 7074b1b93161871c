"""Sources in and out as OPML, the list of feeds that every feed reader knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from core.errors import UsageError
from core.i18n import _
from sources.answers import read_xml
from sources.candidates import kind_of
from sources.fault import SourceError
from sources.settings import SourceSettings, redact, url_problem
from webcare.config import Settings
from webcare.editing import name_for

_LONGEST = 200

_OURS = ("type", "text", "title", "xmlUrl")
"""Attributes that are made anew from a source; any other is kept as it came."""


@dataclass(slots=True)
class Imported:
    """What a file of outlines comes to."""

    tables: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Settings of the new sources, by name."""
    known: int = 0
    """Outlines whose address is a source already."""
    refused: list[str] = field(default_factory=list)
    """One line for each outline that cannot be a source."""


def read_opml(text: bytes, settings: Settings) -> Imported:
    """Return what a file would add to the sources.

    Raises:
        UsageError: it is no OPML.
    """
    try:
        root = read_xml(text)
    except SourceError as error:
        raise UsageError(_("This file is no OPML: it {why}").format(why=error.line)) from None
    if root.tag.lower() != "opml":
        raise UsageError(_("This file is no OPML: it begins with <{tag}>").format(tag=root.tag))
    imported = Imported()
    urls = {source.url for source in settings.sources}
    names = {source.name for source in settings.sources}
    for outline, group in _outlines(root):
        url = outline.get("xmlUrl", "").strip()
        if problem := url_problem(url):
            title = outline.get("title") or outline.get("text") or redact(url)
            imported.refused.append(f"{title}: {problem}")
        elif url in urls:
            imported.known += 1
        else:
            urls.add(url)
            name = name_for(url, names)
            names.add(name)
            imported.tables[name] = _table(outline, url, group, settings)
    return imported


def write_opml(settings: Settings) -> str:
    """Return the sources as OPML; secrets stay placeholders, files of this machine stay here."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = settings.desk.team or "webcare"
    body = SubElement(root, "body")
    groups: dict[str, Element] = {}
    for source in settings.sources:
        if source.is_local:
            continue
        if source.brand and source.brand not in groups:
            groups[source.brand] = SubElement(body, "outline", text=source.brand)
        place = groups[source.brand] if source.brand else body
        SubElement(place, "outline", _attributes(source, settings.opml.get(source.name, {})))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _outlines(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield every outline that names a feed, and the title of the one it stands in."""
    stack = [(root, "")]
    while stack:
        element, group = stack.pop()
        if element.get("xmlUrl") is not None:
            yield element, group
        else:
            group = element.get("text") or element.get("title") or group
        stack += [(inner, group) for inner in reversed(element)]


def _table(outline: Element, url: str, group: str, settings: Settings) -> Mapping[str, Any]:
    """Return the settings of a source; what another reader knew of it is kept beside them."""
    brands = settings.desk.brands.items()
    brand = next((name for name, one in brands if group in (name, one.title) and group), "")
    title = outline.get("title") or outline.get("text") or ""
    kept = {name: value[:_LONGEST] for name, value in outline.attrib.items() if name not in _OURS}
    fields = {
        "url": url,
        "kind": "" if (kind := kind_of(url)) == "feed" else kind,
        "title": " ".join(title.split())[:_LONGEST],
        "brand": brand,
        "opml": kept,
    }
    return {name: value for name, value in fields.items() if value}


def _attributes(source: SourceSettings, kept: Mapping[str, str]) -> dict[str, str]:
    title = source.title or source.name
    return {"type": "rss", "text": title, "title": title, "xmlUrl": source.url, **kept}
