"""The check of the law finds what breaks it."""

from __future__ import annotations

import pytest

from tests.law import check, violations

KEPT = '{"event": "stopped", "a.consumed": 3, "a.emitted": 1, "a.dropped.x": 1, "a.rejected.y": 1}'


def test_a_log_that_keeps_it_passes() -> None:
    assert check(f"noise\n{KEPT}\n{{}}\n{KEPT}") == 2


def test_a_record_without_an_outcome_is_found() -> None:
    with pytest.raises(AssertionError, match=r"\{'a': \(4, 3\)\}"):
        check(KEPT.replace('"a.consumed": 3', '"a.consumed": 4'))


def test_an_outcome_without_a_record_is_found() -> None:
    assert violations({"b.consumed": 1, "b.emitted": 1, "c.dropped.x": 2}) == {"c": (0, 2)}
