"""`barq dlq`: list dead letters, show one, send their items again."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import click

from schemas.codec import DecodeError
from schemas.times import to_ms
from schemas.topics import DEAD_LETTERS
from streams.console.dlq_lines import Lines, count, lines, seen
from streams.console.dlq_replay import Report, replay
from streams.console.errors import Refusal
from streams.console.moments import Moment, moment
from streams.console.options import bootstrap, given, selecting
from streams.console.tail import follow
from streams.deadletters.letters import Letter, Place, read
from streams.deadletters.redelivery import WHY
from streams.deadletters.selection import Selection, summary
from streams.settings import Settings

NONE_FOUND: Final = 1
NOTHING: Final = "no such dead letter; `barq dlq list --summary` counts those that there are"


@click.group("dlq")
def command() -> None:
    """List, show and replay dead letters: items that no stage could use.

    The id of a letter is the place of its item: topic/partition/offset.
    """


@command.command("list")
@selecting
@click.option("--summary", "summed", is_flag=True, help="Counts by stage and reason only.")
@bootstrap
def list_command(
    *,
    stage: str | None,
    reason: str | None,
    begin: str | None,
    end: str | None,
    summed: bool,
    bootstrap: str | None,
) -> None:
    """List the letters: for people on a terminal, as JSON lines in a pipe."""
    selection = chosen(stage, reason, begin, end)
    settings = Settings.read(**given(bootstrap=bootstrap))
    out = lines()

    async def run() -> None:
        found = letters(settings, selection)
        if summed:
            counts = summary([seen(letter) async for letter in found])
            out.counts(counts)
            told = len(counts)
        else:
            told = 0
            async for letter in found:
                out.listed(letter)
                told += 1
        if not told:
            click.echo(NOTHING, err=True)

    asyncio.run(run())


@command.command("show")
@click.argument("place", metavar="ID")
@click.option("--raw", is_flag=True, help="Write the item's bytes, and nothing else.")
@bootstrap
def show_command(*, place: str, raw: bool, bootstrap: str | None) -> None:
    """Show all that is known of the letters of one item, with its bytes; 1 if there are none."""
    selection = Selection(places=places((place,)))
    settings = Settings.read(**given(bootstrap=bootstrap))
    found = asyncio.run(_all(settings, selection))
    if not found:
        click.echo(f"{settings.bootstrap} has no dead letter of {place}", err=True)
        sys.exit(NONE_FOUND)
    if raw:
        _write(found[-1])
        return
    out: Lines = lines()
    for letter in found:
        out.shown(letter)


@command.command("replay")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@selecting
@click.option("--all", "everything", is_flag=True, help="Every letter there is.")
@click.option("--yes", is_flag=True, help="Send; without it, only say what would be sent.")
@bootstrap
def replay_command(
    *,
    ids: tuple[str, ...],
    stage: str | None,
    reason: str | None,
    begin: str | None,
    end: str | None,
    everything: bool,
    yes: bool,
    bootstrap: str | None,
) -> None:
    """Send the items of letters back to where they came from, each once however often it is run.

    An item keeps its topic, partition, key, bytes and headers; `barq-replayed` names the place
    that it had, `barq-replays` counts. One from the wire gets a ce_id of its own, so that what
    was already read of it is known as a replay. If it fails again there is a new letter.
    """
    selection = chosen(stage, reason, begin, end, ids)
    if selection == Selection() and not everything:
        raise Refusal("say which: by ids, --stage, --reason, --from or --to, or with --all")
    settings = Settings.read(**given(bootstrap=bootstrap))
    report = asyncio.run(replay(settings, letters(settings), selection, really=yes))
    _tell(report, really=yes)


def chosen(
    stage: str | None,
    reason: str | None,
    begin: str | None,
    end: str | None,
    ids: tuple[str, ...] = (),
) -> Selection:
    """Read what the options ask for."""
    now = datetime.now(UTC)
    return Selection(
        places=places(ids),
        stage=stage,
        reason=reason,
        since_ms=_time_ms(begin, "--from", now),
        until_ms=_time_ms(end, "--to", now),
    )


def places(ids: tuple[str, ...]) -> frozenset[Place]:
    """Read ids as they are given on the command line."""
    try:
        return frozenset(map(Place.read, ids))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="ID") from None


async def letters(settings: Settings, selection: Selection | None = None) -> AsyncIterator[Letter]:
    """Read the dead letters that are there now, or those that `selection` takes."""
    since_ms = None if selection is None else selection.since_ms
    start: Moment = "start" if since_ms is None else datetime.fromtimestamp(since_ms / 1000, UTC)
    async for message in follow(settings, DEAD_LETTERS.name, start, until_end=True):
        try:
            letter = read(message)
        except DecodeError as error:
            place = f"{message.topic}/{message.partition}/{message.offset}"
            click.echo(f"passed over {place}: {error}", err=True)
            continue
        if selection is None or selection.takes(letter):
            yield letter


async def _all(settings: Settings, selection: Selection) -> list[Letter]:
    return [letter async for letter in letters(settings, selection)]


def _time_ms(text: str | None, option: str, now: datetime) -> int | None:
    if text is None:
        return None
    try:
        found = moment(text, now)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
    return to_ms(found) if isinstance(found, datetime) else None


def _write(letter: Letter) -> None:
    if letter.record.payload is None:
        raise Refusal(f"{letter.place}: the letter holds no bytes: {letter.record.detail}")
    sys.stdout.buffer.write(letter.record.payload)
    sys.stdout.buffer.flush()


def _tell(report: Report, *, really: bool) -> None:
    done = "sent" if really else "would send"
    click.echo(f"{done} {count(report.items, 'item')}, {report.bytes:,} bytes")
    for topic, number in sorted(report.topics.items()):
        click.echo(f"  {topic}: {number}")
    for reason, number in sorted(Counter(report.left).items()):
        click.echo(f"left out {count(number, 'letter')}: {WHY[reason]}")
    if report.items and not really:
        click.echo("nothing is sent yet: say --yes to send")
