"""The dashboards are what their tables say, and one can read them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
import yaml

from deploy.grafana.boards import WIDTH, Board, Panel
from deploy.grafana.build import BOARDS, FOLDER, SOURCE, path_of, rendered, stale
from tests.deploy import compose

GRAFANA: Final = compose.ROOT / "deploy/grafana/provisioning"
PANELS: Final = [panel for board in BOARDS for panel in board.panels]
EACH_BOARD: Final = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.title)


def read(board: Board) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(rendered(board))
    return made


def test_the_files_are_what_the_tables_say() -> None:
    assert stale() == [], "run `python -m deploy.grafana.build`"


def test_a_file_changed_by_hand_is_stale(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for board in BOARDS:
        (tmp_path / path_of(board).name).write_text(rendered(board))
    monkeypatch.setattr("deploy.grafana.build.FOLDER", tmp_path)
    assert stale() == []
    (tmp_path / "newsroom.json").write_text("{}")
    (tmp_path / "other.json").write_text("{}")
    assert stale() == ["newsroom.json", "other.json"]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_a_panel_says_in_a_line_what_it_shows(panel: Panel) -> None:
    assert panel.help.endswith(".")
    assert "\n" not in panel.help
    assert panel.unit


@EACH_BOARD
def test_panels_fit_the_grid(board: Board) -> None:
    places = [
        (p["gridPos"]["x"] + column, p["gridPos"]["y"] + line)
        for p in read(board)["panels"]
        for column in range(p["gridPos"]["w"])
        for line in range(p["gridPos"]["h"])
    ]
    assert len(places) == len(set(places)), "panels overlap"
    assert max(column for column, _ in places) == WIDTH - 1


@EACH_BOARD
def test_panels_have_ids_of_their_own_and_the_provisioned_data_source(board: Board) -> None:
    panels = read(board)["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    drawn = [panel for panel in panels if panel["type"] != "row"]
    assert len(drawn) == len(board.panels)
    assert {panel["datasource"]["uid"] for panel in drawn} == {SOURCE.uid}
    assert {panel["description"] for panel in drawn} == {panel.help for panel in board.panels}


@EACH_BOARD
def test_series_are_named_below_each_graph(board: Board) -> None:
    graphs = [panel for panel in read(board)["panels"] if panel["type"] == "timeseries"]
    assert all(graph["options"]["legend"]["showLegend"] for graph in graphs)
    assert all(query.legend or p.kind == "stat" for p in board.panels for query in p.queries)


@EACH_BOARD
def test_a_legend_too_long_for_its_graph_names_what_occurred_alone(board: Board) -> None:
    """Reasons by the dozen stand at zero: a legend of them all hides the few that count."""
    panels = {panel["title"]: panel for panel in read(board)["panels"]}
    hidden = {"legend": True, "tooltip": True, "viz": False}
    for panel in board.panels:
        found = panels[panel.title].get("fieldConfig", {}).get("overrides", [])
        matched = [override["matcher"]["options"]["reducer"] for override in found]
        assert matched == (["allIsZero"] if panel.brief_legend else [])
        assert all(override["properties"][0]["value"] == hidden for override in found)
    by_reason = {panel.title for panel in board.panels if "reason" in panel.queries[0].legend}
    assert by_reason <= {panel.title for panel in board.panels if panel.brief_legend}


@EACH_BOARD
def test_links_to_the_other_dashboards_are_at_the_top(board: Board) -> None:
    links = read(board)["links"]
    assert [link["type"] for link in links] == ["dashboards"]
    assert all("placement" not in link for link in links), "in a menu they are not shown"


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_counts_as_a_number_have_all_their_digits(panel: Panel) -> None:
    counts = panel.kind != "timeseries" and panel.decimals == 0
    assert not counts or panel.unit == "locale"


def test_the_data_source_has_the_uid_that_the_panels_name() -> None:
    sources = yaml.safe_load((GRAFANA / "datasources/prometheus.yaml").read_text())["datasources"]
    assert [source["uid"] for source in sources] == [SOURCE.uid]


def test_the_dashboards_are_mounted_where_they_are_looked_for() -> None:
    providers = yaml.safe_load((GRAFANA / "dashboards/barq.yaml").read_text())["providers"]
    path = providers[0]["options"]["path"]
    folder = FOLDER.relative_to(compose.ROOT)
    service = compose.services()["grafana"]
    provisioned = "deploy/grafana/provisioning"
    for kind in ("datasources", "dashboards"):  # each alone: the image has more kinds beside
        assert f"./{provisioned}/{kind}:/etc/grafana/provisioning/{kind}:ro" in service["volumes"]
    assert f"./{folder}:{path}:ro" in service["volumes"]
    assert service["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"].startswith(path)
