"""Prometheus's own tool takes our files, and the rules fire and keep still as they should."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest
import yaml

from deploy.coverage import queries
from tests.deploy import prometheus

pytestmark = pytest.mark.prometheus
CHECKS: Final = (
    ("check", "config", "prometheus.yml"),
    ("check", "config", "prometheus.compose.yml"),
    ("check", "rules", "rules.yml"),
    ("test", "rules", "rules_test.yml"),
)


def promtool(*words: str) -> str:
    done = subprocess.run(
        [prometheus.tool("promtool"), *words],
        cwd=prometheus.FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.mark.parametrize("words", CHECKS, ids=" ".join)
def test_promtool_finds_no_fault(words: tuple[str, ...]) -> None:
    assert "SUCCESS" in promtool(*words)


def test_a_rule_that_does_not_fire_is_found(tmp_path: Path) -> None:
    for name in ("rules.yml", "rules_test.yml"):
        text = (prometheus.FOLDER / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("> 60", "> 600"), "utf-8")
    with pytest.raises(AssertionError, match="BarqLag"):
        promtool("test", "rules", str(tmp_path / "rules_test.yml"))


@pytest.mark.parametrize("where", [where for where, _ in queries()])
def test_every_query_of_a_panel_can_be_read(where: str, tmp_path: Path) -> None:
    exprs = [prometheus.filled(query.expr) for place, query in queries() if place == where]
    rules = [{"record": f"q{place}", "expr": expr} for place, expr in enumerate(exprs)]
    path = tmp_path / "queries.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "q", "rules": rules}]}))
    promtool("check", "rules", str(path))
