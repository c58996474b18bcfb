"""What an article is known by: its id, and the number of its version."""

from __future__ import annotations

import re
from typing import Final

from schemas.ids import digest

GLOBAL_ID: Final = re.compile(r"(?:urn|tag|https?|doi|nntp|newsml):\S+", re.IGNORECASE)
"""Schemes whose identifiers are the same whoever delivers them; others get a prefix."""

MAX_ID_CHARS: Final = 500
"""A longer id is replaced by its digest: it becomes a message key and part of other keys."""

VERSION: Final = re.compile(r"\s*[vV]?(\d{1,1000})(?:\.0+)?\s*")
TIMESTAMP: Final = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)[.\d]{0,10}(?:Z|\+00:?00)?\s*"
)

EXACT_BITS: Final = 62
"""Versions below 2**62 are kept exactly."""
EXACT_DIGITS: Final = 18
"""Digits that a number below 2**62 may have, whichever they are."""
MANTISSA_BITS: Final = 50
"""Leading bits kept of a larger version: 15 decimal digits."""


def article_id(provider_id: str | None, source: str, text: str) -> str:
    """Give the provider's id, told apart by source unless it is global; else a digest of the text.

    The digest leaves out spaces and line ends, which transports change.
    """
    given = " ".join(provider_id.split()) if provider_id else ""
    if not given:
        return digest("article", " ".join(text.split()))
    name = given if GLOBAL_ID.fullmatch(given) else f"{source}:{given}"
    return name if len(name) <= MAX_ID_CHARS else digest("id", name)


def version_number(version: str | None) -> int | None:
    """Give a provider's version as a number that orders the same; None when it is not one.

    Timestamps become their digits. Numbers of 2**62 and more keep their order in 63 bits:
    length in bits, then the leading bits, as floating point numbers do.
    """
    if not version:
        return None
    if len(version) <= EXACT_DIGITS and version.isascii() and version.isdigit():
        return int(version)
    match = VERSION.fullmatch(version)
    if match:
        number = int(match[1])
    elif match := TIMESTAMP.fullmatch(version):
        number = int("".join(match.groups()))
    else:
        return None
    length = number.bit_length()
    if length <= EXACT_BITS:
        return number
    leading = (number >> (length - MANTISSA_BITS - 1)) - (1 << MANTISSA_BITS)
    return (1 << EXACT_BITS) + ((length - EXACT_BITS) << MANTISSA_BITS) + leading
