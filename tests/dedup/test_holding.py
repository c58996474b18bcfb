"""Articles under embargo or withheld: held, released once, superseded, killed, given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Duplicate, Held, Parsed, Record, Versioned
from schemas.times import to_ms
from streams.dedup.history import VersionsState
from streams.dedup.holding import LATEST_MS, Terms
from streams.dedup.versions import (
    HOUR_MS,
    RELEASED_AT_ONCE,
    Limits,
    due,
    holds,
    next_due_ms,
    step,
)
from streams.outcome import Emit, Reject
from streams.stage import Due
from tests.dedup.articles import at, parsed

DAY_MIN = 24 * 60
TTL_MS = 30 * 24 * HOUR_MS
LIMITS = Limits(ttl_ms=TTL_MS, longest_ms=366 * 24 * HOUR_MS, most_bytes=10_000)


@pytest.fixture
def state() -> VersionsState:
    return VersionsState(TTL_MS)


def run(state: VersionsState, *articles: Parsed) -> list[Record]:
    records: list[Record] = []
    for outcome in step(articles, LIMITS, state):
        assert isinstance(outcome, Emit)
        records += outcome.records
    return records


def pass_time(state: VersionsState, minutes: float) -> list[Due]:
    return due(to_ms(at(minutes)), LIMITS, state)


def told(records: Sequence[Record]) -> list[str]:
    """Say what each record tells: its relation, or the state of a holding."""
    return [
        one.state if isinstance(one, Held) else one.relation
        for one in records
        if isinstance(one, Held | Versioned | Duplicate)
    ]


def released(state: VersionsState, minutes: float) -> list[str]:
    return [word for one in pass_time(state, minutes) for word in told(one.records)]


def test_an_embargoed_article_is_held_whole(state: VersionsState) -> None:
    article = parsed("one", embargo=60)
    (record,) = run(state, article)
    assert record == Held(
        id="a",
        delivery="a@0",
        state="held",
        reason="embargo",
        until=at(60),
        since=at(0),
        parsed=article,
    )
    assert holds(state) == 1


def test_it_is_released_at_its_time_and_once(state: VersionsState) -> None:
    article = parsed("one", embargo=60, language="ar")
    run(state, article)
    assert next_due_ms(state) == to_ms(at(60))
    assert pass_time(state, 59.99) == []
    (one,) = pass_time(state, 75)
    assert one.time_ms == to_ms(at(60))
    ended, versioned = one.records
    assert isinstance(ended, Held)
    assert (ended.state, ended.until, ended.by, ended.parsed) == ("released", at(60), None, None)
    assert versioned == Versioned(parsed=article, relation="new", shard="ar", released_at=at(60))
    assert pass_time(state, 10**6) == []
    assert (holds(state), next_due_ms(state)) == (0, None)


def test_an_embargo_that_is_over_when_it_comes_holds_nothing(state: VersionsState) -> None:
    assert told(run(state, parsed("one", embargo=5, minutes=5))) == ["new"]


def test_it_is_released_in_no_earlier_millisecond_than_its_time() -> None:
    until = datetime(2018, 12, 29, 12, 0, 0, 500, tzinfo=UTC)
    assert Terms("embargo", until).due_ms == to_ms(until) + 1


def test_an_embargo_to_the_end_of_time_falls_due_within_it() -> None:
    assert Terms("embargo", datetime.max.replace(tzinfo=UTC)).due_ms == LATEST_MS


def test_a_withheld_article_is_held_until_further_notice(state: VersionsState) -> None:
    (record,) = run(state, parsed("one", withheld=True, embargo=60))
    assert isinstance(record, Held)
    assert (record.reason, record.until) == ("withheld", None)
    assert pass_time(state, 29 * DAY_MIN) == []


def test_an_embargo_longer_than_the_longest_is_until_further_notice(state: VersionsState) -> None:
    (record,) = run(state, parsed("one", embargo=367 * DAY_MIN))
    assert isinstance(record, Held)
    assert (record.reason, record.until) == ("embargo", None)


def test_an_article_is_remembered_from_its_release_on(state: VersionsState) -> None:
    run(state, parsed("one", embargo=60 * DAY_MIN))
    run(state, parsed("other", key="b", minutes=59 * DAY_MIN))
    assert released(state, 60 * DAY_MIN) == ["released", "new"]
    again = parsed("one", minutes=89 * DAY_MIN)
    assert told(run(state, again)) == ["replay"]
    run(state, parsed("other", key="c", minutes=121 * DAY_MIN))
    assert state.store.get("a") is None


def test_what_is_withheld_too_long_is_given_up_and_told(state: VersionsState) -> None:
    run(state, parsed("one", withheld=True))
    run(state, parsed("other", key="b", minutes=30 * DAY_MIN))
    assert next_due_ms(state) is None
    run(state, parsed("other", key="b", minutes=30 * DAY_MIN + 1))
    assert state.store.get("a") is not None
    assert released(state, 31 * DAY_MIN) == ["expired"]
    assert state.store.get("a") is None
    assert holds(state) == 0


def test_what_is_given_up_later_by_the_clock_keeps_nothing_else_waiting(
    state: VersionsState,
) -> None:
    run(state, parsed("one", withheld=True), parsed("two", key="b", embargo=60))
    run(state, parsed("other", key="c", minutes=30 * DAY_MIN + 1))
    assert released(state, 61) == ["released", "new"]
    assert next_due_ms(state) == to_ms(at(30 * DAY_MIN))


def test_time_alone_gives_up_nothing(state: VersionsState) -> None:
    run(state, parsed("one", withheld=True))
    assert pass_time(state, 10**7) == []


def test_the_provider_releases_it_by_the_same_text_without_an_embargo(
    state: VersionsState,
) -> None:
    run(state, parsed("one", version=1, embargo=60))
    ended, versioned = run(state, parsed("one", version=1, minutes=5))
    assert isinstance(ended, Held)
    assert (ended.state, ended.delivery, ended.by) == ("released", "a@0", "a@5")
    assert isinstance(versioned, Versioned)
    assert (versioned.relation, versioned.released_at) == ("new", None)
    assert pass_time(state, 100) == []


def test_a_withheld_text_comes_free_under_the_same_number(state: VersionsState) -> None:
    run(state, parsed("one", version=1, withheld=True))
    assert told(run(state, parsed("one", version=1, minutes=5))) == ["released", "new"]


def test_an_older_version_does_not_free_the_text(state: VersionsState) -> None:
    run(state, parsed("one", version=2, embargo=60))
    assert told(run(state, parsed("one", version=1, minutes=5))) == ["replay"]
    assert holds(state) == 1


def test_a_usable_version_goes_on_in_place_of_the_held_one(state: VersionsState) -> None:
    run(state, parsed("one", version=1, embargo=60))
    ended, versioned = run(state, parsed("two", version=2, minutes=5))
    assert isinstance(ended, Held)
    assert (ended.state, ended.delivery, ended.by) == ("superseded", "a@0", "a@5")
    assert isinstance(versioned, Versioned)
    assert (versioned.relation, versioned.supersedes) == ("new", None)


def test_what_goes_on_supersedes_what_subscribers_have(state: VersionsState) -> None:
    run(state, parsed("one", version=1))
    run(state, parsed("two", version=2, minutes=1, embargo=60))
    run(state, parsed("three", version=3, minutes=2, embargo=90))
    ended, versioned = run(state, parsed("four", version=4, minutes=3))
    assert isinstance(ended, Held)
    assert (ended.delivery, ended.supersedes) == ("a@2", "a@0")
    assert isinstance(versioned, Versioned)
    assert (versioned.relation, versioned.supersedes) == ("update", "a@0")
    (after,) = run(state, parsed("five", version=5, minutes=4))
    assert isinstance(after, Versioned)
    assert after.supersedes == "a@3"


def test_a_correction_held_stays_one_in_the_version_that_replaces_it(
    state: VersionsState,
) -> None:
    run(state, parsed("one", version=1))
    run(state, parsed("two", version=2, minutes=1, revision="correction", embargo=60))
    assert told(run(state, parsed("three", version=3, minutes=2))) == ["superseded", "correction"]


def test_a_newer_embargoed_version_takes_the_place_of_the_held_one(state: VersionsState) -> None:
    run(state, parsed("one", version=1, embargo=60))
    assert told(run(state, parsed("two", version=2, minutes=5, embargo=90))) == [
        "superseded",
        "held",
    ]
    assert pass_time(state, 89) == []
    assert released(state, 90) == ["released", "new"]


def test_an_older_version_waits_with_the_newer_one_that_is_held(state: VersionsState) -> None:
    run(state, parsed("two", version=2, embargo=60))
    assert told(run(state, parsed("one", version=1, minutes=5))) == ["superseded"]


def test_the_last_word_on_the_embargo_counts(state: VersionsState) -> None:
    run(state, parsed("one", version=1, embargo=60))
    moved = parsed("one", version=1, minutes=5, embargo=30)
    assert told(run(state, moved)) == ["superseded", "held"]
    late = parsed("one", version=1, minutes=2, embargo=10)
    assert told(run(state, late)) == ["replay"]
    (one,) = pass_time(state, 1000)
    assert one.time_ms == to_ms(at(30))


def test_the_same_embargo_again_is_a_replay(state: VersionsState) -> None:
    run(state, parsed("one", version=1, embargo=60))
    assert told(run(state, parsed("one", version=1, minutes=5, embargo=60))) == ["replay"]
    assert holds(state) == 1


def test_a_kill_ends_the_holding(state: VersionsState) -> None:
    run(state, parsed("one", embargo=60))
    ended, kill = run(state, parsed("", revision="kill", minutes=5))
    assert isinstance(ended, Held)
    assert (ended.state, ended.delivery, ended.by) == ("killed", "a@0", "a@5")
    assert isinstance(kill, Versioned)
    assert (kill.relation, kill.supersedes) == ("kill", None)
    assert pass_time(state, 100) == []
    assert told(run(state, parsed("one", embargo=60))) == ["held"]
    assert pass_time(state, 100) == []


def test_a_kill_supersedes_what_subscribers_have(state: VersionsState) -> None:
    run(state, parsed("one", version=1))
    run(state, parsed("two", version=2, minutes=1, embargo=60))
    kill = run(state, parsed("", revision="kill", minutes=2))[1]
    assert isinstance(kill, Versioned)
    assert kill.supersedes == "a@0"


def test_a_kill_of_what_subscribers_have_as_killed_is_no_news(state: VersionsState) -> None:
    articles = (
        parsed("one", version=1),
        parsed("", revision="kill", version=2, minutes=1),
        parsed("three", version=3, minutes=2, embargo=60),
        parsed("more", revision="kill", version=4, minutes=3),
    )
    assert told(run(state, *articles)) == ["new", "kill", "held", "killed", "killed"]
    assert pass_time(state, 100) == []


def test_an_old_kill_leaves_what_has_taken_it_back(state: VersionsState) -> None:
    run(state, parsed("three", version=3, embargo=60))
    kill = parsed("", revision="kill", version=2, minutes=5)
    assert told(run(state, kill)) == ["superseded"]
    assert released(state, 60) == ["released", "new"]


def test_the_update_of_a_released_version_supersedes_it(state: VersionsState) -> None:
    run(state, parsed("one", version=1, embargo=60), parsed("one", version=1, minutes=1, embargo=9))
    pass_time(state, 60)
    (after,) = run(state, parsed("two", version=2, minutes=61))
    assert isinstance(after, Versioned)
    assert (after.relation, after.supersedes) == ("update", "a@1")


def test_a_redelivery_comes_out_as_the_first_time_before_and_after_the_release(
    state: VersionsState,
) -> None:
    articles = (
        parsed("one", version=1, embargo=60),
        parsed("two", version=2, minutes=1, embargo=90),
        parsed("three", version=3, minutes=2, embargo=50),
    )
    first = run(state, *articles)
    assert run(state, *articles) == first
    pass_time(state, 50)
    state.store.changes()
    state.store.commit()
    assert run(state, *articles) == first
    assert state.store.changes() == []


def test_a_restored_state_releases_what_the_lost_one_held(state: VersionsState) -> None:
    run(state, parsed("one", embargo=60), parsed("other", key="b", withheld=True))
    restored = VersionsState(TTL_MS)
    for key, value in state.store.changes():
        restored.store.load(key, value)
    assert holds(restored) == 2
    assert pass_time(restored, 60) == pass_time(state, 60)
    assert dict(restored.store.items()) == dict(state.store.items())


def test_a_release_that_is_rolled_back_is_due_again(state: VersionsState) -> None:
    run(state, parsed("one", embargo=60))
    state.store.commit()
    mark = state.store.mark()
    first = pass_time(state, 60)
    state.store.rollback(mark)
    assert pass_time(state, 60) == first


def test_one_call_releases_a_bounded_number_the_earliest_first(state: VersionsState) -> None:
    count = RELEASED_AT_ONCE + 5
    for number in range(count):
        run(state, parsed("one", key=f"{number:03}", embargo=1000 - number))
    first, second = pass_time(state, 1000), pass_time(state, 1000)
    assert [len(first), len(second)] == [RELEASED_AT_ONCE, 5]
    times = [one.time_ms for one in (*first, *second)]
    assert times == sorted(times)


def test_what_is_too_large_to_be_held_is_rejected_and_not_remembered(
    state: VersionsState,
) -> None:
    (outcome,) = step([parsed("word " * 4000, embargo=60)], LIMITS, state)
    assert isinstance(outcome, Reject)
    assert outcome.reason == "too_large"
    assert len(state.store) == 0


def test_a_text_of_any_size_goes_on_that_is_not_held(state: VersionsState) -> None:
    assert told(run(state, parsed("word " * 4000))) == ["new"]


def test_an_entry_from_before_there_were_holdings_is_read(state: VersionsState) -> None:
    run(state, parsed("one", version=1))
    ((key, value),) = state.store.changes()
    assert value is not None
    entry = msgspec.json.decode(value)
    before = [*entry[:-5], [verdict[:6] for verdict in entry[-5]]]
    restored = VersionsState(TTL_MS)
    restored.store.load(key, msgspec.json.encode(before))
    assert told(run(restored, parsed("two", version=2, minutes=1))) == ["update"]


TEXTS = ("one", "one", "two", "one", "three")


def version_of(number: int, updated: int, *, kill: bool, late: int, **terms: Any) -> Parsed:
    """Make a version of which number and date say what its text is; some have the same text."""
    return parsed(
        "" if kill else TEXTS[2 * number - updated],
        version=number,
        updated=updated,
        minutes=late,
        revision="kill" if kill else "original",
        **terms,
    )


def articles(embargo: st.SearchStrategy[int | None]) -> st.SearchStrategy[list[Parsed]]:
    one = st.builds(
        version_of,
        st.integers(1, 2),
        st.integers(0, 1),
        kill=st.sampled_from((False, False, False, True)),
        late=st.integers(0, 9),
        embargo=embargo,
        withheld=st.sampled_from((False, False, True)),
    )
    return st.lists(one, max_size=6, unique_by=lambda each: each.delivery.id)


ARTICLES = articles(st.sampled_from((None, 20, 30)))
UNFREE = articles(st.sampled_from((20, 30, 40)))


def end(articles: Sequence[Parsed]) -> tuple[object, list[str]]:
    """Give what is held in the end, and what had been sent on."""
    state = VersionsState(TTL_MS)
    sent = [one for one in run(state, *articles) if isinstance(one, Versioned)]
    entry = state.store.get("a")
    holding = None if entry is None else entry.held
    terms = None if holding is None else (holding.parsed.text, holding.terms)
    return terms, [one.relation for one in sent]


@given(UNFREE, st.data())
def test_in_any_order_the_same_is_held_when_nothing_came_free(
    articles: list[Parsed], data: st.DataObject
) -> None:
    terms, sent = end(articles)
    shuffled_terms, shuffled_sent = end(data.draw(st.permutations(articles)))
    assert shuffled_terms == terms
    assert set(shuffled_sent) | set(sent) <= {"kill"}


@given(ARTICLES)
def test_what_is_held_is_the_newest_version_and_never_killed(articles: list[Parsed]) -> None:
    state = VersionsState(TTL_MS)
    run(state, *articles)
    entry = state.store.get("a")
    if entry is None or entry.held is None:
        return
    assert not entry.killed
    assert entry.latest is not None
    texts = {one.digest: one.text for one in articles}
    assert texts[entry.latest.digest] == entry.held.parsed.text


@given(ARTICLES)
def test_each_holding_ends_once(articles: list[Parsed]) -> None:
    """What began is what ended and what is still held; in the end nothing is."""
    state = VersionsState(TTL_MS)
    records = run(state, *articles)
    for one in pass_time(state, 1000):
        records += one.records
    began = [one.delivery for one in records if isinstance(one, Held) and one.state == "held"]
    ended = [one.delivery for one in records if isinstance(one, Held) and one.state != "held"]
    entry = state.store.get("a")
    if entry is not None and entry.held is not None:
        assert entry.held.terms.until is None
        ended.append(entry.held.parsed.delivery.id)
    assert sorted(ended) == sorted(began)


@given(ARTICLES)
def test_what_goes_on_supersedes_what_went_on_before(articles: list[Parsed]) -> None:
    state = VersionsState(TTL_MS)
    records = run(state, *articles)
    for one in pass_time(state, 1000):
        records += one.records
    sent = [one for one in records if isinstance(one, Versioned)]
    for before, after in pairwise(sent):
        killed = before.relation == "kill"
        assert killed or after.supersedes == before.parsed.delivery.id
    assert all(one.supersedes is None for one in sent[:1])
