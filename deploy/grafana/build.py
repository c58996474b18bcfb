"""Make the dashboards' JSON from the tables: `python -m deploy.grafana.build [--check]`.

Grafana reads the files; what is changed in its browser is not kept. The shape of the
JSON is that of Grafana's own schema library, grafana-foundation-sdk.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders import bargauge, common, prometheus, stat, timeseries
from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as model
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardFieldConfigSourceOverrides,
    DashboardLinkType,
    DynamicConfigValue,
    MatcherConfig,
    Threshold,
    ThresholdsMode,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from deploy.grafana.boards import Board, Panel, Variable
from deploy.grafana.edges import EDGES
from deploy.grafana.newsroom import NEWSROOM
from deploy.grafana.pipeline import PIPELINE

FOLDER: Final = Path(__file__).parent / "dashboards"
BOARDS: Final = (NEWSROOM, PIPELINE, EDGES)
SOURCE: Final = model.DataSourceRef(type_val="prometheus", uid="barq-prometheus")
"""The data source of provisioning/datasources/prometheus.yaml."""
STAT_HEIGHT: Final = 4
HEIGHT: Final = 8
"""Rows of Grafana's grid, 30 pixels each."""


def rendered(board: Board) -> str:
    """Give the JSON of a dashboard, the same each time."""
    made = json.loads(json.dumps(_dashboard(board).build(), cls=JSONEncoder))
    for link in made["links"]:
        del link["placement"]  # the library puts them into a menu, which shows none of this type
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def path_of(board: Board) -> Path:
    """Tell where the JSON of a dashboard lies."""
    return FOLDER / f"{board.title.lower()}.json"


def stale() -> list[str]:
    """Name the files that are not what the tables say."""
    expected = {path_of(board): rendered(board) for board in BOARDS}
    found = set(FOLDER.glob("*.json"))
    return sorted(
        path.name
        for path in found | set(expected)
        if path not in found or path.read_text("utf-8") != expected.get(path)
    )


def _dashboard(board: Board) -> build.Dashboard:
    made = (
        build.Dashboard(f"Barq {board.title}")
        .uid(board.uid)
        .description(board.help)
        .tags(["barq"])
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("10s")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .readonly()
        .link(
            build.DashboardLink("Barq")
            .type(DashboardLinkType.DASHBOARDS)
            .tags(["barq"])
            .keep_time(keep_time=True)
        )
    )
    for variable in board.variables:
        made.with_variable(_variable(variable))
    numbers = itertools.count(1)
    for row in board.rows:
        made.with_row(build.Row(row.title).id(next(numbers)))
        for panel in row.panels:
            made.with_panel(_panel(panel).id(next(numbers)))
    return made


def _variable(variable: Variable) -> build.QueryVariable:
    values = f"label_values({variable.metric}, {variable.label})"
    return (
        build.QueryVariable(variable.name)
        .label(variable.name.capitalize())
        .description(variable.help)
        .datasource(SOURCE)
        .query({"query": values, "refId": variable.name})
        .definition(values)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
        .multi(multi=True)
        .include_all(include_all=True)
        .all_value(".*")
        .current(VariableOption(text="All", value="$__all", selected=True))
    )


def _panel(panel: Panel) -> bargauge.Panel | stat.Panel | timeseries.Panel:
    made = _drawn(panel)
    made.title(panel.title).description(panel.help).unit(panel.unit).datasource(SOURCE)
    made.span(panel.width).height(STAT_HEIGHT if panel.kind == "stat" else HEIGHT).min(0)
    if panel.nothing is not None:
        made.no_value(panel.nothing)
    if panel.decimals is not None:
        made.decimals(panel.decimals)
    steps = [Threshold(color="green", value=None)]
    if panel.alarm_above is not None:
        steps.append(Threshold(color="red", value=panel.alarm_above))
    made.thresholds(build.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
    for letter, query in zip("ABCDEFGH", panel.queries, strict=False):
        target = prometheus.Dataquery().ref_id(letter).expr(query.expr).datasource(SOURCE)
        if query.legend:
            target.legend_format(query.legend)
        made.with_target(target.range() if panel.kind == "timeseries" else target.instant())
    return made


def _drawn(panel: Panel) -> bargauge.Panel | stat.Panel | timeseries.Panel:
    last = common.ReduceDataOptions().calcs(["lastNotNull"])
    if panel.kind == "stat":
        return stat.Panel().reduce_options(last).color_mode(model.BigValueColorMode.VALUE)
    if panel.kind == "bars":
        bars = bargauge.Panel().reduce_options(last)
        return bars.orientation(model.VizOrientation.HORIZONTAL)
    drawn = timeseries.Panel().show_points(model.VisibilityMode.NEVER)
    drawn.legend(common.VizLegendOptions().show_legend(show_legend=True))
    drawn.tooltip(
        common.VizTooltipOptions()
        .mode(model.TooltipDisplayMode.MULTI)
        .sort(model.SortOrder.DESCENDING)
    )
    if panel.stacked:
        drawn.fill_opacity(30).stacking(common.StackingConfig().mode(model.StackingMode.NORMAL))
    if panel.brief_legend:
        drawn.overrides([_Unnamed()])
    return drawn


class _Unnamed(Builder[DashboardFieldConfigSourceOverrides]):
    """Leaves series that are zero all the time shown out of legend and tooltip."""

    def build(self) -> DashboardFieldConfigSourceOverrides:
        hidden = {"legend": True, "tooltip": True, "viz": False}
        return DashboardFieldConfigSourceOverrides(
            matcher=MatcherConfig(id_val="byValue", options={"reducer": "allIsZero"}),
            properties=[DynamicConfigValue(id_val="custom.hideFrom", value=hidden)],
        )


def main() -> None:
    """Write the files, or with --check say which are stale and exit with 1."""
    parser = argparse.ArgumentParser(description="Make Grafana's dashboards from the tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a file is stale")
    if parser.parse_args().check:
        if names := stale():
            sys.exit(f"stale: {', '.join(names)}: run `python -m deploy.grafana.build`")
        return
    FOLDER.mkdir(exist_ok=True)
    for board in BOARDS:
        path_of(board).write_text(rendered(board), "utf-8")


if __name__ == "__main__":
    main()
