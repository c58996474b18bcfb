"""Topics, ingest and tail against a broker, as commands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.console import commands
from tests.console.own_broker import KINDS, own_broker


class Barq:
    """The command line, run against one broker."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        told = commands.run(*arguments, "--bootstrap", self._address, given=given.encode())
        return subprocess.CompletedProcess(
            told.args, told.returncode, told.stdout.decode(), told.stderr.decode()
        )

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [sys.executable, "-m", "streams.cli", *arguments, "--bootstrap", self._address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        told = self("tail", *arguments)
        assert told.returncode == 0, told.stderr
        return [json.loads(line) for line in told.stdout.splitlines()]


@pytest.fixture(scope="module", params=KINDS)
def barq(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Barq]:
    with own_broker(request.param, tmp_path_factory.mktemp(request.param)) as address:
        yield Barq(address)


@pytest.fixture(scope="module")
def ready(barq: Barq) -> Barq:
    """Create the topics and send three items: their bodies are `first`, bytes, and `third`."""
    before = barq("topics", "--check")
    assert before.returncode == 1
    assert "wire.items: missing" in before.stdout
    created = barq("topics", "--create")
    assert created.returncode == 0, created.stdout + created.stderr
    assert "wire.items: created" in created.stdout
    lines = (
        '{"body": "first", "source": "a", "received_at": "2024-01-01T10:00:00Z"}\n'
        '{"body_base64": "/wA=", "source": "a", "received_at": "2024-01-01T11:00:00Z"}\n'
        '{"body": "third", "source": "a", "received_at": "2024-01-01T12:00:00Z"}\n'
    )
    sent = barq("ingest", "--lines", "-", given=lines)
    assert sent.returncode == 0, sent.stderr
    assert sent.stdout.startswith("sent 3 items, 12 bytes in ")
    return barq


def test_creating_topics_again_changes_nothing(ready: Barq) -> None:
    again = ready("topics", "--create")
    assert again.returncode == 0
    assert "created" not in again.stdout
    assert "all topics are as planned" in again.stdout


def test_a_refused_item_is_named_and_the_others_are_sent(ready: Barq, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("fourth")
    told = ready("ingest", str(file), str(tmp_path / "none"))
    assert told.returncode == 1
    assert told.stdout.startswith("sent 1 item, 6 bytes")
    assert f"refused {tmp_path / 'none'}: there is no such file" in told.stderr


def test_nothing_to_send_is_an_error(ready: Barq, tmp_path: Path) -> None:
    assert ready("ingest", str(tmp_path)).returncode == 2


def test_tail_shows_each_record_as_a_json_line_with_its_place(ready: Barq) -> None:
    lines = ready.lines("wire.items", "--from", "start", "-n", "3")
    assert [line["offset"] for line in lines] == [0, 1, 2]
    assert lines[0]["record"]["body"] == "first"
    assert lines[1]["record"]["body_base64"] == "/wA="
    assert {line["topic"] for line in lines} == {"wire.items"}


def test_tail_begins_at_the_time_when_a_record_reached_the_topic(ready: Barq) -> None:
    before = datetime.now(UTC).isoformat()
    old = '{"body": "late news", "received_at": "2024-01-01T10:00:00Z"}'
    assert ready("ingest", "--lines", "-", given=old).returncode == 0
    (line,) = ready.lines("wire.items", "--from", before, "--until-end")
    assert line["record"]["body"] == "late news"


def test_tail_ends_with_what_is_there_now(ready: Barq) -> None:
    lines = ready.lines("wire.items", "--from", "start", "--until-end")
    assert [line["record"].get("body") for line in lines[:3]] == ["first", None, "third"]
    assert ready.lines("alerts", "--from", "start", "--until-end") == []


def test_tail_ends_when_nobody_reads_it_any_more(ready: Barq) -> None:
    with ready.started("tail", "wire.items", "--from", "start") as tail:
        assert tail.stdout is not None
        assert '"offset":0' in tail.stdout.readline()
        tail.stdout.close()
        assert tail.wait(30) == 0


def test_what_tail_prints_can_be_ingested_again(ready: Barq) -> None:
    first = ready.lines("wire.items", "--from", "start", "-n", "2")
    again = "".join(json.dumps(line["record"]) + "\n" for line in first)
    with ready.started("ingest", "--lines", "-") as ingest:
        told, _ = ingest.communicate(again, timeout=60)
    assert told.startswith("sent 2 items")
    assert ingest.returncode == 0
    last = ready.lines("wire.items", "--from", "start", "--until-end")[-2:]
    assert [line["record"] for line in last] == [line["record"] for line in first]
