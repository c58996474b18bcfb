"""Which changes of a record break those who read it.

Breaking: a field removed, renamed or retyped, one no longer always there, and one newly
required (messages written before it are still on the topics). Not breaking: a new
field with a default, and new values of an enumeration: readers must expect both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

SAYS_NOTHING: Final = frozenset(("description", "title", "default"))
VERSION: Final = re.compile(r"^## (\d+)\.(\d+)", re.MULTILINE)


def breaks(old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
    """Give each breaking change between two documents with `$defs`: (`Record.field`, what)."""
    for name, before in old["$defs"].items():
        after = new["$defs"].get(name)
        if after is None:
            yield name, "removed"
            continue
        yield from _fields(name, before, after)


def version(changelog: str) -> tuple[int, int]:
    """Give the version of the newest section, (major, minor); raise ValueError without one."""
    newest = VERSION.search(changelog)
    if newest is None:
        raise ValueError("schemas/CHANGELOG.md: no section; begin it with «## 1.0»")
    return int(newest[1]), int(newest[2])


def unannounced(old: Schema, new: Schema, changelog: str, old_major: int) -> list[tuple[str, str]]:
    """Give the breaking changes that no section of a major version after `old_major` names."""
    sections = VERSION.split(changelog)[1:]
    announced = "".join(
        text
        for major, text in zip(sections[::3], sections[2::3], strict=True)
        if int(major) > old_major
    )
    return [(field, what) for field, what in breaks(old, new) if f"`{field}`" not in announced]


def _fields(record: str, old: Schema, new: Schema) -> Iterator[tuple[str, str]]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
    for name, schema in before.items():
        if name not in after:
            yield f"{record}.{name}", "removed or renamed"
        elif not _reads_as(schema, after[name]):
            yield f"{record}.{name}", "retyped"
    for name in sorted(is_required - was_required):
        yield f"{record}.{name}", "newly required"
    for name in sorted((was_required - is_required) & after.keys()):
        yield f"{record}.{name}", "no longer always there"


def _reads_as(old: Any, new: Any) -> bool:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        before, after = ({k: v for k, v in s.items() if k not in SAYS_NOTHING} for s in (old, new))
        return before.keys() == after.keys() and all(
            set(before[key]) <= set(after[key])
            if key == "enum"
            else _reads_as(before[key], after[key])
            for key in before
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_reads_as, old, new))
    return bool(old == new)
