"""What must be right on the brokers before a worker starts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from schemas.topics import DEAD_LETTERS
from streams.runtime import clients
from streams.settings import Settings
from streams.stage import Stage

SETTLE_S: Final = 5.0
"""Seconds for a topic just created to be known to every broker, and to have its leaders."""
LOOK_S: Final = 0.1


class RefusedError(RuntimeError):
    """The worker cannot run as things stand; the text says what to change."""


async def check_topics(stage: Stage, settings: Settings) -> None:
    """Raise RefusedError if a topic of the stage is not there, or a changelog does not fit."""
    states = {a.state.topic: a.reads.name for a in stage.agents if a.state is not None}
    topics = {t.name for a in stage.agents for t in (a.reads, *a.writes)}
    counts = await _partitions(sorted({DEAD_LETTERS.name, *topics, *states}), settings)
    for state, source in states.items():
        if counts[state] != counts[source]:
            raise RefusedError(
                f"{state} has {counts[state]} partitions and {source} has {counts[source]}: a "
                "changelog needs as many as the topic it belongs to; delete the changelog while "
                "no worker runs, and run `barq topics --create`"
            )


async def _partitions(needed: Sequence[str], settings: Settings) -> Mapping[str, int]:
    limit = time.monotonic() + SETTLE_S
    async with clients.admin(settings) as admin:
        while True:
            missing = sorted(set(needed) - set(await admin.list_topics()))
            described = [] if missing else await admin.describe_topics(list(needed))
            if described and all(map(_settled, described)):
                return {one["topic"]: len(one["partitions"]) for one in described}
            if time.monotonic() > limit:
                break
            await asyncio.sleep(LOOK_S)
    if missing:
        raise RefusedError(
            f"no topic {', '.join(missing)} on {settings.bootstrap}: run `barq topics --create`"
        )
    leaderless = sorted(one["topic"] for one in described if not _settled(one))
    raise OSError(f"no leader for every partition of {', '.join(leaderless)}: is a broker away?")


def _settled(topic: Mapping[str, Any]) -> bool:
    partitions = topic["partitions"]
    return bool(partitions) and all(one["leader"] >= 0 for one in partitions)
