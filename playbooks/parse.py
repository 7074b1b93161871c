"""Turns the text of one playbook file into a playbook, or says all that is wrong with it.

The tuples of field names are the format: docs/playbooks.md explains each of them.
"""

from core.i18n import _
from core.toml_lines import TomlError
from core.toml_lines import parse as parse_toml
from core.vocabulary import Kind, Language, Strategy
from playbooks.model import Condition, Playbook, Step, StepField, StepKind
from playbooks.problems import PlaybookError, Report
from playbooks.table import Table

PLAYBOOK_FIELDS = ("name", "version", "title", "applies", "step")
STEP_FIELDS = ("id", "kind", "title", "help", "why", "required", "seconds", "when", "field")
ANSWER_FIELDS = ("name", "label", "required", "choice")
CHOICE_FIELDS = ("code", "label")
CONDITION_FIELDS = (
    "kinds",
    "strategies",
    "sources",
    "brands",
    "languages",
    "arousal",
    "min_severity",
    "max_severity",
    "has_rating",
)

TITLE_CAP = 24
"""Longest title and label, in characters: what the steps' pane holds beside number and sign."""
TEXT_CAP = 2_000
"""Longest help or reason, in characters."""
MOST_STEPS = 40

SHORTEST_BREATH, USUAL_BREATH, LONGEST_BREATH = 10, 60, 100
"""Seconds of a cool-down: count to ten, or to a hundred."""


def parse(text: str, file: str) -> Playbook:
    """Return the playbook; raises PlaybookError with every problem of the file."""
    report = Report(file)
    try:
        document = parse_toml(text, file)
    except TomlError as error:
        report.add(error.reason, line=error.line)
        raise PlaybookError(report.problems) from error
    playbook = _playbook(Table(document, report, document.values))
    if report.problems:
        raise PlaybookError(sorted(report.problems, key=lambda problem: problem.line))
    return playbook


def _playbook(table: Table) -> Playbook:
    table.expect(PLAYBOOK_FIELDS)
    steps = table.tables("step", "id")
    if not 0 < len(steps) <= MOST_STEPS:
        table.complain(
            "step",
            _("a playbook has 1 to {most} steps, each under [[step]]").format(most=MOST_STEPS),
        )
    read = tuple(_step(step) for step in steps)
    if read and [step.kind for step in read].count(StepKind.OUTCOME) != 1:
        table.complain("step", _("exactly one step must be of the kind outcome: it ends the item"))
    return Playbook(
        name=table.name("name"),
        version=table.whole("version", 1, 1_000_000),
        title=table.texts("title", TITLE_CAP),
        applies=_condition(table.table("applies")),
        steps=read,
    )


def _step(table: Table) -> Step:
    table.expect(STEP_FIELDS)
    kind = table.choice("kind", StepKind) or StepKind.CHECK
    breathes = kind == StepKind.BREATHE
    seconds = table.whole(
        "seconds", SHORTEST_BREATH, LONGEST_BREATH, USUAL_BREATH if breathes else 0
    )
    if seconds and not breathes:
        table.complain("seconds", _("only a step of the kind breathe lasts"))
    return Step(
        id=table.name("id"),
        kind=StepKind(kind),
        title=table.texts("title", TITLE_CAP),
        help=table.texts("help", TEXT_CAP),
        why=table.texts("why", TEXT_CAP, required=False),
        required=table.flag("required") is not False,
        fields=tuple(_answer(field) for field in table.tables("field", "name")),
        when=_condition(table.table("when")),
        seconds=seconds,
    )


def _answer(table: Table) -> StepField:
    table.expect(ANSWER_FIELDS)
    choices = table.tables("choice", "code")
    for choice in choices:
        choice.expect(CHOICE_FIELDS)
    labels = {choice.name("code"): choice.texts("label", TITLE_CAP) for choice in choices}
    return StepField(
        name=table.name("name"),
        label=table.texts("label", TITLE_CAP),
        required=bool(table.flag("required")),
        choices=tuple(labels),
        choice_labels=labels,
    )


def _condition(table: Table) -> Condition:
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
        min_severity=least,
        max_severity=most,
        has_rating=table.flag("has_rating"),
    )
