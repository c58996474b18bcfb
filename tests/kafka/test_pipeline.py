"""The whole pipeline on a broker comes to the same as the replay in memory."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemas.records import WireItem
from schemas.topics import TOPICS, WIRE
from streams.replay import Replay
from streams.runtime import topics
from streams.settings import Settings
from streams.topology import PIPELINE
from tests import brokers, law
from tests.chaos.feed import feed
from tests.console import commands
from tests.forked import Forked
from tests.runtime.harness import read_all, until

SAMPLES = Path(__file__).parents[2] / "streams" / "demo" / "samples"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
FEED_S = 30
Contents = dict[str, Counter[tuple[bytes | None, bytes | None]]]


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[brokers.Broker]:
    try:
        with brokers.running(request.param, tmp_path) as broker:
            yield broker
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture
def items() -> list[WireItem]:
    files = sorted(path for path in SAMPLES.iterdir() if path.name[0].isdigit())
    return [
        WireItem(
            id=f"sample-{number}",
            source="samples",
            content_type="",
            received_at=START + timedelta(minutes=number),
            body=path.read_bytes(),
        )
        for number, path in enumerate(files)
    ]


def test_the_pipeline_on_a_broker_comes_to_what_the_replay_does(
    broker: brokers.Broker, items: Sequence[WireItem], tmp_path: Path
) -> None:
    settings = Settings.read(bootstrap=broker.address)
    asyncio.run(topics.create(settings))
    with ExitStack() as stack:
        for stage in PIPELINE:
            environment = {"BARQ_BOOTSTRAP": broker.address, "BARQ_LOG_FORMAT": "json"}
            worker = Forked(
                commands.barq,
                ["worker", stage.name],
                {**os.environ, **environment},
                tmp_path / f"{stage.name}.log",
            )
            stack.callback(worker.wait, 15)
            stack.callback(worker.terminate)
        feed(broker.address, items, patience_s=FEED_S)
        expected = replayed(settings, items)
        until(lambda: sizes(on(broker.address)) == sizes(expected))
        assert on(broker.address) == expected
    for stage in PIPELINE:
        (told,) = law.counts((tmp_path / f"{stage.name}.log").read_text())
        assert law.violations(told) == {}
        for agent in stage.agents:
            arrived = len(items) if agent.reads is WIRE else expected[agent.reads.name].total()
            assert told[f"{agent.name}.consumed"] == arrived
    assert expected["alerts"]
    assert expected["dead-letters"]


def sizes(contents: Contents) -> dict[str, int]:
    return {topic: records.total() for topic, records in contents.items()}


def replayed(settings: Settings, items: Sequence[WireItem]) -> Contents:
    contents: Contents = {topic.name: Counter() for topic in TOPICS if topic is not WIRE}
    replay = Replay(settings)
    for item in items:
        for sent in replay.feed(item):
            contents[sent.topic][sent.message.key, sent.message.value] += 1
    return contents


def on(bootstrap: str) -> Contents:
    return {
        topic.name: Counter((m.key(), m.value()) for m in read_all(bootstrap, topic.name))
        for topic in TOPICS
        if topic is not WIRE
    }
