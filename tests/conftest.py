"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import brokers

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
"""The same examples in every run, and no verdict on how fast the machine is."""


@pytest.fixture(
    scope="session", params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)]
)
def bootstrap(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a broker that all tests of the session share: use topic names of your own.

    A test that asks for it runs on the embedded broker, and with `-m kafka` on Apache Kafka.
    """
    try:
        with brokers.running(request.param, tmp_path_factory.mktemp(request.param)) as broker:
            yield broker.address
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
