"""IPTC 7901: header, keyword line, headline, wrapped paragraphs, notes, date and time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.records import Parsed
from tests.parse.wires import article, articles, rejection

DPA = """\x01xyz0042 3 pl 75  dpa 0815\r

Jordan/water/\r
\x02(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)
Minister teilen Daten über
Flüsse in der Dürre
Von Erika Muster, dpa =\r

Amman (dpa) - Die Minister dreier Länder haben am Sonntag\r
vereinbart, zu teilen.\r

«Wir veröffentlichen sie jede Woche», sagte einer.\r

# Notizblock\r

## Kontakte\r
- Redaktion: Max Muster\r

dpa emu yydd n1\r
\x03041509 Mrz 19\r
\x7f\r
\x7f\x04"""

AFP = """\x01xyz0123 4 i 0045 MID /AFP-AB12
Jordanie-eau-gouvernement
\x02
Les ministres partagent les données
    AMMAN, 4 mars 2019 (AFP) - Les ministres ont décidé dimanche
de partager.
    "Nous publions chaque semaine", a dit l'un d'eux.
ab/cd

AFP 041509 GMT MAR 19
\x03\x04"""


def kinds(parsed: Parsed) -> list[tuple[str, str]]:
    return [(block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks]


def test_a_message_of_dpa() -> None:
    parsed = article(DPA, source="dpa")
    assert parsed.format == "iptc7901"
    assert parsed.headline == "Minister teilen Daten über Flüsse in der Dürre"
    assert kinds(parsed) == [
        ("slugline", "Jordan/water"),
        ("editor_note", "(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)"),
        ("headline", "Minister teilen Daten über Flüsse in der Dürre"),
        ("byline", "Von Erika Muster, dpa"),
        (
            "paragraph",
            "Amman (dpa) - Die Minister dreier Länder haben am Sonntag vereinbart, zu teilen.",
        ),
        ("paragraph", "«Wir veröffentlichen sie jede Woche», sagte einer."),
        ("footer", "# Notizblock"),
        ("footer", "## Kontakte"),
        ("footer", "- Redaktion: Max Muster"),
        ("footer", "dpa emu yydd n1"),
    ]
    assert (parsed.cue, parsed.revision) == ("correction", "correction")
    assert (parsed.urgency, parsed.slugline) == (3, "Jordan/water")
    assert parsed.keywords == ("Jordan", "water")
    assert [one.code for one in parsed.subjects] == ["iptc7901:pl"]
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)
    assert parsed.id == "dpa:dpa0815 2019-03-04"
    assert parsed.language == "de"


def test_a_message_whose_headline_ends_with_its_line() -> None:
    parsed = article(AFP)
    assert parsed.headline == "Les ministres partagent les données"
    assert parsed.paragraphs == (
        "AMMAN, 4 mars 2019 (AFP) - Les ministres ont décidé dimanche de partager.",
        "\"Nous publions chaque semaine\", a dit l'un d'eux.",
    )
    assert parsed.parts("footer") == ("ab/cd",)
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["afp"]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1"])
def test_letters_above_ascii_are_read_in_whichever_encoding(encoding: str) -> None:
    assert "Flüsse in der Dürre" in article(DPA.encode(encoding)).headline


def test_a_flash_is_its_first_sentence() -> None:
    parsed = article("\x01xyz0001 1 pl 4  dpa 0001\r\n\r\nJordan/\r\n\x02(Blitz \x07\x07\x07)\r\n"
                     "Minister einigen sich\r\n\x03041509 GMT Mar 19\x04")  # fmt: skip
    assert parsed.urgency == 1
    assert parsed.cue == "flash"
    assert "Minister einigen sich" in parsed.headline


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("1ST LEAD", "lead"),
        ("REFILE", "refile"),
        ("URGENT", "flash"),
        ("(Aktualisierung: Zitat)", "update"),
        ("CORRECTION", "correction"),
    ],
)
def test_a_line_before_the_headline_tells_the_version(line: str, cue: str) -> None:
    correction = "(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)"
    assert article(DPA.replace(correction, line)).cue == cue


def test_a_headline_is_no_cue() -> None:
    parsed = article(AFP.replace("Les ministres partagent les données", "Urgent need for water"))
    assert parsed.headline == "Urgent need for water"


@pytest.mark.parametrize(
    ("trailer", "time"),
    [
        ("041509 GMT MAR 19", datetime(2019, 3, 4, 15, 9, tzinfo=UTC)),
        ("041509 mars 2019", datetime(2019, 3, 4, 14, 9, tzinfo=UTC)),
        ("041509 Jul 19", datetime(2019, 7, 4, 13, 9, tzinfo=UTC)),
        ("041509 CET März 19", datetime(2019, 3, 4, 14, 9, tzinfo=UTC)),
        ("021509 GMT", datetime(2019, 3, 2, 15, 9, tzinfo=UTC)),
        ("281509 GMT", datetime(2019, 2, 28, 15, 9, tzinfo=UTC)),
        ("04-MAR-19 15:09", datetime(2019, 3, 4, 14, 9, tzinfo=UTC)),
        ("XYZ0421   2019-03-04/15:09", datetime(2019, 3, 4, 14, 9, tzinfo=UTC)),
        ("no time", None),
        ("991509 GMT MAR 19", None),
    ],
)
def test_the_time_of_the_message(trailer: str, time: datetime | None) -> None:
    assert article(DPA.replace("041509 Mrz 19", trailer)).published_at == time


@pytest.mark.parametrize("trailer", ["041509 MAR 19", "04-MAR-19 15:09"])
def test_the_time_of_an_agency_elsewhere_is_gmt(trailer: str) -> None:
    parsed = article(AFP.replace("AFP 041509 GMT MAR 19", trailer))
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)


def test_a_message_that_lost_its_control_characters_is_read() -> None:
    bare = "".join(char for char in AFP if char not in "\x01\x02\x03\x04")
    parsed = article(bare)
    assert parsed.format == "iptc7901"
    assert parsed.urgency == 4
    assert len(parsed.paragraphs) >= 2


def test_teleprinter_marks_are_a_frame() -> None:
    text = "ZCZC\nxyz0123 4 i 0045\nUne seule ligne de texte ici, dit-on.\nNNNN\n"
    assert "ZCZC" not in article(text).text
    assert "NNNN" not in article(text).text


def test_list_items_end_where_a_paragraph_begins() -> None:
    points = "    * Weekly figures\n    * Other countries\n    By Jane Doe\n    AMMAN, "
    parsed = article(AFP.replace("    AMMAN, ", points).replace("MID /AFP-AB12", ""))
    assert parsed.paragraphs[:2] == ("* Weekly figures", "* Other countries")
    assert parsed.parts("byline") == ("By Jane Doe",)
    assert [source.id for source in parsed.sources] == ["afp"]


def test_a_date_that_ends_the_text_is_no_paragraph() -> None:
    text = AFP.replace("AFP 041509 GMT MAR 19", "(Schluss) ab/cd\n\n04-MAR-19 15:09 NNNN")
    parsed = article(text)
    assert len(parsed.paragraphs) == 2
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)


def test_a_flash_in_arabic_without_a_headline() -> None:
    words = "عاجل: الوزراء يتفقون على تقاسم البيانات"
    text = f"\x01xyz0042 2 i 5\r\nالأردن-مياه\r\n\x02\r\n{words}\r\n\x03\x04"
    parsed = article(text.encode("windows-1256"))
    assert parsed.headline_from == "first_sentence"
    assert (parsed.cue, parsed.language, parsed.urgency) == ("flash", "ar", 2)


def test_several_messages() -> None:
    assert len(articles(DPA + AFP)) == 2


def test_a_header_without_text_is_refused() -> None:
    assert "STX" in rejection("\x01eca0124 3 i 93  dpa 1888\r\n\r\nYemen\r\n").detail


def test_a_line_may_be_filled_before_the_message_begins() -> None:
    parsed = article("\x7f\x7f\x7f\r\n\x7f\x7f\r\n\x7f" + DPA)
    assert parsed.format == "iptc7901"
    assert parsed.headline == "Minister teilen Daten über Flüsse in der Dürre"


def test_the_keyword_line_of_a_message_without_controls_is_its_slugline() -> None:
    lines = ["xyz00042 3 i 51    dpa 0815", "", "/water/Jordan/UN/", "2ND LEAD", "3RD NET"]
    head = "Ministers share data\nBy Jane Doe, dpa  =\n \nAmman (dpa) - They will share."
    parsed = article("\n".join([*lines, head]))
    assert (parsed.slugline, parsed.keywords) == ("water/Jordan/UN", ("water", "Jordan", "UN"))
    assert (parsed.headline, parsed.cue) == ("Ministers share data", "lead")
    assert parsed.parts("editor_note") == ("2ND LEAD", "3RD NET")
    assert parsed.parts("byline") == ("By Jane Doe, dpa",)


def test_a_note_in_brackets_is_no_part_of_the_headline() -> None:
    note = "(Berichtigung: Im zweiten\nAbsatz wurde die Zahl\nkorrigiert)\n(KORR-Bericht)"
    text = DPA.replace("(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)", note)
    parsed = article(text.replace("Von Erika Muster, dpa =", "Von Erika Muster, dpa\n(Foto) ="))
    assert parsed.headline == "Minister teilen Daten über Flüsse in der Dürre"
    assert parsed.parts("editor_note") == (
        "(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)",
        "(KORR-Bericht)",
        "(Foto)",
    )
    assert parsed.cue == "correction"
    assert [one.label for one in parsed.genre] == ["KORR-Bericht"]


def test_a_bracket_that_nothing_closes_takes_no_headline_with_it() -> None:
    note = "(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)"
    parsed = article(DPA.replace(note, f"{note}\n(Foto"))
    assert parsed.headline.endswith("Minister teilen Daten über Flüsse in der Dürre")
    assert parsed.parts("editor_note") == (note,)
    assert parsed.parts("byline")


@pytest.mark.parametrize(
    ("note", "cue", "status"),
    [
        ("(Achtung - Planungshinweis)", "advisory", "usable"),
        ("(Achtung: Meldung zurückgezogen)", "kill", "cancelled"),
        ("(Achtung: Bitte nicht mehr verwenden)", "kill", "cancelled"),
    ],
)
def test_a_call_for_attention_is_no_kill(note: str, cue: str, status: str) -> None:
    correction = "(Berichtigung: Im zweiten Absatz wurde die Zahl korrigiert)"
    parsed = article(DPA.replace(correction, note))
    assert (parsed.cue, parsed.status) == (cue, status)


BELGIAN = """EXT007 3 POL 0061 F BELGA-0102{more}
JORDANIE/EAU/
Les ministres partagent leurs données ...

   AMMAN 04/03 (AFP-DPA) = Les ministres de trois pays ont décidé
