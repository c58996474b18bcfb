"""`barq ingest --watch`, `--feeds` and `barq api` as processes: killed, started again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

import pytest
from click.testing import CliRunner

from schemas.codec import Headers, decode
from schemas.topics import WIRE
from streams.cli import main
from streams.replay import MemoryMessage, Replay
from streams.settings import Settings
from streams.topology import STAGES
from tests.brokers import free_port
from tests.console import commands
from tests.console.own_broker import own_broker
from tests.deploy.prometheus import wait_for
from tests.runtime.harness import read_all
from tests.runtime.scraping import get, scrape

BARQ = [sys.executable, "-m", "streams.cli"]
KILLED_BEFORE_IT_NOTES = """
import os, signal
from streams.cli import main
from streams.ingest.state import State
State.take = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""
RSS = (
    b"<rss version='2.0'><channel><title>A</title><item><title>Lavrov meets Cavusoglu</title>"
    b"<guid>1</guid><description>They agreed to hold talks on Syria.</description>"
    b"</item></channel></rss>"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_broker("embedded", tmp_path_factory.mktemp("broker")) as address:
        commands.run("topics", "--create", "--bootstrap", address).check_returncode()
        yield address


@pytest.fixture
def environment(address: str, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "BARQ_BOOTSTRAP": address,
        "BARQ_INGEST_STATE": str(tmp_path / "state" / "ingest.sqlite"),
        "BARQ_WATCH_POLL_S": "0.05",
        "BARQ_WATCH_SETTLE_S": "0",
        "BARQ_FEED_GAP_S": "0",
        "BARQ_INGEST_METRICS_PORT": "0",
        "BARQ_API_METRICS_PORT": "0",
    }


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def stop(process: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> None:
    process.send_signal(by)
    assert process.wait(15) == 0


def test_a_file_is_no_news_twice_when_the_process_is_killed_before_it_notes_it(
    address: str, environment: dict[str, str], tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text("Lavrov meets Cavusoglu\n\nThey agreed to hold talks on Syria.")
    before = len(read_all(address, "wire.items"))
    watch = ["ingest", "--watch", str(drop)]
    with running([sys.executable, "-c", KILLED_BEFORE_IT_NOTES, *watch], environment) as process:
        assert process.wait(30) == -signal.SIGKILL
    with running([*BARQ, *watch], environment) as process:
        assert line(process) == f"sent {drop / 'a.txt'}: 1 item, 59 bytes\n"
        stop(process)
    with running([*BARQ, *watch], environment) as process:
        (drop / "b.txt").write_text("Another story, so that we know when it has looked.")
        assert line(process).startswith(f"sent {drop / 'b.txt'}")
        stop(process, signal.SIGTERM)
    messages = read_all(address, "wire.items")[before:]
    assert [message.value() for message in messages] == [
        *[(drop / "a.txt").read_bytes()] * 2,
        (drop / "b.txt").read_bytes(),
    ]
    replay = Replay(Settings.read(), [STAGES["parse"], STAGES["dedup"]])
    items = [
        MemoryMessage(
            topic="wire.items",
            offset=number,
            timestamp=message.timestamp()[1],
            key=message.key(),
            value=message.value(),
            headers=cast(Headers, tuple(message.headers() or ())),
        )
        for number, message in enumerate(messages)
    ]
    topics = [sent.topic for sent in replay.feed(*(decode(WIRE, item) for item in items))]
    assert topics.count("articles.unique") == 2
    assert topics.count("articles.duplicates") == 1


class Feed(BaseHTTPRequestHandler):
    """Serves a feed, and tells when it has not changed."""

    def do_GET(self) -> None:
        unchanged = self.headers["If-None-Match"] == "1"
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", "1")
        self.send_header("Content-Length", str(0 if unchanged else len(RSS)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(RSS)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def test_a_feed_is_polled_and_sent(
    address: str, environment: dict[str, str], tmp_path: Path
) -> None:
    server = HTTPServer(("127.0.0.1", 0), Feed)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/rss"
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(f"- source: alpha\n  url: {url}\n")
    with running([*BARQ, "ingest", "--feeds", str(feeds)], environment) as process:
        assert line(process) == f"sent {url}: {len(RSS)} bytes\n"
        stop(process)
    server.shutdown()
    server.server_close()
    assert read_all(address, "wire.items")[-1].value() == RSS


def test_a_second_process_for_a_folder_is_told_which_one_has_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text("A story, so that we know when it has looked.")
    watch = [*BARQ, "ingest", "--watch", str(drop)]
    with running(watch, environment) as first:
        assert line(first).startswith("sent ")
        with running(watch, environment) as second:
            assert second.wait(30) == 2
            assert second.stderr is not None
            told = f"{drop}: process {first.pid}, with {drop}, already takes this in"
            assert told in second.stderr.read()
        stop(first)


def test_a_feed_written_into_the_list_is_polled(
    environment: dict[str, str], tmp_path: Path
) -> None:
    server = HTTPServer(("127.0.0.1", 0), Feed)
    Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(f"- source: alpha\n  url: {at}/one\n")
    with running([*BARQ, "ingest", "--feeds", str(feeds)], environment) as process:
        assert line(process).startswith(f"sent {at}/one")
        feeds.write_text(f"- source: beta\n  url: {at}/two\n")
        assert line(process) == "the list has changed: 1 to poll anew, 1 no more\n"
        assert line(process).startswith(f"sent {at}/two")
        stop(process)
    server.shutdown()
    server.server_close()


def test_an_item_is_pushed_and_there_when_it_is_answered(
    address: str, environment: dict[str, str]
) -> None:
    token = "0123456789abcdef"  # noqa: S105 - of this test alone
    command = [*BARQ, "api", "--port", "0"]
    metrics = free_port()
    own = {"BARQ_API_TOKEN": token, "BARQ_API_METRICS_PORT": str(metrics)}
    with running(command, {**environment, **own}) as process:
        url = line(process).split(";")[0].removeprefix("takes items in at ")
        for _ in range(2):
            request = urllib.request.Request(  # noqa: S310 - our own process
                f"{url}?source=afp",
                data=b"pushed",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "1"},
            )
            with urllib.request.urlopen(request) as response:  # noqa: S310 - our own process
                assert response.status == 202
            bodies = [message.value() for message in read_all(address, "wire.items")]
            assert bodies.count(b"pushed") == 1
        found = scrape(metrics)
        assert found("barq_edge_items_total", edge="push", outcome="sent", reason="") == 1
        assert found("barq_edge_items_total", edge="push", outcome="known", reason="") == 1
        wait_for("it to be ready", lambda: get(metrics, "/ready") == (200, "takes items in\n"))
        stop(process, signal.SIGTERM)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ingest"], "give files or folders"),
        (["ingest", "--watch"], "give files or folders"),
        (["ingest", "--feeds", "none.yaml"], "none.yaml: cannot be read"),
        (["ingest", "a", "--feeds", "none.yaml"], "send files apart"),
        (["ingest", "--source", "a", "--feeds", "none.yaml"], "are for files"),
        (["ingest", "--watch", "none"], "there is no such folder"),
        (["api"], "no token: set BARQ_API_TOKEN"),
    ],
)
def test_what_cannot_be_run_is_told(
    arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BARQ_API_TOKEN", raising=False)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert told in done.output
