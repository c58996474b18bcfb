"""Kill -9 of every part on the embedded broker changes nothing that a subscriber can see."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.chaos.checker import collect, compare, report
from tests.chaos.harness import TARGETS, Pipeline, disturb, running
from tests.chaos.wire import Wire

ITEMS: Final = 5000
KILLS: Final = 2 * len(TARGETS)


@pytest.mark.chaos
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1])
def test_kill_9_of_each_part_in_turn(tmp_path: Path, seed: int) -> None:
    items = list(Wire(seed).items(ITEMS))
    with running(Pipeline(tmp_path / "calm")) as calm:
        calm.feed(items)
        calm.wait_until_drained()
        expected = collect(calm.bootstrap)
    with running(Pipeline(tmp_path / "disturbed")) as disturbed:
        disturb(disturbed, items, kills=KILLS, seed=seed)
        actual = collect(disturbed.bootstrap)
    print(*disturbed.history, sep="\n")
    for topic, rows in expected.items():
        print(f"{topic}: {len(rows)} messages undisturbed, {len(actual[topic])} disturbed")
    verdicts = compare(expected, actual)
    assert all(verdict.clean for verdict in verdicts), report(verdicts)
