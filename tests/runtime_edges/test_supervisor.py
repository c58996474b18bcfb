"""The supervisor, with toy programs: restarts, order of stopping, and nobody left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from streams.runtime.supervisor import Program, Supervisor

POLITE = """
import signal, sys
def stop(*_):
    print("stopped", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("up", flush=True)
while True:
    signal.pause()
"""
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
while True:
    signal.pause()
"""
DYING = "import sys; print('up', flush=True); sys.exit(3)"
MISTOLD = "import sys; print('no such file', file=sys.stderr); sys.exit(2)"
LEASHED = """
import signal, sys
from streams.runtime.supervisor import end_with_leash
end_with_leash(0.1)
held = open(sys.argv[1], "w")
print("up", file=held, flush=True)
while True:
    signal.pause()
"""
SUPERVISE = f"""
import asyncio, sys
from streams.runtime.supervisor import Program, Supervisor

async def main():
    say = lambda name, line: None
    async with Supervisor(on_output=say, on_log=say) as supervisor:
        child = (sys.executable, "-c", {LEASHED!r}, sys.argv[1])
        supervisor.start(Program(name="child", command=child))
        await supervisor.ended()

asyncio.run(main())
"""


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


class Heard:
    """What the programs wrote, and a way to wait for it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self._more = asyncio.Event()

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))
        self._more.set()

    async def until(self, condition: Callable[[list[tuple[str, str]]], bool]) -> None:
        async with asyncio.timeout(30):
            while not condition(self.lines):
                self._more.clear()
                await self._more.wait()


@pytest.fixture
async def heard() -> Heard:
    return Heard()


@pytest.fixture
async def supervisor(heard: Heard) -> AsyncIterator[Supervisor]:
    async with Supervisor(on_output=heard, on_log=heard) as supervisor:
        yield supervisor


async def test_a_program_that_dies_is_started_again_after_longer_and_longer(
    supervisor: Supervisor, heard: Heard
) -> None:
    supervisor.start(Program(name="dying", command=python(DYING)))
    await heard.until(lambda lines: lines.count(("dying", "up")) == 3)
    await heard.until(lambda lines: sum("starts again" in text for _, text in lines) == 3)
    waits = [text.rsplit(" in ")[1] for _, text in heard.lines if "starts again" in text]
    assert waits == ["0.2 s", "0.4 s", "0.8 s"]


async def test_a_healthy_time_forgives_earlier_deaths(
    supervisor: Supervisor, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.runtime.supervisor.HEALTHY_S", 0.0)
    supervisor.start(Program(name="dying", command=python(DYING)))
    await heard.until(lambda lines: sum("starts again in 0.2 s" in text for _, text in lines) == 2)


async def test_a_killed_program_comes_back(supervisor: Supervisor, heard: Heard) -> None:
    supervisor.start(
        Program(name="tag", command=python(f"import os; print(os.getpid())\n{POLITE}"))
    )
    await heard.until(lambda lines: ("tag", "up") in lines)
    os.kill(int(heard.lines[0][1]), signal.SIGKILL)
    await heard.until(lambda lines: lines.count(("tag", "up")) == 2)
    assert ("supervisor", "tag was ended by SIGKILL; starts again in 0.2 s") in heard.lines


async def test_a_program_told_something_wrong_is_not_started_again(
    supervisor: Supervisor, heard: Heard
) -> None:
    supervisor.start(Program(name="alert", command=python(MISTOLD)))
    async with asyncio.timeout(30):
        await supervisor.ended()
    assert supervisor.given_up == "alert"
    assert supervisor.restarts == 0
    assert ("alert", "no such file") in heard.lines


async def test_higher_tiers_stop_before_lower_ones(supervisor: Supervisor, heard: Heard) -> None:
    for name, tier in (("broker", 0), ("parse", 1), ("tag", 1)):
        supervisor.start(Program(name=name, command=python(POLITE), tier=tier))
    await heard.until(lambda lines: sum(text == "up" for _, text in lines) == 3)
    await supervisor.stop()
    stopped = [name for name, text in heard.lines if text == "stopped"]
    assert sorted(stopped[:2]) == ["parse", "tag"]
    assert stopped[2:] == ["broker"]


async def test_a_program_that_does_not_stop_is_killed(supervisor: Supervisor, heard: Heard) -> None:
    supervisor.start(Program(name="stuck", command=python(STUBBORN), stop_s=0.1))
    await heard.until(lambda lines: ("stuck", "up") in lines)
    await supervisor.stop()
    assert ("supervisor", "stuck did not stop in time: killed") in heard.lines


async def test_one_signal_asks_to_stop_and_a_second_stops_at_once(
    supervisor: Supervisor, heard: Heard
) -> None:
    supervisor.start(Program(name="stuck", command=python(STUBBORN), stop_s=60))
    await heard.until(lambda lines: ("stuck", "up") in lines)
    supervisor.stop_on_signals()
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(10):
        await supervisor.ended()
        stop = asyncio.create_task(supervisor.stop())
        os.kill(os.getpid(), signal.SIGINT)
        await stop


def test_programs_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "held-by-the-child"
    os.mkfifo(pipe)
    script = tmp_path / "supervise.py"
    script.write_text(SUPERVISE)
    with (
        subprocess.Popen(
            [sys.executable, str(script), str(pipe)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as process,
        pipe.open() as held,
    ):
        assert held.readline() == "up\n"
        process.kill()
        assert held.read() == "", "ends only when the child has ended"
