"""Rules against an article: by the index, and one after the other.

python -m tests.benchmarks.match --rules 10000
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import click

from schemas.records import Enriched
from streams.alert.conditions import Want
from streams.alert.index import Index, Terms, terms_of
from streams.alert.match import step
from streams.alert.rules import Rule
from tests.alert.examples import article

ACTORS = [f"person:p{number}" for number in range(5000)]
WEIGHTS = [1 / (rank + 1) for rank in range(len(ACTORS))]
"""Articles name actors by Zipf's law; so do rules, in the worst case (`--popular`)."""
LANGUAGES = ("ar", "en", "fr", "ru", "tr", "es", "de", "zh", "fa", "uk", "ur")
ARTICLES = 500
ACTORS_OF_AN_ARTICLE = 8


@click.command()
@click.option("--rules", "number", default=10_000, show_default=True, help="rules to match")
@click.option("--popular", is_flag=True, help="rules ask most for whom articles name most")
@click.option("--seed", default=1, show_default=True, help="seed of rules and articles")
def main(number: int, popular: bool, seed: int) -> None:  # noqa: FBT001 - a flag of the command line
    """Match 500 articles of eight actors with rules on one to three, and print the time of each."""
    chance = random.Random(seed)
    rules = [_rule(chance, place, WEIGHTS if popular else None) for place in range(number)]
    articles = [_article(chance) for _ in range(ARTICLES)]
    start = time.perf_counter()
    index = Index(rules)
    print(f"{number:,} rules indexed in {time.perf_counter() - start:.2f} s")
    terms = [terms_of(one) for one in articles]
    found = sum(len(index.matching(one)) for one in terms)
    print(f"{found / ARTICLES:.1f} rules met an article")
    plain = [_sets(rule) for rule in rules]
    _timed("index", lambda: [index.matching(one) for one in terms])
    _timed("one by one", lambda: [_one_by_one(plain, one) for one in terms[:10]], share=50)
    _timed("whole step, matches made", lambda: step(articles, index, None))


def _timed(name: str, run: Callable[[], object], share: int = 1) -> None:
    best = min(_seconds(run) for _ in range(3))
    print(f"{name:26} {best * share / ARTICLES * 1e6:9,.1f} µs CPU an article")


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _rule(chance: random.Random, place: int, weights: list[float] | None) -> Rule:
    actors = tuple(dict.fromkeys(chance.choices(ACTORS, weights, k=chance.randint(1, 3))))
    wants = [Want("actors", chance.choice(("all", "all", "any")), actors)]
    if chance.random() < 0.3:
        wants.append(Want("languages", "any", (chance.choice(LANGUAGES),)))
    return Rule(id=f"r{place}", wants=tuple(wants))


def _article(chance: random.Random) -> Enriched:
    actors = dict.fromkeys(chance.choices(ACTORS, WEIGHTS, k=ACTORS_OF_AN_ARTICLE))
    return article(*actors, language=chance.choice(LANGUAGES))


Sets = tuple[tuple[str, Terms], ...]


def _sets(rule: Rule) -> Sets:
    return tuple(
        (want.operator, frozenset(f"{want.field} {value}" for value in want.values))
        for want in rule.wants
    )


def _one_by_one(rules: list[Sets], terms: Terms) -> list[Sets]:
    return [
        wants
        for wants in rules
        if all(
            values <= terms if operator == "all" else not values.isdisjoint(terms)
            for operator, values in wants
        )
    ]


if __name__ == "__main__":
    main()
