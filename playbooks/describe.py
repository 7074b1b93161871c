"""Tells a playbook as plain text, for reading it without opening its file."""

import textwrap
from collections.abc import Iterable, Iterator

from core.i18n import _
from core.labels import label
from core.vocabulary import ReplyKind
from playbooks.model import Condition, Playbook, Step, StepField, in_language

WIDTH = 79
_INDENT = "    "


def applies_to(playbook: Playbook, others: Iterable[Playbook] = ()) -> str:
    """Return in words what a playbook is for; of ``others`` it may be the next."""
    after = [book.name for book in others if book.next and book.next.playbook == playbook.name]
    told = _condition(playbook.applies)
    if after and not told:
        return _("after {names}").format(names=", ".join(after))
    return told or _("anything")


def describe(playbook: Playbook, language: str) -> str:
    """Return the whole playbook; its own texts in a language, our words in the agent's."""
    lines = [
        f"{in_language(playbook.title, language)} ({playbook.id})",
        _("For: {what}").format(what=applies_to(playbook)),
    ]
    if playbook.next:
        when = _condition(playbook.next.when) or _("anything")
        goes_on = _("Goes on with {playbook}: {what}")
        lines.append(goes_on.format(playbook=playbook.next.playbook, what=when))
    for number, step in enumerate(playbook.steps, start=1):
        lines += ["", *_step(step, number, language)]
    return "\n".join(lines) + "\n"


def _step(step: Step, number: int, language: str) -> Iterator[str]:
    needed = _("required") if step.required else _("optional")
    yield f"{number:2}. {in_language(step.title, language)} ({step.id}, {needed})"
    yield from _paragraph(in_language(step.help, language))
    if step.why:
        yield from _paragraph(_("Why: {why}").format(why=in_language(step.why, language)))
    condition = _condition(step.when)
    if condition:
        yield from _paragraph(_("Only when: {what}").format(what=condition))
    if step.replies:
        yield from _paragraph(_("Done by: {replies}").format(replies=_either(step.replies)))
    if step.seconds:
        yield from _paragraph(_("Waits {seconds} seconds").format(seconds=step.seconds))
    for field in step.fields:
        yield from _paragraph(_field(field, language))


def _field(field: StepField, language: str) -> str:
    asked = _("Write down: {label} ({name}, {needed})").format(
        label=in_language(field.label, language),
        name=field.name,
        needed=_("required") if field.required else _("optional"),
    )
    choices = [f"{code} = {field.called(code, language)}" for code in field.choices]
    return f"{asked}: {', '.join(choices)}" if choices else asked


def _condition(condition: Condition) -> str:
    """Return what must hold in words, empty where everything goes."""
    named: tuple[tuple[str, Iterable[str]], ...] = (
        (_("kind"), map(label, condition.kinds)),
        (_("strategy"), map(label, condition.strategies)),
        (_("source"), condition.sources),
        (_("brand"), condition.brands),
        (_("language"), condition.languages),
        (_("arousal"), condition.arousal),
        (_("label"), condition.labels),
        *condition.answers.items(),
    )
    parts = [f"{name}: {told}" for name, values in named if (told := _either(values))]
    if condition.min_severity > 0 or condition.max_severity < 5:
        least, most = max(condition.min_severity, 1), condition.max_severity
        parts.append(_("severity: {least} to {most}").format(least=least, most=most))
    for (yes, no), wanted in (
        ((_("with a rating"), _("without a rating")), condition.has_rating),
        ((_("in private"), _("in public")), condition.private),
        ((_("complained before"), _("complains for the first time")), condition.returning),
        ((_("in a storm"), _("in no storm")), condition.firestorm),
    ):
        if wanted is not None:
            parts.append(yes if wanted else no)
    return "; ".join(parts)


def _either(words: Iterable[str]) -> str:
    return _(" or ").join(sorted(label(w) if isinstance(w, ReplyKind) else w for w in words))


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
