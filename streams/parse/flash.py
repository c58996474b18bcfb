"""The first sentence of an item that came without a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.records import Block
from streams.parse.datelines import dateline_of

MAX_CHARS: Final = 300
"""Characters of a headline taken from a text; a longer sentence is cut at a space."""

SENTENCE: Final = re.compile(
    r".*?(?:[.!?…]['\"”’»)\]]{0,2}(?=\s+[^\sa-zа-яё])|[؟۔。！？]['\"”’»）]{0,2})", re.DOTALL
)
"""Up to a sign that ends a sentence, and then no small letter."""

ABBREVIATION: Final = re.compile(
    r"(?:\b\w|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|Lt|Sgt|No|vs|Jr|Sr|Prof|Nr|Mme|Mlle|Sr|Sra"
    r"|г|гг|им|ул))\.\Z"
)
"""What ends with a full stop within a sentence: initials, titles."""


def first_sentence(text: str, blocks: Sequence[Block]) -> str:
    """Give the first sentence of the body as one line; empty when there is no body."""
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    if first is None:
        return ""
    words = " ".join(text[first.start : min(first.end, first.start + 4 * MAX_CHARS)].split())
    end = dateline_of(words).end
    while match := SENTENCE.match(words, end):
        end = match.end()
        if not ABBREVIATION.search(words[:end]):
            break
    else:
        end = len(words)
    return _cut(words[:end])


def _cut(sentence: str) -> str:
    if len(sentence) <= MAX_CHARS:
        return sentence
    return sentence[: MAX_CHARS - 1].rsplit(" ", 1)[0] + "…"
