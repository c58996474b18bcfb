"""Which actor each name of an article means.

First, whom the article names beyond doubt: by a name that only one actor has and that is
no common word. A demonym, and a person or organisation of it, vouch for a country too.
Then, name by name, in this order:

1. a name or alias. A weak one counts only if its actor or its actor's country is vouched
   for. Between actors of the same name, those vouched for come first, then countries,
   organisations, persons and places, then the lesser id. So «عمان» is Amman in an article
   that speaks of Jordan, and Oman else;
2. a surname, if the article names the person in full, before or after (a headline comes
   before the body, and an English caption serves an Arabic text). Of two persons with
   the surname, the one named last before it; if none was, the one named first after it;
3. a demonym.

A surname behind another's given name is a namesake's; and so is one that would be enough by
itself, in an article whose first such name below its headline is a namesake's. In Chinese so
is a surname or a weak name that a middle dot joins to more: 卡尔·加兰特 is no minister.

A city that is a capital is then read as its country or as the place (capitals.py).
What means no one is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from schemas.records import Mention
from streams.tag.actors.known import KnownActor
from streams.tag.capitals import is_place
from streams.tag.find import Span
from streams.tag.gazetteer import FULL, NO_ACTOR, Gazetteer, Meaning, Sense
from streams.tag.given_names import given_name
from streams.tag.group import Article
from streams.text.fold import fold

Basis = Literal["name", "alias", "surname", "capital", "demonym"]
_BASIS: Final[dict[Sense, Basis]] = {
    "name": "name",
    "alias": "alias",
    "alone": "alias",
    "surname": "surname",
    "demonym": "demonym",
}
NONE: Final[frozenset[int]] = frozenset()
MIDDLE_DOTS: Final = frozenset("·・‧")
"""Between the parts of a foreign name in Chinese."""
SMALL_WORD: Final = 3
"""Letters: a capitalised word up to this long (In, The, Mrs) is no one's given name."""


def resolve(
    article: Article,
    spans: Sequence[Span],
    datelines: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
) -> list[Mention]:
    """Give the mentions of an article, in the order of `spans`, of those that mean someone.

    In `datelines`, as (start, end), a capital is the place.
    """
    if not spans:
        return []
    return _Resolution(article, spans, datelines, gazetteer).mentions()


