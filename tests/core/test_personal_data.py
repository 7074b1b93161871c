"""Personal data in a text: found by shape, check digits and the word before it."""

import re

import pytest

from core.personal_data import personal_data, without_personal_data
from tests.support.coach_cases import OWN
from tests.support.coach_sets import rows


def test_every_planted_leak_is_found_for_what_it_is() -> None:
    """The first thing found in each leak looks like what was planted; elsewhere nothing is."""
    for row in rows("personal_data"):
        found = personal_data(row["reply"], OWN, row["language"])
        assert bool(found) is (row["verdict"] == "leak"), row["reply"]
        if found:
            words = row["reply"][slice(*found[0])]
            assert re.search(LOOKS[row["kind"]], words), row["reply"]


LOOKS = {
    "email": r"@|\bat\b",
    "phone": r"^[+(\d][\d ().-]{6,}$",
    "iban": r"^[A-Za-z]{2}\d\d",
    "account": r"^[\d .]{6,}$",
    "card": r"^(\d{4}[ -]?){4}$",
    "bsn": r"^[\d. ]{9,11}$",
    "fnr": r"^\d{6} ?\d{5}$",
    "birth_date": r"^\d+[-./]\d+[-./]\d+$",
    "address": r"[A-Za-z]",
}
"""What each kind of leak is written like."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bel (030) 271 44 18 of 030-2714418.", ["(030) 271 44 18", "030-2714418"]),
        ("Mijn nummer: +31(0)6-48 21 77 36", ["+31(0)6-48 21 77 36"]),
        ("app naar 31612345678", ["31612345678"]),
        ("Jan at gmail dot com", ["Jan at gmail dot com"]),
        ("geboren op 12-03-1984", ["12-03-1984"]),
        ("NL00 ABNA 0417 1643 00 klopt niet", ["NL00 ABNA 0417 1643 00"]),
        ("Visa 4111 1111 1111 1111 is geweigerd", ["4111 1111 1111 1111"]),
        ("op lindelaan 14 in Utrecht", ["lindelaan 14"]),
        ("Laan van Meerdervoort 120", ["Laan van Meerdervoort 120"]),
        ("Onze bezorger in de Kerkstraat 5 zegt", ["Kerkstraat 5"]),
        ("Sverre Lies gate 4, 0560 Oslo", ["Sverre Lies gate 4, 0560 Oslo"]),
        ("10 Downing Street, London SW1A 2AA", ["10 Downing Street, London SW1A 2AA"]),
        ("født 12.03.1984", ["12.03.1984"]),
        ("Onze vestiging in de Kerkstraat 5", []),
        ("De Hoofdstraat 12 jaar geleden", []),
        ("open ma-vr 08.00-17.00, za 09.00-17.00 uur", []),
        ("op 01-12-2025 8 uur", []),
        ("KvK 12345678, btw NL001234567B01", []),
        ("Bestelling: 0612345678", []),
        ("Kijk op https://shop.example/0612345678", []),
        ("@web@mastodon.example dank", []),
        ("Ring 800 30 400 eller 02800", []),
        ("Bel 0800-0412 of 088 123 45 67", []),
        ("Call 0345 600 1234 or 0800 123 456", []),
        ("Org.nr 923 609 016", []),
    ],
)
def test_written_as_people_write_it(text: str, found: list[str]) -> None:
    """Brackets, dots, words for signs: found; service numbers, hours, links and firms: not."""
    assert [text[start:end] for start, end in personal_data(text)] == found


def test_eight_digits_are_a_telephone_only_in_norwegian() -> None:
    """Elsewhere they are a number like any other, unless they are written in pairs."""
    assert personal_data("Vi prøvde 91234567", language="nb")
    assert not personal_data("We probeerden 91234567", language="nl")
    assert personal_data("We probeerden 91 23 45 67", language="nl")


def test_our_own_contacts_are_known_however_they_are_written() -> None:
    """Spaces, country codes, capitals and a whole domain make no difference."""
    own = ("+31 20 794 1234", "@zonshop.example", "Dorpsstraat 5, 3811 CK Amersfoort")
    text = "Bel 020-7941234, mail Tim@ZONSHOP.example of kom naar Dorpsstraat 5."
    assert personal_data(text, own) == []
    assert len(personal_data(text)) == 3


def test_what_is_kept_holds_no_names_numbers_or_addresses() -> None:
    """Cruder: everything with a figure, a handle, a link or a capital goes."""
    kept = without_personal_data("mijn Fiets van tim@x.example kost 12 euro, zie www.x.example")
    assert kept.split() == ["mijn", "van", "kost", "euro,", "zie"]
