"""The reasons of a verdict as a sentence for the agent."""

from collections.abc import Sequence

from core.i18n import N_, _
from core.safe_text import safe_text
from desk.model.item import Because

SENTENCES = {
    "rating_low": N_("a low rating ({words})"),
    "rating_high": N_("a high rating ({words})"),
    "mixed": N_("text and rating differ"),
    "negative": N_("words of complaint ({words})"),
    "negated": N_("praise that is denied ({words})"),
    "positive": N_("words of praise ({words})"),
    "no_text": N_("a comment without text"),
    "no_cue": N_("no word that stands out"),
    "no_language": N_("a language that is not known"),
    "rating_middle": N_("a rating between ({words})"),
    "weak_negative": N_("words that hint at trouble ({words})"),
    "weak_positive": N_("words that sound content ({words})"),
    "learned": N_("what your team decided before ({words})"),
    "anger": N_("anger ({words})"),
    "shouting": N_("capitals"),
    "question": N_("it asks something"),
    "money": N_("money ({words})"),
    "health": N_("health ({words})"),
    "press": N_("press or a consumer body ({words})"),
    "lawyer": N_("lawyer or police ({words})"),
    "leak": N_("personal data ({words})"),
    "safety": N_("safety ({words})"),
    "spam": N_("words of spam ({words})"),
    "troll": N_("only provocation ({words})"),
    "harm_threat": N_("a threat ({words})"),
    "harm_self_harm": N_("someone may harm themselves ({words})"),
    "harm_abuse": N_("abuse of a person ({words})"),
    "harm_slur": N_("a slur ({words})"),
    "harm_hate": N_("hate against a group ({words})"),
}
"""What each code means; ``{words}`` are the customer's own."""


def explain(because: Sequence[Because]) -> str:
    """Return one line that says why, safe to show: ``because of anger (schandalig) · money …``."""
    if not because:
        return _("nothing in the text stood out")
    reasons = [
        _(SENTENCES[reason.code]).format(words=safe_text(reason.detail, line=True, cap=40))
        if reason.code in SENTENCES
        else safe_text(reason.code, line=True, cap=40)
        for reason in because
    ]
    return _("because of {reasons}").format(reasons=" · ".join(reasons))
