"""The list of feeds is read again when it changes; a broken one changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from streams.ingest.feedlist import Feed
from streams.ingest.listing import Listing, ListingError

ONE = "- source: alpha\n  url: https://a.org/rss\n"
TWO = f"{ONE}- source: beta\n  url: https://b.org/rss\n"


class Ground:
    """A list in a file, that is looked at as often as a test says."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.warned: list[str] = []
        self.listing = Listing(file)
        self.looks = 0
        self.edits: dict[int, str | None] = {}

    async def sleep(self, _: float) -> None:
        """Let the file be edited before a look; None removes it."""
        self.looks += 1
        if self.looks in self.edits:
            text = self.edits[self.looks]
            if text is None:
                self.file.unlink()
            else:
                self.file.write_text(text)
        if self.looks > max(self.edits) + 4:
            raise asyncio.CancelledError

    async def all(self) -> list[list[str]]:
        """Give the sources of each list that comes."""
        changes: AsyncIterator[tuple[Feed, ...]] = self.listing.changes(
            1.0, self.warned.append, self.sleep
        )
        found: list[list[str]] = []
        with suppress(asyncio.CancelledError):
            async for feeds in changes:
                found += [[feed.source for feed in feeds]]
        return found


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    ground = Ground(tmp_path / "feeds.yaml")
    ground.file.write_text(ONE)
    assert [feed.source for feed in ground.listing.read()] == ["alpha"]
    return ground


async def test_a_list_that_has_changed_is_given_once(ground: Ground) -> None:
    ground.edits = {2: TWO}
    assert await ground.all() == [["alpha", "beta"]]
    assert ground.warned == []


async def test_a_list_that_is_being_written_is_not_read(ground: Ground) -> None:
    ground.edits = {2: "- source: al", 3: TWO}
    assert await ground.all() == [["alpha", "beta"]]
    assert ground.warned == []


async def test_a_list_with_a_fault_is_told_once_and_a_mended_one_given(ground: Ground) -> None:
    ground.edits = {2: "- source: al", 8: TWO}
    assert await ground.all() == [["alpha", "beta"]]
    (told,) = ground.warned
    assert f"{ground.file}:1" in told
    assert "polled on" in told


async def test_a_list_that_is_gone_is_told_once_and_read_when_it_is_back(ground: Ground) -> None:
    ground.edits = {2: None, 8: TWO}
    assert await ground.all() == [["alpha", "beta"]]
    (told,) = ground.warned
    assert "cannot be read" in told


def test_a_list_that_is_not_there_at_first_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListingError, match="cannot be read"):
        Listing(tmp_path / "feeds.yaml").read()
