"""What the desk may ask of its sources; they are asked, tried and found by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.clock import Instant
from core.i18n import _, ngettext
from desk.store.records import SourceState


@dataclass(frozen=True, slots=True)
class Sample:
    """One comment of a source, as it stands there."""

    author: str
    text: str
    published_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source answered when it was asked without taking anything in."""

    title: str = ""
    """What it calls itself, as it stands there."""
    posts: int = 0
    newest: Instant | None = None
    samples: tuple[Sample, ...] = ()
    """The newest few."""
    error: str = ""
    """One line: why nothing could be read."""


def told(trial: Trial) -> str:
    """Return one line on what a source holds, or why that is not known; its title is uncleaned."""
    if trial.error:
        return trial.error
    if not trial.posts:
        return _("nothing: is this the right address?")
    count = ngettext("{n} comment", "{n} comments", trial.posts).format(n=trial.posts)
    return f"{count}, “{trial.title}”" if trial.title else count


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be a source, and what it answered."""

    url: str
    kind: str
    trial: Trial | None = None
    """None where it was not tried: it wants a secret, or must not be asked as often."""
    wants_secret: bool = False
    """Whether it answers only to those who are known to it."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as the desk lists it."""

    name: str
    title: str
    kind: str
    address: str
    """Without its secrets."""
    is_enabled: bool
    state: SourceState


class SourceWatch(Protocol):
    """What polls the sources, as use cases may hurry it."""

    async def look_again(self, name: str) -> None:
        """Ask a source for everything now, and take in what changed; never raises."""
        ...

    def hasten(self, name: str) -> None:
        """Ask a source more often for a while: somebody waits for what is said there."""
        ...


class SourceTools(Protocol):
    """The sources of this desk, as an agent handles them."""

    def lines(self) -> Sequence[SourceLine]:
        """Return every source and how it stood when it last changed."""
        ...

    async def poll(self, name: str = "") -> str:
        """Ask a source now, or all of them; return one line on what came of it.

        Manners still hold: a host that asked to be left alone is not asked.
        """
        ...

    async def pause(self, name: str, *, paused: bool) -> None:
        """Leave a source alone from now on, or ask it again; durable."""
        ...

    async def move(self, name: str) -> str:
        """Take the new address of a source that has moved for good; return it, without secrets.

        Raises:
            Refused: it has not, or something else answers there.
        """
        ...

    async def test(self, name: str) -> Trial:
        """Ask a source and say what it holds; nothing is taken in."""
        ...

    async def discover(self, address: str) -> Sequence[Found]:
        """Return what may be a source behind the address of a page, the likeliest first."""
        ...

    async def add(self, found: Found) -> str:
        """Make what was found a source of this desk from now on; return its name."""
        ...
