"""NewsML 1: flashes, versions, pictures beside the text, and what is dropped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from schemas.records import Link, Subject
from streams.outcome import Drop
from tests.parse.wires import article, articles, outcome, rejection
from tests.parse.xml_samples import ARABIC_BODY, TEXT, content_item, newsml1, nitf, wrapped

LINES = """<HeadLine>صيدا تعيد فتح مرفئها</HeadLine><SubHeadLine>بعد عامين</SubHeadLine>
<ByLine>رنا خوري</ByLine><DateLine>صيدا (وكالة المثال)</DateLine>
<CopyrightLine>© 2024</CopyrightLine><SlugLine>لبنان-مرفأ</SlugLine>"""
PHOTO = (
    '<NewsComponent Duid="photo0"><NewsLines><HeadLine>رافعات</HeadLine>'
    "<ByLine>سامر عون</ByLine><CreditLine>المثال</CreditLine></NewsLines>"
    '<NewsComponent><Role FormalName="Caption"/>'
    + content_item("<p>رافعات في المرفأ الاثنين</p>")
    + '</NewsComponent><NewsComponent><Role FormalName="HighDef"/><ContentItem Href="a.jpg">'
    "<MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsComponent>"
)


def test_a_flash_takes_its_first_sentence_and_is_marked() -> None:
    parsed = article(newsml1())
    assert parsed.headline == "أعادت صيدا فتح مرفئها الاثنين بعد عامين من الإغلاق"
    assert (parsed.headline_from, parsed.cue, parsed.revision) == (
        "first_sentence",
        "flash",
        "original",
    )
    assert parsed.urgency == 1
    assert parsed.language == "ar"


def test_initials_of_the_desk_are_no_part_of_the_body() -> None:
    parsed = article(newsml1())
    assert parsed.paragraphs == ("أعادت صيدا فتح مرفئها الاثنين بعد عامين من الإغلاق",)
    assert parsed.parts("footer") == ("رن-سم/غ د",)


def test_metadata_are_read() -> None:
    parsed = article(newsml1(lines=LINES, kind="News"))
    assert (parsed.id, parsed.version) == ("urn:newsml:example.org:20240305:TX-77", 1)
    assert parsed.keywords == ("مرفأ", "شحن")
    assert parsed.places == (Subject(code="LBN", label="صيدا, LBN"),)
    assert parsed.subjects == (Subject(code="04015000", label="transport"),)
    assert parsed.slugline == "لبنان-مرفأ"
    assert parsed.rights == "© 2024"
    assert parsed.published_at == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert parsed.updated_at == datetime(2024, 3, 5, 9, 15, tzinfo=UTC)


def test_news_lines_are_told_apart() -> None:
    parsed = article(newsml1(lines=LINES, kind="News"))
    assert (parsed.headline, parsed.headline_from) == ("صيدا تعيد فتح مرفئها", "headline")
    assert parsed.parts("subheadline") == ("بعد عامين",)
    assert parsed.parts("byline") == ("رنا خوري",)
    assert parsed.parts("dateline") == ("صيدا (وكالة المثال)",)


def test_the_priority_of_the_transmission_stands_in_for_urgency() -> None:
    text = newsml1(management="", priority='<Priority FormalName="4"/>')
    assert article(text).urgency == 4


def test_the_slugline_gives_the_keywords_when_there_are_none() -> None:
    text = newsml1(lines=LINES).replace('FormalName="Keyword"', 'FormalName="Other"')
    assert article(text).keywords == ("لبنان", "مرفأ")


def test_revisions_share_an_id() -> None:
    later = '<RevisionId PreviousRevision="1" Update="N">2</RevisionId>'
    first, second = article(newsml1(kind="News")), article(newsml1(kind="News", revision=later))
    assert first.id == second.id
    assert (first.version, second.version) == (1, 2)
    assert (first.revision, second.revision) == ("original", "update")
    assert second.cue == "update"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (newsml1(status="Withheld"), ("withheld", "original", "flash")),
        (newsml1(status="Canceled"), ("cancelled", "kill", "kill")),
        (newsml1(kind="Correction"), ("usable", "correction", "correction")),
        (newsml1(management='<Instruction FormalName="Rectify"/>'), ("usable", "correction", None)),
    ],
)
def test_status_and_type(text: str, expected: tuple[str, str, str | None]) -> None:
    parsed = article(text)
    assert (parsed.status, parsed.revision) == expected[:2]
    assert expected[2] in {None, parsed.cue}


def test_a_cancelled_item_needs_no_component() -> None:
    status_only = '<RevisionId PreviousRevision="1" Update="A">2</RevisionId>'
    kill = article(newsml1("", status="Canceled", revision=status_only))
    assert (kill.status, kill.version) == ("cancelled", 2)
    assert outcome(newsml1("", revision=status_only)) == Drop("status_only")


def test_an_update_of_parts_is_refused() -> None:
    update = newsml1("").replace(
        "</NewsItem>", '<Update><Replace DuidRef="a"/></Update></NewsItem>'
    )
    assert rejection(update).reason == "partial_update"


def test_an_embargo() -> None:
    change = (
        '<StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>20240306T000000Z</DateAndTime></StatusWillChange>"
    )
    until = article(newsml1(status="Embargoed", management=change))
    assert (until.status, until.embargo_until) == ("usable", datetime(2024, 3, 6, tzinfo=UTC))
    withheld = article(newsml1(status="Withheld", management=change))
    assert (withheld.status, withheld.embargo_until) == (until.status, until.embargo_until)
    open_ended = article(newsml1(status="Embargoed"))
    assert (open_ended.status, open_ended.embargo_until) == ("withheld", None)


def test_pictures_beside_the_text_are_captions_with_their_credit() -> None:
    text = f"<NewsComponent>{content_item(ARABIC_BODY)}</NewsComponent>{PHOTO}"
    parsed = article(newsml1(text, lines=LINES, kind="News"))
    (caption,) = (block for block in parsed.blocks if block.kind == "caption")
    assert parsed.text[caption.start : caption.end] == "رافعات في المرفأ الاثنين"
    assert caption.credit == "سامر عون / المثال"
    assert len(parsed.paragraphs) == 1


def test_an_item_of_pictures_alone_is_dropped() -> None:
    assert outcome(newsml1(PHOTO, lines=LINES)) == Drop("picture_item")


def test_components_are_taken_for_what_their_role_says() -> None:
    roles = "".join(
        f'<NewsComponent><Role FormalName="{role}"/>'
        f"{content_item(f'<p>{text}</p>')}</NewsComponent>"
        for role, text in (
            ("HeadLine", "صيدا تعيد فتح مرفئها"),
            ("SubHeadLine", "سفن أولى"),
            ("Contact", "المكتب 1234"),
            ("Body", "عاد المرفأ إلى العمل الاثنين."),
        )
    )
    parsed = article(newsml1(roles, lines="", kind="News"))
    assert parsed.headline == "صيدا تعيد فتح مرفئها"
    assert parsed.parts("subheadline") == ("سفن أولى",)
    assert parsed.paragraphs == ("عاد المرفأ إلى العمل الاثنين.",)
    assert parsed.parts("footer") == ("المكتب 1234",)


def test_equivalents_are_read_once() -> None:
    both = f"<NewsComponent EquivalentsList='yes'>{wrapped(ARABIC_BODY) * 2}</NewsComponent>"
    assert len(article(newsml1(both)).paragraphs) == 1


def test_html_in_character_data() -> None:
    html = "<![CDATA[<P>Harbour open.</P><P>More soon.</P>]]>"
    kind = TEXT.replace("NITF3.1", "HTML")
    assert article(newsml1(content_item(html, kind))).paragraphs == ("Harbour open.", "More soon.")


@pytest.mark.parametrize("words", ["<p>Harbour open.</p><p>More soon.</p>", "Harbour open."])
def test_content_that_stands_in_its_item_without_the_element_for_it(words: str) -> None:
    held = f"<ContentItem><Comment>checked</Comment>{TEXT}{words}</ContentItem>"
    parsed = article(newsml1(held, lines="<HeadLine>Sidon</HeadLine>"))
    assert parsed.paragraphs[0] == "Harbour open."
    assert "checked" not in parsed.text
    referred = outcome(newsml1("<ContentItem Href='a.xml'>" + TEXT + "</ContentItem>", lines=""))
    assert referred == Drop("no_content")


@pytest.mark.parametrize("name", ["Catalog", "TopicSet"])
def test_a_vocabulary_is_no_news(name: str) -> None:
    held = content_item(f"<{name}><Resource><Urn>urn:example:1</Urn></Resource></{name}>", "")
    assert outcome(newsml1(held, lines="")) == Drop("catalog_item")


def test_links_to_other_items() -> None:
    management = '<DerivedFrom NewsItem="urn:a"/><AssociatedWith NewsItem="urn:b"/>'
    assert article(newsml1(management=management)).links == (
        Link(rel="derivedFrom", id="urn:a"),
        Link(rel="associatedWith", id="urn:b"),
    )


def test_topic_sets_give_labels() -> None:
    topics = (
        "<TopicSet><Topic><FormalName>04015000</FormalName>"
        '<Description Variant="Name">Shipping</Description></Topic></TopicSet>'
    )
    text = newsml1().replace("<NewsComponent>", f"<NewsComponent>{topics}", 1)
    assert article(text).subjects == (Subject(code="04015000", label="Shipping"),)


def test_every_item_of_a_document_is_read() -> None:
    one = newsml1(kind="News")
    item = one[one.index("<NewsItem") : one.index("</NewsML>")]
    two = one.replace(item, item + item.replace("TX-77", "TX-78"))
    assert len(articles(two)) == 2


NO_ID = newsml1().replace("NewsItemId>", "Other>").replace("PublicIdentifier>", "Other>")


def test_an_item_without_an_id_or_text_is_refused() -> None:
    start, end = NO_ID.index("<NewsComponent>"), NO_ID.rindex("</NewsComponent>")
    for text in (
        NO_ID[:start] + "<NewsComponent>" + NO_ID[end:],
        NO_ID[:start] + NO_ID[end + len("</NewsComponent>") :],
    ):
        refused = rejection(text)
        assert refused.reason == "not_newsml"
        assert "NewsItemId" in refused.detail


def test_a_text_without_an_id_is_known_by_its_words() -> None:
    parsed = article(NO_ID)
    assert parsed.headline == article(newsml1()).headline
    assert parsed.id == article(NO_ID.replace("<RevisionId", "<Other/><RevisionId")).id
    assert parsed.id != article(NO_ID.replace("رن-سم", "رن")).id


def test_an_identifier_of_the_provider_alone_is_none() -> None:
    alone = "<PublicIdentifier>urn:newsml:example.org</PublicIdentifier>"
    text = NO_ID.replace("<RevisionId", f"{alone}<RevisionId")
    assert article(text).id == article(NO_ID).id


def test_names_may_be_written_as_text() -> None:
    urgency = re.compile(r'<Urgency FormalName="(\d)"\s*/>')
    text = urgency.sub(r"<Urgency>\1</Urgency>", newsml1())
    assert "<Urgency>" in text
    assert article(text).urgency == article(newsml1()).urgency is not None


def test_an_empty_document_is_dropped() -> None:
    assert outcome('<NewsML Version="1.2"><NewsEnvelope/></NewsML>') == Drop("empty_message")


def test_topics_that_occur_are_subjects() -> None:
    topics = (
        '<TopicSet><Topic Duid="T1"><FormalName>PORT</FormalName>'
        "<Description>Ports</Description></Topic></TopicSet>"
    )
    text = newsml1().replace("<NewsComponent>", f"<NewsComponent>{topics}", 1)
    text = text.replace(
        "</DescriptiveMetadata>", '<TopicOccurrence Topic="#T1"/></DescriptiveMetadata>'
    )
    assert Subject(code="PORT", label="Ports") in article(text).subjects


def test_a_part_of_the_dtd_elsewhere_is_neither_loaded_nor_refused() -> None:
    dtd = '<!DOCTYPE NewsML SYSTEM "n.dtd" [<!ENTITY % nitf SYSTEM "file:///etc/passwd"> %nitf;]>'
    body = wrapped("<p>A&nbsp;port opened.</p>")
    assert article(dtd + newsml1(body)).paragraphs == ("A\N{NO-BREAK SPACE}port opened.",)
    general = dtd.replace("% nitf SYSTEM", "nitf SYSTEM").replace("%nitf;", "")
    assert rejection(general + newsml1(body)).reason == "unsafe_xml"
    internal = "<!DOCTYPE NewsML [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;]>"
    assert rejection(internal + newsml1(body)).reason == "unsafe_xml"


def test_a_further_news_line_to_editors_is_a_note_and_tells_the_version() -> None:
    advisory = (
        '<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText xml:lang="en">CORRECTS'
        " paragraph 2 to say Tuesday, not Monday</NewsLineText></NewsLine>"
        '<NewsLine><NewsLineType FormalName="ProductLine"/><NewsLineText>Wire 3</NewsLineText>'
        "</NewsLine>"
    )
    parsed = article(newsml1(lines=LINES + advisory, kind="News"))
    assert parsed.parts("editor_note") == ("CORRECTS paragraph 2 to say Tuesday, not Monday",)
    assert (parsed.cue, parsed.revision) == ("correction", "correction")


def test_several_texts_keep_their_headlines_above_them() -> None:
    def text(headline: str, kicker: str, body: str) -> str:
        return (
            f"<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine><SubHeadLine>{kicker}"
            f"</SubHeadLine></NewsLines>{wrapped(f'<p>{body}</p>')}</NewsComponent>"
        )

    first = text("Sidon opens", "Harbours", "Sidon's harbour opened on Monday.")
    second = text("Tyre waits", "SECOND PORT", "Tyre's harbour stays closed until May.")
    both = f"<NewsComponent>{first}{second}</NewsComponent>"
    parsed = article(newsml1(both, lines="<HeadLine>Sidon opens</HeadLine>", kind="News"))
    assert parsed.headline == "Sidon opens"
    assert parsed.parts("subheadline") == ("Harbours",)
    assert parsed.paragraphs == (
        "Sidon's harbour opened on Monday.",
        "Tyre waits",
        "SECOND PORT",
        "Tyre's harbour stays closed until May.",
    )


def test_a_picture_sent_twice_has_one_caption() -> None:
    parsed = article(newsml1(wrapped(ARABIC_BODY) + PHOTO + PHOTO, kind="News"))
    assert parsed.parts("caption") == ("رافعات في المرفأ الاثنين",)


def test_a_page_of_xhtml_in_character_data_with_an_empty_title() -> None:
    data = (
        "<![CDATA[  <html xmlns='http://www.w3.org/1999/xhtml'><head><title /></head><body>"
        "<p>أعادت صيدا فتح مرفئها الاثنين</p><p>وقال المرفأ إن السفن عادت</p></body></html>]]>"
    )
    kind = "<MediaType FormalName='Text'/><Format FormalName='XHTML'/>"
    parsed = article(newsml1(content_item(data, kind), lines=LINES, kind="News"))
    assert parsed.paragraphs == ("أعادت صيدا فتح مرفئها الاثنين", "وقال المرفأ إن السفن عادت")


def test_a_place_given_twice_is_one() -> None:
    twice = newsml1(lines=LINES, kind="News").replace(
        '<Property FormalName="Keyword" Value="مرفأ"/>',
        '<Property FormalName="Country" Value="LBN"/><Property FormalName="City" Value="صيدا"/>',
    )
    assert article(twice).places == (Subject(code="LBN", label="صيدا, LBN"),)


def test_words_of_a_keyword_line_are_parted_by_strokes_too() -> None:
    words = "<KeywordLine>LIBAN/PORT/Sidon, mer</KeywordLine>"
    plain = newsml1(lines=LINES + words, kind="News").replace(
        'FormalName="Keyword"', 'FormalName="X"'
    )
    assert article(plain).keywords == ("LIBAN", "PORT", "Sidon", "mer")


def test_plain_text_that_is_wrapped_is_joined() -> None:
    data = (
        "AMMAN 04/03 (BELGA) = Les ministres de trois pays ont décidé dimanche\nde partager leurs"
        " données.\nIls se reverront."
    )
    kind = "<MediaType FormalName='Text'/>"
    parsed = article(newsml1(content_item(data, kind), lines=LINES, kind="News"))
    assert parsed.paragraphs == (
        data.partition(".")[0].replace("\n", " ") + ".",
        "Ils se reverront.",
    )


def test_a_few_words_in_capitals_below_the_headline_are_the_slugline() -> None:
    lines = (
        "<HeadLine>Sidon reopens its harbour</HeadLine><SubHeadLine>LEBANON HARBOUR</SubHeadLine>"
    )
    plain = newsml1(lines=lines, kind="News").replace('FormalName="Keyword"', 'FormalName="X"')
    parsed = article(plain)
    assert parsed.slugline == "LEBANON HARBOUR"
    assert parsed.parts("slugline") == ("LEBANON HARBOUR",)
    assert parsed.parts("subheadline") == ()
    shouted = article(plain.replace("Sidon reopens its harbour", "SIDON REOPENS"))
    assert shouted.parts("subheadline") == ("LEBANON HARBOUR",)


def test_keywords_are_parted_by_the_signs_of_their_script_and_cues_are_none() -> None:
    lines = "<HeadLine>港口开放</HeadLine>"
    bare = newsml1(wrapped("<p>港口周一重新开放。</p>"), lines=lines, kind="News").replace(
        "Keyword", "X"
    )
    told = bare.replace("</HeadLine>", "</HeadLine><KeywordLine>港口、航运，船</KeywordLine>")
    assert article(told).keywords == ("港口", "航运", "船")
    slug = "</HeadLine><SlugLine>PORT-REPAIRS/ (UPDATE 2)</SlugLine>"
    parsed = article(bare.replace("</HeadLine>", slug))
    assert (parsed.keywords, parsed.cue) == (("PORT", "REPAIRS"), "update")


def test_lines_of_the_specification_beside_the_usual_ones_are_read() -> None:
    further = (
        "<ByLineTitle>مراسلة</ByLineTitle><NewsLine><NewsLineType FormalName='Kicker'/>"
        "<NewsLineText>المرافئ</NewsLineText></NewsLine>"
    )
    parsed = article(newsml1(lines=LINES + further, kind="News"))
    assert parsed.parts("byline") == ("رنا خوري, مراسلة",)
    assert parsed.parts("subheadline") == ("بعد عامين", "المرافئ")


def test_the_holder_of_the_copyright_stands_in_for_its_notice() -> None:
    rights = (
        "<RightsMetadata><Copyright><CopyrightHolder>EXA</CopyrightHolder>"
        "<CopyrightDate>2024</CopyrightDate></Copyright></RightsMetadata>"
    )
    item = newsml1(rights + wrapped(ARABIC_BODY), kind="News")
    assert article(item).rights == "© 2024 EXA"
    notice = item.replace("</NewsLines>", "<CopyrightLine>© EXA</CopyrightLine></NewsLines>", 1)
    assert article(notice).rights == "© EXA"


def test_an_item_within_an_item_is_read() -> None:
    inner = newsml1(kind="News").partition("</NewsEnvelope>")[2].removesuffix("</NewsML>")
    outer = newsml1(wrapped("<p>أعلن ذلك وزير النقل.</p>") + inner.replace("TX-77", "TX-78"))
    assert [one.id.rpartition("-")[2] for one in articles(outer)] == ["77", "78"]


@pytest.mark.parametrize(
    ("kind", "cue"), [("BreakingNews", "flash"), ("速報", "flash"), ("Rettifica", "correction")]
)
def test_types_in_the_words_of_other_agencies(kind: str, cue: str) -> None:
    assert article(newsml1(lines=LINES, kind=kind)).cue == cue


def test_an_item_without_its_own_time_has_that_of_the_transmission_or_its_id() -> None:
    bare = re.sub(r"<(FirstCreated|ThisRevisionCreated)>.*?</\1>", "", newsml1(kind="News"))
    assert article(bare).published_at == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    unsent = re.sub(r"<DateAndTime>.*?</DateAndTime>", "", bare)
    assert article(unsent).published_at == datetime(2024, 3, 5, tzinfo=UTC)


def test_an_embargo_without_a_zone_ends_in_that_of_the_item() -> None:
    change = (
        '<StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>20240306T000000</DateAndTime></StatusWillChange>"
    )
    item = newsml1(status="Embargoed", management=change).replace("081500+0000", "081500+0200")
    assert article(item).embargo_until == datetime(2024, 3, 5, 22, tzinfo=UTC)


@pytest.mark.parametrize("form", ["<![CDATA[ {} ]]>", "{}"])
def test_a_document_of_nitf_may_be_carried_as_characters(form: str) -> None:
    document = nitf().partition("?>")[2]
    data = form.format(document if "CDATA" in form else escape(document))
    parsed = article(newsml1(content_item(data), lines="<HeadLine>Port</HeadLine>", kind="News"))
    assert parsed.parts("byline") == ("By Rana Khoury, Example Agency",)
    assert parsed.paragraphs == article(nitf()).paragraphs
    broken = article(newsml1(content_item(escape("<nitf>Port <b>opens</nitf>")), kind="News"))
    assert broken.paragraphs == ("Port opens",)


def test_a_city_that_is_its_own_area_is_named_once() -> None:
    area = '<Property FormalName="Area" Value="صيدا"/></Location>'
    assert article(newsml1().replace("</Location>", area)).places == article(newsml1()).places
