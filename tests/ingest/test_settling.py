"""Which files of a watched folder are complete."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from streams.ingest.reading import Refused
from streams.ingest.settling import Partial, Seen, Settling, look
from streams.ingest.state import Stamp

PARTIAL = Partial((".part", ".tmp"))


def seen(
    path: str, size: int = 1, mtime: int = 0, inode: int = 1, *, partial: bool = False
) -> Seen:
    return Seen(path, Stamp(size, mtime, mtime), inode, partial)


def paths(ready: list[Seen]) -> list[str]:
    return [one.path for one in ready]


def test_a_file_is_complete_when_it_has_stayed_as_it_was_for_long_enough() -> None:
    settling = Settling(2.0)
    assert settling.complete([seen("a")], {}, 10.0) == []
    assert settling.complete([seen("a")], {}, 11.9) == []
    assert paths(settling.complete([seen("a")], {}, 12.0)) == ["a"]


def test_a_file_that_grows_is_waited_for() -> None:
    settling = Settling(2.0)
    settling.complete([seen("a", 1)], {}, 0.0)
    assert settling.complete([seen("a", 2)], {}, 2.0) == []
    assert paths(settling.complete([seen("a", 2)], {}, 4.0)) == ["a"]


def test_a_file_that_was_renamed_is_complete_at_once() -> None:
    settling = Settling(2.0)
    settling.complete([seen("a.part", partial=True)], {}, 0.0)
    assert paths(settling.complete([seen("a")], {}, 0.5)) == ["a"]


def test_another_file_with_the_number_of_one_that_was_being_written_is_waited_for() -> None:
    settling = Settling(2.0)
    settling.complete([seen("a.part", 1, partial=True)], {}, 0.0)
    assert settling.complete([seen("b", 7)], {}, 0.5) == []


def test_what_was_taken_is_taken_again_only_when_it_looks_another() -> None:
    settling = Settling(0.0)
    taken = {"a": seen("a").stamp}
    assert settling.complete([seen("a")], taken, 0.0) == []
    assert paths(settling.complete([seen("a", mtime=1)], taken, 0.0)) == ["a"]


def test_the_oldest_is_first() -> None:
    found = [seen("b", mtime=2), seen("c", mtime=1), seen("a", mtime=2)]
    assert paths(Settling(0.0).complete(found, {}, 0.0)) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("name", "partial"), [("a.xml", False), ("a.xml.PART", True), (".a.xml", True), ("tmp", False)]
)
def test_names_of_files_that_are_being_written(name: str, *, partial: bool) -> None:
    assert PARTIAL(name) is partial


def test_a_folder_is_looked_through_without_hidden_folders_links_and_pipes(tmp_path: Path) -> None:
    for name in ("a.xml", "sub/deep/b.xml", ".git/c.xml", "d.part"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "sub" / "round").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    found = {one.path: one for one in look(tmp_path, PARTIAL) if isinstance(one, Seen)}
    names = {str(Path(path).relative_to(tmp_path)): one.partial for path, one in found.items()}
    assert names == {"a.xml": False, "sub/deep/b.xml": False, "d.part": True}


def test_a_single_file_can_be_watched(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text("x")
    (one,) = look(tmp_path / "a.mbox", PARTIAL)
    assert isinstance(one, Seen)
    assert one.stamp.size == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (one,) = look(tmp_path / "none", PARTIAL)
    assert one == Refused(
        str(tmp_path / "none"), "cannot be looked into: No such file or directory"
    )