dimanche de partager leurs données.
   "Nous publions chaque semaine", a dit l'un d'eux.
./.RKH
041509 MAR 19
"""


def test_a_message_that_ends_with_its_mark_and_names_two_agencies() -> None:
    parsed = article(BELGIAN.format(more=""))
    assert parsed.headline == "Les ministres partagent leurs données ..."
    assert parsed.headline_from == "headline"
    assert [source.id for source in parsed.sources] == ["afp", "dpa"]
    assert len(parsed.paragraphs) == 2
    assert parsed.parts("footer") == ("./.RKH",)
    assert parsed.published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert (parsed.cue, parsed.keywords) == (None, ("JORDANIE", "EAU"))


def test_the_header_may_name_the_message_that_is_corrected() -> None:
    parsed = article(BELGIAN.format(more=" COR 703"))
    assert (parsed.cue, parsed.revision) == ("correction", "correction")


def test_a_dateline_that_ends_its_line_ends_no_headline() -> None:
    parsed = article(BELGIAN.format(more="").replace(" = Les", " =\n   Les"))
    assert parsed.headline == "Les ministres partagent leurs données ..."


def test_a_file_of_a_day_without_frames_holds_its_messages() -> None:
    first = BELGIAN.format(more="")
    second = first.replace("EXT007", "INT012").replace("JORDANIE/EAU", "SYRIE")
    found = articles(f"[04-MAR-19  15:00]\n\n{first}\n\n{second}")
    assert [one.slugline for one in found] == ["JORDANIE/EAU", "SYRIE"]
    assert {one.headline for one in found} == {"Les ministres partagent leurs données ..."}


def test_the_clock_is_that_of_who_sent_it() -> None:
    vienna = AFP.replace("MID /AFP-AB12", "APA 0123").replace("AFP 041509 GMT", "041509")
    assert article(vienna).published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)
    paris = AFP.replace("(AFP)", "(AFP/APA)").replace("AFP 041509 GMT", "041509")
    assert article(paris).published_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)


ROMAN = """ZCZC6042/SX4
XCI20423_SX4_QBXB
R POL S0A QBXB
Acqua, tre ministri: dati condivisi
(ANSA) - AMMAN, 04 MAR - I ministri di tre paesi hanno deciso
lunedi' di condividere i dati.
   "Ogni settimana", ha detto uno di loro. (ANSA).

     COM-RK
