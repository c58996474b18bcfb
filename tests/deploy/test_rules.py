"""What Prometheus is told to scrape and to watch covers the pipeline."""

from __future__ import annotations

from typing import Any, Final

import yaml

from streams.settings import Settings
from streams.topology import STAGES
from tests.deploy import compose

FOLDER: Final = compose.ROOT / "deploy/prometheus"


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


RULES: Final = [rule for group in read("rules.yml")["groups"] for rule in group["rules"]]


def test_each_stage_is_scraped_at_its_place_after_the_first() -> None:
    config = read("prometheus.yml")["scrape_configs"][0]["static_configs"]
    assert [(one["targets"], one["labels"]) for one in config] == [
        ([f"127.0.0.1:{9300 + place}"], {"stage": name}) for place, name in enumerate(STAGES)
    ]


def test_each_edge_is_scraped_where_it_serves_its_metrics() -> None:
    settings = Settings.read()
    config = read("prometheus.yml")["scrape_configs"][1]
    assert config["job_name"] == "barq-edges"
    assert [one["targets"] for one in config["static_configs"]] == [
        [f"127.0.0.1:{settings.ingest_metrics_port}"],
        [f"127.0.0.1:{settings.api_metrics_port}"],
    ]


def test_a_stage_without_any_worker_is_named() -> None:
    down = next(rule["expr"] for rule in RULES if rule["alert"] == "BarqStageDown")
    assert [name for name in STAGES if f'"stage", "{name}"' not in down] == []


def test_each_rule_says_what_is_wrong_and_what_to_do() -> None:
    assert all(set(rule["annotations"]) == {"summary", "action"} for rule in RULES)
    assert {rule["labels"]["severity"] for rule in RULES} <= {"warning", "critical"}


def test_each_rule_is_shown_to_fire_and_to_keep_still() -> None:
    cases = [case for test in read("rules_test.yml")["tests"] for case in test["alert_rule_test"]]
    names = {rule["alert"] for rule in RULES}
    assert {case["alertname"] for case in cases if case.get("exp_alerts")} == names
    assert {case["alertname"] for case in cases if not case.get("exp_alerts")} == names
