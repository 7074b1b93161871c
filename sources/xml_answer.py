"""An XML answer that is no feed: parsed only when it can do no harm."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sources.adapter import ParseResult
from sources.entries import refusal
from sources.fault import Fault


def is_xml(body: bytes) -> bool:
    """Tell whether an answer is XML rather than JSON."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read_xml(body: bytes) -> Element | ParseResult:
    """Return the root of a document, or what is wrong with it."""
    if fault := refusal(body):
        return ParseResult(complete=False, fault=fault)
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - refusal lets no entities through
    except (ElementTree.ParseError, ValueError, LookupError):
        return ParseResult(complete=False, fault=Fault.UNREADABLE, detail="XML")


def verbatim(element: Element) -> str:
    """Return an element as it stood there, but for the names of its namespaces."""
    return ElementTree.tostring(element, encoding="unicode")
