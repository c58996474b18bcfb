"""What of a page is its article: excerpts in JSON-LD, captions, furniture, and when it is of."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from schemas.records import Parsed
from streams.parse.shown_times import is_line_of_date, shown_time
from tests.parse.wires import FIRST, SECOND, article

THIRD = (
    "Farmers in the valley have waited for water since the drought of the year before last, "
    "and many had sold their herds by the time that the first pipes were laid in the spring."
)


def page(body: str, head: str = "") -> Parsed:
    title = "<title>Nine wells to open</title>"
    return article(
        f"<!DOCTYPE html><html lang='en'><head>{title}{head}</head><body>{body}</body></html>"
    )


def paragraphs(*words: str) -> str:
    return "".join(f"<p>{text}</p>" for text in words)


def linked(body: str) -> str:
    article = {"@type": "NewsArticle", "headline": "Nine wells to open", "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize("cut", ["…", "...", " […]", ""], ids=["dots", "stops", "bracket", "none"])
def test_json_ld_that_breaks_off_does_not_cut_the_page(cut: str) -> None:
    parsed = page(paragraphs(FIRST, SECOND, THIRD), linked(FIRST + SECOND[:60] + cut))

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_an_abstract_for_a_body_in_json_ld_does_not_replace_the_page() -> None:
    abstract = "Two years late, the ministry opens nine wells north of the town."
    parsed = page(paragraphs(FIRST, SECOND, THIRD), linked(abstract))

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_json_ld_that_breaks_off_across_paragraphs_does_not_cut_the_page() -> None:
    parsed = page(paragraphs(FIRST, SECOND, THIRD), linked(f"{FIRST}The first figures will"))

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_html_in_the_body_of_json_ld_is_paragraphs() -> None:
    parsed = page("<p>Loading</p>", linked(f"<p>{FIRST}</p><p>{SECOND}</p>"))

    assert parsed.paragraphs == (FIRST, SECOND)


def test_json_ld_with_the_whole_article_still_tells_it_from_what_stands_around() -> None:
    stray = "Our readers chose these ten places to spend a long weekend in when it is cold outside."
    parsed = page(paragraphs(FIRST, SECOND, THIRD, stray), linked(f"{FIRST}\n{SECOND}\n{THIRD}"))

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_entities_escaped_twice_are_signs() -> None:
    said = "&amp;quot;Water for all&amp;quot;, the minister said of Smith &amp;amp; Sons in Amman."
    parsed = page("<p>Loading</p>", linked(f"{FIRST}\n{said}"))

    assert parsed.paragraphs == (
        FIRST,
        '"Water for all", the minister said of Smith & Sons in Amman.',
    )


def test_the_article_with_the_heading_is_told_from_longer_openings_of_others() -> None:
    openings = "".join(f"<div><p>{text} {text}</p></div>" for text in (THIRD, SECOND, THIRD))
    article_ = f"<article><h1>Nine wells to open</h1>{paragraphs(FIRST, SECOND)}</article>"
    parsed = page(f"<main>{article_}<section>{openings}</section></main>")

    assert parsed.paragraphs == (FIRST, SECOND)


def test_what_is_paid_for_is_text() -> None:
    paid = f"<div class='paywall'>{paragraphs(THIRD)}</div>"
    prompt = (
        "<div class='paywall-prompt'><p>Subscribe to read on, for less than a coffee.</p></div>"
    )
    parsed = page(f"<article>{paragraphs(FIRST, SECOND)}{paid}{prompt}</article>")

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_a_long_form_of_consent_makes_no_furniture_of_the_paid_article() -> None:
    paid = f"<div class='paywall-article'>{paragraphs(FIRST, SECOND)}</div>"
    consent = f"<div id='consent'>{paragraphs(*[f'We store cookies. {THIRD}'] * 5)}</div>"
    parsed = page(f"<article><h1>Nine wells to open</h1>{paid}</article>{consent}")

    assert parsed.paragraphs == (FIRST, SECOND)


def test_names_that_would_leave_nothing_mean_nothing() -> None:
    rows = "".join(f"<div class='sidebar-grid'><p>{text}</p></div>" for text in (FIRST, SECOND))
    parsed = page(f"{rows}<div class='sidebar-grid'><p>{THIRD}</p></div><footer>Imprint</footer>")

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)


def test_another_article_below_is_another_article() -> None:
    other = f"<article><h1>Cup final</h1>{paragraphs(*[f'The cup final: {THIRD}'] * 4)}</article>"
    own = f"<article><h1>Nine wells to open</h1>{paragraphs(FIRST, SECOND)}</article>"

    assert page(own + other).paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    "unseen",
    [
        "<div class='box hidden'><p>Sign in to keep on reading this and other articles.</p></div>",
        "<div class='visually-hidden'>Article content</div>",
        "<p><small>Advertisement</small></p>",
        "<p>Lesen Sie auch:</p>",
        "<p>3 min read</p>",
        "<div class='c-inlineSignup'><p>Get the day's news in your inbox every morning.</p></div>",
    ],
)
def test_what_is_not_shown_and_labels_are_no_text(unseen: str) -> None:
    body = paragraphs(FIRST) + unseen + paragraphs(SECOND, THIRD)

    assert page(f"<article>{body}</article>").paragraphs == (FIRST, SECOND, THIRD)


def test_what_is_read_aloud_of_a_link_is_no_text() -> None:
    link = "<a href='/w'>the wells<span class='sr-only'> (opens in a new window)</span></a>"
    parsed = page(f"<article>{paragraphs(FIRST)}<p>Of {link} it said no more.</p></article>")

    assert parsed.paragraphs == (FIRST, "Of the wells it said no more.")


@pytest.mark.parametrize("shown", ["<p class='hidden md:block'>{}</p>", "<h2 id='social'>{}</h2>"])
def test_what_some_screens_show_and_slugs_of_headings_are_text(shown: str) -> None:
    body = paragraphs(FIRST) + shown.format("What it means for the social life of the valley")

    assert page(f"<article>{body}{paragraphs(SECOND)}</article>").paragraphs == (
        FIRST,
        "What it means for the social life of the valley",
        SECOND,
    )


def test_what_stands_in_the_figure_of_a_picture_is_its_caption() -> None:
    figure = (
        "<figure><img src='w.jpg'><p>A well in the valley.</p><p>© Example Pictures</p></figure>"
    )
    quote = f"<figure><blockquote><p>{THIRD}</p></blockquote></figure>"
    parsed = page(f"<article>{paragraphs(FIRST)}{figure}{paragraphs(SECOND)}{quote}</article>")

    assert parsed.paragraphs == (FIRST, SECOND, THIRD)
    assert parsed.parts("caption") == ("A well in the valley.",)
    assert parsed.parts("credit") == ("© Example Pictures",)


def test_captions_and_credits_are_told_by_the_names_of_their_elements() -> None:
    caption = "A well north of the town, before the pipes were laid."
    picture = (
        f"<div class='wp-caption'><p class='wp-caption-text'>{caption}</p>"
        "<span class='photoCredit'><p>Jane Doe</p></span></div>"
    )
    parsed = page(f"<article>{paragraphs(FIRST)}{picture}{picture}{paragraphs(SECOND)}</article>")

    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("caption") == (caption,)
    assert parsed.parts("credit") == ("Jane Doe",)


def test_paragraphs_that_come_again_are_kept() -> None:
    question = "Which of the wells would you open first, if you had to choose but one of them all?"
    parsed = page(paragraphs(FIRST, question, SECOND, question, THIRD))

    assert parsed.paragraphs == (FIRST, question, SECOND, question, THIRD)


@pytest.mark.parametrize("name", ["relatedStories", "RightRail", "swiper-wrapper", "ShareTools"])
def test_furniture_is_told_by_words_in_names_of_any_style(name: str) -> None:
    around = f"<div class='{name}'><p>Ten places to spend a long weekend in.</p></div>"
    parsed = page(f"<article>{paragraphs(FIRST, SECOND)}{around}</article>")

    assert parsed.paragraphs == (FIRST, SECOND)


def test_words_marked_within_a_paragraph_are_no_furniture() -> None:
    marked = "<p>Engineers of the <a class='tag' href='/t'>water ministry</a> laid the pipes.</p>"
    parsed = page(f"<article>{paragraphs(FIRST)}{marked}</article>")

    assert parsed.paragraphs == (FIRST, "Engineers of the water ministry laid the pipes.")


def test_a_description_with_other_dashes_than_the_text_says_nothing_new() -> None:
    text = f"AMMAN, Jordan (AP) — {FIRST}"
    description = f"AMMAN, Jordan (AP) - {FIRST} {SECOND}"
    head = f'<meta name="description" content="{description}">'
    parsed = page(paragraphs(text, SECOND, THIRD), head)

    assert parsed.parts("subheadline") == ()


def test_the_author_stands_in_the_byline_alone() -> None:
    head = '<meta name="author" content="Jane Doe">'
    parsed = page(paragraphs("Jane Doe", FIRST, SECOND), head)

    assert parsed.parts("byline") == ("Jane Doe",)
    assert parsed.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    "marked",
    [
        '<meta itemprop="datePublished dateCreated" content="2019-03-04T15:09:00Z">',
        '<time datetime="2019-03-04T15:09:00Z">March 4, 2019</time>',
        '<abbr class="published" title="2019-03-04T15:09:00Z">March 4, 2019</abbr>',
        '<span itemprop="datePublished">Mon 3:09 PM, Mar 4, 2019</span>',
        '<div class="article-publish-date">March 4, 2019, 3:09 PM</div>',
        "<p>Updated: 4 March 2019 | 15:09</p>",
        "<time>Mar 4, 2019 at 3:09 pm</time>",
        "<p class='meta__date'>2019年03月04日 15時09分</p>",
    ],
)
def test_a_page_is_of_when_its_elements_or_its_first_lines_say(marked: str) -> None:
    parsed = page(f"<div><h1>Nine wells to open</h1>{marked}{paragraphs(FIRST, SECOND)}</div>")

    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert parsed.paragraphs == (FIRST, SECOND)


def test_a_shown_time_without_a_zone_does_not_overrule_when_it_was_changed() -> None:
    head = '<meta property="og:updated_time" content="2019-03-04T11:09:00Z">'
    parsed = page(paragraphs("AMMAN Mon Mar 4, 2019 4:39pm IST", FIRST, SECOND), head)

    assert parsed.published_at == datetime(2019, 3, 4, 11, 9, tzinfo=UTC)
    assert parsed.parts("dateline") == ("AMMAN Mon Mar 4, 2019 4:39pm IST",)


def test_the_day_above_the_heading_is_today() -> None:
    today = "<div class='date'>Friday, 6 March 2020</div><h1>Nine wells to open</h1>"
    line = "By Jane Doe in Amman | Posted March 4, 2019 in the evening edition"
    parsed = page(f"{today}{paragraphs(line, FIRST, SECOND)}")

    assert parsed.published_at == datetime(2019, 3, 4, tzinfo=UTC)


def test_a_first_sentence_does_not_say_when_a_page_is_of() -> None:
    parsed = page(paragraphs("The wells were closed on 4 March 2017.", FIRST, SECOND))

    assert parsed.published_at is None


def test_a_list_of_dates_is_text() -> None:
    dates = [f"Monday {day} March 2019" for day in (4, 11, 18, 25)]
    parsed = page(paragraphs(*dates, FIRST, SECOND))

    assert parsed.paragraphs == (*dates, FIRST, SECOND)


@pytest.mark.parametrize(
    ("line", "language", "time"),
    [
        ("Published 18 November 2019", "en", datetime(2019, 11, 18, tzinfo=UTC)),
        ("Nov. 18th, 2019 9:02 a.m.", "en", datetime(2019, 11, 18, 9, 2, tzinfo=UTC)),
        ("18.11.2019 14:05", "de", datetime(2019, 11, 18, 14, 5, tzinfo=UTC)),
        ("Publicado em 05/10/2018 às 14h05", "pt", datetime(2018, 10, 5, 14, 5, tzinfo=UTC)),
        ("11/18/2019", "en", datetime(2019, 11, 18, tzinfo=UTC)),
        ("2019年11月18日 14:05", "zh", datetime(2019, 11, 18, 14, 5, tzinfo=UTC)),
        ("2019. 11. 18 14:05", "ko", datetime(2019, 11, 18, 14, 5, tzinfo=UTC)),
        ("الاثنين 18 نوفمبر 2019 - 14:05", "ar", datetime(2019, 11, 18, 14, 5, tzinfo=UTC)),
        ("3 de marzo de 2019", "es", datetime(2019, 3, 3, tzinfo=UTC)),
        ("18 Νοεμβρίου 2019", "el", datetime(2019, 11, 18, tzinfo=UTC)),
        (
            "Updated 11:21 pm CST, Tuesday, November 19, 2019",
            "en",
            datetime(2019, 11, 19, 23, 21, tzinfo=timezone(timedelta(hours=-6))),
        ),
        ("05/10/2018", "en", None),
        ("31 February 2019", "en", None),
        ("20/20/2019", "fr", None),
        ("Since 2019, 18 wells", "en", None),
    ],
)
def test_times_are_read_as_readers_see_them(
    line: str, language: str, time: datetime | None
) -> None:
    assert shown_time(line, language) == time


def test_a_sentence_with_a_date_is_no_line_of_a_date() -> None:
    assert is_line_of_date("Last updated on 18 November 2019")
    assert not is_line_of_date("The wells were opened by the ministry on 18 November 2019.")


@pytest.mark.parametrize(
    "flood",
    [
        "<figure><img>" + "<p>A well in the valley.</p>" * 15_000 + "</figure>",
        "<figure>" * 400 + "<img>" + "<p>A well.</p>" * 12_000 + "</figure>" * 400,
        "".join(f"<p>By A B{at} and A B{at + 1}</p>" for at in range(12_000)),
    ],
    ids=["figure", "figures", "bylines"],
)
def test_a_flood_of_captions_or_bylines_is_read_in_time(flood: str) -> None:
    authors = [{"name": f"A B{at}"} for at in range(12_000)]
    script = json.dumps({"@type": "NewsArticle", "headline": "Wells", "author": authors})
    head = f'<script type="application/ld+json">{script}</script>'
    began = time.process_time()

    page(f"<article>{flood}{paragraphs(FIRST)}</article>", head)

    assert time.process_time() - began < 10


def test_a_text_set_in_the_figure_of_a_picture_is_no_caption() -> None:
    figure = f"<figure><img src='a.jpg'>{paragraphs(FIRST, SECOND)}</figure>"
    assert page(f"<article>{figure}</article>").paragraphs == (FIRST, SECOND)


def test_a_long_thread_of_comments_makes_no_furniture_of_the_paid_article() -> None:
    paid = f"<div class='paywall-container'>{paragraphs(FIRST, SECOND)}</div>"
    comments = f"<section class='comments'>{paragraphs(*[f'I think that {THIRD}'] * 9)}</section>"

    assert page(f"<article>{paid}</article>{comments}").paragraphs == (FIRST, SECOND)