class _Resolution:
    """What is known of one article while its names are resolved."""

    def __init__(
        self,
        article: Article,
        spans: Sequence[Span],
        datelines: Sequence[tuple[int, int]],
        gazetteer: Gazetteer,
    ) -> None:
        self._article = article
        self._datelines = datelines
        self._spans = spans
        self._gazetteer = gazetteer
        self._named: dict[int, int] = {}
        """Each person named in full beyond doubt, to where first."""
        self._last: dict[int, int] = {}
        """Each actor resolved so far, to where last."""
        self._vouched: set[str] = set()
        """Ids of the actors named, and of countries vouched for."""
        self._weak = [NONE if span.certain else self._weak_of(span) for span in spans]
        noted: set[int] = set()
        for span, weak in zip(spans, self._weak, strict=True):
            number = span.meanings[0].actor if span.certain else self._sure(span, weak)
            if number is None:
                continue
            if number not in noted:
                noted.add(number)
                self._vouch(number)
            if number not in self._named and self._is_in_full(number, span):
                self._named[number] = span.start
        self._namesakes = self._introduced()
        """Those for whom a surname would be enough, were the article not about a namesake."""

    def _introduced(self) -> set[int]:
        below = self._article.text.find("\n")
        first: dict[int, Span] = {}
        for span in self._spans:
            if span.start > below and not span.certain:
                for actor in self._of("alone", span):
                    first.setdefault(actor, span)
        return {actor for actor, span in first.items() if self._of_namesake(span)}

    def mentions(self) -> list[Mention]:
        """Give what each name that means someone means."""
        actors, text = self._gazetteer.actors, self._article.text
        found: list[Mention] = []
        for place, span in enumerate(self._spans):
            if span.certain:
                number, basis = span.meanings[0].actor, _BASIS[span.meanings[0].sense]
            elif (meant := self._meant(span, self._weak[place])) is not None:
                number, basis = meant
            else:
                continue
            known = actors[number]
            if known.kind == "person":
                self._last[number] = span.start
            actor = known.id
            if known.capital_of is not None and self._acts(place, known, known.capital_of):
                actor, basis = known.capital_of, "capital"
            start, end = span.start, span.end
            found.append(
                Mention(actor=actor, start=start, end=end, surface=text[start:end], basis=basis)
            )
        return found

    def _weak_of(self, span: Span) -> frozenset[int]:
        """Give the actors that this name is too weak to mean by itself."""
        weak = {m.actor for m in span.meanings if m.weak}
        personal = {m.actor for m in span.meanings if m.personal}
        if personal and _beside_capital(self._article.text, span):
            weak |= personal
        strong = {
            m.actor for m in span.meanings if not (m.weak or m.personal or m.sense == "surname")
        }
        return frozenset(weak - strong)

    @staticmethod
    def _sure(span: Span, weak: frozenset[int]) -> int | None:
        """Give the only actor that this name can mean, if it needs no other to vouch for it."""
        sure = {m.actor for m in span.meanings if m.sense != "surname" and m.actor not in weak}
        return sure.pop() if len(sure) == 1 and NO_ACTOR not in sure else None

    def _vouch(self, number: int) -> None:
        actor = self._gazetteer.actors[number]
        self._vouched.add(actor.id)
        if actor.kind != "place" and actor.country is not None:
            self._vouched.add(actor.country)

    def _is_in_full(self, number: int, span: Span) -> bool:
        """Tell whether the span names a person, and not by the surname."""
        return self._gazetteer.actors[number].kind == "person" and any(
            m.actor == number and m.sense in FULL for m in span.meanings
        )

    def _meant(self, span: Span, weak: frozenset[int]) -> tuple[int, Basis] | None:
        if any(m.actor == NO_ACTOR for m in span.meanings):
            return None
        joined = _joined(self._article.text, span)
        names = [
            m for m in span.meanings if m.sense in FULL and self._counts(m, weak, joined=joined)
        ]
        if names:
            best = min(names, key=self._rank)
            return best.actor, _BASIS[best.sense]
        surnames = [] if joined else self._of("surname", span)
        alone = self._of("alone", span)
        if (surnames or alone) and self._of_namesake(span):
            return None
        present = [actor for actor in surnames if actor in self._named]
        if present:
            return min(present, key=self._nearness), "surname"
        if alone := [actor for actor in alone if actor not in self._namesakes]:
            return min(alone), _BASIS["alone"]
        demonyms = self._of("demonym", span)
        return (min(demonyms), "demonym") if demonyms else None

    def _of_namesake(self, span: Span) -> bool:
        """Tell whether a given name stands before a surname that is of nobody it may mean."""
        given = given_name(_capitalised_before(self._article.text, span))
        if given is None:
            return False
        meant = {m.actor for m in span.meanings if m.actor != NO_ACTOR}
        names = [n for a in meant for ns in self._gazetteer.actors[a].names.values() for n in ns]
        return given not in {fold(name).text.split(" ")[0] for name in names}

    @staticmethod
    def _of(sense: Sense, span: Span) -> list[int]:
        return [m.actor for m in span.meanings if m.sense == sense]

    def _rank(self, meaning: Meaning) -> tuple[bool, int, bool]:
        return not self._is_vouched(meaning.actor), meaning.actor, meaning.sense != "name"

    def _counts(self, meaning: Meaning, weak: frozenset[int], *, joined: bool) -> bool:
        return meaning.actor not in weak or (not joined and self._is_vouched(meaning.actor))

    def _is_vouched(self, number: int) -> bool:
        actor = self._gazetteer.actors[number]
        return actor.id in self._vouched or actor.country in self._vouched

    def _nearness(self, actor: int) -> tuple[bool, int, int]:
        """Sort the person named last so far first, then who is named first from here on."""
        last = self._last.get(actor)
        return (last is None, self._named[actor] if last is None else -last, actor)

    def _acts(self, place: int, capital: KnownActor, country: str) -> bool:
        """Tell whether the capital in the span at `place` stands for the government."""
        span = self._spans[place]
        if is_place(span.prefix, span.before, span.after, self._article.language):
            return False
        if any(start <= span.start < end for start, end in self._datelines):
            return False
        if self._names_country(self._spans[place + 1 : place + 2], span.end, country):
            return False
        return capital.metonym or country in self._vouched

    def _names_country(self, following: Iterable[Span], end: int, country: str) -> bool:
        return any(
            self._article.text[end : span.start].strip() in {",", "،"}
            and any(self._gazetteer.actors[m.actor].id == country for m in span.meanings)
            for span in following
        )


def _capitalised_before(text: str, span: Span) -> str:
    """Give the capitalised word a single space before the span; empty for none."""
    before = text[max(0, span.start - 40) : span.start]
    word = before[:-1].rpartition(" ")[2].rpartition("\n")[2]
    return word if before.endswith(" ") and word[:1].isupper() and word.isalpha() else ""


def _beside_capital(text: str, span: Span) -> bool:
    """Tell whether a capitalised word, longer than SMALL_WORD, stands a single space away."""
    before = text[max(0, span.start - 40) : span.start]
    after = text[span.end : span.end + 2]
    if len(after) == 2 and after[0] == " " and after[1].isupper():  # noqa: PLR2004 - a space, a letter
        return True
    if not before.endswith(" "):
        return False
    word = before[:-1].rpartition(" ")[2]
    return len(word) > SMALL_WORD and word[0].isupper() and word.isalpha()


def _joined(text: str, span: Span) -> bool:
    """Tell whether a middle dot joins the span to more of a name."""
    return text[span.start - 1 : span.start] in MIDDLE_DOTS or text[span.end : span.end + 1] in (
        MIDDLE_DOTS
    )
