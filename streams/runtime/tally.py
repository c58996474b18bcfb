"""Count what became of each record: consumed = emitted + dropped + rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from streams.outcome import Drop, Emit, Outcome, Reject
from streams.stage import INTERNAL_ERROR, TOO_LARGE, UNDECODABLE, Stage

Fate = Literal["emitted", "dropped", "rejected"]


class Cell(NamedTuple):
    """One count: an agent, what became of its records, and why."""

    agent: str
    fate: Fate
    reason: str
    """Empty for what was emitted."""


class Counts(NamedTuple):
    """What became of some records of one agent."""

    agent: str
    consumed: int
    cells: Counter[Cell]
    sent: Counter[str]
    """Messages by topic."""
    rejected: int


@dataclass(slots=True)
class Tally:
    """The counts of one stage since the process started; each cell is there from the start."""

    stage: Stage
    consumed: Counter[str] = field(default_factory=Counter)
    """Records by agent."""
    sent: Counter[str] = field(default_factory=Counter)
    """Messages sent by topic: more or fewer than records emitted, as one may become many."""
    released: Counter[str] = field(default_factory=Counter)
    """What agents did because it was due, and no record asked for: apart from the law."""
    cells: Counter[Cell] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for agent in self.stage.agents:
            self.consumed[agent.name] = 0
            self.cells[Cell(agent.name, "emitted", "")] = 0
            for reason in agent.drops:
                self.cells[Cell(agent.name, "dropped", reason)] = 0
            for reason in (UNDECODABLE, INTERNAL_ERROR, TOO_LARGE, *agent.rejects):
                self.cells[Cell(agent.name, "rejected", reason)] = 0

    def add(self, counts: Counts) -> None:
        """Take in what was committed."""
        self.consumed[counts.agent] += counts.consumed
        self.cells.update(counts.cells)
        self.sent.update(counts.sent)

    def release(self, agent: str, count: int, topics: Iterable[str]) -> None:
        """Count what was due and has been done, and what was sent for it."""
        self.released[agent] += count
        self.sent.update(topics)

    def summary(self) -> Mapping[str, int]:
        """Give what was counted, for a log line: `near.dropped.replay`, `sent.alerts`."""
        named = {".".join(filter(None, cell)): count for cell, count in self.cells.items()}
        read = {f"{agent}.consumed": count for agent, count in self.consumed.items()}
        due = {f"{agent}.released": count for agent, count in self.released.items()}
        sent = {f"sent.{topic}": count for topic, count in self.sent.items()}
        return {name: n for name, n in sorted({**read, **named, **due, **sent}.items()) if n}


def counted(
    agent: str, consumed: int, outcomes: Iterable[Outcome], topics: Iterable[str]
) -> Counts:
    """Count `consumed` records by what became of them, and by topic what was sent for them.

    Raises AssertionError when not every record has exactly one outcome.
    """
    emitted = rejected = 0
    cells: Counter[Cell] = Counter()
    for outcome in outcomes:
        if isinstance(outcome, Emit):
            emitted += 1
        else:
            cells[_cell(agent, outcome)] += 1
            rejected += isinstance(outcome, Reject)
    if emitted:
        cells[Cell(agent, "emitted", "")] = emitted
    if cells.total() != consumed:
        raise AssertionError(f"{agent}: {consumed} records, but {cells.total()} outcomes")
    return Counts(agent, consumed, cells, Counter(topics), rejected)


def _cell(agent: str, outcome: Drop | Reject) -> Cell:
    fate: Fate = "rejected" if isinstance(outcome, Reject) else "dropped"
    return Cell(agent, fate, outcome.reason)
