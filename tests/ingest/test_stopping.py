"""What is half done when told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

import pytest

from streams.ingest.stopping import ended, until_stopped


async def test_what_is_half_done_is_ended_before_it_stops() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def work() -> None:
        begun.set()
        await go_on.wait()
        done.append("sent and noted")

    task = asyncio.create_task(ended(work(), 5.0))
    await begun.wait()
    task.cancel()
    asyncio.get_running_loop().call_soon(go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["sent and noted"]


async def test_what_does_not_end_in_time_is_given_up() -> None:
    begun, given_up = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        given_up.set()

    task = asyncio.create_task(ended(work(), 0.01))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await given_up.wait()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_work(by: signal.Signals) -> None:
    async def work() -> None:
        os.kill(os.getpid(), by)
        await asyncio.Event().wait()

    await until_stopped(work())


async def test_what_goes_wrong_is_not_hidden() -> None:
    async def work() -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        await until_stopped(work())
