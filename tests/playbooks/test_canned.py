"""Canned texts: what is filled in, what stays open, and when one is nobody's in particular."""

import pytest

from core.vocabulary import Brand, Kind, Language
from playbooks.canned import (
    BLANKS,
    FILLED,
    Canned,
    fill,
    first_place,
    is_bare,
    places,
    signature,
    signed,
    uses,
    writing_place,
)

LATE = Canned(
    "late",
    "Pakket te laat",
    Language.NL,
    "Hoi {name}, {personal} Wat vervelend dat je pakket {order} er nog niet is.\n\n{signature}",
    kinds=(Kind.COMPLAINT,),
    formal=False,
)


def test_filling_is_one_pass_and_leaves_open_what_is_not_known() -> None:
    """What is put in is never read again, and a place without a value stays as it stands."""
    values = {"name": "{order} {signature}", "signature": "", "order": None}
    filled = fill(LATE.text, values)
    assert filled.startswith("Hoi {order} {signature}, {personal} Wat")
    assert "pakket {order} er" in filled
    assert filled.endswith("\n\n")


@pytest.mark.parametrize(
    "text",
    ["{name.__class__}", "{name:>1000000000}", "{0}", "{}", "{{name}}", "{name!r}", "{a\nb}"],
)
def test_only_names_mean_anything(text: str) -> None:
    """Nothing that str.format would obey is a place that gets a value."""
    filled = fill(text, dict.fromkeys((*FILLED, *BLANKS), "Marieke"))
    assert filled == text or text == "{{name}}"
    assert len(filled) < 40


def test_places_are_told_once_and_found_where_they_stand() -> None:
    """Names are listed in order, and the first place has a beginning and an end."""
    text = "Dag {name}, {personal} {name}"
    assert places(text) == ("name", "personal")
    assert first_place(text) == (4, 10)
    assert first_place("Dag Noor") is None


@pytest.mark.parametrize(
    ("kind", "language", "formal", "fits"),
    [
        (Kind.COMPLAINT, Language.NL, False, True),
        (Kind.COMPLAINT, Language.UND, False, True),
        (Kind.COMPLAINT, Language.NB, False, False),
        (Kind.QUESTION, Language.NL, False, False),
        (Kind.COMPLAINT, Language.NL, True, False),
    ],
)
def test_a_text_fits_kind_language_and_form_of_address(
    kind: Kind, language: Language, formal: bool, fits: bool
) -> None:
    """A customer is answered in the own language and in the brand's form of address."""
    assert LATE.fits(kind, language, "zon", formal=formal) is fits


def test_a_reply_is_signed_once() -> None:
    """The signature comes beneath, is not doubled whatever its capitals, and signs no nothing."""
    brand = Brand("zon", "Zon", signature="^{agent} van {brand}")
    ending = signature(brand, "tim")
    assert ending == "^tim van Zon"
    once = signed("Hoi Noor  \n", ending)
    assert once == "Hoi Noor\n^tim van Zon"
    assert signed(once, ending) == once
    assert signed("Hoi Noor\n^Tim van zon ", ending) == "Hoi Noor\n^Tim van zon "
    assert signed(" ", ending) == " "
    assert signed("Hoi", "") == "Hoi"


def test_writing_goes_on_before_the_signature() -> None:
    """An open place comes first; without a signature there is no place of its own."""
    assert writing_place("Hoi {name} ^tim", "^tim") == (4, 10)
    assert writing_place("Hoi Noor.\n\n^Tim \n", "^tim") == (9, 9)
    assert writing_place("^tim", "^tim") == (0, 0)
    assert writing_place("Hoi Noor.", "^tim") is None
    assert writing_place("Hoi Noor.", "") is None


def reply(personal: str, signing: str = "") -> str:
    """Return the canned text filled in, with words for one customer."""
    values = {"name": "Noor", "personal": personal, "order": "8812", "signature": signing}
    return fill(LATE.text, values)


@pytest.mark.parametrize(("personal", "bare"), [("", True), ("Drie weken is lang.", False)])
@pytest.mark.parametrize("signing", ["", "^tim"])
def test_a_canned_text_without_words_of_its_own_is_bare(
    personal: str, signing: str, bare: bool
) -> None:
    """It is known by its longest stretch, and bare where the personal part has nothing in it."""
    assert uses(LATE, reply(personal, signing))
    assert is_bare(LATE, reply(personal, signing), signing) is bare


def test_the_personal_part_may_come_last() -> None:
    """What stands under it then is the signature, which is for everybody."""
    last = Canned("x", "x", Language.NL, "Hoi {name}, dat horen we graag!\n{personal}\n{signature}")
    assert is_bare(last, "Hoi Noor, dat horen we graag!\n\n^tim", "^tim")
    assert not is_bare(last, "Hoi Noor, dat horen we graag! Ook van Ann.\n^tim", "^tim")


def test_a_text_of_ones_own_uses_no_canned_one() -> None:
    """Common short words are anybody's; a text that was rewritten is not bare."""
    thanks = Canned("ok", "ok", Language.NL, "Dank je {name}! {personal}")
    assert not uses(thanks, "Dank je Noor! Fijn.")
    assert not uses(LATE, "Hoi Noor, we zoeken het uit.")
    assert not is_bare(LATE, "Dag Noor, Wat vervelend dat je pakket er nog niet is.")
