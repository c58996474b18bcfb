"""The suite finds what it is for: workers with a bug of each kind do not pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.chaos.bugs import command
from tests.chaos.checker import Verdict, compare, report
from tests.chaos.conftest import Calm
from tests.chaos.faults import Kind, draw
from tests.chaos.ground import Embedded
from tests.chaos.run import disturbed
from tests.chaos.wire import Wire

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

SEED = 1
ITEMS = 3000


class Case(NamedTuple):
    """A bug, faults that bring it out, and what the checker must count then."""

    bug: str
    kind: Kind
    faults: int
    symptom: Callable[[Verdict], int]


@pytest.mark.parametrize(
    "case",
    [
        Case("offsets first", "kill", 8, lambda found: found.lost),
        Case("no fence", "freeze", 6, lambda found: found.doubled),
        Case("state outside", "kill", 8, lambda found: found.lost + found.changed),
        Case("clock id", "kill", 1, lambda found: found.changed),
    ],
    ids=lambda case: case.bug,
)
def test_a_bug_is_found(case: Case, tmp_path: Path, calm: Calm) -> None:
    items = list(Wire(SEED).items(ITEMS))
    outcome = disturbed(
        Embedded(tmp_path / "broker"),
        tmp_path,
        items,
        draw(SEED, case.faults, [case.kind]),
        command=command(case.bug),
    )
    verdicts = compare(calm(SEED, ITEMS), outcome.log)
    print(*outcome.history, report(verdicts), sep="\n")
    assert any(case.symptom(verdict) for verdict in verdicts)
