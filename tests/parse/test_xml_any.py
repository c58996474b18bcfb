"""Any XML of these formats gives an outcome whose blocks are exact, however it is nested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.outcome import Reject
from tests.parse.test_stage_parse import holds
from tests.parse.wires import outcome
from tests.parse.xml_samples import g2, message, newsml1, nitf

NAMES = (
    *("nitf", "body", "body.content", "body.head", "p", "hl1", "hl2", "table", "tr", "td", "br"),
    *("media", "media-caption", "media-producer", "byline", "dateline", "docdata", "ed-msg"),
    *(
        "newsItem",
        "packageItem",
        "itemMeta",
        "contentMeta",
        "contentSet",
        "inlineXML",
        "inlineData",
    ),
    *("headline", "pubStatus", "embargoed", "edNote", "subject", "name", "link", "itemRef"),
    *("NewsItem", "NewsComponent", "NewsLines", "HeadLine", "ContentItem", "DataContent", "Role"),
    *("Identification", "NewsIdentifier", "NewsItemId", "RevisionId", "NewsManagement", "Status"),
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        (
            "guid",
            "version",
            "qcode",
            "norm",
            "FormalName",
            "key",
            "info",
            "role",
            "encoding",
            "href",
        )
    ),
    st.sampled_from(("", "1", "urn:x:1", "stat:canceled", "20240305T081500Z", "Caption", "base64")),
    max_size=2,
)
TEXT = st.sampled_from(
    (
        "",
        " ",
        "Oil rose.",
        "hh/ph",
        "عاجل: زلزال",
        "(EDS: UPDATES)",
        "By Jane Doe",
        "&amp;&lt;p&gt;",
    )
)


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attributes = ATTRIBUTES.map(lambda given: "".join(f' {k}="{v}"' for k, v in given.items()))
    return st.builds(
        lambda name, given, text, children, tail: (
            f"<{name}{given}>{text}{''.join(children)}</{name}>{tail}"
        ),
        st.sampled_from(NAMES),
        attributes,
        TEXT,
        st.lists(inner, max_size=4),
        TEXT,
    )


FRAGMENT = st.recursive(TEXT, element, max_leaves=12)
ROOT = st.sampled_from(("nitf", "newsItem", "newsMessage", "packageItem", "NewsML", "contentSet"))


@given(ROOT, st.lists(FRAGMENT, max_size=4))
def test_any_tree_gives_an_outcome(root: str, inner: list[str]) -> None:
    holds(outcome(f"<?xml version='1.0'?><{root} guid='urn:x:1'>{''.join(inner)}</{root}>"))


@given(FRAGMENT)
def test_anything_within_an_item_gives_an_outcome(inner: str) -> None:
    for text in (
        nitf(inner),
        nitf(docdata=inner, body_head=inner),
        g2(f"<inlineXML>{inner}</inlineXML>"),
        g2(inner, content_meta=inner),
        message(g2(), g2(item_meta=inner)),
        newsml1(inner or None),
        newsml1(management=inner, lines=inner),
    ):
        holds(outcome(text))


@pytest.mark.parametrize("name", ["block", "NewsComponent", "p", "x"])
def test_deep_nesting_is_refused(name: str) -> None:
    deep = f"<{name}>" * 5_000 + "x" + f"</{name}>" * 5_000
    for text in (nitf(deep), g2(f"<inlineXML>{deep}</inlineXML>"), newsml1(deep)):
        refused = outcome(text)
        assert isinstance(refused, Reject)
        assert refused.reason == "too_large"


def test_nesting_as_deep_as_is_read_is_read() -> None:
    for name in ("block", "p", "x"):
        deep = f"<{name}>" * 240 + "Oil rose." + f"</{name}>" * 240
        holds(outcome(nitf(deep)))


def test_a_long_text_is_refused_with_its_setting() -> None:
    long = "<p>" + "a" * 300_000 + "</p>"
    for text in (nitf(long), g2(f"<inlineXML>{long}</inlineXML>")):
        refused = outcome(text)
        assert isinstance(refused, Reject)
        assert "BARQ_MAX_TEXT_CHARS" in refused.detail
