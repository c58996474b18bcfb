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

    def add(
        self, agent: str, consumed: int, outcomes: Iterable[Outcome], topics: Iterable[str]
    ) -> int:
        """Count a chunk that was committed; give how many of its records were rejected.

        Raises AssertionError when not every record has exactly one outcome.
        """
        emitted = 0
        cells: Counter[Cell] = Counter()
        for outcome in outcomes:
            if isinstance(outcome, Emit):
                emitted += 1
            else:
                cells[_cell(agent, outcome)] += 1
        if emitted:
            cells[Cell(agent, "emitted", "")] = emitted
        self.consumed[agent] += consumed
        self.cells.update(cells)
        self.sent.update(topics)
        if cells.total() != consumed:
            raise AssertionError(f"{agent}: {consumed} records, but {cells.total()} outcomes")
        return sum(count for cell, count in cells.items() if cell.fate == "rejected")

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


def _cell(agent: str, outcome: Drop | Reject) -> Cell:
    fate: Fate = "rejected" if isinstance(outcome, Reject) else "dropped"
    return Cell(agent, fate, outcome.reason)
