"""NewsML-G2: items, messages, packages, and what is dropped."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop, Emit
from tests.parse.wires import article, articles, atom, outcome, rejection
from tests.parse.xml_samples import (
    BODY,
    BODY_HEAD,
    CONTENT_META,
    ITEM_META,
    XHTML,
    g2,
    message,
    nitf,
)

USABLE = ITEM_META + '<pubStatus qcode="stat:usable"/>'


def test_every_part_is_told_apart() -> None:
    parsed = article(g2())
    assert parsed.format == "newsml-g2"
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.parts("subheadline") == ("First ships come in",)
    assert parsed.parts("byline") == ("Rana Khoury",)
    assert parsed.parts("dateline") == ("SIDON (EXA) -",)
    assert parsed.paragraphs == (
        "The harbour of Sidon reopened on Monday.",
        "Two cranes were replaced.",
    )


@pytest.mark.parametrize("marks", ['role="x:subtitle"', 'rank="3"'])
def test_a_lower_headline_is_told_from_the_text_that_says_it_again(marks: str) -> None:
    lines = f'<headline rank="1">Port open</headline><headline {marks}>Ships come in</headline>'
    body = XHTML.replace("<p>The", "<p>Ships come in</p><p>The")
    parsed = article(g2(body, content_meta=lines))
    assert parsed.headline == "Port open"
    assert parsed.parts("subheadline") == ("Ships come in",)
    assert parsed.paragraphs[0] == "The harbour of Sidon reopened on Monday."


@pytest.mark.parametrize("role", ["", ' role="x:main"'])
def test_a_headline_for_short_messages_does_not_go_before_the_main_one(role: str) -> None:
    lines = f'<headline role="x:short">Port</headline><headline{role}>Port open again</headline>'
    assert article(g2(content_meta=lines)).headline == "Port open again"
    assert article(g2(content_meta=lines.partition("</headline>")[0] + "</headline>")).headline


CLASSED = (
    '<inlineXML><div><p class="Dateline">Sidon, March 5</p><p class="lead">The port opened.</p>'
    '<div class="photo"><p class="x photo_caption">Cranes at work.</p></div>'
    '<p class="editor-note">Adds time.</p><p class="byline">Rana Khoury</p>'
    '<div class="footer"><p>rk</p></div></div></inlineXML>'
)


def test_blocks_of_xhtml_are_what_their_class_says() -> None:
    parsed = article(g2(CLASSED, content_meta="<headline>Port open</headline>"))
    assert parsed.paragraphs == ("The port opened.",)
    kinds = [block.kind for block in parsed.blocks]
    assert kinds == [
        "headline",
        "dateline",
        "paragraph",
        "caption",
        "editor_note",
        "byline",
        "footer",
    ]


def test_a_lower_headline_that_is_the_lead_stays_text() -> None:
    lead = "The harbour of Sidon reopened on Monday."
    lines = f'<headline>Port open</headline><headline role="x:subtitle">{lead}</headline>'
    assert article(g2(content_meta=lines)).paragraphs[0] == lead


def test_metadata_are_read() -> None:
    notice = "<copyrightNotice>© 2024 EXA</copyrightNotice><usageTerms>No archive</usageTerms>"
    parsed = article(g2(rights=notice))
    assert (parsed.id, parsed.version) == ("urn:newsml:example.org:20240305:77", 3)
    assert parsed.published_at == datetime(2024, 3, 5, 6, tzinfo=UTC)
    assert parsed.updated_at == datetime(2024, 3, 5, 8, tzinfo=UTC)
    assert (parsed.urgency, parsed.slugline) == (2, "LEBANON-HARBOUR")
    assert parsed.keywords == ("harbour",)
    assert parsed.genre == (Subject(code="genre:Current", label="Current"),)
    assert parsed.rights == "© 2024 EXA No archive"
    assert [source.name for source in parsed.sources] == ["Example Agency"]
    assert parsed.language == "en"


def test_labels_are_in_the_language_of_the_item() -> None:
    parsed = article(g2())
    assert parsed.subjects[0] == Subject(code="medtop:04000000", label="economy")
    arabic = article(g2().replace("en-GB", "ar"))
    assert Subject(code="geo:268064", label="صيدا") in arabic.places


def test_places_are_where_it_was_written_and_what_it_is_about() -> None:
    places = [place.label for place in article(g2()).places]
    assert places == ["Sidon", "Lebanon"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ('qcode="stat:usable"', ("usable", "original", None)),
        ('qcode="stat:withheld"', ("withheld", "original", None)),
        ('qcode="x:draft"', ("withheld", "original", None)),
        ('qcode="stat:canceled"', ("cancelled", "kill", "kill")),
        (
            'uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"',
            ("cancelled", "kill", "kill"),
        ),
    ],
)
def test_publishing_status(status: str, expected: tuple[str, str, str | None]) -> None:
    parsed = article(g2(item_meta=f"{ITEM_META}<pubStatus {status}/>"))
    assert (parsed.status, parsed.revision, parsed.cue) == expected


def test_a_kill_needs_no_text() -> None:
    kill = ITEM_META + '<pubStatus qcode="stat:canceled"/>'
    assert article(g2("", item_meta=kill, content_meta="")).status == "cancelled"


@pytest.mark.parametrize(
    ("more", "cue"),
    [
        ('<signal qcode="sig:correction"/>', "correction"),
        ('<signal qcode="sig:update"/>', "update"),
        ("<edNote>Eds: UPDATES with minister.</edNote>", "update"),
        ('<edNote>For questions call the desk.</edNote><role qcode="x:writethru"/>', "writethru"),
        ('<signal uri="http://cv.example.org/signal/alert"/>', "flash"),
        ('<signal qcode="sig:atomic"/>', None),
    ],
)
def test_cues_of_the_metadata(more: str, cue: str | None) -> None:
    assert article(g2(item_meta=USABLE + more)).cue == cue


def test_notes_to_editors_stand_apart() -> None:
    note = '<edNote role="r:x"><p>Pictures follow.</p><p>Call 1234.</p></edNote>'
    parsed = article(g2(item_meta=USABLE + note + "<edNote>Pictures follow.</edNote>"))
    assert parsed.parts("editor_note") == ("Pictures follow.", "Call 1234.")


def test_an_embargo() -> None:
    until = article(g2(item_meta=f"{USABLE}<embargoed>2024-03-07T00:00:00Z</embargoed>"))
    assert (until.status, until.embargo_until) == ("usable", datetime(2024, 3, 7, tzinfo=UTC))
    open_ended = article(g2(item_meta=f"{USABLE}<embargoed/>"))
    assert (open_ended.status, open_ended.embargo_until) == ("withheld", None)


def test_links() -> None:
    links = (
        '<link rel="irel:seeAlso" href="https://example.org/ports"><title>Ports</title></link>'
        '<link rel="irel:derivedFrom" residref="urn:newsml:example.org:20240304:70"/>'
    )
    assert article(g2(item_meta=USABLE + links)).links == (
        Link(rel="seeAlso", href="https://example.org/ports", title="Ports"),
        Link(rel="derivedFrom", id="urn:newsml:example.org:20240304:70"),
    )


def test_nitf_within_gives_what_the_metadata_do_not() -> None:
    inner = (
        '<inlineXML contenttype="application/nitf+xml"><nitf><body><body.head>'
        f"{BODY_HEAD}</body.head><body.content>{BODY}</body.content></body></nitf></inlineXML>"
    )
    parsed = article(g2(inner, content_meta="<headline>Port open</headline>"))
    assert parsed.headline == "Port open"
    assert parsed.parts("byline") == ("By Rana Khoury, Example Agency",)
    assert parsed.parts("caption") == ("Cranes at work on Monday.",)
    assert parsed.paragraphs[-1] == "Two cranes were replaced."


@pytest.mark.parametrize(
    "data",
    [
        '<inlineData contenttype="text/plain">One line\nbroken by hand.\n\nTwo.</inlineData>',
        (
            '<inlineData contenttype="text/html">&lt;p&gt;One line\nbroken by hand.&lt;/p&gt;'
            "&lt;p&gt;Two.&lt;/p&gt;</inlineData>"
        ),
        '<inlineData contenttype="text/plain" encoding="enc:base64">'
        + base64.b64encode(b"One line\nbroken by hand.\n\nTwo.").decode()
        + "</inlineData>",
    ],
)
def test_inline_data_is_text_html_or_base64_of_them(data: str) -> None:
    assert article(g2(data)).paragraphs == ("One line broken by hand.", "Two.")


def test_base64_that_is_none_is_refused() -> None:
    broken = '<inlineData contenttype="text/plain" encoding="base64">%%%</inlineData>'
    assert rejection(g2(broken)).reason == "bad_encoding"


def test_alternatives_are_read_once() -> None:
    plain = '<inlineData contenttype="text/plain">The harbour reopened.</inlineData>'
    assert len(article(g2(plain + XHTML)).paragraphs) == 2


def test_lines_above_the_repeated_headline_are_the_slugline() -> None:
    header = (
        '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><header><ul><li>Libanon</li>'
        "</ul><h1>Harbour of Sidon reopens</h1></header><p>It did.</p></body></html></inlineXML>"
    )
    parsed = article(g2(header))
    assert parsed.parts("slugline") == ("Libanon",)
    assert parsed.paragraphs == ("It did.",)


def test_a_notice_below_the_list_above_the_headline_is_no_text() -> None:
    notice = "Please note that this story must not be published before Thursday evening, 19:00."
    header = (
        '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><header><ul><li>Libanon</li>'
        f"<li>Hafen</li></ul><strong>{notice}</strong><h1>Harbour of Sidon reopens</h1></header>"
        "<p>It did.</p></body></html></inlineXML>"
    )
    parsed = article(g2(header))
    assert parsed.parts("slugline") == ("Libanon", "Hafen")
    assert notice in parsed.parts("editor_note")
    assert parsed.paragraphs == ("It did.",)


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("ninat:picture", "", "picture_item"),
        ("ninat:graphic", "", "graphic_item"),
        ("ninat:video", "", "video_item"),
        ("ninat:audio", "", "audio_item"),
        ("ninat:text", '<inlineXML><sports-content xmlns="x"/></inlineXML>', "sports_data"),
        ("ninat:composite", '<remoteContent contenttype="image/jpeg"/>', "picture_item"),
    ],
)
def test_items_without_a_text_are_dropped_with_their_reason(
    kind: str, content: str, reason: str
) -> None:
    assert outcome(g2(content, item_meta=USABLE.replace("ninat:text", kind))) == Drop(reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("conceptItem", "concept_item"),
        ("knowledgeItem", "knowledge_item"),
        ("planningItem", "planning_item"),
        ("catalogItem", "catalog_item"),
    ],
)
def test_other_kinds_of_item_are_dropped(name: str, reason: str) -> None:
    other = f'<{name} xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"/>'
    assert outcome(other) == Drop(reason)
    assert outcome(message(other)) == Drop(reason)


def test_a_package_is_its_headline_and_links() -> None:
    package = (
        g2("")
        .replace("newsItem", "packageItem")
        .replace("ninat:text", "ninat:composite")
        .replace(
            "<contentSet></contentSet>",
            '<groupSet root="g"><group id="g" role="group:main">'
            '<itemRef residref="urn:x:1"><title>First</title></itemRef>'
            '<itemRef href="https://example.org/2"/></group></groupSet>',
        )
    )
    parsed = article(package)
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.links == (
        Link(rel="main", id="urn:x:1", title="First"),
        Link(rel="main", href="https://example.org/2"),
    )
    bare = package.replace(CONTENT_META, "")
    assert outcome(bare) == Drop("package_item")


def test_a_message_gives_every_text_and_a_defect_for_what_cannot_be_read() -> None:
    second = g2().replace(":77", ":78")
    picture = g2("", item_meta=USABLE.replace("ninat:text", "ninat:picture"))
    nameless = g2(attributes="")
    result = outcome(message(g2(), picture, second, nameless))
    assert isinstance(result, Emit)
    assert len(articles(message(g2(), picture, second, nameless))) == 2
    (defect,) = result.defects
    assert defect.reason == "not_newsml"
    assert "Item 4" in defect.detail
    assert "guid" in defect.detail


def test_an_empty_message_is_dropped() -> None:
    assert outcome(message()) == Drop("empty_message")


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (g2(attributes=""), "guid"),
        ('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"/>', "itemMeta"),
    ],
)
def test_a_missing_field_is_named(broken: str, field: str) -> None:
    refused = rejection(broken)
    assert refused.reason == "not_newsml"
    assert field in refused.detail


def test_an_item_that_says_nothing_is_dropped() -> None:
    assert outcome(g2("", content_meta="")) == Drop("no_content")


def test_huge_versions_keep_their_order() -> None:
    versions = [
        article(g2(attributes=f'guid="urn:x:1" version="{number}"')).version
        for number in ("9", "20240305101500123456789", "20240305101500223456789")
    ]
    assert versions == sorted(versions, key=lambda version: version or 0)
    assert len(set(versions)) == 3


def test_names_asserted_beside_the_metadata_are_labels() -> None:
    told = '<assert qcode="n:PORT"><name>Ports</name></assert><contentSet>'
    coded = '<headline>Port open</headline><subject qcode="n:PORT"/>'
    parsed = article(g2(content_meta=coded).replace("<contentSet>", told))
    assert parsed.subjects == (Subject(code="n:PORT", label="Ports"),)


def test_blocks_of_a_vocabulary_that_is_not_known_are_paragraphs() -> None:
    story = (
        '<inlineXML><idf xmlns="http://www.example.org/idf"><group type="body">'
        '<element type="dateline">Sidon</element>\n<element>The harbour of <place>Sidon</place>'
        " reopened on Monday.</element>\n<element><who>Rana Khoury</who> <role>owner</role> was"
        " glad.</element></group></idf></inlineXML>"
    )
    assert article(g2(story)).paragraphs == (
        "Sidon",
        "The harbour of Sidon reopened on Monday.",
        "Rana Khoury owner was glad.",
    )


def test_a_prefix_that_is_not_declared_is_no_fault_of_the_text() -> None:
    body = "<body><body.content><p>Open.</p></body.content></body>"
    text = f'<nitf xsi:schemaLocation="a b">{body}</nitf>'
    assert article(g2(f"<inlineXML>{text}</inlineXML>")).paragraphs == ("Open.",)
    broken = rejection(g2(f"<inlineXML>{text}</inlineXML>").replace("</p>", "</q>"))
    assert broken.reason == "not_xml"


def test_a_note_that_is_wrapped_is_one_note() -> None:
    note = "<edNote>Not for use before noon\n      on Friday.\nPicture follows.</edNote>"
    notes = article(g2(item_meta=ITEM_META + note)).parts("editor_note")
    assert notes == ("Not for use before noon on Friday.", "Picture follows.")


@pytest.mark.parametrize(
    ("provider", "urgency", "genre", "cue"),
    [
        ("nprov:dpa", 1, "Meldung", "flash"),
        ("nprov:dpa", 2, "Meldung", "flash"),
        ("nprov:dpa", 3, "Meldung", None),
        ("nprov:EXA", 1, "Meldung", None),
        ("nprov:EXA", 4, "Eilmeldung", "flash"),
        ("nprov:dpa", 2, "Berichtigung", "correction"),
    ],
)
def test_flashes_by_urgency_and_by_the_name_of_the_genre(
    provider: str, urgency: int, genre: str, cue: str | None
) -> None:
    meta = f"<urgency>{urgency}</urgency><genre qcode='x:1'><name>{genre}</name></genre>"
    parsed = article(
        g2(
            item_meta=ITEM_META.replace("nprov:EXA", provider),
            content_meta=meta + "<language tag='de'/>",
        )
    )
    assert parsed.cue == cue
    assert parsed.headline_from == "first_sentence"


def test_lines_called_as_other_formats_call_them_are_read() -> None:
    lines = "<headline>Port open</headline><subheadline>Ships come in</subheadline>"
    parsed = article(g2(content_meta=f"{lines}<byline>Rana Khoury</byline>"))
    assert parsed.parts("subheadline") == ("Ships come in",)
    assert parsed.parts("byline") == ("Rana Khoury",)


def test_a_message_without_a_set_holds_its_items_itself() -> None:
    text = message(g2()).replace("<itemSet>", "").replace("</itemSet>", "")
    assert article(text) == article(g2())


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("-- REUTERS\nab/cd", ["-- REUTERS", "ab/cd"]),
        ("(Reporting by Rana Khoury,\nSamir Aoun)", ["(Reporting by Rana Khoury, Samir Aoun)"]),
    ],
)
def test_lines_of_the_desk_right_below_a_plain_text_are_apart(end: str, told: list[str]) -> None:
    text = f"The harbour of Sidon\nreopened.\n\nTwo cranes\nwere replaced.\n{end}"
    parsed = article(g2(f"<inlineData contenttype='text/plain'>{text}</inlineData>"))
    assert parsed.paragraphs == ("The harbour of Sidon reopened.", "Two cranes were replaced.")
    assert [*parsed.parts("credit"), *parsed.parts("footer")] == told


def test_a_flash_without_a_headline_may_say_so_in_its_first_words() -> None:
    body = XHTML.replace("<p>The", "<p>عاجل / أعادت صيدا فتح مرفئها</p><p>The")
    parsed = article(g2(body, content_meta="<headline/>"))
    assert (parsed.headline_from, parsed.cue) == ("first_sentence", "flash")


ROW = "<p>*****************</p>"


def test_a_note_between_two_rows_of_signs_is_for_editors() -> None:
    note = f"<p>Ritzau retter tallet.</p>{ROW}"
    fenced = article(g2(XHTML.replace("<p>The", f"{ROW}{note}<p>The")))
    assert fenced.parts("editor_note") == ("*" * 17, "Ritzau retter tallet.", "*" * 17)
    assert fenced.paragraphs == article(g2()).paragraphs
    alone = article(g2(XHTML.replace("<p>The", f"{ROW}<p>The")))
    assert alone.parts("editor_note") == ()


def test_the_sign_that_a_wire_ends_headlines_with_is_no_part_of_them() -> None:
    assert article(g2(content_meta="<headline>Port open =</headline>")).headline == "Port open"


def test_a_cue_stands_before_signs_of_direction_are_looked_at() -> None:
    parsed = article(g2(content_meta="<headline>\u202bعاجل: صيدا تفتح مرفأها\u202c</headline>"))
    assert (parsed.headline, parsed.cue) == ("عاجل: صيدا تفتح مرفأها", "flash")


def test_a_credit_is_told_within_its_caption_by_its_class() -> None:
    caption = "<figcaption>Cranes at work. <span class='credit'>Omar Haddad</span></figcaption>"
    parsed = article(g2(XHTML.replace("<p>The", f"<figure>{caption}</figure><p>The")))
    (block,) = (block for block in parsed.blocks if block.kind == "caption")
    assert parsed.text[block.start : block.end] == "Cranes at work. Omar Haddad"
    assert block.credit == "Omar Haddad"


def test_an_embargo_without_a_zone_ends_in_that_of_the_item() -> None:
    held = USABLE + "<embargoed>2024-03-06T00:01:00</embargoed>"
    until = datetime(2024, 3, 5, 22, 1, tzinfo=UTC)
    assert article(g2(item_meta=held)).embargo_until == until
    zoned = held.replace("00:01:00", "00:01:00+00:00")
    assert article(g2(item_meta=zoned)).embargo_until == until.replace(day=6, hour=0)


@pytest.mark.parametrize("element", ["inlineXML", "inlineData"])
def test_a_document_of_nitf_may_be_carried_as_characters(element: str) -> None:
    data = escape(nitf())
    parsed = article(g2(f"<{element}>{data}</{element}>", content_meta="<headline>Port</headline>"))
    assert parsed.parts("byline") == ("By Rana Khoury, Example Agency",)
    assert parsed.paragraphs == article(nitf()).paragraphs


@pytest.mark.parametrize(
    ("note", "cue"),
    [
        ("RETTELSE: Tallet i andet afsnit.", "correction"),
        ("AGGIORNAMENTO: Reazioni.", "update"),
        ("ALERTA: nota para clientes.", None),
        ("Retten i Sidon er åben.", None),
    ],
)
def test_what_a_note_calls_itself_is_a_cue(note: str, cue: str | None) -> None:
    assert article(g2(item_meta=USABLE + f"<edNote>{note}</edNote>")).cue == cue


WIRE_TEXT = """
<p>

            (EXA) - SIDON, 5 MAR - The harbour of Sidon
