"""NITF: document data, head lines, body, pictures, notes and versions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.records import Subject
from streams.outcome import Drop
from tests.parse.wires import article, outcome, rejection
from tests.parse.xml_samples import BODY_HEAD, DOCDATA, NITF_HEAD, g2, newsml1, nitf, wrapped


def test_every_part_is_told_apart() -> None:
    parsed = article(nitf(end="<tagline>Samir Aoun contributed.</tagline>"))
    assert parsed.format == "nitf"
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.parts("subheadline") == ("First ships come in",)
    assert parsed.parts("byline") == ("By Rana Khoury, Example Agency",)
    assert parsed.parts("dateline") == ("SIDON, Lebanon",)
    assert parsed.paragraphs == (
        "The harbour of Sidon reopened on Monday, after two years.",
        "Repairs",
        "Quay Depth",
        "North 9 m",
        "Two cranes were replaced.",
    )
    assert parsed.parts("footer") == ("Samir Aoun contributed.",)


def test_document_data_are_read() -> None:
    parsed = article(nitf())
    assert parsed.id == "desk:ex.77"
    assert parsed.urgency == 3
    assert parsed.published_at == datetime(2024, 3, 5, 6, 15, tzinfo=UTC)
    assert parsed.keywords == ("harbour", "shipping")
    assert parsed.slugline == "Harbour-Reopens"
    assert parsed.subjects == (Subject(code="04015000", label="Shipping"),)
    assert parsed.genre == (Subject(code="Current", label="Current"),)
    assert Subject(code="LB", label="Sidon, LB") in parsed.places
    assert parsed.rights == "© 2024 Example Agency"
    assert [source.name for source in parsed.sources] == ["Example Agency"]
    assert parsed.declared_language == "en"


def test_a_picture_is_a_caption_with_its_producer() -> None:
    parsed = article(nitf())
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert parsed.text[caption.start : caption.end] == "Cranes at work on Monday."
    assert caption.credit == "Omar Haddad/EXA"


def test_a_line_break_is_a_space_and_two_are_a_paragraph() -> None:
    body = "<p>wrapped by<br/>hand</p><p>one<br/> two</p><p>first<br/><br/>second</p>"
    assert article(nitf(body)).paragraphs == ("wrapped by hand", "one two", "first", "second")


def test_named_entities_of_the_dtd_lose_no_letter() -> None:
    text = nitf("<p>Fran&ccedil;ois&nbsp;said so.</p>").replace(
        "<nitf", '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf'
    )
    assert article(text).paragraphs == ("François\N{NO-BREAK SPACE}said so.",)


def test_a_story_key_with_a_version_identifies_the_article() -> None:
    keyed = DOCDATA + '<du-key key="harbour" generation="2" version="4"/>'
    parsed = article(nitf(docdata=keyed))
    assert (parsed.id, parsed.version) == ("desk:harbour/2", 4)


@pytest.mark.parametrize(
    ("management", "status", "revision", "cue"),
    [
        ('management-status="usable"', "usable", "original", None),
        ('management-status="withheld"', "withheld", "original", None),
        ('management-status="canceled"', "cancelled", "kill", "kill"),
    ],
)
def test_management_status(management: str, status: str, revision: str, cue: str | None) -> None:
    parsed = article(nitf(management=f" {management}"))
    assert (parsed.status, parsed.revision, parsed.cue) == (status, revision, cue)


def test_an_embargo_ends_at_the_release() -> None:
    release = DOCDATA + '<date.release norm="20240306T000000Z"/>'
    parsed = article(nitf(docdata=release, management=' management-status="embargoed"'))
    assert (parsed.status, parsed.embargo_until) == ("usable", datetime(2024, 3, 6, tzinfo=UTC))


def test_an_embargo_without_an_end_withholds() -> None:
    parsed = article(nitf(management=' management-status="embargoed"'))
    assert (parsed.status, parsed.embargo_until) == ("withheld", None)


def test_a_release_at_the_issue_is_no_embargo() -> None:
    release = DOCDATA + '<date.release norm="20240305T081500+0200"/>'
    assert article(nitf(docdata=release)).embargo_until is None


@pytest.mark.parametrize(
    ("message", "cue"),
    [
        ('<ed-msg info="Eds: CORRECTS spelling of Khoury."/>', "correction"),
        ('<ed-msg msg-type="update" info="New figures."/>', "update"),
        ('<ed-msg info="See also LEBANON-PORTS."/>', None),
    ],
)
def test_a_message_to_editors_is_a_note_and_may_be_a_cue(message: str, cue: str | None) -> None:
    parsed = article(nitf(docdata=DOCDATA + message))
    assert parsed.cue == cue
    assert len(parsed.parts("editor_note")) == 1


def test_the_revision_history_gives_time_and_cue() -> None:
    history = (
        '<revision-history norm="20240305T060000Z" comment="Written."/>'
        '<revision-history norm="20240305T093000Z" comment="ADDS minister"/>'
    )
    parsed = article(nitf(revisions=history))
    assert parsed.updated_at == datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    assert parsed.cue == "update"


def test_an_earlier_document_is_a_link() -> None:
    (link,) = article(nitf(management=' management-doc-idref="ex.76"')).links
    assert (link.rel, link.id) == ("replaces", "ex.76")


def test_the_title_stands_in_for_a_headline() -> None:
    assert article(nitf(body_head="")).headline == "Harbour reopens"


def test_a_flash_without_a_headline_takes_its_first_sentence() -> None:
    parsed = article(nitf("<p>Harbour open. More soon.</p>", body_head="", head=""))
    assert (parsed.headline, parsed.headline_from) == ("Harbour open.", "first_sentence")
    assert parsed.parts("headline") == ()


def test_initials_for_a_byline_are_the_desks() -> None:
    head = BODY_HEAD.replace(
        "By <person>Rana Khoury</person> <byttl>Example Agency</byttl>", "rk/so"
    )
    assert article(nitf(body_head=head)).parts("footer") == ("rk/so",)


def test_an_abstract_that_the_body_says_is_not_said_twice() -> None:
    abstract = BODY_HEAD + "<abstract><p>Two cranes were</p></abstract>"
    other = BODY_HEAD + "<abstract><p>Trade returns</p></abstract>"
    assert article(nitf(body_head=abstract)).parts("subheadline") == ("First ships come in",)
    assert "Trade returns" in article(nitf(body_head=other)).parts("subheadline")


def test_a_document_without_words_is_dropped() -> None:
    head = NITF_HEAD.replace("Harbour reopens", "")
    assert outcome(nitf("", body_head="", head=head)) == Drop("no_content")


def test_a_content_set_is_read_for_the_document_in_it() -> None:
    inner = nitf().partition("?>")[2]
    assert article(f"<contentSet><inlineXML>{inner}</inlineXML></contentSet>").urgency == 3
    assert rejection("<contentSet><inlineXML/></contentSet>").reason == "not_nitf"


def test_declared_entities_are_refused() -> None:
    bomb = '<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + nitf("<p>&b;</p>")[38:]
    assert rejection(bomb).reason == "unsafe_xml"


def test_html_s_own_characters_may_be_declared() -> None:
    declared = "<!DOCTYPE nitf [<!ENTITY nbsp \"&#160;\">\n<!ENTITY eacute '&#38;#233;'>]><nitf"
    text = nitf("<p>Caf&eacute;&nbsp;open.</p>").replace("<nitf", declared)
    assert article(text).paragraphs == ("Café\N{NO-BREAK SPACE}open.",)
    other = text.replace('"&#160;"', '"&#161;"')
    assert rejection(other).reason == "unsafe_xml"
    assert rejection(text.replace("nbsp", "newline")).reason == "unsafe_xml"


@pytest.mark.parametrize(
    "text",
    [
        nitf("<p>Caf&eacute; & <b>co.\v</b></p>"),
        g2("<inlineXML><p>Caf&eacute; & co.</p></inlineXML>"),
        newsml1(wrapped("<p>Caf&eacute; & co.</p>"), kind="News"),
    ],
    ids=["nitf", "g2", "newsml1"],
)
def test_entities_and_ampersands_that_are_no_xml_are_mended(text: str) -> None:
    assert article(text).paragraphs == ("Café & co.",)


def test_a_correction_names_what_it_corrects() -> None:
    corrected = DOCDATA + '<correction id-string="ex.70" info="Depth was 9 m, not 12."/>'
    parsed = article(nitf(docdata=corrected))
    assert (parsed.cue, parsed.revision) == ("correction", "correction")
    assert [(link.rel, link.id) for link in parsed.links] == [("corrects", "ex.70")]
    assert parsed.parts("editor_note") == ("Depth was 9 m, not 12.",)


def test_the_dateline_gives_the_time_where_there_is_none_of_issue() -> None:
    dated = '<dateline>SIDON <story.date norm="20240305T0800Z">March 5</story.date></dateline>'
    parsed = article(nitf(docdata="", body_head=dated))
    assert parsed.published_at == datetime(2024, 3, 5, 8, tzinfo=UTC)
    assert parsed.parts("dateline") == ("SIDON March 5",)


def test_a_title_of_one_word_is_the_slugline() -> None:
    assert article(nitf(head="<title>Harbour-Sidon</title>")).slugline == "Harbour-Sidon"
    assert article(nitf(head="<title>Harbour reopens</title>")).slugline is None


@pytest.mark.parametrize(
    ("marked", "headline"),
    [
        (">>>ANSA/Harbour open", "Harbour open"),
        ("&gt;&gt; Harbour/Port open", "Harbour/Port open"),
        ("ANSA/Harbour open", "ANSA/Harbour open"),
        ("&gt;&gt;&gt;", "Harbour of Sidon reopened."),
    ],
)
def test_marks_of_the_desk_are_no_part_of_the_headline(marked: str, headline: str) -> None:
    head = f"<hedline><hl1>{marked.replace('>>>', '&gt;&gt;&gt;')}</hl1></hedline>"
    parsed = article(nitf("<p>Harbour of Sidon reopened.</p>", body_head=head))
    assert parsed.headline == headline


def test_a_byline_that_the_body_has_as_well_stands_once() -> None:
    body = "<p>By Rana Khoury</p><p>About Rana Khoury</p><p>It reopened.</p>"
    parsed = article(nitf(body, body_head="<byline>Rana Khoury</byline>"))
    assert parsed.parts("byline") == ("By Rana Khoury",)
    assert parsed.paragraphs == ("About Rana Khoury", "It reopened.")


def test_a_dateline_that_a_later_paragraph_begins_with_stands_once() -> None:
    body = "<p>* Key point</p><p>SIDON, Lebanon - It reopened.</p>"
    assert article(nitf(body)).parts("dateline") == ()


def test_a_headline_and_a_dateline_in_the_body_stand_once() -> None:
    title = "<p>Harbour of Sidon reopens</p>"
    parsed = article(nitf(f"{title * 2}<p>SIDON, Lebanon</p><p>It reopened.</p>"))
    assert [(block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks][-2:] == [
        ("dateline", "SIDON, Lebanon"),
        ("paragraph", "It reopened."),
    ]
    assert parsed.parts("dateline") == ("SIDON, Lebanon",)
    assert parsed.text.count("Harbour of Sidon reopens") == 1


def test_a_story_as_a_wire_sets_it_is_its_paragraphs() -> None:
    story = """<p>(Adds details)
    * Cranes replaced

    By Rana Khoury
    SIDON, March 4 (Reuters) - The harbour of Sidon
