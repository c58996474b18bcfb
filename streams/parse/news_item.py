"""The parts of an item of NITF and NewsML in reading order, the same way for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from schemas.records import BlockKind
from streams.parse.article import Part
from streams.parse.desk_lines import is_desk_line
from streams.parse.feed import DIRECTIONS, SIGNS_OF_DIRECTION, adds, squeezed, squeezed_of
from streams.parse.reading import Wire, too_large

MAX_ABOVE: Final = 20
"""Parts among which a body says the headline again: lists of subjects may stand above it."""

BYLINE_WORDS: Final = frozenset({"", "by", "von", "par", "por", "di", "door", "av", "af", "per"})
"""What may stand before the name in a byline that the body has as well."""
BYLINE_MORE: Final = max(map(len, BYLINE_WORDS)) + 2

SLUG_CHARS: Final = 80
"""A longer line above the headline is text; names of subjects have some 40 characters."""

FEW_LISTED: Final = 2
"""Short lines above the headline that show that a longer one is no text."""

NOTICE_CHARS: Final = 200

OPENING_CHARS: Final = 40
"""A shorter first paragraph may well be said twice: a label, a row of a table."""


SENTENCE_ENDS: Final = frozenset(".!?:؟。：")

SLUG: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,4}")
"""A few words, and nothing else."""


SIGNS: Final = frozenset("*=_#-")
ROW_OF_SIGNS: Final = re.compile(r"[*=_#-]{5,200}")
STARRED: Final = re.compile(r"\*{2,9}\s?[^*\s][^*]{0,300}\*{2,9}")
EDGE_PARTS: Final = 3
"""Parts at either end of a body among which a note between asterisks stands."""
MAX_FENCED: Final = 8
"""Parts among which the second of two rows of signs stands, about a note of a few lines."""


class ItemText(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of one item as its format names them; empty when it has none."""

    headline: str = ""
    subheadlines: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    """Abstracts and descriptions: left out when the body says the same."""
    byline: str = ""
    dateline: str = ""
    body: tuple[Part, ...] = ()
    """Paragraphs, and the captions, notes and footers that stand among them."""
    captions: tuple[Part, ...] = ()
    """Of pictures that go with the item."""
    notes: tuple[str, ...] = ()
    """Notes to editors."""

    @property
    def slug(self) -> str | None:
        """The line of keywords that stands where a subheadline would: "HARBOUR REPAIRS"."""
        return next((line for line in self.subheadlines if _is_slug(line, self.headline)), None)


def bare(headline: str) -> str:
    """Give a headline without what systems put around it.

    That is signs of direction, behind which a cue would stand, and the sign that some wires
    end its line with: "Harbour open =".
    """
    if headline[:1] in DIRECTIONS or headline[-1:] in DIRECTIONS:
        headline = headline.strip(SIGNS_OF_DIRECTION)
    return headline.rstrip("= ") or headline if headline.endswith(" =") else headline


def parts_of(item: ItemText, wire: Wire) -> list[Part]:
    """Give the parts in reading order; what is only said again is left out."""
    body = _fenced(_once(_without_headline(item.body, item.headline)))
    texts = [part.text for part in body]
    size = sum(map(len, texts))
    if size > wire.limits.max_text_chars:
        raise too_large("Characters of text", size, wire.limits.max_text_chars, "MAX_TEXT_CHARS")
    head = [Part(kind="headline", text=item.headline)]
    said = squeezed_of(body) if item.summaries or item.captions or item.notes else ""
    if not any(part.kind == "paragraph" for part in body):
        added = _new(item.summaries, "paragraph", squeezed(item.headline) + said)
        body += added
        texts += [part.text for part in added]
        said += squeezed_of(added)
    if item.subheadlines:
        body = _with_subheadlines(body, item.subheadlines)
        head += _above(item, (item.headline, *texts))
    if item.summaries:
        head += _new(item.summaries, "subheadline", squeezed_of(head) + said)
    if item.byline and (at := _said_in_lead(item.byline, texts)) is not None:
        body[at] = msgspec.structs.replace(body[at], kind="byline")
    elif item.byline:
        kind: BlockKind = "footer" if is_desk_line(item.byline) else "byline"
        head.append(Part(kind=kind, text=item.byline))
    if item.dateline in (lead := texts[:MAX_ABOVE]):
        at = lead.index(item.dateline)
        body[at] = msgspec.structs.replace(body[at], kind="dateline")
    elif item.dateline:
        begins = "".join([text[: 2 * len(item.dateline)] for text in lead])
        head += _new((item.dateline,), "dateline", squeezed(begins))
    captions = [one for one in dict.fromkeys(item.captions) if adds(one.text, said)]
    return [*head, *captions, *body, *_new(item.notes, "editor_note", said)]


def _above(item: ItemText, texts: Sequence[str]) -> list[Part]:
    """Give the subheadlines that none of `texts` begins with, whatever the spaces."""
    lines = {line: squeezed(line) for line in item.subheadlines}
    letters = tuple({words[:1] for words in lines.values()})
    openings = [squeezed(text) for text in texts if text.lstrip().startswith(letters)]
    return [
        Part(kind="slugline" if _is_slug(line, item.headline) else "subheadline", text=line)
        for line, words in lines.items()
        if not any(text.startswith(words) for text in openings)
    ]