reopened on Monday, after two years of works that
were to take one, said the minister of transport
in the morning.
   Two cranes were replaced,
he said.
          </p>"""


def test_a_wire_s_text_in_one_element_is_parted_by_its_indents() -> None:
    content = f"<inlineData contenttype='text/plain'><![CDATA[{WIRE_TEXT}]]></inlineData>"
    first, second = article(g2(content)).paragraphs
    assert first.endswith("said the minister of transport in the morning.")
    assert second == "Two cranes were replaced, he said."


def test_html_escaped_twice_is_html() -> None:
    twice = escape(escape("<p>The port opened.</p><p>Ships came.</p>"))
    for content in (f"<inlineData>{twice}</inlineData>", f"<inlineXML><p>{twice}</p></inlineXML>"):
        assert article(g2(content)).paragraphs == ("The port opened.", "Ships came.")
    words = escape(escape("The <b> tag"))
    assert article(g2(f"<inlineData>{words}</inlineData>")).paragraphs == ("The <b> tag",)


def test_a_row_of_signs_below_the_text_is_no_paragraph() -> None:
    parsed = article(g2(XHTML.replace("</body>", "<p>-------------</p></body>")))
    assert parsed.paragraphs == article(g2()).paragraphs
    assert parsed.parts("footer") == ("-------------",)


def test_fields_in_spans_that_touch_are_words_apart() -> None:
    line = '<p class="dat"><span class="vignette">Ports</span><span class="source">TT</span></p>'
    parsed = article(g2(XHTML.replace("<p>The", f"{line}<p><b>T</b><i>he</i>")))
    assert parsed.parts("dateline")[-1] == "Ports TT"
    assert parsed.paragraphs == article(g2()).paragraphs


def test_a_line_between_asterisks_at_either_end_is_for_editors() -> None:
    note = "<p>*** Audio available ***</p>"
    parsed = article(
        g2(XHTML.replace("<p>The", f"{note}<p>The").replace("</body>", f"{note}</body>"))
    )
    assert parsed.parts("editor_note") == ("*** Audio available ***",) * 2
    assert parsed.paragraphs == article(g2()).paragraphs
    alone = article(g2(f"<inlineXML>{note}</inlineXML>"))
    assert alone.parts("editor_note") == ("*** Audio available ***",)


ENTRY = (
    "<id>https://example.org/feed/9</id><title>Harbour</title>"
    "<updated>2024-03-05T09:15:00Z</updated>"
    '<content type="application/vnd.iptc.g2.newsitem+xml">{}</content>'
)


@pytest.mark.parametrize("sent", [g2(), message(g2())], ids=["item", "message of one"])
def test_an_entry_of_atom_that_conveys_an_item_is_the_item(sent: str) -> None:
    alone, conveyed = article(g2()), article(atom(ENTRY.format(sent)))
    assert conveyed.format == "atom"
    assert (conveyed.id, conveyed.version) == (alone.id, alone.version)
    assert (conveyed.headline, conveyed.text) == (alone.headline, alone.text)
    assert conveyed.blocks == alone.blocks
    assert conveyed.published_at == alone.published_at


def test_an_entry_of_atom_that_conveys_a_message_is_each_item_of_it() -> None:
    other = g2(XHTML.replace("Two cranes", "Three cranes"), attributes='guid="urn:x:2" version="1"')
    picture = g2("", item_meta=USABLE.replace("ninat:text", "ninat:picture"))
    result = outcome(atom(ENTRY.format(message(g2(), picture, other))))
    assert isinstance(result, Emit)
    assert [(one.id, one.text) for one in result.records if isinstance(one, Parsed)] == [
        (alone.id, alone.text) for alone in (article(g2()), article(other))
    ]
    assert result.dropped == (Drop("picture_item"),)


def test_an_entry_of_atom_that_conveys_no_text_is_dropped_or_told_as_the_item_is() -> None:
    picture = g2("", item_meta=USABLE.replace("ninat:text", "ninat:picture"))
    assert outcome(atom(ENTRY.format(picture))) == Drop("picture_item")
    refused = rejection(atom(ENTRY.format(g2(attributes=""))))
    assert refused.reason == "not_newsml"
    assert "guid" in refused.detail
