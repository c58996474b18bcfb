"""A real Prometheus watches one stage at fault: the rule for it fires, and clears when it is over.

A slow worker is behind for as long as a test needs, however fast the machine is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import psutil
import pytest

from streams.runtime import topics
from streams.settings import Settings
from streams.topology import STAGES
from tests import brokers
from tests.chaos.feed import feed
from tests.deploy import prometheus
from tests.deploy.faulty import RECORD_S, parsing
from tests.deploy.prometheus import PATIENCE_S, Api, wait_for
from tests.deploy.watched import frozen, items

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(300)]

FEW: Final = 150
BURST: Final = int(PATIENCE_S / RECORD_S)
"""Items at once: what a slow worker needs longer for than a test waits."""


class Scene(NamedTuple):
    """A broker with topics, a place for a worker of parse, and who scrapes it."""

    broker: brokers.Broker
    at: int
    api: Api

    def fires(self, alert: str) -> None:
        wait_for(f"{alert} to fire", lambda: (alert, "parse") in self.api.firing())

    def clears(self, alert: str) -> None:
        wait_for(f"{alert} to clear", lambda: (alert, "parse") not in self.api.firing())


@pytest.fixture(params=["embedded", "kafka"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    ports = dict(zip(STAGES, brokers.free_ports(len(STAGES)), strict=True))
    try:
        with (
            brokers.running(request.param, tmp_path) as broker,
            prometheus.running(tmp_path / "prometheus", ports) as api,
        ):
            asyncio.run(topics.create(Settings.read(bootstrap=broker.address)))
            yield Scene(broker, ports["parse"], api)
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def test_more_than_can_be_done_is_lag(scene: Scene) -> None:
    feed(scene.broker.address, items(10, BURST), patience_s=60)
    with parsing(scene.broker.address, scene.at, "slow"):
        scene.fires("BarqLag")
    with parsing(scene.broker.address, scene.at):
        caught_up = "sum(barq_lag_records) == 0 and sum(barq_records_consumed_total) > 0"
        wait_for("a quicker worker", partial(scene.api.query, caught_up))
        scene.clears("BarqLag")


def test_a_broker_that_does_not_answer_makes_a_stage_stuck(scene: Scene) -> None:
    feed(scene.broker.address, items(11, BURST), patience_s=60)
    with parsing(scene.broker.address, scene.at, "slow"):
        wait_for("records to wait", partial(scene.api.query, "sum(barq_lag_records) > 100"))
        with frozen(listener(scene.broker.address)):
            scene.fires("BarqStuck")
        scene.clears("BarqStuck")


def test_a_record_without_an_outcome_is_told(scene: Scene) -> None:
    feed(scene.broker.address, items(13, FEW), patience_s=60)
    with parsing(scene.broker.address, scene.at, "careless"):
        scene.fires("BarqUnaccounted")
    feed(scene.broker.address, items(14, FEW), patience_s=60)
    with parsing(scene.broker.address, scene.at):
        outcomes = f'sum(barq_outcomes_total{{agent="parse"}}) >= {FEW}'
        wait_for("a worker that counts", partial(scene.api.query, outcomes))
        scene.clears("BarqUnaccounted")


def listener(address: str) -> psutil.Process:
    """Give the process of ours that listens there."""
    port = int(address.rpartition(":")[2])
    for child in psutil.Process().children(recursive=True):
        if any(
            one.laddr.port == port and one.status == psutil.CONN_LISTEN
            for one in child.net_connections()
        ):
            return child
    raise AssertionError(f"nothing of ours listens on {address}")
