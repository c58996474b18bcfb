"""How one name is spelt in several ways, and what of it is the surname."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import Final

from streams.tag.group import JOINER
from streams.tag.traditional import traditional
from streams.text.fold import fold_word

_PARTICLES: Final = """
    al el as ash at ad an ar az bin ben bint ibn abu abou abd abdel abdul von van der den de del
    da di la le ال بن ابن بنت ابو ابي عبد аль ас аш ан аз фон ван дер де ла бен бин ибн бін ібн
"""
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Words of a name that never begin a surname's remainder: after one, no surname starts."""
ARTICLES: Final = frozenset(("al", "el"))
"""Arabic's article in Latin letters: written either way, or left out."""
SERVANT: Final = "عبد "
SERVANT_JOINED: Final = frozenset(("ar", "fa", "ur"))
"""Where عبد الله is written عبدالله as well."""
SHORTEST_SURNAME: Final = 3
"""Letters: shorter ones are too often another word. A family name put first may have 2."""
MOST_SPELLINGS: Final = 64
"""Of one name; a longer list would be a mistake in spellings.yaml."""


class Spellings:
    """Groups of words that stand for one another, by language."""

    def __init__(self, groups: Mapping[str, Iterable[Iterable[str]]]) -> None:
        self._cache: dict[tuple[str, str], tuple[str, ...]] = {}
        self._groups = {
            language: {
                _folded(word): tuple(dict.fromkeys(words))
                for words in map(tuple, lines)
                for word in words
            }
            for language, lines in groups.items()
        }

    def of(self, name: str, language: str) -> tuple[str, ...]:
        """Give `name` itself and each other way to spell it, without repetition.

        A Chinese name, listed in simplified characters, is spelt in traditional ones too.
        Raises ValueError when there are more than MOST_SPELLINGS.
        """
        known = self._cache.get((name, language))
        if known is None:
            known = self._cache[name, language] = self._of(name, language)
        return known

    def _of(self, name: str, language: str) -> tuple[str, ...]:
        if language == "zh":
            return tuple(dict.fromkeys((name, traditional(name))))
        joined = name.replace(JOINER, "")
        if language in SERVANT_JOINED:
            joined = joined.replace(SERVANT, SERVANT.strip())
        if joined != name:
            return tuple(
                dict.fromkeys((*self._spelt(name, language), *self._spelt(joined, language)))
            )
        return self._spelt(name, language)

    def _spelt(self, name: str, language: str) -> tuple[str, ...]:
        groups = self._groups.get(language, {})
        options = [self._options(word, groups) for word in name.split()]
        if all(len(o) == 1 for o in options):
            return (name,)
        spelt = dict.fromkeys([name])
        for words in product(*options):
            spelt.setdefault(" ".join(w for w in words if w))
        if len(spelt) > MOST_SPELLINGS:
            raise ValueError(f"{name} has {len(spelt)} spellings; {MOST_SPELLINGS} are allowed")
        return tuple(spelt)

    @staticmethod
    def surnames(name: str, *, family_first: bool) -> tuple[str, ...]:
        """Give the words of a full name that may stand for the person, the shortest first.

        Those are the last words, never beginning after a particle: of Ursula von der
        Leyen, `von der Leyen`; of مولود جاويش أوغلو, both أوغلو and جاويش أوغلو.
        """
        words = name.replace("·", " ").split()
        if len(words) < 2:  # noqa: PLR2004 - one word is the whole name
            return ()
        if family_first:
            return (words[0],)
        folded = [_folded(word) for word in words]
        return tuple(
            " ".join(words[start:])
            for start in range(len(words) - 1, 0, -1)
            if folded[start - 1] not in PARTICLES
            and len("".join(folded[start:])) >= _shortest(words[start])
        )

    @staticmethod
    def _options(word: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        found = groups.get(_folded(word), (word,))
        head, hyphen, rest = word.partition("-")
        if hyphen and head.lower() in ARTICLES:
            roots = groups.get(_folded(rest), (rest,))
            return tuple(dict.fromkeys(a + r for r in roots for a in ("al-", "el-", "")))
        return found


@cache
def _folded(word: str) -> str:
    return fold_word(word)


def _shortest(word: str) -> int:
    return 2 if "\u3400" <= word[0] <= "\u9fff" else SHORTEST_SURNAME
