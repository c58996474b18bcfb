"""Polling feeds from a server on this machine; time is that of the test."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from streams.ingest.feedlist import Feed
from streams.ingest.feeds import Poller
from streams.ingest.fetching import Fetcher, Hosts, browsing
from streams.ingest.reading import Piece, Refused
from streams.ingest.state import State
from streams.runtime.edge_metrics import FEED_POLLS, ITEMS

RSS = b"<rss version='2.0'><channel><title>A</title><item><title>B</title></item></channel></rss>"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Killed(BaseException):
    """The process ends here."""


class Ground:
    """A server that answers as it is told to, and a poller."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.now_s = 1000.0
        self.slept: list[float] = []
        self.requests: list[web.Request] = []
        self.answers: list[Handler] = []
        self.sent: list[Piece] = []
        self.told: list[str] = []
        self.warned: list[str] = []
        self.refused: list[Refused] = []
        self.server = TestServer(self._application(), host="127.0.0.1")
        self.kill_after_sending = False

    def _application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        return await answer(request)

    def begin(self, session: object, **limits: float) -> None:
        self.hosts = Hosts(gap_s=1.0, clock=lambda: self.now_s, sleep=self.sleep)
        self.poller = Poller(
            fetcher=Fetcher(
                session=session,  # type: ignore[arg-type]  # of the fixture
                hosts=self.hosts,
                most_bytes=int(limits.get("most_bytes", 10_000)),
                timeout_s=limits.get("timeout_s", 5.0),
            ),
            state=self.state,
            deliver=self._deliver,
            tell=self.told.append,
            warn=self.warned.append,
            interval_s=300.0,
            stop_s=1.0,
            wall=lambda: self.now_s,
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)

    async def _deliver(self, pieces: Sequence[Piece]) -> list[Refused]:
        self.sent += pieces
        if self.kill_after_sending:
            raise Killed
        return self.refused

    def feed(self, path: str = "/rss") -> Feed:
        return Feed(source="alpha", url=self.server.make_url(path))

    async def poll(self, path: str = "/rss") -> None:
        await self.poller.poll(self.feed(path))

    def wait_s(self, path: str = "/rss") -> float:
        return self.state.feed(self.feed(path).shown).due_s - self.now_s


def answering(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=named)

    return answer


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    with State(tmp_path / "state", "cluster") as state:
        ground = Ground(state)
        async with ground.server, browsing() as session:
            ground.begin(session)
            yield ground


async def test_a_feed_is_sent_as_one_item_by_its_name(ground: Ground) -> None:
    ground.answers = [answering(body=RSS, Content_Type="application/rss+xml; charset=utf-8")]
    await ground.poll()
    (piece,) = ground.sent
    assert (piece.source, piece.content_type, piece.body) == (
        "alpha",
        "application/rss+xml; charset=utf-8",
        RSS,
    )
    assert ground.requests[0].headers["User-Agent"].startswith("Barq/")


async def test_the_next_poll_asks_for_changes_only(ground: Ground) -> None:
    ground.answers = [
        answering(body=RSS, ETag='"1"', Last_Modified="Mon, 01 Jan 2024 10:00:00 GMT"),
        answering(304),
    ]
    await ground.poll()
    await ground.poll()
    assert len(ground.sent) == 1
    asked = ground.requests[1].headers
    assert asked["If-None-Match"] == '"1"'
    assert asked["If-Modified-Since"] == "Mon, 01 Jan 2024 10:00:00 GMT"
    assert "If-None-Match" not in ground.requests[0].headers


async def test_a_server_without_validators_that_sends_the_same_is_sent_once(ground: Ground) -> None:
    ground.answers = [answering(body=RSS), answering(body=RSS), answering(body=RSS + b"\n")]
    for _ in range(3):
        await ground.poll()
    assert [piece.body for piece in ground.sent] == [RSS, RSS + b"\n"]


async def test_gzip_is_unpacked_as_transport_and_as_file(ground: Ground) -> None:
    packed = gzip.compress(RSS)
    ground.answers = [answering(body=packed, Content_Encoding="gzip"), answering(body=packed)]
    await ground.poll("/a")
    await ground.poll("/b")
    assert [piece.body for piece in ground.sent] == [RSS, RSS]


