"""Plain text: headline, captions, paragraphs, source line, and what credits say."""

from __future__ import annotations

import pytest

from schemas.records import Parsed
from tests.parse.wires import ARABIC, article, rejection
from tests.shared import shared


def ids(parsed: Parsed) -> list[str | None]:
    return [source.id for source in parsed.sources]


def test_the_text_stays_as_it_came() -> None:
    text = "Headline\r\n\r\n  First  paragraph. \r\n\tSecond paragraph.\r\n"
    parsed = article(text)
    assert parsed.text == text
    assert parsed.headline == "Headline"
    assert parsed.paragraphs == ("First  paragraph.", "Second paragraph.")


def test_captions_stand_apart_and_share_their_credit() -> None:
    parsed = article(ARABIC)
    first, second = (block for block in parsed.blocks if block.kind == "caption")
    assert parsed.text[first.start : first.end].startswith("Ministers of water")
    assert parsed.text[second.start : second.end].endswith("(الأناضول)")
    assert first.credit == second.credit == "الأناضول"


def test_the_language_is_that_of_the_body() -> None:
    assert article(ARABIC).language == "ar"


def test_the_source_line_is_no_paragraph() -> None:
    parsed = article(ARABIC)
    assert parsed.parts("source_line") == ("المصدر : الجزيرة + وكالات",)
    assert ids(parsed) == ["aljazeera", "agencies"]
    assert len(parsed.paragraphs) == 3


def test_the_seed_is_read_right() -> None:
    body = shared("data", "seed", "aljazeera-2018-12-29-ar.txt").read_bytes()
    parsed = article(body, "application/octet-stream")
    assert parsed.language == "ar"
    assert parsed.headline == "اتفاق تركي روسي على التنسيق العسكري بسوريا"
    assert [b.credit for b in parsed.blocks if b.kind == "caption"] == ["الأناضول"] * 2
    assert len(parsed.paragraphs) == 9
    assert parsed.paragraphs[0].startswith("اتفقت تركيا وروسيا السبت")
    assert parsed.parts("source_line") == ("المصدر : الجزيرة + وكالات",)
    assert ids(parsed) == ["aljazeera", "agencies"]
    assert parsed.text.encode() == body


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Reuters", "reuters"),
        ("Источник: ТАСС", "tass"),
        ("Kaynak: Anadolu Ajansı", "aa"),
        ("Quelle: dpa", "dpa"),
        ("Fuente: EFE", "efe"),
        ("Source : AFP", "afp"),
        ("منبع: ایرنا", "irna"),
        ("Джерело: Укрінформ", "ukrinform"),
        ("ماخذ: روئٹرز", "reuters"),
        ("来源：新华社", "xinhua"),
    ],
)
def test_source_lines_in_every_language(line: str, source: str) -> None:
    parsed = article(f"Headline\n\nA paragraph.\n\nAnother one.\n\n{line}")
    assert parsed.parts("source_line") == (line,)
    assert ids(parsed) == [source]


def test_what_a_source_said_is_no_source_line() -> None:
    parsed = article(
        "عنوان\n\nفقرة أولى.\n\nمصدر: المتهم تلقى تعليمات من خارج البلاد قبل الحادث بيوم"
    )
    assert parsed.parts("source_line") == ()


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("MOSCOW (Reuters) - The ministers met.\n\nThey talked.", "reuters"),
        ("موسكو (أ ف ب) - التقى الوزراء.\n\nوتحدثوا.", "afp"),
        ("МОСКВА, 29 дек – РИА Новости. Министры встретились.\n\nОни говорили.", "ria"),
        ("新华社莫斯科12月29日电 两国外长会晤。\n\n他们谈话。", "xinhua"),
        ("The ministers met.\n\nThey talked. (AP)", "ap"),
        ("The ministers met.\n\nThey talked.\n\n— AFP", "afp"),
        ("Ministrene mødtes.\n\nDe talte.\n\n/ritzau/", "ritzau"),
    ],
)
def test_datelines_and_sign_offs_credit_the_agency(body: str, source: str) -> None:
    assert ids(article(f"Headline\n\n{body}")) == [source]


def test_a_credit_after_the_only_paragraph_makes_no_caption() -> None:
    parsed = article("Headline\n\nThe ministers met in Moscow. (Reuters)")
    assert parsed.paragraphs == ("The ministers met in Moscow. (Reuters)",)


def test_a_sentence_that_ends_in_brackets_is_no_caption() -> None:
    text = "Headline\n\nThe party won (by far)\n\nIt said so.\n\nSo did the other."
    assert article(text).parts("caption") == ()


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Ministers shake hands in Moscow. (AP Photo/Jane Doe)", "AP Photo/Jane Doe"),
        ("Ministers in Moscow. REUTERS/Jane Doe", "REUTERS/Jane Doe"),
        ("Minister Doe. Foto: Max Muster/dpa", "Max Muster/dpa"),
        ("FILE PHOTO: Ministers in Moscow.", None),
    ],
)
def test_captions_by_credit_or_label(line: str, credit: str | None) -> None:
    parsed = article(f"Headline\n\n{line}\n\nThe ministers met.\n\nThey talked.")
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert parsed.text[caption.start : caption.end] == line
    assert caption.credit == credit


def test_a_byline_is_no_paragraph() -> None:
    parsed = article("Headline\n\nBy Jane Doe and Max Muster\n\nThe ministers met.")
    assert parsed.parts("byline") == ("By Jane Doe and Max Muster",)


