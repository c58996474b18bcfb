"""How the processes of one machine are heard."""

from __future__ import annotations

import json

import pytest

from streams.console.local import metrics_ports, speaker
from streams.settings import Settings


def test_for_people_each_line_has_the_name_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    speaker(Settings.read(log_format="console"))("tag", "started")
    assert capsys.readouterr().err == "tag        | started\n"


def test_as_json_every_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    say = speaker(Settings.read(log_format="json"))
    say("tag", '{"stage": "tag", "event": "started"}')
    say("supervisor", "tag ended with code 1")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first == {"stage": "tag", "event": "started"}
    assert (second["process"], second["event"]) == ("supervisor", "tag ended with code 1")


def test_each_stage_has_the_next_port_for_its_metrics() -> None:
    ports = metrics_ports(Settings.read(metrics_port=9300))
    assert ports == {"parse": 9300, "dedup": 9301, "tag": 9302, "alert": 9303}


def test_port_nought_turns_the_metrics_of_all_off() -> None:
    assert set(metrics_ports(Settings.read(metrics_port=0)).values()) == {0}
