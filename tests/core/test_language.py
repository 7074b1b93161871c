"""Which language a comment is written in."""

import pytest

from core.language import TABLE, identify, normal_code

SENTENCES = {
    "nl": [
        "Ik wacht al drie weken op mijn pakket en niemand reageert.",
        "Wat een fijne winkel, heel vriendelijk geholpen vanmiddag!",
        "Kunnen jullie mij vertellen wanneer de fiets klaar is?",
        "Schandalig hoe jullie met klanten omgaan.",
        "Bedankt voor de snelle reactie, top geregeld.",
        "mijn internet ligt er alweer uit",
        "Waar kan ik mijn factuur vinden?",
        "nooit meer, geld terug graag",
    ],
    "nb": [
        "Jeg har ventet i tre uker på pakken min og ingen svarer.",
        "For en fin butikk, veldig hyggelig betjening i dag!",
        "Kan dere si når sykkelen er klar?",
        "Skandaløst hvordan dere behandler kundene.",
        "Takk for raskt svar, kjempebra ordnet.",
        "nettet mitt er nede igjen",
        "Hvor finner jeg fakturaen?",
        "aldri mer, vil ha pengene tilbake",
    ],
    "en": [
        "I have been waiting three weeks for my parcel and nobody answers.",
        "What a lovely shop, such friendly staff this afternoon!",
        "Can you tell me when the bike is ready?",
        "Disgraceful how you treat your customers.",
        "Thanks for the quick reply, well sorted.",
        "my internet is down again",
        "Where do I find my invoice?",
        "never again, refund please",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts]
)
def test_sentences(language: str, text: str) -> None:
    """A sentence of a few words is enough."""
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", "👍👍", "12345", "שלום", "@kim https://the.example/of/the"])
def test_no_words_no_language(text: str) -> None:
    """Where nothing can be read nothing is guessed."""
    assert identify(text) == "und"


def test_a_feeds_own_word_decides_only_where_the_text_does_not() -> None:
    """Feeds say English by default, so the text goes first."""
    assert identify("Ik wacht al drie weken op mijn pakket", declared="en-US") == "nl"
    assert identify("Top!", declared="nl_NL") == "nl"
    assert identify("Hm", declared="nl") == "nl"
    assert identify("Hm", declared="fr") == "und"


def test_only_candidates_are_found() -> None:
    """A brand that speaks two languages is never read in a third."""
    assert identify("Hvor er pakken min?", candidates=("nl", "en")) != "nb"
    assert identify("Hvor er pakken min?", candidates=()) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "Ich warte seit drei Wochen auf mein Paket und niemand antwortet mir.",
        "J'attends mon colis depuis trois semaines et personne ne répond.",
        "Llevo tres semanas esperando mi paquete y nadie me responde.",
        "Я жду посылку уже три недели",
    ],
)
def test_a_language_of_nobody_here_is_not_guessed(text: str) -> None:
    """A German or Russian comment is none of ours, whatever comes nearest."""
    assert identify(text) == "und"


def test_the_table_is_small() -> None:
    """What every installation carries along stays within 150 kB."""
    assert TABLE.stat().st_size <= 150_000


def test_one_huge_word_is_read_in_bounded_work() -> None:
    """A hundred thousand letters are a text like any other."""
    assert identify("a" * 100_000) == identify("a" * 1_000)


@pytest.mark.parametrize(
    ("tag", "code"), [("nl-NL", "nl"), ("no", "nb"), ("nn_NO", "nb"), ("EN", "en"), ("", "")]
)
def test_codes(tag: str, code: str) -> None:
    """Tags of feeds become the desk's codes."""
    assert normal_code(tag) == code
