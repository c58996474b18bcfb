"""A broker for one module's tests alone: they use the pipeline's own topic names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import brokers

KINDS = ["embedded", pytest.param("kafka", marks=pytest.mark.kafka)]


@contextmanager
def own_broker(kind: brokers.Kind, folder: Path) -> Iterator[str]:
    """Give its address; where Apache Kafka is asked for and not at hand, skip unless in CI."""
    try:
        with brokers.running(kind, folder) as broker:
            yield broker.address
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
