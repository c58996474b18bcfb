"""What is known of an actor, and the look-up of actors by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from schemas.records import ActorKind
from streams.tag.spelling import Spellings
from streams.text.fold import fold, fold_all

LANGUAGES: Final = ("ar", "en", "fr", "ru", "tr", "es", "de", "zh", "fa", "uk", "ur")
"""ISO 639-1 codes of the languages that names are kept in."""
KIND_ORDER: Final = ("country", "organisation", "person", "place")
"""Which kind a name means first when nothing else decides; within a kind, the lesser id."""

ByLanguage = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor or place, by the names that wires give it."""

    id: str
    """Kind and a short English name, such as `person:sergey-lavrov`; a country's is its code."""
    name: str
    """English name."""
    kind: ActorKind
    names: ByLanguage
    """As written, by language; the first is the most usual."""
    weak: ByLanguage = field(default_factory=dict)
    """Those of `names` that are also common words."""
    personal: ByLanguage = field(default_factory=dict)
    """Those of `names` that are also people's names."""
    demonyms: ByLanguage = field(default_factory=dict)
    """Adjectives and words for a country's people, as in a dictionary."""
    country: str | None = None
    """Id of the country that it belongs to."""
    capital_of: str | None = None
    """Id of the country whose government the city's name can stand for."""
    metonym: bool = False
    """Whether the city's name alone usually stands for that government."""
    roles: tuple[str, ...] = ()
    surname: frozenset[str] = frozenset()
    """Languages in which the surname means the person once the full name stands in the text."""
    alone: frozenset[str] = frozenset()
    """Languages in which the surname is enough."""
    family_first: bool = False


def order(actor: KnownActor) -> tuple[int, str]:
    """Give the sort key that decides between actors of the same name."""
    return KIND_ORDER.index(actor.kind), actor.id


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """All known actors."""

    by_id: Mapping[str, KnownActor]
    """In the order of their ids."""
    spellings: Spellings
    others: ByLanguage
    """Names that contain an actor's name and mean something else."""
    by_name: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Folded name or alias to the ids of the actors called so."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names and aliases as written, sorted: to suggest one for a misspelling."""
        return tuple(
            sorted({n for a in self.by_id.values() for ns in a.names.values() for n in ns})
        )

    def named(self, name: str) -> tuple[str, ...]:
        """Give the ids of actors that have `name` as their name or an alias, best first.

        Case, accents and the spellings that wires vary do not matter; a surname alone
        is an alias only where the knowledge base says that it is enough.
        """
        return self.by_name.get(fold(name).text, ())


def build(
    actors: Iterable[KnownActor], *, spellings: Spellings, others: ByLanguage
) -> KnowledgeBase:
    """Index `actors`; raise ValueError for an id that comes twice."""
    by_id: dict[str, KnownActor] = {}
    by_name: dict[str, list[str]] = {}
    for actor in sorted(actors, key=lambda a: a.id):
        if by_id.setdefault(actor.id, actor) is not actor:
            raise ValueError(f"{actor.id} is given twice; give each actor one entry")
    called = [(n, a.id) for a in sorted(by_id.values(), key=order) for n in _called(a, spellings)]
    for folded, (_, actor_id) in zip(fold_all([name for name, _ in called]), called, strict=True):
        ids = by_name.setdefault(folded, [])
        if actor_id not in ids:
            ids.append(actor_id)
    return KnowledgeBase(
        by_id=MappingProxyType(by_id),
        spellings=spellings,
        others=others,
        by_name=MappingProxyType({name: tuple(ids) for name, ids in by_name.items()}),
    )


def _called(actor: KnownActor, spellings: Spellings) -> Iterator[str]:
    for language, names in actor.names.items():
        for name in names:
            for spelt in spellings.of(name, language):
                yield spelt
                if language in actor.alone:
                    yield from spellings.surnames(spelt, family_first=actor.family_first)[:1]
