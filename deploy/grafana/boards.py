"""What a dashboard is made of: rows of panels, each with its queries, unit and a line of help.

Expressions are PromQL with Grafana's variables: `$stage` and `$source` (regular
expressions), `$__rate_interval` and `$__range` (durations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["timeseries", "stat", "bars"]

STAGE: Final = 'stage=~"$stage"'
SOURCE: Final = 'source=~"$source"'
WIDTH: Final = 24
"""Columns of Grafana's grid."""


@dataclass(frozen=True, slots=True)
class Query:
    """One PromQL expression, and how its series are named."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel; `help` says what it shows, and what a zero or nothing in it means."""

    title: str
    help: str
    unit: str
    """A unit of Grafana's list: s, bytes, short, percentunit, cps, locale (with all digits) …"""
    queries: tuple[Query, ...]
    kind: Kind = "timeseries"
    width: int = 8
    decimals: int | None = None
    stacked: bool = False
    brief_legend: bool = False
    """Name only series that were above zero in the time shown: a legend of all is too long."""
    nothing: str | None = None
    """What stands there without data, in place of Grafana's "No data", where that is no fault."""
    alarm_above: float | None = None
    """From which value on the panel turns red."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of panels under one heading."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A choice at the top of the dashboard: the values that `label` has on `metric`."""

    name: str
    label: str
    metric: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A dashboard."""

    uid: str
    title: str
    help: str
    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Give all panels, row after row."""
        return tuple(panel for row in self.rows for panel in row.panels)


def quantiles(metric: str, by: str = "", where: str = "") -> tuple[Query, ...]:
    """Ask for the median and the 99th percentile of a histogram, by the label `by`."""
    grouped = f"le, {by}" if by else "le"
    named = f"{{{{{by}}}}} " if by else ""
    return tuple(
        Query(
            f"histogram_quantile({share}, sum by ({grouped})"
            f" (rate({metric}_bucket{{{where}}}[$__rate_interval])))",
            f"{named}{name}",
        )
        for share, name in (("0.5", "p50"), ("0.99", "p99"))
    )
