"""Records as lines for people: what it is, the headline on a line of its own, then details."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import singledispatch
from itertools import islice
from typing import Final

from rich.text import Text

from schemas.records import (
    Alert,
    Condition,
    DateMention,
    DeadLetter,
    Duplicate,
    Enriched,
    Held,
    Match,
    Parsed,
    Record,
    Unique,
    Versioned,
    WireItem,
)
from streams.console.bidi import is_right_to_left, isolated, plain

EXCERPT_CHARS: Final = 100
SHORT_ID_CHARS: Final = 12
ACTORS_SHOWN: Final = 8
DATES_SHOWN: Final = 4
SEVERITY_STYLE: Final = {"info": "bold cyan", "warning": "bold yellow", "critical": "bold red"}


def render(record: Record) -> tuple[Text, ...]:
    """Give the lines for `record`, not wrapped."""
    return tuple(_lines(record))


def undecodable(place: str, error: str, value: bytes | None) -> tuple[Text, ...]:
    """Give the lines for a message that is not the record of its topic."""
    head = Text.assemble(("undecodable", "bold red"), f"  {place}  {plain(error)}")
    return (head, _indented(_excerpt(value or b"")))


@singledispatch
def _lines(record: Record) -> Iterator[Text]:
    raise TypeError(f"{type(record).__name__} is on no topic")


@_lines.register
def _(record: WireItem) -> Iterator[Text]:
    yield _head("item", record.received_at, record.source, record.content_type or "-")
    yield _indented(f"{len(record.body):,} bytes: {_excerpt(record.body)}")


@_lines.register
def _(record: Parsed) -> Iterator[Text]:
    yield from _article("parsed", record, record.revision)


@_lines.register
def _(record: Versioned) -> Iterator[Text]:
    yield from _article("version", record.parsed, record.relation)


@_lines.register
def _(record: Held) -> Iterator[Text]:
    style = "bold yellow" if record.state == "held" else "bold"
    article = record.parsed
    fields = () if article is None else (article.language, article.delivery.source)
    yield _head("holding", record.since, record.state, record.reason, *fields, style=style)
    if article is not None:
        yield from _headline(article.headline)
        yield _indented(f"{_short(record.id)} until {until(record.until)}")
    else:
        yield _indented(f"{_short(record.id)} was held until {until(record.until)}")


@_lines.register
def _(record: Unique) -> Iterator[Text]:
    yield from _article("unique", record.parsed, record.relation)
    yield from _relation(record)


@_lines.register
def _(record: Duplicate) -> Iterator[Text]:
    yield from _article("duplicate", record.parsed, record.relation)
    yield _indented(f"{record.relation}: {_short(record.of)} stands for it")


@_lines.register
def _(record: Enriched) -> Iterator[Text]:
    yield from _article("article", record.unique.parsed, record.unique.relation)
    yield from _relation(record.unique)
    named = [f"{actor.name} {actor.mentions}" for actor in record.actors]
    more = len(named) - ACTORS_SHOWN
    shown = " · ".join(named[:ACTORS_SHOWN]) + (f" · {more} more" if more > 0 else "")
    yield _indented(shown or "no actor known")
    if record.dates:
        yield _indented(_dates(record.dates))


@_lines.register
def _(record: Match) -> Iterator[Text]:
    article = record.article
    yield _head("match", article.received_at, record.rule or "any rule", article.language)
    yield from _headline(article.headline)
    yield from map(_condition, record.conditions)


@_lines.register
def _(record: Alert) -> Iterator[Text]:
    article = record.article
    state = "" if record.holds else "no longer holds"
    told = (record.rule, record.severity, record.kind, state, article.language)
    fields = [one for one in told if one]
    style = SEVERITY_STYLE[record.severity]
    yield _head("ALERT", article.available_at, *fields, article.source, style=style)
    yield from _headline(article.headline)
    yield from map(_condition, record.conditions)
    follows = f", follows {_short(record.follows)}" if record.follows else ""
    yield _indented(f"alert {_short(record.id)}{follows}")


@_lines.register
def _(record: DeadLetter) -> Iterator[Text]:
    place = f"{record.topic}/{record.partition}/{record.offset}"
    yield Text.assemble(
        ("dead letter", "bold red"), f"  {record.stage}  {isolated(record.reason)}  {place}"
    )
    yield from (_indented(isolated(line)) for line in record.detail.splitlines()[-1:])
    yield _indented(_excerpt(record.payload or b""))


def until(time: datetime | None) -> str:
    """Say until when something is held."""
    if time is None:
        return "further notice"
    try:
        return f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return time.isoformat()  # so near to the end of time that it has none in our zone


def _head(kind: str, time: datetime, *fields: str, style: str = "bold") -> Text:
    clock = f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
    words = "  ".join(isolated(field) for field in fields)
    return Text.assemble((clock, "dim"), "  ", (f"{kind:<9}", style), "  ", words)


def _article(kind: str, parsed: Parsed, relation: str) -> Iterator[Text]:
    delivery = parsed.delivery
    yield _head(kind, delivery.received_at, parsed.language, relation, delivery.source)
    yield from _headline(parsed.headline)


def _headline(headline: str) -> Iterator[Text]:
    """Put a right-to-left headline at the edge, so that nothing before it takes part in it."""
    if headline:
        margin = "" if is_right_to_left(headline) else "  "
        yield Text(margin + isolated(headline), style="bold")


def _relation(unique: Unique) -> Iterator[Text]:
    if unique.related_to is not None:
        of = _short(unique.related_to)
        yield _indented(f"{unique.relation} of {of}, {unique.new_share:.0%} new")


def _dates(dates: Sequence[DateMention]) -> str:
    """Say each span of days once, from the first to the last day, with its first wording."""
    spans: dict[tuple[date, date], DateMention] = {}
    for one in dates:
        spans.setdefault((one.from_, one.until), one)
    told = []
    for one in islice(spans.values(), DATES_SHOWN):
        last = one.until - timedelta(days=1)
        days = f"{one.from_}" if last <= one.from_ else f"{one.from_} to {last}"
        told.append(f"{'about ' if one.approximate else ''}{days} ({isolated(one.surface)})")
    more = len(spans) - DATES_SHOWN
    return " · ".join(told) + (f" · {more} more" if more > 0 else "")


def _condition(condition: Condition) -> Text:
    seen = ", ".join(condition.seen) or "none seen"
    return _indented(f"{condition.field} {condition.operator}: {isolated(seen)}")


def _indented(text: str) -> Text:
    return Text(f"  {text}", style="dim")


def _short(identity: str) -> str:
    """Shorten a digest; an id that a provider gave is left whole."""
    return isolated(identity[:SHORT_ID_CHARS] if _is_digest(identity) else identity)


def _is_digest(identity: str) -> bool:
    return len(identity) > SHORT_ID_CHARS and set(identity) <= set("0123456789abcdef")


def _excerpt(body: bytes) -> str:
    return isolated(body[: 4 * EXCERPT_CHARS].decode(errors="replace")[:EXCERPT_CHARS])
