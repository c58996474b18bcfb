"""dpa digitalwires: an entry's fields, lists of entries, what is dropped and refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Emit
from tests.parse.wires import article, outcome, rejection

ENTRY: dict[str, Any] = {
    "format": "digitalwires@1.0.0",
    "type": "composite",
    "urn": "urn:newsml:dpa.com:20090101:190304-99-1",
    "version": 3,
    "version_created": "2019-03-04T16:09:00+01:00",
    "pubstatus": "usable",
    "signal": "sig:update",
    "embargoed": None,
    "language": "de",
    "urgency": 3,
    "kicker": "Wasser",
    "headline": "Minister teilen Daten &amp; Zahlen",
    "subhead": None,
    "teaser": "In der Dürre rücken drei Länder zusammen.",
    "byline": "Von Erika Muster, dpa",
    "dateline": "Amman (dpa) - ",
    "article_html": '<section class="main"><p>Die Minister dreier Länder haben sich am Sonntag'
    " geeinigt.</p><h2>Hintergrund</h2><p>Es ist <b>trocken</b>.</p></section>",
    "infobox_html": None,
    "linkbox_html": '<ul><li><a href="https://example.org/w">Zum Thema</a></li></ul>',
    "creditline": "dpa",
    "copyrightnotice": "Copyright 2019, dpa",
    "usageterms": None,
    "notepad": {
        "header_html": "<header><h3>Notizblock</h3></header>",
        "public_html": "<ul><li>Redaktion: Max Muster</li></ul>",
        "nonpublic_html": None,
    },
    "ednotes": [
        {"role": "dpaednoterole:editorialnote", "ednote": "Redaktion: Max Muster"},
        {"role": "dpaednoterole:closingline", "ednote": "dpa emu yydd"},
    ],
    "associations": [
        {
            "type": "image",
            "urn": "urn:newsml:dpa.com:20090101:190304-99-2",
            "headline": "Minister",
            "caption": "Die Minister in Amman. Foto: Max Muster/dpa",
            "creditline": None,
        }
    ],
    "categories": [
        {"type": "dnltype:dpasubject", "name": "Umwelt", "qcode": "medtop:06000000", "rank": 1},
        {"type": "dnltype:geosubject", "name": "Jordanien", "qcode": "dpacountry:9", "rank": 1},
        {"type": "dnltype:keyword", "name": "Flüsse", "qcode": None, "rank": 1},
        {"type": "dnltype:genre", "name": "Meldung", "qcode": "dpatextgenre:1"},
    ],
}


def read(**changes: object) -> Parsed:
    return article(json.dumps({**ENTRY, **changes}, ensure_ascii=False))


def test_an_entry_is_read_whole() -> None:
    parsed = read()
    assert parsed.format == "dpa"
    assert (parsed.id, parsed.version) == ("urn:newsml:dpa.com:20090101:190304-99-1", 3)
    assert parsed.headline == "Minister teilen Daten & Zahlen"
    assert parsed.parts("slugline") == ("Wasser",)
    assert parsed.parts("subheadline") == ("In der Dürre rücken drei Länder zusammen.",)
    assert parsed.parts("byline") == ("Von Erika Muster, dpa",)
    assert parsed.paragraphs == (
        "Amman (dpa) - Die Minister dreier Länder haben sich am Sonntag geeinigt.",
        "Hintergrund",
        "Es ist trocken.",
    )
    assert parsed.parts("footer") == ("Notizblock", "Redaktion: Max Muster", "dpa emu yydd")
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert caption.credit == "Max Muster/dpa"


def test_the_terms_are_told_apart() -> None:
    parsed = read()
    assert parsed.subjects == (Subject(code="medtop:06000000", label="Umwelt"),)
    assert parsed.places == (Subject(code="dpacountry:9", label="Jordanien"),)
    assert parsed.genre == (Subject(code="dpatextgenre:1", label="Meldung"),)
    assert parsed.keywords == ("Flüsse",)
    assert Link(rel="seeAlso", href="https://example.org/w", title="Zum Thema") in parsed.links
    assert parsed.rights == "Copyright 2019, dpa"
    assert parsed.updated_at == datetime(2019, 3, 4, 15, 9, tzinfo=UTC)
    assert (parsed.language, parsed.urgency) == ("de", 3)


@pytest.mark.parametrize(
    ("changes", "cue", "revision"),
    [
        ({}, "update", "update"),
        ({"signal": "sig:correction"}, "correction", "correction"),
        ({"signal": "sig:repeat"}, "refile", "correction"),
        ({"signal": None, "urgency": 2}, "flash", "original"),
        ({"pubstatus": "canceled"}, "kill", "kill"),
    ],
)
def test_status_signal_and_urgency_tell_the_version(
    changes: dict[str, object], cue: str, revision: str
) -> None:
    parsed = read(**changes)
    assert (parsed.cue, parsed.revision) == (cue, revision)


def test_an_embargo_is_a_time() -> None:
    parsed = read(embargoed="2019-03-05T06:00:00+01:00")
    assert parsed.embargo_until == datetime(2019, 3, 5, 5, tzinfo=UTC)


def test_a_picture_is_dropped() -> None:
    assert outcome(json.dumps({**ENTRY, "article_html": None})) == Drop("not_text_item")


def test_a_list_gives_its_articles_and_a_defect_for_each_bad_entry() -> None:
    result = outcome(json.dumps([ENTRY, {**ENTRY, "urn": None}, {**ENTRY, "article_html": None}]))
    assert isinstance(result, Emit)
    assert len(result.records) == 1
    assert [fault.reason for fault in result.defects] == ["not_dpa"]
    assert "Entry 2" in result.defects[0].detail
    assert "urn" in result.defects[0].detail


@pytest.mark.parametrize(("field", "value"), [("urn", None), ("categories", "x"), ("urgency", "x")])
def test_what_is_malformed_is_refused_with_its_field(field: str, value: object) -> None:
    refused = rejection(json.dumps({**ENTRY, field: value}))
    assert refused.reason == "not_dpa"
    assert f"$.{field}" in refused.detail


def test_a_mail_address_in_a_note_is_no_markup() -> None:
    notes = [{"role": "dpaednoterole:editorialnote", "ednote": "Foto: <foto@example.org>, Berlin"}]
    parsed = article(json.dumps({**ENTRY, "notepad": None, "ednotes": notes}))
    assert "Foto: <foto@example.org>, Berlin" in parsed.parts("footer")


def test_a_note_or_picture_may_leave_its_kind_open() -> None:
    notes = [{"role": None, "ednote": "dpa emu yydd"}]
    pictures = [{"type": None, "urn": "urn:x:2", "caption": "Die Minister in Amman."}]
    parsed = article(json.dumps({**ENTRY, "ednotes": notes, "associations": pictures}))
    assert "dpa emu yydd" in parsed.parts("footer")
    assert [link.rel for link in parsed.links if link.id] == ["associated"]


def test_a_note_tells_of_a_correction() -> None:
    notes = [{"role": "x", "ednote": "Eds: CORRECTS: the number in the second paragraph"}]
    parsed = article(json.dumps({**ENTRY, "signal": None, "ednotes": notes}))
    assert (parsed.cue, parsed.revision) == ("correction", "correction")


def test_a_teaser_that_is_the_headline_is_not_said_again() -> None:
    parsed = article(
        json.dumps({**ENTRY, "headline": "Minister reden", "teaser": "Minister reden"})
    )
    assert parsed.parts("subheadline") == ()
