"""How the processes of one machine are heard."""

from __future__ import annotations

import json

import pytest

from streams.console.local import speaker
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
