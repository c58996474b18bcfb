"""The law of the pipeline: consumed = emitted + dropped + rejected, in each agent.

Workers tell their counts when they stop or crash and once a minute; a worker that is
killed tells none, and what it had committed is judged by what stands on the topics.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

FATES = ("emitted", "dropped", "rejected")


def check(log: str) -> int:
    """Hold every count in the JSON lines of `log` against the law; give how many there are."""
    told = list(counts(log))
    for one in told:
        broken = violations(one)
        assert not broken, f"consumed is not emitted + dropped + rejected: {broken} in {one}"
    return len(told)


def counts(log: str) -> Iterator[Mapping[str, Any]]:
    """Give each line of `log` that tells counts."""
    for line in log.splitlines():
        if line.startswith("{") and line.endswith("}") and ".consumed" in line:
            yield json.loads(line)


def violations(told: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Give consumed, and the sum of what became of it, for each agent where they differ."""
    consumed: Counter[str] = Counter()
    became: Counter[str] = Counter()
    for name, value in told.items():
        agent, _, rest = name.partition(".")
        if rest == "consumed":
            consumed[agent] = value
        elif rest.partition(".")[0] in FATES:
            became[agent] += value
    return {
        agent: (consumed[agent], became[agent])
        for agent in consumed | became
        if consumed[agent] != became[agent]
    }
