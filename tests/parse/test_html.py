"""HTML to blocks of text."""

from __future__ import annotations

from typing import Final

import pytest

from streams.parse.html import MOST_TOLD, html_blocks, html_line
from streams.parse.reading import UnreadableError


def paragraphs(html: str) -> list[str]:
    return [text for kind, text in html_blocks(html) if kind == "paragraph"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b><i>three</i>.</p><p>Four.</p>", ["One twothree.", "Four."]),
        ("One<br>Two<br/><br/>Three", ["One", "Two", "Three"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<table><tr><td>A<td>B<tr><td>C</table>", ["A B", "C"]),
        ("<p>  One\n two\t</p>", ["One two"]),
        ("<p>25&nbsp;000 &lt;b&gt; &amp;amp; &#1570;</p>", ["25\u00a0000 <b> &amp; آ"]),
        ("<p>One</p><script>x()</script><style>p{}</style><!-- no --><p>Two</p>", ["One", "Two"]),
        ("Plain text.\n\nTwo lines.", ["Plain text.", "Two lines."]),
        ("<p></p><p> </p>", []),
        ("a < b and b > c", ["a < b and b > c"]),
        ("<p>one</b> two", ["one two"]),
        ("<html><head><title /></head><body><p>One</p><p>Two</p></body></html>", ["One", "Two"]),
        (
            "<p>One</p><iframe src='x'/><p>Two</p><SCRIPT src='y' /><p>Three</p>",
            ["One", "Two", "Three"],
        ),
        ("<p>One</p><script src='x'/>hidden()</script><p>Two</p>", ["One", "Two"]),
    ],
)
def test_blocks_become_paragraphs(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


def test_captions_and_headlines_are_told() -> None:
    html = "<h1>Head</h1><figure><figcaption>A <i>hall</i></figcaption></figure><p>Body</p>"
    assert html_blocks(html) == [("headline", "Head"), ("caption", "A hall"), ("paragraph", "Body")]


def test_a_line_of_html() -> None:
    assert html_line("Talks &amp; <em>more</em>  talks") == "Talks & more talks"


@pytest.mark.parametrize(
    "html", ["<div>" * 2_000, "<b a=1>" * 2_000 + "<p>" * 2_000, "<p>" * 60_000]
)
def test_html_that_takes_too_long_is_refused(html: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        html_blocks(html)
    assert caught.value.reject.reason == "too_large"


MANY: Final = "<p>And so on.</p>" * 500


@pytest.mark.parametrize(
    "drawn",
    [
        "<svg>" + '<path d="M1 1"/>' * 600 + "</svg>",
        f"<script>{'if(i<n){i++}' * 600}</script>",
        f"<script>{'var a = `<tabitem>`;' * 1_500}</script>",
    ],
)
def test_what_only_looks_nested_is_read(drawn: str) -> None:
    assert len(html_blocks(drawn + MANY)) == 500


def test_what_is_nested_too_deep_among_much_else_is_refused() -> None:
    with pytest.raises(UnreadableError):
        html_blocks(MANY + "<div>" * 600 + "deep")


def test_what_takes_long_to_parse_is_refused_by_the_names_of_its_tags() -> None:
    with pytest.raises(UnreadableError):
        html_blocks("<script>" + "<div>" * (MOST_TOLD + 1) + "</script>" + MANY)


def test_an_end_tag_for_another_element_does_not_hide_depth() -> None:
    with pytest.raises(UnreadableError):
        html_blocks("<div></b>" * 2_000)
