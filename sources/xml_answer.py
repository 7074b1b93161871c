"""An XML answer that is no feed: parsed only when it can do no harm."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sources.entries import refusal
from sources.fault import Fault, SourceError


def is_xml(body: bytes) -> bool:
    """Tell whether an answer is XML rather than JSON."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read_xml(body: bytes) -> Element:
    """Return the root of a document; raises SourceError."""
    if fault := refusal(body):
        raise SourceError(fault)
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - refusal lets no entities through
    except (ElementTree.ParseError, ValueError, LookupError):
        raise SourceError(Fault.UNREADABLE, "XML") from None


def verbatim(element: Element) -> str:
    """Return an element as it stood there, but for the names of its namespaces."""
    return ElementTree.tostring(element, encoding="unicode")
