"""The tables that end a demonstration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from rich.table import Table

from streams.demo.accounts import Accounts
from streams.topology import PIPELINE

FATES: Final = ("emitted", "dropped", "rejected")


def results(accounts: Accounts) -> Table:
    """Count what came, by topic and kind."""
    table = Table(title="What came of the samples", title_justify="left")
    for heading in ("topic", "what", "languages"):
        table.add_column(heading)
    table.add_column("records", justify="right")
    counts: dict[tuple[str, str], Counter[str]] = {}
    for fate, count in sorted(accounts.by_fate.items()):
        counts.setdefault((fate.topic, fate.what), Counter())[fate.language] += count
    for (topic, what), languages in counts.items():
        named = " ".join(filter(None, sorted(languages)))
        table.add_row(topic, what, named, str(languages.total()))
    return table


def stages(counted: Mapping[str, Mapping[str, int]]) -> Table:
    """Show what each agent counted: consumed = emitted + dropped + rejected."""
    table = Table(title="What became of each record", title_justify="left")
    table.add_column("agent")
    for heading in ("consumed", *FATES):
        table.add_column(heading, justify="right")
    table.add_column("balanced")
    for name, consumed, fates in balances(counted):
        equal = "yes" if consumed == sum(fates) else "NO"
        table.add_row(name, str(consumed), *map(str, fates), equal)
    return table


def balances(
    counted: Mapping[str, Mapping[str, int]],
) -> Sequence[tuple[str, int, tuple[int, ...]]]:
    """Give each agent's name, what it consumed, and how many it emitted, dropped, rejected.

    `counted` gives, by stage, what its worker logged: `versions.dropped.replay` and so on.
    """
    told: list[tuple[str, int, tuple[int, ...]]] = []
    for stage in PIPELINE:
        counts = counted.get(stage.name, {})
        for agent in stage.agents:
            fates = tuple(_sum(counts, f"{agent.name}.{fate}") for fate in FATES)
            name = stage.name if stage.name == agent.name else f"{stage.name}.{agent.name}"
            told.append((name, counts.get(f"{agent.name}.consumed", 0), fates))
    return told


def _sum(counts: Mapping[str, int], start: str) -> int:
    return sum(n for name, n in counts.items() if name == start or name.startswith(f"{start}."))
