"""Rules arranged so that an article meets only those that it may match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.records import Condition, Enriched
from streams.alert.conditions import Field, Want
from streams.alert.rules import Rule
from streams.alert.vocabulary import source_term

Terms = frozenset[str]
"""Values of fields, each with its field as one string: hashed once, compared fast."""

RARITY: Final[dict[Field, int]] = {"actors": 0, "sources": 1, "languages": 2}
"""Which field to look rules up by, best first: an article names some ten of thousands of
actors, is credited to one or two of hundreds of sources, and is in one of a dozen languages.
"""


def terms_of(article: Enriched) -> Terms:
    """Give all that rules may ask for: actors, language, who delivered it, who is credited."""
    parsed = article.unique.parsed
    credited = [source.id for source in parsed.sources if source.id]
    return frozenset(
        [
            *[_term("actors", actor.id) for actor in article.actors],
            *[_term("sources", source_term(name)) for name in (parsed.delivery.source, *credited)],
            _term("languages", parsed.language),
        ]
    )


class Index:
    """Every rule under its rarest required term.

    A rule requires each value under `all`, and one of those under `any`. It is posted
    under one such group: of the rarest field, and then of the values that the fewest
    rules ask for, which keeps every list of rules to go through short. A rule of `none`
    alone requires nothing, and is tried on every article.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        entries = [_Entry.of(place, rule) for place, rule in enumerate(rules)]
        asked = Counter(term for entry in entries for group in entry.groups for term in group.terms)
        self._always: list[_Entry] = []
        self._posted: dict[str, list[_Entry]] = {}
        for entry in entries:
            if not entry.groups:
                self._always.append(entry)
                continue
            rarest = min(
                entry.groups,
                key=lambda group: (RARITY[group.field], sum(asked[term] for term in group.terms)),
            )
            for term in sorted(rarest.terms):
                self._posted.setdefault(term, []).append(entry)

    def matching(self, terms: Terms) -> list[Rule]:
        """Give the rules that an article of `terms` meets, in the order of the file."""
        found = {entry.place: entry.rule for entry in self._always if entry.holds(terms)}
        for term in terms:
            for entry in self._posted.get(term, ()):
                if entry.holds(terms):
                    found[entry.place] = entry.rule
        return [found[place] for place in sorted(found)] if found else []


def conditions(rule: Rule, terms: Terms) -> tuple[Condition, ...]:
    """Give the conditions of a rule that held, with the values seen in the article."""
    return tuple(
        Condition(
            field=want.field,
            operator=want.operator,
            expected=want.values,
            seen=tuple(value for value in want.values if _term(want.field, value) in terms),
        )
        for want in rule.wants
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Terms of which an article must have one."""

    field: Field
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule as sets, for a quick yes or no."""

    place: int
    """In the file."""
    rule: Rule
    every: Terms
    some: tuple[Terms, ...]
    no: Terms
    groups: tuple[_Group, ...]

    @classmethod
    def of(cls, place: int, rule: Rule) -> _Entry:
        every = [want for want in rule.wants if want.operator == "all"]
        some = [_Group(want.field, _terms([want])) for want in rule.wants if want.operator == "any"]
        single = [_Group(w.field, frozenset((_term(w.field, v),))) for w in every for v in w.values]
        return cls(
            place=place,
            rule=rule,
            every=_terms(every),
            some=tuple(group.terms for group in some),
            no=_terms(want for want in rule.wants if want.operator == "none"),
            groups=(*single, *some),
        )

    def holds(self, terms: Terms) -> bool:
        if not (self.every <= terms and self.no.isdisjoint(terms)):
            return False
        return all(not group.isdisjoint(terms) for group in self.some)


def _term(field: Field, value: str) -> str:
    return f"{field} {value}"


def _terms(wants: Iterable[Want]) -> Terms:
    return frozenset(_term(want.field, value) for want in wants for value in want.values)
