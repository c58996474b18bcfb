"""The near-duplicate agent: what repeats, adds to, corrects or belongs with an earlier article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from schemas.records import Parsed, Relation, Versioned
from streams.dedup.near import HOUR_MS, Resources, step
from streams.dedup.stories import NearState
from streams.dedup.titles import CUE_WORDS, SERIES, titles_in
from streams.dedup.verdict import Thresholds
from streams.outcome import Outcome
from tests.dedup.articles import at, duplicate, only, parsed, prose, unique, versioned

RESOURCES = Resources(
    limits=Thresholds(duplicate_share=0.7, related_share=0.5), window_ms=72 * HOUR_MS
)
STORY = prose(200)
KILL = parsed("", key="a", minutes=9, revision="kill", language="und")


@pytest.fixture
def state() -> NearState:
    return NearState(RESOURCES.window_ms)


def run(
    state: NearState, article: Parsed, relation: Relation = "new", supersedes: str | None = None
) -> Outcome:
    return step([versioned(article, relation, supersedes=supersedes)], RESOURCES, state)[0]


def first(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def test_a_first_text_is_new_and_opens_a_story(state: NearState) -> None:
    record = unique(run(state, parsed(STORY)))
    assert (record.relation, record.story, record.related_to) == ("new", "a", None)
    assert record.new_share == 1.0


def test_the_same_text_from_elsewhere_is_a_duplicate(state: NearState) -> None:
    run(state, parsed(STORY))
    record = duplicate(run(state, parsed(STORY, key="b", source="reuters")))
    assert (record.relation, record.of, record.story, record.new_share) == (
        "duplicate",
        "a",
        "a",
        0,
    )


def test_a_text_released_after_the_window_is_remembered_from_its_release(
    state: NearState,
) -> None:
    released = at(100 * 60)
    held = structs.replace(versioned(parsed(STORY)), released_at=released)
    record = unique(step([held], RESOURCES, state)[0])
    assert record.released_at == record.available_at == released
    again = parsed(STORY, key="b", source="reuters", minutes=101 * 60)
    assert duplicate(run(state, again)).of == "a"


def test_captions_are_not_compared(state: NearState) -> None:
    run(state, parsed(STORY))
    record = duplicate(run(state, parsed(STORY, key="b", caption=prose(300, seed=9))))
    assert record.relation == "duplicate"


@pytest.mark.parametrize("words", [20, 40, 80])
def test_a_brief_cut_from_a_longer_story_is_one(state: NearState, words: int) -> None:
    run(state, parsed(STORY))
    record = duplicate(run(state, parsed(first(STORY, words), key="b")))
    assert (record.relation, record.of) == ("brief", "a")


def test_a_brief_of_forty_words_cut_from_a_long_read_is_found(state: NearState) -> None:
    story = prose(1800)
    run(state, parsed(story))
    record = duplicate(run(state, parsed(first(story, 40), key="b")))
    assert record.relation == "brief"


def test_a_flash_sent_again_by_another_agency_is_a_duplicate(state: NearState) -> None:
    flash = "Syrian and Russian warplanes strike the outskirts of Idlib"
    run(state, parsed(flash))
    assert duplicate(run(state, parsed(flash, key="b"))).relation == "duplicate"


def test_a_flash_with_another_name_is_news(state: NearState) -> None:
    flash = "The foreign minister of {} arrives in Ankara on Saturday for talks on northern Syria"
    run(state, parsed(flash.format("Russia")))
    assert unique(run(state, parsed(flash.format("Iran"), key="b"))).relation == "related"


def test_a_story_that_adds_to_an_earlier_one_expands_it(state: NearState) -> None:
    run(state, parsed(first(STORY, 100)))
    record = unique(run(state, parsed(STORY, key="b")))
    assert (record.relation, record.related_to, record.story) == ("expansion", "a", "a")
    assert record.new_share == pytest.approx(0.5, abs=0.02)


def test_a_text_that_shares_half_is_related_and_of_the_same_story(state: NearState) -> None:
    run(state, parsed(STORY))
    other = f"{first(STORY, 120)} {prose(80, seed=1)}"
    record = unique(run(state, parsed(other, key="b")))
    assert (record.relation, record.related_to, record.story) == ("related", "a", "a")


def test_a_story_goes_on_through_its_latest_article(state: NearState) -> None:
    run(state, parsed(first(STORY, 60)))
    run(state, parsed(first(STORY, 120), key="b"))
    assert unique(run(state, parsed(STORY, key="c"))).story == "a"


def test_a_text_with_another_figure_is_not_suppressed(state: NearState) -> None:
    report = f"{STORY} The quake killed {{}} people and hurt 90 in 3 towns on Friday 28."
    run(state, parsed(report.format(34)))
    record = unique(run(state, parsed(report.format(57), key="b")))
    assert (record.relation, record.story) == ("related", "a")


def test_a_form_filled_in_with_other_numbers_opens_a_story_of_its_own(state: NearState) -> None:
    bond = f"{STORY} The bond of {{}} mln dlrs due {{}} pays {{}} pct and is priced at {{}}."
    run(state, parsed(bond.format(100, 1992, 8, "101")))
    record = unique(run(state, parsed(bond.format(250, 1995, 9, "99"), key="b")))
    assert (record.relation, record.story) == ("new", "b")


def test_texts_of_two_shards_do_not_meet(state: NearState) -> None:
    run(state, parsed(STORY))
    outcome = step([versioned(parsed(STORY, key="b"), shard="fr")], RESOURCES, state)[0]
    assert unique(outcome).relation == "new"


def test_a_text_past_the_window_is_new_again(state: NearState) -> None:
    run(state, parsed(STORY))
    assert unique(run(state, parsed(STORY, key="b", minutes=73 * 60))).relation == "new"


def test_chinese_texts_are_compared(state: NearState) -> None:
    text = "中国国家主席习近平星期六在北京会见来访的俄罗斯总统普京,双方就叙利亚局势交换了意见。"
    run(state, parsed(text, language="zh"))
    assert duplicate(run(state, parsed(text, key="b", language="zh"))).of == "a"


def test_an_update_keeps_the_story_and_tells_what_is_new(state: NearState) -> None:
    run(state, parsed(first(STORY, 100)))
    run(state, parsed(STORY, key="b"))
    longer = parsed(f"{STORY} {prose(200, seed=2)}", key="b", minutes=5)
    record = unique(run(state, longer, "update", "b@0"))
    assert (record.relation, record.story, record.supersedes) == ("update", "a", "b@0")
    assert record.new_share == pytest.approx(0.5, abs=0.05)


def test_an_update_is_what_the_next_text_is_compared_with(state: NearState) -> None:
    run(state, parsed(STORY))
    changed = prose(200, seed=3)
    run(state, parsed(changed, minutes=1), "update")
    assert duplicate(run(state, parsed(changed, key="b", minutes=2))).of == "a"
    assert unique(run(state, parsed(STORY, key="c", minutes=3))).relation == "new"


def test_an_update_of_a_repeat_that_is_still_one_is_suppressed(state: NearState) -> None:
    run(state, parsed(STORY))
    run(state, parsed(STORY, key="b"))
    again = parsed(first(STORY, 195), key="b", minutes=1)
    assert duplicate(run(state, again, "update")).of == "a"


def test_an_update_of_a_repeat_that_adds_is_sent_on(state: NearState) -> None:
    run(state, parsed(STORY))
    run(state, parsed(STORY, key="b"))
    more = parsed(f"{STORY} {prose(80, seed=4)}", key="b", minutes=1)
    record = unique(run(state, more, "update"))
    assert (record.relation, record.related_to, record.story) == ("update", "a", "a")


def test_a_correction_of_a_repeat_is_sent_on(state: NearState) -> None:
    run(state, parsed(STORY))
    run(state, parsed(STORY, key="b"))
    correction = parsed(first(STORY, 198), key="b", minutes=1, revision="correction")
    record = unique(run(state, correction, "correction"))
    assert (record.relation, record.related_to, record.story) == ("correction", "a", "a")


def test_an_update_of_an_article_past_the_window_is_never_suppressed(state: NearState) -> None:
    run(state, parsed(STORY, key="z"))
    record = unique(run(state, parsed(STORY), "update"))
    assert (record.relation, record.related_to, record.story) == ("update", "z", "a")


@pytest.mark.parametrize(
    "text",
    [STORY, f"{STORY} It is 5 not 4.", f"{prose(40, seed=5)} {STORY}"],
    ids=["same words", "another figure", "with a preface"],
)
def test_a_correction_under_an_id_of_its_own_corrects_its_source(
    state: NearState, text: str
) -> None:
    run(state, parsed(STORY))
    record = unique(run(state, parsed(text, key="b", revision="correction")))
    assert (record.relation, record.related_to, record.story) == ("correction", "a", "a")


def test_a_correction_from_another_source_is_related(state: NearState) -> None:
    run(state, parsed(STORY))
    other = parsed(STORY, key="b", revision="correction", source="reuters")
    assert unique(run(state, other)).relation == "related"


def test_a_kill_is_sent_on_in_its_story(state: NearState) -> None:
    run(state, parsed(first(STORY, 100), key="z"))
    run(state, parsed(STORY))
    record = unique(run(state, KILL, "kill", "a@0"))
    assert (record.relation, record.story, record.supersedes) == ("kill", "z", "a@0")
    assert record.new_share == 0


def test_a_kill_of_what_is_unknown_is_its_own_story(state: NearState) -> None:
    assert unique(run(state, KILL, "kill")).story == "a"


@pytest.mark.parametrize("seed", range(20))
def test_a_story_is_that_of_the_flash_that_gave_its_headline(state: NearState, seed: int) -> None:
    headline = prose(7, seed=seed)
    text = f"URGENT: {headline}"
    flash = structs.replace(parsed(text, key="f"), headline=text, headline_from="first_sentence")
    run(state, flash)
    story = parsed(prose(300, seed=100 + seed), key="s", headline=headline, minutes=1)
    record = unique(run(state, story))
    assert (record.relation, record.related_to, record.story) == ("related", "f", "f")


def test_a_headline_that_stands_over_many_articles_tells_of_none(state: NearState) -> None:
    for number in range(SERIES):
        run(state, parsed(prose(60, seed=number), key=f"s{number}", headline=MEETING))
    assert unique(run(state, notice(MEETING), "kill")).story == "k"


MEETING = "Lavrov and Cavusoglu to meet in Sochi"


def notice(headline: str, *, source: str = "afp", minutes: float = 9) -> Parsed:
    """Make a kill under an id of its own."""
    return parsed(
        "The meeting has been called off.",
        key="k",
        headline=headline,
        source=source,
        minutes=minutes,
        revision="kill",
    )


@pytest.mark.parametrize("cue", ["KILL-", "Please kill: ", "", "إلغاء | "])
def test_a_kill_under_an_id_of_its_own_names_the_headline_it_withdraws(
    state: NearState, cue: str
) -> None:
    run(state, parsed(first(STORY, 100), key="z"))
    run(state, parsed(STORY, headline=MEETING, minutes=1))
    record = unique(run(state, notice(cue + MEETING.upper()), "kill"))
    assert (record.relation, record.story, record.related_to) == ("kill", "z", "a")
    again = parsed(STORY, key="b", headline=MEETING, minutes=10)
    assert unique(run(state, again)).related_to == "z"


def test_a_kill_names_an_article_whose_headline_has_a_cue_too(state: NearState) -> None:
    corrected = parsed(STORY, headline=f"CORRECTED-{MEETING}", revision="correction")
    run(state, structs.replace(corrected, cue="correction"))
    run(state, parsed(prose(90, seed=3), key="b", headline=f"Envoy: {MEETING}", minutes=5))
    assert unique(run(state, notice(f"KILL-{MEETING}"), "kill")).related_to == "a"


def test_a_kill_withdraws_the_last_article_under_a_headline(state: NearState) -> None:
    run(state, parsed(STORY, headline=MEETING))
    run(state, parsed(prose(90, seed=3), key="b", headline=MEETING, minutes=5))
    assert unique(run(state, notice(MEETING), "kill")).related_to == "b"
    later = structs.replace(notice(f"KILL-{MEETING}", minutes=11), id="l")
    assert unique(run(state, later, "kill")).related_to == "a"


@pytest.mark.parametrize(
    "kill",
    [
        notice(f"KILL-{MEETING}", source="reuters"),
        notice(f"KILL-{MEETING} again"),
        notice("KILL-Sochi"),
    ],
)
def test_a_kill_of_another_source_or_headline_is_its_own_story(
    state: NearState, kill: Parsed
) -> None:
    run(state, parsed(STORY, headline=MEETING))
    run(state, parsed(prose(90, seed=4), key="b", headline="Sochi", minutes=1))
    assert unique(run(state, kill, "kill")).story == "k"


def test_a_kill_names_what_was_sent_before_what_was_suppressed(state: NearState) -> None:
    run(state, parsed(STORY, headline=MEETING))
    again = parsed(STORY, key="b", headline=MEETING, minutes=1)
    assert duplicate(run(state, again)).of == "a"
    assert unique(run(state, notice(f"KILL-{MEETING}"), "kill")).related_to == "a"


def test_a_cue_has_a_few_words() -> None:
    named = list(titles_in("afp", "word " * 100_000 + "harbour"))
    assert len(named) == CUE_WORDS + 1


def test_a_kill_by_headline_comes_out_as_the_first_time(state: NearState) -> None:
    run(state, parsed(STORY, headline=MEETING))
    before = run(state, notice(MEETING), "kill")
    state.store.commit()
    assert run(state, notice(MEETING), "kill") == before
    assert state.store.changes() == []


def test_nothing_is_suppressed_in_favour_of_a_killed_text(state: NearState) -> None:
    run(state, parsed(STORY))
    run(state, KILL, "kill")
    record = unique(run(state, parsed(STORY, key="b", minutes=10)))
    assert (record.relation, record.story) == ("new", "b")


def test_a_kill_of_a_repeat_is_sent_on_in_the_story_it_was_in(state: NearState) -> None:
    run(state, parsed(STORY, key="z"))
    run(state, parsed(STORY))
    assert unique(run(state, KILL, "kill")).story == "z"
    assert duplicate(run(state, parsed(STORY, key="b", minutes=10))).of == "z"


def test_a_killed_article_taken_back_stays_in_its_story(state: NearState) -> None:
    run(state, parsed(first(STORY, 100), key="z"))
    run(state, parsed(STORY))
    run(state, KILL, "kill")
    record = unique(run(state, parsed(STORY, minutes=10), "update"))
    assert (record.relation, record.story, record.new_share) == ("update", "z", 1.0)


def test_a_redelivery_comes_out_as_the_first_time(state: NearState) -> None:
    items = [
        versioned(parsed(STORY)),
        versioned(parsed(STORY, key="b")),
        versioned(parsed(f"{STORY} {prose(90, seed=6)}", key="c")),
        versioned(parsed(prose(200, seed=7), minutes=1), "update"),
        versioned(KILL, "kill"),
    ]
    before = step(items, RESOURCES, state)
    state.store.commit()
    assert step(items, RESOURCES, state) == before
    assert state.store.changes() == []


def test_a_restored_state_answers_as_the_one_that_was_lost(state: NearState) -> None:
    items = [versioned(parsed(STORY)), versioned(parsed(STORY, key="b"))]
    step(items, RESOURCES, state)
    restored = NearState(RESOURCES.window_ms)
    for key, value in state.store.changes():
        restored.store.load(key, value)
    new = [versioned(parsed(first(STORY, 60), key="c")), *items]
    assert step(new, RESOURCES, restored) == step(new, RESOURCES, state)


def test_a_rolled_back_text_is_forgotten(state: NearState) -> None:
    mark = state.store.mark()
    run(state, parsed(STORY))
    state.store.rollback(mark)
    assert len(state.window) == 0
    assert unique(run(state, parsed(STORY, key="b"))).relation == "new"


def test_a_brief_costs_less_than_a_kilobyte_of_changelog(state: NearState) -> None:
    run(state, parsed(prose(100)))
    ((_, value),) = state.store.changes()
    assert value is not None
    assert len(value) < 700


def test_a_text_without_words_is_neither_found_nor_a_repeat(state: NearState) -> None:
    run(state, parsed("…"))
    assert unique(run(state, parsed("…", key="b"))).relation == "new"


PIECES = [prose(40, seed=n) for n in range(4)] + ["12 dead", "34 dead"]
ARTICLES = st.builds(
    parsed,
    st.lists(st.sampled_from(PIECES), max_size=4).map("\n".join),
    key=st.sampled_from("abcd"),
    minutes=st.integers(0, 30),
    revision=st.sampled_from(("original", "correction")),
)
ITEMS = st.lists(
    st.builds(versioned, ARTICLES, st.sampled_from(("new", "update", "correction", "kill"))),
    max_size=10,
)


@given(ITEMS)
def test_one_by_one_is_as_all_at_once(items: list[Versioned]) -> None:
    one, many = NearState(RESOURCES.window_ms), NearState(RESOURCES.window_ms)
    singly = [outcome for item in items for outcome in step([item], RESOURCES, one)]
    assert singly == step(items, RESOURCES, many)
    assert dict(one.store.items()) == dict(many.store.items())


@given(ITEMS)
def test_no_article_stands_for_itself(items: list[Versioned]) -> None:
    for outcome in step(items, RESOURCES, NearState(RESOURCES.window_ms)):
        record = only(outcome)
        assert getattr(record, "of", None) != record.parsed.id  # type: ignore[attr-defined]  # both have it
        assert getattr(record, "related_to", None) != record.parsed.id  # type: ignore[attr-defined]
