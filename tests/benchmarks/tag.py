"""How long tagging takes: `python -m tests.benchmarks.tag`, on the shared bulk samples.

CPU time of this process, so that others on the machine disturb less; it still counts
what they cost in caches.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from schemas.records import Unique
from streams.settings import Settings
from streams.tag import stage
from tests.shared import shared
from tests.tag.articles import of_parts, resources

ARTICLES = 3000
CHUNKS = (1, 32, 200)


def read(path: Path, language: str) -> Iterator[Unique]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            title, text = row.get("title") or "", row.get("text") or ""
            yield of_parts(language, ("headline", title), ("paragraph", text))


def measure(name: str, articles: list[Unique]) -> None:
    chars = sum(len(a.parsed.text) for a in articles) / len(articles)
    known = resources()
    for size in CHUNKS:
        start = time.process_time()
        for first in range(0, len(articles), size):
            stage.step(articles[first : first + size], known)
        cost = (time.process_time() - start) / len(articles) * 1e6
        print(f"{name:24} {chars:6.0f} characters, chunks of {size:3}: {cost:5.0f} µs an article")


def main() -> None:
    start = time.process_time()
    built = stage.load(Settings(instance="benchmark"))
    took = time.process_time() - start
    print(f"build {took:.2f} s: {len(built.gazetteer.forms)} forms of names")
    for name, language in (("saudinewsnet_ar", "ar"), ("reuters21578_en", "en")):
        path = shared("data", "bulk", f"{name}.jsonl.gz")
        measure(name, list(islice(read(path, language), ARTICLES)))


if __name__ == "__main__":
    main()
