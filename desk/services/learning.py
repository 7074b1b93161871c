"""Let triage learn from what agents confirm and overrule; show it, and forget it."""

import logging
from typing import Protocol, runtime_checkable

from core.vocabulary import Language
from desk.model.item import Item
from desk.services.desk import Desk
from desk.triage.feeling import Points
from desk.triage.learning import DECISIONS, KEPT, Learned, teach, tokens_of

_log = logging.getLogger(__name__)


@runtime_checkable
class Learner(Protocol):
    """A triage that can be taught."""

    learned: Learned

    def cold(
        self, text: str, language: Language, rating: float | None, rating_max: float | None
    ) -> Points:
        """Return what text and rating say before anything was learned."""
        ...


@runtime_checkable
class Reloadable(Protocol):
    """A triage that can read its team's own words anew."""

    def reload(self) -> None:
        """Read them; ConfigError says what is wrong, and the old ones stay."""
        ...


async def reload_rules(desk: Desk) -> int:
    """Read the team's own words anew; return from how many decisions was learned besides.

    Raises:
        ConfigError: their file is wrong; the words that were in use stay in use.
    """
    if isinstance(desk.triage, Reloadable):
        desk.triage.reload()
    return (await learned(desk)).decisions


async def learn(desk: Desk, item: Item) -> None:
    """Learn from an item whose kind an agent confirmed or overruled.

    The correction is written already, so that nothing that goes wrong here may undo or fail it.
    """
    try:
        await _learn(desk, item)
    except Exception:  # noqa: BLE001 - whatever breaks here, the correction stands
        _log.exception("nothing was learned from item %s", item.id)


async def refresh(desk: Desk) -> None:
    """Read what was learned if other agents' decisions, or a reset, changed it."""
    judge = desk.triage
    if not isinstance(judge, Learner):
        return
    decisions = sum(weight.seen for weight in await desk.store.weights(DECISIONS))
    if decisions != judge.learned.decisions:
        judge.learned = Learned(await desk.store.weights())


async def learned(desk: Desk) -> Learned:
    """Return what was learned."""
    return Learned(await desk.store.weights())


async def forget(desk: Desk) -> None:
    """Forget everything that was learned."""
    await desk.store.clear_weights()
    await refresh(desk)


async def _learn(desk: Desk, item: Item) -> None:
    judge = desk.triage
    if not isinstance(judge, Learner):
        return
    events = await desk.store.events(item.id)
    post = next(event for event in events if event.id == item.text_event)
    text = f"{post.text('title')}\n{post.text('body')}".strip()
    tokens = tokens_of(text, item.language, [post.text("author")])
    known = {weight.token: weight for weight in await desk.store.weights(tokens)}
    cold = judge.cold(text, item.language, item.rating, item.rating_max)
    changes = teach(known, tokens, cold, item.kind)
    await desk.store.add_weights(changes, KEPT)
    judge.learned.add(changes)
