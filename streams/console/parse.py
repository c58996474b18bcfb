"""`barq parse`: what the parse stage reads in files, without a broker: to look at a new feed."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.text import Text

from schemas.records import Parsed, WireItem
from streams.console.bidi import isolated, plain
from streams.ingest.reading import Reading, Refused
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.parse import stage
from streams.parse.decode import decode
from streams.parse.formats import format_of
from streams.parse.reading import UnreadableError
from streams.settings import Settings

UNTOLD: Final = "-"
WORD: Final = re.compile(r"[぀-ヿ㐀-䶿一-鿿]|[^\s぀-ヿ㐀-䶿一-鿿]+")
"""A word, or each sign of Chinese and Japanese, which put no spaces between words."""
STYLES: Final = {"emitted": "green", "dropped": "yellow", "rejected": "red", "refused": "red"}


class Row(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What became of one article, or of an item in a file that gave none."""

    file: str
    format: str
    outcome: str
    reason: str | None = None
    detail: str | None = None
    language: str | None = None
    version: int | None = None
    published_at: datetime | None = None
    words: int | None = None
    headline: str | None = None
    headline_from: str | None = None


@click.command("parse")
@click.argument("paths", nargs=-1, required=True, metavar="FILES…|-")
@click.option("--report", is_flag=True, help="A line an article in place of the whole record.")
@click.option(
    "--lines", is_flag=True, help="Each line is an item; so are those of .jsonl, .ndjson."
)
def command(*, paths: tuple[str, ...], report: bool, lines: bool) -> None:
    """Read FILES as the parse stage does, and show what comes of each; folders are read through.

    Prints the parsed records as JSON lines or, with --report, for each article its format,
    outcome, headline, words, version and date: in columns on a terminal, else as JSON lines.
    How many came to what is told on standard error; without --report, what was not read as well.
    Exit code: 0, or 1 if a file was not read.
    """
    settings = Settings.read()
    limits = stage.load(settings)
    console = Console(highlight=False) if report and sys.stdout.isatty() else None
    counts: Counter[tuple[str, str, str]] = Counter()
    for found in Reading(max_item_bytes=settings.max_item_bytes, lines=lines).read(paths):
        if isinstance(found, Refused):
            outcome: Outcome = Emit(())
            rows = [Row(file=found.where, format=UNTOLD, outcome="refused", detail=found.why)]
        else:
            item = found.item(datetime.now(UTC))
            outcome = stage.parse(item, limits)
            rows = list(_rows(found.where, item, outcome))
        counts.update((row.format, row.outcome, row.reason or "") for row in rows)
        if console is not None:
            for row in rows:
                console.print(_line(row), soft_wrap=True)
        elif report:
            for row in rows:
                click.echo(msgspec.json.encode(row))
        else:
            _tell(outcome, rows)
    for (name, fate, reason), count in sorted(counts.items()):
        click.echo(f"{name}: {count} {fate} {reason}".rstrip(), err=True)
    sys.exit(1 if any(fate == "refused" for _, fate, _ in counts) else 0)


def _tell(outcome: Outcome, rows: list[Row]) -> None:
    """Write the records, and on standard error why there are none of other parts."""
    for record in outcome.records if isinstance(outcome, Emit) else ():
        click.echo(msgspec.json.encode(record))
    for row in rows:
        if row.outcome != "emitted":
            click.echo(f"{row.outcome} {row.file}: {row.detail or row.reason}", err=True)


def _rows(where: str, item: WireItem, outcome: Outcome) -> Iterator[Row]:
    faults: tuple[Reject, ...] = ()
    dropped: tuple[Drop, ...] = ()
    if isinstance(outcome, Emit):
        faults, dropped = outcome.defects, outcome.dropped
        for record in outcome.records:
            if isinstance(record, Parsed):
                yield _article(where, record)
    elif isinstance(outcome, Drop):
        dropped = (outcome,)
    else:
        faults = (outcome,)
    for drop in dropped:
        yield Row(file=where, format=_format(item), outcome="dropped", reason=drop.reason)
    for fault in faults:
        yield Row(
            file=where,
            format=_format(item),
            outcome="rejected",
            reason=fault.reason,
            detail=fault.detail,
        )


def _article(where: str, parsed: Parsed) -> Row:
    return Row(
        file=where,
        format=parsed.format,
        outcome="emitted",
        language=parsed.language,
        version=parsed.version,
        published_at=parsed.published_at,
        words=sum(len(WORD.findall(paragraph)) for paragraph in parsed.paragraphs),
        headline=parsed.headline,
        headline_from=parsed.headline_from,
    )


def _format(item: WireItem) -> str:
    """Name the format that an item looks like: what gave no article has no record to say it."""
    try:
        return format_of(decode(item.body, item.content_type)).name
    except UnreadableError:
        return UNTOLD


def _line(row: Row) -> Text:
    date = f"{row.published_at.astimezone(UTC):%Y-%m-%d %H:%M}" if row.published_at else UNTOLD
    version = UNTOLD if row.version is None else str(row.version)
    columns = f"{row.format:10} {row.language or UNTOLD:3} {date:16} {version:>3}"
    told = row.detail or row.reason or isolated(plain(row.headline or UNTOLD))
    words = "" if row.words is None else f" ({row.words} words)"
    return Text.assemble(
        (f"{row.outcome:8} ", STYLES[row.outcome]), f"{columns}  {told}{words}  ", (row.file, "dim")
    )
