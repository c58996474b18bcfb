"""News documents within other XML, and several in one item."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape

import pytest

from streams.outcome import Drop, Emit
from tests.parse.wires import article, articles, outcome, rejection
from tests.parse.xml_samples import g2, message, newsml1, nitf

SOAP = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
    "<s:Header/><s:Body><getResponse><return>{}</return></getResponse></s:Body></s:Envelope>"
)
G2 = g2()
BARE = nitf().removeprefix('<?xml version="1.0" encoding="utf-8"?>')
OTHER = BARE.replace("ex.77", "ex.78").replace("two years", "three years")


@pytest.mark.parametrize(
    ("held", "alone"),
    [(BARE, BARE), (G2, G2), (message(G2), G2), (newsml1(), newsml1())],
    ids=["nitf", "newsItem", "newsMessage", "NewsML"],
)
def test_a_document_in_an_envelope_is_read_as_by_itself(held: str, alone: str) -> None:
    assert article(SOAP.format(held)) == article(alone)


IN_BASE64 = base64.b64encode(nitf().replace("utf-8", "windows-1252").encode("cp1252")).decode()


@pytest.mark.parametrize("held", [escape(nitf()), f"<![CDATA[ {nitf()}]]>", f"\n{IN_BASE64}\n"])
def test_a_document_may_be_the_text_of_an_element(held: str) -> None:
    assert article(SOAP.format(held)) == article(nitf())


@pytest.mark.parametrize(
    "text",
    [f"<archive>{BARE}<gap/>{OTHER}</archive>", BARE + OTHER, f"{nitf()}\n{nitf('<p>New.</p>')}"],
    ids=["in one element", "one after the other", "each with its declaration"],
)
def test_several_documents_are_as_many_articles(text: str) -> None:
    first, second = articles(text)
    assert first == article(nitf())
    assert second.text != first.text


def test_what_is_dropped_or_wrong_is_told_beside_the_articles() -> None:
    picture = g2("").replace("ninat:text", "ninat:picture")
    wrong = '<newsItem guid="urn:x:9"/>'
    told = outcome(f"<all>{picture}{wrong}{G2}</all>")
    assert isinstance(told, Emit)
    assert len(told.records) == 1
    assert told.dropped == (Drop("picture_item"),)
    assert [defect.reason for defect in told.defects] == ["not_newsml"]
    assert "Document 2" in told.defects[0].detail


def test_what_is_cut_off_is_told_beside_what_came_whole() -> None:
    told = outcome(BARE + OTHER[:200])
    assert isinstance(told, Emit)
    assert [defect.reason for defect in told.defects] == ["not_xml"]


@pytest.mark.parametrize(
    "body",
    [
        "<a><newsItem><NewsItemId>1</NewsItemId></newsItem></a>",
        "<a><NewsItem><NewsItemId>1</NewsItemId></NewsItem></a>",
        "<a><nitf><body.content><p>Text.</p></body.content></nitf></a>",
        f"<a>{escape(SOAP.format(escape(BARE)))}</a>",
    ],
)
def test_other_vocabularies_stay_unknown(body: str) -> None:
    assert rejection(body).reason == "unknown_format"


def test_base64_that_is_none_stays_unknown() -> None:
    for broken in (IN_BASE64[:-3], base64.b64encode(b"<?xml version='1.0'?><a>\0\0</a>").decode()):
        assert rejection(SOAP.format(broken)).reason == "unknown_format"


def test_one_broken_document_stays_broken() -> None:
    assert rejection(BARE.replace("</p>", "", 1)).reason == "not_xml"
