"""Keep programs running: start them, restart those that die, stop them in order.

Each program's standard input is a leash: its other end is held here, so that a
program that watches it (`end_with_leash`) ends when the supervisor is gone, however
it went. Each program is its own session: Ctrl-C reaches the supervisor alone.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

FIRST_DELAY_S: Final = 0.2
"""Seconds before the first restart: a worker killed is missed at once, and costs little."""
LAST_DELAY_S: Final = 15.0
"""Longest wait between two starts, seconds: a program that keeps dying must not eat the machine."""
HEALTHY_S: Final = 20.0
"""Seconds after which a start counts as good: twice the session time-out of a worker."""
GIVE_UP: Final = 2
"""Exit code of a program that was told something wrong, which starting again cannot mend."""
CHUNK_BYTES: Final = 65_536

Listener = Callable[[str, str], None]
"""Called with a program's name and one line that it wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A command to keep running."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    """Set beside what the supervisor's own environment has."""
    tier: int = 0
    """Programs of the highest tier are stopped first, all at once; those of tier 0 last."""
    stop_s: float = 8.5
    """Seconds from the request to stop until it is killed."""


class Supervisor:
    """Programs kept running until `stop`, or until one cannot be helped."""

    def __init__(self, *, on_output: Listener, on_log: Listener) -> None:
        self._on_output = on_output
        self._on_log = on_log
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._programs: dict[str, Program] = {}
        self._running: dict[str, Process] = {}
        self.given_up: str | None = None
        """Name of the program that cannot be helped."""
        self.last_words: dict[str, str] = {}
        """The last line that each program logged."""
        self.restarts = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def start(self, program: Program) -> None:
        """Keep `program` running from now on."""
        self._programs[program.name] = program
        self._keepers[program.name] = asyncio.create_task(self._keep(program))

    def stop_on_signals(self) -> None:
        """Take SIGINT, SIGTERM or SIGHUP as a request to stop, a second one to stop at once."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._on_signal)

    async def ended(self) -> None:
        """Wait until someone asks to stop or a program cannot be helped."""
        await self._ended.wait()

    def kill(self) -> None:
        """End every program at once."""
        self._stopping.set()
        self._ended.set()
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.kill()

    async def stop(self) -> None:
        """Stop every program, the highest tier first, and return when all are gone."""
        self._stopping.set()
        self._ended.set()
        for tier in sorted({p.tier for p in self._programs.values()}, reverse=True):
            names = [p.name for p in self._programs.values() if p.tier == tier]
            await asyncio.gather(*(self._end(name) for name in names))

    def _on_signal(self) -> None:
        if self._ended.is_set():
            self._on_log("supervisor", "stopping at once")
            self.kill()
        else:
            self._on_log("supervisor", "stopping; once more to stop at once")
            self._ended.set()

    async def _end(self, name: str) -> None:
        process = self._running.get(name)
        if process is not None:
            with suppress(ProcessLookupError):
                process.terminate()
        keeper = self._keepers[name]
        done, _ = await asyncio.wait({keeper}, timeout=self._programs[name].stop_s)
        if not done:
            self._on_log("supervisor", f"{name} did not stop in time: killed")
            with suppress(ProcessLookupError):
                self._running[name].kill()
        await keeper

    async def _keep(self, program: Program) -> None:
        delay_s = FIRST_DELAY_S
        while not self._stopping.is_set():
            started = time.monotonic()
            code = await self._run(program)
            if self._stopping.is_set():
                return
            if code == GIVE_UP:
                self._on_log("supervisor", f"{program.name} cannot run; its last words say why")
                self.given_up = program.name
                self._ended.set()
                return
            if time.monotonic() - started >= HEALTHY_S:
                delay_s = FIRST_DELAY_S
            self.restarts += 1
            self._on_log(
                "supervisor", f"{program.name} {_how(code)}; starts again in {delay_s:g} s"
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay_s)
            delay_s = min(2 * delay_s, LAST_DELAY_S)

    async def _run(self, program: Program) -> int:
        process = await asyncio.create_subprocess_exec(
            *program.command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **program.environment},
            start_new_session=True,
        )
        self._running[program.name] = process
        if self._stopping.is_set():
            process.terminate()
        await asyncio.gather(
            _each_line(process.stdout, program.name, self._on_output),
            _each_line(process.stderr, program.name, self._heard),
        )
        return await process.wait()

    def _heard(self, name: str, line: str) -> None:
        self.last_words[name] = line
        self._on_log(name, line)


def end_with_leash(stop_s: float) -> None:
    """End this process when its standard input ends: politely, and after `stop_s` by force."""

    def watch() -> None:
        with suppress(OSError):
            while os.read(sys.stdin.fileno(), CHUNK_BYTES):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(stop_s)
        os._exit(1)

    threading.Thread(target=watch, name="leash", daemon=True).start()


async def _each_line(stream: asyncio.StreamReader | None, name: str, listener: Listener) -> None:
    if stream is None:
        return
    rest = b""
    while chunk := await stream.read(CHUNK_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            listener(name, line.decode(errors="replace"))
    if rest:
        listener(name, rest.decode(errors="replace"))


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
