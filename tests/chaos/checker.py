"""What two runs on the same wire items must share: every topic's messages, and the state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from schemas.topics import ALERTS, DEAD_LETTERS, MATCHED, TOPICS
from streams.topology import PIPELINE
from tests.chaos.log import Row, last_values, read

Log = Mapping[str, Sequence[Row]]

STATE_TOPICS: Final = tuple(
    agent.state.topic for stage in PIPELINE for agent in stage.agents if agent.state is not None
)
WRITERS: Final = Counter(
    topic.name for stage in PIPELINE for agent in stage.agents for topic in agent.writes
)
"""Agents that write a topic: only with one writer has it an order to keep."""
OF_RULES: Final = {MATCHED.name, ALERTS.name}
"""Keyed by rule, made of topics keyed by story: the order to keep is that within a story."""


class Verdict(NamedTuple):
    """How one topic differs from the undisturbed run's."""

    topic: str
    lost: int
    doubled: int
    changed: int
    reordered: int

    @property
    def clean(self) -> bool:
        """Whether nothing differs."""
        return not (self.lost or self.doubled or self.changed or self.reordered)


def collect(bootstrap: str) -> dict[str, list[Row]]:
    """Read every topic of the pipeline whole, committed messages only.

    In changelogs each partition is a state of its own: its number stands before the keys.
    """
    logs = {
        topic.name: [row for rows in read(bootstrap, topic.name).values() for row in rows]
        for topic in TOPICS
    }
    for name in STATE_TOPICS:
        logs[name] = [
            row._replace(key=b"%d/%b" % (partition, row.key or b""))
            for partition, rows in read(bootstrap, name).items()
            for row in rows
        ]
    return logs


def compare(expected: Log, actual: Log) -> list[Verdict]:
    """Hold a run against the undisturbed one, topic by topic; state by what it ends as."""
    verdicts = [_topic(topic.name, expected[topic.name], actual[topic.name]) for topic in TOPICS]
    return verdicts + [_state(name, expected[name], actual[name]) for name in STATE_TOPICS]


def report(verdicts: Sequence[Verdict]) -> str:
    """Give the differences a line each, or one line that there are none."""
    lines = [
        f"{v.topic}: lost {v.lost}, doubled {v.doubled}, changed {v.changed}, "
        f"out of order {v.reordered}"
        for v in verdicts
        if not v.clean
    ]
    return "\n".join(lines) or "no difference"


def _topic(name: str, expected: Sequence[Row], actual: Sequence[Row]) -> Verdict:
    wanted = Counter(_placeless(name, row) for row in expected)
    found = Counter(_placeless(name, row) for row in actual)
    missing, extra = wanted - found, found - wanted
    doubled = sum(count for row, count in extra.items() if row in wanted)
    changed = min(missing.total(), extra.total() - doubled)
    reordered = 0
    if WRITERS[name] <= 1 and not missing and not extra:
        before, after = _by_key(name, expected), _by_key(name, actual)
        reordered = sum(before[key] != after[key] for key in before)
    return Verdict(name, missing.total() - changed, doubled, changed, reordered)


def _state(name: str, expected: Sequence[Row], actual: Sequence[Row]) -> Verdict:
    wanted, found = last_values(expected), last_values(actual)
    changed = sum(wanted[key] != found[key] for key in wanted.keys() & found.keys())
    added = len(found.keys() - wanted.keys())
    return Verdict(name, len(wanted.keys() - found.keys()), 0, changed + added, 0)


def _by_key(name: str, rows: Sequence[Row]) -> dict[tuple[bytes | None, str], list[Row]]:
    keyed: dict[tuple[bytes | None, str], list[Row]] = defaultdict(list)
    for row in rows:
        keyed[row.key, _story(name, row)].append(_placeless(name, row))
    return keyed


def _story(name: str, row: Row) -> str:
    if name not in OF_RULES:
        return ""
    record: Any = orjson.loads(row.value or b"{}")
    return str(record["article"]["story"])


def _placeless(name: str, row: Row) -> Row:
    """Take out of a dead letter of a later stage its offset, which aborted transactions shift."""
    headers = dict(row.headers)
    if name != DEAD_LETTERS.name or headers.get("barq-topic") == b"wire.items":
        return row
    shifted = ("barq-offset", "ce_id", "traceparent")
    return row._replace(headers=tuple(pair for pair in row.headers if pair[0] not in shifted))
