"""The outcome of a wire item that holds several news items, the same way for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import msgspec

from schemas.records import Parsed, Record
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.parse.abreast import Steps, abreast
from streams.parse.article import reject
from streams.parse.reading import Limits, UnreadableError, Wire

T = TypeVar("T")

REPEATED: Final = Drop("repeated_item")
"""What an item holds a second time, word for word."""


def read_each(
    items: Iterable[T],
    read_one: Callable[[T], Steps[Parsed | Drop]],
    *,
    named: Callable[[int, T], str],
    empty: Drop | Reject,
) -> Steps[Outcome]:
    """Read each of `items`; one that cannot be read is a defect beside the articles of the others.

    What is dropped beside articles is told with them. Without any article the first defect
    stands for the whole, else the first drop, else `empty`. `named` says which item it was,
    counted from 1, where there are several.
    """
    found = list(items)
    if len(found) == 1:
        try:
            one = yield from read_one(found[0])
        except UnreadableError as error:
            return error.reject
        return one if isinstance(one, Drop) else Emit((one,))
    read = yield from abreast(found, read_one)
    faults = [
        reject(one, named(number, item))
        for number, (item, one) in enumerate(zip(found, read, strict=True), start=1)
        if isinstance(one, UnreadableError)
    ]
    dropped = [one for one in read if isinstance(one, Drop)]
    articles = [one for one in read if isinstance(one, Parsed)]
    if articles:
        return Emit(tuple(articles), tuple(faults), tuple(dropped))
    if faults:
        return faults[0]
    return dropped[0] if dropped else empty


def joined(documents: Iterable[Wire], read: Callable[[Wire], Outcome], limits: Limits) -> Outcome:
    """Read each of `documents`, and give as one what they hold; as `read_each` does with items."""
    articles: list[Record] = []
    faults: list[Reject] = []
    dropped: list[Drop] = []
    for number, document in enumerate(documents, start=1):
        outcome = read(document)
        if isinstance(outcome, Emit):
            articles += outcome.records
            faults += outcome.defects
            dropped += outcome.dropped
            limits.check_articles(len(articles))
        elif isinstance(outcome, Drop):
            dropped.append(outcome)
        else:
            detail = f"Document {number}: {outcome.detail}"
            faults.append(msgspec.structs.replace(outcome, detail=detail))
    if articles:
        return Emit(tuple(articles), tuple(faults), tuple(dropped))
    return faults[0] if faults else dropped[0]


def once(outcome: Outcome) -> Outcome:
    """Leave out of what an item holds what it holds twice.

    Downstream, one text of one article in one delivery is one: a second would be taken for a
    redelivery of the first, and answered as news again.
    """
    if not isinstance(outcome, Emit) or len(outcome.records) < 2:  # noqa: PLR2004 - two to be alike
        return outcome
    kept: dict[object, Record] = {}
    for one in outcome.records:
        kept.setdefault((one.id, one.digest) if isinstance(one, Parsed) else id(one), one)
    again = (REPEATED,) * (len(outcome.records) - len(kept))
    return msgspec.structs.replace(
        outcome, records=tuple(kept.values()), dropped=(*outcome.dropped, *again)
    )
