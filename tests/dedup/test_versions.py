"""The versions agent: what is news of an article, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Duplicate, Parsed, Record, Versioned
from streams.dedup.history import REMEMBERED, Versions, VersionsState
from streams.dedup.version import Version
from streams.dedup.versions import HOUR_MS, Limits, step
from streams.outcome import Emit
from tests.dedup.articles import parsed

TTL_MS = 30 * 24 * HOUR_MS
LIMITS = Limits(ttl_ms=TTL_MS, longest_ms=366 * 24 * HOUR_MS, most_bytes=10_000)


@pytest.fixture
def state() -> VersionsState:
    return VersionsState(TTL_MS)


def relations(state: VersionsState, *articles: Parsed) -> list[str]:
    return [record.relation for record in run(state, *articles)]


def run(state: VersionsState, *articles: Parsed) -> list[Versioned | Duplicate]:
    """Give all but what is told of holdings."""
    outcomes = step(articles, LIMITS, state)
    records: list[Record] = [
        record for one in outcomes if isinstance(one, Emit) for record in one.records
    ]
    return [record for record in records if isinstance(record, Versioned | Duplicate)]


def test_the_first_version_is_new(state: VersionsState) -> None:
    (record,) = run(state, parsed("one", language="ar"))
    assert isinstance(record, Versioned)
    assert (record.relation, record.supersedes, record.shard) == ("new", None, "ar")


def test_a_first_version_is_new_whatever_it_calls_itself(state: VersionsState) -> None:
    assert relations(state, parsed("one", revision="correction", version=3)) == ["new"]


def test_a_larger_number_is_an_update_of_the_version_it_replaces(state: VersionsState) -> None:
    _, second = run(state, parsed("one", version=1), parsed("two", version=2, minutes=1))
    assert isinstance(second, Versioned)
    assert (second.relation, second.supersedes) == ("update", "a@0")


def test_a_correction_is_one(state: VersionsState) -> None:
    later = parsed("two", version=2, minutes=1, revision="correction")
    assert relations(state, parsed("one", version=1), later) == ["new", "correction"]


def test_the_same_version_under_another_delivery_is_a_replay(state: VersionsState) -> None:
    again = parsed("one", version=1, minutes=5)
    record = run(state, parsed("one", version=1), again)[1]
    assert isinstance(record, Duplicate)
    assert (record.relation, record.of, record.story) == ("replay", "a", None)


def test_the_same_number_with_another_text_and_no_later_date_is_a_replay(
    state: VersionsState,
) -> None:
    again = parsed("one, spelt anew", version=1, minutes=5)
    assert relations(state, parsed("one", version=1), again) == ["new", "replay"]


def test_the_same_number_with_a_later_date_is_an_update(state: VersionsState) -> None:
    first = parsed("one", version=1, updated=0)
    again = parsed("two", version=1, updated=3, minutes=5)
    assert relations(state, first, again) == ["new", "update"]


def test_an_older_version_after_a_newer_one_is_superseded(state: VersionsState) -> None:
    late = parsed("one", version=1, minutes=5)
    assert relations(state, parsed("two", version=2), late) == ["new", "superseded"]


def test_without_numbers_the_date_of_update_decides(state: VersionsState) -> None:
    articles = (
        parsed("two", updated=2, published=0, minutes=3),
        parsed("one", updated=1, published=0, minutes=4),
        parsed("three", updated=3, published=0, minutes=5),
    )
    assert relations(state, *articles) == ["new", "superseded", "update"]


def test_a_silent_edit_without_number_or_date_is_an_update(state: VersionsState) -> None:
    assert relations(state, parsed("one"), parsed("two", minutes=1)) == ["new", "update"]


def test_a_feed_that_falls_back_to_an_old_copy_replays_it(state: VersionsState) -> None:
    articles = (parsed("one"), parsed("two", minutes=1), parsed("one", minutes=2))
    assert relations(state, *articles) == ["new", "update", "replay"]


def test_a_text_taken_back_under_a_larger_number_is_an_update(state: VersionsState) -> None:
    articles = (
        parsed("one", version=1),
        parsed("two", version=2, minutes=1),
        parsed("one", version=3, minutes=2),
    )
    assert relations(state, *articles) == ["new", "update", "update"]


def test_a_replay_that_raises_the_number_leaves_the_delivery_that_was_sent_on(
    state: VersionsState,
) -> None:
    articles = (
        parsed("one", version=1),
        parsed("one", version=2, minutes=1),
        parsed("two", version=3, minutes=2),
    )
    last = run(state, *articles)[2]
    assert isinstance(last, Versioned)
    assert last.supersedes == "a@0"


def test_a_kill_without_language_goes_where_the_article_is(state: VersionsState) -> None:
    kill = parsed("", revision="kill", language="und", minutes=1)
    record = run(state, parsed("one", language="ar"), kill)[1]
    assert isinstance(record, Versioned)
    assert (record.relation, record.supersedes, record.shard) == ("kill", "a@0", "ar")


def test_a_kill_of_an_unknown_article_is_sent_on(state: VersionsState) -> None:
    (record,) = run(state, parsed("", revision="kill", language="und"))
    assert isinstance(record, Versioned)
    assert (record.relation, record.shard) == ("kill", "und")


def test_what_comes_after_a_kill_is_killed(state: VersionsState) -> None:
    kill = parsed("", revision="kill", minutes=1)
    later = parsed("two", updated=5, minutes=2)
    assert relations(state, parsed("one"), kill, later) == ["new", "kill", "killed"]


def test_a_kill_that_came_first_holds_back_the_article(state: VersionsState) -> None:
    kill = parsed("", revision="kill")
    assert relations(state, kill, parsed("one", minutes=1)) == ["kill", "killed"]


def test_a_kill_sent_again_is_a_replay(state: VersionsState) -> None:
    kills = [parsed("", revision="kill", minutes=minutes) for minutes in (1, 2)]
    assert relations(state, parsed("one"), *kills) == ["new", "kill", "replay"]


def test_a_larger_number_than_the_kill_takes_it_back(state: VersionsState) -> None:
    articles = (
        parsed("one", version=1),
        parsed("", revision="kill", version=2, minutes=1),
        parsed("one", version=3, minutes=2),
    )
    last = run(state, *articles)[2]
    assert isinstance(last, Versioned)
    assert (last.relation, last.supersedes) == ("update", "a@1")


def test_a_kill_without_number_is_never_taken_back(state: VersionsState) -> None:
    kill = parsed("", revision="kill", minutes=1)
    later = parsed("two", version=9, minutes=2)
    assert relations(state, parsed("one", version=1), kill, later) == ["new", "kill", "killed"]


def test_a_kill_that_was_taken_back_before_it_came_is_superseded(state: VersionsState) -> None:
    kill = parsed("", revision="kill", version=2, minutes=1)
    assert relations(state, parsed("three", version=3), kill) == ["new", "superseded"]


def test_a_version_in_another_language_stays_in_the_shard(state: VersionsState) -> None:
    record = run(state, parsed("one", language="ar"), parsed("two", language="en", minutes=1))[1]
    assert isinstance(record, Versioned)
    assert record.shard == "ar"


def test_a_redelivery_comes_out_as_the_first_time_after_later_versions(
    state: VersionsState,
) -> None:
    articles = (
        parsed("one", version=1),
        parsed("two", version=2, minutes=1),
        parsed("", revision="kill", minutes=2),
    )
    assert run(state, *articles) == run(state, *articles)
    assert state.store.changes()
    state.store.commit()
    run(state, *articles)
    assert state.store.changes() == []


def test_an_article_is_forgotten_after_its_time(state: VersionsState) -> None:
    later = parsed("two", minutes=31 * 24 * 60)
    assert relations(state, parsed("one"), later) == ["new", "new"]


def test_what_is_remembered_of_one_article_is_bounded(state: VersionsState) -> None:
    for number in range(3 * REMEMBERED):
        run(state, parsed(f"text {number}", version=number, minutes=number))
    entry = state.store.get("a")
    assert entry is not None
    assert len(entry.seen) == len(entry.verdicts) == REMEMBERED
    assert relations(state, parsed("text 0", version=0, minutes=0)) == ["superseded"]


def test_a_restored_state_answers_as_the_one_that_was_lost(state: VersionsState) -> None:
    run(state, parsed("one", version=1), parsed("", revision="kill", version=2, minutes=1))
    restored = VersionsState(TTL_MS)
    for key, value in state.store.changes():
        restored.store.load(key, value)
    articles = (parsed("one", version=1), parsed("three", version=3, minutes=3))
    assert run(restored, *articles) == run(state, *articles)


ARTICLES = st.builds(
    parsed,
    st.sampled_from(("one", "two", "three")),
    minutes=st.integers(0, 9),
    version=st.none() | st.integers(1, 3),
    updated=st.none() | st.integers(0, 3),
    published=st.none() | st.integers(0, 3),
    revision=st.sampled_from(("original", "original", "correction", "kill")),
    language=st.just("en"),
    embargo=st.none() | st.just(20),
    withheld=st.sampled_from((False, False, True)),
)


def end(articles: Sequence[Parsed]) -> tuple[object, ...]:
    """Give what must not depend on the order: all but which delivery came first."""
    state = VersionsState(TTL_MS)
    run(state, *articles)
    entry = state.store.get("a") or Versions(time_ms=0)
    return (
        entry.time_ms,
        entry.killed,
        entry.kill and _bare(entry.kill),
        tuple(_bare(one) for one in entry.seen),
    )


def _bare(version: Version) -> Version:
    return msgspec.structs.replace(version, delivery="")


@given(st.lists(ARTICLES, max_size=5, unique_by=lambda one: one.delivery.id), st.data())
def test_any_order_of_arrival_gives_the_same_end_state(
    articles: list[Parsed], data: st.DataObject
) -> None:
    assert end(data.draw(st.permutations(articles))) == end(articles)


@given(st.data())
def test_in_any_order_the_last_version_sent_on_is_the_newest(data: st.DataObject) -> None:
    articles = [parsed(f"text {n}", version=n, minutes=n) for n in range(1, 6)]
    shuffled = data.draw(st.permutations(articles))
    sent = [one for one in run(VersionsState(TTL_MS), *shuffled) if isinstance(one, Versioned)]
    assert sent[-1].parsed.version == 5


def test_in_any_order_a_kill_is_sent_on_once() -> None:
    articles = (
        parsed("one", version=1),
        parsed("two", version=2, minutes=1),
        parsed("", revision="kill", version=3, minutes=2),
    )
    for order in permutations(articles):
        assert relations(VersionsState(TTL_MS), *order).count("kill") == 1


@given(st.lists(ARTICLES, max_size=6))
def test_one_by_one_is_as_all_at_once(articles: list[Parsed]) -> None:
    one, many = VersionsState(TTL_MS), VersionsState(TTL_MS)
    singly = [record for article in articles for record in run(one, article)]
    assert singly == run(many, *articles)
    assert dict(one.store.items()) == dict(many.store.items())
