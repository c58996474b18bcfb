"""The real samples of NewsML and NITF: every text item whole, every other kind with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.outcome import Drop, Emit, Reject
from streams.parse.desk_lines import is_desk_line
from tests.parse.wires import articles, outcome
from tests.shared import shared

NO_TEXT = {
    *("picture_item", "video_item", "audio_item", "graphic_item", "concept_item", "knowledge_item"),
    *("planning_item", "catalog_item", "event_item", "sports_data", "package_item"),
    *("no_content", "empty_message"),
}


def samples(*formats: str) -> Iterator[Path]:
    folder = shared("data", "wire")
    for entry in json.loads((folder / "INDEX.json").read_text("utf-8")):
        if entry["format"].startswith(formats) and not entry["path"].endswith(".json"):
            yield folder / entry["path"]


def test_every_text_item_is_whole_and_every_drop_has_its_reason() -> None:
    for path in samples("NewsML", "NITF"):
        result = outcome(path.read_bytes())
        if isinstance(result, Drop):
            assert result.reason in NO_TEXT, path
        elif isinstance(result, Reject):
            assert path.parent.name == "should_fail" or "LISTING_24" in path.name, (path, result)
        else:
            assert not result.defects, path
            for article in articles(path.read_bytes()):
                assert article.headline, path
                assert article.language != "und", path
                assert article.published_at or "LISTING_25" in path.name, path


def test_every_arabic_item_of_afp() -> None:
    paths = list(shared("data", "wire", "afp-arabic-newsml1").glob("*.xml"))
    assert len(paths) == 41
    for path in paths:
        (article,) = articles(path.read_bytes())
        assert article.headline, path
        assert (article.headline_from == "first_sentence") == (article.cue == "flash"), path
        assert article.urgency, path
        assert article.version, path
        assert article.keywords, path
        assert article.published_at, path
        assert article.language == "ar", path
        assert article.paragraphs, path
        assert not is_desk_line(article.paragraphs[-1]), path


@pytest.mark.parametrize("form", ["NewsML-1", "NITF", "NewsML-G2/newsItem"])
def test_some_of_each_are_articles(form: str) -> None:
    assert sum(isinstance(outcome(path.read_bytes()), Emit) for path in samples(form)) >= 10
