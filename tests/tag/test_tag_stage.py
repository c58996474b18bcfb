"""What the stage answers to articles, whole and in chunks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Enriched, Unique
from streams.outcome import Emit, Outcome
from streams.tag import stage
from tests.records import WORDS, strategy
from tests.tag.articles import of_parts, resources, tag, unique

TEXTS = st.lists(st.sampled_from(WORDS) | st.text(), max_size=6).map("\n".join)
ARTICLES = st.builds(unique, TEXTS, st.sampled_from(("ar", "en", "tr", "zh", "und", "xx", "")))


def test_an_article_without_text_names_no_one() -> None:
    enriched = tag(unique("", "und"))
    assert not enriched.mentions
    assert not enriched.actors


def test_headlines_weigh_more_and_captions_less() -> None:
    record = of_parts(
        "en",
        ("headline", "Syria"),
        ("caption", "Iran"),
        ("paragraph", "Iraq"),
        ("paragraph", "Egypt"),
        ("byline", "Libya"),
    )
    assert {a.id: a.salience for a in tag(record).actors} == {
        "country:SY": round(3 / 6.5, 4),
        "country:IQ": round(2 / 6.5, 4),
        "country:EG": round(1 / 6.5, 4),
        "country:IR": round(0.5 / 6.5, 4),
    }


def test_a_country_named_by_demonyms_alone_is_an_actor_only_in_the_headline() -> None:
    body = tag(of_parts("en", ("headline", "Singer dies"), ("paragraph", "The American singer")))
    assert [m.basis for m in body.mentions] == ["demonym"]
    assert body.actors == ()
    headline = tag(of_parts("ar", ("headline", "اتفاق تركي روسي"), ("paragraph", "أمس")))
    assert {a.id for a in headline.actors} == {"country:TR", "country:RU"}


def test_actors_carry_name_kind_and_count() -> None:
    (actor,) = tag(unique("قال لافروف إن سيرغي لافروف", "ar")).actors
    assert (actor.name, actor.kind, actor.mentions, actor.salience) == (
        "Sergey Lavrov",
        "person",
        2,
        1.0,
    )


def enriched(outcome: Outcome) -> Enriched:
    assert isinstance(outcome, Emit)
    (record,) = outcome.records
    assert isinstance(record, Enriched)
    return record


@given(st.lists(ARTICLES, max_size=6))
@settings(deadline=None)
def test_a_chunk_gives_what_each_article_gives(articles: list[Unique]) -> None:
    assert stage.step(articles, resources()) == [
        outcome for article in articles for outcome in stage.step([article], resources())
    ]


@given(ARTICLES)
@settings(deadline=None)
def test_mentions_are_in_order_apart_and_say_what_stands_there(article: Unique) -> None:
    (outcome,) = stage.step([article], resources())
    end = 0
    for mention in enriched(outcome).mentions:
        assert end <= mention.start < mention.end
        assert mention.surface == article.parsed.text[mention.start : mention.end]
        end = mention.end


@given(ARTICLES)
@settings(deadline=None)
def test_salience_is_a_share(article: Unique) -> None:
    (outcome,) = stage.step([article], resources())
    actors = enriched(outcome).actors
    assert list(actors) == sorted(actors, key=lambda a: (-a.salience, a.id))
    assert sum(a.salience for a in actors) == pytest.approx(1 if actors else 0, abs=0.01)


@given(strategy(Unique))
@settings(deadline=None)
def test_any_record_is_answered(record: Unique) -> None:
    enriched(stage.step([record], resources())[0])
