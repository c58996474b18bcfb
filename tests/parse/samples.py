"""One item of each wire format, whole and of a usual length, written to the specifications.

The benchmark times them and the fuzzer damages them.
"""

from __future__ import annotations

import json
from textwrap import fill
from typing import Final

from tests.parse.xml_samples import BODY_HEAD, content_item, g2, newsml1, nitf

ENGLISH: Final = (
    (
        "The harbour of Sidon reopened to merchant ships on Monday after two years of repairs that"
        " cost the port authority about 40 million dollars."
    ),
    (
        '"We lost the fishing season twice, and could not lose it a third time," said Rana Khoury,'
        " who heads the association of owners."
    ),
    (
        "Divers had to lift three sunken barges from the northern basin before the cranes could be"
        " set up again."
    ),
    (
        "The ministry of transport expects 120 vessels a month by the end of the year, most of them"
        " with grain and timber from abroad."
    ),
    (
        "Insurers agreed to lower their rates once the new breakwater passes a winter, according"
        " to two people who have seen the contracts."
    ),
    (
        "Opposition members asked in parliament why the tender was opened to one company only; the"
        " minister, Omar Haddad, said that four had been invited."
    ),
)
ARABIC: Final = (
    (
        "أعادت مدينة صيدا فتح مرفئها أمام السفن التجارية الاثنين بعد عامين من أعمال الترميم التي"
        " كلفت المرفأ نحو أربعين مليون دولار"
    ),
    (
        'وقالت رنا خوري رئيسة جمعية أصحاب المراكب "خسرنا موسم الصيد مرتين ولم يكن بوسعنا أن نخسره'
        ' مرة ثالثة"'
    ),
    "واضطر الغواصون إلى رفع ثلاث سفن غارقة من الحوض الشمالي قبل نصب الرافعات من جديد",
    "وتتوقع وزارة النقل وصول مئة وعشرين سفينة شهريا بحلول نهاية العام معظمها محمل بالحبوب والخشب",
)
HEADLINE: Final = "Sidon harbour reopens to ships after two years"
ARABIC_HEADLINE: Final = "صيدا تعيد فتح مرفئها أمام السفن بعد عامين"


def paragraphs(sentences: tuple[str, ...] = ENGLISH, words: int = 400) -> list[str]:
    """Give paragraphs of two sentences, of about as many words in all; no two are the same."""
    found: list[str] = []
    while sum(len(text.split()) for text in found) < words:
        at = 2 * len(found)
        pair = (sentences[at % len(sentences)], sentences[(at + 1) % len(sentences)])
        found.append(f"{' '.join(pair)} ({len(found) + 1})." if found else " ".join(pair))
    return found


def ninjs(texts: list[str], headline: str = HEADLINE, language: str = "en") -> dict[str, object]:
    """Give an item of ninjs 1.4."""
    return {
        "$standard": {"name": "ninjs", "version": "1.4"},
        "uri": "urn:newsml:example.org:20240305:77",
        "type": "text",
        "version": "3",
        "versioncreated": "2024-03-05T08:15:00Z",
        "firstcreated": "2024-03-05T06:15:00Z",
        "pubstatus": "usable",
        "urgency": 3,
        "language": language,
        "headline": headline,
        "slugline": "LEBANON-HARBOUR",
        "byline": "Rana Haddad",
        "located": "Sidon",
        "copyrightholder": "Example Agency",
        "subject": [
            {
                "name": "economy",
                "code": "04000000",
                "scheme": "http://cv.iptc.org/newscodes/mediatopic/",
            }
        ],
        "body_text": "\n\n".join(texts),
    }


def ninjs3(texts: list[str]) -> dict[str, object]:
    """Give the same item as ninjs 3.0, less what that has not."""
    return {
        "standard": {"name": "ninjs", "version": "3.0"},
        "uri": "urn:newsml:example.org:20240305:77",
        "type": "text",
        "version": "3",
        "versionCreated": "2024-03-05T08:15:00Z",
        "firstCreated": "2024-03-05T06:15:00Z",
        "pubStatus": "usable",
        "urgency": 3,
        "language": "en",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "slugline": "LEBANON-HARBOUR",
        "by": "Rana Haddad",
        "located": "Sidon",
        "copyrightHolder": "Example Agency",
        "subjects": [
            {"name": "economy", "uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"}
        ],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "\n\n".join(texts)}],
    }


