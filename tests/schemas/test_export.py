"""The command that writes the schemas, and that refuses what breaks subscribers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schemas import export

CHANGELOG = "# Changes\n## 1.0\nFirst.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own with the schemas committed."""
    monkeypatch.setattr(export, "FOLDER", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    git(tmp_path, "init", "-q")
    assert run().exit_code == 0
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *command: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *command], cwd=folder, check=True)  # noqa: S607 - git on the path


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "schemas")


def run(*options: str) -> Result:
    return CliRunner().invoke(export.main, options)


def require_more(folder: Path, field: str) -> None:
    """Commit schemas in which Alert has a field that the records do not have."""
    path = folder / "asyncapi.json"
    document = json.loads(path.read_text())
    document["components"]["schemas"]["Alert"]["properties"][field] = {"type": "string"}
    path.write_text(json.dumps(document))
    commit(folder)


def test_the_committed_schemas_are_fresh() -> None:
    result = run("--check")
    assert result.exit_code == 0, result.output


def test_what_was_written_passes_the_check(folder: Path) -> None:
    assert run("--check").exit_code == 0
    assert (folder / "json" / "Alert.json").exists()


def test_a_stale_a_missing_and_a_left_over_file_fail_the_check(folder: Path) -> None:
    (folder / "json" / "Alert.json").write_text("{}")
    (folder / "json" / "Parsed.json").unlink()
    (folder / "json" / "Gone.json").write_text("{}")
    result = run("--check")
    assert result.exit_code == 1
    for name in ("Alert", "Parsed", "Gone"):
        assert f"schemas/json/{name}.json is stale: run python -m schemas.export" in result.output


def test_writing_again_mends_them(folder: Path) -> None:
    (folder / "json" / "Gone.json").write_text("{}")
    assert run().exit_code == 0
    assert run("--check").exit_code == 0


def test_a_break_is_refused_until_it_is_announced(folder: Path) -> None:
    require_more(folder, "mood")
    result = run()
    assert result.exit_code == 1
    assert "Alert.mood removed or renamed since HEAD" in result.output
    (folder / "CHANGELOG.md").write_text("## 2.0\n`Alert.mood` is gone.\n## 1.0\nFirst.\n")
    assert run().exit_code == 0
    assert json.loads((folder / "asyncapi.json").read_text())["info"]["version"] == "2.0.0"


def test_outside_a_repository_there_is_nothing_to_keep_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "FOLDER", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    assert run().exit_code == 0