reopened on Monday,
after two years.
    Ships came in, it said,
from north and south.</p>"""
    parsed = article(nitf(story, body_head=""))
    assert parsed.parts("editor_note") == ("(Adds details)",)
    assert parsed.parts("byline") == ("By Rana Khoury",)
    assert parsed.paragraphs == (
        "* Cranes replaced",
        "SIDON, March 4 (Reuters) - The harbour of Sidon reopened on Monday, after two years.",
        "Ships came in, it said, from north and south.",
    )


def test_indents_of_markup_make_no_paragraphs() -> None:
    story = "<p>\n" + "      Ships came in\n" * 8 + "    </p>"
    assert article(nitf(story, body_head="")).paragraphs == (" ".join(["Ships came in"] * 8),)


@pytest.mark.parametrize(
    ("cut", "added"),
    [("was done.,Two cranes were replac", False), ("was done. Nobody had expected it", True)],
)
def test_an_abstract_of_the_first_paragraphs_adds_nothing(cut: str, *, added: bool) -> None:
    lead = "The harbour of Sidon reopened on Monday, after two years of work on all of its quays. "
    lead += "It had been closed since the storm, and it "
    body = f"<p>{lead}was done.</p><p>Two cranes were replaced.</p>"
    parsed = article(nitf(body, body_head=f"<abstract><p>{lead}{cut}</p></abstract>"))
    assert bool(parsed.parts("subheadline")) == added


LEAD = "<p>The harbour of Sidon reopened to merchant ships on Monday.</p><p>Ships came.</p>"


def test_a_lead_that_is_sent_before_the_whole_text_is_said_once() -> None:
    whole = f'<block class="full">{LEAD}<p>Two cranes were replaced.</p></block>'
    parsed = article(nitf(f'<block class="lead">{LEAD}</block>{whole}'))
    assert parsed.paragraphs == (
        "The harbour of Sidon reopened to merchant ships on Monday.",
        "Ships came.",
        "Two cranes were replaced.",
    )
    refrain = "<p>Yes.</p><p>No.</p><p>Yes.</p><p>No.</p>"
    assert article(nitf(refrain)).paragraphs == ("Yes.", "No.", "Yes.", "No.")


def test_a_byline_turned_round_is_not_said_again() -> None:
    lines = (
        "<byline>By RANA KHOURY</byline><byline>Khoury, Rana</byline><byline>Omar Haddad</byline>"
    )
    parsed = article(nitf(body_head=f"<hedline><hl1>Open</hl1></hedline>{lines}"))
    assert parsed.parts("byline") == ("By RANA KHOURY, Omar Haddad",)


def test_what_the_content_is_identified_as_and_where_it_stands() -> None:
    identified = (
        '<identified-content><classifier type="apcategorycode" value="i"/><classifier>Ports'
        "</classifier><location location-code='LB'>Tyre (Lebanon)</location></identified-content>"
    )
    text = nitf(docdata=DOCDATA + identified).replace(
        "</head>", '<pubdata ex-ref="https://example.org/77"/></head>'
    )
    parsed = article(text)
    assert Subject(code="apcategorycode:i") in parsed.subjects
    assert Subject(label="Ports") in parsed.subjects
    assert Subject(code="LB", label="Tyre (Lebanon)") in parsed.places
    assert parsed.url == "https://example.org/77"


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("<![CDATA[<p>It is <b>open</b>.</p><p>Ships came.</p>]]>", ("It is open.", "Ships came.")),
        ("<p><![CDATA[It is <b>open</b>.]]></p>", ("It is open.",)),
        ("<p>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</p>", ("One.", "Two.")),
        ("<p>Ships &amp;amp; cranes</p>", ("Ships & cranes",)),
        ("<p>The &lt;b&gt; tag, and 1 &lt; 2</p>", ("The <b> tag, and 1 < 2",)),
    ],
)
def test_html_in_character_data_is_read_as_such(body: str, paragraphs: tuple[str, ...]) -> None:
    assert article(nitf(body)).paragraphs == paragraphs


def test_a_headline_with_html_in_character_data() -> None:
    head = "<hedline><hl1><![CDATA[Harbour <i>opens</i> &amp; ships come]]></hl1></hedline>"
    assert article(nitf(body_head=head)).headline == "Harbour opens & ships come"


def test_parts_of_a_byline_that_touch_are_set_off() -> None:
    head = "<byline>By <person>Rana Khoury</person>, <byttl>Port writer</byttl>{}</byline>"
    told = article(nitf(body_head=head.format("<location>Sidon</location>")))
    assert told.parts("byline") == ("By Rana Khoury, Port writer, Sidon",)
    glued = "<byline>By<person>Rana Khoury</person><byttl>Port writer</byttl></byline>"
    assert article(nitf(body_head=glued)).parts("byline") == ("By Rana Khoury, Port writer",)
    assert article(nitf(body_head=head.format(""))).parts("byline") == (
        "By Rana Khoury, Port writer",
    )


def test_whom_a_block_quotes_is_no_paragraph() -> None:
    body = "<bq><block><p>It is a new dawn.</p></block><credit>Rana Khoury</credit></bq><p>So.</p>"
    parsed = article(nitf(body))
    assert parsed.paragraphs == ("It is a new dawn.", "So.")
    assert parsed.parts("credit") == ("Rana Khoury",)


@pytest.mark.parametrize(("kind", "cue"), [("news", None), ("Alert", "flash")])
def test_the_type_of_the_news_object_may_be_a_cue(kind: str, cue: str | None) -> None:
    head = f'<tobject tobject.type="{kind}"/>'
    assert article(nitf(head=head)).cue == cue


STORY = """<nitf><head><title>Harbour</title><key-list><keyword key="ports"/></key-list></head>
<body><headline><hl1>Harbour reopens</hl1></headline><byline><bytag>By Rana Khoury</bytag></byline>
<dateline><location>Sidon</location><story.date norm="20240305">March 5</story.date></dateline>
<p>The harbour reopened.</p><p>Two cranes were replaced.</p></body></nitf>"""


def test_a_body_without_head_and_content_is_read_as_early_documents_are() -> None:
    parsed = article(STORY)
    assert parsed.headline == "Harbour reopens"
    assert parsed.parts("byline") == ("By Rana Khoury",)
    assert parsed.parts("dateline") == ("Sidon, March 5",)
    assert parsed.paragraphs == ("The harbour reopened.", "Two cranes were replaced.")
    assert parsed.keywords == ("ports",)
    assert parsed.published_at == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("release", ["20240306T0001", "2024-03-06 00:01"])
def test_an_embargo_without_a_zone_ends_in_that_of_the_issue(release: str) -> None:
    later = DOCDATA + f'<date.release norm="{release}"/>'
    until = datetime(2024, 3, 5, 22, 1, tzinfo=UTC)
    assert article(nitf(docdata=later)).embargo_until == until
    zoned = later.replace(release, "20240306T0001Z")
    assert article(nitf(docdata=zoned)).embargo_until == until.replace(day=6, hour=0)
