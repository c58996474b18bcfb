"""What a desk's web form mails: a JSON object of the form's fields, each a list of answers.

Forms that correspondents file by have `Headline` and `Body`, and some of `Abstract`,
`Slugline`, `Byline`, `Dateline`, `Category`, `Genre`, `Place`, `Priority`, `Keywords`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.records import Subject
from streams.parse.article import Draft, Part, assemble
from streams.parse.jsontext import strings

REQUIRED: Final = ("headline", "body")
LEVEL: Final = re.compile(r"[1-9]")


def read_form(text: str) -> Draft | None:
    """Read the answers of a form; None when `text` is something else."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        raw = json.loads(text, strict=False)  # mail breaks lines within strings
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        return None
    answers = {str(name).strip().lower(): strings(value) for name, value in raw.items()}
    if not all(answers.get(name) for name in REQUIRED):
        return None
    return _draft(answers)


def _draft(answers: Mapping[str, Sequence[str]]) -> Draft:
    def first(name: str) -> str:
        return " ".join(next(iter(answers.get(name, ())), "").split())

    lines = [line.strip() for body in answers["body"] for line in body.splitlines()]
    dateline = first("dateline")
    text, blocks, credited = assemble(
        [
            Part(kind="slugline", text=first("slugline")),
            Part(kind="headline", text=first("headline")),
            Part(kind="subheadline", text=first("abstract")),
            Part(kind="byline", text=first("byline")),
            Part(kind="dateline", text=dateline),
            *(Part(kind="paragraph", text=line) for line in lines),
        ]
    )
    priority = first("priority")
    return Draft(
        format="email",
        headline=first("headline"),
        text=text,
        blocks=blocks,
        slugline=first("slugline") or None,
        sources=credited,
        subjects=_subjects(answers.get("category", ())),
        genre=_subjects(answers.get("genre", ())),
        places=_subjects(answers.get("place", ())),
        keywords=tuple(answers.get("keywords", ())),
        urgency=int(priority) if LEVEL.fullmatch(priority) else None,
    )


def _subjects(names: Sequence[str]) -> tuple[Subject, ...]:
    return tuple(Subject(label=name) for name in names)
