"""Where and when a text was written, as its dateline says: "MOSCOW, Nov 27 (Reuters) -"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from schemas.records import Block, Dateline, Subject
from streams.parse.cues import cue_of
from streams.parse.datelines import MAX_CHARS, SIGN_CHARS, dateline_of
from streams.parse.month_names import MONTHS, month_number
from streams.parse.written_days import days_in, with_ascii_digits
from streams.text.agencies import all_known_in

PARAGRAPHS: Final = 2
"""First paragraphs of which one may open with the dateline."""

PLACE_CHARS: Final = 50
PLACE_WORDS: Final = 6
NOT_IN_PLACES: Final = frozenset("<>@#*=+|&%$€")
PARTICLE_CHARS: Final = 3
"""A longer word of a place begins with a capital: Frankfurt am Main, Rio de Janeiro."""
AHEAD: Final = timedelta(days=2)
"""How far a dateline may be ahead of its publication: zones, and papers of the next day."""
DASHES: Final = "-–—_"

EAST_DAY: Final = re.compile(
    r"(?:(?P<year>\d{4})[年년] ?)?(?:(?P<month>\d{1,2})[月월] ?)?(?P<day>\d{1,2})[日일]"
)
JOINED: Final = re.compile(r"(?<!\d)(?P<day>\d{1,2})\. ?(?P<month>[^\W\d_]{3,10})")
"""A day joined to its month, as in Latvia: "4.marts"."""
SLASHED: Final = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?(?!\d)"
)
"""In digits, with the day first as wires outside America write it."""

REPORTER: Final = re.compile("記者|记者")
FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９　", "0123456789 ")

AROUND: Final = ' \t\u3000,،.:;=/-–—_()（）[]［］【】電电«»"“”'
"""What stands between place, day and agency."""
ENDS_IN_DOT: Final = re.compile(r"[.,،].*\.\Z|\b[A-Z][a-z]{0,4}\.\Z")
"""A place whose last dot is its own: "SPRINGFIELD, Ill.", "WASHINGTON, D.C."."""

IN_BRACKETS: Final = re.compile(r"[(（]([^()（）]{2,30})[)）][^\w()]{0,4}\Z")
"""At the end of a line: «ملقة (إسبانيا) (أ ف ب)»."""
DASH: Final = re.compile(" [-–—_]")
ALONE: Final = re.compile(
    r"(?P<place>[^\W\d_][^()\n:;!?]{2,60}?) ?(?P<dash>--|[-–—_]) (?=[\W\d_]{0,2}[^\W\d_])"
)
"""Place, and perhaps day, before a dash, with no agency: "WASHINGTON, Nov. 27 — The"."""
_NO_PLACE: Final = """
ALERT ANALYSIS BACKGROUND BREAKING COLUMN COMMENT COMMENTARY CONTEXT EDITORIAL EXCLUSIVE EXPLAINER
FACTBOX FEATURE FLASH GALLERY GRAPHIC INTERVIEW LETTER LISTEN LIVE NEWS NOTE OBITUARY OPINION PHOTOS
PODCAST POLL PREVIEW PROFILE READ RECAP REVIEW SPOTLIGHT SUMMARY TIMELINE UPDATE UPDATED URGENT
VIDEO VIEW WATCH
"""
NO_PLACE: Final = frozenset(_NO_PLACE.split())
"""Words in capitals that stand before a dash and are no place."""


class Written(NamedTuple):
    """A day as it is written."""

    start: int
    end: int
    year: int | None
    month: int | None
    """None where only the day of the month is said."""
    day: int


def dateline_in(
    text: str, blocks: Sequence[Block], places: Iterable[Subject], near: date
) -> Dateline | None:
    """Give the dateline of a text: a line of its own, else what a first paragraph opens with.

    None where neither place nor day is told. A day without a year is the last one by `near`.
    """
    tried = 0
    for block in blocks:
        if block.kind not in {"dateline", "paragraph"}:
            continue
        words = text[block.start : min(block.end, block.start + MAX_CHARS)]
        if block.kind == "dateline":
            found = _line(words, block.start, near)
        else:
            found = _opening(words, block.start, places, near)
            tried += 1
        if found or tried == PARAGRAPHS:
            return found
    return None


def _line(words: str, start: int, near: date) -> Dateline | None:
    """Tell place and day of a line that is a dateline; most fields for it hold one word."""
    if not (words.isascii() and words.isalpha()):
        return _told(words, start, near, _credit(words))
    if words[0].islower() or len(words) > PLACE_CHARS:
        return None
    return Dateline(start=start, end=start + len(words), place=words)


def _credit(line: str) -> tuple[int, int]:
    """Find the agency in a line that is a dateline: brackets may tell the country as well."""
    if (match := IN_BRACKETS.search(line)) and all_known_in(match[1].strip()):
        return match.span(1)
    return dateline_of(line).credit


def _opening(words: str, start: int, places: Iterable[Subject], near: date) -> Dateline | None:
    found = dateline_of(words)
    if found.end:
        whole = found.end + len(words[found.end :]) - len(words[found.end :].lstrip(DASHES))
        return _told(words[:whole], start, near, found.credit)
    if not DASH.search(words, 1, SIGN_CHARS) or not (match := ALONE.match(words)):
        return None
    told = _told(match[0], start, near)
    if told is None or told.place is None:
        return None
    name = told.place
    known = any(place.label and name.casefold() == place.label.casefold() for place in places)
    dashed = match["dash"] != "-" and words[match.end() :].lstrip(AROUND)[:1].isupper()
    town = name.partition(",")[0]
    in_capitals = town.isupper() and NO_PLACE.isdisjoint(town.split()) and not cue_of(match[0])
    return told if known or (in_capitals and (told.date or dashed)) else None


def _told(
    dateline: str, start: int, near: date, credit: tuple[int, int] = (0, 0)
) -> Dateline | None:
    """Tell place and day apart in a dateline that stands at `start`, its agency at `credit`."""
    before, after = _apart(dateline, credit)
    words = before if before.strip(AROUND) else after
    written = _written(words)
    place = words if written is None else words[: written.start]
    if written and not place.strip(AROUND):
        place = words[written.end :]
    name = _place(place)
    if name is None and written is None:
        return None
    return Dateline(
        start=start,
        end=start + len(dateline.rstrip()),
        place=name,
        date=words[written.start : written.end].strip(" ,.") if written else None,
        day=_day(written, near) if written else None,
    )


def _apart(dateline: str, credit: tuple[int, int]) -> tuple[str, str]:
    """Give what stands before the agency, without a reporter between strokes, and what behind."""
    if credit[1] == 0:
        return dateline, ""
    before = dateline[: credit[0]]
    place, stroke, _ = before.partition("/ ")
    return (place if stroke and place.strip() else before), dateline[credit[1] :]


def _written(words: str) -> Written | None:
    """Find the day."""
    plain = with_ascii_digits(words).translate(FULL_WIDTH)
    if not any(map(str.isdecimal, plain)):
        return None
    for found in days_in(plain):
        return Written(found.start, found.end, found.year, found.month, found.day)
    for pattern in (EAST_DAY, JOINED, SLASHED):
        if match := pattern.search(plain):
            said = match.groupdict()
            month = said["month"]
            number = int(month) if month and month.isdecimal() else month_number(month or "")
            year = said.get("year")
            if month is None or (number and number <= len(MONTHS)):
                return Written(*match.span(), int(year) if year else None, number, int(said["day"]))
    return None


def _place(words: str) -> str | None:
    """Give the place as written; None where the words are none."""
    found = words.strip(AROUND)
    if "(" in found and ")" not in found:
        found += ")"
    if ENDS_IN_DOT.search(words.rstrip(AROUND.replace(".", ""))):
        found += "."
    if (
        not any(map(str.isalpha, found))
        or any(map(str.isdecimal, found))
        or len(found) > PLACE_CHARS
        or found.count(" ") >= PLACE_WORDS
        or any(word[0].islower() and len(word) > PARTICLE_CHARS for word in found.split())
        or found[0].islower()
        or not NOT_IN_PLACES.isdisjoint(found)
        or REPORTER.search(found)
    ):
        return None
    return found


def _day(written: Written, near: date) -> date | None:
    """Give the day in the calendar: of those that may be meant the last one by publication."""
    if written.month is None:
        months = [(near.year, near.month), _before(near)]
        days = [_date(year, month, written.day) for year, month in months]
    elif written.year is None:
        years = (near.year - 1, near.year, near.year + 1)
        days = [_date(year, written.month, written.day) for year in years]
    else:
        return _date(written.year, written.month, written.day)
    return max((day for day in days if day and day - near <= AHEAD), default=None)


def _before(near: date) -> tuple[int, int]:
    return (near.year, near.month - 1) if near.month > 1 else (near.year - 1, len(MONTHS))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
