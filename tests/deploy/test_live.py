"""A real Prometheus watches the pipeline: every panel has data, rules fire and clear."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import msgspec
import psutil
import pytest

from deploy.coverage import queries, rules
from streams.topology import STAGES
from tests import brokers
from tests.deploy import prometheus
from tests.deploy.prometheus import Api, wait_for
from tests.deploy.watched import Watched, frozen, items, watched

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(300)]

SLICES: Final = 4
SLICE: Final = 150
"""Items that Prometheus sees come before it is asked: among them all kinds that the wire has."""
BROKEN: Final = 60
"""Items that are: more than one in twenty of all that came."""
RESTARTS: Final = 2
STARTED: Final = 'process_start_time_seconds{job="barq",stage="tag"}'


class Scene(NamedTuple):
    """What a test acts on."""

    broker: brokers.Broker
    pipeline: Watched
    api: Api


@pytest.fixture(scope="module", params=["embedded", "kafka"])
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp(request.param)
    try:
        with (
            brokers.running(request.param, folder) as broker,
            watched(folder, broker) as pipeline,
            prometheus.running(folder / "prometheus", pipeline.ports, pipeline.edge_port) as api,
        ):
            wait_for("every stage to answer", lambda: api.targets_up() == set(STAGES))
            load(pipeline, api)
            yield Scene(broker, pipeline, api)
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def load(pipeline: Watched, api: Api) -> None:
    """Feed in slices, so that Prometheus sees counters rise."""
    for seed in range(SLICES):
        pipeline.feed(items(seed, SLICE))
        parsed = f'sum(barq_outcomes_total{{agent="parse"}}) >= {SLICE * (seed + 1)}'
        wait_for("the items to be parsed", partial(api.query, parsed))


def fires(scene: Scene, alert: str, stage: str) -> None:
    wait_for(f"{alert} of {stage} to fire", lambda: (alert, stage) in scene.api.firing())


def clears(scene: Scene, alert: str) -> None:
    wait_for(f"{alert} to clear", lambda: alert not in {name for name, _ in scene.api.firing()})


def test_every_query_of_every_panel_has_data(scene: Scene) -> None:
    empty = {(where, query.expr) for where, query in queries()}

    def all_have_data() -> bool:
        for where, expr in tuple(empty):
            if scene.api.numbers(prometheus.filled(expr)):
                empty.discard((where, expr))
        return not empty

    try:
        wait_for("every panel to have data", all_have_data)
    except AssertionError as error:
        raise AssertionError(f"without data: {empty}") from error


def test_what_is_consumed_has_an_outcome(scene: Scene) -> None:
    expr = dict(rules())["BarqUnaccounted"]
    wait_for("the law to hold", lambda: not scene.api.query(expr))
    assert scene.api.query("sum(barq_records_consumed_total) > 0")


def test_prometheus_evaluates_every_rule(scene: Scene) -> None:
    def loaded() -> list[dict[str, str]]:
        groups = scene.api.get("rules")["groups"]
        found = [rule for group in groups for rule in group["rules"]]
        return found if all(rule["health"] == "ok" for rule in found) else []

    found = wait_for("all rules to be evaluated", loaded)
    assert [rule["name"] for rule in found] == [name for name, _ in rules()]


def test_a_frozen_worker_is_a_stage_down(scene: Scene) -> None:
    with frozen(worker(scene, "tag")):
        fires(scene, "BarqStageDown", "tag")
    clears(scene, "BarqStageDown")


def test_a_feed_that_broke_its_format_is_told(scene: Scene) -> None:
    broken = [
        msgspec.structs.replace(item, body=b"\xff\xfe\x00", id=f"broken-{place}")
        for place, item in enumerate(items(12, BROKEN))
    ]
    scene.pipeline.feed(broken)
    fires(scene, "BarqDeadLetters", "parse")
    clears(scene, "BarqDeadLetters")


def test_a_worker_that_keeps_dying_is_told(scene: Scene) -> None:
    for _ in range(RESTARTS):
        before = max(scene.api.numbers(STARTED))
        worker(scene, "tag").kill()
        anew = f"{STARTED} > {before}"
        wait_for("another to answer in its place", partial(scene.api.query, anew))
    fires(scene, "BarqRestarts", "tag")
    clears(scene, "BarqRestarts")


def worker(scene: Scene, stage: str) -> psutil.Process:
    return wait_for(f"a worker of {stage}", lambda: scene.pipeline.worker(stage))  # type: ignore[return-value]  # wait_for gives only what is true
