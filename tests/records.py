"""Hypothesis strategies for records, made from their types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeVar, cast

from hypothesis import strategies as st
from msgspec import inspect

from schemas.records import Record

R = TypeVar("R", bound=Record)
Strategy = st.SearchStrategy[Any]

NOON = datetime(2018, 12, 29, 12, tzinfo=UTC)
WORDS = (
    "Lavrov met Cavusoglu in Moscow.",
    "سيرغي لافروف ومولود تشاووش أوغلو في موسكو",
    "Лавров и Чавушоглу: встреча в Москве 29 декабря",
    "Dışişleri Bakanı Çavuşoğlu, İstanbul'da konuştu",
    "习近平在北京会见普京",
    "وزیر خارجه ایران به ترکیه رفت",
    "12 killed, 30 wounded in Aleppo, 2018-12-29 15:00 GMT",
    "قبل عشرة أيام، 10 رمضان 1440هـ، 29 شباط/فبراير، القرن 21",
    "in 2019, next century, 31-12-9999, 900 years ago on Friday morning, will in 9 weeks",
    "e\u0301\u200d🇸🇾\u202eabc\u0000\ufeff",
)
"""Sentences that stages have something to do with, and characters that trip them up."""

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(timezones=ZONES)
"""Any time that a record can hold, from year 1 to 9999."""
NEAR_TIMES = st.integers(0, 12 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
"""Times within half a day: short enough for nothing remembered to expire."""

IDS = st.sampled_from(("a1", "a2", "a3", "لا", ""))
PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("\n".join)
STRINGS = st.text(max_size=20)
NAMED: Mapping[str, Strategy] = {
    "id": IDS,
    "delivery": IDS,
    "story": IDS,
    "of": IDS,
    "supersedes": IDS,
    "related_to": IDS,
    "rule": IDS,
    "digest": IDS,
    "text": PROSE | st.text(),
    "headline": st.sampled_from(WORDS) | STRINGS,
    "language": st.sampled_from(("ar", "en", "ru", "tr", "zh", "und")) | STRINGS,
    "shard": st.sampled_from(("ar", "en")) | STRINGS,
}
"""Strings by the name of their field: few ids, so that records have to do with each other."""

PLAIN: Mapping[type[inspect.Type], Strategy] = {
    inspect.StrType: STRINGS,
    inspect.BytesType: st.binary(),
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
    inspect.DateType: st.dates(),
}


def strategy(record: type[R], *, near: bool = False) -> st.SearchStrategy[R]:
    """Make records of a type; `near` keeps all their times within half a day."""
    return cast("st.SearchStrategy[R]", _struct(record, near))


@cache
def _struct(record: type[Any], near: bool) -> Strategy:  # noqa: FBT001 - a key of the cache
    shape = inspect.type_info(record)
    assert isinstance(shape, inspect.StructType)
    fields = {field.name: _named(field.name, field.type, near=near) for field in shape.fields}
    return st.builds(record, **fields)


def _named(name: str, shape: inspect.Type, *, near: bool) -> Strategy:
    named = NAMED.get(name)
    if named is not None and isinstance(shape, inspect.StrType):
        return named
    if named is not None and isinstance(shape, inspect.UnionType):
        return st.none() | named
    return _typed(shape, near=near)


def _typed(shape: inspect.Type, *, near: bool) -> Strategy:
    plain = PLAIN.get(type(shape))
    return _compound(shape, near=near) if plain is None else plain


def _compound(shape: inspect.Type, *, near: bool) -> Strategy:
    match shape:
        case inspect.DateTimeType():
            return NEAR_TIMES if near else TIMES
        case inspect.UnionType(types=types):
            return st.one_of(*(_typed(each, near=near) for each in types))
        case inspect.TupleType(item_types=items):
            return st.tuples(*(_typed(item, near=near) for item in items))
        case inspect.VarTupleType(item_type=item):
            return st.lists(_typed(item, near=near), max_size=4).map(tuple)
        case inspect.StructType(cls=record):
            return _struct(record, near)
    return _bounded(shape)


def _bounded(shape: inspect.Type) -> Strategy:
    match shape:
        case inspect.IntType(ge=least):
            return st.integers(least or 0, 50) | st.integers(least, 2**63 - 1)
        case inspect.FloatType(ge=least, le=most):
            return st.floats(least, most, allow_nan=False)
        case inspect.LiteralType(values=values):
            return st.sampled_from(sorted(values, key=str))
    raise TypeError(f"no strategy for {shape}; add one here")
