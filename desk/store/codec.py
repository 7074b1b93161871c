"""Frozen dataclasses to JSON and back.

Fields that hold their default are left out, so that documents stay small and a field added
later reads as its default.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from desk.model.event import JSON, Effect, EndTimer, MoveTimer, StartTimer, Turn

_EFFECTS: dict[str, type[Effect]] = {
    "turn": Turn,
    "start_timer": StartTimer,
    "move_timer": MoveTimer,
    "end_timer": EndTimer,
}
_EFFECT_NAMES = {cls: name for name, cls in _EFFECTS.items()}

T = TypeVar("T")
Reader = Callable[[Any], Any]


def canonical(value: JSON) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def dump(value: object) -> str:
    """Return a dataclass as a JSON document."""
    return canonical(encode(value))


def load(cls: type[T], document: str) -> T:
    """Return the dataclass a JSON document was made of."""
    return decode(cls, json.loads(document))


def encode(value: Any) -> JSON:
    """Return a value as plain JSON; dataclasses without the fields that hold their default."""
    if is_dataclass(value):
        kind: type = type(value)
        kept = ((name, getattr(value, name), default) for name, default in _defaults(kind))
        return {name: encode(held) for name, held, default in kept if held != default}
    if isinstance(value, list | tuple):
        return [encode(part) for part in value]
    if isinstance(value, Mapping):
        return {name: encode(part) for name, part in value.items()}
    return value


def decode(cls: type[T], document: Mapping[str, JSON]) -> T:
    """Return the dataclass that ``encode`` made the document of."""
    kind: type = cls  # mypy does not believe that type[T] can be hashed
    readers = _readers(kind)
    return cls(**{name: _read(readers[name], value) for name, value in document.items()})


def encode_effects(effects: tuple[Effect, ...]) -> JSON:
    """Return effects as a list of [name, fields]."""
    return [[_EFFECT_NAMES[type(effect)], encode(effect)] for effect in effects]


def decode_effects(document: JSON) -> tuple[Effect, ...]:
    """Return the effects that ``encode_effects`` wrote."""
    return tuple(decode(_EFFECTS[name], held) for name, held in document)


@cache
def _defaults(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in fields(cls))


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _readers(cls: type[Any]) -> dict[str, Reader | None]:
    return {name: _reader(hint) for name, hint in get_type_hints(cls).items()}


def _read(reader: Reader | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)


def _reader(hint: Any) -> Reader | None:
    """Return what turns JSON into a hinted type; None where JSON's own value will do."""
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return _reader(hint)
    if origin is tuple:
        part = _reader(get_args(hint)[0])
        return tuple if part is None else lambda values: tuple(map(part, values))
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda held: decode(hint, held)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return None
