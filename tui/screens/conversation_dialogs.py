"""Dialogs about what is said: posted replies, the customer heard elsewhere, colleagues asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from textual.widget import Widget

from core.clock import Instant
from core.errors import Refused
from core.i18n import _, language
from core.labels import label
from core.vocabulary import Channel, Reading, ReplyKind
from core.when import parse_when
from playbooks.model import Step, StepField, in_language
from tui.screens.dialog import Dialog, Field, need, note
from tui.widgets.choice import Choice, Option, mnemonics
from tui.widgets.editor import Editor

POSTED_KINDS = tuple(kind for kind in ReplyKind if kind is not ReplyKind.NONE)


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """How an answer was posted, and when; ``at`` is None for just now."""

    kind: ReplyKind
    at: Instant | None = None


class PostedDialog(Dialog[PostedAnswer]):
    """Asks how and when the reply was posted; enter alone says in public, just now."""

    def __init__(self, now: Instant, zone: tzinfo, kind: ReplyKind = ReplyKind.PUBLIC_FULL) -> None:
        super().__init__(_("Reply posted"))
        self._now, self._zone = now, zone
        self.kind = Choice(
            _("How?"),
            [Option(code, label(code)) for code in POSTED_KINDS],
            chosen=POSTED_KINDS.index(kind),
        )
        self.at = Field(_("When"), placeholder=_("just now; or 13:40, or 20m for 20 minutes ago"))

    def fields(self) -> Iterable[Widget]:
        """Return the kinds and the time."""
        return (self.kind, self.at)

    def answer(self) -> PostedAnswer:
        """Return how and when; a time to come is refused."""
        kind, text = self.kind.value, self.at.text
        if kind is None:
            raise Refused(_("Choose how it was answered"))
        at = parse_when(text, self._now, self._zone, future=False) if text else None
        if at is not None and at > self._now:
            raise Refused(_("That time is still to come"))
        return PostedAnswer(kind, at)


@dataclass(frozen=True, slots=True)
class PutRightAnswer:
    """What was wrong in a posted reply, and what stands there now."""

    wrong: str
    text: str


class PutRightDialog(Dialog[PutRightAnswer]):
    """Asks how a posted reply was corrected, beginning with what stood there."""

    stepwise = True

    def __init__(self, posted: str) -> None:
        super().__init__(_("Correct a posted reply"))
        self._posted = posted.strip()
        self.wrong = Field(_("Was wrong"), placeholder=_("a price, a name, a promise …"))
        self.editor = Editor(posted)

    def fields(self) -> Iterable[Widget]:
        """Return what was wrong, and the text to change."""
        return (self.wrong, note(_("What stands there now:")), self.editor)

    def answer(self) -> PutRightAnswer:
        """Return both; a text that was left as it is corrects nothing."""
        wrong = need(self.wrong.text, _("Say what was wrong"))
        text = need(self.editor.text, _("Say what stands there now"))
        if text == self._posted:
            raise Refused(_("The text still reads as it was posted"))
        return PutRightAnswer(wrong, text)


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """What the customer said, and by which way."""

    text: str
    by: Channel


class HeardDialog(Dialog[HeardAnswer]):
    """Asks what the customer said by private message, phone or mail."""

    stepwise = True

    def __init__(self) -> None:
        super().__init__(_("Heard from the customer"))
        channels = tuple(Channel)
        self.by = Choice(
            _("By"),
            [Option(code, label(code)) for code in channels],
            chosen=0,
            keys=mnemonics(label(code) for code in channels),
            across=True,
        )
        self.editor = Editor(placeholder=_("in the customer's own words"))

    def fields(self) -> Iterable[Widget]:
        """Return the ways and the room to write in."""
        return (self.by, self.editor)

    def answer(self) -> HeardAnswer:
        """Return what was said."""
        if self.by.value is None:
            raise Refused(_("Choose how you heard it"))
        text = need(self.editor.text, _("Write down what the customer said"))
        return HeardAnswer(text, self.by.value)


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """Whom to ask and what; ``who`` is empty where the text is the answer of who was asked."""

    text: str
    who: str = ""


class AskDialog(Dialog[AskAnswer]):
    """Asks a department, or writes down the answer of the one that was asked."""

    stepwise = True

    def __init__(self, asked: str = "") -> None:
        """Ask; ``asked`` names the department whose answer is awaited."""
        title = _("Answer of {who}").format(who=asked) if asked else _("Ask a colleague")
        super().__init__(title)
        self._awaited = bool(asked)
        self.who = Field(_("Who"), placeholder=_("a department or a colleague"))
        self.editor = Editor()

    def fields(self) -> Iterable[Widget]:
        """Return whom to ask, and the room to write in."""
        return (self.editor,) if self._awaited else (self.who, self.editor)

    def answer(self) -> AskAnswer:
        """Return the question or the answer."""
        if self._awaited:
            return AskAnswer(need(self.editor.text, _("Write down the answer")))
        who = need(self.who.text, _("Say whom you ask"))
        return AskAnswer(need(self.editor.text, _("Write what you ask")), who)


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What a second reader thinks of a reply."""

    verdict: Reading
    remark: str = ""


