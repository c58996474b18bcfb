"""Names of cities that CLDR has because a time zone is named after them."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale

from streams.tag.actors.known import LANGUAGES, ByLanguage


@cache
def locale_of(language: str) -> Any:
    """Give CLDR's data of one language; Babel has no types for it."""
    return Locale.parse(language)


def cities(zone: str) -> ByLanguage:
    """Give the names of the city that the IANA time zone `zone` is named after.

    A language for which CLDR lacks the name is left out. Raises ValueError for a zone
    that CLDR names in no language.
    """
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        city = locale_of(language).time_zones.get(zone, {}).get("city")
        if city:
            found[language] = (str(city),)
    if not found:
        raise ValueError(f"{zone}: CLDR names no city for this time zone; correct `zone`")
    return found
