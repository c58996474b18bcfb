"""JSON text to values, refused with line and column when it is malformed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec

from streams.parse.reading import UnreadableError

BYTE: Final = re.compile(r"\(byte (\d{1,12})\)")
M = TypeVar("M")


def parse_json(text: str) -> object:
    """Parse `text`; raises UnreadableError `not_json` with line and column."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        data = text.encode("utf-8", "surrogatepass")
        place = BYTE.search(str(error))
        before = data[: int(place[1])] if place else data
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "ignore")) + 1
        raise UnreadableError(
            "not_json", f"Malformed JSON at line {line}, column {column}: {error}"
        ) from None
    except RecursionError:
        raise UnreadableError("not_json", "JSON nested too deep; send a flatter item.") from None


def convert(raw: object, model: type[M], name: str, path: str = "$") -> M:
    """Type `raw` as `model`; raises UnreadableError `not_<name>` with the field."""
    try:
        return msgspec.convert(raw, model, strict=False)
    except msgspec.ValidationError as error:
        what = str(error).replace("`$", f"`{path}", 1)
        what += "" if "`$" in what else f" - at `{path}`"
        raise UnreadableError(f"not_{name}", f"Not {name}: {what}") from None
    except RecursionError:
        raise UnreadableError(f"not_{name}", f"Not {name}: nested too deep at `{path}`") from None


def objects(value: object) -> Sequence[dict[str, Any]]:
    """Give the objects in a list, or the one object itself; nothing of anything else."""
    if isinstance(value, dict):
        return (value,)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


def strings(value: object) -> Sequence[str]:
    """Give the strings in a list, or the one string itself; empty ones left out."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, list):
        return ()
    return [one for one in value if isinstance(one, str) and one.strip()]
