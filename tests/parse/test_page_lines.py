"""Lines of pages that are no paragraphs, in many languages: kickers, prompts to pay, desk lines."""

from __future__ import annotations

import pytest

from schemas.records import Parsed
from tests.parse.wires import FIRST, SECOND, article


def page(before: str = "", after: str = "", language: str = "en", below: str = "") -> Parsed:
    return article(
        f"<html lang='{language}'><title>Nine wells</title><body><main>{before}<h1>Nine wells</h1>"
        f"{below}<p>{FIRST}</p><p>{SECOND}</p>{after}</main></body></html>"
    )


def told(*lines: str, language: str) -> Parsed:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return article(f"<html lang='{language}'><title>T</title><main>{body}</main></html>")


def test_what_stands_above_the_heading_is_a_kicker_or_of_the_page() -> None:
    above = "<div>World</div><div>Drought in the valley</div><div>2024 05/14 10:30:05</div>"
    parsed = page(above)

    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("subheadline") == ("Drought in the valley",)


def test_text_above_a_heading_is_text() -> None:
    assert page(f"<p>{SECOND} {FIRST}</p>").paragraphs == (f"{SECOND} {FIRST}", FIRST, SECOND)


def test_a_second_heading_below_the_first_is_a_subheadline() -> None:
    parsed = page(below="<h2>Two years late, say the farmers</h2>", after="<h2>What is next</h2>")

    assert parsed.parts("subheadline") == ("Two years late, say the farmers",)
    assert parsed.paragraphs == (FIRST, SECOND, "What is next")


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("This content is reserved for subscribers", "en"),
        ("Il vous reste 66.12% de cet article à lire. La suite est réservée aux abonnés.", "fr"),
        ("この記事は有料記事です。残り1234文字", "ja"),
        ("Pozostało jeszcze 89% artykułu", "pl"),
    ],
)
def test_an_invitation_to_pay_is_no_text(prompt: str, language: str) -> None:
    parsed = page(after=f"<p>{prompt}</p>", language=language)

    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("footer") == (prompt,)


def test_a_sentence_on_subscribers_is_text() -> None:
    sentence = "The service is for subscribers of the railway alone, its director said on Monday."

    assert page(after=f"<p>{sentence}</p>").paragraphs == (FIRST, SECOND, sentence)


def test_what_cannot_be_shown_in_amp_is_no_text() -> None:
    after = "<amp-list><div fallback><p>The list of further articles could not be shown.</p></div>"

    assert page(after=f"{after}</amp-list>").paragraphs == (FIRST, SECOND)


def test_an_author_in_capitals_is_named_once() -> None:
    meta = "<meta name='author' content='Ana Ruiz'>"
    body = f"<main><h1>T</h1><p>ANA RUIZ</p><p>{FIRST}</p></main>"
    parsed = article(f"<html><head><title>T</title>{meta}</head><body>{body}</body></html>")

    assert (parsed.parts("byline"), parsed.paragraphs) == (("Ana Ruiz",), (FIRST,))


def test_a_story_of_yonhap() -> None:
    lead = "(암만=연합뉴스) 김철수 특파원 = 수자원부는 13일 새 우물 9곳을 연다고 밝혔다."
    last = "한 기술자는 첫 수치가 매주 공개될 것이라고 말했다."
    rights = "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>"
    desk = ("kim@example.kr", "제보는 카카오톡 example", rights.replace("<", "&lt;"))
    parsed = told(lead, last, *desk, language="ko")

    assert parsed.paragraphs == (lead, last)
    assert parsed.parts("footer") == ("kim@example.kr", "제보는 카카오톡 example", rights)
    assert [source.id for source in parsed.sources] == ["yonhap"]


def test_a_story_of_xinhua() -> None:
    lead = "新华社安曼5月14日电（记者王某某）水利部门13日宣布，城镇北部九口新井将在夏季前启用。"
    caption = "5月13日，工人在伊尔比德附近的一口井旁作业。新华社发（某某摄）"
    parsed = told(lead, caption, "当地农民一直等待供水。（完）", "【责任编辑:李某】", language="zh")

    assert parsed.paragraphs == (lead, "当地农民一直等待供水。")
    assert parsed.parts("caption") == (caption,)
    assert parsed.parts("footer") == ("（完）", "【责任编辑:李某】")
    assert [source.id for source in parsed.sources] == ["xinhua"]


@pytest.mark.parametrize(
    ("lead", "source"),
    [
        (
            "【ロンドン共同】水資源省は13日、町の北に新しい井戸9本を夏までに開くと発表した。",
            "kyodo",
        ),
        ("［アンマン　１４日　ロイター］ - 水資源省は町の北に井戸を開くと発表した。", "reuters"),
    ],
)
def test_a_dateline_of_japanese_wires(lead: str, source: str) -> None:
    parsed = told(lead, "技術者の一人は、最初の数字は毎週公表されると述べた。", language="ja")

    assert [found.id for found in parsed.sources] == [source]


@pytest.mark.parametrize(
    ("line", "source"), [("عمان - (بترا)", "petra"), ("موسكو (أ ف ب) -", "afp")]
)
def test_a_dateline_in_a_line_of_its_own(line: str, source: str) -> None:
    text = "قالت وزارة المياه يوم الاثنين إن تسع آبار جديدة شمال البلدة ستفتح قبل الصيف."
    parsed = told(line, text, language="ar")

    assert (parsed.parts("dateline"), parsed.paragraphs) == ((line,), (text,))
    assert [found.id for found in parsed.sources] == [source]


def test_a_caption_that_ends_with_an_agency_is_no_dateline() -> None:
    parsed = told("وزراء المياه (أ ف ب)", f"{FIRST} {SECOND}", language="en")

    assert parsed.parts("dateline") == ()


def test_the_end_of_an_iranian_story_is_no_text() -> None:
    lead = "تهران - ایرنا - وزیر نیرو از افتتاح ۹ حلقه چاه تازه در شمال شهر خبر داد."
    last = "نخستین آمار هر هفته منتشر خواهد شد."
    parsed = told(lead, last, "انتهای پیام/", language="fa")

    assert (parsed.paragraphs, parsed.parts("footer")) == ((lead, last), ("انتهای پیام/",))
