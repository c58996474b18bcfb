"""The forms of a name that a text may hold, made when the gazetteer is built.

Tables of endings, not a dictionary: they make some forms that no one writes, which
costs a little memory, and miss what is irregular, which the data files list.

- Russian and Ukrainian: the five other cases; of a person's name all words are declined
  (and, as foreign women's are, all but the last); of another name the adjectives that
  it begins with and the first noun. Acronyms of up to 4 letters have no cases.
- German: the genitive's -s.
- Arabic: و ف ب ل ك and their pairs, written together with the first word, and لل for ل
  before the article. Accusative endings are marks, which folding deletes.
- English, French, Italian elisions and possessives, and Turkish cases of names, stand off by an
  apostrophe, which separates words here (see gazetteer.py).
- Demonyms: by the adjective endings of each language; in Arabic also with the article.

Source: for Russian and Ukrainian the declensions of any school grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

LONGEST_ACRONYM: Final = 4
"""Letters; longer ones are declined as words are (ХАМАСа)."""

Cases = tuple[tuple[str, ...], ...]
"""Endings by case, each with its variants: genitive, dative, accusative, instrumental, locative."""


def _cases(text: str) -> Cases:
    return tuple(tuple("" if e == "-" else e for e in case.split("/")) for case in text.split())


# Each row: the word ends so; how much of that is taken off; the endings that come instead.
_Row = tuple[tuple[str, ...], int, Cases]

_RU_PERSON: Final[tuple[_Row, ...]] = (
    (("ов", "ев", "ёв", "ин", "ын"), 0, _cases("а у а ым/ом е")),
    (("ова", "ева", "ёва", "ина", "ына"), 1, _cases("ой ой у ой ой")),
)
_RU_ADJECTIVE: Final[tuple[_Row, ...]] = (
    (
        ("ский", "цкий", "кий", "гий", "хий", "жий", "ший", "чий", "щий"),
        2,
        _cases("ого/его ому/ему ого/ий им ом/ем"),
    ),
    (("ый", "ой"), 2, _cases("ого ому ого/ый/ой ым ом")),
    (("ая",), 2, _cases("ой ой ую ой ой")),
    (("яя",), 2, _cases("ей ей юю ей ей")),
    (("кое", "ное", "лое", "вое", "дое"), 2, _cases("ого ому ое ым/им ом")),
    (("ее",), 2, _cases("его ему ее им ем")),
    (("ые", "ие"), 1, _cases("х м е/х ми х")),
)
_RU_NOUN: Final[tuple[_Row, ...]] = (
    (("ия",), 1, _cases("и и ю ей и")),
    (("я",), 1, _cases("и е ю ей е")),
    (("ка", "га", "ха", "жа", "ша", "ча", "ща"), 1, _cases("и е у ой/ей е")),
    (("а",), 1, _cases("ы е у ой/ей е")),
    (("ий",), 1, _cases("я ю я/й ем и/е")),
    (("й",), 1, _cases("я ю я/й ем е")),
    (("ь",), 1, _cases("я/и ю/и я/ь ем/ью е/и")),
    (("ство",), 1, _cases("а у о ом е")),
    (("оре",), 1, _cases("я ю е ем е")),
    (("ы",), 1, _cases("-/ов ам ы ами ах")),
)
_RU_HARD: Final = _cases("а у а/- ом/ем е")
_UK_PERSON: Final[tuple[_Row, ...]] = (
    (("ов", "ев", "єв", "ін", "ин", "їн"), 0, _cases("а у/ові а им/ом і/ові")),
    (("ова", "ева", "єва", "іна", "їна"), 1, _cases("ої ій у ою ій")),
)
_UK_ADJECTIVE: Final[tuple[_Row, ...]] = (
    (("ий",), 2, _cases("ого ому ого/ий им ому")),
    (("ня",), 1, _cases("ьої ій ю ьою ій")),
    (
        ("ська", "цька", "зька", "ична", "ічна", "вна", "нна", "ика", "рна"),
        1,
        _cases("ої ій у ою ій"),
    ),
    (("не", "ке", "ське"), 1, _cases("ого ому е им ому")),
    (("ські", "цькі", "ні", "ані"), 1, _cases("их им і/их ими их")),
)
_UK_NOUN: Final[tuple[_Row, ...]] = (
    (("ія",), 1, _cases("ї ї ю єю ї")),
    (("я",), 1, _cases("і і ю ею/єю і")),
    (("а",), 1, _cases("и/і і у ою/ею і")),
    (("й",), 1, _cases("я/ю ю/єві я/й єм ї/єві")),
    (("ь",), 1, _cases("я/ю/і ю/еві/і я/ь ем/сю і/еві")),
    (("о",), 1, _cases("а у/ові а/о ом і/у/ові")),
    (("оре",), 1, _cases("я ю е ем і")),
    (("и",), 1, _cases("-/ів ам и ами ах")),
)
_UK_HARD: Final = _cases("а/у у/ові а/- ом/ем і/у/ові")
_UK_SOFTENED: Final = {"к": "ц", "г": "з", "х": "с"}
"""Before -і: Америка, в Америці."""

_VOWELS: Final = frozenset("аеёиоуыэюяєіїь")
_AND: Final = frozenset(("и", "і", "та", "й"))

_PROCLITICS: Final = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_ARTICLE: Final = "ال"


def forms(name: str, language: str, *, person: bool) -> Iterator[str]:
    """Give the forms of a name as written, `name` itself first; one may come twice."""
    yield name
    if language in {"ru", "uk"}:
        yield from _declined(name, language, person=person)
    elif language == "de" and name[-1:].isalpha() and name[-1] not in "sßxz":
        yield name + "s"


def demonym_forms(word: str, language: str) -> Iterator[str]:
    """Give the forms of a demonym, from that in the dictionary."""
    yield word
    if language == "ar":
        yield from _nisba(word)
    elif language in {"ru", "uk"}:
        yield from _adjective(word, language)
    elif language == "de" and word.endswith("sch"):
        yield from (word + ending for ending in ("e", "en", "er", "es", "em"))
    elif language == "fr":
        yield from (word + ending for ending in ("s", "e", "es"))
    elif language == "es":
        stem = word.removesuffix("o")
        yield from (stem + e for e in (("os", "a", "as") if word.endswith("o") else ("s", "es")))


def proclitic_forms(folded: str) -> Iterator[tuple[str, int]]:
    """Give a folded Arabic name with each prefix, and how many letters come before the name.

    Of لل before an article only the first ل is the prefix: the name keeps the other.
    """
    for prefix in _PROCLITICS:
        if prefix.endswith("ل") and folded.startswith(_ARTICLE):
            yield prefix + folded.removeprefix("ا"), len(prefix)
        else:
            yield prefix + folded, len(prefix)


def _declined(name: str, language: str, *, person: bool) -> Iterator[str]:
    words = name.split()
    paradigms: list[Cases | None] = []
    head = True
    for word, following in zip(words, [*words[1:], None], strict=True):
        adjective = person or following is not None
        paradigms.append(
            _paradigm(word, language, person=person, adjective=adjective) if head else None
        )
        if not person:
            head = word in _AND or (head and _is_adjective(word, language))
    yield from _aligned(words, paradigms)
    if person and len(words) > 1:
        yield from _aligned(words, [*paradigms[:-1], None])


def _aligned(words: list[str], paradigms: list[Cases | None]) -> Iterator[str]:
    for case in range(5):
        options = [(w,) if p is None else p[case] for w, p in zip(words, paradigms, strict=True)]
        yield from map(" ".join, product(*options))


def _is_adjective(word: str, language: str) -> bool:
    return _ending(word, _RU_ADJECTIVE if language == "ru" else _UK_ADJECTIVE) is not None


def _paradigm(word: str, language: str, *, person: bool, adjective: bool) -> Cases | None:
    head, hyphen, last = word.rpartition("-")
    if not last or not _declines(last) or (person and last[0].islower()):
        return None
    russian = language == "ru"
    rows = (
        *((_RU_PERSON if russian else _UK_PERSON) if person else ()),
        *((_RU_ADJECTIVE if russian else _UK_ADJECTIVE) if adjective else ()),
        *(_RU_NOUN if russian else _UK_NOUN),
    )
    found = _ending(last, rows)
    if found is None:
        if last[-1].lower() in _VOWELS:
            return None
        found = (0, _RU_HARD if russian else _UK_HARD)
    cut, cases = found
    stem = last[: len(last) - cut]
    return tuple(
        tuple(head + hyphen + _joined(stem, ending, language) for ending in endings)
        for endings in cases
    )


def _declines(word: str) -> bool:
    cyrillic = "\u0400" <= word[-1] <= "\u04ff"
    return cyrillic and not (word.isupper() and len(word) <= LONGEST_ACRONYM)


def _joined(stem: str, ending: str, language: str) -> str:
    if language == "uk" and ending == "і" and stem[-1:] in _UK_SOFTENED:
        return stem[:-1] + _UK_SOFTENED[stem[-1]] + ending
    return stem + ending


def _ending(word: str, rows: tuple[_Row, ...]) -> tuple[int, Cases] | None:
    lower = word.lower()
    return next((row[1:] for row in rows if lower.endswith(row[0])), None)


def _adjective(word: str, language: str) -> Iterator[str]:
    if word.endswith(("ский", "цкий", "ський", "цький")):
        stem = word[:-2]
        endings = (
            "ая ое ие ого ому им ом ой ую их ими"
            if language == "ru"
            else "а е і ого ому им ій ої у ою их ими"
        )
        yield from (stem + ending for ending in endings.split())
    elif word.endswith("е"):
        yield from (word[:-1] + ending for ending in ("", "ам", "ами", "ах"))
    elif word.endswith(("ы", "и", "і")):
        yield from (word[:-1] + ending for ending in ("ев", "ів", "ам", "ами", "ах"))


def _nisba(words: str) -> Iterator[str]:
    """Give an Arabic adjective's feminine and plurals, each with and without the article."""
    parts = words.split()
    if parts[0].startswith(_ARTICLE):
        return
    endings = ("", "ة", "ين", "ون", "ات", "ان", "تين", "تان")
    for ending in endings:
        bare = [part + ending for part in parts]
        yield " ".join(bare)
        yield " ".join(_ARTICLE + part for part in bare)
