"""What an undisturbed run of a wire comes to, made once for all tests that need it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.chaos.checker import Log
from tests.chaos.ground import Embedded
from tests.chaos.run import disturbed
from tests.chaos.wire import Wire

Calm = Callable[[int, int], Log]


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """Give what comes, with one worker a stage, of the first items of a seed's wire."""
    known: dict[tuple[int, int], Log] = {}

    def run(seed: int, items: int) -> Log:
        if (seed, items) not in known:
            folder = tmp_path_factory.mktemp("calm")
            wire = list(Wire(seed).items(items))
            outcome = disturbed(Embedded(folder / "broker"), folder, wire, instances="a")
            known[seed, items] = outcome.log
        return known[seed, items]

    return run
