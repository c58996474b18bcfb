"""README: its tables are made from the code, its picture and commands are true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from schemas.topics import TOPICS
from streams.cli import main
from streams.console.reference import README, renewed, settings_rows
from streams.settings import Settings
from streams.topology import PIPELINE

TEXT = README.read_text(encoding="utf-8")


def barq_commands() -> Iterator[str]:
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("barq "):
                yield line


def test_the_tables_are_fresh() -> None:
    assert renewed(TEXT) == TEXT, "run `python -m streams.console.reference --write`"


def test_a_readme_without_the_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="settings"):
        renewed("# Barq")


def test_every_setting_says_what_it_means_and_what_it_is_without() -> None:
    rows = {row.variable: row for row in settings_rows()}
    assert len(rows) == len(Settings.model_fields)
    assert all(row.meaning for row in rows.values())
    assert rows["BARQ_BROKER_PORT"].limits == "default 9092; ≥ 0, ≤ 65 535"
    assert rows["BARQ_LOG_LEVEL"].limits == "default info; debug, info, warning, error"
    assert rows["BARQ_RULES"].limits == "default none"


def test_the_picture_names_every_stage_agent_and_topic() -> None:
    picture = TEXT.split("```")[1]
    words = set(re.findall(r"[a-z][a-z.-]*", picture))
    for stage in PIPELINE:
        assert {stage.name, *(agent.name for agent in stage.agents)} <= words
    assert {topic.name for topic in TOPICS} <= words


def test_there_are_two_one_line_commands() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("python3.11 -m venv .venv && ")]
    assert len(lines) == 2
    assert lines[0].endswith("barq demo")
    assert lines[1].endswith("pytest -n 4 --dist loadfile")


@pytest.mark.parametrize("line", list(barq_commands()))
def test_the_commands_shown_are_ones_that_barq_has(line: str) -> None:
    """Check the names of commands and options; what they do is tested elsewhere."""
    _, name, *words = shlex.split(line, comments=True)
    command = main.get_command(click.Context(main), name)
    names = [name, words.pop(0)] if isinstance(command, click.Group) else [name]
    told = CliRunner().invoke(main, [*names, "--help"])
    assert told.exit_code == 0, told.output
    assert all(word in told.output for word in words if word.startswith("--"))
