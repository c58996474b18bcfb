"""How right the tags are: `python -m tests.benchmarks.tag_quality`, on the shared gold sets.

Two measures, of mentions that are no demonyms (no set marks those):

- where gold says which entity it is (SlavicNER): precision, the share of our
  mentions at a gold mention of the same entity, and recall, the share of the gold
  mentions of entities we know that we found. Gold names are looked up in the knowledge base; a
  capital read as its government counts for the city. A name inside a longer gold name
  (the Supreme Court of Pakistan) is not counted: gold says nothing about it.
- where gold only says what kind it is (ANERcorp, Turkish news): precision, the share of
  our persons and of our countries and places within a gold person or place or organisation.

`--wrong N` prints the N most frequent errors.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import click

from schemas.records import Mention
from tests.shared import shared
from tests.tag.articles import resources, tag, unique

KNOWN = resources().knowledge
GOVERNED = {a.id: a.capital_of for a in KNOWN.by_id.values() if a.capital_of}
MISSPELT = {"Brussles": "Brussels", "Maria Zaharova": "Maria Zakharova"}
"""Entities of the gold set that its authors misspell."""
ALIKE = {"person": {"PER"}, "country": {"LOC", "ORG"}, "place": {"LOC", "ORG"}}


class Gold(NamedTuple):
    start: int
    end: int
    type: str
    actors: frozenset[str]
    """Ids that are right here; empty when we do not know the entity."""


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def say(self, name: str, wrong: int) -> None:
        for kind in ("person", "country", "place", "organisation"):
            bad = sum(n for (_, k, _), n in self.wrong.items() if k == kind)
            lost = sum(n for (_, k, _), n in self.missed.items() if k == kind)
            parts = [f"{name:16} {kind:13}"]
            for label, hits, misses in (
                ("precision", self.right[kind], bad),
                ("recall", self.found[kind], lost),
            ):
                if hits:
                    parts.append(f"{label} {hits / (hits + misses):.3f} of {hits + misses:5}")
            print("  ".join(parts))
        for label, errors in (("wrong", self.wrong), ("missed", self.missed)):
            for (surface, _, actor), number in errors.most_common(wrong):
                print(f"    {label} {number:4} {surface} → {actor}")


def rows(file: str) -> Iterator[dict[str, Any]]:
    path = shared("data", "entities", f"{file}.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def entity(mention: dict[str, Any]) -> frozenset[str]:
    name = mention["entity"].partition("-")[2].replace("-", " ").removesuffix("DC")
    name = MISSPELT.get(name, name)
    ids = frozenset(KNOWN.named(name))
    return ids | {GOVERNED[i] for i in ids if i in GOVERNED}


def by_entity(file: str) -> Score:
    score = Score()
    for row in rows(file):
        gold = [
            Gold(m["start"], m["end"], m["type"], entity(m))
            for m in row["mentions"]
            if m["type"] != "PRO"
        ]
        compare(ours(row["text"], row["lang"]), gold, row["text"], score)
    return score


def ours(text: str, language: str) -> list[Mention]:
    return [m for m in tag(unique(text, language)).mentions if m.basis != "demonym"]


def compare(mentions: list[Mention], gold: list[Gold], text: str, score: Score) -> None:
    for m in mentions:
        kind = KNOWN.by_id[m.actor].kind
        there = over(m, gold)
        if any(m.actor in g.actors for g in there):
            score.right[kind] += 1
        elif not any(g.start < m.start or m.end < g.end for g in there):
            score.wrong[m.surface, kind, m.actor] += 1
    for g in gold:
        if g.actors:
            actor = min(g.actors)
            kind = KNOWN.by_id[actor].kind
            if any(m.actor in g.actors and g in over(m, [g]) for m in mentions):
                score.found[kind] += 1
            else:
                score.missed[text[g.start : g.end], kind, actor] += 1


def over(mention: Mention, gold: Iterable[Gold]) -> list[Gold]:
    return [g for g in gold if g.start < mention.end and mention.start < g.end]


def by_kind(file: str) -> Score:
    score = Score()
    for row in rows(file):
        text, gold = spans(row["tokens"], row["tags"])
        for m in ours(text, row["lang"]):
            kind = KNOWN.by_id[m.actor].kind
            if any(g.type in ALIKE.get(kind, {"ORG"}) for g in over(m, gold)):
                score.right[kind] += 1
            else:
                score.wrong[m.surface, kind, m.actor] += 1
    return score


def spans(tokens: list[str], tags: list[str]) -> tuple[str, list[Gold]]:
    gold: list[Gold] = []
    place = 0
    for token, label in zip(tokens, tags, strict=True):
        if label != "O":
            gold.append(Gold(place, place + len(token), label[2:], frozenset()))
        place += len(token) + 1
    return " ".join(tokens), gold


@click.command()
@click.option("--wrong", default=0, show_default=True, help="errors to print of each set")
def main(wrong: int) -> None:
    """Print precision and recall by kind of actor for each gold set."""
    by_entity("slavicner_ru_uk_train").say("SlavicNER ru uk", wrong)
    by_kind("anercorp_ar_dev").say("ANERcorp ar", wrong)
    by_kind("turkish_news_dev").say("Turkish news", wrong)


if __name__ == "__main__":
    main()
