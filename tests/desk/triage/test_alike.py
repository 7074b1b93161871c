"""Which comments are about the same thing: a storm is seen, everyday ones are none."""

import random
from itertools import product

import pytest

from core.vocabulary import Kind
from desk.triage.alike import storm, telling
from tests.support.triage_sets import LANGUAGES, own_comments

STORMS = {
    "nl": (
        "De app doet het al een uur niet, ik kan niet inloggen.",
        "Storing in de app? Inloggen lukt niet meer.",
        "Kan iemand vertellen waarom inloggen op de app niet werkt?",
        "App ligt plat, weer een storing!! Kom er niet in.",
        "Sinds vanochtend geeft de app een foutmelding bij het inloggen.",
        "Inloggen via de app onmogelijk, al 3x geprobeerd",
        "Hallo, jullie app crasht als ik wil inloggen.",
        "Wat is er aan de hand met de app? Kan niet inloggen en moet betalen!",
        "Weer storing, de app laadt niet en inloggen gaat ook niet",
        "Bij mij doet de app ook niks, inloggen blijft hangen",
        "App down? Inloggen geeft error 500",
        "Schandalig dat de app alweer storing heeft, ik kan niet inloggen!",
    ),
    "nb": (
        "Dere har økt prisen på abonnementet med 40 prosent uten varsel!",
        "Hvorfor er abonnementet plutselig dyrere? Prisen er jo doblet",
        "Prisøkning på abonnementet uten å si fra, helt utrolig",
        "Sier opp abonnementet, denne prisøkningen er grov",
        "40 prosent prisøkning på abonnement? Nei takk.",
        "Fikk en faktura med ny pris på abonnementet, hvor er varselet?",
        "Hva skjer med prisen på abonnementet mitt?",
        "Abonnementet koster nå mer enn strømmen. Prisøkning uten varsel.",
        "Er det lov å øke prisen på abonnement uten varsel?",
        "Ny pris på abonnementet uten varsel, jeg er ferdig med dere",
        "Prisen på abonnementet gikk opp igjen. Sier opp.",
        "Skuffet over prisøkningen på abonnementet",
    ),
    "en": (
        "My kettle melted this morning, is there a recall?",
        "The kettle started smoking and nearly caught fire!",
        "Is the recall about the steel kettle or all kettles?",
        "Kettle smoked up my kitchen, I want a refund",
        "Heard about the recall, my kettle gets burning hot",
        "Your kettle caught fire on my worktop. Unbelievable.",
        "Which kettles are in the recall? Mine smells of burning plastic",
        "Same here, kettle smoking, smell of burning",
        "Recall your kettles before someone gets hurt!",
        "My kettle burned through its base, smoke everywhere",
        "How do I return a kettle under the recall?",
        "Burning smell from the kettle, should I stop using it?",
    ),
}
"""An app that is down, a price that rose, a kettle that burns: invented, and each said in its own
way."""
EVERYDAY = {
    language: [
        text
        for kind, text in own_comments(language)
        if kind in {Kind.COMPLAINT, Kind.QUESTION, Kind.TROLL, Kind.OTHER}
    ]
    for language in LANGUAGES
}


def _everyday(language: str, count: int, seed: int) -> list[str]:
    return random.Random(seed).sample(EVERYDAY[language], count)  # noqa: S311 - a draw, no secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_storm_is_seen_among_everyday_comments(language: str) -> None:
    """At least eight of twelve are found, and nothing that has no part in it."""
    chosen = _everyday(language, 40, seed=3)
    texts = dict(enumerate((*STORMS[language], *chosen)))
    found = storm(texts, texts, 8)
    assert len(found) >= 8
    assert max(found) < len(STORMS[language])


@pytest.mark.parametrize(("language", "seed"), product(LANGUAGES, range(40)))
def test_everyday_comments_are_no_storm(language: str, seed: int) -> None:
    """Sixty comments of a busy half hour hold words of complaint in common, and no subject."""
    chosen = dict(enumerate(_everyday(language, 60, seed)))
    assert storm(chosen, chosen, 8) == frozenset()


def test_a_storm_gathers_around_what_is_new() -> None:
    """Old ones that are alike are told only by one that joins them, and only from eight on."""
    texts = dict(enumerate(STORMS["nl"]))
    assert storm(texts, [], 8) == frozenset()
    assert 0 in storm(texts, [0], 8)
    assert storm({key: texts[key] for key in range(7)}, texts, 8) == frozenset()
    assert storm(texts, [99], 8) == frozenset()


def test_words_of_complaint_tell_nothing() -> None:
    """What every angry customer writes is left out; what happened stays."""
    assert telling("Schandalig slechte service, ik wacht al drie weken!!!") == frozenset()
    assert telling("De waterkoker rookt") == {"waterk", "rookt"}
    assert telling("") == frozenset()
