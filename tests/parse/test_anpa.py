"""ANPA 1312: header, keyword line, marked lines, paragraphs, trailer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.records import Parsed
from streams.outcome import Emit
from tests.parse.wires import article, articles, outcome, rejection

TEXT = """\x02^BC-XX--River Water, 2nd Ld-Writethru,120<
^Ministers share river data in drought<
^Eds: With AP Photos.<
^By JANE DOE=
^Associated Press=
\t   AMMAN, Jordan (AP) _ Ministers of three countries agreed Sunday to share
their data.
\t   ``We publish every week,'' one of them said.
\t   ___
\t   Max Muster contributed.
\t   ^\x03AP-WF-03-04-19 1509GMT<
"""
HEADER = (
    "\x16\x16\x01W1234\x1f_asian\nu i\x13\x11 BC-XX--River Water 2ndLd-Writethru   03-04 0120\n"
)


def message(text: str = TEXT, header: str = HEADER) -> str:
    return f"{header}{text}\n\x04"


def kinds(parsed: Parsed) -> list[tuple[str, str]]:
    return [(block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks]


def test_a_story_is_read_whole() -> None:
    parsed = article(message(), source="ap")
    assert parsed.format == "anpa"
    assert parsed.headline == "Ministers share river data in drought"
    assert kinds(parsed) == [
        ("slugline", "BC-XX--River Water, 2nd Ld-Writethru,120"),
        ("headline", "Ministers share river data in drought"),
        ("editor_note", "Eds: With AP Photos."),
        ("byline", "By JANE DOE"),
        ("byline", "Associated Press"),
        (
            "paragraph",
            "AMMAN, Jordan (AP) — Ministers of three countries agreed Sunday to share their data.",
        ),
        ("paragraph", "“We publish every week,” one of them said."),
        ("paragraph", "Max Muster contributed."),
    ]


def test_the_header_and_trailer_are_fields() -> None:
    parsed = article(message(), source="ap")
    assert parsed.urgency == 3
    assert [(one.code, one.label) for one in parsed.subjects] == [("anpa:i", "international news")]
    assert parsed.slugline == "BC-XX--River Water"
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["ap"]


def test_leads_of_a_story_are_its_versions() -> None:
    first = article(message(TEXT.replace(", 2nd Ld-Writethru", "")))
    second = article(message())
    assert (first.id, first.version, first.cue) == (second.id, 0, None)
    assert (second.version, second.cue, second.revision) == (2, "writethru", "update")


@pytest.mark.parametrize(
    ("version", "cue", "revision"),
    [
        ("1st Ld", "lead", "update"),
        ("1st Add", "add", "update"),
        ("2nd Take", "take", "update"),
        ("Correction", "correction", "correction"),
        ("KILL", "kill", "kill"),
        ("Advisory", "advisory", "original"),
    ],
)
def test_the_keyword_line_tells_the_version(version: str, cue: str, revision: str) -> None:
    parsed = article(message(TEXT.replace("2nd Ld-Writethru", version)))
    assert (parsed.cue, parsed.revision) == (cue, revision)


def test_an_add_does_not_replace_what_it_adds_to() -> None:
    add = article(message(TEXT.replace("2nd Ld-Writethru", "1st Add")))
    assert add.id != article(message()).id


def test_a_bulletin_without_a_headline_takes_its_first_sentence() -> None:
    text = "\x02^BC-XX--Accord,20<\n\t   AMMAN, Jordan (AP) _ Ministers sign accord.\n\x03"
    parsed = article(message(text, HEADER.replace("u i", "b i")))
    assert parsed.headline_from == "first_sentence"
    assert parsed.headline
    assert parsed.urgency == 2


def test_lines_that_nothing_marks() -> None:
    text = "\x02BC-XX--River Water,120\nMinisters share river data\nBy Jane Doe\n"
    text += "   AMMAN, Jordan (Reuters) - Ministers agreed Sunday.\n   They left.\n\x03"
    parsed = article(message(text))
    assert parsed.headline == "Ministers share river data"
    assert parsed.slugline == "BC-XX--River Water"
    assert parsed.parts("byline") == ("By Jane Doe",)
    assert parsed.paragraphs == (
        "AMMAN, Jordan (Reuters) - Ministers agreed Sunday.",
        "They left.",
    )


def test_the_rows_of_a_table_are_paragraphs() -> None:
    rows = "^\x08\x1fW\x1e L\n\x08North\x10Bay\x1f7\x1e 2\n\x08South\x1f6\n"
    text = f"\x02^BC-XX--Table<\n^Table=\n{rows}\x03"
    assert article(message(text)).paragraphs == ("W L", "North Bay 7 2", "South 6")


def test_a_transmission_of_several_messages_gives_several_articles() -> None:
    other = message(TEXT.replace("River Water", "Other Story"))
    assert len(articles(message() + other)) == 2


def test_every_version_in_a_transmission_comes_out() -> None:
    later = message(TEXT.replace("2nd Ld", "3rd Ld").replace("every week", "every day"))
    both = articles(message() + later)
    assert len({one.id for one in both}) == 1
    assert [one.version for one in both] == [2, 3]


def test_what_a_transmission_holds_twice_comes_once() -> None:
    assert len(articles(message() + message())) == 1


def test_a_message_without_text_is_a_defect_beside_the_others() -> None:
    result = outcome(message() + message("\x02\n\x03"))
    assert isinstance(result, Emit)
    assert [fault.reason for fault in result.defects] == ["no_content"]
    assert "Message 2" in result.defects[0].detail


def test_a_message_without_its_text_is_refused() -> None:
    refused = rejection(HEADER)
    assert refused.reason == "no_content"
    assert "STX" in refused.detail


def agency(
    text: str,
    trailer: str,
    *,
    header: str = "r a\x13\x11BC-Water-Data   03-04 0120",
) -> Parsed:
    return article(f"\x16\x16\x01a0123\x1f____\n{header}\n\x02{text}\n\x03{trailer}<\n\x04")


@pytest.mark.parametrize("line", ["BULLETIN", "KILL KILL KILL", "URGENT", "APNewsAlert"])
def test_a_line_that_is_a_cue_is_no_headline(line: str) -> None:
    parsed = agency(
        f"^BC-Water-Data,30<\n^{line}<\n\t   AMMAN (AP) _ They agree.", "AP-NY-03-04-19"
    )
    assert parsed.parts("editor_note") == (line,)
    assert parsed.headline == "AMMAN (AP) — They agree."
    assert parsed.cue == ("kill" if line.startswith("KILL") else "flash")


def test_an_alert_is_told_by_its_keyword() -> None:
    parsed = agency(
        "^APNewsAlert<\n\t   AMMAN (AP) _ They agree.",
        "AP-NY-03-04-19 1509EST",
        header="f a\x13\x11AP-Water--NewsAlert   03-04 0015",
    )
    assert (parsed.cue, parsed.urgency) == ("flash", 1)


def test_a_note_in_brackets_is_no_headline() -> None:
    parsed = agency(
        "^BC-WATER-ART-850&ADD-NYTSF<\n^(ART ADV: Photo NYT1 is being sent.)<\n"
        "^WATER DATA GO PUBLIC<\n^(For use by clients of the service)<\n^By JANE DOE=\n"
        "^c.2019 New York Times News Service=\n\t   AMMAN, Jordan _ They met.\n"
        "\t   (PICKUP 3rd graf: They agreed)\n\t   They agreed.\n\t   NYT-03-04-19 1509EST<",
        "",
    )
    assert parsed.headline == "WATER DATA GO PUBLIC"
    assert parsed.parts("editor_note") == (
        "(ART ADV: Photo NYT1 is being sent.)",
        "(For use by clients of the service)",
        "(PICKUP 3rd graf: They agreed)",
    )
    assert parsed.paragraphs == ("AMMAN, Jordan — They met.", "They agreed.")
    assert [source.id for source in parsed.sources] == ["nyt"]
    assert parsed.published_at == datetime(2019, 3, 4, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("trailer", ["UPI-03-04-19 1009EST", "CP-03-04-19 1009EST"])
def test_a_trailer_of_one_wire_has_the_time(trailer: str) -> None:
    parsed = agency("^BC-Water-Data,30<\n^They agree<\n\t   AMMAN _ They met.", trailer)
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == [trailer[: trailer.index("-")].lower()]


def test_a_headline_without_a_keyword_line_is_one() -> None:
    parsed = agency("^They agree on river figures<\n\t   AMMAN (AP) _ They met.", "AP-NY-03-04-19")
    assert (parsed.headline, parsed.slugline) == ("They agree on river figures", "BC-Water-Data")


def test_what_a_take_goes_on_from_is_no_headline() -> None:
    parsed = agency(
        "^BC-Water-Data, 1st Add,180<\n^SPRINGFIELD, Ill.: he said.<\n\t   They set a date.",
        "AP-NY-03-04-19 1719EST",
    )
    assert parsed.parts("editor_note") == ("SPRINGFIELD, Ill.: he said.",)
    assert (parsed.headline, parsed.cue) == ("They set a date.", "add")


def test_the_agency_is_told_by_its_byline() -> None:
    parsed = agency(
        "^BC-Water-Data, 1st Writethru,250<\n^They agree<\n^By Jane Doe=\n^THE CANADIAN PRESS=\n"
        "\t   OTTAWA _ They met.\n\t   They agreed.\n\t   _ With files from John Roe in Edmonton\n"
        "\t   ^INDEX: NATIONAL POLITICS<",
        "CP-03-04-19 1509EST",
    )
    assert [source.id for source in parsed.sources] == ["cp"]
    assert (parsed.version, parsed.cue) == (1, "writethru")
    assert parsed.paragraphs == ("OTTAWA — They met.", "They agreed.")
    assert len(parsed.parts("footer")) == 2
