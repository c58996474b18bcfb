"""What the lane rests on inside Faust and aiokafka: a change there must not pass unnoticed."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from importlib.metadata import entry_points, version
from typing import Any

import aiokafka
import faust
import pytest
from aiokafka.consumer import fetcher, group_coordinator
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.producer import producer, sender
from faust.app.base import App
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.topics import Topic
from faust.transport import consumer as faust_consumer
from faust.transport import drivers
from faust.transport.conductor import Conductor
from faust.transport.drivers import aiokafka as driver
from mode.services import Service

from streams.runtime.consumer_thread import ConsumerThread
from streams.runtime.transport import Consumer, Transport

PINNED = {"faust-streaming": "0.15.3", "aiokafka": "0.14.0", "mode-streaming": "0.7.1"}


@pytest.mark.parametrize("package", PINNED)
def test_the_versions_are_the_ones_that_the_lane_was_proven_on(package: str) -> None:
    assert version(package) == PINNED[package], (
        f"{package} is {version(package)}, and the lane was proven on {PINNED[package]}. Read what "
        "changed in the functions that this file names, run `pytest tests/runtime`, the same with "
        "`-m kafka`, and tests/chaos; then change the pin here and in pyproject.toml."
    )


def test_faust_finds_the_lane_by_its_entry_point() -> None:
    assert [e.value for e in entry_points(group="faust.transports")].count(
        "streams.runtime.transport:Transport"
    )
    assert drivers.by_url("lane://host:9092") is Transport


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Consumer._new_consumer_thread, driver.Consumer._new_consumer_thread),
        (Consumer.on_partitions_assigned, faust_consumer.Consumer.on_partitions_assigned),
        (Consumer.on_partitions_revoked, faust_consumer.Consumer.on_partitions_revoked),
        (Consumer.perform_seek, faust_consumer.Consumer.perform_seek),
        (Consumer.stop_flow, faust_consumer.Consumer.stop_flow),
        (Consumer._drain_messages, faust_consumer.Consumer._drain_messages),
        (
            ConsumerThread._create_worker_consumer,
            driver.AIOKafkaConsumerThread._create_worker_consumer,
        ),
    ],
)
def test_what_the_lane_replaces_takes_the_same_arguments(
    mine: Callable[..., Any], theirs: Callable[..., Any]
) -> None:
    assert list(inspect.signature(mine).parameters) == list(inspect.signature(theirs).parameters)


@pytest.mark.parametrize("name", ["begin", "drain", "work", "_running", "_life", "_asked"])
def test_the_lane_hides_nothing_of_faust_s(name: str) -> None:
    assert not hasattr(driver.Consumer, name)
    assert not hasattr(Service, name)


def source(of: Callable[..., Any]) -> str:
    return inspect.getsource(of)


def test_faust_reads_committed_offsets_only_after_our_callback() -> None:
    """Fence and restore come first: `super().on_partitions_assigned` leads to `perform_seek`."""
    assert "tables.on_rebalance" in source(App._on_partitions_assigned)
    assert "recovery.on_rebalance" in source(TableManager.on_rebalance)
    resume = source(Recovery._resume_streams)
    assert resume.index("consumer.perform_seek()") < resume.index("consumer.resume_flow()")
    assert "perform_seek" not in source(App._on_partitions_assigned)


def test_faust_knows_a_topic_when_an_agent_s_stream_begins_to_read() -> None:
    """The reason why the worker waits for that before it subscribes."""
    assert "self.app.topics.add(" in source(Topic.__aiter__)
    subscribes = source(Conductor._subscriber.fun)
    waits, subscribe = (
        subscribes.index(call)
        for call in ("tables.wait_until_tables_registered()", "consumer.subscribe(")
    )
    assert waits < subscribe
    assert "self._tables_registered.set()" in source(TableManager._update_channels)


def test_faust_hands_rebalances_to_the_loop_of_the_work_and_waits() -> None:
    for call in (
        faust_consumer.ThreadDelegateConsumer.threadsafe_partitions_revoked,
        faust_consumer.ThreadDelegateConsumer.threadsafe_partitions_assigned,
    ):
        assert "await promise" in source(call).replace("result = ", "")


def test_the_generation_is_known_before_partitions_are_taken_over() -> None:
    told = source(driver.ConsumerRebalanceListener.on_partitions_assigned)
    assert told.index("consumer_generation_id") < told.index("_thread.on_partitions_assigned")


def test_aiokafka_sends_no_sign_of_life_while_partitions_are_assigned() -> None:
    """The reason why our listener starts the heartbeat itself."""
    group = group_coordinator.GroupCoordinator
    ensure = source(group.ensure_active_group)
    stop, rejoin, start = (
        ensure.index(call)
        for call in ("_stop_heartbeat_task", "_do_rejoin_group", "_start_heartbeat_task")
    )
    assert stop < rejoin < start
    assert "if self._heartbeat_task is None" in source(group._start_heartbeat_task)


def test_aiokafka_asks_for_committed_offsets_anew() -> None:
    """What it has read before the fence is not what we begin with."""
    asks = source(aiokafka.AIOKafkaConsumer.committed)
    assert "fetch_committed_offsets([partition])" in asks


def test_a_seek_drops_what_aiokafka_has_fetched_before() -> None:
    assert "del self._records[tp]" in source(fetcher.Fetcher.seek_to)
    assert "position != self._partition_records.next_fetch_offset" in source(
        fetcher.FetchResult.check_assignment
    )


async def test_a_wait_for_records_can_be_cut_short() -> None:
    """`_create_fetch_waiter` gives a future that leaves the fetcher's set when it is done."""
    holder = type("Holder", (), {})()
    holder._loop, holder._fetch_waiters = asyncio.get_running_loop(), set()
    waiter = fetcher.Fetcher._create_fetch_waiter(holder)
    assert holder._fetch_waiters == {waiter}
    waiter.cancel()
    await asyncio.sleep(0)
    assert not holder._fetch_waiters


def test_aiokafka_commits_offsets_without_generation_or_member() -> None:
    """The reason why the fence comes first: nothing else shuts a frozen owner out."""
    request = source(sender.TxnOffsetCommitHandler.create_request)
    assert "generation" not in request
    assert "member" not in request


def test_a_producer_takes_over_its_transactional_id_when_it_starts() -> None:
    assert "self._sender.start()" in source(producer.AIOKafkaProducer.start)
    assert "_maybe_wait_for_pid" in source(sender.Sender.start)
    assert "ConcurrentTransactions" in source(sender.InitPIDHandler.handle_response)


def test_a_fenced_producer_is_told_so() -> None:
    for handler in (
        sender.AddPartitionsToTxnHandler,
        sender.AddOffsetsToTxnHandler,
        sender.TxnOffsetCommitHandler,
        sender.EndTxnHandler,
        sender.SendProduceReqHandler,
    ):
        assert "ProducerFenced()" in source(handler.handle_response), handler


def test_the_assignment_of_partitions_is_told_to_one_listener() -> None:
    assert "listener" in inspect.signature(SubscriptionState.subscribe).parameters
    assert driver.Consumer.RebalanceListener is driver.ConsumerRebalanceListener


def test_faust_starts_without_folders_web_server_or_producer_of_its_own() -> None:
    for name in ("enable_web", "enable_sensors", "enable_kafka_producer"):
        assert hasattr(faust.app.base.BootStrategy, name)
    assert "_create_directories" in source(App.on_first_start)
