"""An embargo on a broker: held through a kill -9 of dedup, and out once at its time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.records import WireItem
from tests.chaos.feed import feed
from tests.console import commands
from tests.console.own_broker import KINDS, own_broker
from tests.forked import Forked
from tests.runtime.harness import read_all, until

FEED_S = 30
HELD_S = 10


@pytest.fixture(params=KINDS)
def bootstrap(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with own_broker(request.param, tmp_path) as address:
        yield address


def test_an_embargoed_article_comes_out_once_though_dedup_was_killed(
    bootstrap: str, tmp_path: Path
) -> None:
    commands.run("topics", "--create", "--bootstrap", bootstrap).check_returncode()
    with ExitStack() as stack:

        def start(stage: str) -> Forked:
            environment = {**os.environ, "BARQ_BOOTSTRAP": bootstrap, "BARQ_METRICS_PORT": "0"}
            log = tmp_path / f"{stage}.log"
            worker = Forked(commands.barq, ["worker", stage], environment, log)
            stack.callback(worker.wait, 15)
            stack.callback(worker.kill)
            return worker

        start("parse")
        dedup = start("dedup")
        feed(bootstrap, [item("first", "Free", None)], patience_s=FEED_S)
        until(lambda: headlines(bootstrap) == ["Free"])
        end = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=HELD_S)
        items = [
            item("second", "Embargoed", end),
            item("third", "Killed", end),
            item("fourth", "", None, kill="urn:Killed"),
            item("fifth", "Withheld", None, status="withheld"),
        ]
        feed(bootstrap, items, patience_s=FEED_S)
        until(lambda: len(read_all(bootstrap, "articles.held")) == 4)
        dedup.kill()
        dedup.wait()
        assert [(one["id"], one["reason"]) for one in held(bootstrap)] == [
            ("urn:Embargoed", "embargo"),
            ("urn:Withheld", "withheld"),
        ]
        until(lambda: datetime.now(UTC) > end)
        assert "Embargoed" not in headlines(bootstrap)
        start("dedup")
        until(lambda: "Embargoed" in headlines(bootstrap))
        feed(bootstrap, [item("last", "Last", None)], patience_s=FEED_S)
        until(lambda: "Last" in headlines(bootstrap))
        assert headlines(bootstrap) == ["Free", "", "Embargoed", "Last"]
        assert [one["id"] for one in held(bootstrap)] == ["urn:Withheld"]
    (unique,) = [one for one in uniques(bootstrap) if one["parsed"]["headline"] == "Embargoed"]
    assert datetime.fromisoformat(unique["released_at"]) == end
    states = [json.loads(m.value() or b"")["state"] for m in read_all(bootstrap, "articles.held")]
    assert sorted(states) == ["held", "held", "held", "killed", "released"]


def item(
    name: str,
    headline: str,
    embargo: datetime | None,
    *,
    status: str = "usable",
    kill: str | None = None,
) -> WireItem:
    body = {
        "uri": kill or f"urn:{headline}",
        "type": "text",
        "version": "2" if kill else "1",
        "pubstatus": "canceled" if kill else status,
        "language": "en",
        "headline": headline,
        "body_text": f"{headline} and nothing else was said about it on {name} day." * (not kill),
    }
    if embargo is not None:
        body["embargoed"] = embargo.isoformat()
    return WireItem(
        id=name,
        source="desk",
        content_type="application/json",
        received_at=datetime.fromtimestamp(int(time.time()), UTC),
        body=json.dumps(body).encode(),
    )


def uniques(bootstrap: str) -> list[Any]:
    return [json.loads(m.value() or b"") for m in read_all(bootstrap, "articles.unique")]


def headlines(bootstrap: str) -> list[str]:
    return [one["parsed"]["headline"] for one in uniques(bootstrap)]


def held(bootstrap: str) -> list[Any]:
    told = commands.run("held", "--bootstrap", bootstrap)
    told.check_returncode()
    return [json.loads(line) for line in told.stdout.splitlines()]
