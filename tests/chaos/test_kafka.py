"""Two workers of each stage on Apache Kafka, everything broken in turn: nothing changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.brokers import Unavailable
from tests.chaos.checker import compare, report
from tests.chaos.conftest import Calm
from tests.chaos.faults import draw
from tests.chaos.ground import ApacheKafka
from tests.chaos.run import disturbed
from tests.chaos.wire import Wire

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

ITEMS = 3000


@pytest.mark.parametrize(("seed", "brokers", "faults"), [(1, 1, 6), (2, 3, 10)])
def test_nothing_is_lost_or_doubled(
    seed: int, brokers: int, faults: int, tmp_path: Path, calm: Calm
) -> None:
    try:
        ground = ApacheKafka(tmp_path / "kafka", brokers)
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    items = list(Wire(seed).items(ITEMS))
    outcome = disturbed(ground, tmp_path, items, draw(seed, faults))
    print(*outcome.history, sep="\n")
    verdicts = compare(calm(seed, ITEMS), outcome.log)
    assert all(verdict.clean for verdict in verdicts), report(verdicts)
    assert not outcome.hung
    assert any(outcome.caught), "every fault came when its stage had nothing to do"
