"""What was taken in, remembered."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from streams.ingest.state import Polled, Pushed, Stamp, State, StateError, Taken
from streams.ingest.units import Mark

ONE = Taken(Stamp(1, 2, 3), "digest")
SEVERAL = Taken(Stamp(4, 5, 6), "", Mark(7, 8, "before", "own"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "ingest.sqlite"


def test_files_are_remembered_by_cluster_and_folder(path: Path) -> None:
    odd = "/drop/\udcff.xml"
    with State(path, "a") as state:
        state.take({"/drop/a.xml": ONE, odd: SEVERAL, "/drop2/b.xml": ONE})
    with State(path, "a") as state:
        assert state.files("/drop") == {"/drop/a.xml": (ONE, None), odd: (SEVERAL, None)}
        assert state.files("/drop2/b.xml") == {"/drop2/b.xml": (ONE, None)}
    with State(path, "b") as state:
        assert state.files("/drop") == {}


def test_a_file_taken_again_replaces_what_was_known(path: Path) -> None:
    with State(path, "a") as state:
        state.take({"/drop/a": ONE})
        state.mark_gone({"/drop/a": 5.0})
        assert state.files("/drop") == {"/drop/a": (ONE, 5.0)}
        state.take({"/drop/a": SEVERAL})
        assert state.files("/drop") == {"/drop/a": (SEVERAL, None)}
        state.forget(["/drop/a"])
        assert state.files("/drop") == {}


def test_feeds_are_remembered(path: Path) -> None:
    known = Polled(etag='"x"', modified="m", digest="d", due_s=7.5, failures=2, gone=True)
    with State(path, "a") as state:
        assert state.feed("http://a") == Polled()
        state.put_feed("http://a", known)
    with State(path, "a") as state:
        assert state.feed("http://a") == known


def test_keys_are_each_sources_own_and_forgotten_in_time(path: Path) -> None:
    with State(path, "a") as state:
        state.put_pushed("afp", "1", Pushed("d", "id"), 100.0)
        assert state.pushed("afp", "1") == Pushed("d", "id")
        assert state.pushed("tass", "1") is None
        state.forget_pushed(100.0)
        assert state.pushed("afp", "1") is not None
        state.forget_pushed(101.0)
        assert state.pushed("afp", "1") is None


def test_a_file_that_is_no_state_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("not a database, but a text that is long enough to be looked at " * 9)
    with pytest.raises(StateError, match=rf"{file}.*--state"):
        State(file, "a")


def test_a_state_of_another_version_is_refused(path: Path) -> None:
    State(path, "a").__exit__(None, None, None)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StateError, match="another version"):
        State(path, "a")
