"""Log lines: one an event, JSON where no person looks on, and no chatter of libraries."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from streams.runtime import logs
from streams.settings import Settings


@pytest.fixture(autouse=True)
def root() -> Iterator[None]:
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.read(log_format="json"))
    logs.get(stage="tag").info("counted", records=3, headline="لافروف")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["event"] == "counted"
    assert (told["stage"], told["records"], told["level"]) == ("tag", 3, "info")
    assert "لافروف" in line


def test_an_exception_is_told_in_the_same_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.read(log_format="json"))
    logs.get().error("crashed", exc_info=ValueError("why"))
    (line,) = capsys.readouterr().err.splitlines()
    assert "ValueError: why" in json.loads(line)["exception"]


def test_libraries_speak_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.read(log_format="json"))
    logging.getLogger("faust.transport").warning("chatter")
    logging.getLogger("aiokafka.consumer").info("chatter")
    assert capsys.readouterr().err == ""
    logs.configure(Settings.read(log_format="json", log_level="debug"))
    logging.getLogger("aiokafka.consumer").info("chatter")
    assert "chatter" in capsys.readouterr().err


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.read(log_format="json", log_level="warning"))
    logs.get().info("not told")
    assert capsys.readouterr().err == ""


def test_a_library_that_repeats_itself_is_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings.read(log_format="json"))
    for n in range(100):
        logging.getLogger("aiokafka").error("no connection, %d", n)
    logs.get().error("ours")
    first, second = capsys.readouterr().err.splitlines()
    assert "no connection, 0" in first
    assert "ours" in second
