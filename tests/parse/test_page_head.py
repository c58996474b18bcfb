"""Headlines, authors, addresses and terms of pages and their JSON-LD."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.records import Parsed, Subject
from tests.parse.wires import FIRST, article

TITLE = "Nine wells to open"
NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "publisher": {"@type": "Organization", "name": "The Valley Post"},
}


def page(body: str = "", head: str = "", **linked: Any) -> Parsed:
    script = f'<script type="application/ld+json">{json.dumps({**NEWS, **linked})}</script>'
    return article(
        f"<!DOCTYPE html><html lang='en'><head>{head}{script}</head>"
        f"<body><article><h1>{TITLE}</h1>{body}<p>{FIRST}</p></article></body></html>"
    )


def sent(**linked: Any) -> Parsed:
    return article(json.dumps({**NEWS, "articleBody": FIRST, **linked}), "application/ld+json")


@pytest.mark.parametrize("behind", [" - Valley.example", " | Water", " — The Valley Post"])
def test_the_name_of_the_site_behind_the_headline_of_json_ld_is_left_out(behind: str) -> None:
    assert page(headline=TITLE + behind).headline == TITLE


def test_a_headline_that_says_more_than_the_heading_stays() -> None:
    assert page(headline=f"Water: {TITLE}").headline == f"Water: {TITLE}"
    assert page(headline=f"{TITLE} in the north").headline == f"{TITLE} in the north"


@pytest.mark.parametrize(
    "byline",
    [
        "<p>By <a rel='author' href='/a'>{}</a>, <a rel='author'>{}</a></p>",
        "<div class='byline'>By <b class='author vcard'>{}</b><b class='author vcard'>{}</b></div>",
        "<p itemprop='author'>{}</p><p itemprop='author'>von {}</p>",
    ],
)
def test_authors_that_no_metadata_name_are_those_that_the_page_shows(byline: str) -> None:
    own = byline.format("Rana Haddad", "María de la Cruz")
    other = byline.format("Jane Other", "John Other")

    assert page(f"{own}<p>{FIRST}</p><aside>{other}</aside>").parts("byline") == (
        "Rana Haddad",
        "María de la Cruz",
    )


def test_a_person_goes_before_the_publisher_and_addresses() -> None:
    head = (
        '<meta property="article:author" content="https://social.example/valley">'
        '<meta name="author" content="Rana Haddad">'
    )
    author = {"@type": "Organization", "name": "The Valley Post"}

    assert page(head=head, author=author).parts("byline") == ("Rana Haddad",)
    assert page(author=author).parts("byline") == ("The Valley Post",)


@pytest.mark.parametrize("shown", ["Rana HaddadPolitical editor", "Published at noon", "Follow"])
def test_what_is_no_name_is_no_author(shown: str) -> None:
    assert page(f"<span class='author'>{shown}</span>").parts("byline") == ()


def test_an_agency_among_the_authors_is_a_source() -> None:
    names = [{"name": "Rana Haddad"}, {"name": "AFP"}]
    parsed = page(author=names)

    assert parsed.parts("byline") == ("Rana Haddad",)
    assert [source.name for source in parsed.sources] == ["AFP", "The Valley Post"]


def test_an_address_elsewhere_in_json_ld_is_a_placeholder() -> None:
    canonical = '<link rel="canonical" href="https://valley.example/wells">'

    assert page(head=canonical, url="https://example.com/article").url == (
        "https://valley.example/wells"
    )
    assert page(head=canonical, url="https://www.valley.example/w").url == (
        "https://www.valley.example/w"
    )


def test_a_page_that_shows_nothing_without_pay_has_its_abstract() -> None:
    abstract = "Two years late, the ministry opens nine wells north of the town."
    script = json.dumps({**NEWS, "description": abstract})
    parsed = article(
        f'<html><script type="application/ld+json">{script}</script><body></body></html>'
    )

    assert (parsed.headline, parsed.paragraphs) == (TITLE, (abstract,))


def test_terms_of_json_ld() -> None:
    parsed = sent(
        version=3,
        genre="Report",
        about=[{"@type": "Thing", "name": "Wells", "sameAs": "https://data.example/Q1"}],
        contentLocation={"@type": "Place", "address": {"addressLocality": "Amman"}},
        license="https://valley.example/terms",
        image={"@type": "ImageObject", "caption": "A well.", "creditText": "O. Said/AFP"},
        alternativeHeadline="Two years of work are over",
    )

    assert parsed.version == 3
    assert parsed.genre == (Subject(label="Report"),)
    assert parsed.subjects == (Subject(code="https://data.example/Q1", label="Wells"),)
    assert parsed.places == (Subject(label="Amman"),)
    assert parsed.rights == "https://valley.example/terms"
    assert parsed.parts("subheadline") == ("Two years of work are over",)
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert caption.credit == "O. Said/AFP"


@pytest.mark.parametrize(
    ("correction", "note"),
    [
        ({"@type": "CorrectionComment", "text": "It said ten wells."}, ("It said ten wells.",)),
        ("It said ten wells.", ("It said ten wells.",)),
        ("https://valley.example/corrections", ()),
    ],
)
def test_what_json_ld_corrects_is_a_correction(correction: Any, note: tuple[str, ...]) -> None:
    parsed = sent(correction=correction)

    assert (parsed.revision, parsed.cue) == ("correction", "correction")
    assert parsed.parts("editor_note") == note


@pytest.mark.parametrize("odd", [7, True, [], {}, [[1]], {"name": {"name": 1}}, None, "", [None]])
def test_odd_values_in_json_ld_do_no_harm(odd: Any) -> None:
    names = ("version", "genre", "about", "contentLocation", "license", "image", "author")
    parsed = sent(**dict.fromkeys(names, odd), alternativeHeadline=odd)

    assert parsed.paragraphs == (FIRST,)
