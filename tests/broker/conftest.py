"""Brokers to test against: our own, and with `-m kafka` also Apache Kafka at BARQ_TEST_KAFKA."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from streams.broker import EmbeddedBroker
from tests.broker.wire import Wire
from tests.brokers import AS_INSTALLED


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[EmbeddedBroker]:
    async with EmbeddedBroker(tmp_path / "broker") as running:
        yield running


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give a broker whose answers must be the same whichever it is."""
    if request.param == "kafka":
        bootstrap = os.environ.get("BARQ_TEST_KAFKA")
        if not bootstrap:
            pytest.skip("BARQ_TEST_KAFKA names no Apache Kafka")
        yield bootstrap
        return
    async with EmbeddedBroker(tmp_path / "broker") as running:
        yield running.address


@pytest.fixture
async def wire(address: str) -> AsyncIterator[Wire]:
    async with Wire(address) as client:
        yield client


@pytest.fixture
async def own(broker: EmbeddedBroker) -> AsyncIterator[Wire]:
    """Give a client of our broker alone, for what only it promises."""
    async with Wire(broker.address) as client:
        yield client


@pytest.fixture
def name() -> str:
    """Give a name that no other test uses."""
    return f"t-{uuid4().hex[:12]}"


class Process:
    """A broker in a process of its own, to be killed."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port
        self.address = ""
        self._process: asyncio.subprocess.Process

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", AS_INSTALLED, "--data", self.folder, "--port", str(self.port),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdout is not None
        while not self.address:
            line = (await self._process.stdout.readline()).decode().strip()
            assert line, "the broker did not start"
            if line.startswith("127.0.0.1:"):
                self.address = line
        self.port = int(self.address.rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        return self._process.pid

    async def kill(self, number: int = signal.SIGKILL) -> int:
        if self._process.returncode is None:
            self._process.send_signal(number)
        self.address = ""
        return await self._process.wait()


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    running = Process(tmp_path / "broker")
    await running.start()
    try:
        yield running
    finally:
        await running.kill()
