"""What stands beneath a draft: its length, whether it is saved, and who writes too."""

from collections.abc import Mapping

from textual.content import Content

from core.clock import SECOND, Instant
from core.i18n import _
from core.labels import label
from core.safe_text import safe_text
from core.vocabulary import Language
from desk.services.detail import Detail
from desk.store.records import Claim, Draft
from playbooks.canned import places
from tui.widgets.lines import wrap
from tui.widgets.row import ENDING


def written_too(draft: Draft, at: str, width: int) -> list[Content]:
    """Return that a colleague writes too, since when, and how it begins."""
    name = safe_text(draft.agent, line=True)
    head = Content.styled(_("{name} writes too ({time}): ").format(name=name, time=at), "$primary")
    body = Content(safe_text(draft.body, line=True, cap=120))
    return wrap(head + body, width)[:2]


def hold(claim: Claim | None, agent: str, now: Instant) -> Content:
    """Return what is to be said of the lease while a reply is typed; nothing while it is ours."""
    if claim is None or claim.until <= now:
        return Content.styled(_("! not yours any more; typing takes it again"), "$text-warning")
    if claim.agent != agent:
        name = safe_text(claim.agent, line=True, cap=20)
        told = _("! {name} has it now; your text stays yours").format(name=name)
        return Content.styled(told, "bold $text-error")
    left = claim.until - now
    if left > ENDING:
        return Content("")
    told = _("! yours for {n} s more; typing keeps it").format(n=left // SECOND)
    return Content.styled(told, "bold $text-warning")


FORMS: Mapping[Language, tuple[str, str]] = {Language.NL: ("je", "u"), Language.NB: ("du", "De")}
"""How a customer is addressed, informally and formally, in the words of that language."""


def heading(detail: Detail | None) -> str:
    """Return in which language, form of address and tone the customer is answered."""
    parts = [_("reply")]
    if detail is not None:
        language, brand = detail.item.language, detail.brand
        if language is not Language.UND:
            parts.append(label(language))
        if brand.name and language in FORMS:
            parts.append(FORMS[language][brand.formal])
        parts.append(safe_text(brand.tone, line=True, cap=60))
    return " · ".join(filter(None, parts))


def still_open(text: str) -> Content:
    """Return which places of a canned text are still to be filled in."""
    names = " ".join(f"{{{name}}}" for name in places(text))
    told = _("! fill in {places}").format(places=safe_text(names, line=True, cap=60))
    return Content.styled(told, "bold $text-warning") if names else Content("")


def measured(length: int, limit: int) -> Content:
    """Return how long a reply is; over the platform's limit it says by how much."""
    if limit and length > limit:
        text = _("! {n}/{limit} characters: {over} too many")
        text = text.format(n=length, limit=limit, over=length - limit)
        return Content.styled(text, "bold $text-error")
    n = f"{length}/{limit}" if limit else str(length)
    return Content.styled(_("{n} characters").format(n=n), "$text-muted")
