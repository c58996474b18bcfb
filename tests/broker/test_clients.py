"""aiokafka, librdkafka and kcat side by side, each reading what the others wrote."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from typing import Any

import confluent_kafka as ck
import confluent_kafka.admin
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.broker import EmbeddedBroker
from tests.broker.wire import until

ck_admin: Any = confluent_kafka.admin  # it gives more than it says to a type checker

VALUES = [b"%d" % number for number in range(200)]


async def create(address: str, name: str, partitions: int = 1) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1)])

        async def listed() -> bool:
            return name in await admin.list_topics()

        await until(listed)
    finally:
        await admin.close()


async def aiokafka_write(address: str, name: str, **options: Any) -> None:
    async with AIOKafkaProducer(bootstrap_servers=address, **options) as producer:
        if "transactional_id" in options:
            async with producer.transaction():
                for value in VALUES:
                    await producer.send(name, value, key=value)
        else:
            for value in VALUES:
                await producer.send(name, value, key=value)


async def aiokafka_read(address: str, name: str, count: int, **options: Any) -> list[bytes]:
    values: list[bytes] = []
    consumer = AIOKafkaConsumer(
        name, bootstrap_servers=address, auto_offset_reset="earliest", **options
    )
    async with consumer:
        while len(values) < count:
            values.append((await consumer.getone()).value)
        if options.get("group_id"):
            await consumer.commit()
    return values


async def librdkafka_write(address: str, name: str, **options: Any) -> None:
    def write() -> None:
        producer = ck.Producer({"bootstrap.servers": address, **options})
        if "transactional.id" in options:
            producer.init_transactions(20)
            producer.begin_transaction()
        failed = []
        for value in VALUES:
            producer.produce(
                name, value, key=value, on_delivery=lambda e, _m: failed.append(e) if e else None
            )
        if "transactional.id" in options:
            producer.commit_transaction(20)
        producer.flush(20)
        assert not failed

    await asyncio.to_thread(write)


async def librdkafka_read(address: str, name: str, count: int, **options: Any) -> list[bytes]:
    def read() -> list[bytes]:
        consumer = ck.Consumer(
            {
                "bootstrap.servers": address,
                "group.id": f"lib-{name}",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                **options,
            }
        )
        consumer.subscribe([name])
        values: list[bytes] = []
        try:
            while len(values) < count:
                message = consumer.poll(20)
                assert message is not None, "nothing came"
                assert message.error() is None, message.error()
                value = message.value()
                assert isinstance(value, bytes)
                values.append(value)
            consumer.commit(asynchronous=False)
        finally:
            consumer.close()
        return values

    return await asyncio.to_thread(read)


async def kcat(*arguments: str, stdin: bytes = b"") -> bytes:
    program = shutil.which("kcat")
    if program is None:
        pytest.skip("kcat is not installed")
    process = await asyncio.create_subprocess_exec(
        program, *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(stdin), 30)
    assert process.returncode == 0, err.decode()
    return out


async def kcat_write(address: str, name: str) -> None:
    await kcat("-b", address, "-t", name, "-P", stdin=b"\n".join(VALUES) + b"\n")


async def kcat_read(address: str, name: str) -> list[bytes]:
    out = await kcat("-b", address, "-t", name, "-C", "-e", "-q", "-o", "beginning")
    return out.splitlines()


WRITERS: dict[str, Callable[[str, str], Any]] = {
    "aiokafka": aiokafka_write,
    "aiokafka gzip": lambda a, n: aiokafka_write(a, n, compression_type="gzip"),
    "aiokafka idempotent": lambda a, n: aiokafka_write(a, n, enable_idempotence=True),
    "aiokafka transactional": lambda a, n: aiokafka_write(a, n, transactional_id=n),
    "librdkafka": librdkafka_write,
    "librdkafka gzip": lambda a, n: librdkafka_write(a, n, **{"compression.type": "gzip"}),
    "librdkafka lz4": lambda a, n: librdkafka_write(a, n, **{"compression.type": "lz4"}),
    "librdkafka snappy": lambda a, n: librdkafka_write(a, n, **{"compression.type": "snappy"}),
    "librdkafka zstd": lambda a, n: librdkafka_write(a, n, **{"compression.type": "zstd"}),
    "librdkafka idempotent": lambda a, n: librdkafka_write(a, n, **{"enable.idempotence": True}),
    "librdkafka transactional": lambda a, n: librdkafka_write(a, n, **{"transactional.id": n}),
    "kcat": kcat_write,
}


@pytest.mark.parametrize("writer", WRITERS)
async def test_every_client_reads_what_each_wrote(address: str, name: str, writer: str) -> None:
    await create(address, name)
    await WRITERS[writer](address, name)
    by_aiokafka, by_librdkafka, by_kcat = await asyncio.gather(
        aiokafka_read(address, name, len(VALUES), isolation_level="read_committed"),
        librdkafka_read(address, name, len(VALUES)),
        kcat_read(address, name),
    )
    assert by_aiokafka == by_librdkafka == by_kcat == VALUES


async def test_groups_of_all_clients_resume_where_they_were(address: str, name: str) -> None:
    await create(address, name)
    await aiokafka_write(address, name)
    await aiokafka_read(address, name, len(VALUES), group_id=f"aio-{name}")
    await librdkafka_read(address, name, len(VALUES))
    async with AIOKafkaProducer(bootstrap_servers=address) as producer:
        await producer.send_and_wait(name, b"next")
    assert await aiokafka_read(address, name, 1, group_id=f"aio-{name}") == [b"next"]
    assert await librdkafka_read(address, name, 1) == [b"next"]


async def test_aborted_records_are_hidden_by_aiokafka_and_librdkafka(
    address: str, name: str
) -> None:
    await create(address, name)
    async with AIOKafkaProducer(bootstrap_servers=address, transactional_id=name) as producer:
        for number in range(5):
            await producer.begin_transaction()
            await producer.send_and_wait(name, b"%d" % number)
            if number % 2:
                await producer.abort_transaction()
            else:
                await producer.commit_transaction()
    expected = [b"0", b"2", b"4"]
    assert await aiokafka_read(address, name, 3, isolation_level="read_committed") == expected
    assert await librdkafka_read(address, name, 3) == expected


async def test_an_offset_in_a_transaction_is_committed_by_aiokafka(address: str, name: str) -> None:
    await create(address, name)
    partition = TopicPartition(name, 0)
    async with (
        AIOKafkaProducer(bootstrap_servers=address, transactional_id=name) as producer,
        producer.transaction(),
    ):
        await producer.send(name, b"x")
        await producer.send_offsets_to_transaction({partition: 41}, f"g-{name}")
    async with AIOKafkaConsumer(bootstrap_servers=address, group_id=f"g-{name}") as consumer:

        async def committed() -> bool:
            offset: int | None = await consumer.committed(partition)
            return offset == 41

        await until(committed)


async def test_static_members_of_aiokafka_share_and_come_back(address: str, name: str) -> None:
    await create(address, name, partitions=2)

    def member(instance: str) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            name, bootstrap_servers=address, group_id=f"g-{name}", group_instance_id=instance,
            auto_offset_reset="earliest", heartbeat_interval_ms=100, session_timeout_ms=10_000,
        )  # fmt: skip

    first, second = member("one"), member("two")
    async with first:
        async with second:
            while not (len(first.assignment()) == len(second.assignment()) == 1):
                await asyncio.gather(first.getmany(timeout_ms=50), second.getmany(timeout_ms=50))
            had = second.assignment()
        async with member("two") as again:
            while not again.assignment():
                await asyncio.gather(first.getmany(timeout_ms=50), again.getmany(timeout_ms=50))
            assert again.assignment() == had
            assert len(first.assignment()) == 1


async def test_aiokafka_administers(broker: EmbeddedBroker, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.address)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 3, 1, topic_configs={"retention.ms": "1000"})])
        (described,) = await admin.describe_topics([name])
        assert len(described["partitions"]) == 3
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
        settings = {entry[0]: entry[1] for entry in answer.resources[0][4]}
        assert settings["retention.ms"] == "1000"
        assert settings["cleanup.policy"] == "delete"
        await aiokafka_write(broker.address, name)
        await aiokafka_read(broker.address, name, len(VALUES), group_id=f"g-{name}")
        assert (f"g-{name}", "consumer") in await admin.list_consumer_groups()
        offsets = await admin.list_consumer_group_offsets(f"g-{name}")
        assert sum(offset.offset for offset in offsets.values()) == len(VALUES)
        await admin.delete_topics([name])
        assert name not in await admin.list_topics()
    finally:
        await admin.close()


async def test_librdkafka_administers(broker: EmbeddedBroker, name: str) -> None:
    def administer() -> None:
        admin = ck_admin.AdminClient({"bootstrap.servers": broker.address})

        def done(futures: dict[Any, Any]) -> list[Any]:
            return [future.result(20) for future in futures.values()]

        done(admin.create_topics([ck_admin.NewTopic(name, 2, 1)]))
        done(admin.create_partitions([ck_admin.NewPartitions(name, 3)]))
        assert len(admin.list_topics(name, timeout=20).topics[name].partitions) == 3
        resource = ck_admin.ConfigResource(ck_admin.ResourceType.TOPIC, name)
        resource.add_incremental_config(
            ck_admin.ConfigEntry(
                "retention.ms", "5000", incremental_operation=ck_admin.AlterConfigOpType.SET
            )
        )
        done(admin.incremental_alter_configs([resource]))
        (settings,) = done(admin.describe_configs([resource]))
        assert settings["retention.ms"].value == "5000"
        assert admin.describe_cluster().result(20).nodes[0].port == int(
            broker.address.rsplit(":", 1)[1]
        )

    await asyncio.to_thread(administer)
    await librdkafka_write(broker.address, name)
    await librdkafka_read(broker.address, name, len(VALUES))

    def clear() -> None:
        admin = ck_admin.AdminClient({"bootstrap.servers": broker.address})
        (group,) = admin.describe_consumer_groups([f"lib-{name}"]).values()
        assert group.result(20).state is ck.ConsumerGroupState.EMPTY
        asked: tuple[Callable[[], dict[Any, Any]], ...] = (
            lambda: admin.delete_consumer_groups([f"lib-{name}"]),
            lambda: admin.delete_records([ck.TopicPartition(name, 0, ck.OFFSET_END)]),
            lambda: admin.delete_topics([name]),
        )
        for ask in asked:
            for future in ask().values():
                future.result(20)

    await asyncio.to_thread(clear)


async def test_kcat_reads_in_a_group(address: str, name: str) -> None:
    await create(address, name)
    await kcat_write(address, name)
    arguments = ("-b", address, "-G", f"k-{name}", "-o", "beginning", "-e", "-q", name)
    assert (await kcat(*arguments)).splitlines() == VALUES
