"""What dedup finds in real pairs and real load, and what it costs.

python -m tests.benchmarks.dedup_quality --sample 10 --window 100000

The real data lies in the folder of shared samples; without it only the cost is measured.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click
import pytest

from schemas.ids import digest
from schemas.records import Block, Delivery, Duplicate, Parsed, Unique, Versioned
from streams.dedup import near
from streams.dedup.sketch import containment, sketch_all
from streams.dedup.stories import NearState
from streams.outcome import Emit
from streams.settings import Settings
from tests.shared import shared

NOON: Final = datetime(2018, 12, 29, 12, tzinfo=UTC)
CHUNK: Final = 200
RESOURCES: Final = near.load(Settings.read())
DATES: Final = {
    "bulk/reuters21578_en.jsonl.gz": "%d-%b-%Y %H:%M:%S.%f",
    "bulk/saudinewsnet_ar.jsonl.gz": "%Y-%m-%d %H:%M:%S",
}


@click.command()
@click.option("--sample", default=0, show_default=True, help="verdicts of a kind to print whole")
@click.option("--seed", default=1, show_default=True, help="seed of that sample")
@click.option("--window", default=20_000, show_default=True, help="articles to fill a window with")
def main(sample: int, seed: int, window: int) -> None:
    """Measure recall on pairs, precision on load by eye, and time and memory."""
    try:
        pairs("neardup/reuters_same_headline_pairs.jsonl.gz", "label")
        pairs("neardup/arabic_pairs_silver.jsonl.gz", "label3")
        for name in DATES:
            load(name, sample, seed)
    except pytest.skip.Exception as reason:
        print(reason)
    cost(window)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Read a file of JSON lines."""
    with gzip.open(shared("data", *name.split("/")), "rt") as lines:
        yield from map(json.loads, lines)


def article(row: dict[str, Any], language: str, time: datetime) -> Versioned:
    """Make a record of a headline and one paragraph."""
    headline = row["title"] or ""
    text = f"{headline}\n{row['text']}"
    blocks = (
        Block(kind="headline", start=0, end=len(headline)),
        Block(kind="paragraph", start=len(headline) + 1, end=len(text)),
    )
    delivery = Delivery(
        id=f"delivery-{row['id']}",
        source=row.get("source") or "",
        content_type="",
        received_at=time,
    )
    parsed = Parsed(
        delivery=delivery,
        id=str(row["id"]),
        format="text",
        language=language,
        headline=headline,
        text=text,
        blocks=blocks,
        digest=digest(text),
    )
    return Versioned(parsed=parsed, relation="new", shard=language)


def answers(items: Sequence[Versioned], state: NearState) -> Iterator[Unique | Duplicate]:
    """Run items through the agent in chunks."""
    for start in range(0, len(items), CHUNK):
        for outcome in near.step(items[start : start + CHUNK], RESOURCES, state):
            assert isinstance(outcome, Emit)
            (record,) = outcome.records
            assert isinstance(record, Unique | Duplicate)
            yield record


def pairs(name: str, label: str) -> None:
    """Send both of each pair, the shorter last as briefs come, and count the answers."""
    found: dict[Any, Counter[str]] = {}
    above: Counter[tuple[Any, float]] = Counter()
    for row in rows(name):
        both = sorted((row["a"], row["b"]), key=lambda one: -len(one["text"]))
        items = [article(one, row["lang"], NOON) for one in both]
        *_, last = answers(items, NearState(RESOURCES.window_ms))
        found.setdefault(row[label], Counter())[last.relation] += 1
        one, other = sketch_all([near.body(item.parsed) for item in items], ["x", "x"])
        share = max(containment(one, other), containment(other, one))
        above.update((row[label], limit) for limit in (0.7, 0.5) if share >= limit)
    print(f"\n{name}")
    for key, counts in sorted(found.items(), reverse=True):
        total = counts.total()
        shares = ", ".join(f">={x}: {above[key, x] / total:.1%}" for x in (0.7, 0.5))
        print(f"  label {key}: {total} pairs; containment {shares}; {dict(counts.most_common())}")


def load(name: str, sample: int, seed: int) -> None:
    """Send a file in order of time; count the answers and print a sample of them."""
    language = name.split(".", maxsplit=1)[0][-2:]
    dated: list[tuple[datetime, dict[str, Any]]] = []
    undated = 0
    for row in rows(name):
        try:
            time_ = datetime.strptime(str(row["date"]).strip(), DATES[name]).replace(tzinfo=UTC)
        except ValueError:
            undated += 1
            continue
        dated.append((time_, row))
    dated.sort(key=lambda pair: (pair[0], pair[1]["id"]))
    items = [article(row, language, time_) for time_, row in dated]
    state = NearState(RESOURCES.window_ms)
    start = time.process_time()
    records = list(answers(items, state))
    spent = (time.process_time() - start) / len(items) * 1e6
    logged = [len(value) for _, value in state.store.changes() if value]
    print(
        f"\n{name}: {len(items)} articles ({undated} without a date left out), {spent:.0f} µs each"
    )
    print(f"  {dict(Counter(record.relation for record in records).most_common())}")
    print(f"  {sum(logged) / len(logged):.0f} bytes a changelog record")
    show(records, {str(row["id"]): row for _, row in dated}, sample, seed)


def show(
    records: Iterable[Unique | Duplicate], by_id: dict[str, dict[str, Any]], sample: int, seed: int
) -> None:
    """Print verdicts with both texts, to be judged by eye."""
    kinds: dict[str, list[tuple[Unique | Duplicate, str]]] = {}
    for record in records:
        other = record.of if isinstance(record, Duplicate) else record.related_to
        if other is not None:
            kinds.setdefault(record.relation, []).append((record, other))
    chance = random.Random(seed)
    for kind, verdicts in kinds.items():
        for record, other in chance.sample(verdicts, min(sample, len(verdicts))):
            print(f"\n  {kind}, new share {record.new_share}")
            for row in (by_id[record.parsed.id], by_id[other]):
                words = row["text"].split()
                print(f"    {row['date']} {row['title']} | {' '.join(words)[:300]} ({len(words)})")


def cost(articles: int) -> None:
    """Fill a window with texts of 300 words, a third of each boilerplate of its source."""
    chance = random.Random(1)
    words = [f"w{number:x}" for number in range(30_000)]
    boilerplate = [" ".join(chance.choices(words, k=100)) for _ in range(50)]
    state = NearState(RESOURCES.window_ms)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nwindow: {'articles':>9} {'µs each':>8} {'of it shingles':>15} {'bytes each':>11}")
    done, told = 0, 1000
    while done < articles:
        items = [
            article(
                {
                    "id": number,
                    "title": " ".join(chance.choices(words, k=8)),
                    "text": " ".join((*chance.choices(words, k=192), chance.choice(boilerplate))),
                },
                "en",
                NOON + timedelta(seconds=number),
            )
            for number in range(done, min(done + 1000, articles))
        ]
        start = time.process_time()
        sketch_all([near.body(item.parsed) for item in items], ["en"] * len(items))
        middle = time.process_time()
        list(answers(items, state))
        spent = time.process_time() - middle
        state.store.commit()
        done += len(items)
        if done >= told or done == articles:
            told *= 4
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            each = 1e6 / len(items)
            shingles = (middle - start) * each
            print(f"{done:17,} {spent * each:8.0f} {shingles:15.0f} {grown / done:11.0f}")


if __name__ == "__main__":
    main()
