"""Wire items and articles for the tests of the parse stage, written for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from schemas.records import Parsed, WireItem
from streams.outcome import Emit, Outcome, Reject
from streams.parse.stage import load, parse
from streams.settings import Settings

LIMITS = replace(load(Settings.read()), max_text_chars=200_000)

ARABIC = """لقاء ثلاثي في عمان حول المياه

Ministers of water meet in Amman- - AMMAN, JORDAN - MARCH 4 : Minister Sami Haddad (2nd L) attends
صورة جماعية للوزراء الثلاثة بعد جلسة المباحثات في عمان (الأناضول)

اتفق وزراء المياه في ثلاث دول الأحد على تقاسم بيانات الأنهار خلال موسم الجفاف.

وقال الوزير سامي حداد في مؤتمر صحفي (عقد في عمان)، "سننشر الأرقام كل أسبوع".

وأعلنت الوزارة أنها ستستضيف اجتماعا آخر مطلع الشهر المقبل.

المصدر : الجزيرة + وكالات"""
"""The shape of a news site's page as text: an English caption in an Arabic article."""

FIRST = (
    "The water ministry said on Monday that nine new wells north of the town would be open "
    "before the summer, two years later than it had promised to the farmers there."
)
SECOND = (
    "The first figures will be published every week from now on, one of its engineers told "
    "reporters who had asked for them, and the whole list of wells at the end of the year."
)
"""Paragraphs of a page, long enough to be told from its furniture."""


def item(body: bytes | str, content_type: str = "", *, source: str = "desk") -> WireItem:
    data = body.encode() if isinstance(body, str) else body
    return WireItem(
        id="d1",
        source=source,
        content_type=content_type,
        received_at=datetime(2019, 3, 4, 12, tzinfo=UTC),
        body=data,
    )


def outcome(body: bytes | str, content_type: str = "", *, source: str = "desk") -> Outcome:
    return parse(item(body, content_type, source=source), LIMITS)


def articles(body: bytes | str, content_type: str = "", *, source: str = "desk") -> list[Parsed]:
    result = outcome(body, content_type, source=source)
    assert isinstance(result, Emit), result
    return [record for record in result.records if isinstance(record, Parsed)]


def article(body: bytes | str, content_type: str = "", *, source: str = "desk") -> Parsed:
    (only,) = articles(body, content_type, source=source)
    return only


def rejection(body: bytes | str, content_type: str = "") -> Reject:
    result = outcome(body, content_type)
    assert isinstance(result, Reject), result
    return result


def rss(*items: str, head: str = "<language>en</language>") -> str:
    inner = "".join(f"<item>{one}</item>" for one in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>Desk</title>{head}{inner}</channel></rss>"
    )


def atom(*entries: str) -> str:
    inner = "".join(f"<entry>{one}</entry>" for one in entries)
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"<title>Desk</title>{inner}</feed>"
    )
