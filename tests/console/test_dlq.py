"""`barq dlq` on a broker: letters are listed, shown, and sent again once."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import confluent_kafka as ck
import pytest

from streams.console.reference import README
from streams.deadletters.redelivery import MARKERS
from streams.runtime.redelivery import RedeliveryError, open_sender
from streams.settings import Settings
from streams.topology import STAGES
from tests import law
from tests.chaos.log import waiting
from tests.console import commands
from tests.console.own_broker import KINDS, own_broker
from tests.deadletters.letters import redelivery
from tests.forked import Forked
from tests.runtime.harness import read_all, until

BROKEN = b'{"uri": "urn:x", \xff\x00\r\n'
LONG = b"Ferry sails again\n\n" + b"The ferry to the island sails again after the storm. " * 40
FEED = """<rss version="2.0"><channel><title>t</title>
<item><guid>urn:short</guid><title>Port opens</title><description>The port of the town opened on
Monday after long works on the quay.</description></item>
<item><guid>urn:long</guid><title>Long read</title><description>{}</description></item>
</channel></rss>""".format("A long read about trains and the people who drive them. " * 40).encode()
TIGHT = {"BARQ_MAX_TEXT_CHARS": "1000"}


class Desk:
    """The command line and the workers, on one broker with letters of three items.

    `wire.items/0/0` is broken, 1 too long, 2 a feed of which one entry is too long.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self._folder = folder

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
        return commands.run(*arguments, settings={"BARQ_BOOTSTRAP": self.address, **settings})

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        told = self.run(*arguments)
        assert told.returncode == 0, told.stderr
        return [json.loads(line) for line in told.stdout.splitlines()]

    def replay(self, *arguments: str) -> list[str]:
        told = self.run("dlq", "replay", *arguments)
        assert told.returncode == 0, told.stderr
        return told.stdout.decode().splitlines()

    def shell(self, line: str, folder: Path) -> str:
        """Run a line as a person would; it must do well."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-c", line],  # noqa: S607 - wherever bash is
            env={**os.environ, "PATH": path, "BARQ_BOOTSTRAP": self.address},
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    @contextmanager
    def working(self, *stages: str, **settings: str) -> Iterator[None]:
        """Run workers until they have taken all there is, and then through the block."""
        own = {"BARQ_BOOTSTRAP": self.address, "BARQ_LOG_FORMAT": "json", **settings}
        log = self._folder / f"{'-'.join(stages)}-{len(list(self._folder.iterdir()))}.log"
        workers = [
            Forked(commands.barq, ["worker", stage], {**os.environ, **own}, log) for stage in stages
        ]
        try:
            until(lambda: all(map(self.drained, stages)))
            yield
            until(lambda: all(map(self.drained, stages)))
        finally:
            for worker in workers:
                worker.terminate()
            codes = [worker.wait(15) for worker in workers]
        assert codes == [0] * len(workers), log.read_text()
        assert law.check(log.read_text()) >= 1

    def drained(self, stage: str) -> bool:
        topics = [agent.reads.name for agent in STAGES[stage].agents]
        try:
            return all(waiting(self.address, f"barq-{stage}", topic) == 0 for topic in topics)
        except ck.KafkaException:  # a coordinator is not there from the first moment
            return False

    def on(self, topic: str) -> list[ck.Message]:
        return read_all(self.address, topic)


def readme_commands() -> list[str]:
    """Give README's commands on dead letters."""
    lines = README.read_text(encoding="utf-8").splitlines()
    return [line.partition(" #")[0].strip() for line in lines if line.startswith("barq dlq ")]


@pytest.fixture(scope="module", params=KINDS)
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp(request.param)
    with own_broker(request.param, folder) as address:
        made = Desk(address, folder)
        assert made.run("topics", "--create").returncode == 0
        files = {"1.bin": BROKEN, "2.txt": LONG, "3.rss": FEED}
        for name, body in files.items():
            (folder / name).write_bytes(body)
        sent = made.run("ingest", *(str(folder / name) for name in files), "--source", "desk")
        assert sent.returncode == 0, sent.stderr
        with made.working("parse", "dedup", **TIGHT):
            pass
        yield made


def test_letters_are_listed_with_reason_and_place(desk: Desk) -> None:
    first, second, third = desk.lines("dlq", "list")[:3]
    assert (first["id"], first["stage"], first["bytes"]) == ("wire.items/0/0", "parse", len(BROKEN))
    assert (second["id"], second["reason"]) == ("wire.items/0/1", "too_large")
    assert "BARQ_MAX_TEXT_CHARS" in second["detail"]
    assert (third["id"], third["replays"]) == ("wire.items/0/2", 0)


def test_the_list_is_narrowed_by_stage_reason_and_time(desk: Desk) -> None:
    by_reason = desk.lines("dlq", "list", "--stage", "parse", "--reason", "too_large")
    assert [one["id"] for one in by_reason[:2]] == ["wire.items/0/1", "wire.items/0/2"]
    assert desk.lines("dlq", "list", "--stage", "tag") == []
    time = by_reason[0]["time"]
    since = desk.lines("dlq", "list", "--from", time)
    until = desk.lines("dlq", "list", "--to", time)
    assert len(since) + len(until) == len(desk.lines("dlq", "list"))
    assert time in [one["time"] for one in since]


def test_the_summary_counts_by_reason(desk: Desk) -> None:
    first = desk.lines("dlq", "list", "--to", "2020-01-01", "--summary")
    assert first == []
    counts = {one["reason"]: one["letters"] for one in desk.lines("dlq", "list", "--summary")}
    assert counts["too_large"] == 2


