"""The gazetteer: every form of every name, and what a match of it may mean.

Names match between spaces in folded text; those in Han letters anywhere, for Chinese
has no spaces. Apostrophes and Persian's joiners separate here, other than in `fold`: so
Türkiye'nin, l'Iran and Lavrov's hold the names alone, and چاووش‌اوغلو is found as چاووش اوغلو.

What a form may mean depends on how it is written in the text:

- a name of one word counts in articles in its own language; English ones, and names of
  several words, in every language; and all in a language that we don't know;
- where the listed form has a capital, the text must have it: `turkey` is a bird. Of a
  form that is all capitals and has up to 3 letters, all: `us` is a pronoun. Those that
  are words too (`US`, `WHO`) don't count in a line that is all in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.tag.actors.known import LANGUAGES, KnowledgeBase, KnownActor, order
from streams.tag.group import separated
from streams.tag.inflect import demonym_forms, forms, proclitic_forms
from streams.text.fold import fold_all

Sense = Literal["name", "alias", "alone", "surname", "demonym"]
"""How a form means an actor; `alone` is a surname that is enough by itself."""

EVERY_LANGUAGE: Final = (1 << len(LANGUAGES)) - 1
CAPITALS_UP_TO: Final = 3
"""Letters of an all-capitals form that must stand in capitals; wires write Nato and Opec too."""
ALSO_WORDS: Final = frozenset(("us", "is", "who", "un", "eu", "ue", "ab", "bm", "ei", "isil"))
"""Acronyms, folded, that spell a common word or a given name (Işıl) where they count."""
WITH_INITIALS: Final = frozenset(("ru", "uk"))
"""Languages whose wires shorten a given name to its initial: С. Лавров."""
WITHOUT_CAPITALS: Final = frozenset(("ar", "fa", "ur", "zh"))
_HAN: Final = ("\u3400", "\u9fff")


FULL: Final = frozenset(("name", "alias"))
"""Senses of names that need nothing more to mean their actor."""


class Writing(IntEnum):
    """How a form must stand in the text, the least strict first."""

    ANY = 0
    SOME_CAPITAL = 1
    CAPITALISED = 2
    CAPITALS = 3
    CAPITALS_APART = 4
    """In capitals, in a line that isn't."""


class Meaning(NamedTuple):
    """One thing that a form may mean."""

    actor: int
    """Place in `Gazetteer.actors`; NO_ACTOR for a name that is to be passed over."""
    sense: Sense
    languages: int
    """Bit per language of LANGUAGES in whose articles it counts."""
    writing: Writing
    weak: bool
    """Whether it counts only where the article names the actor, or its country, otherwise."""
    personal: bool
    """Whether it is weak beside another capitalised word."""


class Form(NamedTuple):
    """A folded form: how many of its letters come before the name, and what it may mean."""

    prefix: int
    length: int
    """Of the name, in folded characters."""
    words: bool
    """Whether it stands between spaces, which its pattern then includes."""
    meanings: tuple[Meaning, ...]
    several: bool
    """Whether the name has several words."""
    certain: bool
    """Whether it means one actor, whatever else the article names."""
    free: bool
    """Whether it is certain however it is written, being one word of a script without capitals."""
    capital: bool
    """Whether it may be a capital, which its neighbours then decide about."""


