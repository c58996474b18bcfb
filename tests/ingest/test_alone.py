"""What one process takes in no other does, as long as it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from streams.ingest.alone import InUseError, alone

HOLDS = """
import sys
from pathlib import Path
from streams.ingest.alone import alone
state, kind, place = sys.argv[1:]
places = [Path(place)]
with alone(Path(state), "a", places * (kind == "folder"), places * (kind == "list")):
    print("holds", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(state: Path, kind: str, place: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(state), kind, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "holds\n"
            yield process
        finally:
            process.kill()


def take(state: Path, *folders: str, lists: tuple[str, ...] = (), cluster: str = "a") -> None:
    with alone(state, cluster, [Path(one) for one in folders], [Path(one) for one in lists]):
        pass


def test_a_folder_is_taken_in_by_one_process_and_by_the_next_when_that_is_killed(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state" / "ingest.sqlite"
    with holding(state, "folder", "/drop/afp") as process:
        told = f"^/drop/afp: process {process.pid}, with /drop/afp, already takes this in"
        with pytest.raises(InUseError, match=told):
            take(state, "/drop/afp")
    take(state, "/drop/afp")


@pytest.mark.parametrize("other", ["/drop", "/drop/afp/ar"])
def test_nor_is_what_it_lies_in_or_what_lies_in_it(tmp_path: Path, other: str) -> None:
    state = tmp_path / "ingest.sqlite"
    with (
        holding(state, "folder", "/drop/afp") as process,
        pytest.raises(InUseError, match=rf"^{other}: process {process.pid}, with "),
    ):
        take(state, other)


def test_others_take_in_other_folders_and_for_other_clusters_and_states(tmp_path: Path) -> None:
    state = tmp_path / "ingest.sqlite"
    with holding(state, "folder", "/drop/afp"):
        take(state, "/drop/tass", "/drop/afp2", lists=("/drop/afp/feeds.yaml",))
        take(state, "/drop/afp", cluster="b")
        take(tmp_path / "other.sqlite", "/drop/afp")


def test_a_list_of_feeds_is_polled_by_one_process(tmp_path: Path) -> None:
    state = tmp_path / "ingest.sqlite"
    with holding(state, "list", "/etc/feeds.yaml") as process:
        with pytest.raises(InUseError, match=f"process {process.pid}"):
            take(state, lists=("/etc/feeds.yaml",))
        take(state, "/etc", lists=("/etc/more.yaml",))


def test_a_place_without_room_for_locks_is_told(tmp_path: Path) -> None:
    (tmp_path / "ingest.sqlite.locks").write_text("")
    with pytest.raises(InUseError, match="--state"):
        take(tmp_path / "ingest.sqlite", "/drop")


def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    take(tmp_path / "ingest.sqlite", os.fsdecode(b"/drop/\xff"))
