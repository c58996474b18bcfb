"""The items of Reuters before NewsML 1.0."""

from __future__ import annotations

from datetime import UTC, datetime

from schemas.records import Subject
from streams.outcome import Drop
from tests.parse.wires import article, articles, outcome

ITEM = """<?xml version="1.0" encoding="iso-8859-1"?>
<newsitem itemid="7701" id="root" date="1996-09-05" xml:lang="en">
<title>LEBANON: Harbour reopens.</title><headline>Harbour reopens.</headline>
<byline>Rana Khoury</byline><dateline>SIDON 1996-09-05</dateline>
<text><p>The harbour of Sidon reopened on Thursday.</p><p>Two cranes were replaced.</p></text>
<copyright>(c) Reuters Limited 1996</copyright><metadata>
<codes class="bip:countries:1.0"><code code="LEB"/></codes>
<codes class="bip:topics:1.0"><code code="C24"/></codes>
<dc element="dc.source" value="Reuters"/><dc element="dc.creator.location" value="SIDON"/>
</metadata></newsitem>"""


def test_every_part_is_told_apart() -> None:
    parsed = article(ITEM)
    assert (parsed.id, parsed.headline) == ("desk:7701", "Harbour reopens.")
    assert parsed.parts("byline") == ("Rana Khoury",)
    assert parsed.parts("dateline") == ("SIDON",)
    assert parsed.paragraphs == (
        "The harbour of Sidon reopened on Thursday.",
        "Two cranes were replaced.",
    )
    assert parsed.subjects == (Subject(code="C24"),)
    assert parsed.places == (Subject(label="SIDON"), Subject(code="LEB"))
    assert parsed.published_at == datetime(1996, 9, 5, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["reuters"]
    assert parsed.rights == "(c) Reuters Limited 1996"
    assert parsed.declared_language == "en"


def test_the_title_stands_in_for_the_headline() -> None:
    bare = ITEM.replace("<headline>Harbour reopens.</headline>", "")
    assert article(bare).headline == "LEBANON: Harbour reopens."


def test_an_item_without_words_is_dropped() -> None:
    assert outcome('<newsitem itemid="1"><text><p/></text></newsitem>') == Drop("no_content")


def test_several_in_a_file_are_as_many_articles() -> None:
    one = ITEM.partition("?>")[2]
    both = f"<all>{one}{one.replace('7701', '7702')}</all>"
    assert [parsed.id for parsed in articles(both)] == ["desk:7701", "desk:7702"]
