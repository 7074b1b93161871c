"""Where somebody lives, written as it is in the Netherlands, Norway and Britain."""

import re
from collections.abc import Iterator

_UPPER = "A-ZÀ-ÖØ-Þ"
_WORD = rf"[{_UPPER}][\w'’-]*"
_NL_END = (
    "straat|str|weg|laan|plein|kade|gracht|singel|dijk|pad|hof|steeg|dreef|plantsoen|park|markt"
    "|baan|wal|burg|veld|oord|ring|haven|zijde|kamp|erf|horst|akker|meent|donk|berg|brink|dam"
)
_NB_END = (
    r"gata|gate|gt\.|gaten|veien|vei|vegen|veg|alle|allé|alléen|plass|plassen|torg|torget|bakken|bakke"
    "|stien|sti|svingen|lia|åsen|haugen|tunet|kroken|terrasse|grenda|brygge|bryggen|faret|ringen"
)
_EN_END = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Court|Crescent|Gardens|Grove|Place"
    "|Terrace|Square|Hill|Row|Mews|Walk|Parade|Quay"
)
_NUMBER = r"\d{1,4}(?:[A-Za-z]{1,2}| ?[-/] ?\w{1,3}| [A-Z]{1,3}(?!\w))?(?![\w%]|[.,:]\d)"
_COUNTED = r"(?:uur|dag|week|weken|maand|jaar|keer|min|euro|meter|km|time|dager|uke|gang|år|kr)"
_NL_CODE = r"[1-9]\d{3} ?(?!MB|GB|KM|KG|KB|TB|CM|MM|KW|DM|PB|PK|EU|OK|UR)[A-Z]{2}\b"
_EN_CODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
_STREETS = (
    rf"(?:\d{{1,2}}e )?(?:{_WORD} ){{0,3}}[{_UPPER}][\w'’-]*(?:{_NL_END}) {_NUMBER}(?! ?{_COUNTED})"
    rf"(?:,? {_NL_CODE}(?: {_WORD})?)?",
    rf"\w{{3,}}(?:straat|laan|gracht|kade|plein|gata|veien|vegen) {_NUMBER}(?! ?{_COUNTED})",
    rf"(?:Laan|Weg|Plein|Hof|Straat|Kade|Park|Singel|Markt|Brink)"
    rf"(?: (?:van|der|den|de|het|ten|ter|te)){{0,2}}(?: {_WORD}){{0,3}} {_NUMBER}",
    rf"(?:{_WORD} ){{0,3}}[{_UPPER}][\w'’-]*(?:{_NB_END}) {_NUMBER}(?! ?{_COUNTED})"
    rf"(?:, \d{{4}} {_WORD})?",
    rf"(?:{_WORD} ){{1,3}}(?:gate|gata|vei|veg|plass|torg|allé|terrasse) {_NUMBER}"
    rf"(?:, \d{{4}} {_WORD})?",
    rf"(?:(?:Flat|Apartment|Unit) \w+,? )?\d{{1,4}}[A-Za-z]? (?:[{_UPPER}][a-z'’]+ ){{1,3}}"
    rf"(?:{_EN_END})\b(?:,? (?:{_WORD},? )?{_EN_CODE})?",
)
_CODES = (
    rf"(?:[Pp]ostcode\W{{1,3}}){_NL_CODE}(?:\W{{1,3}}(?:huisnummer|nummer|nr\.?)? ?\d{{1,4}})?",
    r"\b[1-9]\d{3}[A-Z]{2}\b",
    rf"{_NL_CODE}(?= [{_UPPER}][a-z])",
    _EN_CODE,
    r"(?:[Pp]ostcode\W{1,3})[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}\b",
    rf"(?:[Pp]ostnummer\w*\W{{1,3}})\d{{4}}(?: {_WORD})?",
)
_ADDRESS = re.compile("|".join(rf"(?<!\w){pattern}" for pattern in (*_STREETS, *_CODES)))
_OUR_PLACE = re.compile(
    r"(?:\b(?:onze|ons|vår|vårt|våre|our) (?:\w+ )?\w*(?:winkel|vestiging|filiaal|kantoor|balie"
    r"|showroom|punt|magazijn|restaurant|hotel|praktijk|zaak|butikk|avdeling|kontor|verksted|lager"
    r"|shop|store|branch|office|adres|address)\w*|\b(?:butikken|avdelingen|kontoret|kafeen) vår"
    r"|\b(?:innom|hos) oss|\b(?:bij ons|to us))"
    r"(?: (?:aan|in|op|i|på|at|on|is|er))?(?: (?:de|het|the))?[ :]*$",
    re.IGNORECASE,
)
_BEFORE = 40


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses begin and end; where our own shop is may be said."""
    for match in _ADDRESS.finditer(text):
        if not _OUR_PLACE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield match.span()
