"""What each command refuses, and how: one line that says what to do, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.cli import COMMANDS, main
from tests.brokers import free_port

SAMPLES = files("streams.demo") / "samples"


def barq(*arguments: str, env: dict[str, str] | None = None, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=env, input=given, prog_name="barq")


def test_help_lists_commands_and_settings_without_loading_the_pipeline() -> None:
    code = (
        "import sys; from streams.cli import main; main(['--help'], standalone_mode=False);"
        "assert not {'numpy', 'faust', 'aiokafka', 'streams.topology'} & sys.modules.keys()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in told.stdout for name in COMMANDS)
    assert "BARQ_MAX_ITEM_BYTES" in told.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    told = barq(name, "--help")
    assert told.exit_code == 0
    assert "Options:" in told.output


def test_a_bad_setting_is_refused_with_its_name_and_what_is_allowed() -> None:
    told = barq("ingest", "x", env={"BARQ_PARTITIONS": "0", "BARQ_LOG_LEVEL": "loud"})
    assert told.exit_code == 2
    assert "BARQ_PARTITIONS='0': Input should be greater than or equal to 1" in told.output
    assert "BARQ_LOG_LEVEL='loud': Input should be 'debug'" in told.output


def test_an_authority_that_cannot_be_read_is_told_with_its_variable() -> None:
    env = {"BARQ_SECURITY_PROTOCOL": "SSL", "BARQ_SSL_CA_FILE": "/nowhere/ca.pem"}
    told = barq("topics", "--check", env=env)
    assert told.exit_code == 2
    assert told.output.startswith("Error: BARQ_SSL_CA_FILE=/nowhere/ca.pem: ")


@pytest.mark.parametrize(
    "arguments",
    [("ingest", "x"), ("topics", "--check"), ("tail", "alerts"), ("topics", "--create")],
)
def test_a_broker_that_is_away_is_told_with_its_address(arguments: tuple[str, ...]) -> None:
    address = f"127.0.0.1:{free_port()}"
    told = barq(*arguments, "--bootstrap", address)
    assert told.exit_code == 2
    assert told.output == (
        f"Error: no broker answers at {address}: start one with `barq up`, or set "
        "BARQ_BOOTSTRAP, and BARQ_SECURITY_PROTOCOL as the broker has it\n"
    )


def test_the_table_of_topics_needs_no_broker() -> None:
    told = barq("topics", env={"BARQ_PARTITIONS": "7"})
    assert told.exit_code == 0
    assert "state.dedup.near" in told.output
    assert "partitions=7" in told.output


def test_a_moment_that_is_none_is_refused_with_what_is_allowed() -> None:
    told = barq("tail", "alerts", "--from", "yesterday")
    assert told.exit_code == 2
    assert "3d ago" in told.output


def test_a_filter_that_a_topic_cannot_meet_is_refused() -> None:
    told = barq("tail", "dead-letters", "--lang", "ar")
    assert told.exit_code == 2
    assert "--lang: records of dead-letters have none" in told.output


def test_a_language_that_is_unknown_is_refused_with_the_nearest() -> None:
    told = barq("tail", "alerts", "--lang", "Arabik")
    assert told.exit_code == 2
    assert "did you mean «arabic»" in told.output.casefold()


def test_replay_shows_articles_and_alerts_as_json_lines_and_counts_on_stderr() -> None:
    with as_file(SAMPLES / "01-talks-ar.txt") as file:
        told = CliRunner().invoke(main, ["replay", str(file)])
    assert told.exit_code == 0, told.output
    records = [json.loads(line) for line in told.stdout.splitlines()]
    assert {"articles.enriched", "alerts"} == {record["topic"] for record in records}
    assert "parse: 1 consumed = 1 emitted" in told.stderr


def test_replay_reads_standard_input() -> None:
    told = barq("replay", "-", "--show", "dead-letters", given='{"uri": ')
    (line,) = (line for line in told.stdout.splitlines() if line.startswith("{"))
    assert json.loads(line)["record"]["reason"] == "not_json"


def test_replay_refuses_rules_with_line_field_and_nearest_name(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("- id: a\n  actors:\n    any: [Sergey Lavrow]\n")
    told = barq("replay", "x", "--rules", str(rules))
    assert told.exit_code == 2
    assert f"{rules}:3: actors.any" in told.output
    assert "Sergey Lavrov" in told.output


def test_replay_tells_of_files_that_it_cannot_read(tmp_path: Path) -> None:
    told = barq("replay", str(tmp_path / "none"))
    assert told.exit_code == 1
    assert "there is no such file or folder" in told.output
