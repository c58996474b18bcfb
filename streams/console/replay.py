"""`barq replay`: the same pipeline in one process, for trying rules."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from schemas.times import to_ms
from schemas.topics import ALERTS, DEAD_LETTERS, ENRICHED, HELD, TOPIC_BY_NAME
from streams.console.moments import ahead
from streams.console.options import given
from streams.console.printing import printer
from streams.ingest.reading import Reading, Refused
from streams.replay import Replay, Sent, Tally
from streams.settings import Settings

SHOWN = (ENRICHED.name, ALERTS.name, DEAD_LETTERS.name)


@click.command("replay")
@click.argument("paths", nargs=-1, required=True, metavar="FILES…|-")
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="YAML file of alert rules; default: BARQ_RULES, else the starter rules.",
)
@click.option(
    "--show",
    multiple=True,
    type=click.Choice(list(TOPIC_BY_NAME)),
    default=SHOWN,
    show_default=True,
    help="A topic to show; may be given several times.",
)
@click.option(
    "--until",
    metavar="TIME",
    help="Release in the end what is embargoed until TIME: ISO 8601, or 30m, 2h, 3d from now.",
)
@click.option("--source", help="Name of the source; default: the name of the file's folder.")
@click.option(
    "--lines", is_flag=True, help="Each line is an item; so are those of .jsonl, .ndjson."
)
def command(
    *,
    paths: tuple[str, ...],
    rules: Path | None,
    show: tuple[str, ...],
    until: str | None,
    source: str | None,
    lines: bool,
) -> None:
    """Run FILES through every stage in this process, and show what comes out.

    Reads what `barq ingest` reads, and needs no broker; nothing is kept. What became of
    each record is told on standard error. Time passes as the items were received: an embargo
    that ends before a later item came is over by then. Exit code: 0, or 1 if a file was not read.
    """
    try:
        end = None if until is None else ahead(until, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None
    settings = Settings.read(**given(rules=rules))
    reading = Reading(max_item_bytes=settings.max_item_bytes, lines=lines, source=source)
    replay = Replay(settings)
    out = printer()
    sent: Counter[str] = Counter()
    refused = 0

    def passed(results: Iterable[Sent]) -> None:
        for topic, record, message in results:
            sent[topic] += 1
            if topic in show:
                out.show(message, record)

    for found in reading.read(paths):
        if isinstance(found, Refused):
            click.echo(f"refused {found.where}: {found.why}", err=True)
            refused += 1
            continue
        passed(replay.feed(found.item(datetime.now(UTC))))
    if end is not None:
        passed(replay.pass_time(to_ms(end)))
    _tell(replay.tally, sent)
    if replay.waiting:
        click.echo(f"still held: {replay.waiting}; shown with --show {HELD.name}", err=True)
    sys.exit(1 if refused else 0)


def _tell(tally: Tally, sent: Counter[str]) -> None:
    for (stage, agent), consumed in tally.consumed.items():
        name = stage if stage == agent else f"{stage}.{agent}"
        answers = ", ".join(
            f"{count} {place.answer}{' ' + place.reason if place.reason else ''}"
            for place, count in tally.answers.items()
            if (place.stage, place.agent) == (stage, agent)
        )
        released = tally.released[stage, agent]
        due = f"; {released} released when due" if released else ""
        click.echo(f"{name}: {consumed} consumed = {answers}{due}", err=True)
    totals = ", ".join(f"{count} {topic}" for topic, count in sorted(sent.items()))
    click.echo(f"sent: {totals or 'nothing'}", err=True)
