"""A watched folder: what is sent, once, and what is remembered."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from streams.ingest import watching
from streams.ingest.reading import Piece, Reading, Refused
from streams.ingest.settling import Partial, Settling
from streams.ingest.state import State, Taken
from streams.ingest.watching import FORGET_S, RETRY_S, Watch
from streams.replay import Replay
from streams.runtime.edge_metrics import BYTES, ITEMS
from streams.settings import Settings
from streams.topology import STAGES
from tests.ingest.test_units import mail

STORY = b"Lavrov meets Cavusoglu\n\nMoscow and Ankara agreed on Sunday to hold talks on Syria."
NOW = datetime(2024, 1, 1, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


class Ground:
    """A folder, who watches it, and what was sent."""

    def __init__(self, folder: Path) -> None:
        self.drop = folder / "drop"
        self.drop.mkdir()
        self.sent: list[Piece] = []
        self.told: list[str] = []
        self.warned: list[str] = []
        self.never: list[Refused] = []
        self.kill_after_sending = False
        self.now_s = 0.0
        self._state = folder / "state.sqlite"
        self._open: list[State] = []
        self.watch = self.start()

    def start(self, **reading: Any) -> Watch:
        """Begin to watch, as a process that has just been started."""
        state = State(self._state, "cluster")
        self._open.append(state)
        self.watch = Watch(
            root=self.drop,
            reading=Reading(**{"max_item_bytes": 1000, **reading}),
            partial=Partial((".part",)),
            settling=Settling(0.0),
            state=state,
            deliver=self._deliver,
            tell=self.told.append,
            warn=self.warned.append,
            stop_s=1.0,
            clock=lambda: self.now_s,
            wall=lambda: self.now_s,
        )
        self.watch.recall()
        return self.watch

    async def _deliver(self, pieces: Sequence[Piece]) -> list[Refused]:
        self.sent += pieces
        if self.kill_after_sending:
            raise Killed
        return self.never

    async def turn(self) -> list[bytes]:
        """Look once; give the bodies sent."""
        before = len(self.sent)
        await self.watch.turn()
        return [piece.body for piece in self.sent[before:]]

    def write(self, name: str, body: bytes) -> Path:
        path = self.drop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return path

    def remembered(self) -> dict[str, tuple[Taken, float | None]]:
        return self._open[-1].files(str(self.drop))

    def close(self) -> None:
        for state in self._open:
            state.__exit__(None, None, None)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    ground = Ground(tmp_path)
    yield ground
    ground.close()


async def test_each_file_is_sent_once_across_restarts(ground: Ground) -> None:
    ground.write("afp/a.txt", b"a")
    ground.write("tass/b.txt", b"b")
    assert sorted(await ground.turn()) == [b"a", b"b"]
    assert {piece.source for piece in ground.sent} == {"afp", "tass"}
    assert await ground.turn() == []
    ground.start()
    assert await ground.turn() == []


async def test_a_file_that_has_changed_in_place_is_sent_again(ground: Ground) -> None:
    path = ground.write("a.txt", b"old")
    await ground.turn()
    found = path.stat()
    path.write_bytes(b"new")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert await ground.turn() == [b"new"]
    path.write_bytes(b"old")
    assert await ground.turn() == [b"old"]


async def test_a_file_that_was_only_touched_is_not_sent_again(ground: Ground) -> None:
    path = ground.write("a.txt", b"a")
    await ground.turn()
    path.touch()
    assert await ground.turn() == []
    ground.start()
    assert await ground.turn() == []


async def test_a_file_under_a_partial_name_is_passed_over(ground: Ground) -> None:
    path = ground.write("a.txt.part", b"a")
    assert await ground.turn() == []
    path.rename(ground.drop / "a.txt")
    assert await ground.turn() == [b"a"]


async def test_what_cannot_be_read_is_told_and_does_not_stop_the_rest(ground: Ground) -> None:
    ground.write("1.txt.gz", gzip.compress(b"cut off" * 99)[:-9])
    ground.write("2.txt", b"x" * 1001)
    ground.write("3.txt", b"fits")
    assert await ground.turn() == [b"fits"]
    cut, large = sorted(ground.warned)
    assert "1.txt.gz: cannot be read" in cut
    assert "2.txt: larger than 1000 bytes" in large
    counted = ground.watch.meter.series.value
    assert counted(ITEMS, ("watch", "sent", "")) == 1
    assert counted(BYTES, ("watch",)) == 4
    assert counted(ITEMS, ("watch", "refused", "unreadable")) == 1
    assert counted(ITEMS, ("watch", "refused", "too_large")) == 1


async def test_what_could_not_be_read_is_tried_again_later_and_what_is_too_large_is_not(
    ground: Ground,
) -> None:
    ground.write("1.txt.gz", gzip.compress(b"cut off" * 99)[:-9])
    ground.write("2.txt", b"x" * 1001)
    told = []
    for now_s in (0.0, RETRY_S - 1, RETRY_S, 2 * RETRY_S, 3 * RETRY_S):
        ground.now_s = now_s
        await ground.turn()
        told.append(len(ground.warned))
    assert told == [2, 2, 3, 3, 4]


async def test_what_the_broker_never_takes_is_tried_again_after_a_restart(ground: Ground) -> None:
    path = ground.write("a.txt", b"a")
    ground.never = [Refused(str(path), "not taken by the broker: too large")]
    assert await ground.turn() == [b"a"]
    assert ground.told == []
    assert await ground.turn() == []
    ground.never = []
    ground.start()
    assert await ground.turn() == [b"a"]


async def test_of_a_mailbox_that_has_grown_only_what_is_new_is_sent(ground: Ground) -> None:
    path = ground.write("a.mbox", mail(1) + mail(2))
    assert len(await ground.turn()) == 2
    ground.start()
    with path.open("ab") as file:
        file.write(mail(3))
    assert await ground.turn() == [b"Subject: 3\n\ntext\n"]
    assert [piece.where.rpartition(":")[2] for piece in ground.sent] == ["1", "2", "3"]
    assert {piece.content_type for piece in ground.sent} == {"message/rfc822"}


async def test_a_line_that_was_written_in_part_is_sent_when_it_is_whole(ground: Ground) -> None:
    path = ground.write("a.jsonl", b"first\nsec")
    assert await ground.turn() == [b"first", b"sec"]
    path.write_bytes(b"first\nsecond\nthird\n")
    assert await ground.turn() == [b"second", b"third"]


async def test_a_file_of_several_that_is_begun_anew_is_sent_whole(ground: Ground) -> None:
    path = ground.write("a.jsonl", b"1\n2\n3\n")
    await ground.turn()
    path.write_bytes(b"4\n")
    assert await ground.turn() == [b"4"]


async def test_a_large_mailbox_is_remembered_as_far_as_it_was_sent(ground: Ground) -> None:
    ground.write("a.mbox", b"".join(mail(number) for number in range(1200)))
    ground.kill_after_sending = True
    with pytest.raises(Killed):
        await ground.turn()
    ground.kill_after_sending = False
    first = len(ground.sent)
    ground.start()
    assert 0 < first < 1200
    assert len(await ground.turn()) == 1200
    ground.start()
    assert await ground.turn() == []


async def test_nothing_is_lost_and_nothing_is_news_twice_when_killed_before_it_was_noted(
    ground: Ground,
) -> None:
    ground.write("a.txt", STORY)
    ground.kill_after_sending = True
    with pytest.raises(Killed):
        await ground.turn()
    ground.kill_after_sending = False
    ground.start()
    assert await ground.turn() == [STORY]
    replay = Replay(Settings.read(), [STAGES["parse"], STAGES["dedup"]])
    times = (NOW, NOW + timedelta(seconds=9))
    items = [p.delivery(now, now) for p, now in zip(ground.sent, times, strict=True)]
    topics = [sent.topic for item in items for sent in replay.feed(item)]
    assert topics.count("articles.unique") == 1
    assert topics.count("articles.duplicates") == 1


async def test_a_file_that_comes_back_soon_is_the_same_and_one_long_gone_is_forgotten(
    ground: Ground,
) -> None:
    path = ground.write("a.txt", b"a")
    aside = ground.drop.parent / "aside"
    await ground.turn()
    for away_s, sent in ((FORGET_S - 1, []), (FORGET_S + 1, [b"a"])):
        path.rename(aside)
        await ground.turn()
        ground.now_s += away_s
        ground.start()
        await ground.turn()
        aside.rename(path)
        assert await ground.turn() == sent


async def test_a_folder_that_is_not_mounted_is_told_once_and_nothing_is_forgotten(
    ground: Ground,
) -> None:
    ground.write("a.txt", b"a")
    await ground.turn()
    away = ground.drop.rename(ground.drop.parent / "away")
    for _ in range(3):
        ground.now_s += FORGET_S
        assert await ground.turn() == []
    assert len(ground.warned) == 1
    assert "cannot be looked into" in ground.warned[0]
    away.rename(ground.drop)
    assert await ground.turn() == []


async def test_what_is_in_a_folder_that_cannot_be_looked_into_is_not_taken_for_gone(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.write("a.txt", b"a")
    ground.write("sub/b.txt", b"b")
    await ground.turn()
    closed = Refused(str(ground.drop / "sub"), "cannot be looked into: Permission denied")
    with monkeypatch.context() as patch:
        patch.setattr(watching, "look", lambda *_: iter([closed]))
        await ground.turn()
    assert {path for path, (_, gone) in ground.remembered().items() if gone is not None} == {
        str(ground.drop / "a.txt")
    }


async def test_a_name_that_is_not_utf_8_is_sent_all_the_same(ground: Ground) -> None:
    ground.write(os.fsdecode(b"\xff/a.txt"), b"a")
    await ground.turn()
    assert ground.sent[0].delivery(NOW, NOW).source == "?"
