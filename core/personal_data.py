"""Personal data in a text: found where the public would read it, left out of what is kept.

Numbers are judged by their shape, their check digits and the word before them, since one number
in eleven looks like a citizen number and eight digits are a Norwegian telephone as well as an
order. Where it cannot be told, a number without a word for an order is taken for personal.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from core.addresses import street_addresses
from core.cues import fold

Span = tuple[int, int]
"""Where something begins, and where it ends."""

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w@.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"
    r"|(?<![\w@.+-])[\w.+-]+ ?[\[(] ?(?:at|apenstaartje|krøllalfa) ?[\])] ?\w[\w-]*"
    r"(?: ?(?:\.|[\[(]?\b(?:dot|punt|punktum)\b[\])]?) ?\w[\w-]*)+"
    r"|(?<![\w.+-])[\w.+-]+ (?:at|apenstaartje|krøllalfa) \w[\w-]* (?:dot|punt|punktum) \w+",
    re.IGNORECASE,
)
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?(?!\w)", re.IGNORECASE
)
_HOME_IBAN = re.compile(r"NL\d\d[A-Z]{4}\d{10}|NO\d{13}|GB\d\d[A-Z]{4}\d{14}|BE\d{14}")
"""An account of these countries is one also where a digit was mistyped."""
_RUN = re.compile(r"(?<![\w,.])(?:\+|\(\+?)?\d(?:[ ().\-/–]{0,3}\d)*(?![\w])")
_DATE = re.compile(r"(?:[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\d)")
_PAIRS = re.compile(r"[2-9]\d(?: \d\d){3}|[2-9]\d\d \d\d \d{3}")
_ABROAD = re.compile(r"316\d{8}|47[49]\d{7}|447\d{9}")
"""A mobile telephone with its country, and the plus left out."""
_HOURS = re.compile(r"\d\d?\.\d\d ?[-–] ?\d")
_BEFORE = 40
_ORDER = re.compile(
    r"(?:order|bestel\w*|bestill?ing\w*|ordre\w*|sak|saks\w*|saken|zaak|zaak\w*|dossier|case|ticket"
    r"|referan\w*|referen\w*|ref|kunde\w*|klant\w*|customer|kenmerk|faktura\w*|factuur\w*|invoice"
    r"|track\w*|trace|sporing\w*|pakke\w*|pakket\w*|parcel|zending\w*|sending\w*|shipment|artikel\w*"
    r"|vare\w*|item|polis\w*|policy|booking\w*|boeking\w*|reserv\w*|#)"
    r"(?:[ -]?(?:id|code|kode|nr|no|nummer\w*|number))?"
    r"(?: (?:is|er|was|din|ditt|deres|met|med|with|van|av|of))?[\s:.#(]*$"
)
_BSN_WORD = re.compile(r"\bbsn|burgerservice|sofi-?nummer")
_FNR_WORD = re.compile(r"f[øo]dselsnummer|personnummer|\bfnr\b|d-nummer|nasjonalt id")
_BIRTH_WORD = re.compile(r"geboren|geboorte|\bf[øo]dt|f[øo]dselsdato|\bborn\b|birth|\bd\.?o\.?b\b")
_ACCOUNT_WORD = re.compile(
    r"kontonum|konto ?nr|\bkonto\b|rekeningnum|\brekening\b|account (?:number|no)|sort code|acct"
)
_CARD_WORD = re.compile(r"kaart|kort|card|\bvisa\b|mastercard")
_SERVICE = re.compile(r"0(?:800|808|844|845|870|871|900|906|909|88)\d+|03\d{9}")
"""Numbers that belong to no person."""
_TELLING = re.compile(r"://|www\.|@|\d")
_LIKE_A_NAME = re.compile(r"\b[^\W\d_a-zß-ÿ]\w*[a-zß-ÿ]\w*")


def without_personal_data(text: str) -> str:
    """Return a text without anything that may be personal, for what is kept or compared.

    Cruder than ``personal_data``, because a word too few costs nothing there: addresses, handles,
    everything with a digit, and whatever is written like a name.
    """
    kept = " ".join(word for word in text.split() if not _TELLING.search(word))
    return _LIKE_A_NAME.sub(" ", kept)


def personal_data(text: str, own: Sequence[str] = (), language: str = "") -> list[Span]:
    """Return where personal data stands in a text; what is ``own`` may be said in public.

    Args:
        text: as the public would read it.
        own: our own telephone numbers, addresses, and domains of mail.
        language: of the text; eight digits in one are a telephone only in Norwegian.
    """
    plain = _LINK.sub(lambda link: " " * len(link[0]), text)
    found: list[Span] = []
    for start, end in chain(
        (match.span() for match in _EMAIL.finditer(plain)),
        _ibans(plain),
        _numbers(plain, language),
        street_addresses(plain),
    ):
        free = all(end <= begun or ended <= start for begun, ended in found)
        if free and not _is_own(plain[start:end], own):
            found.append((start, end))
    return sorted(found)


def _ibans(plain: str) -> Iterator[Span]:
    for match in _IBAN.finditer(plain):
        if length := _iban_length(match[0]):
            yield match.start(), match.start() + length


def _iban_length(text: str) -> int:
    """Return how long an account number at the beginning of a text is; 0 where there is none."""
    from stdnum import iban

    for end in range(len(text), 14, -1):
        bare = text[:end].replace(" ", "").upper()
        if text[end - 1] != " " and (_HOME_IBAN.fullmatch(bare) or iban.is_valid(bare)):
            return end
    return 0


def _numbers(plain: str, language: str) -> Iterator[Span]:
    folded = fold(plain)
    for run in _RUN.finditer(plain):
        before = folded[max(0, run.start() - _BEFORE) : run.start()]
        if _is_personal(run[0], before, language):
            yield run.span()


def _is_personal(run: str, before: str, language: str) -> bool:
    """Whether a run of digits is somebody's, by itself and the words before it."""
    if _DATE.match(run):
        return _BIRTH_WORD.search(before) is not None
    digits = re.sub(r"\D", "", run)
    return bool(
        _is_registered(digits, before)
        or (6 <= len(digits) <= 12 and _ACCOUNT_WORD.search(before))
        or (not _ORDER.search(before) and _is_phone(run, digits, language))
    )


