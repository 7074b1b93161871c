"""Turns the text of one playbook file into a playbook, or says all that is wrong with it.

The tuples of field names are the format: docs/playbooks.md explains each of them.
"""

from collections.abc import Sequence
from dataclasses import fields

from core.i18n import _
from core.toml_lines import TomlError
from core.toml_lines import parse as parse_toml
from core.vocabulary import Kind, Language, ReplyKind, Strategy
from playbooks.kinds import StepKind
from playbooks.model import CODES, Condition, Next, Playbook, Step, StepField
from playbooks.problems import PlaybookError, Problem, problem
from playbooks.table import Table

PLAYBOOK_FIELDS = ("name", "version", "title", "applies", "next", "step")
NEXT_FIELDS = ("playbook", "when")
STEP_FIELDS = (
    *("id", "kind", "title", "help", "why", "required", "replies", "seconds", "when", "field"),
)
ANSWER_FIELDS = ("name", "label", "required", "choice", "codes")
CHOICE_FIELDS = ("code", "label", "again")
CONDITION_FIELDS = tuple(part.name for part in fields(Condition))

TITLE_CAP = 24
"""Longest title and label, in characters: what the steps' pane holds beside number and sign."""
TEXT_CAP = 2_000
"""Longest help or reason, in characters."""
MOST_STEPS = 40

SHORTEST_BREATH, LONGEST_BREATH = 10, 100
"""Seconds of a cool-down: count to ten, or to a hundred."""


def parse(text: str, file: str) -> Playbook:
    """Return the playbook; raises PlaybookError with every problem of the file."""
    try:
        document = parse_toml(text, file)
    except TomlError as error:
        raise PlaybookError([problem(file, error.reason, line=error.line)]) from error
    problems: list[Problem] = []
    playbook = _playbook(Table(document, problems, document.values))
    if problems:
        raise PlaybookError(sorted(problems, key=lambda problem: problem.line))
    return playbook


def _playbook(table: Table) -> Playbook:
    table.expect(PLAYBOOK_FIELDS)
    steps = table.tables("step", "id")
    if not 0 < len(steps) <= MOST_STEPS:
        table.complain(
            "step",
            _("a playbook has 1 to {most} steps, each under [[step]]").format(most=MOST_STEPS),
        )
    read: list[Step] = []
    for step in steps:
        read.append(_step(step, read))
    if read and [step.kind for step in read].count(StepKind.OUTCOME) != 1:
        table.complain("step", _("exactly one step must be of the kind outcome: it ends the item"))
    return Playbook(
        name=table.name("name"),
        version=table.whole("version", 1, 1_000_000),
        title=table.texts("title", TITLE_CAP),
        applies=_condition(table.table("applies"), ()),
        steps=tuple(read),
        next=_next(table.table("next"), read) if table.has("next") else None,
    )


def _next(table: Table, steps: Sequence[Step]) -> Next:
    table.expect(NEXT_FIELDS)
    return Next(table.name("playbook"), _condition(table.table("when"), steps))


def _step(table: Table, before: Sequence[Step]) -> Step:
    table.expect(STEP_FIELDS)
    kind = StepKind(table.choice("kind", StepKind) or StepKind.CHECK)
    seconds = table.whole("seconds", SHORTEST_BREATH, LONGEST_BREATH, 0)
    if seconds and kind is not StepKind.BREATHE:
        table.complain("seconds", _("only a step of the kind breathe lasts"))
    return Step(
        id=table.name("id"),
        kind=kind,
        title=table.texts("title", TITLE_CAP),
        help=table.texts("help", TEXT_CAP),
        why=table.texts("why", TEXT_CAP, required=False),
        required=table.flag("required") is not False,
        fields=tuple(_answer(field) for field in table.tables("field", "name")),
        when=_condition(table.table("when"), before),
        seconds=seconds,
        replies=_replies(table, kind),
    )


def _replies(table: Table, kind: StepKind) -> frozenset[ReplyKind]:
    possible = kind.rule.replies
    if table.has("replies") and not possible:
        table.complain("replies", _("only a step of the kind post or thank is done by replies"))
        return possible
    return frozenset(map(ReplyKind, table.choices("replies", sorted(possible))))


def _answer(table: Table) -> StepField:
    table.expect(ANSWER_FIELDS)
    choices = table.tables("choice", "code")
    for choice in choices:
        choice.expect(CHOICE_FIELDS)
    labels = {choice.name("code"): choice.texts("label", TITLE_CAP) for choice in choices}
    again = frozenset(choice.name("code") for choice in choices if choice.flag("again"))
    codes = CODES.get(table.choice("codes", CODES)) if table.has("codes") else None
    if codes and choices:
        table.complain("codes", _("give either codes or choices of your own"))
    return StepField(
        name=table.name("name"),
        label=table.texts("label", TITLE_CAP),
        required=bool(table.flag("required")),
        choices=tuple(codes or labels),
        choice_labels=labels,
        again=again,
        codes=codes,
    )


def _condition(table: Table, before: Sequence[Step]) -> Condition:
    """Read when something holds; ``before`` are the steps whose answers may be asked for."""
    table.expect(CONDITION_FIELDS)
    least, most = table.whole("min_severity", 1, 5, 0), table.whole("max_severity", 1, 5, 5)
    if least > most:
        table.complain("min_severity", _("this is above max_severity, so it never holds"))
    return Condition(
        kinds=frozenset(map(Kind, table.choices("kinds", Kind))),
        strategies=frozenset(map(Strategy, table.choices("strategies", Strategy))),
        sources=table.words("sources"),
        brands=table.words("brands"),
        languages=table.choices("languages", Language),
        arousal=table.choices("arousal", ("high", "low")),
        labels=table.words("labels"),
        min_severity=least,
        max_severity=most,
        has_rating=table.flag("has_rating"),
        private=table.flag("private"),
        returning=table.flag("returning"),
        firestorm=table.flag("firestorm"),
        answers=_answers(table.table("answers"), before),
    )


def _answers(table: Table, before: Sequence[Step]) -> dict[str, frozenset[str]]:
    """Read which answers let a step hold: only what an earlier step asks can be known by then."""
    asked = {field.name: field for step in before for field in step.fields if field.choices}
    table.expect(tuple(asked), _("it must be a choice of a step before this one"))
    return {
        name: table.choices(name, field.choices) for name, field in asked.items() if table.has(name)
    }
