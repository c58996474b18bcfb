"""What stands around the text of a press release: labels above it, notes and contacts below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from streams.parse.article import Part
from streams.parse.credit_lines import RELEASED_BY
from streams.text.agencies import agency

FIRST: Final = 5
"""Parts among which labels stand."""

LABEL_CHARS: Final = 60
LABEL: Final = re.compile(
    r"[\W_]{0,4}(?:(?:press|news|media) (?:release|statement|notice)|(?:for )?immediate release"
    r"|communiqué(?: de presse)?|pour (?:diffusion|publication) immédiate"
    r"|(?:presse|medien)(?:mitteilung|information)|zur sofortigen veröffentlichung"
    r"|(?:comunicado|nota)(?: de prensa)?|comunicato stampa|(?:nota|comunicado) à imprensa"
    r"|persbericht|press?emeddelelse|pressmeddelande|pressemelding|пресс-?релиз"
    r"|basın (?:bülteni|açıklaması)|بيان صحفي|للنشر(?: الفوري)?|新闻稿|新聞稿"
    r"|報道関係者各位|보도자료)"
    r"[\W_]{0,4}",
    re.IGNORECASE,
)
"""What a release calls itself in a line of its own."""

MARK_CHARS: Final = 16
END: Final = re.compile(
    r"[\s\-–—#*(\[]{0,5}(?:ends?|-?\s?30\s?-?|ende|fin|fine|انتهى|конец|#{3})[\s\-–—#*)\]]{0,5}",
    re.IGNORECASE,
)
"""What ends the text: below it are notes to editors and contacts."""

NOTES_CHARS: Final = 80
NOTES: Final = re.compile(
    r"[\W_]{0,4}(?:notes? (?:to|for) editors?|editors?['’] notes?|notes aux rédactions"
    r"|hinweise? (?:an|für) (?:die )?redaktionen)[\W_]{0,4}",
    re.IGNORECASE,
)
CONTACTS: Final = re.compile(
    r"[\W_]{0,4}(?:(?:media|press|investor|news) (?:contacts?|enquiries|inquiries|relations)"
    r"|contacts?|contact (?:information|details|presse)|for (?:further|more) information"
    r"|(?:further|more|additional) information|(?:presse)?kontakt|rückfragen|ansprechpartner"
    r"|contacts presse|contatti|contactos?(?: de prensa)?|контакты|iletişim|distribution"
    r"|للاستفسار|お問い合わせ先?|媒体联系|문의)[\W_]{0,4}",
    re.IGNORECASE,
)
"""Headings below which there is nothing for readers."""

CONTACT_PARTS: Final = 16
CONTACT_CHARS: Final = 200
"""Parts below such a heading, and the longest of them: more is text."""


def apart(parts: Sequence[Part]) -> list[Part]:
    """Set labels, notes and contacts of a release apart from its text."""
    told = list(parts)
    for at, part in enumerate(told[:FIRST]):
        if part.kind == "paragraph" and len(part.text) <= LABEL_CHARS:
            if LABEL.fullmatch(part.text):
                told[at] = msgspec.structs.replace(part, kind="slugline")
            elif agency(part.text):
                told[at] = msgspec.structs.replace(part, kind="source_line")
    end = _end(told)
    if not any(part.kind == "paragraph" for part in told[:end]):
        return told
    below = (
        msgspec.structs.replace(part, kind="footer")
        if part.kind == "paragraph" and not _names_source(part)
        else part
        for part in told[end:]
    )
    return [*told[:end], *below]


def _end(parts: Sequence[Part]) -> int:
    """Give where the text ends; the number of parts when nothing tells it."""
    marks = [at for at, part in enumerate(parts) if _is(END, part, MARK_CHARS)]
    if marks:
        return marks[-1]
    for at, part in enumerate(parts):
        if at and _is(NOTES, part, NOTES_CHARS):
            return at
        if _names_source(part):
            return at + 1
        if at and _is(CONTACTS, part, NOTES_CHARS) and _are_contacts(parts[at:]):
            return at
    return len(parts)


def _names_source(part: Part) -> bool:
    return part.text.startswith("SOURCE ") and RELEASED_BY.fullmatch(part.text) is not None


def _are_contacts(parts: Sequence[Part]) -> bool:
    return len(parts) <= CONTACT_PARTS and all(len(one.text) <= CONTACT_CHARS for one in parts)


def _is(form: re.Pattern[str], part: Part, most_chars: int) -> bool:
    words = part.text
    return (
        len(words) <= most_chars and part.kind == "paragraph" and form.fullmatch(words) is not None
    )
