"""What the edges are asked for, before they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.ingest.edges import EdgeError, roots_of, state_path, tokens_of
from streams.settings import Settings

TOKEN = "0123456789abcdef"  # noqa: S105 - of these tests alone


def test_the_state_is_where_states_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/desk")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert state_path(Settings.read()) == Path("/home/desk/.local/state/barq/ingest.sqlite")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_path(Settings.read()) == Path("/state/barq/ingest.sqlite")
    assert state_path(Settings.read(ingest_state="x.db")) == Path("x.db")


def test_folders_to_watch_are_there_and_apart_and_hold_no_state(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    outside = Path("/nowhere/state")
    assert roots_of([str(inner), str(inner)], outside) == (inner,)
    for paths, state, told in (
        ([str(tmp_path / "none")], outside, "there is no such folder"),
        ([str(tmp_path), str(inner)], outside, "lies in"),
        ([str(inner)], inner / "state", "--state"),
    ):
        with pytest.raises(EdgeError, match=told):
            roots_of(paths, state)


def test_tokens_come_from_the_environment_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"{TOKEN}1\n\n {TOKEN}2 \n")
    both = Settings.read(api_token=TOKEN, api_token_file=file)
    assert tokens_of(both, none=False) == (TOKEN, f"{TOKEN}1", f"{TOKEN}2")


@pytest.mark.parametrize(
    ("given", "none", "told"),
    [
        ({}, False, "no token"),
        ({"api_token": "short"}, False, "fewer than 16"),
        ({"api_token_file": "/nowhere"}, False, "cannot be read"),
        ({"api_token": TOKEN}, True, "leave one out"),
        ({"api_host": "192.0.2.1"}, True, "let everybody in"),
        ({"api_host": "news.example.org"}, True, "let everybody in"),
    ],
)
def test_nobody_is_let_in_by_mistake(given: dict[str, str], *, none: bool, told: str) -> None:
    with pytest.raises(EdgeError, match=told):
        tokens_of(Settings.read(**given), none=none)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_alone_no_token_is_needed_when_so_asked(host: str) -> None:
    assert tokens_of(Settings.read(api_host=host), none=True) == ()
