"""What a text is to an earlier one, by the table."""

from __future__ import annotations

import pytest

from streams.dedup.verdict import Finding, Overlap, Thresholds, judge

LIMITS = Thresholds(duplicate_share=0.7, related_share=0.5)


def seen(
    of_new: float,
    of_earlier: float,
    sizes: tuple[int, int] = (200, 200),
    numbers: tuple[int, int] = (0, 0),
    earlier_numbers: tuple[int, int] = (0, 0),
) -> Overlap:
    """`sizes` new and earlier; numbers as (how many, how many the other text has not)."""
    return Overlap(
        of_new=of_new,
        of_earlier=of_earlier,
        new_size=sizes[0],
        earlier_size=sizes[1],
        numbers=numbers[0],
        new_numbers=numbers[1],
        earlier_numbers=earlier_numbers[0],
        lost_numbers=earlier_numbers[1],
    )


@pytest.mark.parametrize(
    ("case", "finding"),
    [
        (seen(1.0, 1.0), "duplicate"),
        (seen(0.7, 0.7), "duplicate"),
        (seen(0.69, 0.69), "related"),
        (seen(0.5, 0.1), "related"),
        (seen(0.49, 0.49), "other"),
        (seen(1.0, 0.3, (60, 200)), "brief"),
        (seen(1.0, 0.9, (180, 200)), "duplicate"),
        (seen(0.5, 1.0, (400, 200)), "expansion"),
        (seen(0.85, 1.0, (235, 200)), "expansion"),
        (seen(0.92, 1.0, (217, 200)), "duplicate"),
        (seen(0.95, 0.98, (1030, 1000)), "duplicate"),
        (seen(1.0, 0.85, (200, 200), (10, 1)), "related"),
        (seen(0.9, 0.9, (200, 200), (10, 5)), "look_alike"),
        (seen(0.9, 0.9, (200, 200), (2, 2)), "look_alike"),
        (seen(0.9, 0.9, (200, 200), (1, 1)), "related"),
        (seen(0.5, 1.0, (400, 200), (20, 10), (10, 0)), "expansion"),
        (seen(0.5, 0.8, (400, 200), (20, 18), (10, 8)), "look_alike"),
        (seen(0.8, 0.8, (20, 20)), "related"),
        (seen(0.95, 0.95, (20, 20)), "duplicate"),
    ],
)
def test_the_first_rule_that_holds_decides(case: Overlap, finding: Finding) -> None:
    rule = judge(case, LIMITS)
    assert rule.finding == finding
    assert rule.why


def test_the_settings_move_the_thresholds() -> None:
    assert judge(seen(0.6, 0.6), Thresholds(duplicate_share=0.6, related_share=0.3)).finding == (
        "duplicate"
    )
