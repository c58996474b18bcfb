"""Everything on one machine: the embedded broker and one worker a stage, supervised."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import click
import orjson

from streams.ports import free_ports
from streams.runtime import topics
from streams.runtime.supervisor import Listener, Program, Supervisor
from streams.settings import PREFIX, Settings
from streams.topology import PIPELINE

BROKER: Final = "broker"
BROKER_STOP_S: Final = 1.0
"""The broker may be killed at any time and loses nothing: it is not waited for long."""
WORKER_MARGIN_S: Final = 0.5
"""A worker ends itself when its own time to stop is up; this much later it is killed."""


class NeverUpError(RuntimeError):
    """The broker did not start; what it wrote says why."""


class Local:
    """The processes of one machine."""

    def __init__(self, settings: Settings, supervisor: Supervisor, *, embedded: bool) -> None:
        self._supervisor = supervisor
        self._embedded = embedded
        self._broker_ready = asyncio.Event()
        port = settings.broker_port or free_ports(1)[0]
        changed: dict[str, object] = {"broker_port": port}
        if embedded:
            changed["bootstrap"] = f"{_reachable(settings.broker_host)}:{port}"
        self.settings = settings.model_copy(update=changed)
        """The settings as the workers get them."""

    async def start(self) -> None:
        """Start the broker if it is ours, create the topics, start the workers.

        Raises NeverUpError when the broker cannot start or someone asks to stop.
        """
        if self._embedded:
            self._supervisor.start(self._program(BROKER, BROKER, tier=0, stop_s=BROKER_STOP_S))
            await self._broker_up()
        await topics.create(self.settings)
        for stage, port in metrics_ports(self.settings).items():
            stop_s = self.settings.stop_timeout_s + WORKER_MARGIN_S
            program = self._program(stage, "worker", stage, tier=1, stop_s=stop_s)
            own = {**program.environment, f"{PREFIX}METRICS_PORT": str(port)}
            self._supervisor.start(replace(program, environment=own))

    def heard(self, name: str, line: str) -> None:
        """Take a line that a program wrote on its standard output; the broker's means it is up."""
        del line
        if name == BROKER:
            self._broker_ready.set()

    async def _broker_up(self) -> None:
        ready = asyncio.create_task(self._broker_ready.wait())
        ended = asyncio.create_task(self._supervisor.ended())
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ready, ended):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if not self._broker_ready.is_set():
            raise NeverUpError("the broker did not start")

    def _program(self, name: str, *words: str, tier: int, stop_s: float) -> Program:
        settings = self.settings
        rules = {} if settings.rules is None else {f"{PREFIX}RULES": str(settings.rules)}
        return Program(
            name=name,
            command=(sys.executable, "-m", "streams.cli", *words, "--with-parent"),
            environment={
                f"{PREFIX}BOOTSTRAP": settings.bootstrap,
                f"{PREFIX}DATA_DIR": str(settings.data_dir),
                f"{PREFIX}BROKER_HOST": settings.broker_host,
                f"{PREFIX}BROKER_PORT": str(settings.broker_port),
                f"{PREFIX}LOG_FORMAT": log_format(settings),
                **rules,
            },
            tier=tier,
            stop_s=stop_s,
        )


def metrics_ports(settings: Settings) -> dict[str, int]:
    """Give the port of each stage's metrics, one after the other; 0 for none."""
    first = settings.metrics_port
    return {stage.name: first and first + place for place, stage in enumerate(PIPELINE)}


def log_format(settings: Settings) -> str:
    """Choose how the processes log: they write into pipes, but a person may read them."""
    if settings.log_format != "auto":
        return settings.log_format
    return "console" if sys.stderr.isatty() else "json"


def speaker(settings: Settings) -> Listener:
    """Give what writes the processes' log lines to standard error.

    For people each line has the process's name before it; as JSON, a line that is JSON goes
    as it is, for it names its stage, and any other is wrapped.
    """
    return _say_json if log_format(settings) == "json" else say


def say(name: str, line: str) -> None:
    """Write one line for people."""
    click.echo(f"{name:<10} | {line}", err=True)


def _say_json(name: str, line: str) -> None:
    if not line.startswith("{"):
        time = datetime.now(UTC).isoformat()
        line = orjson.dumps({"process": name, "event": line, "timestamp": time}).decode()
    click.echo(line, err=True)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared only
