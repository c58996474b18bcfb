"""IPTC Media Topics among the codes of formats in JSON: `medtop:04000000` for each spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from schemas.records import Subject

SCHEME_CHARS: Final = 100
"""Characters at the end of a scheme's name or address that tell it."""
SCHEME: Final = re.compile(r"medtop\Z|.*\bnewscodes/mediatopic/?\Z", re.DOTALL)
ADDRESS: Final = re.compile(r".*\bnewscodes/mediatopic/(\d{8})\Z", re.DOTALL)
TOPIC: Final = re.compile(r"\d{8}")


def subject(
    name: str | None, *, code: str | None, scheme: str | None = None, uri: str | None = None
) -> Subject:
    """Give a subject by its code; a Media Topic's gets the prefix, others stay as given."""
    if code and scheme and _is_of_topics(scheme[-SCHEME_CHARS:]) and TOPIC.fullmatch(code):
        return Subject(code=f"medtop:{code}", label=name)
    for given in (code, uri):
        address = ADDRESS.match(given) if given else None
        if address:
            return Subject(code=f"medtop:{address[1]}", label=name)
    return Subject(code=code or uri, label=name)


@lru_cache(maxsize=256)
def _is_of_topics(scheme: str) -> bool:
    """Tell the scheme of Media Topics; senders name the same few all day."""
    return SCHEME.match(scheme) is not None
