"""Header lines that each begin with a sign for what they say, below the `ZCZC` of a message.

`%` category, `#` slug, `:` keyword, `=` take, `^` headline, `$` headline or category,
`@` place, `+` and `*` subject; others are codes for the receiver's routing. The text is what
comes below them. Source: messages of AAP and of those who send to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

SERVICE: Final = re.compile(r"[A-Z]{2,4}(\d{3,5})?")
"""What stands behind `ZCZC`: the agency, or a service with its number."""

ROUTING: Final = re.compile(r"[A-Z]{2}(?: [A-Z]{2}\w{0,10}(?:\(\w{1,9}\))?| \(\w{1,9}\)){1,9}")
"""Codes of who gets it, below a service's number: "YY RFG TDR"."""

LINES: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys("#:=^$", re.compile(r".{0,200}")),
    **dict.fromkeys("@~", re.compile(r"\w?.{0,40}")),
    "%": re.compile(r"[A-Z][\w:() ]{0,120}"),
    "&": re.compile(r"[\w\\]{0,40}"),
    **dict.fromkeys("*+", re.compile(r"[A-Z]{0,3}|\d{8}")),
}
"""What follows each sign; a line that goes on otherwise is text, such as an item of a list."""

CATEGORY_CHARS: Final = 2
"""A `$` line of so many characters at most is the category."""

PLACE: Final = re.compile(r"\(([^()]{2,40})\)")
SUBJECT_CHARS: Final = 8
"""Digits of an IPTC subject code."""

MAX_LINES: Final = 16


class CodedHead(NamedTuple):
    """What the lines say, each empty when none does, and the lines of text below them."""

    headline: str
    slugs: tuple[str, ...]
    category: str
    agency: str
    place: str
    subject: str
    text: Sequence[str]


def coded_head(lines: Sequence[str]) -> CodedHead | None:
    """Read the coded lines that `lines` open with; None when they do not."""
    words = [line.strip() for line in lines[: MAX_LINES * 2]]
    filled = [at for at, word in enumerate(words) if word]
    service = SERVICE.fullmatch(words[filled[0]]) if filled else None
    agency = ""
    numbered = False
    if service:
        agency, numbered = ("", True) if service[1] else (service[0], False)
        filled = filled[1:]
    if numbered and filled and ROUTING.fullmatch(words[filled[0]]):
        filled = filled[1:]
    said: dict[str, list[str]] = {}
    count = 0
    end = filled[0] if filled else 0
    for at in filled[:MAX_LINES]:
        sign, rest = words[at][0], words[at][1:].strip()
        if sign not in LINES or not LINES[sign].fullmatch(words[at][1:]):
            break
        said.setdefault(sign, []).append(rest)
        count += 1
        end = at + 1
    if not (count > 1 or numbered):
        return None
    return _told(said, agency, lines[end:])


def _told(said: Mapping[str, list[str]], agency: str, text: Sequence[str]) -> CodedHead:
    either = said.get("$", ())
    headlines = (*said.get("^", ()), *(line for line in either if len(line) > CATEGORY_CHARS))
    categories = (line for line in either if len(line) <= CATEGORY_CHARS)
    places = [found[1] for line in said.get(":", ()) if (found := PLACE.fullmatch(line))]
    slugs = [
        line.strip(" :")
        for sign in "#:="
        for line in said.get(sign, ())
        if any(map(str.isalpha, line)) and not PLACE.fullmatch(line)
    ]
    slugs = [slug for slug in slugs if not any(slug != one and slug in one for one in slugs)]
    codes = [line for sign in "+*" for line in said.get(sign, ()) if len(line) == SUBJECT_CHARS]
    return CodedHead(
        headline=" ".join(next((line for line in headlines if line), "").split()),
        slugs=tuple(dict.fromkeys(slugs)),
        category=next(iter((*said.get("%", ()), *categories)), "").partition(" ")[0],
        agency=agency,
        place=next(iter((*places, *said.get("@", ()))), ""),
        subject=next(iter(codes), ""),
        text=text,
    )