def _html(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _xhtml(texts: list[str]) -> str:
    return (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>x</title></head><body>{_html(texts)}</body></html></inlineXML>"
    )


def _feed_item(number: int, content: str) -> str:
    return (
        f"<item><title>{HEADLINE}, part {number}</title><link>https://example.org/{number}</link>"
        f'<guid isPermaLink="false">example-{number}</guid><dc:creator>Rana Haddad</dc:creator>'
        "<pubDate>Tue, 05 Mar 2024 08:15:00 GMT</pubDate><category>Economy</category>"
        f"<description>{ENGLISH[0]} {ENGLISH[1]} ({number})</description>{content}</item>"
    )


def rss(entries: int, words: int) -> bytes:
    """Give a feed of RSS 2.0 whose entries have a summary and, unless `words` is 0, the text."""
    full = _html(paragraphs(words=words)).replace("<", "&lt;")
    content = f"<content:encoded>{full}</content:encoded>" if words else ""
    items = "".join(_feed_item(number, content) for number in range(entries))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Example</title>'
        f"<language>en</language>{items}</channel></rss>"
    ).encode()


def atom(entries: int, words: int) -> bytes:
    """Give a feed of Atom 1.0."""
    full = _html(paragraphs(words=words)).replace("<", "&lt;")
    inner = "".join(
        f"<entry><id>urn:example:{number}</id><title>{HEADLINE}, part {number}</title>"
        f'<link href="https://example.org/{number}"/><updated>2024-03-05T08:15:00Z</updated>'
        f"<summary>{ENGLISH[0]} ({number})</summary>"
        f'<content type="html">{full}</content></entry>'
        for number in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="en"><title>Example</title><id>urn:example</id>{inner}</feed>'
    ).encode()


