"""What one poll writes: new items, and events on known ones that may meet more than one post."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from core.vocabulary import ItemId
from desk.model.event import Event
from desk.model.fold import fold
from desk.model.item import Item
from desk.store.records import Identity, Write
from desk.store.store import Store


@dataclass(slots=True)
class Batch:
    """Writes that are made together; what was decided already counts for what comes after."""

    _store: Store
    born: dict[str, Write] = field(default_factory=dict)
    """New items by their ids in the source."""
    _changed: dict[ItemId, Write] = field(default_factory=dict)
    _items: dict[ItemId, Item] = field(default_factory=dict)
    _noted: list[Write] = field(default_factory=list)

    @property
    def writes(self) -> tuple[Write, ...]:
        """Everything, new items first."""
        return (*self.born.values(), *self._changed.values(), *self._noted)

    async def item(self, item: ItemId) -> Item:
        """Return an item as it will stand."""
        return self._items.get(item) or await self._store.item(item)

    async def events(self, item: ItemId) -> Sequence[Event]:
        """Return an item's events as they will be."""
        stored = await self._store.events(item)
        decided = self._changed.get(item)
        return [*stored, *decided.events] if decided else stored

    def bear(self, write: Write) -> None:
        """Make a new item."""
        assert write.identity  # noqa: S101 - what comes from a source has one
        self.born[write.identity.native_id] = write

    def write(self, item: Item, events: tuple[Event, ...], identity: Identity) -> None:
        """Write events on a known item, and by what it is known from now on."""
        self._items[item.id] = reduce(fold, events, item)
        before = self._changed.get(item.id)
        if before is not None:
            self._changed[item.id] = replace(before, events=(*before.events, *events))
            self.note(item.id, identity)
        elif events:
            self._changed[item.id] = Write(
                events, item.id, expected=item.version, identity=identity
            )
        else:
            self.note(item.id, identity)

    def note(self, item: ItemId, identity: Identity) -> None:
        """Remember by what an item is known, without anything having happened to it."""
        self._noted.append(Write((), item, identity=identity))