NO_ACTOR: Final = -1


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All forms, by their numbers."""

    actors: tuple[KnownActor, ...]
    """In the order that decides between actors of the same name."""
    forms: tuple[Form, ...]
    patterns: tuple[str, ...]
    """(forms,) what to look for in a folded text between two spaces."""
    lead: NDArray[np.int64]
    """(forms,) from where a pattern matches in ` text ` to where the name begins in `text`."""
    lengths: NDArray[np.int64]
    """(forms,) folded characters of the name."""
    languages: NDArray[np.int64]
    """(forms,) bits of the languages in whose articles any meaning counts."""


def bit(language: str) -> int:
    """Give the bit of an article's language; of one that we don't know, every bit."""
    return 1 << LANGUAGES.index(language) if language in LANGUAGES else EVERY_LANGUAGE


class _Written(NamedTuple):
    """A form as written, before folding."""

    text: str
    language: str
    meaning: Meaning
    """Less its languages."""
    languages: int
    """Bits of the languages in whose articles it counts."""


_Found = dict[tuple[str, int], dict[Meaning, int]]
"""By folded form and prefix: what it means, less its languages, and the bits of those."""


def build(knowledge: KnowledgeBase) -> Gazetteer:
    """Make every form of every name and the automaton over them."""
    actors = tuple(sorted(knowledge.by_id.values(), key=order))
    written = [w for place, actor in enumerate(actors) for w in _written(place, actor, knowledge)]
    written += _others(knowledge)
    folded = fold_all([separated(w.text) for w in written])
    found: _Found = {}
    for form, one in zip(folded, written, strict=True):
        _add(found, form, 0, one)
        if one.language == "ar":
            for prefixed, prefix in proclitic_forms(form):
                _add(found, prefixed, prefix, one)
    return _gazetteer(actors, found)


def _add(found: _Found, form: str, prefix: int, one: _Written) -> None:
    meanings = found.setdefault((form, prefix), {})
    meanings[one.meaning] = meanings.get(one.meaning, 0) | one.languages


def _gazetteer(
    actors: tuple[KnownActor, ...],
    found: _Found,
) -> Gazetteer:
    patterns: list[str] = []
    made: list[Form] = []
    for (text, prefix), meanings in found.items():
        if not text:
            continue
        words = not _HAN[0] <= text[0] <= _HAN[1]
        patterns.append(f" {text} " if words else text)
        ordered = tuple(sorted(_counting(meaning, bits) for meaning, bits in meanings.items()))
        first = ordered[0]
        plain = first.sense in {*FULL, "demonym"} and not (first.weak or first.personal)
        several = " " in text
        certain = len(ordered) == 1 and plain and first.actor != NO_ACTOR
        made.append(
            Form(
                prefix,
                len(text) - prefix,
                words,
                ordered,
                several=several,
                certain=certain,
                free=certain and not several and not first.writing,
                capital=any(m.actor >= 0 and actors[m.actor].capital_of for m in ordered),
            )
        )
    return Gazetteer(
        actors,
        tuple(made),
        tuple(patterns),
        lead=np.array([f.prefix if f.words else f.prefix - 1 for f in made], np.int64),
        lengths=np.array([f.length for f in made], np.int64),
        languages=np.array(
            [reduce(or_, (m.languages for m in f.meanings)) for f in made], np.int64
        ),
    )


def _counting(one: Meaning, languages: int) -> Meaning:
    """Give the meaning with its languages: in half the time of `_replace`, for 70,000 of them."""
    return Meaning(one.actor, one.sense, languages, one.writing, one.weak, one.personal)


def _written(place: int, actor: KnownActor, knowledge: KnowledgeBase) -> Iterator[_Written]:
    person = actor.kind == "person"
    in_german = {"de": actor.names["en"], **actor.names}
    for language, names in in_german.items():
        for number, name in enumerate(names):
            weak = name in actor.weak.get(language, ())
            personal = name in actor.personal.get(language, ())
            sense: Sense = "alias" if number else "name"
            for spelt in knowledge.spellings.of(name, language):
                for form in forms(spelt, language, person=person):
                    yield _form(form, language, place, sense, weak=weak, personal=personal)
                if person:
                    yield from _surnames(spelt, language, place, actor, knowledge)
    for language, words in actor.demonyms.items():
        for word in words:
            for form in demonym_forms(word, language):
                yield _form(form, language, place, "demonym")


def _surnames(
    name: str, language: str, place: int, actor: KnownActor, knowledge: KnowledgeBase
) -> Iterator[_Written]:
    surnames = knowledge.spellings.surnames(name, family_first=actor.family_first)
    for number, surname in enumerate(surnames):
        for form in forms(surname, language, person=True):
            if number == 0 and language in WITH_INITIALS and not actor.family_first:
                yield _form(f"{name[0]}. {form}", language, place, "alias")
            if language in actor.alone and number == 0:
                yield _form(form, language, place, "alone")
            if language in actor.surname:
                one = _form(form, language, place, "surname")
                yield one._replace(languages=EVERY_LANGUAGE)


def _others(knowledge: KnowledgeBase) -> Iterator[_Written]:
    for language, names in knowledge.others.items():
        for name in names:
            for spelt in knowledge.spellings.of(name, language):
                for form in forms(spelt, language, person=False):
                    yield _form(form, language, NO_ACTOR, "name")


def _form(
    text: str,
    language: str,
    actor: int,
    sense: Sense,
    *,
    weak: bool = False,
    personal: bool = False,
) -> _Written:
    everywhere = language == "en" or len(separated(text).split()) > 1
    languages = EVERY_LANGUAGE if everywhere else bit(language)
    meaning = Meaning(actor, sense, 0, _writing(text, language), weak, personal)
    return _Written(text, language, meaning, languages)


def _writing(text: str, language: str) -> Writing:
    if language in WITHOUT_CAPITALS:
        return Writing.ANY
    if text[:2].isalpha() and text[0].isupper() and text[1:2].islower():
        return Writing.CAPITALISED  # as most names are
    letters = [c for c in text if c.isalpha()]
    if all(c.isupper() for c in letters):
        if "".join(letters).lower() in ALSO_WORDS:
            return Writing.CAPITALS_APART
        if len(letters) <= CAPITALS_UP_TO:
            return Writing.CAPITALS
    if letters and letters[0].isupper():
        return Writing.CAPITALISED
    return Writing.SOME_CAPITAL if any(c.isupper() for c in letters) else Writing.ANY
