"""The store: what it remembers, undoes, logs and expires."""

import pytest

from streams.state import EXPIRED_A_RECORD, Entry, Store


class Seen(Entry, frozen=True, kw_only=True):
    name: str = ""


class Names:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def added(self, key: str, entry: Seen) -> None:
        assert key not in self.held
        self.held[key] = entry.name

    def removed(self, key: str, entry: Seen) -> None:
        assert self.held.pop(key) == entry.name


@pytest.fixture
def index() -> Names:
    return Names()


@pytest.fixture
def store(index: Names) -> Store[Seen]:
    return Store(Seen, ttl_ms=1000, index=index)


def restored(changes: list[tuple[str, bytes | None]]) -> dict[str, Seen]:
    other = Store(Seen, ttl_ms=1000)
    for key, value in changes:
        other.load(key, value)
    return dict(other.items())


def test_changes_restore_the_same_entries(store: Store[Seen]) -> None:
    store.put("a", Seen(time_ms=1, name="x"))
    store.put("b", Seen(time_ms=2, name="y"))
    store.put("a", Seen(time_ms=3, name="z"))
    store.remove("b")
    assert restored(store.changes()) == {"a": Seen(time_ms=3, name="z")} == dict(store.items())


def test_each_key_is_logged_once_and_what_came_and_went_not_at_all(store: Store[Seen]) -> None:
    store.put("a", Seen(time_ms=1))
    store.put("a", Seen(time_ms=2))
    store.put("gone", Seen(time_ms=2))
    store.remove("gone")
    assert [key for key, _ in store.changes()] == ["a"]


def test_an_equal_entry_is_no_change(store: Store[Seen]) -> None:
    store.put("a", Seen(time_ms=1))
    store.commit()
    store.put("a", Seen(time_ms=1))
    assert store.changes() == []


def test_a_removed_key_is_logged_as_a_tombstone(store: Store[Seen]) -> None:
    store.put("a", Seen(time_ms=1))
    store.commit()
    store.remove("a")
    assert store.changes() == [("a", None)]


def test_rollback_undoes_back_to_the_mark_only(store: Store[Seen], index: Names) -> None:
    store.put("a", Seen(time_ms=1, name="first"))
    mark = store.mark()
    store.put("a", Seen(time_ms=2, name="second"))
    store.put("b", Seen(time_ms=2, name="other"))
    store.remove("a")
    store.rollback(mark)
    assert dict(store.items()) == {"a": Seen(time_ms=1, name="first")}
    assert index.held == {"a": "first"}
    assert restored(store.changes()) == dict(store.items())


def test_entries_expire_by_event_time_with_a_tombstone(store: Store[Seen], index: Names) -> None:
    store.put("old", Seen(time_ms=1000))
    store.put("young", Seen(time_ms=1500))
    store.commit()
    store.advance(2001)
    assert "old" not in store
    assert "young" in store
    assert store.changes() == [("old", None)]
    assert list(index.held) == ["young"]


def test_what_expires_at_once_goes_little_by_little_the_oldest_first(store: Store[Seen]) -> None:
    for number in range(3 * EXPIRED_A_RECORD):
        store.put(f"old {number}", Seen(time_ms=number))
    store.commit()
    for turn in (1, 2, 3):
        store.advance(10_000)
        left = [number for number in range(3 * EXPIRED_A_RECORD) if f"old {number}" in store]
        assert left == list(range(turn * EXPIRED_A_RECORD, 3 * EXPIRED_A_RECORD))
        assert len(store.changes()) == EXPIRED_A_RECORD
        store.commit()


def test_a_refreshed_entry_outlives_its_first_time(store: Store[Seen]) -> None:
    store.put("a", Seen(time_ms=1000))
    store.put("a", Seen(time_ms=3000))
    store.advance(3500)
    assert "a" in store


class Kept(Entry, frozen=True, kw_only=True):
    until_ms: int | None

    @property
    def lasts_ms(self) -> int | None:
        return self.until_ms


def test_an_entry_expires_after_the_time_that_it_lasts_to_or_never() -> None:
    store: Store[Kept] = Store(Kept, ttl_ms=1000)
    store.put("longer", Kept(time_ms=1, until_ms=4000))
    store.put("for ever", Kept(time_ms=1, until_ms=None))
    store.put("no more", Kept(time_ms=1, until_ms=None))
    store.put("no more", Kept(time_ms=1, until_ms=3000))
    store.advance(4500)
    assert [key for key, _ in store.items()] == ["longer", "for ever"]
    store.advance(10**9)
    assert [key for key, _ in store.items()] == ["for ever"]


def test_event_time_never_runs_backwards(store: Store[Seen]) -> None:
    store.advance(5000)
    store.put("late", Seen(time_ms=1000))
    store.advance(1000)
    assert "late" not in store


def test_the_bytes_logged_are_those_of_the_live_entries(store: Store[Seen]) -> None:
    def live() -> int:
        return sum(len(k.encode()) + len(v) for k, v in dict(log).items() if v is not None)

    log: list[tuple[str, bytes | None]] = []
    for name in ("x", "longer", "ع"):
        store.put("مفتاح", Seen(time_ms=1, name=name))
        store.put(name, Seen(time_ms=2, name=name))
        log += store.changes()
        before = store.logged_bytes
        store.commit()
        assert store.logged_bytes == live() > before
    store.advance(1002)
    log += store.changes()
    store.commit()
    assert store.logged_bytes == live() > 0
    assert "مفتاح" not in store

    other = Store(Seen, ttl_ms=1000)
    for key, value in log:
        other.load(key, value)
    assert other.logged_bytes == store.logged_bytes
