"""The commands of docker-compose.yml, run as processes with its environment, do their work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import confluent_kafka as ck
import pytest

from schemas.topics import ALERTS, DEAD_LETTERS, ENRICHED
from streams.topology import STAGES
from tests import brokers
from tests.deploy import compose
from tests.deploy.prometheus import wait_for

BARQ: Final = ["barq"]
SAMPLES: Final = compose.ROOT / "streams/demo/samples"
STOP_S: Final = 15


pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    try:
        with brokers.running("kafka", tmp_path) as running:
            yield running.address
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@contextmanager
def started(service: dict[str, Any], **changed: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a service as a process that finds `barq` where these tests do."""
    environment = compose.environment(service, **changed)
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    process = subprocess.Popen(
        [word.replace("/samples/", f"{SAMPLES}/") for word in compose.command(service, BARQ)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(STOP_S)


def test_the_services_bring_the_samples_to_their_subscribers(broker: str) -> None:
    services = compose.services()
    free = brokers.free_ports(len(STAGES))
    ports = {name: str(port) for name, port in zip(STAGES, free, strict=True)}
    with started(services["topics"], BARQ_BOOTSTRAP=broker) as topics:
        assert topics.wait(60) == 0
    with ExitStack() as stack:
        for name in STAGES:
            stack.enter_context(
                started(services[name], BARQ_BOOTSTRAP=broker, BARQ_METRICS_PORT=ports[name])
            )
        with started(services["samples"], BARQ_BOOTSTRAP=broker) as samples:
            assert samples.wait(60) == 0
        wait_for("articles, alerts and the broken sample", partial(_all_there, broker))
        for name in STAGES:
            wait_for(f"{name} to be healthy", partial(_healthy, services[name], ports[name]))


def _all_there(broker: str) -> bool:
    consumer = ck.Consumer({"bootstrap.servers": broker, "group.id": "looker", "log_level": 0})
    places = [ck.TopicPartition(topic.name, 0) for topic in (ENRICHED, ALERTS, DEAD_LETTERS)]
    try:
        return all(consumer.get_watermark_offsets(place, 5)[1] for place in places)
    finally:
        consumer.close()


def _healthy(service: dict[str, Any], port: str) -> bool:
    kind, _, *words = service["healthcheck"]["test"]
    assert kind == "CMD"
    command = [sys.executable, *(word.replace(":9300/", f":{port}/") for word in words)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
