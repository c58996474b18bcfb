"""An item of ninjs that says which version it follows is held to that version.

Source: iptc/newsinjson, specification 1.0 to 1.6, 2.0 to 2.2, 3.0 and 3.1. Items of others'
variants (TT's) name another standard, and most items name none: those may be of any version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from streams.parse.reading import UnreadableError

IN_ALL: Final = frozenset(
    {"altids", "associations", "contentcreated", "copyrightholder", "copyrightnotice", "ednote"}
    | {"firstcreated", "language", "located", "profile", "pubstatus", "renditions", "slugline"}
    | {"representationtype", "rightsinfo", "title", "type", "urgency", "uri", "usageterms"}
    | {"version", "versioncreated"}
)
FIRST: Final[Mapping[int, Mapping[str, int]]] = {
    1: {
        **dict.fromkeys(IN_ALL, 0),
        **dict.fromkeys(("byline", "embargoed", "event", "headline", "mimetype", "object"), 0),
        **dict.fromkeys(("organisation", "person", "place", "subject"), 0),
        **dict.fromkeys(("urgency", "usageterms"), 1),
        **dict.fromkeys(("charcount", "wordcount", "ednote", "firstcreated", "infosource"), 2),
        **dict.fromkeys(("slugline", "title"), 2),
        **dict.fromkeys(("$standard", "altids", "genre", "trustindicator"), 3),
        **dict.fromkeys(("contentcreated", "expires", "rightsinfo"), 4),
        "digitalsourcetype": 6,
    },
    2: {
        **dict.fromkeys(IN_ALL, 0),
        **dict.fromkeys(("bodies", "by", "descriptions", "embargoed", "events", "genres"), 0),
        **dict.fromkeys(("headlines", "infosources", "objects", "organisations", "people"), 0),
        **dict.fromkeys(("places", "standard", "subjects", "trustindicators"), 0),
        "expires": 1,
        "digitalsourcetype": 2,
    },
    3: {
        **dict.fromkeys(IN_ALL, 0),
        **dict.fromkeys(("bodies", "by", "descriptions", "embargoeduntil", "eventdetails"), 0),
        **dict.fromkeys(("events", "expires", "genres", "headlines", "infosources", "objects"), 0),
        **dict.fromkeys(("organisations", "people", "places", "plannedcoverage"), 0),
        **dict.fromkeys(("standard", "subjects", "trustindicators"), 0),
        "digitalsourcetype": 1,
    },
}
"""By generation, the properties and the minor version that brought each, in small letters."""

KNOWN: Final = frozenset(name for properties in FIRST.values() for name in properties)
VERSION_CHARS: Final = 4
VERSION: Final = re.compile(r"([123])\.(\d{1,2})")
SCHEMA: Final = re.compile(
    r"https?://(?:www\.)?iptc\.org/std/ninjs/ninjs-schema_([123])\.(\d)\.json"
)


def hold_to_its_version(item: Mapping[str, Any], path: str) -> None:
    """Refuse as `not_ninjs` what the version that `item` names does not have.

    A property that is null is as good as none.
    """
    said = _version(item)
    if said is None:
        return
    unknown = unknown_in(*said)
    if unknown.isdisjoint(map(str.lower, item)):
        return
    for key, value in item.items():
        if key.lower() in unknown and value is not None:
            raise _refusal(f"no property `{key}`", said, f"{path}.{key}")


@lru_cache(maxsize=300)
def unknown_in(generation: int, minor: int) -> frozenset[str]:
    """Give the properties that other versions have and this one has not."""
    known = FIRST[generation]
    return frozenset(name for name in KNOWN if known.get(name, minor + 1) > minor)


def _version(item: Mapping[str, Any]) -> tuple[int, int] | None:
    """Give the version of IPTC's ninjs that `item` names in that version's own spelling.

    Where spelling and version differ, as in some items of IPTC's own suite, the version is a
    leftover of another item and says nothing.
    """
    old = "$standard" in item
    standard = item.get("$standard" if old else "standard")
    if not isinstance(standard, dict):
        return None
    said = numbers_of(standard.get("name"), standard.get("version"), standard.get("schema"))
    if said is None or old != (said[0] == 1):
        return None
    if said[0] == 2 and any(key != key.lower() for key in item):  # noqa: PLR2004 - the second
        return None
    return said


def numbers_of(name: object, version: object, schema: object) -> tuple[int, int] | None:
    """Give the numbers of the version of IPTC's ninjs that these fields name."""
    if isinstance(name, str) and name.lower() != "ninjs":
        return None
    said = None
    if isinstance(version, str) and name and len(version) <= VERSION_CHARS:
        said = _numbers(version)
    if said is None and isinstance(schema, str):
        match = SCHEMA.fullmatch(schema)
        said = (int(match[1]), int(match[2])) if match else None
    return said


@lru_cache(maxsize=300)
def _numbers(version: str) -> tuple[int, int] | None:
    match = VERSION.fullmatch(version)
    return (int(match[1]), int(match[2])) if match else None


def _refusal(what: str, said: tuple[int, int], path: str) -> UnreadableError:
    version = f"{said[0]}.{said[1]}"
    return UnreadableError(
        "not_ninjs",
        f"Not ninjs: {version}, which the item says it follows, has {what} - at `{path}`;"
        " name the right version, or none.",
    )
