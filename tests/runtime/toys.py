"""Small stages of the real types, to run as workers in processes of their own.

Topics carry a tag in their names, so that tests on one broker do not meet.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace as replace_struct

from schemas.records import Delivery, Parsed, WireItem
from schemas.topics import PARSED, TOPIC_OF, WIRE, Topic
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.runtime.app import run_worker
from streams.runtime.lane import Lane
from streams.settings import Settings
from streams.stage import Agent, Due, Stage, Timer
from streams.state import Entry, StateSpec, Store


class Seen(Entry, frozen=True, kw_only=True):
    """When a key was first seen."""


class SeenState:
    """The keys seen."""

    def __init__(self) -> None:
        self.store: Store[Seen] = Store(Seen, ttl_ms=10**12)


def parsed(item: WireItem, key: str) -> Parsed:
    delivery = Delivery(
        id=item.id,
        source=item.source,
        content_type=item.content_type,
        received_at=item.received_at,
    )
    text = item.body.decode("utf-8", "replace")[:100]
    return Parsed(
        delivery=delivery, id=key, format="text", language="und", headline=text, digest=key
    )


def each(items: Sequence[WireItem], _: Any, state: SeenState | None) -> list[Outcome]:
    """Emit every item, but for those whose body says otherwise."""
    del state
    return [one(item) for item in items]


def one(item: WireItem) -> Outcome:
    command, _, argument = item.body[:40].partition(b" ")
    if command == b"bad":
        return Reject("bad", "the body says bad: send another")
    if command == b"drop":
        return Drop("told")
    if command == b"boom":
        raise RuntimeError("a bug in the step")
    if command == b"slow":
        with (Path(os.environ["TOY_FOLDER"]) / f"began-{item.id}").open("a") as began:
            began.write("x")
        time.sleep(float(argument))
    if command == b"spin":
        end = time.monotonic() + float(argument)
        while time.monotonic() < end:
            pass
    return Emit((parsed(item, item.id),))


def first(items: Sequence[WireItem], _: Any, state: SeenState) -> list[Outcome]:
    """Emit an item the first time that its source is seen."""
    outcomes: list[Outcome] = []
    for item in items:
        if item.source in state.store:
            outcomes.append(Drop("seen"))
        else:
            state.store.put(item.source, Seen(time_ms=1))
            outcomes.append(Emit((parsed(item, item.source),)))
    return outcomes


class Waiting(Entry, frozen=True, kw_only=True):
    """An item that waits for its time."""

    delivery: Delivery
    due_ms: int | None
    """None when it has been sent: it must not come out again."""


class WaitingState:
    """The items that wait, by key."""

    def __init__(self) -> None:
        self.store: Store[Waiting] = Store(Waiting, ttl_ms=10**12)

    def first(self) -> tuple[int, str] | None:
        """Give what is due next, and when."""
        waiting = ((one.due_ms, key) for key, one in self.store.items() if one.due_ms is not None)
        return min(waiting, default=None)


def wait(items: Sequence[WireItem], _: Any, state: WaitingState) -> list[Outcome]:
    """Let an item wait for the seconds since 1970 that its body says; `kill` ends that."""
    for item in items:
        due_ms = None if item.body == b"kill" else int(1000 * float(item.body))
        delivery = parsed(item, item.source).delivery
        state.store.put(item.source, Waiting(time_ms=1, delivery=delivery, due_ms=due_ms))
    return [Drop("waits")] * len(items)


def due(now_ms: int, _: Any, state: WaitingState) -> list[Due]:
    """Send the item that has waited longest, and mark that it was."""
    first = state.first()
    if first is None or first[0] > now_ms:
        return []
    due_ms, key = first
    one = state.store.get(key)
    assert one is not None
    state.store.put(key, replace_struct(one, due_ms=None))
    told = Parsed(delivery=one.delivery, id=key, format="text", language="und", digest=key)
    return [Due(due_ms, (told,))]


def next_ms(state: WaitingState) -> int | None:
    first = state.first()
    return None if first is None else first[0]


def waiting(state: WaitingState) -> int:
    return sum(one.due_ms is not None for _, one in state.store.items())


def load_for_ever(_: Settings) -> None:
    """Take longer than anybody waits."""
    (Path(os.environ["TOY_FOLDER"]) / "loads").touch()
    while True:
        signal.pause()


def wire(tag: str) -> Topic[WireItem]:
    return replace(WIRE, name=f"{tag}.wire", key=lambda item: item.id)


def out(tag: str) -> Topic[Parsed]:
    return replace(PARSED, name=f"{tag}.out")


def stages(tag: str) -> dict[str, Stage]:
    plain = Agent(
        name="each",
        reads=wire(tag),
        writes=(out(tag),),
        step=each,
        drops=("told",),
        rejects=("bad",),
    )
    stateful = Agent(
        name="first",
        reads=wire(tag),
        writes=(out(tag),),
        step=first,
        state=StateSpec(name=f"{tag}.first", new=lambda _: SeenState()),
        drops=("seen",),
    )
    timed = Agent(
        name="wait",
        reads=wire(tag),
        writes=(out(tag),),
        step=wait,
        state=StateSpec(name=f"{tag}.first", new=lambda _: WaitingState()),
        timer=Timer(next_ms=next_ms, due=due, waiting=waiting),
        drops=("waits",),
    )
    return {
        "wait": Stage(name=f"{tag}-wait", agents=(timed,)),
        "each": Stage(name=f"{tag}-each", agents=(plain,)),
        "first": Stage(name=f"{tag}-first", agents=(stateful,)),
        "loads": Stage(name=f"{tag}-loads", agents=(replace(plain, load=load_for_ever),)),
    }


class HeldLane(Lane):
    """Holds its first fetch up until it is released."""

    async def fetched(self) -> None:
        folder = Path(os.environ["TOY_FOLDER"])
        if not (folder / "held").exists():
            (folder / "held").touch()
            while not (folder / "release").exists():  # noqa: ASYNC110 - another process marks it
                await asyncio.sleep(0.01)


def main(arguments: Sequence[str]) -> int:
    """Run the stage of a kind on the topics of a tag, and give the exit code."""
    kind, tag = arguments
    cast(dict[type, Any], TOPIC_OF)[Parsed] = out(tag)
    if kind == "held":
        return run_worker(stages(tag)["first"], Settings.read(), lane=HeldLane)
    return run_worker(stages(tag)[kind], Settings.read())
