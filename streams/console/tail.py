"""`barq tail`: the records of a topic as they come."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import Final

import click
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.codec import DecodeError, Message
from schemas.times import to_ms
from schemas.topics import TOPIC_BY_NAME
from streams.console.errors import Refusal, quiet_clients
from streams.console.filters import Filter
from streams.console.moments import Moment, moment
from streams.console.options import bootstrap, given
from streams.console.printing import Printer, printer, read
from streams.runtime.clients import admin, consumer
from streams.runtime.partitions import partitions
from streams.settings import Settings

POLL_MS: Final = 200
"""How long one look for new messages may take, milliseconds: bounds the answer to Ctrl-C."""


@click.command("tail")
@click.argument("topic", type=click.Choice(list(TOPIC_BY_NAME)))
@click.option(
    "--from",
    "begin",
    default="end",
    show_default=True,
    metavar="start|end|TIME",
    help="Where to begin; TIME is when records reached the topic: ISO 8601, or 10m, 2h, 3d ago.",
)
@click.option("--actor", help="Only with this actor: an id, or a name in any language.")
@click.option("--lang", help="Only in this language: a code, or its name in any language.")
@click.option("-n", "count", type=click.IntRange(min=1), help="End after so many records.")
@click.option("--until-end", is_flag=True, help="End with the last record that is there now.")
@bootstrap
def command(
    *,
    topic: str,
    begin: str,
    actor: str | None,
    lang: str | None,
    count: int | None,
    bootstrap: str | None,
    until_end: bool,
) -> None:
    """Show the committed records of TOPIC: for people on a terminal, as JSON lines in a pipe.

    A JSON line is {"topic", "partition", "offset", "time", "key", "record"}.
    """
    settings = Settings.read(**given(bootstrap=bootstrap))
    try:
        start = moment(begin, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--from") from None
    wanted = _filter(actor, lang)
    if unfit := wanted.unfit(TOPIC_BY_NAME[topic].record):
        raise Refusal(f"{unfit}: records of {topic} have none; use articles.enriched or alerts")
    messages = follow(settings, topic, start, until_end=until_end)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_show(messages, wanted, printer(), count))


async def follow(
    settings: Settings, topic: str, start: Moment, *, until_end: bool
) -> AsyncGenerator[Message, None]:
    """Read `topic` from `start`: for ever, or until the end as it is at the start.

    From a time on, records of an earlier time are passed over: a broker may begin with
    the whole batch that holds the first, and times need not rise along a partition.
    """
    since_ms = to_ms(start) if isinstance(start, datetime) else None
    with quiet_clients():
        async with admin(settings) as questions:
            found = (await partitions(questions, [topic])).get(topic)
    if found is None:
        raise Refusal(
            f"{settings.bootstrap} has no topic {topic}: create it with `barq topics --create`"
        )
    client = consumer(settings)
    try:
        await client.start()
        client.assign(found)
        await _seek(client, found, start)
        ends = await client.end_offsets(found) if until_end else {}
        while not until_end or await _before(client, ends):
            batches = await client.getmany(timeout_ms=POLL_MS)
            for batch in batches.values():
                for message in batch:
                    if since_ms is None or message.timestamp >= since_ms:
                        yield message
    finally:
        await client.stop()


async def _seek(
    client: AIOKafkaConsumer, assigned: Sequence[TopicPartition], start: Moment
) -> None:
    if start == "start":
        await client.seek_to_beginning(*assigned)
        return
    await client.seek_to_end(*assigned)
    if isinstance(start, datetime):
        found = await client.offsets_for_times(dict.fromkeys(assigned, to_ms(start)))
        for partition, place in found.items():
            if place is not None:
                client.seek(partition, place.offset)


async def _before(client: AIOKafkaConsumer, ends: Mapping[TopicPartition, int]) -> bool:
    return any([await client.position(one) < end for one, end in ends.items()])


async def _show(
    messages: AsyncGenerator[Message, None], wanted: Filter, out: Printer, count: int | None
) -> None:
    shown = 0
    _end_with_reader(asyncio.current_task())
    async with aclosing(messages) as ours:
        async for message in ours:
            record = read(message)
            if isinstance(record, DecodeError) or wanted.passes(record):
                out.show(message, record)
                shown += 1
                if shown == count:
                    return


def _end_with_reader(task: asyncio.Task[None] | None) -> None:
    """End when whoever reads the pipe has gone, rather than with the next record."""
    output = sys.stdout.fileno()
    if task is not None and stat.S_ISFIFO(os.fstat(output).st_mode):
        loop = asyncio.get_running_loop()
        loop.add_reader(output, lambda: (loop.remove_reader(output), task.cancel()))


def _filter(actor: str | None, lang: str | None) -> Filter:
    from streams.alert.vocabulary import (  # noqa: PLC0415 - heavy, and seldom asked for
        UnknownNameError,
        Vocabulary,
        language_code,
    )
    from streams.tag import actors  # noqa: PLC0415 - likewise

    if actor is None and lang is None:
        return Filter()
    try:
        language = None if lang is None else language_code(lang)
        if actor is None:
            return Filter(language=language)
        names = Vocabulary.of(actors.load())
        return Filter(actor=names.resolve("actors", actor), language=language)
    except UnknownNameError as error:
        raise Refusal(str(error)) from None
