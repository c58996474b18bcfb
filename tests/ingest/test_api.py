"""The push endpoint, with a wire that does as it is told."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from aiokafka.errors import KafkaConnectionError, KafkaError, MessageSizeTooLargeError

from schemas.records import WireItem
from streams.ingest.api import Api, serving
from streams.ingest.room import Room
from streams.ingest.state import State
from streams.runtime.edge_metrics import BYTES, ITEMS, WAITING

TOKEN = "0123456789abcdef"  # noqa: S105 - of these tests alone
LET_IN = {"Authorization": f"Bearer {TOKEN}"}


class Wire:
    """Takes items, or does not."""

    def __init__(self) -> None:
        self.client = None
        self.items: list[WireItem] = []
        self.futures: list[asyncio.Future[object]] = []
        self.error: KafkaError | None = None
        self.confirms = True
        self.renewed = 0
        self.handed_over = asyncio.Event()

    async def hand_over(self, item: WireItem) -> asyncio.Future[object]:
        future = asyncio.get_running_loop().create_future()
        self.items.append(item)
        self.futures.append(future)
        self.handed_over.set()
        if self.error is not None:
            future.set_exception(self.error)
        elif self.confirms:
            future.set_result(None)
        return future

    async def renew(self, _: object) -> None:
        self.renewed += 1

    async def answers(self) -> bool:
        return self.error is None


class Ground:
    """An endpoint and a client."""

    def __init__(self, api: Api, wire: Wire, url: str, session: ClientSession) -> None:
        self.api, self.wire, self.url, self.session = api, wire, url, session

    async def post(
        self, body: Any = b"text", path: str = "/items?source=afp", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.post(
            self.url + path, data=body, headers={**LET_IN, **named}
        ) as response:
            return await told(response)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - it is the endpoint's own state, which tells nobody
            await asyncio.sleep(0.001)


async def told(response: ClientResponse) -> tuple[int, dict[str, Any]]:
    answer = await response.json(content_type=None)
    if response.status >= 400:
        assert response.content_type == "application/problem+json"
        assert answer["status"] == response.status
    return response.status, answer


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    wire = Wire()
    with State(tmp_path / "state", "cluster") as state:
        api = Api(
            wire=wire,  # type: ignore[arg-type]  # in place of the broker's
            state=state,
            tokens=(TOKEN,),
            most_bytes=100_000,
            room=Room(250_000),
            body_s=0.2,
            acknowledged_s=0.1,
        )
        async with serving(api, "127.0.0.1", 0, stop_s=1.0) as port, ClientSession() as session:
            yield Ground(api, wire, f"http://127.0.0.1:{port}", session)


async def test_a_body_is_an_item(ground: Ground) -> None:
    status, answer = await ground.post("Лавров".encode(), Content_Type="text/plain")
    (item,) = ground.wire.items
    assert (status, answer) == (202, {"id": item.id, "source": "afp"})
    assert (item.source, item.content_type, item.body.decode()) == ("afp", "text/plain", "Лавров")


async def test_the_type_of_an_item_without_one_is_told_by_its_bytes(ground: Ground) -> None:
    await ground.post(b"<rss/>", Content_Type="application/x-www-form-urlencoded")
    assert ground.wire.items[0].content_type == "application/rss+xml"


@pytest.mark.parametrize("header", ["", "Bearer wrong", f"Basic {TOKEN}"])
async def test_nobody_is_let_in_without_the_token(ground: Ground, header: str) -> None:
    status, answer = await ground.post(Authorization=header)
    assert status == 401
    assert "Authorization: Bearer" in answer["detail"]
    assert ground.wire.items == []


async def test_what_came_of_each_push_is_counted(ground: Ground) -> None:
    for key, body in (("1", b"one"), ("1", b"one"), ("1", b"other"), ("2", b"two")):
        await ground.post(body, Idempotency_Key=key)
    await ground.post(Authorization="")
    await ground.post(path="/elsewhere")
    counted = ground.api.meter.series.value
    assert counted(ITEMS, ("push", "sent", "")) == 2
    assert counted(BYTES, ("push",)) == 6
    assert counted(ITEMS, ("push", "known", "")) == 1
    assert counted(ITEMS, ("push", "refused", "422")) == 1
    assert counted(ITEMS, ("push", "refused", "401")) == 1
    assert counted(ITEMS, ("push", "refused", "404")) is None
    assert counted(WAITING, ("push",)) == 0


async def test_a_body_is_at_most_so_large_packed_or_not(ground: Ground) -> None:
    async def without_length() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 50_000

    bomb = gzip.compress(bytes(10 * 2**20))
    assert (await ground.post(b"x" * 100_001))[0] == 413
    assert (await ground.post(without_length()))[0] == 413
    assert (await ground.post(bomb, Content_Encoding="gzip"))[0] == 413
    assert (await ground.post(b"x" * 100_000))[0] == 202
    assert len(ground.wire.items) == 1


async def test_gzip_is_unpacked(ground: Ground) -> None:
    assert (await ground.post(gzip.compress(b"text"), Content_Encoding="gzip"))[0] == 202
    assert ground.wire.items[0].body == b"text"
    assert (await ground.post(b"text", Content_Encoding="gzip"))[0] == 400


async def test_a_request_sent_again_with_its_key_is_one_delivery(ground: Ground) -> None:
    first = await ground.post(Idempotency_Key="1")
    assert await ground.post(Idempotency_Key="1") == first
    assert (await ground.post(ce_id="1")) == first
    assert len(ground.wire.items) == 1
    assert (await ground.post(path="/items?source=tass", Idempotency_Key="1"))[0] == 202
    assert len(ground.wire.items) == 2


async def test_a_key_is_of_one_item(ground: Ground) -> None:
    await ground.post(Idempotency_Key="1")
    status, answer = await ground.post(b"another", Idempotency_Key="1")
    assert status == 422
    assert "give each its own" in answer["detail"]


async def test_a_request_sent_again_while_the_first_is_under_way_waits_for_it(
    ground: Ground,
) -> None:
    ground.wire.confirms = False
    status, answer = await ground.post(Idempotency_Key="1")
    assert status == 503
    assert "same Idempotency-Key" in answer["detail"]
    again = asyncio.create_task(ground.post(Idempotency_Key="1"))
    await asyncio.sleep(0)
    ground.wire.futures[0].set_result(None)
    assert await again == (202, {"id": ground.wire.items[0].id, "source": "afp"})
    assert len(ground.wire.items) == 1


async def test_a_key_is_forgotten_after_a_week(ground: Ground) -> None:
    week_s = 7 * 24 * 3600.0
    times = iter((0.0, week_s, week_s + 7200.0))
    ground.api.wall = lambda: next(times)
    for key in ("old", "middle", "new"):
        await ground.post(Idempotency_Key=key)
    known = {key: ground.api.state.pushed("afp", key) for key in ("old", "middle", "new")}
    assert {key for key, pushed in known.items() if pushed} == {"middle", "new"}


async def test_without_a_key_each_request_is_a_delivery(ground: Ground) -> None:
    (_, first), (_, second) = await ground.post(), await ground.post()
    assert first["id"] != second["id"]


async def test_what_kafka_does_not_take_can_be_sent_again(ground: Ground) -> None:
    ground.wire.error = KafkaConnectionError("away")
    assert (await ground.post(Idempotency_Key="1"))[0] == 503
    assert ground.wire.renewed == 1
    ground.wire.error = None
    assert (await ground.post(Idempotency_Key="1"))[0] == 202
    first, second = ground.wire.items
    assert first.id != second.id


async def test_what_kafka_finds_too_large_is_told_as_such(ground: Ground) -> None:
    ground.wire.error = MessageSizeTooLargeError("too large")
    assert (await ground.post())[0] == 413


async def test_clients_wait_while_much_is_coming_in(ground: Ground) -> None:
    ground.wire.confirms = False
    large = b"x" * 100_000
    assert [(await ground.post(large))[0] for _ in range(2)] == [503, 503]
    status, answer = await ground.post(large)
    assert status == 429
    assert "send again" in answer["detail"]
    for future in ground.wire.futures:
        future.set_result(None)
    ground.wire.confirms = True
    assert (await ground.post(large))[0] == 202
    assert ground.api.room.held_bytes == 0


async def test_a_body_that_does_not_come_is_given_up(ground: Ground) -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"beginning"
        await asyncio.Event().wait()

    assert (await ground.post(stuck()))[0] == 408
    assert ground.api.room.held_bytes == 0


@pytest.mark.parametrize("length", [b"Content-Length: 99", b"Transfer-Encoding: chunked"])
async def test_a_body_that_is_cut_off_is_no_item(
    ground: Ground, length: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", int(ground.url.rpartition(":")[2]))
    token = f"Authorization: Bearer {TOKEN}".encode()
    head = [b"POST /items?source=afp HTTP/1.1", b"Host: a", token, length, b"", b""]
    writer.write(b"\r\n".join(head) + b"4\r\npart\r\n")
    await until(lambda: ground.api.room.held_bytes > 0)
    writer.close()
    await until(lambda: ground.api.room.held_bytes == 0)
    assert (await ground.post(b"whole"))[0] == 202
    assert [item.body for item in ground.wire.items] == [b"whole"]
    assert caplog.records == []


async def test_a_client_that_asks_first_is_spared_a_body_in_vain(ground: Ground) -> None:
    async def body() -> AsyncIterator[bytes]:
        asked.append(True)
        yield b"text"

    asked: list[bool] = []
    for headers, status in (({}, 401), (LET_IN, 202)):
        async with ground.session.post(
            f"{ground.url}/items?source=afp", data=body(), headers=headers, expect100=True
        ) as response:
            assert response.status == status
        assert bool(asked) is (status == 202)


async def test_health_tells_whether_kafka_answers(ground: Ground) -> None:
    for error, status in ((None, 200), (KafkaConnectionError("away"), 503)):
        ground.wire.error = error
        async with ground.session.get(f"{ground.url}/health") as response:
            assert (await told(response))[0] == status


async def test_other_addresses_and_methods_are_told(ground: Ground) -> None:
    async with ground.session.get(f"{ground.url}/items") as response:
        assert response.headers["Allow"] == "POST"
        assert (await told(response))[0] == 405
    async with ground.session.get(f"{ground.url}/") as response:
        assert "POST /items" in (await told(response))[1]["detail"]


async def test_requests_under_way_are_answered_when_it_stops(tmp_path: Path) -> None:
    wire = Wire()
    wire.confirms = False
    with State(tmp_path / "state", "cluster") as state:
        api = Api(wire=wire, state=state, tokens=(), most_bytes=9, room=Room(99))  # type: ignore[arg-type]  # in place of the broker's
        async with ClientSession() as session:
            async with serving(api, "127.0.0.1", 0, stop_s=5.0) as port:
                url = f"http://127.0.0.1:{port}/items?source=a"
                request = asyncio.create_task(session.post(url, data=b"text"))
                await wire.handed_over.wait()
                asyncio.get_running_loop().call_later(0.05, wire.futures[0].set_result, None)
            assert (await request).status == 202
