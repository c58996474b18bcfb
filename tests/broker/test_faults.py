"""What is wrong with a client, the disk or the folder hurts nobody else, and is said clearly."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kio.schema.errors import ErrorCode
from kio.schema.metadata.v4.request import MetadataRequest

from streams.broker import BrokerError, EmbeddedBroker
from streams.broker.protocol import SERVED, ProtocolError, decode
from tests.broker.wire import Wire, batch


async def serves(broker: EmbeddedBroker) -> bool:
    async with Wire(broker.address) as wire:
        request: Any = MetadataRequest
        answer = await wire.ask(request(topics=None, allow_auto_topic_creation=False))
        return len(answer.brokers) == 1


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack(">i", -1),
        struct.pack(">i", 2**31 - 1),
        struct.pack(">i", 0),
        struct.pack(">ihhi", 8, 999, 0, 1),
        struct.pack(">ihhi", 8, 0, 999, 1),
        struct.pack(">ihhi", 8, 1, 11, 1),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["negative", "huge", "empty", "api", "version", "body", "http", "tls"],
)
async def test_bytes_that_are_no_request_close_that_connection_alone(
    broker: EmbeddedBroker, raw: bytes
) -> None:
    async with Wire(broker.address) as good, Wire(broker.address) as bad:
        await good.create("t")
        bad.send_bytes(raw)
        assert await asyncio.wait_for(bad.closed(), 5)
        assert (await good.produce("t", batch(b"x"))).error_code is ErrorCode.none


async def test_an_unknown_version_of_api_versions_is_answered_in_version_0(own: Wire) -> None:
    own.send_frame(struct.pack(">hhih", 18, 99, 7, -1))
    frame = await own.frame()
    correlation_id, code, count = struct.unpack_from(">ihi", frame)
    assert (correlation_id, code, count) == (7, ErrorCode.unsupported_version, len(SERVED))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_frame_is_a_request_or_refused(frame: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        decode(frame)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    api=st.sampled_from(SERVED),
    last=st.booleans(),
    body=st.binary(max_size=300) | st.just(b"\0" * 40) | st.just(b"\xff" * 40),
)
async def test_any_body_of_any_request_leaves_the_broker_up(
    broker: EmbeddedBroker, *, api: Any, last: bool, body: bytes
) -> None:
    version = api.last if last else api.first
    async with Wire(broker.address) as wire:
        wire.send_frame(struct.pack(">hhih", api.key, version, 1, -1) + body)
        wire._writer.write_eof()
        await asyncio.wait_for(wire._reader.read(), 5)
    assert await serves(broker)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_a_damaged_batch_is_refused_and_never_stored(
    broker: EmbeddedBroker, data: st.DataObject
) -> None:
    async with Wire(broker.address) as wire:
        if "t" not in broker._services.log.topics:
            await wire.create("t")
        good = batch(b"one", b"two", key=b"k")
        at = data.draw(st.integers(8, len(good) - 1).filter(lambda i: not 12 <= i < 16))
        damaged = bytearray(good)
        damaged[at] ^= data.draw(st.integers(1, 255))
        cut = bytes(damaged[: data.draw(st.integers(0, len(good)) | st.just(len(good)))])
        answer = await wire.produce("t", cut)
        assert answer.error_code is not ErrorCode.none
        assert (await wire.fetch("t")).values == []


async def test_a_client_that_does_not_read_holds_up_no_other(broker: EmbeddedBroker) -> None:
    async with Wire(broker.address) as slow, Wire(broker.address) as quick:
        await quick.create("t")
        for _ in range(8):
            await quick.produce("t", batch(b"x" * 2**21))
        for _ in range(4):
            slow.send(slow.fetch_request([("t", 0, 0)]))
        for _ in range(20):
            async with asyncio.timeout(5):
                assert (await quick.produce("t", batch(b"y"))).error_code is ErrorCode.none


async def test_it_stops_with_clients_waiting(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    await broker.start()
    async with Wire(broker.address) as wire:
        await wire.create("t")
        wire.send(wire.fetch_request([("t", 0, 0)], max_wait_ms=60_000))
        async with Wire(broker.address) as other:
            await serves(broker)
            async with asyncio.timeout(2):
                await broker.stop()
            assert await other.closed()
        assert await wire.closed()


async def test_a_second_broker_on_the_folder_is_refused_and_says_who_has_it(
    broker: EmbeddedBroker, tmp_path: Path
) -> None:
    with pytest.raises(BrokerError, match=r"process \d+.*BARQ_DATA_DIR"):
        await EmbeddedBroker(tmp_path / "broker").start()
    assert await serves(broker)


async def test_a_stopped_broker_frees_its_folder(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path):
        pass
    async with EmbeddedBroker(tmp_path) as again:
        assert await serves(again)


async def test_a_port_in_use_is_refused_and_the_folder_freed(
    broker: EmbeddedBroker, tmp_path: Path
) -> None:
    port = int(broker.address.rsplit(":", 1)[1])
    with pytest.raises(BrokerError, match=r"in use.*BARQ_BROKER_PORT"):
        await EmbeddedBroker(tmp_path / "other", port=port).start()
    async with EmbeddedBroker(tmp_path / "other") as other:
        assert await serves(other)


async def test_a_host_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="BARQ_BROKER_HOST"):
        await EmbeddedBroker(tmp_path, host="192.0.2.1").start()


async def test_it_listens_on_loopback_alone(broker: EmbeddedBroker) -> None:
    assert broker.address.startswith("127.0.0.1:")


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BrokerError, match="cannot write"):
        await EmbeddedBroker(tmp_path / "file").start()


@pytest.mark.parametrize("content", [b"not a database at all, just text" * 200, b"SQLite format 3"])
async def test_a_damaged_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broker.sqlite3").write_bytes(content)
    with pytest.raises(BrokerError, match=r"Restore a copy|something else"):
        await EmbeddedBroker(tmp_path).start()
    assert (tmp_path / "broker.sqlite3").read_bytes() == content


async def test_a_file_damaged_in_the_middle_is_refused(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path) as broker, Wire(broker.address) as wire:
        await wire.create("t")
    path = tmp_path / "broker.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(BrokerError, match=r"estore a copy"):
        await EmbeddedBroker(tmp_path).start()


async def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "broker.sqlite3") as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(BrokerError, match="something else"):
        await EmbeddedBroker(tmp_path).start()


async def test_a_file_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "broker.sqlite3") as database:
        database.execute("PRAGMA user_version=99")
    database.close()
    with pytest.raises(BrokerError, match=r"newer Barq.*upgrade"):
        await EmbeddedBroker(tmp_path).start()


@pytest.fixture
async def full(own: Wire, broker: EmbeddedBroker, name: str) -> AsyncIterator[Any]:
    """Give a broker whose disk has just become full; SQLite's own limit stands for the disk's."""
    await own.create(name)
    await own.produce(name, batch(b"before"))
    database = broker._services.database
    (pages,) = database.read("PRAGMA page_count").fetchone()
    database.read(f"PRAGMA max_page_count={pages}")
    yield database
    database.read(f"PRAGMA max_page_count={2**31}")


async def test_a_full_disk_refuses_what_clients_send_again_later(
    own: Wire, full: Any, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        answer = await own.produce(name, batch(b"x" * 100_000))
        assert answer.error_code is ErrorCode.kafka_storage_error
        assert answer.error_code.retriable
    assert "free some disk space" in capsys.readouterr().out
    assert (await own.fetch(name)).values == [b"before"]
    full.read(f"PRAGMA max_page_count={2**31}")
    assert (await own.produce(name, batch(b"after"))).base_offset == 1
    assert (await own.fetch(name)).values == [b"before", b"after"]


async def test_a_full_disk_takes_no_sequence_and_no_transaction(
    own: Wire, full: Any, name: str
) -> None:
    full.read(f"PRAGMA max_page_count={2**31}")
    producer = await own.init_producer(name)
    await own.join_txn(name, producer, name)
    records = batch(b"x" * 100_000, producer=producer, sequence=0, txn=True)
    (pages,) = full.read("PRAGMA page_count").fetchone()
    full.read(f"PRAGMA max_page_count={pages}")
    refused = await own.produce(name, records, txn=name)
    assert refused.error_code is ErrorCode.kafka_storage_error
    full.read(f"PRAGMA max_page_count={2**31}")
    assert (await own.produce(name, records, txn=name)).error_code is ErrorCode.none
    assert await own.end_txn(name, producer, commit=True) is ErrorCode.none
    assert await own.read_all(name, committed=True) == [b"before", b"x" * 100_000]


async def test_a_file_that_can_no_longer_be_read_ends_the_broker(
    own: Wire, broker: EmbeddedBroker, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await own.create(name)

    class Broken:
        in_transaction = False

        def execute(self, _sql: str, _values: tuple[object, ...] = ()) -> None:
            raise sqlite3.DatabaseError("database disk image is malformed")

        def close(self) -> None:
            """Nothing to close."""

    monkeypatch.setattr(broker._services.database, "_connection", Broken())
    refused = await own.produce(name, batch(b"x"))
    assert refused.error_code is ErrorCode.kafka_storage_error
    with pytest.raises(BrokerError, match="check the disk"):
        await asyncio.wait_for(broker.broken(), 5)
