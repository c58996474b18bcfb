"""Rebuild the states of partitions from their changelogs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.runtime import logs
from streams.state import State

TELL_EVERY_S: Final = 5.0
LOOK_MS: Final = 20
"""Longest wait for records: the last fetch may hold nothing but the mark of a commit."""
STUCK_S: Final = 30.0
"""Seconds without any progress after which a changelog is given up as unreadable."""


class RestoreError(RuntimeError):
    """A changelog that cannot be read to its end; the text says which."""


@dataclass(slots=True)
class Held:
    """The state of one partition, and how far it has followed its changelog."""

    state: State
    next_offset: int = 0


async def restore(
    reader: AIOKafkaConsumer, held: Mapping[TopicPartition, Held], log: logs.Logger
) -> dict[TopicPartition, float]:
    """Bring each state up to the end of its changelog partition, from where it stands.

    `reader` must be one of committed records only. Call it once the partitions'
    producers are fenced, so that the ends cannot move. Gives the seconds that each took. Raises
    RestoreError or KafkaError.
    """
    if not held:
        return {}
    began = time.monotonic()
    reader.assign(list(held))
    ends = await reader.end_offsets(list(held))
    begins = await reader.beginning_offsets(list(held))
    for place, one in held.items():
        reader.seek(place, max(one.next_offset, begins[place]))
    records, ended = await _read(reader, held, ends, log)
    seconds = time.monotonic() - began
    log.info(
        "state restored",
        partitions=len(held),
        records=records,
        entries=sum(len(one.state.store) for one in held.values()),
        seconds=round(seconds, 3),
        records_per_s=round(records / seconds),
    )
    return {place: at - began for place, at in ended.items()}


async def _read(
    reader: AIOKafkaConsumer,
    held: Mapping[TopicPartition, Held],
    ends: Mapping[TopicPartition, int],
    log: logs.Logger,
) -> tuple[int, dict[TopicPartition, float]]:
    """Give how many records were read, and when each place was at its end."""
    ended: dict[TopicPartition, float] = {}
    records = 0
    began = told = moved = time.monotonic()
    all_left: int | None = None
    while True:
        left = 0
        for place, one in held.items():
            position = await reader.position(place)
            if position != one.next_offset:
                one.next_offset, moved = position, time.monotonic()
            behind_by = max(0, ends[place] - position)
            left += behind_by
            if not behind_by:
                ended.setdefault(place, time.monotonic())
        if not left:
            return records, ended
        all_left = left if all_left is None else all_left
        passed = all_left - left
        now = time.monotonic()
        if now - moved > STUCK_S:
            behind = [f"{p.topic}/{p.partition}" for p in held if held[p].next_offset < ends[p]]
            raise RestoreError(f"no record of {', '.join(behind)} came for {STUCK_S:.0f} s")
        if now - told > TELL_EVERY_S:
            told = now
            rate = max(1, passed / (now - began))
            log.info(
                "state restoring",
                records=records,
                offsets_left=left,
                share=f"{passed / (passed + left):.0%}",
                seconds_left=round(left / rate),
            )
        for place, batch in (await reader.getmany(timeout_ms=LOOK_MS)).items():
            load = held[place].state.store.load
            for record in batch:
                load(record.key.decode(), record.value)
            records += len(batch)