04-MAR-19 15:09 NNNN
"""


def test_a_message_of_ansa_with_its_number_behind_the_start() -> None:
    parsed = article(ROMAN)
    assert parsed.format == "iptc7901"
    assert parsed.headline == "Acqua, tre ministri: dati condivisi"
    assert len(parsed.paragraphs) == 2
    assert parsed.paragraphs[0].startswith("(ANSA) - AMMAN, 04 MAR - I ministri")
    assert parsed.parts("footer") == ("COM-RK",)
    assert [one.code for one in parsed.subjects] == ["iptc7901:POL"]
    assert [source.id for source in parsed.sources] == ["ansa"]
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)


TELEPRINTER = """ZCZC
{head}
{keyword}
MINISTERS SHARE RIVER DATA
   AMMAN, MARCH 4 (TASS) - MINISTERS OF THREE COUNTRIES AGREED
ON MONDAY TO SHARE DATA.
   "WE WILL PUBLISH," HE SAID.
{end}
NNNN
"""


@pytest.mark.parametrize(
    "keyword",
    ["JORDAN-WATER", "ÜRDÜN-SU", "ЙОРДАНИЯ - ВОДА", "Water/Jordan/Talks", "/WATER/JORDAN/"],
)
def test_a_keyword_line_without_its_controls_is_no_headline(keyword: str) -> None:
    text = TELEPRINTER.format(head="TAS0123 4 POL 0120", keyword=keyword, end="-0- AB/CD")
    parsed = article(text)
    assert parsed.headline == "MINISTERS SHARE RIVER DATA"
    assert parsed.slugline == keyword.strip("/")
    assert parsed.paragraphs[-1] == '"WE WILL PUBLISH," HE SAID.'
    assert parsed.parts("footer") == ("-0- AB/CD",)


@pytest.mark.parametrize(
    ("end", "time"),
    [
        ("(EY-MK)\n04.03.2019 15:09:33 TSI", datetime(2019, 3, 4, 12, 9, tzinfo=UTC)),
        ("(kraj) mp/jv 041509 mar 19", datetime(2019, 3, 4, 15, 9, tzinfo=UTC)),
        ("ab/cd\n\nTAS 041509 GMT MRT 19", datetime(2019, 3, 4, 15, 9, tzinfo=UTC)),
    ],
)
def test_the_last_lines_have_initials_and_time(end: str, time: datetime) -> None:
    text = TELEPRINTER.format(head="TAS0123 4 POL 0120", keyword="JORDAN-WATER", end=end)
    parsed = article(text)
    assert parsed.published_at == time
    assert parsed.paragraphs[-1] == '"WE WILL PUBLISH," HE SAID.'


def test_a_message_of_ansa_says_how_urgent_it_is() -> None:
    parsed = article(
        "ZCZC0123/SX4\r\nOITS01052_SX4_QBXI\r\nB POL S04 QBXI\r\n++ Acqua: intesa sui dati ++\r\n"
        "   (ANSA) - AMMAN, 4 MAR - I ministri hanno deciso.(SEGUE).\r\n     AB\r\n"
        "04-MAR-19 15:09 NNNN\r\n"
    )
    assert parsed.headline == "++ Acqua: intesa sui dati ++"
    assert (parsed.urgency, [one.code for one in parsed.subjects]) == (2, ["iptc7901:POL"])
    assert parsed.paragraphs == ("(ANSA) - AMMAN, 4 MAR - I ministri hanno deciso.",)
    assert parsed.parts("footer") == ("(SEGUE).", "AB")


def test_a_release_of_apa_has_a_second_headline_and_contacts() -> None:
    parsed = article(
        "OTS0123    5 WI 0250 XYZ0001                        04.Mär 19\n\nWasser/Jordanien\n\n"
        "Acme GmbH stellt Pumpe vor\n\nUtl.: Erste Anlage in Amman =\n\n"
        "   Wien (OTS) - Die Acme GmbH stellt eine Pumpe vor. Sie ist\nsparsamer.\n\n"
        "~\nRückfragehinweis:\n   Acme GmbH\n   Tel.: 01/5550100\n~\n\n"
        "OTS0123    2019-03-04/15:09\n\n041509 Mär 19\n"
    )
    assert (parsed.format, parsed.urgency) == ("iptc7901", 5)
    assert parsed.headline == "Acme GmbH stellt Pumpe vor"
    assert parsed.parts("subheadline") == ("Erste Anlage in Amman",)
    assert parsed.paragraphs == (
        "Wien (OTS) - Die Acme GmbH stellt eine Pumpe vor. Sie ist sparsamer.",
    )
    assert parsed.published_at == datetime(2019, 3, 4, 14, 9, tzinfo=UTC)


def test_a_note_and_a_byline_below_the_headline() -> None:
    note = "ATTENTION - ADDS quotes ///\nby Jane Doe"
    parsed = article(AFP.replace("fleuves\n", "").replace("    AMMAN", f"  {note}\n    AMMAN"))
    assert parsed.parts("editor_note") == ("ATTENTION - ADDS quotes ///",)
    assert parsed.parts("byline") == ("by Jane Doe",)
    assert (parsed.cue, len(parsed.paragraphs)) == ("update", 2)


def test_an_alert_has_a_headline_and_a_dateline() -> None:
    start = AFP.index("    AMMAN")
    parsed = article(f"{AFP[:start]}    AMMAN, 4 mars 2019 (AFP) -\nab/cd\n\x03\x04")
    assert (parsed.paragraphs, parsed.parts("dateline")) == ((), ("AMMAN, 4 mars 2019 (AFP) -",))


def test_a_keyword_that_stands_above_the_headline_again_is_no_part_of_it() -> None:
    parsed = article(AFP.replace("Les ministres", "JORDANIE EAU GOUVERNEMENT\nLes ministres"))
    assert parsed.headline == "Les ministres partagent les données"


@pytest.mark.parametrize("slug", ["Jordanie-eau,2ndlead", "Jordanie-eau,2nd lead"])
def test_a_keyword_that_ends_with_a_lead(slug: str) -> None:
    assert article(AFP.replace("Jordanie-eau-gouvernement", slug)).cue == "lead"
