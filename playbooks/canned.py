"""Canned texts: what a team says often, with places that are filled in for each customer.

A place is a name of a closed list between braces. Filling is one pass: what is put in is never
looked at again, and nothing but the names below means anything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.vocabulary import Brand, Kind, Language

PERSONAL = "personal"
FILLED = ("name", "agent", "brand", "contact", "signature")
"""Places that the desk fills in."""
BLANKS = (PERSONAL, "order", "solution", "time")
"""Places that the agent fills in, before a reply is ready."""
PLACES = (*FILLED, *BLANKS)
SIGNING = ("agent", "brand")
"""Places that a signature may hold."""

_PLACE = re.compile(r"\{([^{}\n]{1,40})\}")
_SHORT = 12
"""Characters beneath which a stretch of text is anybody's."""


@dataclass(frozen=True, slots=True)
class Canned:
    """One canned text and for which items it is."""

    name: str
    title: str
    language: Language
    text: str
    kinds: tuple[Kind, ...] = ()
    """Empty for all."""
    brands: tuple[str, ...] = ()
    """Empty for all."""
    formal: bool | None = None
    """Only for brands that address their customers so; None for all."""

    def fits(self, kind: Kind, language: Language, brand: str, *, formal: bool) -> bool:
        """Return whether it is for an item; where the language is not known, any will do."""
        return (
            language in {self.language, Language.UND}
            and (not self.kinds or kind in self.kinds)
            and (not self.brands or brand in self.brands)
            and self.formal in {None, formal}
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A canned text as it would begin a reply."""

    canned: Canned
    text: str
    """Filled in as far as the desk knows; the agent does the rest."""
    used: int
    """In how many replies the team used it today."""


def places(text: str) -> tuple[str, ...]:
    """Return the names between braces, each once, in their order."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """Return a text with its places filled in once; one without a value stays as it stands."""

    def value(place: re.Match[str]) -> str:
        known = values.get(place[1])
        return place[0] if known is None else known

    return _PLACE.sub(value, text)


def first_place(text: str) -> tuple[int, int] | None:
    """Return where the first open place begins and ends."""
    place = _PLACE.search(text)
    return place and place.span()


def signature(brand: Brand, agent: str) -> str:
    """Return what stands under an agent's replies for a brand."""
    return fill(brand.signature, {"agent": agent, "brand": brand.title}).strip()


def signed(text: str, signature: str) -> str:
    """Return a reply that ends with its signature; an empty one stays empty."""
    bare = text.rstrip()
    if not bare or not signature or bare.casefold().endswith(signature.casefold()):
        return text
    return f"{bare}\n{signature}"


def writing_place(text: str, signature: str) -> tuple[int, int] | None:
    """Return where writing goes on: the first open place, else before the signature, if any."""
    if place := first_place(text):
        return place
    bare = text.rstrip()
    if not signature or not bare.casefold().endswith(signature.casefold()):
        return None
    end = len(bare[: len(bare) - len(signature)].rstrip())
    return end, end


def uses(canned: Canned, reply: str) -> bool:
    """Return whether a reply was made of a canned text: its longest stretch stands in it."""
    longest = max(_stretches(canned.text), key=len)
    return len(longest) >= _SHORT and longest in _plain(reply)


def is_bare(canned: Canned, reply: str, signature: str = "") -> bool:
    """Return whether a reply is a canned text with nothing written for this customer alone."""
    body = _plain(reply)
    body = body.removesuffix(_plain(signature)).rstrip() if signature else body
    before, after = canned.text.split("{" + PERSONAL + "}", 1)
    start = 0
    for stretch in _stretches(before):
        found = body.find(stretch, start)
        if found < 0:
            return False
        start = found + len(stretch)
    following = next(filter(None, _stretches(after)), "")
    end = body.find(following, start) if following else len(body)
    return not body[start : max(end, start)].strip() and end >= start


def _stretches(text: str) -> list[str]:
    """Return what stands between the places, white space folded."""
    return [_plain(part) for part in _PLACE.split(text)[::2]]


def _plain(text: str) -> str:
    return " ".join(text.split())
