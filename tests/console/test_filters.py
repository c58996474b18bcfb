"""Records by actor and by language."""

from __future__ import annotations

import pytest

from schemas.records import DeadLetter, Enriched, Parsed, Record
from streams.console.filters import Filter
from tests.console import articles


@pytest.mark.parametrize("record", [articles.ENRICHED, articles.ALERT, articles.MATCH])
def test_an_actor_is_found_in_articles_and_alerts(record: Record) -> None:
    assert Filter(actor="person:sergey-lavrov").passes(record)
    assert not Filter(actor="person:hakan-fidan").passes(record)


@pytest.mark.parametrize(
    "record",
    [
        record
        for record in articles.ALL
        if record not in (articles.ITEM, articles.DEAD_LETTER, articles.KILLED)
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_language_is_found_in_whatever_is_about_an_article(record: Record) -> None:
    assert Filter(language="ar").passes(record)
    assert not Filter(language="en").passes(record)


def test_the_end_of_a_holding_says_no_language() -> None:
    assert not Filter(language="ar").passes(articles.KILLED)
    assert Filter().passes(articles.KILLED)


def test_both_must_hold() -> None:
    assert not Filter(actor="person:sergey-lavrov", language="en").passes(articles.ENRICHED)


def test_what_a_record_never_has_is_named() -> None:
    assert Filter(actor="x").unfit(Parsed) == "--actor"
    assert Filter(language="ar").unfit(DeadLetter) == "--lang"
    assert Filter(actor="x", language="ar").unfit(Enriched) is None
