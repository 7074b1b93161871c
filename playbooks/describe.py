"""Tells a playbook as plain text, for reading it without opening its file."""

import textwrap
from collections.abc import Iterator

from core.i18n import _
from core.labels import label
from playbooks.model import Condition, Playbook, Step, StepField, in_language

WIDTH = 79
_INDENT = "    "


def describe(playbook: Playbook, language: str) -> str:
    """Return the whole playbook; its own texts in a language, our words in the agent's."""
    lines = [
        f"{in_language(playbook.title, language)} ({playbook.id})",
        _("For: {what}").format(what=_condition(playbook.applies) or _("anything")),
    ]
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
    choices = [
        f"{code} = {in_language(field.choice_labels[code], language)}" for code in field.choices
    ]
    return f"{asked}: {', '.join(choices)}" if choices else asked


def _condition(condition: Condition) -> str:
    """Return what must hold in words, empty where everything goes."""
    named = (
        (_("kind"), [label(kind) for kind in condition.kinds]),
        (_("strategy"), [label(strategy) for strategy in condition.strategies]),
        (_("source"), condition.sources),
        (_("brand"), condition.brands),
        (_("language"), condition.languages),
        (_("arousal"), condition.arousal),
    )
    joint = _(" or ")
    parts = [f"{name}: {joint.join(sorted(values))}" for name, values in named if values]
    if condition.min_severity > 0 or condition.max_severity < 5:
        least, most = max(condition.min_severity, 1), condition.max_severity
        parts.append(_("severity: {least} to {most}").format(least=least, most=most))
    if condition.has_rating is not None:
        parts.append(_("with a rating") if condition.has_rating else _("without a rating"))
    return "; ".join(parts)


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
