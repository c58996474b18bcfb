"""How long finding dates takes: `python -m tests.benchmarks.dates`, beside dateparser.

On the shared bulk samples, cut into texts of CHARS; where they are not, on the sentences of the
labelled lists, which have more dates than news has. The folding, which the tag stage does for
names and dates together, is left out; the search, which it does for both as well, is counted
whole. CPU time of this process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

import click
import pytest
from dateparser.search import search_dates

from streams.tag.dates import find_dates
from streams.tag.group import Article, Group, groups
from tests.benchmarks.tag import read
from tests.shared import shared
from tests.tag.articles import resources
from tests.tag.dates import labelled

CHARS = 2400
PUBLISHED = date(2015, 7, 24)
CHUNK = 200
SETS = (("saudinewsnet_ar", "ar"), ("reuters21578_en", "en"))


def texts(name: str, language: str) -> Iterator[str]:
    """Give texts of CHARS characters, made of one article after the other."""
    text = ""
    for more in bulk(name, language):
        text += more + "\n"
        while len(text) >= CHARS:
            yield text[:CHARS]
            text = text[CHARS:]


def bulk(name: str, language: str) -> Iterator[str]:
    try:
        path = shared("data", "bulk", f"{name}.jsonl.gz")
    except pytest.skip.Exception:
        yield from (s.text for s in labelled.read("held_out") if s.language == language)
    else:
        yield from (article.parsed.text for article in read(path, language))


def ours(folded: list[Group]) -> tuple[float, int]:
    found = 0
    search = resources().search
    start = time.process_time()
    for group in folded:
        days = [PUBLISHED] * len(group.articles)
        matches = search.find(group.folded.text)
        found += sum(map(len, find_dates(group, matches, search, days)))
    return time.process_time() - start, found


def theirs(sample: list[str], language: str) -> tuple[float, int]:
    at = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day)  # noqa: DTZ001 - dateparser wants it naive
    found = 0
    start = time.process_time()
    for text in sample:
        found += len(search_dates(text, languages=[language], settings={"RELATIVE_BASE": at}) or ())
    return time.process_time() - start, found


@click.command()
@click.option("--articles", default=2000, show_default=True, help="articles of each language")
@click.option("--dateparser", default=20, show_default=True, help="of these, read by dateparser")
def main(articles: int, dateparser: int) -> None:
    """Print the time an article of both, and how many dates they find."""
    for name, language in SETS:
        sample = list(islice(texts(name, language), articles))
        chunks = [sample[at : at + CHUNK] for at in range(0, len(sample), CHUNK)]
        folded = [g for c in chunks for g in groups([Article(text, language) for text in c])]
        took, found = ours(folded)
        cost = took / len(sample) * 1e6
        few = sample[:dateparser]
        slow, theirs_found = theirs(few, language)
        slow_cost = slow / len(few) * 1e6
        print(
            f"{language}: {cost:5.0f} µs an article of {CHARS} characters, "
            f"{found / len(sample):.1f} dates; dateparser.search {slow_cost:,.0f} µs, "
            f"{theirs_found / len(few):.1f} dates: {slow_cost / cost:,.0f} times"
        )


if __name__ == "__main__":
    main()