def test_a_letter_is_shown_whole(desk: Desk) -> None:
    (shown,) = desk.lines("dlq", "show", "wire.items/0/0")
    headers = {one["name"]: one.get("value") for one in shown["record"]["headers"]}
    assert headers["ce_source"] == "desk"
    assert shown["record"]["detail"]
    assert shown["record"]["payload_base64"]


def test_raw_writes_the_bytes_and_nothing_else(desk: Desk) -> None:
    assert desk.run("dlq", "show", "wire.items/0/0", "--raw").stdout == BROKEN


def test_a_letter_that_is_not_there_is_told(desk: Desk) -> None:
    told = desk.run("dlq", "show", "wire.items/0/99")
    assert (told.returncode, told.stdout) == (1, b"")
    assert b"no dead letter of wire.items/0/99" in told.stderr


@pytest.mark.parametrize("options", [("--reason", "to_large"), ("--stage", "pars", "--summary")])
def test_a_list_of_none_says_so(desk: Desk, options: tuple[str, ...]) -> None:
    told = desk.run("dlq", "list", *options)
    assert (told.returncode, told.stdout) == (0, b"")
    assert told.stderr.startswith(b"no such dead letter; `barq dlq list --summary`")


def test_an_id_that_is_none_is_told_with_what_one_looks_like(desk: Desk) -> None:
    told = desk.run("dlq", "show", "17")
    assert told.returncode == 2
    assert b"such as wire.items/0/17" in told.stderr


def test_a_replay_of_nothing_in_particular_is_refused(desk: Desk) -> None:
    told = desk.run("dlq", "replay", "--yes")
    assert told.returncode == 2
    assert b"--all" in told.stderr


def test_nothing_is_sent_before_one_says_yes(desk: Desk) -> None:
    before = len(desk.on("wire.items"))
    told = desk.replay("--all")
    assert told[0].startswith("would send 3 items")
    assert told[-1] == "nothing is sent yet: say --yes to send"
    assert len(desk.on("wire.items")) == before
    assert desk.on(MARKERS) == []


def test_what_is_mended_goes_through_once(desk: Desk, tmp_path: Path) -> None:
    before = len(desk.on("wire.items"))
    told = {line: desk.shell(line, tmp_path) for line in readme_commands()}
    assert len(told) == 6
    assert list(told.values())[-1].startswith("sent 2 items")
    assert (tmp_path / "item.bin").read_bytes() == LONG
    again = desk.replay("--reason", "too_large", "--yes")
    assert again[0] == "sent 0 items, 0 bytes"
    assert again[1].startswith("left out 2 letters: replayed before")
    sent = desk.on("wire.items")[before:]
    assert [message.value() for message in sent] == [LONG, FEED]
    assert [dict(m.headers() or [])["barq-replayed"] for m in sent] == [
        b"wire.items/0/1",
        b"wire.items/0/2",
    ]
    with desk.working("parse", "dedup"):
        pass
    headlines = [
        json.loads(m.value() or b"")["parsed"]["headline"] for m in desk.on("articles.unique")
    ]
    assert sorted(headlines) == ["Ferry sails again", "Long read", "Port opens"]
    repeats = [json.loads(m.value() or b"") for m in desk.on("articles.duplicates")]
    assert [(r["relation"], r["parsed"]["headline"]) for r in repeats] == [("replay", "Port opens")]


def test_what_fails_again_is_a_new_letter_that_says_so(desk: Desk) -> None:
    assert desk.replay("wire.items/0/0", "--yes")[0] == f"sent 1 item, {len(BROKEN)} bytes"
    with desk.working("parse"):
        pass
    again = [one for one in desk.lines("dlq", "list") if one["replays"] == 1]
    assert [one["reason"] for one in again] == [desk.lines("dlq", "list")[0]["reason"]]
    assert desk.replay(again[0]["id"], "--yes")[0].startswith("sent 1 item")
    with desk.working("parse"):
        pass
    assert [one["replays"] for one in desk.lines("dlq", "list") if one["replays"]] == [1, 2]
    assert desk.on("dead-letters")[-1].value() == BROKEN


def test_whoever_begins_later_shuts_out_who_came_before(desk: Desk) -> None:
    async def both() -> None:
        settings = Settings.read(bootstrap=desk.address)
        async with open_sender(settings) as first, open_sender(settings) as second:
            with pytest.raises(RedeliveryError, match="another `barq dlq replay`"):
                await first.send([redelivery("wire.items/0/500")])
            await second.send([redelivery("wire.items/0/501")])

    before = len(desk.on("wire.items"))
    asyncio.run(both())
    gc.collect()  # aiokafka leaves failed futures, which else complain whenever it comes to pass
    sent = desk.on("wire.items")[before:]
    assert [dict(m.headers() or [])["barq-replayed"] for m in sent] == [b"wire.items/0/501"]


def test_markers_without_letters_are_deleted(desk: Desk) -> None:
    async def send_one_without_a_letter() -> None:
        async with open_sender(Settings.read(bootstrap=desk.address)) as sender:
            await sender.send([redelivery("wire.items/0/502")])

    def standing() -> set[bytes]:
        latest = {m.key() or b"": m.value() for m in desk.on(MARKERS)}
        return {key for key, value in latest.items() if value is not None}

    asyncio.run(send_one_without_a_letter())
    assert any(key.startswith(b"wire.items/0/502 ") for key in standing())
    desk.replay("--all", "--yes")
    left = standing()
    assert left
    assert not any(key.startswith(b"wire.items/0/502 ") for key in left)