async def test_a_bomb_and_a_body_too_large_are_not_sent(ground: Ground) -> None:
    bomb = gzip.compress(bytes(10 * 2**20))
    ground.answers = [answering(body=bomb, Content_Encoding="gzip"), answering(body=RSS * 200)]
    await ground.poll("/a")
    await ground.poll("/b")
    assert ground.sent == []
    assert all("larger than 10000 bytes" in line for line in ground.warned)
    assert len(ground.warned) == 2


async def test_a_body_that_is_cut_off_is_not_sent(ground: Ground) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "9999"})
        await response.prepare(request)
        await response.write(RSS)
        assert request.transport is not None
        request.transport.close()
        return response

    packed = gzip.compress(RSS)[:-4]
    ground.answers = [cut, answering(body=packed, Content_Encoding="gzip")]
    await ground.poll("/a")
    await ground.poll("/b")
    assert ground.sent == []
    assert len(ground.warned) == 2


async def test_an_encoding_that_was_not_asked_for_is_told(ground: Ground) -> None:
    ground.answers = [answering(body=RSS, Content_Encoding="br")]
    await ground.poll()
    assert "packed as br" in ground.warned[0]


async def test_too_many_requests_holds_the_host_for_as_long_as_it_asks(ground: Ground) -> None:
    ground.answers = [answering(429, Retry_After="900"), answering(body=RSS)]
    await ground.poll("/a")
    assert ground.wait_s("/a") == 900.0
    await ground.poll("/b")
    assert ground.slept == [900.0]
    assert len(ground.sent) == 1


async def test_requests_to_one_host_leave_a_gap_and_never_overlap(ground: Ground) -> None:
    under_way = most = 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _turn in range(20):
            await asyncio.sleep(0)
        under_way -= 1
        return web.Response(body=RSS)

    ground.answers = [slow]
    await asyncio.gather(*(ground.poll(f"/{number}") for number in range(4)))
    assert len(ground.sent) == 4
    assert most == 1
    assert ground.slept == [1.0, 1.0, 1.0]


async def test_redirects_are_followed_and_one_for_good_is_told(ground: Ground) -> None:
    ground.answers = [
        answering(301, Location="/new"),
        answering(body=RSS),
        answering(302, Location="/new"),
        answering(body=RSS),
    ]
    await ground.poll("/a")
    assert [request.path for request in ground.requests] == ["/a", "/new"]
    (line,) = ground.warned
    assert line == (
        f"{ground.feed('/a').shown}: has moved for good; write {ground.feed('/new').shown} into"
        " the list"
    )
    await ground.poll("/b")
    assert len(ground.sent) == 2
    assert len(ground.warned) == 1


async def test_a_circle_of_redirects_ends(ground: Ground) -> None:
    ground.answers = [answering(302, Location="/rss")]
    await ground.poll()
    assert "more than 5 redirects" in ground.warned[0]
    assert len(ground.requests) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "", "http://[bad"])
async def test_a_redirect_to_no_address_is_refused(ground: Ground, location: str) -> None:
    ground.answers = [answering(302, Location=location)]
    await ground.poll()
    assert "a redirect to no address" in ground.warned[0]


async def test_a_server_that_is_slow_is_given_up(ground: Ground) -> None:
    async def never(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async with browsing() as session:
        ground.begin(session, timeout_s=0.05)
        ground.answers = [never]
        await ground.poll()
    assert "no whole answer within 0.05 s; again in 300 s" in ground.warned[0]


async def test_a_server_that_is_not_there_is_told_once_for_each_wait_and_when_it_is_back(
    ground: Ground,
) -> None:
    ground.answers = [answering(500), answering(500), answering(body=RSS)]
    for _ in range(3):
        await ground.poll()
    assert [line.rpartition("again in ")[2] for line in ground.warned] == ["300 s", "600 s"]
    assert ground.told[-1].endswith("answers again")


async def test_a_certificate_that_nobody_signed_is_refused(ground: Ground, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    command = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=127.0.0.1"
    )
    outputs = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *command.split(), *outputs], check=True, capture_output=True)  # noqa: ASYNC221 - it takes milliseconds
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = TestServer(ground._application(), host="127.0.0.1", scheme="https")
    await server.start_server(ssl=context)
    feed = Feed(source="alpha", url=URL(f"https://127.0.0.1:{server.port}/rss"))
    ground.answers = [answering(body=RSS)]
    await ground.poller.poll(feed)
    await server.close()
    assert "its certificate is not to be trusted" in ground.warned[0]
    assert ground.sent == []