def _with_subheadlines(body: Sequence[Part], lines: Sequence[str]) -> list[Part]:
    """Give the body with what the metadata call a subheadline told from its first paragraphs.

    A sentence among these is the lead, said twice.
    """
    told = [
        msgspec.structs.replace(part, kind="subheadline")
        if part.kind == "paragraph" and part.text in lines and part.text[-1] not in SENTENCE_ENDS
        else part
        for part in body[:MAX_ABOVE]
    ]
    parts = [*told, *body[MAX_ABOVE:]]
    return parts if any(part.kind == "paragraph" for part in parts) else list(body)


def _is_slug(line: str, headline: str) -> bool:
    """Tell a few words in capitals beside a headline that is not: agencies' keywords, as EFE's."""
    if line != line.upper() or headline == headline.upper() or line == line.lower():
        return False
    return SLUG.fullmatch(line) is not None


def _new(texts: Iterable[str], kind: BlockKind, said: str) -> list[Part]:
    """Give those of `texts` that `said`, squeezed, does not say, nor an earlier one of them."""
    found: list[Part] = []
    for text in texts:
        if text and adds(text, said):
            found.append(Part(kind=kind, text=text))
            said += squeezed(text)
    return found


def _said_in_lead(byline: str, texts: Sequence[str]) -> int | None:
    """Give the place of the line near the beginning of a body that says the byline again."""
    if " " not in byline:
        return None
    name = squeezed(byline).casefold()
    longest = len(byline) + BYLINE_MORE
    for at, text in enumerate(texts[:MAX_ABOVE]):
        if len(text) <= longest:
            before, found, after = squeezed(text).casefold().partition(name)
            if found and not after and before in BYLINE_WORDS:
                return at
    return None


def _once(parts: list[Part]) -> list[Part]:
    """Give a body whose first paragraphs are sent by themselves before the whole, as that alone."""
    first = parts[0].text if parts else ""
    if len(first) < OPENING_CHARS:
        return parts
    lead = [part.text for part in parts[: 2 * MAX_ABOVE]]
    again = lead.index(first, 1) if first in lead[1:] else 0
    return parts[again:] if again and lead[:again] == lead[again : 2 * again] else parts


def _fenced(parts: list[Part]) -> list[Part]:
    """Give a body with what is set between signs told from its text.

    That is a row of signs below it, a note above it between two of them, and one in a line
    of its own near either end: "*** Audio available ***".
    """
    for at in _edges(len(parts)):
        if parts[at].text.startswith("**") and STARRED.fullmatch(parts[at].text):
            parts[at] = msgspec.structs.replace(parts[at], kind="editor_note")
    if parts and parts[-1].text[:1] in SIGNS and ROW_OF_SIGNS.fullmatch(parts[-1].text):
        parts = [*parts[:-1], msgspec.structs.replace(parts[-1], kind="footer")]
    if not parts or parts[0].text[:1] not in SIGNS or not ROW_OF_SIGNS.fullmatch(parts[0].text):
        return parts
    lines = [part.text for part in parts[1:MAX_FENCED]]
    end = next((at for at, line in enumerate(lines, 2) if ROW_OF_SIGNS.fullmatch(line)), 0)
    note = [msgspec.structs.replace(part, kind="editor_note") for part in parts[:end]]
    return [*note, *parts[end:]] if end < len(parts) else parts


@lru_cache(maxsize=256)
def _edges(count: int) -> Sequence[int]:
    """Give the places of the parts near either end of a body of `count` parts."""
    places = range(count)
    return (*places[:EDGE_PARTS], *places[EDGE_PARTS:][-EDGE_PARTS:])


def _without_headline(body: Sequence[Part], headline: str) -> list[Part]:
    """Give the body without a line that says the headline again.

    The short lines that some agencies print above it are the slugline; one that is longer,
    below a list of them, is a notice, such as of an embargo.
    """
    parts = list(body)
    lead = [part.text for part in parts[:MAX_ABOVE]]
    if not headline or headline not in lead:
        return parts
    at = lead.index(headline)
    above, below = parts[:at], parts[at + 1 :]
    if not any(part.kind == "paragraph" for part in below):
        return parts
    if len(below) > 1 and below[0].text == headline:
        below = below[1:]
    longer = [part for part in above if len(part.text) > SLUG_CHARS]
    listed = len(above) - len(longer) >= FEW_LISTED and len(longer) == 1
    if longer and not (listed and len(longer[0].text) <= NOTICE_CHARS):
        return [*above, *below]
    kinds: list[BlockKind] = [
        "editor_note" if len(part.text) > SLUG_CHARS else "slugline" for part in above
    ]
    told = (
        msgspec.structs.replace(part, kind=kind) for part, kind in zip(above, kinds, strict=True)
    )
    return [*told, *below]
