"""Messages from one version of their request to another.

Handlers know the newest version alone. kio names a field the same in every
version, so an older request gains what it lacks and a newer answer loses what the
client does not know. Only clients that ask in an old version pay for it.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args


@dataclass(frozen=True, slots=True)
class _Plan:
    copied: tuple[tuple[str, type | None], ...]
    """Fields of both versions, and the message type of those that hold messages."""
    empty: tuple[str, ...]
    """Lists that the older version does not have."""


def converted(message: Any, target: type) -> Any:
    """Give the same message in another version."""
    source: type = type(message)
    if source is target:
        return message
    plan = _plan(source, target)
    values: dict[str, Any] = dict.fromkeys(plan.empty, ())
    for name, element in plan.copied:
        value = getattr(message, name)
        if element is not None and value is not None:
            value = tuple(converted(one, element) for one in value)
        values[name] = value
    return target(**values)


@cache
def _plan(source: type, target: type) -> _Plan:
    known = {field.name for field in fields(source)}
    return _Plan(
        copied=tuple(
            (field.name, _element(field.type)) for field in fields(target) if field.name in known
        ),
        empty=tuple(
            field.name
            for field in fields(target)
            if field.name not in known
            and field.default is MISSING
            and field.default_factory is MISSING
        ),
    )


def _element(annotation: Any) -> type | None:
    """Find the message type in `tuple[Message, ...]` or `tuple[Message, ...] | None`."""
    if is_dataclass(annotation) and isinstance(annotation, type):
        return annotation
    for part in get_args(annotation):
        found = _element(part)
        if found is not None:
            return found
    return None
