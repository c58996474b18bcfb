"""A real Prometheus for tests: started on a port of its own, asked over HTTP."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
import yaml

from tests.brokers import free_port
from tests.deploy import compose

T = TypeVar("T")

FOLDER: Final = compose.ROOT / "deploy/prometheus"
SCRAPE_S: Final = 1
PATIENCE_S: Final = 90
LOOK_EVERY_S: Final = 0.25
INSTALL: Final = "install it: apt-get install prometheus (Debian), or unpack its release"
VARIABLES: Final = {
    "$stage": ".*",
    "$source": ".*",
    "$__rate_interval": "30s",
    "$__range": "1h",
}
"""Grafana's variables as when a dashboard is opened, but for rates over a shorter time."""
HASTE: Final = (
    (r"for: \dm", "for: 1s"),
    (r"\[1m\]", "[4s]"),
    (r"\[10m\]", "[15s]"),
    (r"\[15m\]\)\) > 3", "[40s])) > 1"),
    (r"(barq_lag_seconds\)) > 60", r"\1 > 0.5"),
)
"""What makes a copy of the rules quick enough for a test: times and two thresholds, no more."""


class Api:
    """Prometheus's HTTP API."""

    def __init__(self, address: str) -> None:
        self._address = address

    def get(self, path: str, **parameters: str) -> Any:
        """Give the data of an answer; raise AssertionError with what Prometheus says is wrong."""
        url = f"http://{self._address}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{parameters}: {error.read().decode()}") from error

    def query(self, expr: str) -> list[dict[str, Any]]:
        """Evaluate an expression now; give its series."""
        found: list[dict[str, Any]] = self.get("query", query=expr)["result"]
        return found

    def numbers(self, expr: str) -> list[float]:
        """Evaluate an expression now; give its values, less those that are no number."""
        values = [float(series["value"][1]) for series in self.query(expr)]
        return [value for value in values if not math.isnan(value)]

    def targets_up(self) -> set[str]:
        """Name the stages whose workers answer."""
        found = self.query('up{job="barq"} == 1')
        return {series["metric"]["stage"] for series in found}

    def firing(self) -> set[tuple[str, str]]:
        """Give the name and the stage of each alert that fires."""
        alerts = self.get("alerts")["alerts"]
        firing = [one["labels"] for one in alerts if one["state"] == "firing"]
        return {(labels["alertname"], labels.get("stage", "")) for labels in firing}


def tool(name: str) -> str:
    """Give the path of a program of Prometheus's; skip the test without it, but fail in CI."""
    if path := shutil.which(name):
        return path
    if os.environ.get("CI"):
        raise AssertionError(f"{name} is missing: {INSTALL}")
    pytest.skip(f"{name} is missing: {INSTALL}")


def filled(expr: str) -> str:
    """Give a panel's expression with Grafana's variables filled in."""
    for name, value in VARIABLES.items():
        expr = expr.replace(name, value)
    return expr


def hastened(text: str) -> str:
    """Give the rules with short times."""
    for pattern, quick in HASTE:
        text, count = re.subn(pattern, quick, text)
        assert count, f"the rules hold no {pattern}"
    return text


@contextmanager
def running(folder: Path, ports: Mapping[str, int], *edges: int) -> Iterator[Api]:
    """Run a Prometheus on the hastened rules, scraping each stage at its port, and edges."""
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))
    times = ("scrape_interval", "scrape_timeout", "evaluation_interval")
    config["global"] = dict.fromkeys(times, f"{SCRAPE_S}s")
    for target in config["scrape_configs"][0]["static_configs"]:
        target["targets"] = [f"127.0.0.1:{ports[target['labels']['stage']]}"]
    at = [f"127.0.0.1:{port}" for port in edges]
    config["scrape_configs"][1]["static_configs"] = [{"targets": at}]
    folder.mkdir()
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), "utf-8")
    (folder / "rules.yml").write_text(hastened((FOLDER / "rules.yml").read_text("utf-8")), "utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [
        tool("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for("Prometheus to answer", lambda: _ready(address))
        yield Api(address)
    finally:
        process.terminate()
        process.wait(15)


def wait_for(what: str, condition: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """Wait until `condition` gives something true, and give that."""
    limit = time.monotonic() + patience_s
    while not (result := condition()):
        assert time.monotonic() < limit, f"waited {patience_s} s for {what}"
        time.sleep(LOOK_EVERY_S)
    return result


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/-/ready", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # nothing listens yet, or it is still reading its data
        return False
