"""Read the files of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

import msgspec

from schemas.records import ActorKind
from streams.tag.actors.countries import CountryNames, countries
from streams.tag.actors.known import LANGUAGES, ByLanguage, KnowledgeBase, KnownActor, build
from streams.tag.actors.zones import cities
from streams.tag.spelling import Spellings

KINDS: Final[Mapping[str, ActorKind]] = {
    "persons.yaml": "person",
    "organisations.yaml": "organisation",
    "places.yaml": "place",
}
PREFIX: Final[Mapping[ActorKind, str]] = {
    "person": "person:",
    "organisation": "org:",
    "place": "place:",
}

Languages = dict[str, tuple[str, ...]]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One actor as the files give it; what each key means stands at the head of persons.yaml."""

    id: str
    name: str
    country: str | None = None
    capital_of: str | None = None
    metonym: bool = False
    zone: str | None = None
    roles: tuple[str, ...] = ()
    surname: bool | tuple[str, ...] = True
    alone: bool | tuple[str, ...] = False
    family_first: bool = False
    weak: Languages = {}
    ar: tuple[str, ...]
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()
    tr: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    fa: tuple[str, ...] = ()
    uk: tuple[str, ...] = ()
    ur: tuple[str, ...] = ()

    def names(self) -> ByLanguage:
        """Give the names by language: ours, then the city's in CLDR, then the weak ones."""
        found: dict[str, tuple[str, ...]] = {}
        zone = cities(self.zone) if self.zone else {}
        for language in LANGUAGES:
            own: tuple[str, ...] = getattr(self, language)
            first = (self.name,) if language == "en" else ()
            names = (*first, *own, *zone.get(language, ()), *self.weak.get(language, ()))
            if names:
                found[language] = tuple(dict.fromkeys(names))
        return found


@cache
def load() -> KnowledgeBase:
    """Read and index the knowledge base, once a process.

    Raises ValueError, naming the file and the field, when a file is not as it should be.
    """
    spellings = Spellings(_read("spellings.yaml", dict[str, tuple[tuple[str, ...], ...]]))
    others = _read("others.yaml", Languages)
    actors = [*_kept_by_hand(), *countries(_read("countries.yaml", CountryNames))]
    return build(actors, spellings=spellings, others=others)


def _kept_by_hand() -> Iterator[KnownActor]:
    for file, kind in KINDS.items():
        for entry in _read(file, list[Entry]):
            if not entry.id.startswith(PREFIX[kind]):
                raise ValueError(f"{file}: {entry.id}: an id here begins with {PREFIX[kind]}")
            person = kind == "person"
            yield KnownActor(
                id=entry.id,
                name=entry.name,
                kind=kind,
                names=entry.names(),
                weak=entry.weak,
                country=_country(entry.country or entry.capital_of),
                capital_of=_country(entry.capital_of),
                metonym=entry.metonym,
                roles=entry.roles,
                surname=_languages(entry.surname) if person else frozenset(),
                alone=_languages(entry.alone),
                family_first=entry.family_first,
            )


def _country(code: str | None) -> str | None:
    return None if code is None else f"country:{code}"


def _languages(value: bool | tuple[str, ...]) -> frozenset[str]:  # noqa: FBT001 - as the files say it
    if isinstance(value, bool):
        return frozenset(LANGUAGES if value else ())
    return frozenset(value)


R = TypeVar("R")


def _read(file: str, kind: type[R]) -> R:
    try:
        return msgspec.yaml.decode(_text(file), type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{file}: {error}") from None


def _text(file: str) -> bytes:
    return (files("streams.tag.actors") / file).read_bytes()