def _is_registered(digits: str, before: str) -> bool:
    """Whether it is a citizen number, an account or a card, by its check digits or its word."""
    match len(digits):
        case 9:
            return _BSN_WORD.search(before) is not None
        case 11:
            from stdnum.no import fodselsnummer, kontonr

            named = _FNR_WORD.search(before) or ("konto" in before and kontonr.is_valid(digits))
            return bool(named or fodselsnummer.is_valid(digits))
        case 16 if _CARD_WORD.search(before) or digits[0] in "45":
            from stdnum import luhn

            return bool(luhn.is_valid(digits))
    return False


def _is_phone(run: str, digits: str, language: str) -> bool:
    """Whether digits are written like a person's telephone number."""
    if run.lstrip("(").startswith("+") or digits.startswith("00"):
        return 9 <= len(digits.removeprefix("00")) <= 15
    if _ABROAD.fullmatch(digits):
        return True
    if digits.startswith("0"):
        hours = _HOURS.search(run)
        return 9 <= len(digits) <= 11 and not hours and not _SERVICE.fullmatch(digits)
    if len(digits) == 8 and (_PAIRS.fullmatch(run) or (run.isdigit() and language == "nb")):
        return _is_norwegian(digits)
    return False


def _is_norwegian(digits: str) -> bool:
    """Whether eight digits are somebody's number in Norway, and no free or service number."""
    from phonenumbers import PhoneNumberType, number_type, parse

    kinds = PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE
    return number_type(parse(digits, "NO")) in kinds


def _is_own(found: str, own: Sequence[str]) -> bool:
    """Whether something is one of our own contacts, however it is written."""
    text, digits = fold(found).strip(), re.sub(r"\D", "", found)
    for contact in own:
        ours, numbers = fold(contact).strip(), re.sub(r"\D", "", contact)
        if text == ours or text.endswith("@" + ours.removeprefix("@")):
            return True
        if len(digits) >= 8 and digits[-8:] == numbers[-8:] and "@" not in text:
            return True
        if any(sign.isdigit() for sign in text) and text in ours:
            return True
    return False
