"""From what a reader found to the article record, the same way for every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from schemas.ids import digest
from schemas.records import (
    Block,
    BlockKind,
    Cue,
    Format,
    Link,
    Parsed,
    Revision,
    Source,
    Status,
    Subject,
)
from streams.outcome import Emit, Outcome, Reject
from streams.parse.abreast import Steps, finished
from streams.parse.body import Body, read_body
from streams.parse.cues import REVISIONS, cue_in_note, cue_in_slugline, cue_of, gravest, is_repeat
from streams.parse.desk_lines import end_mark, marked
from streams.parse.flash import first_sentence
from streams.parse.identity import article_id, version_number
from streams.parse.media_topics import labelled
from streams.parse.place_and_day import dateline_in
from streams.parse.reading import MAX_LINES, UnreadableError, Wire, too_large, too_many_lines
from streams.text.language import SAMPLE_CHARS, agrees, choose
from streams.text.language_codes import UNDETERMINED, normalise

SHORT_CHARS: Final = 100
"""A body of fewer characters is no evidence of its language without the headline."""

BODY: Final = frozenset({"paragraph"})
HEADLINES: Final = frozenset({"headline", "subheadline"})
CAPTIONS: Final = frozenset({"caption"})
"""Kinds of blocks that tell the language, the first of these that there is."""

BETWEEN: Final = "\n\n"
"""What parts one part of a text from the next."""

GRAVITY: Final[tuple[Revision, ...]] = ("original", "update", "correction", "kill")


Assembled: TypeAlias = tuple[str, tuple[Block, ...], tuple[Source, ...]]
"""A text, its blocks, and the sources credited in it."""


class Part(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of text that a structured format delivers by itself."""

    kind: BlockKind
    text: str
    credit: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An article as a reader found it, before id, language and digest are worked out."""

    format: Format
    headline: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    provider_id: str | None = None
    version: str | None = None
    status: Status = "usable"
    revision: Revision = "original"
    """What the format's own fields say; cues in the headline may make it graver."""
    cue: Cue | None = None
    """The same in finer terms; a graver or finer one in the text goes before it."""
    slugline: str | None = None
    declared_language: str | None = None
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()
    genre: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Subject, ...] = ()
    rights: str | None = None
    embargo_until: datetime | None = None
    links: tuple[Link, ...] = ()
    urgency: int | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None


def publish(draft: Draft, wire: Wire) -> Steps[Outcome]:
    """Make the outcome for a wire item that is one article; raises as `finish` does."""
    yield
    return Emit((finish(draft, wire),))


def finish(draft: Draft, wire: Wire) -> Parsed:
    """Make the record; raises UnreadableError when there is nothing to say or too much."""
    if len(draft.text) > wire.limits.max_text_chars:
        raise too_large(
            "Characters of text", len(draft.text), wire.limits.max_text_chars, "MAX_TEXT_CHARS"
        )
    given = any(map(str.isalnum, draft.headline))
    headline = (given and draft.headline) or first_sentence(draft.text, draft.blocks)
    cue = _cue(draft, headline)
    said: Revision = REVISIONS[cue] if cue else "original"
    if cue == "refile" and draft.cue != "refile" and is_repeat(draft.headline):
        said = "original"
    revision = said if said == draft.revision else max(draft.revision, said, key=GRAVITY.index)
    status = _status(draft, cue)
    if (not draft.text or draft.text.isspace()) and revision != "kill":
        raise UnreadableError(
            "no_content", "Neither headline nor text; send one of them, or a kill with its id."
        )
    declared = normalise(draft.declared_language)
    written = draft.published_at or draft.updated_at or wire.delivery.received_at
    return Parsed(
        delivery=wire.delivery,
        id=article_id(draft.provider_id, wire.delivery.source, draft.text),
        version=version_number(draft.version),
        format=draft.format,
        status=status,
        revision=revision,
        cue=cue,
        language=_language(draft, declared),
        declared_language=declared,
        headline=headline,
        headline_from="headline" if given else "first_sentence",
        slugline=draft.slugline,
        text=draft.text,
        blocks=draft.blocks if given else tuple(map(_no_headline, draft.blocks)),
        dateline=dateline_in(draft.text, draft.blocks, draft.places, written.date()),
        sources=draft.sources,
        subjects=labelled(draft.subjects, draft.format),
        genre=draft.genre,
        keywords=draft.keywords,
        places=draft.places,
        rights=draft.rights,
        embargo_until=draft.embargo_until,
        links=draft.links,
        urgency=draft.urgency,
        published_at=draft.published_at,
        updated_at=draft.updated_at,
        url=draft.url,
        digest=digest(draft.headline, draft.text, status, revision),
    )


def _no_headline(block: Block) -> Block:
    """Give a line without letters, such as "* * *", that stands where the headline would."""
    return msgspec.structs.replace(block, kind="slugline") if block.kind == "headline" else block