def test_a_sentence_that_opens_like_a_byline_is_a_paragraph() -> None:
    assert article("Headline\n\nPar Pharmaceutical Inc said so.").parts("byline") == ()


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    wrapped = (
        "The ministers of two countries met in Moscow on Saturday to talk\n"
        "about the water of their rivers, which has been scarce since the\n"
        "drought began.\n"
    )
    parsed = article(f"Headline\n\n{wrapped}\nThey will meet again.")
    assert parsed.paragraphs == (wrapped.strip(), "They will meet again.")


def test_a_headline_alone_is_an_article() -> None:
    parsed = article("URGENT: Ministers sign accord")
    assert (parsed.headline, parsed.paragraphs) == ("URGENT: Ministers sign accord", ())


def test_a_kill_is_cancelled() -> None:
    parsed = article("KILL: Ministers sign accord\n\nThe item is withdrawn.")
    assert (parsed.revision, parsed.status) == ("kill", "cancelled")


def test_the_head_of_a_release_stands_above_its_headline() -> None:
    head = "Source: Example Boats Ltd\nMEDIA RELEASE PR12345\n"
    parsed = article(
        f"{head}Example Boats Opens a Yard\nin Sidon\n\nSIDON, March 4 --\n\nIt opened."
    )
    assert parsed.headline == "Example Boats Opens a Yard"
    assert parsed.parts("subheadline") == ("in Sidon",)
    assert parsed.parts("source_line") == ("Source: Example Boats Ltd",)
    assert parsed.parts("slugline") == ("MEDIA RELEASE PR12345",)
    assert [source.name for source in parsed.sources] == ["Example Boats Ltd"]
    assert parsed.paragraphs == ("SIDON, March 4 --", "It opened.")


def test_the_number_of_a_bulletin_is_no_headline() -> None:
    parsed = article("XYZ38100\nHarbour of Sidon closed\n\nIt is closed until Friday.")
    assert parsed.headline == "Harbour of Sidon closed"
    assert parsed.parts("slugline") == ("XYZ38100",)


def test_a_source_alone_is_the_headline() -> None:
    assert article("XYZ38100").headline == "XYZ38100"
    assert article("Source: Reuters").headline == "Source: Reuters"


def test_a_line_without_letters_is_no_headline() -> None:
    parsed = article("* * *\n\nMinisters share river data.\n")
    assert (parsed.headline, parsed.headline_from) == (
        "Ministers share river data.",
        "first_sentence",
    )


@pytest.mark.parametrize(
    ("lead", "key"),
    [
        ("AMMAN, 4th March, 2019 (WAM) -- The ministers of three countries agreed.", "wam"),
        ("Москва. 4 марта. INTERFAX.RU - Министры трех стран договорились.", "interfax"),
    ],
)
def test_a_text_that_opens_with_its_dateline_has_no_headline(lead: str, key: str) -> None:
    parsed = article(f"{lead}\n\nThe figures will be published every week.")
    assert (parsed.headline, parsed.headline_from) == (lead, "first_sentence")
    assert parsed.paragraphs == (lead, "The figures will be published every week.")
    assert [source.id for source in parsed.sources] == [key]


def test_a_text_without_a_headline_has_none_that_goes_on_below() -> None:
    parsed = article(
        "SIDON (Reuters) - The harbour opened.\nShips came\n\nThey had waited for years."
    )
    assert parsed.headline_from == "first_sentence"
    starts = [block.start for block in parsed.blocks]
    assert starts == sorted(starts)
    assert not parsed.parts("subheadline")


def test_the_desks_last_lines_are_not_joined() -> None:
    parsed = article("Sidon reopens\n\nThe harbour reopened on Monday.\n\nrk@example.org\n(END)")
    assert parsed.parts("footer") == ("rk@example.org", "(END)")


def test_a_note_to_editors_of_yonhap() -> None:
    note = "(ATTN: UPDATES with details in paras 3-5; CHANGES headline)"
    parsed = article(f"Sidon reopens\n\n{note}\n\nThe harbour reopened on Monday.")
    assert parsed.parts("editor_note") == (note,)
    assert parsed.cue == "update"


@pytest.mark.parametrize(
    ("dateline", "key"),
    [
        ("SPRINGFIELD, Ill. (AP) --", "ap"),
        ("NEW YORK, N.Y. (Reuters) -", "reuters"),
        ("TOKYO, Dec. 9 (Kyodo) --", "kyodo"),
        ("MOSCOW. March 4 (Interfax) -", "interfax"),
        ("PARIS, 9 janv. 2019 (AFP) -", "afp"),
        ("MARLBOROUGH, Mass.--(BUSINESS WIRE)--", "businesswire"),
        ("SIDON, Lebanon, March 4, 2019 /PRNewswire/ --", "prnewswire"),
        ("TORONTO, March 4, 2019 /CNW-Group/ --", "cnw"),
        ("BERLIN/PARIS (Reuters) -", "reuters"),
        ("He said so. It was (AP) --", None),
        ("The and/or (AP) case", None),
    ],
)
def test_the_agency_of_a_dateline(dateline: str, key: str | None) -> None:
    parsed = article(f"Sidon reopens\n\n{dateline} The harbour reopened on Monday\n\nShips came.")
    assert ids(parsed) == [key] * (key is not None)


def test_a_release_names_its_source_in_its_last_line() -> None:
    parsed = article("Acme opens\n\nAcme opened a harbour.\n\nShips came.\n\nSOURCE Acme Inc.")
    assert parsed.parts("source_line") == ("SOURCE Acme Inc.",)
    assert [source.name for source in parsed.sources] == ["Acme Inc"]


def test_what_a_transport_leaves_of_a_frame_is_no_text() -> None:
    assert article("Headline\n\nThey met on Monday.\n\x03").paragraphs == ("They met on Monday.",)
    assert rejection("\x03\n").reason == "no_content"
