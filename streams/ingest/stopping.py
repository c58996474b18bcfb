"""Run until told to stop, and end well what is half done."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

T = TypeVar("T")

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until it ends or the process is told to; told twice, the process ends at once."""
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    before = {one: signal.getsignal(one) for one in SIGNALS}

    def stop() -> None:
        for one in SIGNALS:
            loop.remove_signal_handler(one)
            signal.signal(one, signal.SIG_DFL)
        task.cancel()

    for one in SIGNALS:
        loop.add_signal_handler(one, stop)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        for one in SIGNALS:
            loop.remove_signal_handler(one)
            signal.signal(one, before[one])


async def ended(work: Coroutine[Any, Any, T], within_s: float) -> T:
    """Wait for `work`; when cancelled give it `within_s` more seconds first."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        done, _ = await asyncio.wait({task}, timeout=within_s)
        if not done:
            task.cancel()
        raise
