"""`barq up` flooded with what it must reject: it stops, and goes on when it is let."""

from __future__ import annotations

import signal
from pathlib import Path

from tests import law
from tests.console import commands
from tests.console.own_broker import own_broker
from tests.console.test_up import STOP_S, running
from tests.runtime.harness import read_all, until


def test_a_flood_of_rejects_stops_it_and_is_told_once(tmp_path: Path) -> None:
    broken, flood = 400, {"BARQ_CHUNK_RECORDS": "50", "BARQ_BREAKER_RECORDS": "50"}
    with own_broker("embedded", tmp_path) as address:
        at = ("--bootstrap", address)
        commands.run("topics", "--create", *at).check_returncode()
        items = b'{"body": "{\\"uri\\": 1"}\n' * broken
        commands.run("ingest", "--lines", *at, "-", given=items).check_returncode()
        options = {"BARQ_LOG_FORMAT": "json", "BARQ_METRICS_PORT": "0"}
        with running(tmp_path, *at, **options, **flood) as up:
            assert up.process.wait(60) == 2
            assert "of the last 50 records were rejected: look at the newest dead letters" in up.log
            assert "parse cannot run; its last words say why" in up.log
            assert "starts again" not in up.log
            assert law.check(up.log) >= 1
        letters = len(read_all(address, "dead-letters"))
        assert 50 <= letters < broken
        with running(tmp_path, *at, **options) as up:
            until(lambda: len(read_all(address, "dead-letters")) == broken)
            up.process.send_signal(signal.SIGINT)
            assert up.process.wait(STOP_S + 5) == 0
            assert f'"parse.rejected.not_json": {broken - letters}' in up.log
            assert law.check(up.log) >= 1
