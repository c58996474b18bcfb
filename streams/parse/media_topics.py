"""IPTC Media Topics: `medtop:04000000` for each spelling of formats in JSON, and their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from schemas.records import Format, Subject

SCHEME_CHARS: Final = 100
"""Characters at the end of a scheme's name or address that tell it."""
SCHEME: Final = re.compile(r"medtop\Z|.*\bnewscodes/mediatopic/?\Z", re.DOTALL)
ADDRESS: Final = re.compile(r".*\bnewscodes/mediatopic/(\d{8})\Z", re.DOTALL)
TOPIC: Final = re.compile(r"\d{8}")
PREFIX: Final = "medtop:"
SUBJECT_CODE: Final = "subj:"
"""Begins a Subject Code, what IPTC had before: `subj:16002000`."""
WITH_SUBJECT_CODES: Final = frozenset({"newsml-1.2", "nitf"})
"""Formats whose subjects are Subject Codes, without the prefix."""


def subject(
    name: str | None, *, code: str | None, scheme: str | None = None, uri: str | None = None
) -> Subject:
    """Give a subject by its code; a Media Topic's gets the prefix, others stay as given."""
    if code and scheme and _is_of_topics(scheme[-SCHEME_CHARS:]) and TOPIC.fullmatch(code):
        return Subject(code=f"{PREFIX}{code}", label=name)
    for given in (code, uri):
        address = ADDRESS.match(given) if given else None
        if address:
            return Subject(code=f"{PREFIX}{address[1]}", label=name)
    return Subject(code=code or uri, label=name)


def labelled(subjects: tuple[Subject, ...], fmt: Format) -> tuple[Subject, ...]:
    """Give the subjects of an item, with IPTC's English name for what came as a code alone.

    It is that of the Media Topic, for a Subject Code of the topic that IPTC says is the same.
    """
    if all(one.label for one in subjects):
        return subjects
    known, bare = labels(), SUBJECT_CODE if fmt in WITH_SUBJECT_CODES else ""
    return tuple(
        Subject(code=one.code, label=known.get(one.code) or known.get(bare + one.code))
        if one.code and not one.label
        else one
        for one in subjects
    )


@cache
def labels() -> Mapping[str, str]:
    """Load the names by code: of items that give them themselves they are not needed."""
    text = files("streams.parse").joinpath("media_topics.tsv").read_text("utf-8")
    names: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            topic, label, *codes = line.split("\t")
            names[PREFIX + topic] = label
            names |= dict.fromkeys((SUBJECT_CODE + one for one in " ".join(codes).split()), label)
    return names


@lru_cache(maxsize=256)
def _is_of_topics(scheme: str) -> bool:
    """Tell the scheme of Media Topics; senders name the same few all day."""
    return SCHEME.match(scheme) is not None
