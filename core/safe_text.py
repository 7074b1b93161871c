"""Text from outside, made safe to show: nothing in it can move, hide or command.

Stored text stays verbatim; ``safe_text`` is for views, notices, titles, logs and plain-text
exports. What it took out or replaced is counted in ``hidden``.
"""

import re
import unicodedata
from functools import lru_cache

LINE_CAP = 300
BODY_CAP = 20_000
STORED_BYTES = 100_000
"""Largest text that is stored of one comment, in bytes of UTF-8."""

MOST_MARKS = 4
"""Accents that stay on a letter; more climb over the lines above it."""

_PLAIN = "[\n -~¡-¬®-ʯ–—‘’“”„•…€]"
_is_plain = re.compile(f"{_PLAIN}*").fullmatch
_RUNS = re.compile(f"{_PLAIN}+|.", re.DOTALL)
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]").match
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
).match
_SELECTOR = re.compile("[\ufe00-\ufe0f\u20e3]").match
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]").match
_PICTURE = "[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]"
_EMOJI = re.compile(_PICTURE).match
# Not compiled before they are needed: the first frame need not wait for them.
_BEFORE_JOINER = f"{_PICTURE}|\ufe0f"
_SEQUENCE = f"({_PICTURE}\ufe0f?)(?:\u200d{_PICTURE}\ufe0f?)+"
_JOINERS = "\u200c\u200d"
_EMOJI_JOINER = "\u200d"
_JOINER = re.compile(f"[{_JOINERS}]")
_REPLACEMENT = "\ufffd"
_REGIONAL_A = 0x1F1E6


class SafeText(str):
    """Text that may be shown as it is; only ``safe_text`` makes one."""

    __slots__ = ("hidden",)

    hidden: int
    """How many characters were taken out or replaced."""

    def __new__(cls, *_: object) -> "SafeText":
        """Refuse: a promise that anyone could give is none."""
        message = "only safe_text() makes a SafeText"
        raise TypeError(message)


def safe_text(
    text: str, *, line: bool = False, cap: int | None = None, max_lines: int = 2000
) -> SafeText:
    """Return text that shows what it holds and does nothing else.

    With ``line`` white space is folded and emoji sequences become their base, so that every
    terminal agrees on the width. ``cap`` counts characters (300 a line, 20,000 a body); what is
    longer ends in `` …``. Cleaning twice changes nothing.
    """
    cap = cap or (LINE_CAP if line else BODY_CAP)
    if type(text) is not SafeText and len(text) <= cap and _is_plain(text):
        if line:
            return _seal(" ".join(text.split()), 0)
        if text.count("\n") < max_lines:
            return _seal(text, 0)
    hidden = text.hidden if isinstance(text, SafeText) else 0
    bounded = _NEWLINES.sub("\n", text[: 4 * cap])
    composed = _JOINER.sub(_settle, unicodedata.normalize("NFC", bounded))
    if line:  # of a family, whoever comes first
        composed = re.sub(_SEQUENCE, r"\1", composed)
    cleaning = _Cleaning(line=line)
    for run in _RUNS.findall(composed):
        cleaning.take(run)
    cleaned = unicodedata.normalize("NFC", cleaning.text())
    if line:
        cleaned = " ".join(cleaned.split())
    shown = _shorten(cleaned, line, cap, max_lines, cut=len(text) > 4 * cap)
    return _seal(shown, hidden + cleaning.hidden)


def clean_for_storage(text: str) -> str:
    """Return text a database takes: no NUL, no lone surrogate, at most 100 kB of UTF-8."""
    whole = _SURROGATES.sub(_REPLACEMENT, text.replace("\0", ""))
    if len(whole) * 4 <= STORED_BYTES:
        return whole
    return whole.encode()[:STORED_BYTES].decode(errors="ignore")


def show_source(text: str, cap: int = BODY_CAP) -> SafeText:
    """Return the text with everything unseen written out, for instance ``\\u202e``."""
    return safe_text("".join(map(_escape, text[: cap + 1])), cap=cap)


def _seal(text: str, hidden: int) -> SafeText:
    sealed = str.__new__(SafeText, text)
    sealed.hidden = hidden
    return sealed


def _shorten(text: str, line: bool, cap: int, max_lines: int, *, cut: bool) -> str:
    """Return the text itself when it fits, else its beginning and an ellipsis."""
    kept = text
    if not line and text.count("\n") >= max_lines:
        kept, cut = "\n".join(text.split("\n", max_lines)[:max_lines]), True
    if not cut and len(kept) <= cap:
        return text
    beginning = kept[: max(cap - 2, 0)].rstrip().rstrip(_JOINERS).rstrip()
    return f"{beginning} …" if beginning else "…"


@lru_cache(maxsize=4096)
def _look(char: str) -> tuple[str, str]:
    """Return what a character becomes, and its category; _UNSEEN for what nobody would see."""
    category = unicodedata.category(char)
    if char in "\n\t" or char in _JOINERS:
        return char, char
    if category == "Cc":
        picture = chr(0x2400 + ord(char)) if char < " " else "␡" if char == "\x7f" else _REPLACEMENT
        return picture, _UNSEEN
    if _IGNORABLE(char):
        return "", _UNSEEN
    if _BIDI(char) or category in ("Cs", "Cn", "Co", "Cf"):
        return _REPLACEMENT, _UNSEEN
    return char, category


def _escape(char: str) -> str:
    unseen = not char.isprintable() or unicodedata.category(char)[0] == "M" or _IGNORABLE(char)
    return char.encode("unicode_escape").decode() if unseen and char != "\n" else char


def _settle(joiner: re.Match[str]) -> str:
    """Return a joiner that stands between two letters or two emoji; else what is taken out."""
    text, at = joiner.string, joiner.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    letters = before and after and _look(before)[1] == _look(after)[1] == "Lo"
    emoji = joiner[0] == _EMOJI_JOINER and re.match(_BEFORE_JOINER, before) and _EMOJI(after)
    return joiner[0] if letters or emoji else "\u200b"


class _Cleaning:
    """One pass over a text."""

    def __init__(self, *, line: bool) -> None:
        self.hidden = 0
        self._line = line
        self._marks = 0
        self._kept: list[str] = []

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self._kept)

    def take(self, run: str) -> None:
        """Keep a run of plain characters; keep, replace or drop any other one."""
        if len(run) > 1:
            self._marks = 0
            self._kept.append(run)
            return
        shown, what = _look(run)
        if what == _UNSEEN:
            self.hidden += 1
        if what in _MARKS:
            self._take_mark(run)
        elif shown:
            self._take_base(shown, what)

    def _take_base(self, shown: str, category: str) -> None:
        self._marks = 0
        if shown == "\t":
            shown = "    "
        elif self._line and category == "So" and 0 <= ord(shown) - _REGIONAL_A < 26:
            shown = chr(ord("A") + ord(shown) - _REGIONAL_A)
        elif self._line and (shown in _JOINERS or _SKIN_TONE(shown)):
            return
        self._kept.append(shown)

    def _take_mark(self, char: str) -> None:
        if self._line and _SELECTOR(char):
            return
        self._marks += 1
        if self._marks > MOST_MARKS:
            self.hidden += 1
        else:
            self._kept.append(char)


_UNSEEN = "unseen"
_MARKS = frozenset({"Mn", "Mc", "Me"})
