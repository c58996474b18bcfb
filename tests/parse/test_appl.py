"""AP's XML: Publications, alone and within other XML, and the entries of its Atom feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.records import Link, Parsed, Subject
from streams.outcome import Drop
from tests.parse.wires import article, articles, atom, outcome, rejection

IDENTIFICATION = """<ItemId>11aa22bb</ItemId><RecordId>33cc</RecordId><MediaType>Text</MediaType>
<Priority>4</Priority><DefaultLanguage>en-us</DefaultLanguage>
<RecordSequenceNumber>2</RecordSequenceNumber><FriendlyKey>1234</FriendlyKey>"""

MANAGEMENT = """<RecordType>Change</RecordType>
<ArrivalDateTime>2024-03-05T09:15:30</ArrivalDateTime>
<FirstCreated Year="2024" Month="3" Day="5" Time="08:15:00"/><Status>Usable</Status>
<SpecialInstructions>Eds: UPDATES with minister's words.</SpecialInstructions>
<Editorial LeadNum="1"><Type>Lead</Type></Editorial>
<AssociatedWith CompositionType="StandardPrintPhoto">44dd</AssociatedWith>
<AssociatedWith CompositionType="StandardText">0000</AssociatedWith>"""

LINES = """<Title>ML--Harbour-Repairs, 1st Ld</Title><HeadLine>Harbour of Sidon reopens</HeadLine>
<ExtendedHeadLine>Harbour of Sidon reopens to ships after two years</ExtendedHeadLine>
<ByLine Title="Associated Press">RANA KHOURY</ByLine>
<ByLine Parametric="CAPTIONWRITER">XYZ</ByLine>
<ByLineOriginal>By RANA KHOURY</ByLineOriginal><DateLine>SIDON, Lebanon (AP)</DateLine>
<CopyrightLine>Copyright 2024 The Associated Press.</CopyrightLine>
<KeywordLine>Harbour-Repairs</KeywordLine>"""

OTHER = """<AdministrativeMetadata><Provider Id="AP">AP</Provider><Source Type="AP">AP</Source>
<SourceMaterial Name="alternate"><Url>https://news.example.org/harbour</Url></SourceMaterial>
<ItemContentType Id="c1">Spot Development</ItemContentType></AdministrativeMetadata>
<DescriptiveMetadata><DateLineLocation><City>Sidon</City><Country>LBN</Country>
<CountryName>Lebanon</CountryName></DateLineLocation>
<SubjectClassification Authority="AP Category Code"><Occurrence Id="i" Value="i"/>
</SubjectClassification><SubjectClassification Authority="AP Subject">
<Occurrence Id="f25a" Value="Shipping"/></SubjectClassification>
<SubjectClassification Authority="AP Alert Category"><Occurrence Id="Travel"/>
</SubjectClassification><EntityClassification Authority="AP Geography">
<Occurrence Id="66" Value="Lebanon"/></EntityClassification>
<EntityClassification Authority="AP Organization"><Occurrence Id="67" Value="Port Authority"/>
</EntityClassification></DescriptiveMetadata>
<FilingMetadata><Id>18</Id><Source>sid</Source><SlugLine>BC-ML--Harbour-Repairs</SlugLine>
</FilingMetadata>"""

FIRST = "SIDON, Lebanon (AP) — The harbour of Sidon reopened on Tuesday."
SECOND = "Two cranes were replaced, the minister said."
STORY = f"<nitf><body.content><block><p>{FIRST}</p><p>{SECOND}</p></block></body.content></nitf>"


def component(content: str, role: str = "Main") -> str:
    return (
        f'<PublicationComponent Role="{role}" MediaType="Text"><TextContentItem Id="3d">'
        f"<DataContent>{content}</DataContent><Characteristics><Words>9</Words></Characteristics>"
        "</TextContentItem></PublicationComponent>"
    )


def appl(
    *components: str,
    identification: str = IDENTIFICATION,
    management: str = MANAGEMENT,
    lines: str = LINES,
) -> str:
    return (
        '<Publication Version="5.3.1" xmlns="http://ap.org/schemas/03/2005/appl">'
        f"<Identification>{identification}</Identification>"
        f"<PublicationManagement>{management}</PublicationManagement>"
        f"<NewsLines>{lines}</NewsLines>{OTHER}"
        f"{''.join(components) or component(STORY)}</Publication>"
    )


def managed(more: str = "", *, status: str = "Usable") -> Parsed:
    return article(appl(management=f"<Status>{status}</Status>{more}"))


def test_a_publication_is_read_whole() -> None:
    parsed = article(appl())
    assert (parsed.format, parsed.id, parsed.version) == ("ap", "desk:11aa22bb", 2)
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.parts("subheadline") == ("Harbour of Sidon reopens to ships after two years",)
    assert parsed.parts("byline") == ("By RANA KHOURY, Associated Press",)
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("dateline") == ()
    assert parsed.parts("editor_note") == ("Eds: UPDATES with minister's words.",)
    assert (parsed.cue, parsed.revision, parsed.status) == ("lead", "update", "usable")
    assert parsed.slugline == "BC-ML--Harbour-Repairs"
    assert parsed.subjects == (
        Subject(code="i"),
        Subject(code="f25a", label="Shipping"),
        Subject(code="67", label="Port Authority"),
    )
    assert parsed.places == (
        Subject(code="LBN", label="Sidon, Lebanon"),
        Subject(code="66", label="Lebanon"),
    )
    assert parsed.genre == (Subject(code="c1", label="Spot Development"),)
    assert parsed.keywords == ("Harbour-Repairs",)
    assert parsed.rights == "Copyright 2024 The Associated Press."
    assert parsed.links == (Link(rel="associated", id="44dd"),)
    assert (parsed.urgency, parsed.language) == (4, "en")
    assert parsed.published_at == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert parsed.updated_at == datetime(2024, 3, 5, 9, 15, 30, tzinfo=UTC)
    assert parsed.url == "https://news.example.org/harbour"
    assert [source.id for source in parsed.sources] == ["ap"]


def test_captions_and_notes_are_components_of_their_own() -> None:
    caption = component(
        "<nitf><body.content><p>Cranes at work. (AP Photo/A. B.)</p></body.content></nitf>",
        "Caption",
    )
    note = component("<p>Eds: Note the time.</p>", "PublishableEditorNotes")
    parsed = article(appl(component(STORY), caption, note, component("<p>X</p>", "Script")))
    assert parsed.parts("caption") == ("Cranes at work. (AP Photo/A. B.)",)
    assert "Eds: Note the time." in parsed.parts("editor_note")
    assert parsed.paragraphs == (FIRST, SECOND)


def test_a_story_in_two_components_is_read_whole() -> None:
    parsed = article(appl(component(STORY), component("<p>More ships came.</p>")))
    assert parsed.paragraphs == (FIRST, SECOND, "More ships came.")


@pytest.mark.parametrize(
    "content",
    [
        STORY.replace("<", "&lt;"),
        f"<body.content><p>{FIRST}</p><p>{SECOND}</p></body.content>",
        f"&lt;p>{FIRST}&lt;/p>&lt;p>{SECOND}&lt;/p>",
    ],
)
def test_a_story_may_be_carried_otherwise(content: str) -> None:
    assert article(appl(component(content))).paragraphs == (FIRST, SECOND)


HOLD = "<Editorial><Type>HoldForRelease</Type></Editorial>"
RELEASE = "<ReleaseDateTime>2024-03-06T05:00:00</ReleaseDateTime>"


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("Canceled", "", ("cancelled", "kill", None)),
        ("Withheld", "", ("withheld", None, None)),
        ("Usable", "<Editorial><Type>Kill</Type></Editorial>", ("cancelled", "kill", None)),
        ("Usable", HOLD, ("withheld", "withhold", None)),
        ("Usable", HOLD + RELEASE, ("usable", None, 6)),
        ("Embargoed", RELEASE, ("usable", None, 6)),
        ("Embargoed", "", ("withheld", None, None)),
        ("Usable", RELEASE, ("usable", None, None)),
    ],
)
def test_statuses_and_embargoes(
    status: str, more: str, expected: tuple[str, str | None, int | None]
) -> None:
    parsed = managed(more, status=status)
    day = parsed.embargo_until.day if parsed.embargo_until else None
    assert (parsed.status, parsed.cue, day) == expected


def test_a_kill_needs_no_story() -> None:
    killed = appl(component(""), management="<Status>Canceled</Status>", lines="")
    assert article(killed).status == "cancelled"


def test_lines_that_are_wanting_are_taken_from_elsewhere() -> None:
    bare = "<Title>Harbour-Repairs</Title><ByLine>Rana Khoury</ByLine>"
    parsed = article(appl(lines=bare, identification="<FriendlyKey>1234</FriendlyKey>"))
    assert (parsed.headline, parsed.id) == ("Harbour-Repairs", "desk:1234")
    assert parsed.parts("byline") == ("Rana Khoury",)


@pytest.mark.parametrize(
    ("media", "reason"), [("Photo", "picture_item"), ("ComplexData", "not_text_item")]
)
def test_what_is_no_text_is_dropped(media: str, reason: str) -> None:
    text = IDENTIFICATION.replace("<MediaType>Text", f"<MediaType>{media}")
    assert outcome(appl(identification=text)) == Drop(reason)


def test_publications_within_other_xml_are_read() -> None:
    second = appl(identification="<ItemId>2</ItemId>")
    found = articles(f"<answer><item>{appl()}</item><item>{second}</item></answer>")
    assert [one.id for one in found] == ["desk:11aa22bb", "desk:2"]


def test_another_vocabulary_is_refused() -> None:
    other = '<Publication id="1"><Title>A</Title></Publication>'
    assert rejection(other).reason == "unknown_format"


APCM = """<apcm:ContentMetadata xmlns:apcm="http://ap.org/schemas/03/2005/apcm">
<apcm:MediaType>Text</apcm:MediaType><apcm:Priority Numeric="4" Legacy="r"/>
<apcm:HeadLine>Harbour of Sidon reopens</apcm:HeadLine>
<apcm:ExtendedHeadLine>Harbour of Sidon reopens to ships after two years</apcm:ExtendedHeadLine>
<apcm:SlugLine>BC-ML--Harbour-Repairs, 1st Ld</apcm:SlugLine>
<apcm:ByLine Title="Associated Press">By RANA KHOURY</apcm:ByLine>
<apcm:DateLineLocation City="Sidon" Country="LBN" CountryName="Lebanon"/>
<apcm:Keywords>Harbour-Repairs</apcm:Keywords><apcm:Source>AP</apcm:Source>
<apcm:SubjectClassification Authority="AP Subject" Id="f25a" Value="Shipping"/>
<apcm:EntityClassification Authority="AP Geography" Id="66" Value="Lebanon"/>
</apcm:ContentMetadata>"""

APNM = """<apnm:NewsManagement xmlns:apnm="http://ap.org/schemas/03/2005/apnm">
<apnm:ManagementId>urn:publicid:ap.org:33cc</apnm:ManagementId>
<apnm:ManagementSequenceNumber>2</apnm:ManagementSequenceNumber>{status}
<apnm:PublishingReleaseDateTime>2024-03-06T05:00:00Z</apnm:PublishingReleaseDateTime>
<apnm:PublishingSpecialInstructions>Eds: UPDATES with words.</apnm:PublishingSpecialInstructions>
</apnm:NewsManagement>"""

NITF = f"""<nitf xmlns=""><head><docdata><ed-msg info="Eds: UPDATES with words."/></docdata></head>
<body><body.head><hedline><hl1>Harbour reopens</hl1></hedline>
<byline>By RANA KHOURY<byttl>Associated Press</byttl></byline>
<distributor>The Associated Press</distributor>
<dateline><location>SIDON, Lebanon</location></dateline></body.head><body.content>
<media media-type="Photo"><media-caption>Cranes at work. (AP Photo/A. B.)</media-caption></media>
<block id="Main"><p>{FIRST}</p><p>{SECOND}</p></block></body.content></body></nitf>"""


def entry(
    content: str = f'<content type="text/xml">{NITF}</content>',
    *,
    status: str = "",
    apcm: str = APCM,
    apnm: str = APNM,
) -> Parsed:
    return article(
        atom(
            "<id>urn:publicid:ap.org:11aa</id><title>ML--Harbour-Repairs, 1st Ld</title>"
            "<published>2024-03-05T08:15:00Z</published><updated>2024-03-05T09:15:00Z</updated>"
            f"<author><name>RANA KHOURY</name></author>{apcm}{apnm.format(status=status)}"
            f"{content}"
        )
    )


def test_an_entry_of_ap_is_its_document_and_what_ap_says_of_it() -> None:
    parsed = entry()
    assert (parsed.format, parsed.version) == ("atom", 2)
    assert parsed.id == "urn:publicid:ap.org:33cc"
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.parts("subheadline")[0] == "Harbour of Sidon reopens to ships after two years"
    assert parsed.parts("byline") == ("By RANA KHOURY, Associated Press",)
    assert parsed.parts("caption") == ("Cranes at work. (AP Photo/A. B.)",)
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("editor_note") == ("Eds: UPDATES with words.",)
    assert parsed.slugline == "BC-ML--Harbour-Repairs, 1st Ld"
    assert (parsed.cue, parsed.urgency) == ("lead", 4)
    assert parsed.subjects == (Subject(code="f25a", label="Shipping"),)
    assert parsed.places[:2] == (
        Subject(code="LBN", label="Sidon, Lebanon"),
        Subject(code="66", label="Lebanon"),
    )
    assert parsed.keywords == ("Harbour-Repairs",)
    assert parsed.embargo_until is None
    assert parsed.published_at == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert [source.id for source in parsed.sources] == ["ap"]


def test_an_entry_of_ap_is_embargoed_until_its_status_changes() -> None:
    status = (
        '<apnm:PublishingStatus statusChangeOn="2024-03-06T04:00:00">Embargoed'
        "</apnm:PublishingStatus>"
    )
    assert entry(status=status).embargo_until == datetime(2024, 3, 6, 4, tzinfo=UTC)


def test_an_entry_of_ap_may_hold_html() -> None:
    html = f"&lt;p>{FIRST}&lt;/p>&lt;p>{SECOND}&lt;/p>"
    parsed = entry(f'<content type="html">{html}</content>')
    assert parsed.headline == "Harbour of Sidon reopens"
    assert parsed.paragraphs == (FIRST, SECOND)


def test_an_entry_may_hold_a_publication() -> None:
    parsed = entry(f'<content type="text/xml">{appl()}</content>', apcm="", apnm="")
    assert (parsed.format, parsed.id, parsed.version) == ("atom", "desk:11aa22bb", 2)
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("byline") == ("By RANA KHOURY, Associated Press",)


def test_a_picture_in_a_feed_of_ap_is_dropped() -> None:
    photo = APCM.replace(">Text<", ">Photo<")
    assert outcome(atom(f"<id>1</id><title>A</title>{photo}")) == Drop("picture_item")


@pytest.mark.parametrize("media_type", ["application/nitf+xml", "text/xml"])
def test_an_entry_may_hold_nitf(media_type: str) -> None:
    parsed = entry(f'<content type="{media_type}">{NITF}</content>', apcm="", apnm="")
    assert (parsed.id, parsed.headline) == ("urn:publicid:ap.org:11aa", "Harbour reopens")
    assert parsed.paragraphs == (FIRST, SECOND)
    assert parsed.parts("editor_note") == ("Eds: UPDATES with words.",)


def test_an_entry_may_hold_nitf_as_characters() -> None:
    escaped = STORY.replace("<", "&lt;")
    parsed = entry(f'<content type="application/nitf+xml">{escaped}</content>', apcm="", apnm="")
    assert parsed.headline == "ML--Harbour-Repairs, 1st Ld"
    assert parsed.paragraphs == (FIRST, SECOND)
