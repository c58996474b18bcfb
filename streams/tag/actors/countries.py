"""All countries, by the names that CLDR gives them in every language, and some that it lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

from streams.tag.actors.known import LANGUAGES, KnownActor
from streams.tag.actors.zones import locale_of

CODE: Final = re.compile(r"[A-Z]{2}\Z")
BRACKETS: Final = re.compile(r"\s*[(（][^)）]*[)）]\s*")

Languages = dict[str, tuple[str, ...]]


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What countries.yaml adds to one country; what each key means stands at its head."""

    names: Languages = {}
    weak: Languages = {}
    personal: Languages = {}
    demonyms: Languages = {}


class CountryNames(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file countries.yaml."""

    leave_out: frozenset[str]
    countries: dict[str, Country]


def countries(added: CountryNames) -> Iterator[KnownActor]:
    """Give every country that CLDR knows; raise ValueError when `added` names one it doesn't."""
    known = locale_of("en").territories
    codes = sorted(c for c in known if CODE.match(c) and c not in added.leave_out)
    if unknown := added.countries.keys() - set(codes):
        raise ValueError(f"countries.yaml: {sorted(unknown)}: no country codes of CLDR")
    cldr = {language: _bare_names(language, codes) for language in LANGUAGES}
    for code in codes:
        more = added.countries.get(code, Country())
        names: dict[str, tuple[str, ...]] = {}
        for language in LANGUAGES:
            first = cldr[language].get(code)
            ours = (*more.names.get(language, ()), *more.weak.get(language, ()))
            if first or ours:
                names[language] = tuple(dict.fromkeys((*([first] if first else []), *ours)))
        yield KnownActor(
            id=f"country:{code}",
            name=names["en"][0],
            kind="country",
            names=names,
            weak=more.weak,
            personal=more.personal,
            demonyms=more.demonyms,
        )


def _bare_names(language: str, codes: list[str]) -> dict[str, str]:
    """Give CLDR's names without what stands in brackets, unless that tells two countries apart."""
    territories = locale_of(language).territories
    whole = {code: str(territories[code]) for code in codes if code in territories}
    bare = {code: BRACKETS.sub(" ", name).strip() for code, name in whole.items()}
    shared = Counter(bare.values())
    return {code: whole[code] if shared[name] > 1 else name for code, name in bare.items()}