def assembling(parts: Iterable[Part], paragraphs: Sequence[str] = ()) -> Steps[Assembled]:
    """Join `parts` with blank lines between; give the text, its blocks and the sources credited.

    `paragraphs` stand behind the parts: stripped, none of them empty. All paragraphs are read again
    as lines of a body: feeds put captions and source lines there.
    """
    pieces: list[str] = []
    kinds: list[BlockKind] = []
    credited: list[str | None] = []
    lines: list[str] = []
    headline = ""
    for part in parts:
        if words := part.text.strip():
            kind = part.kind
            if kind == "paragraph":
                lines.append(words)
            elif kind == "headline":
                headline = words
            pieces.append(words)
            kinds.append(kind)
            credited.append(part.credit)
    if paragraphs:
        lines += paragraphs
        pieces += paragraphs
        kinds += ["paragraph"] * len(paragraphs)
        credited += [None] * len(paragraphs)
    if len(pieces) > MAX_LINES:
        raise too_many_lines(MAX_LINES + 1)
    yield
    sources: tuple[Source, ...] = ()
    if (place := marked(lines)) is not None:
        _set_off_mark(pieces, kinds, credited, lines, place)
    yield
    if lines:
        body = read_body(lines, headline)
        sources = body.sources
        if body.kinds.count("paragraph") < len(lines):
            _tell(kinds, credited, body)
    yield
    return BETWEEN.join(pieces), _blocks(pieces, kinds, credited), sources


def assemble(parts: Iterable[Part]) -> Assembled:
    """Do the same at once, where nothing is read abreast."""
    return finished(assembling(parts))


def _blocks(
    pieces: Sequence[str], kinds: Sequence[BlockKind], credited: Sequence[str | None]
) -> tuple[Block, ...]:
    """Give the blocks of a text that is made of `pieces`."""
    blocks: list[Block] = []
    start = 0
    for kind, words, credit in zip(kinds, pieces, credited, strict=True):
        end = start + len(words)
        blocks.append(Block(kind=kind, start=start, end=end, credit=credit))
        start = end + len(BETWEEN)
    return tuple(blocks)


def _set_off_mark(
    pieces: list[str],
    kinds: list[BlockKind],
    credited: list[str | None],
    lines: list[str],
    place: int,
) -> None:
    """Make a part of its own of the mark that the paragraph at `place` ends with."""
    at = [at for at, kind in enumerate(kinds) if kind == "paragraph"][place]
    line = lines[place]
    mark = end_mark(line)
    if words := line[:mark].rstrip():
        lines[place : place + 1] = pieces[at : at + 1] = [words, line[mark:].lstrip()]
        kinds.insert(at, "paragraph")
        credited.insert(at, None)


def _tell(kinds: list[BlockKind], credited: list[str | None], body: Body) -> None:
    """Put what the paragraphs turned out to be in the place of each."""
    paragraphs = [at for at, kind in enumerate(kinds) if kind == "paragraph"]
    for at, kind in zip(paragraphs, body.kinds, strict=True):
        kinds[at] = kind
    for place, credit in body.credits.items():
        credited[paragraphs[place]] = credit


def _cue(draft: Draft, headline: str) -> Cue | None:
    """Give the gravest, then finest, of what format, headline, slugline and notes say."""
    if draft.status == "cancelled" or draft.revision == "kill":
        return "kill"
    said = draft.cue
    if cue := cue_of(headline):
        said = gravest(said, cue)
    if draft.slugline and (cue := cue_in_slugline(draft.slugline)):
        said = gravest(said, cue)
    for block in draft.blocks:
        if block.kind == "editor_note":
            said = gravest(said, cue_in_note(draft.text[block.start : block.end]))
    return said


def _status(draft: Draft, cue: Cue | None) -> Status:
    if cue == "kill":
        return "cancelled"
    return "withheld" if cue == "withhold" else draft.status


def _language(draft: Draft, declared: str | None) -> str:
    """Give the language of the body: captions and credits may be in another.

    Text in ASCII says no more than that its letters are Latin.
    """
    text, blocks = draft.text, draft.blocks
    if declared and text.isascii() and draft.headline.isascii() and agrees(declared, "latin"):
        return declared
    for kinds in (BODY, HEADLINES, CAPTIONS):
        words = ""
        for block in blocks:
            if block.kind in kinds:
                words += text[block.start : block.end] + "\n"
                if len(words) >= SAMPLE_CHARS:
                    break
        if not words:
            continue
        if kinds is BODY and len(words) < SHORT_CHARS:
            words += draft.headline
        language = choose(declared, words)
        if language != UNDETERMINED:
            return language
    return declared or UNDETERMINED


def reject(error: UnreadableError, which: str) -> Reject:
    """Say of which part of a wire item `error` tells."""
    return Reject(error.reject.reason, f"{which}: {error.reject.detail}")
