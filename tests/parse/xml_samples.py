"""Items of NITF, NewsML-G2 and NewsML 1 for the tests, written for them."""

from __future__ import annotations

NITF_HEAD = """<title>Harbour reopens</title>
<meta name="anpa-keyword" content="Harbour-Reopens"/>
<tobject tobject.type="news"><tobject.property tobject.property.type="Current"/>
<tobject.subject tobject.subject.refnum="04015000" tobject.subject.type="Economy"
 tobject.subject.matter="Shipping"/></tobject>"""

DOCDATA = """<doc-id id-string="ex.77" regsrc="EXA"/><urgency ed-urg="3"/>
<date.issue norm="20240305T081500+0200"/>
<evloc city="Sidon" iso-cc="LB"/>
<doc.copyright year="2024" holder="Example Agency"/>
<key-list><keyword key="harbour"/><keyword key="shipping"/><keyword key="harbour"/></key-list>"""

BODY_HEAD = """<hedline><hl1>Harbour of Sidon <em>reopens</em></hl1>
<hl2>First ships come in</hl2></hedline>
<byline>By <person>Rana Khoury</person> <byttl>Example Agency</byttl></byline>
<distributor>Example Agency</distributor>
<dateline><location><city>SIDON</city>, <country>Lebanon</country></location></dateline>"""

BODY = """<media media-type="image"><media-reference source="x.jpg"/>
<media-caption><p>Cranes at work on Monday.</p></media-caption>
<media-producer>Omar Haddad/EXA</media-producer></media>
<p>The harbour of <location>Sidon</location> reopened on Monday,
   after two years.</p>
<hl2>Repairs</hl2>
<table><tr><th>Quay</th><th>Depth</th></tr><tr><td>North</td><td>9 m</td></tr></table>
<p>Two cranes were replaced.</p>"""


def nitf(
    body: str = BODY,
    *,
    docdata: str = DOCDATA,
    management: str = "",
    head: str = NITF_HEAD,
    body_head: str = BODY_HEAD,
    end: str = "",
    revisions: str = "",
) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><nitf baselang="en-US">'
        f"<head>{head}<docdata{management}>{docdata}</docdata>{revisions}</head>"
        f"<body><body.head>{body_head}</body.head><body.content>{body}</body.content>"
        f"<body.end>{end}</body.end></body></nitf>"
    )


ITEM_META = """<itemClass qcode="ninat:text"/>
<provider qcode="nprov:EXA"><name>Example</name></provider>
<versionCreated>2024-03-05T10:00:00+02:00</versionCreated>
<firstCreated>2024-03-05T08:00:00+02:00</firstCreated>"""

CONTENT_META = """<urgency>2</urgency>
<located qcode="geo:268064"><name xml:lang="en">Sidon</name>
<name xml:lang="ar">صيدا</name></located>
<language tag="en"/><genre qcode="genre:Current"><name>Current</name></genre>
<keyword>harbour</keyword>
<subject qcode="medtop:04000000"><name xml:lang="de">Wirtschaft</name>
<name xml:lang="en-GB">economy</name></subject>
<subject type="cpnat:geoArea" qcode="country:LB"><name>Lebanon</name></subject>
<slugline>LEBANON-HARBOUR</slugline>
<headline xml:lang="de">Hafen wieder offen</headline>
<headline xml:lang="en">Harbour of Sidon reopens</headline>
<headline role="hld:subHeadline">First ships come in</headline>
<dateline>SIDON (EXA) -</dateline><by>Rana Khoury</by><creditline>Example Agency</creditline>"""

XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>x</title></head><body><p>The harbour of <b>Sidon</b> reopened on Monday.</p>"
    "<p>Two cranes were replaced.</p></body></html></inlineXML>"
)


def g2(
    content: str = XHTML,
    *,
    item_meta: str = ITEM_META + '<pubStatus qcode="stat:usable"/>',
    content_meta: str = CONTENT_META,
    rights: str = "",
    attributes: str = 'guid="urn:newsml:example.org:20240305:77" version="3"',
) -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {attributes} xml:lang="en-GB">'
        f"<rightsInfo>{rights}</rightsInfo><itemMeta>{item_meta}</itemMeta>"
        f"<contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    return (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>'
        f"2024-03-05T10:00:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


ARABIC_BODY = "<p>أعادت صيدا فتح مرفئها الاثنين بعد عامين من الإغلاق</p><p>رن-سم/غ د</p><p/><p/>"
TEXT = "<MediaType FormalName='Text'/><Format FormalName='NITF3.1'/>"


def content_item(data: str, kind: str = TEXT) -> str:
    return f"<ContentItem>{kind}<DataContent>{data}</DataContent></ContentItem>"


def wrapped(body: str) -> str:
    return content_item(f"<nitf><body><body.content>{body}</body.content></body></nitf>")


DESCRIPTIVE = """<DescriptiveMetadata><Language FormalName="ar"/>
<SubjectCode><SubjectMatter FormalName="04015000"/></SubjectCode>
<Location HowPresent="Origin"><Property FormalName="Country" Value="LBN"/>
<Property FormalName="City" Value="صيدا"/></Location>
<Property FormalName="Keyword" Value="مرفأ"/><Property FormalName="Keyword" Value="شحن"/>
</DescriptiveMetadata>"""


def newsml1(
    component: str | None = None,
    *,
    lines: str = '<HeadLine xml:lang="ar"/>',
    kind: str = "Alert",
    status: str = "Usable",
    management: str = '<Urgency FormalName="1"/>',
    revision: str = '<RevisionId PreviousRevision="0" Update="N">1</RevisionId>',
    priority: str = "",
) -> str:
    if component is None:
        component = wrapped(ARABIC_BODY)
    inner = (
        f"<NewsComponent><NewsLines>{lines}</NewsLines><AdministrativeMetadata><Provider>"
        '<Party FormalName="وكالة المثال"/></Provider></AdministrativeMetadata>'
        f"{DESCRIPTIVE}{component}</NewsComponent>"
        if component
        else ""
    )
    return (
        '<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20240305T081500Z</DateAndTime>'
        f'{priority}</NewsEnvelope><NewsItem xml:lang="ar"><Identification><NewsIdentifier>'
        "<ProviderId>example.org</ProviderId><DateId>20240305</DateId><NewsItemId>TX-77</NewsItemId>"
        f"{revision}<PublicIdentifier>urn:newsml:example.org:20240305:TX-77:1</PublicIdentifier>"
        f"</NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName='{kind}'/>"
        "<FirstCreated>20240305T081500+0000</FirstCreated>"
        "<ThisRevisionCreated>20240305T091500+0000</ThisRevisionCreated>"
        f"<Status FormalName='{status}'/>{management}</NewsManagement>{inner}</NewsItem></NewsML>"
    )