async def test_polls_are_counted_by_what_came_of_them(ground: Ground) -> None:
    ground.answers = [
        answering(body=RSS, ETag="1"),
        answering(304),
        answering(500),
        answering(body=RSS.replace(b"B", b"C")),
        answering(410),
    ]
    for refused in ([], [], [], [Refused("x", "not taken", reason="not_taken")], []):
        ground.refused = list(refused)
        await ground.poll()
    feed = ("alpha", str(ground.feed().url))
    counted = ground.poller.meter.series.value
    polls = {
        result: counted(FEED_POLLS, (*feed, result))
        for result in ("sent", "unchanged", "failed", "refused", "gone")
    }
    assert set(polls.values()) == {1}
    assert counted(ITEMS, ("feeds", "refused", "not_taken")) == 1
    assert counted(ITEMS, ("feeds", "sent", "")) == 1


async def test_a_feed_that_is_gone_is_not_asked_again(ground: Ground) -> None:
    ground.answers = [answering(410)]
    await ground.poller.run([ground.feed()])
    assert len(ground.requests) == 1
    await ground.poller.run([ground.feed()])
    assert len(ground.requests) == 1
    assert ["410: it is gone" in line for line in ground.warned] == [True, False]
    assert "not polled" in ground.warned[1]


async def test_after_a_restart_a_feed_is_polled_when_it_is_due(ground: Ground) -> None:
    ground.answers = [answering(body=RSS), answering(410)]
    await ground.poll()
    ground.slept.clear()
    await ground.poller.run([ground.feed()])
    assert ground.slept == [300.0]
    assert len(ground.requests) == 2


async def test_feeds_listed_anew_are_polled_and_those_no_longer_listed_are_not(
    ground: Ground,
) -> None:
    asked: asyncio.Queue[str] = asyncio.Queue()
    done = asyncio.Event()
    old, new, gone = (ground.feed(path) for path in ("/old", "/new", "/gone"))

    async def answer(request: web.Request) -> web.Response:
        asked.put_nowait(request.path)
        return web.Response(body=RSS)

    async def changes() -> AsyncIterator[list[Feed]]:
        assert {await asked.get(), await asked.get()} == {"/old", "/gone"}
        yield [old, new]
        assert await asked.get() == "/new"
        done.set()
        await asyncio.Event().wait()

    async def sleep(_: float) -> None:
        await asyncio.Event().wait()

    ground.answers = [answer]
    ground.poller.sleep = sleep
    ground.hosts.gap_s = 0.0
    task = asyncio.create_task(ground.poller.run([old, gone], changes()))
    await done.wait()
    assert _followed() == 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "the list has changed: 1 to poll anew, 1 no more" in ground.told


def _followed() -> int:
    names = [getattr(task.get_coro(), "__name__", "") for task in asyncio.all_tasks()]
    return names.count("_follow")


async def test_a_feed_that_is_to_be_asked_more_often_is_not_waited_for_as_long_as_before(
    ground: Ground,
) -> None:
    ground.answers = [answering(body=RSS), answering(410)]
    await ground.poll()
    ground.slept.clear()
    await ground.poller.run([replace(ground.feed(), interval_s=60)])
    assert ground.slept == [60]


async def test_nothing_is_remembered_before_it_has_arrived(ground: Ground) -> None:
    ground.answers = [answering(body=RSS, ETag="1")]
    ground.kill_after_sending = True
    with pytest.raises(Killed):
        await ground.poll()
    ground.kill_after_sending = False
    await ground.poll()
    assert [piece.body for piece in ground.sent] == [RSS, RSS]
    assert "If-None-Match" not in ground.requests[1].headers


async def test_what_the_broker_never_takes_is_told_and_asked_for_again(ground: Ground) -> None:
    ground.answers = [answering(body=RSS, ETag="1")]
    ground.refused = [Refused("x", "not taken by the broker: too large")]
    await ground.poll()
    assert "not taken by the broker" in ground.warned[0]
    ground.refused = []
    await ground.poll()
    assert len(ground.sent) == 2
