"""The broker as a process of its own."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

from streams.broker.server import EmbeddedBroker


def run(
    data_dir: Path,
    *,
    host: str,
    port: int,
    max_message_bytes: int,
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; call `ready` with the address once it does.

    Raises BrokerError if the broker cannot start, or its file cannot be read any more.
    """
    asyncio.run(_run(data_dir, host, port, max_message_bytes, ready))


async def _run(
    data_dir: Path, host: str, port: int, max_message_bytes: int, ready: Callable[[str], None]
) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    broker = EmbeddedBroker(data_dir, host=host, port=port, max_message_bytes=max_message_bytes)
    async with broker:
        ready(broker.address)
        waiting = {asyncio.create_task(stopped.wait()), asyncio.create_task(broker.broken())}
        done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        for task in done:
            task.result()
