"""What a feed becomes: the articles of its entries, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Final

import msgspec

from schemas.records import Format, Parsed
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.parse.abreast import Steps, abreast
from streams.parse.article import Draft, assembling, finish, reject
from streams.parse.feed import Entry, draft_of, entry_parts, sound
from streams.parse.reading import UnreadableError, Wire
from streams.parse.several import REPEATED

OLDER: Final = Drop("older_version")
"""An entry of which the same feed has a newer version."""


def publish_entries(
    entries: Iterable[Entry], fmt: Format, wire: Wire, defects: Sequence[Reject] = ()
) -> Steps[Outcome]:
    """Make the outcome of a feed: every entry that can be read, and a defect for every other."""
    found = list(islice(entries, wire.limits.max_articles + 1))
    wire.limits.check_articles(len(found))
    all_read = yield from abreast(found, partial(_article, fmt=fmt, wire=wire))
    articles: dict[str, Parsed] = {}
    faults = list(defects)
    dropped: list[Drop] = []
    for number, (entry, read) in enumerate(zip(found, all_read, strict=True), start=1):
        if isinstance(read, UnreadableError):
            faults.append(reject(read, f"Entry {number} ({entry.id or entry.link or 'no id'})"))
            continue
        if isinstance(read, Drop):
            dropped.append(read)
            continue
        draft, article = read
        before = articles.get(article.id)
        if before is not None:
            known = article.digest == before.digest
            article = _of_one_id(before, article, draft, wire)
            if article.id in articles:
                dropped.append(REPEATED if known or article.id != before.id else OLDER)
        articles[article.id] = article
    if articles:
        return Emit(tuple(articles.values()), tuple(faults), tuple(dropped))
    return faults[0] if faults else next(iter(dropped), Drop("empty_feed"))


def _article(entry: Entry, *, fmt: Format, wire: Wire) -> Steps[tuple[Draft, Parsed] | Drop]:
    """Read the document that an entry conveys, else the entry with its text."""
    if entry.document:
        found = entry.document(entry, fmt, wire)
    else:
        entry = sound(entry, wire)
        yield
        parts = entry_parts(entry)
        yield
        assembled = yield from assembling(parts)
        yield
        found = draft_of(entry, assembled, fmt)
    if isinstance(found, Drop):
        return found
    yield
    return found, finish(found, wire)


def _of_one_id(before: Parsed, article: Parsed, draft: Draft, wire: Wire) -> Parsed:
    """Give what stands for an entry whose id another entry of the feed has already.

    A repetition adds nothing; of two versions the newer stands (RFC 4287, section 4.1.1);
    otherwise the feed's ids are no ids, and the text identifies the entry.
    """
    if article.digest == before.digest:
        return before
    if article.updated_at and before.updated_at and article.url == before.url:
        return article if article.updated_at > before.updated_at else before
    return finish(msgspec.structs.replace(draft, provider_id=None), wire)
