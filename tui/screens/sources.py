"""How every source stands: state, last, next and why, what it brings, and its last answers."""

from collections.abc import Callable, Coroutine
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from core.clock import Instant
from core.i18n import _
from desk.sourcing import SourceLine, SourceTools
from tui.screens.front import ScreenFront
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import Lines, apart, wrap
from tui.widgets.sources import detail, heading, log, row, tally


class SourcesScreen(ModalScreen[None]):
    """A row for each source; below, all about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("g,home", "move(-100000)", show=False),
        Binding("G,end", "move(100000)", show=False),
        Binding("R", "poll", show=False),
        Binding("p", "pause", show=False),
        Binding("t", "test", show=False),
        Binding("m", "move_source", show=False),
        Binding("a", "add", show=False),
        Binding("enter", "log", show=False),
    ]

    def __init__(
        self, tools: SourceTools, front: ScreenFront, now: Callable[[], Instant], zone: tzinfo
    ) -> None:
        super().__init__(classes="reading")
        self._tools = tools
        self._front = front
        self._now = now
        self._zone = zone
        self._at = 0
        self._lines: tuple[SourceLine, ...] = ()
        self._head = Lines()
        self._rows = Lines(id="sources-rows")
        self._top = 0
        self._detail = Lines(id="sources-detail")
        self._keys = Lines(id="reading-keys")

    def compose(self) -> ComposeResult:
        """Lay out the tally, the rows, the detail and the keys."""
        yield self._head
        yield self._rows
        yield self._detail
        yield self._keys

    def on_mount(self) -> None:
        """Show how they stand, and keep it so."""
        keys = _("R ask now   p pause   t test   m moved   enter log   a add   esc close")
        self._keys.fill(lambda width: wrap(Content.styled(keys, "$text-muted"), width))
        self.tick()
        self.set_interval(1.0, self.tick)

    def tick(self) -> None:
        """Write everything anew; only what reads differently is painted."""
        self._lines = tuple(self._tools.lines())
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
        chosen = self.chosen
        self._detail.fill(
            lambda width: detail(chosen, now, zone, width) if chosen is not None else []
        )

    @property
    def chosen(self) -> SourceLine | None:
        """The source under the cursor."""
        return self._lines[self._at] if self._lines else None

    def action_close(self) -> None:
        """Go back to the desk."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Go to another row."""
        self._at += step
        self.tick()

    def on_resize(self) -> None:
        """Show as many rows as there is room for."""
        self.call_after_refresh(self.tick)

    def action_poll(self) -> None:
        """Ask the source now."""
        from tui.actions import sources

        if self.chosen and not self.chosen.is_enabled:
            self._front.tell(_("It is paused; p asks it again."))
        elif self.chosen:
            self._work(sources.ask_now(self._tools, self._front, self.chosen.name))

    def action_pause(self) -> None:
        """Leave the source alone, or ask it again."""
        from tui.actions import sources

        if self.chosen:
            name, paused = self.chosen.name, self.chosen.is_enabled
            self._work(sources.pause(self._tools, self._front, name, paused=paused))

    def action_test(self) -> None:
        """Ask the source on trial."""
        from tui.actions import sources

        if self.chosen:
            name, now = self.chosen.name, self._now()
            self._work(sources.test(self._tools, self._front, name, now))

    def action_move_source(self) -> None:
        """Take the new address of a source that has moved."""
        from tui.actions import sources

        if self.chosen and self.chosen.state.has_moved(self._now()):
            self._work(sources.take_move(self._tools, self._front, self.chosen.name))
        elif self.chosen:
            self._front.tell(_("It has not moved."))

    def action_add(self) -> None:
        """Find another source behind an address."""
        from tui.actions import sources

        self._work(sources.add(self._tools, self._front))

    def action_log(self) -> None:
        """Show what its last polls brought."""
        if self.chosen:
            line, now, zone = self.chosen, self._now(), self._zone
            title = _("{name}: its last answers").format(name=line.name)
            self.app.push_screen(ReadingScreen(title, lambda width: log(line, now, zone, width)))

    def _work(self, work: Coroutine[object, object, None]) -> None:
        self._front.beside(work)
