"""How every source stands, what it brings and answered last; and how another one is found."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from desk.sourcing import Found, SourceLine, Trial, told
from tui.screens.dialog import Dialog, Field, need
from tui.screens.dialogs import pick_dialog
from tui.screens.reading import ReadingScreen, sections
from tui.widgets.choice import Option
from tui.widgets.lines import Lines, apart, wrap
from tui.widgets.sources import detail, heading, log, row, tally

SAMPLE = 120
"""Characters of a sample beneath a find."""


class SourcesScreen(ModalScreen[None]):
    """A row for each source; below, all about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("g,home", "move(-100000)", show=False),
        Binding("G,end", "move(100000)", show=False),
        *(Binding(key, f"act('{key}')", show=False) for key in "Rptma"),
        Binding("enter", "log", show=False),
    ]

    def __init__(
        self,
        lines: Callable[[], Sequence[SourceLine]],
        act: Callable[[str, SourceLine | None], None],
        now: Callable[[], Instant],
        zone: tzinfo,
    ) -> None:
        """Show ``lines`` anew each second; ``act`` does what a key stands for on one of them."""
        super().__init__(classes="reading")
        self._read = lines
        self._act = act
        self._now = now
        self._zone = zone
        self._at = 0
        self._top = 0
        self._lines: Sequence[SourceLine] = ()
        self._head = Lines()
        self._rows = Lines(id="sources-rows")
        self._detail = Lines(id="sources-detail")
        self._keys = Lines(id="reading-keys")

    def compose(self) -> ComposeResult:
        """Lay out the tally, the rows, the detail and the keys."""
        yield from (self._head, self._rows, self._detail, self._keys)

    def on_mount(self) -> None:
        """Show how they stand, and keep it so."""
        keys = _("R ask now   p pause   t test   m moved   enter log   a add   esc close")
        self._keys.say(keys, "$text-muted")
        self.tick()
        self.set_interval(1.0, self.tick)

    def on_resize(self) -> None:
        """Show as many rows as there is room for."""
        self.call_after_refresh(self.tick)

    def tick(self) -> None:
        """Write everything anew; only what reads differently is painted."""
        self._lines = self._read()
        self._at = max(min(self._at, len(self._lines) - 1), 0)
        lines, at, now, zone = self._lines, self._at, self._now(), self._zone
        height = max(self._rows.size.height, 1)
        self._top = top = max(min(self._top, at), at - height + 1)
        seen = lines[top : top + height]
        title = Content.styled(_("SOURCES"), "bold")
        self._head.fill(lambda width: [*apart(title, tally(lines), width), heading(width)])
        self._rows.fill(
            lambda width: (
                [row(one, now, zone, width, n == at) for n, one in enumerate(seen, top)]
                or wrap(Content(_("No source yet: a adds one.")), width)
            )
        )
        chosen = self._chosen
        self._detail.fill(lambda width: detail(chosen, now, zone, width) if chosen else [])

    @property
    def _chosen(self) -> SourceLine | None:
        return self._lines[self._at] if self._lines else None

    def action_move(self, step: int) -> None:
        """Go to another row."""
        self._at += step
        self.tick()

    def action_act(self, key: str) -> None:
        """Do what a key stands for on the source under the cursor."""
        self._act(key, self._chosen)

    def action_log(self) -> None:
        """Show what its last polls brought."""
        if self._chosen:
            line, now, zone = self._chosen, self._now(), self._zone
            title = _("{name}: its last answers").format(name=line.name)
            self.app.push_screen(ReadingScreen(title, lambda width: log(line, now, zone, width)))


def address_dialog() -> Dialog[str]:
    """Ask for the address of a page, a profile, an app or a community."""
    address = Field(_("address"), placeholder="https://")
    missing = _("Give the address of a page, a profile or an app.")
    title = _("Where do comments come from?")
    return Dialog(title, address, answer=lambda: need(address.text, missing))


def found_dialog(found: Sequence[Found]) -> Dialog[Found]:
    """Offer what was found by a letter, each with what it holds."""
    options = [Option(one, f"{one.kind}  {one.url}", _held(one)) for one in found]
    return pick_dialog(_("Which one?"), options)


def _held(found: Found) -> str:
    if found.trial is None:
        return _("wants a secret") if found.wants_secret else _("not tried")
    samples = (f"{one.author or '–'}: {one.text}" for one in found.trial.samples[:2])
    parts = [told(found.trial), *(text[:SAMPLE] for text in samples)]
    return "  ·  ".join(" ".join(part.split()) for part in parts)


def trial_screen(name: str, trial: Trial, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show what a source answered when it was asked on trial."""
    parts: list[tuple[Content, list[Content]]] = [(Content(safe_text(told(trial), line=True)), [])]
    for sample in trial.samples:
        date = "" if sample.published_at is None else f"  {wall(sample.published_at, now, zone)}"
        author = safe_text(sample.author, line=True) or "–"
        head = Content.assemble((author, "bold"), (date, "$text-muted"))
        parts.append((head, [Content(safe_text(sample.text))]))
    title = _("{name}, asked on trial").format(name=safe_text(name, line=True))
    return ReadingScreen(title, sections(parts))
