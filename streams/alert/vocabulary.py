"""The names that rules may use, of actors, languages and sources, each to its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from rapidfuzz import fuzz, process

from streams.alert.conditions import Field
from streams.tag.actors import KnowledgeBase
from streams.text import agencies
from streams.text.fold import fold

NEAREST_MIN: Final = 70.0
"""Least similarity (rapidfuzz ratio, 0 to 100) of a name worth suggesting: «Lavrof» has 83 with
«Lavrov», «warn» 73 with «warning», but «Bush» 67 with «US».
"""
MISSPELT_MIN: Final = 85.0
"""Similarity from which an unknown source is taken for a misspelt agency; «aljazera» has 94."""
MISSPELT_CHARS: Final = 6
"""Shortest source taken for misspelt: short ones, such as `apa` and `ap`, are alike by nature."""
LISTED_MAX: Final = 6
"""Most ids listed for an ambiguous name."""
SOURCES_CACHED: Final = 10_000
"""Sources whose look-up is kept: more than a newsroom subscribes to, a megabyte."""
CODE_CHARS: Final = 2
"""Length of an ISO 639-1 code."""
ACTORS_KNOWN: Final = "; write the usual name in full, or take out one that Barq does not know"
LANGUAGES_KNOWN: Final = "; write its two letters of ISO 639-1, such as ar, or its name"
NAMING_LOCALES: Final = ("en", "ar", "fr", "ru", "tr", "es", "de", "zh", "fa", "uk", "ur")
"""Languages that a language may be named in: those that Barq reads."""


class UnknownNameError(ValueError):
    """A name that stands for nothing, or for several things; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What rules may name, field by field."""

    actors: Callable[[str], tuple[str, ...]]
    """Gives the ids of the actors called so: none, one, or several when it is ambiguous."""
    actor_names: Callable[[], Iterable[tuple[str, str]]]
    """Gives every actor's names, ids among them, each with the id, for suggestions."""

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Vocabulary:
        """Take ids, names and surnames of the actors known.

        A surname is good in a rule when one person known has it, even where a text would
        need the full name first.
        """
        surnames = tuple(
            (surname, actor.id)
            for actor in knowledge.by_id.values()
            if actor.kind == "person"
            for names in actor.names.values()
            for name in names
            for surname in knowledge.spellings.surnames(name, family_first=actor.family_first)
        )
        by_surname: dict[str, tuple[str, ...]] = {}
        for surname, actor in surnames:
            key = fold(surname).text
            by_surname[key] = tuple({*by_surname.get(key, ()), actor})

        def find(name: str) -> tuple[str, ...]:
            if name in knowledge.by_id:
                return (name,)
            return knowledge.named(name) or by_surname.get(fold(name).text, ())

        def named() -> Iterator[tuple[str, str]]:
            for actor in knowledge.by_id.values():
                yield actor.id, actor.id
                yield from ((name, actor.id) for names in actor.names.values() for name in names)
            yield from surnames

        return cls(actors=find, actor_names=named)

    def resolve(self, field: Field, name: str) -> str:
        """Give the id that `name` stands for; raise UnknownNameError with what to write."""
        if field == "actors":
            return self._actor(name)
        return language_code(name) if field == "languages" else source_id(name)

    def _actor(self, name: str) -> str:
        ids = self.actors(name)
        if len(ids) == 1:
            return ids[0]
        if not ids:
            hint = nearest(name, tuple(self.actor_names()))
            raise UnknownNameError(f"no actor is called «{name}»{hint or ACTORS_KNOWN}")
        listed = ", ".join(sorted(ids)[:LISTED_MAX]) + (", …" if len(ids) > LISTED_MAX else "")
        raise UnknownNameError(f"«{name}» may be any of {listed}; write the one that is meant")


def source_id(name: str) -> str:
    """Give the short name of the agency called `name`, or of a feed, which is its own.

    A feed may be called anything, but not by a misspelt agency's name.
    """
    folded = agencies.fold_name(name)
    if agencies.agency(name) is None and len(folded) >= MISSPELT_CHARS:
        hint = nearest(folded, tuple(agencies.names().items()), least=MISSPELT_MIN)
        if hint:
            raise UnknownNameError(
                f"no agency is called «{name}»{hint} A feed of your own needs a name less like it"
            )
    return source_term(name)


@lru_cache(maxsize=SOURCES_CACHED)
def source_term(name: str) -> str:
    """Give what stands for a source in rules and articles alike."""
    return agencies.agency(name) or name.casefold()


def language_code(name: str) -> str:
    """Give the ISO 639-1 code for a code, or for the name of a language in any of ours.

    `und` stands for a text that gives no evidence of its language. Source: CLDR, by Babel.
    """
    wanted = name.casefold()
    if wanted == "und":
        return wanted
    if len(wanted) == CODE_CHARS and wanted in Locale("en").languages:
        return wanted
    found = _languages().get(wanted)
    if found is None:
        hint = nearest(wanted, tuple(_languages().items()))
        raise UnknownNameError(f"no language is called «{name}»{hint or LANGUAGES_KNOWN}")
    return found


def nearest(name: str, known: Sequence[tuple[str, str]], *, least: float = NEAREST_MIN) -> str:
    """Give a question about the known name most like `name`; nothing when none is like it."""
    near = process.extractOne(
        name,
        [one for one, _ in known],
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=least,
    )
    if near is None:
        return ""
    found, means = known[near[2]]
    return f"; did you mean «{found}»{'' if means == found else f' ({means})'}?"


@cache
def _languages() -> dict[str, str]:
    named: dict[str, str] = {}
    for locale in NAMING_LOCALES:
        for code, name in sorted(Locale(locale).languages.items()):
            if len(code) == CODE_CHARS:
                named.setdefault(name.casefold(), code)
    return named
