"""`barq up` watched: it says where, and every metric of the table is recorded."""

from __future__ import annotations

import re
import time
from pathlib import Path

from streams.runtime.metrics import ABORTS, METRICS
from streams.topology import STAGES
from tests.brokers import free_ports
from tests.console import commands
from tests.console.test_up import Up, first_line, running
from tests.runtime.scraping import Scrape, get, scrape

SAMPLES = Path(__file__).parents[2] / "streams" / "demo" / "samples"
PATIENCE_S = 60
LOOK_S = 0.1
IN_TROUBLE = {ABORTS.name}
"""Recorded when something goes wrong: tests/runtime/test_metered.py sees to that."""
WITHHELD = """{
  "uri": "urn:withheld", "type": "text", "pubstatus": "withheld", "language": "en",
  "headline": "Not for publication", "body_text": "It waits for a word from the desk."
}"""
MIXED = """{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [
 {"id": "7", "title": "Ferry sails again", "content_text": "It sails on Monday."},
 {"id": "7", "title": "Ferry sails again", "content_text": "It sails on Monday."}]}"""
"""A feed that has one entry twice."""
AT_REST = {"barq_lag_records", "barq_lag_seconds"}
"""Zero when all is read: to be there is enough, and the same tests see them rise and fall."""


WANTED = {metric.name for metric in METRICS} - IN_TROUBLE


def ports(up: Up) -> dict[str, int]:
    assert up.process.stdout is not None
    lines = [up.process.stdout.readline() for _ in STAGES]
    found = [
        re.fullmatch(r"metrics: http://127\.0\.0\.1:(\d+)/metrics \((\w+)\)\n", x) for x in lines
    ]
    return {one[2]: int(one[1]) for one in found if one is not None}


def recorded(all_of: dict[str, Scrape]) -> set[str]:
    """Name the metrics of which a sample is not 0, or that are there and may be 0."""
    return {
        name.removesuffix("_count")
        for one in all_of.values()
        for (name, _), value in one.samples.items()
        if value or name in AT_REST
    }


def all_told(all_of: dict[str, Scrape]) -> bool:
    """Tell whether each article read has come out of dedup, as news, as a repeat or held."""
    articles, dedup = all_of["parse"].sum("barq_articles_total"), all_of["dedup"]
    held = dedup.sum("barq_holdings_total", state="held")
    return articles == held + sum(
        dedup.sum(name) for name in ("barq_unique_total", "barq_duplicates_total")
    )


def test_it_says_where_to_scrape_and_every_metric_is_recorded(tmp_path: Path) -> None:
    with running(tmp_path, BARQ_METRICS_PORT=str(free_ports(len(STAGES))[0])) as up:
        address = first_line(up).removeprefix("up: ").partition(";")[0]
        at = ports(up)
        assert at.keys() == STAGES.keys()
        assert sorted(at.values()) == list(at.values())
        withheld, mixed = tmp_path / "withheld.json", tmp_path / "mixed.json"
        withheld.write_text(WITHHELD)
        mixed.write_text(MIXED)
        items = map(str, (SAMPLES, withheld, mixed))
        commands.run("ingest", "--bootstrap", address, *items).check_returncode()
        deadline = time.monotonic() + PATIENCE_S
        while True:
            if all(get(port, "/ready")[0] == 200 for port in at.values()):
                scrapes = {stage: scrape(port) for stage, port in at.items()}
                missing = WANTED - recorded(scrapes)
                if not missing and all_told(scrapes):
                    break
                assert time.monotonic() < deadline, missing
            assert time.monotonic() < deadline, up.log
            time.sleep(LOOK_S)
    assert all(not one.unbalanced() for one in scrapes.values())
    alerts = scrapes["alert"]
    assert alerts.sum("barq_alerts_total") == alerts.sum("barq_alert_latency_seconds_count")
