"""The model of ninjs 2.x as 3.x spells it: `versionCreated` where 2.x has `versioncreated`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from types import UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin

import msgspec

from streams.parse.ninjs_model import Ninjs2

M = TypeVar("M", bound=msgspec.Struct)

NAMES: Final = (
    *("altIds", "charCount", "contentCreated", "contentType", "copyrightHolder", "copyrightNotice"),
    *("digitalSourceType", "edNote", "embargoedUntil", "encodedRights", "endDate", "eventDetails"),
    *("expectedEndDate", "expectedStartDate", "firstCreated", "geoJSON", "infoSources", "langId"),
    *("linkedRights", "plannedCoverage", "pubStatus", "representationType", "rightsInfo"),
    *("startDate", "trustIndicators", "usageTerms", "versionCreated", "wordCount"),
)
"""Source: iptc/newsinjson, specification 3.0 and 3.1."""

SPELLING: Final[Mapping[str, str]] = {name.lower(): name for name in NAMES}


def respelled(model: type[M]) -> type[M]:
    """Give `model` with its properties, and those of objects within, spelled as 3.x spells them.

    Items within items are left as they are.
    """
    fields = []
    for field in msgspec.structs.fields(model):
        kind = _respelled(field.type)
        if field.name in SPELLING or kind != field.type:
            fields.append(
                (field.name, kind)
                if field.required
                else (field.name, kind, msgspec.field(default=field.default))
            )
    if not fields:
        return model
    name = f"{model.__name__}Spelled"
    found = msgspec.defstruct(name, fields, bases=(model,), rename=SPELLING, kw_only=True)
    return cast(type[M], found)


def _respelled(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind if issubclass(kind, Ninjs2) else respelled(kind)
    parts = get_args(kind)
    found = tuple(map(_respelled, parts))
    if found == parts:
        return kind
    if get_origin(kind) in {Union, UnionType}:
        return reduce(or_, found)
    return get_origin(kind)[found]
