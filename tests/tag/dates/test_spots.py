"""What is left out for a whole group of articles leaves the dates of each as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.tag.dates.lexicon import lexicon
from streams.tag.dates.table import LANGUAGES
from streams.tag.stage import step
from tests.tag.articles import resources, tag, unique

NUMBERS = ("1", "31", "80s", "1.5", "2018", "2018-12-27", "3/4/1987", "1436", "10,000", "12345")
MARKS = (" ", " - ", ", ", ".\n", "'", "/")


def texts(language: str) -> st.SearchStrategy[str]:
    words = st.sampled_from([word.form for word in lexicon(language).words])
    return st.lists(words | st.sampled_from(NUMBERS) | st.sampled_from(MARKS)).map(" ".join)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_among_others_has_the_dates_that_it_has_alone(language: str) -> None:
    @given(st.lists(texts(language), min_size=1, max_size=4))
    @settings(deadline=None, max_examples=40)
    def check(some: list[str]) -> None:
        articles = [unique(text, language) for text in some]
        alone = [outcome for one in articles for outcome in step([one], resources())]
        assert step(articles, resources()) == alone

    check()


def test_overlapping_words_may_end_an_article() -> None:
    assert tag(unique("It came in twenty first", "en")).dates == ()
