"""The worker's HTTP server, over HTTP."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from typing import cast

import pytest

from streams.runtime import meter as module
from streams.runtime.meter import Meter
from streams.runtime.serving import PortError, serving, url
from streams.topology import STAGES
from tests.brokers import free_port
from tests.runtime.scraping import get, scrape


@pytest.fixture
def meter() -> Meter:
    return Meter(STAGES["tag"])


@pytest.fixture
def port(meter: Meter) -> Iterator[int]:
    number = free_port()
    with serving(meter, "127.0.0.1", number) as address:
        assert address == f"http://127.0.0.1:{number}/metrics"
        yield number


def test_metrics_are_served_with_those_of_the_process(port: int) -> None:
    found = scrape(port)
    assert found("barq_records_consumed_total", stage="tag", agent="tag") == 0
    assert {"process_resident_memory_bytes", "process_start_time_seconds"} <= found.names()


def test_who_asks_for_openmetrics_gets_it(port: int) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/metrics",
        headers={"Accept": "application/openmetrics-text; version=1.0.0"},
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own address
        assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
        assert answer.read().endswith(b"# EOF\n")


def test_ready_turns_with_the_partitions(meter: Meter, port: int) -> None:
    assert get(port, "/ready")[0] == 503
    meter.ready(2)
    assert get(port, "/ready") == (200, "ready, partitions: 2\n")
    meter.leaving()
    assert get(port, "/ready")[0] == 503


def test_health_turns_with_the_loop(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get(port, "/health") == (200, "it runs\n")
    monkeypatch.setattr(module, "HUNG_S", -1.0)
    status, told = get(port, "/health")
    assert status == 503
    assert "has not turned" in told


def test_what_is_not_there_is_told_with_what_is(port: int) -> None:
    assert get(port, "/") == (404, "there are /metrics, /health and /ready\n")


def test_a_client_that_says_nothing_keeps_nobody_waiting(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)):
        assert get(port, "/health")[0] == 200


def test_a_port_in_use_is_told_with_what_to_do(meter: Meter, port: int) -> None:
    with pytest.raises(PortError, match=f"BARQ_METRICS_PORT={port}.*in use.*free port"):
        serving(meter, "127.0.0.1", port).__enter__()
    with pytest.raises(PortError, match="BARQ_API_METRICS_PORT="):
        serving(meter, "127.0.0.1", port, setting="API_METRICS_PORT").__enter__()


def test_port_nought_serves_none(meter: Meter) -> None:
    with serving(meter, "127.0.0.1", 0) as address:
        assert cast(object, address) is None


def test_an_address_of_ipv6_is_written_with_brackets() -> None:
    assert url("::1", 9300) == "http://[::1]:9300/metrics"
