"""What the coach remarks on the draft: a line while it is written, one remark in full on a key."""

from collections.abc import Sequence

from textual.content import Content

from playbooks.coach.finding import Finding, Level, name_of
from tui.widgets.lines import Lines, hang

MUTED = "$text-muted"
MOST_LINES = 3
"""So many lines one remark may take from the draft."""


class Remarks(Lines):
    """The remarks on the draft as it was last read, one of them chosen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._found: tuple[Finding, ...] = ()
        self._text = ""
        self._place = 0
        self._gone_to = False

    @property
    def chosen(self) -> Finding | None:
        """The remark that is shown first: the weightiest until another was gone to."""
        return self._found[self._place] if self._found else None

    @property
    def mendable(self) -> Finding | None:
        """The remark that mending is about: the one gone to, else the first that can be mended."""
        if self._gone_to:
            return self.chosen
        return next((finding for finding in self._found if finding.mend is not None), None)

    def tell(self, text: str, found: tuple[Finding, ...]) -> None:
        """Show what was remarked on a text; a remark gone to stays chosen while it stands."""
        before, codes = self.chosen, [finding.code for finding in found]
        stays = before is not None and self._gone_to and before.code in codes
        self._place = codes.index(before.code) if before is not None and stays else 0
        self._gone_to = stays and text == self._text
        self._text, self._found = text, found
        self.show()

    def show(self) -> None:
        """Show one remark in full, once gone to or where writing leaves room; else a line."""
        writing = any(one.has_class("-editing") for one in self.ancestors)
        in_full = self._gone_to or (writing and self.screen.has_class("-tall"))
        self.fill(self._in_full if in_full else self._in_a_line)

    def fold(self) -> None:
        """Show all in a line again, where there is no room for more."""
        self._gone_to = False
        self.show()

    def next(self) -> Finding | None:
        """Go to the next remark, after the last to the first; None where there is none."""
        if self._found and self._gone_to:
            self._place = (self._place + 1) % len(self._found)
        self._gone_to = bool(self._found)
        self.show()
        return self.chosen

    def is_current(self, finding: Finding, text: str) -> bool:
        """Return whether what a remark is about still stands in the text where it stood."""
        stretch = slice(finding.start, finding.end)
        return text[stretch] == self._text[stretch] and len(text) >= finding.end

    def _in_full(self, width: int) -> list[Content]:
        """Return why, what to do and who says so, then the names of the others."""
        if not self._found:
            return []
        one, *others = self._from_chosen()
        told = Content.assemble(one.why, " ", (one.how, "bold"), (f" ({one.source})", MUTED))
        lines = hang(_mark(one), told, width)[:MOST_LINES]
        return [*lines, *([_cut(Content("+ ") + _names(others), width)] if others else [])]

    def _in_a_line(self, width: int) -> list[Content]:
        """Return the names of all, the chosen one first."""
        found = self._from_chosen()
        return [_cut(_mark(found[0]) + _names(found), width)] if found else []

    def _from_chosen(self) -> Sequence[Finding]:
        return [*self._found[self._place :], *self._found[: self._place]]


def _names(found: Sequence[Finding]) -> Content:
    """Return what remarks are about, each once; those that ask are marked."""
    levels = {finding.code: finding.level for finding in found}
    parts = (
        Content.styled(name_of(code), "bold $text-warning" if level is Level.ASK else MUTED)
        for code, level in levels.items()
    )
    return Content.styled(" · ", MUTED).join(parts)


def _cut(line: Content, width: int) -> Content:
    return line.truncate(width, ellipsis=True)


def _mark(finding: Finding) -> Content:
    if finding.level is Level.ASK:
        return Content.styled("! ", "bold $text-warning")
    return Content.styled("· ", "bold $primary")
