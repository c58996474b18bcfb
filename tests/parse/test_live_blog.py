"""Live blogs: pages that show more posts than their JSON-LD, or fewer, and posts alone."""

from __future__ import annotations

import json

import pytest

from tests.parse.test_page import page, script
from tests.parse.wires import article

POSTS = (
    (
        "17:42",
        "Minister leaves the talks",
        "The minister left the talks in Amman without a word to reporters who had been waiting.",
    ),
    (
        "16:30",
        "",
        "The three delegations have returned to the table after a break of some two hours.",
    ),
    (
        "15:05",
        "Farmers protest in the north",
        "Some two hundred farmers have gathered in front of the ministry and ask for nine wells.",
    ),
    (
        "12:10",
        "",
        "Ministers of three countries have begun their talks in Amman about data on the rivers.",
    ),
)
TITLE = "Water talks in Amman: live"
ABOUT = "What happens in Amman today, hour by hour."


def linked(posts: int) -> dict[str, object]:
    """Give JSON-LD with the last posts; those without a headline have their first words for it."""
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": TITLE,
        "description": ABOUT,
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": title or f"{text[:30]}…", "articleBody": text}
            for _, title, text in POSTS[:posts]
        ],
    }


def blog(*, said: int, shown: int, element: str = "div") -> str:
    posts = "".join(
        f'<{element} class="post"><time datetime="2024-03-05T{hour}:00Z">{hour}</time>'
        f"{f'<h2>{title}</h2>' if title else ''}<p>{text}</p></{element}>"
        for hour, title, text in POSTS[:shown]
    )
    body = f"<main><h1>{TITLE}</h1><p>{ABOUT}</p><div>{posts}</div></main>"
    return page(script(linked(said)), body)


def told(posts: int) -> tuple[str, ...]:
    """Give the paragraphs of the first posts, in order."""
    return tuple(line for _, title, text in POSTS[:posts] for line in (title, text) if line)


@pytest.mark.parametrize("element", ["div", "article", "li"])
@pytest.mark.parametrize("said", [1, 2, 4])
def test_a_page_that_shows_more_posts_than_its_json_ld(said: int, element: str) -> None:
    parsed = article(blog(said=said, shown=4, element=element))
    assert parsed.headline == TITLE
    assert parsed.paragraphs == told(4)
    assert parsed.parts("subheadline") == (ABOUT,)
    assert [one.label for one in parsed.genre] == ["live blog"]


@pytest.mark.parametrize("shown", [0, 1])
def test_json_ld_that_says_more_posts_than_its_page(shown: int) -> None:
    parsed = article(blog(said=3, shown=shown))
    assert parsed.paragraphs == told(3)
    assert parsed.parts("subheadline") == (ABOUT,)


def test_posts_alone() -> None:
    assert article(json.dumps(linked(4))).paragraphs == told(4)


def test_a_post_may_have_its_text_elsewhere() -> None:
    posts = [
        {"@type": "BlogPosting", "headline": "Talks begin", "text": POSTS[3][2]},
        {"@type": "BlogPosting", "headline": "A word only"},
    ]
    parsed = article(json.dumps({**linked(0), "liveBlogUpdate": posts}))
    assert parsed.paragraphs == ("Talks begin", POSTS[3][2], "A word only")