def json_feed(entries: int, words: int) -> bytes:
    """Give a feed of JSON Feed 1.1."""
    items = [
        {
            "id": str(number),
            "url": f"https://example.org/{number}",
            "title": f"{HEADLINE}, part {number}",
            "content_html": _html(paragraphs(words=words)),
            "date_published": "2024-03-05T08:15:00Z",
            "tags": ["economy"],
        }
        for number in range(entries)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Example", "language": "en"}
    return _json({**feed, "items": items})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _ap(texts: list[str]) -> bytes:
    item = {
        "altids": {"itemid": "1a2b", "etag": "1a2b_0"},
        "version": 4,
        "type": "text",
        "urgency": 3,
        "language": "en",
        "versioncreated": "2024-03-05T08:15:00Z",
        "pubstatus": "usable",
        "editorialtypes": ["Lead"],
        "headline": HEADLINE,
        "bylines": [{"by": "By RANA HADDAD", "title": "Associated Press"}],
        "datelinelocation": {"city": "Sidon", "countryname": "Lebanon"},
        "provider": "AP",
        "body_nitf": _html(texts),
    }
    return _json({"api_version": "1.1", "data": {"item": item}})


def _dpa(texts: list[str]) -> bytes:
    return _json(
        {
            "format": "digitalwires@1.0.0",
            "type": "composite",
            "urn": "urn:newsml:dpa.com:20090101:240305-99-1",
            "version": 3,
            "version_created": "2024-03-05T09:15:00+01:00",
            "pubstatus": "usable",
            "signal": "sig:update",
            "language": "en",
            "urgency": 3,
            "headline": HEADLINE,
            "dateline": "Sidon (dpa) - ",
            "article_html": f'<section class="main">{_html(texts)}</section>',
            "creditline": "dpa",
            "categories": [
                {"type": "dnltype:dpasubject", "name": "economy", "qcode": "medtop:04000000"}
            ],
        }
    )


def _reuters(texts: list[str]) -> bytes:
    item = {
        "versionedGuid": "tag:reuters.com,2024:newsml_L1N3AB0CD:2",
        "uri": "tag:reuters.com,2024:newsml_L1N3AB0CD:2",
        "version": "2",
        "type": "TEXT",
        "headLine": HEADLINE,
        "slug": "LEBANON-HARBOUR/ (UPDATE 1)",
        "byLine": "By Rana Haddad",
        "language": "en",
        "pubStatus": "stat:usable",
        "urgency": 4,
        "firstCreated": "2024-03-05T08:15:00.000Z",
        "versionCreated": "2024-03-05T09:15:00.000Z",
        "bodyXhtml": f"<html><head><title></title></head><body>{_html(texts)}</body></html>",
        "subject": [{"code": "N2:LB", "name": "Lebanon", "rel": None}],
    }
    return _json({"data": {"item": item}})


def _anpa(texts: list[str]) -> bytes:
    body = "\n".join(f"\t   {fill(text, 64)}" for text in texts)
    header = "\x16\x16\x01W1234\x1f_asian\nu i\x13\x11 BC-XX--Harbour   03-05 0400\n"
    head = f"\x02^BC-XX--Harbour,400<\n^{HEADLINE}<\n^By RANA HADDAD=\n^Example Agency=\n"
    return f"{header}{head}{body}\n\t   ^\x03EX-WF-03-05-24 0815GMT<\n\x04".encode()


def _iptc7901(texts: list[str]) -> bytes:
    body = "\n".join("    " + fill(text, 64) for text in texts)
    return (
        f"\x01xyz0123 4 i 0400 EXA /EXA-AB12\nLebanon-harbour\n\x02\n{HEADLINE}\n{body}\nab/cd\n\n"
        "EXA 050815 GMT MAR 24\n\x03\x04"
    ).encode()


def _page(texts: list[str]) -> bytes:
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2024-03-05T08:15:00Z",
        "author": {"@type": "Person", "name": "Rana Haddad"},
    }
    links = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in range(30))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE}</title>'
        f'<script type="application/ld+json">{json.dumps(linked)}</script></head><body>'
        f"<nav><ul>{links}</ul></nav><main><article><h1>{HEADLINE}</h1>{_html(texts)}</article>"
        f'</main><aside class="related"><ul>{links}</ul></aside></body></html>'
    ).encode()


def _mail(texts: list[str]) -> bytes:
    text = "\n\n".join(fill(one, 72) for one in texts)
    return (
        "From: Example Agency <desk@example.org>\nMessage-ID: <77@example.org>\n"
        f"Date: Tue, 05 Mar 2024 08:15:00 +0000\nSubject: {HEADLINE}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="part"\n\n--part\n'
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        "--part--\n"
    ).encode()


def _samples() -> dict[str, bytes]:
    texts, arabic = paragraphs(), paragraphs(ARABIC)
    plain = "\n\n".join([HEADLINE, *texts])
    wrapped = "<nitf><body><body.content>" + _html(arabic) + "</body.content></body></nitf>"
    return {
        "ninjs": _json(ninjs(texts)),
        "ninjs-3": _json(ninjs3(texts)),
        "ninjs-arabic": _json(ninjs(arabic, ARABIC_HEADLINE, "ar")),
        "newsml-g2": g2(_xhtml(texts)).encode(),
        "newsml-1.2": newsml1(
            content_item(wrapped), lines=f"<HeadLine>{ARABIC_HEADLINE}</HeadLine>", kind="News"
        ).encode(),
        "nitf": nitf(_html(texts), body_head=BODY_HEAD).encode(),
        "rss": rss(20, words=0),
        "rss-full": rss(20, words=400),
        "atom": atom(20, words=400),
        "jsonfeed": json_feed(20, words=400),
        "ap": _ap(texts),
        "dpa": _dpa(texts),
        "reuters": _reuters(texts),
        "anpa": _anpa(texts),
        "iptc7901": _iptc7901(texts),
        "html": _page(texts),
        "email": _mail(texts),
        "text": plain.encode(),
        "text-arabic": "\n\n".join([ARABIC_HEADLINE, *arabic]).encode(),
    }


SAMPLES: Final = _samples()
"""By the format's name, with what is special about the item after it."""