class ReviewDialog(Dialog[ReviewAnswer]):
    """Asks whether a colleague's reply may go out as it is, or what should change."""

    stepwise = True

    def __init__(self, writer: str) -> None:
        super().__init__(_("The reply of {name}").format(name=writer))
        verdicts = (Reading.APPROVED, Reading.RETURNED)
        self.verdict = Choice(
            _("Verdict"),
            [Option(code, label(code)) for code in verdicts],
            keys=mnemonics(label(code) for code in verdicts),
        )
        self.remark = Field(_("Remark"), placeholder=_("what should change"))

    def fields(self) -> Iterable[Widget]:
        """Return the verdicts, and room for a remark."""
        return (self.verdict, self.remark)

    def answer(self) -> ReviewAnswer:
        """Return the verdict; giving back says what should change."""
        verdict, remark = self.verdict.value, self.remark.text
        if verdict is None:
            raise Refused(_("Choose one first"))
        if verdict is Reading.RETURNED:
            remark = need(remark, _("Say what should change"))
        return ReviewAnswer(verdict, remark)


@dataclass(frozen=True, slots=True)
class AddAnswer:
    """A comment brought in by hand."""

    text: str
    url: str = ""
    author: str = ""


class AddDialog(Dialog[AddAnswer]):
    """Takes in a comment by its address or its text, for what has no feed."""

    stepwise = True

    def __init__(self) -> None:
        super().__init__(_("Add a comment by hand"))
        self.url = Field(_("Address"), placeholder="https://")
        self.author = Field(_("Author"))
        self.editor = Editor(placeholder=_("paste the comment here"))

    def fields(self) -> Iterable[Widget]:
        """Return address, author and text."""
        return (self.url, self.author, self.editor)

    def answer(self) -> AddAnswer:
        """Return the comment; an address or a text is needed."""
        text, url = self.editor.text.strip(), self.url.text
        if not text and not url:
            raise Refused(_("Give an address or paste the text"))
        return AddAnswer(text, url, self.author.text)


class StepDialog(Dialog[dict[str, str]]):
    """Asks for the fields of a playbook step; answers them by name."""

    stepwise = True

    def __init__(self, step: Step, values: Mapping[str, str] | None = None) -> None:
        """Ask for a step's fields; ``values`` are what stands in them already."""
        super().__init__(in_language(step.title, language()))
        self._step = step
        known = values or {}
        self._asked = [_field(field, known.get(field.name, "")) for field in step.fields]

    def fields(self) -> Iterable[Widget]:
        """Return what the step asks, beneath its help."""
        told = in_language(self._step.help, language())
        return (*([note(told)] if told else []), *self._asked)

    def answer(self) -> dict[str, str]:
        """Return what was filled in; a required field must be."""
        filled = {}
        for field, asked in zip(self._step.fields, self._asked, strict=True):
            text = asked.text if isinstance(asked, Field) else asked.value or ""
            name = in_language(field.label, language())
            if field.required:
                need(text, _("Fill in: {name}").format(name=name))
            if text:
                filled[field.name] = text
        return filled


def _field(field: StepField, value: str) -> Field | Choice[str]:
    title = in_language(field.label, language())
    if not field.choices:
        return Field(title, value)
    chosen = field.choices.index(value) if value in field.choices else None
    options = [Option(code, field.called(code, language())) for code in field.choices]
    return Choice(title, options, chosen=chosen)
