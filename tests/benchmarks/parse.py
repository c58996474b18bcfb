"""What reading costs: `python -m tests.benchmarks.parse`, CPU time an item, format by format.

An item is an article of 400 words, from its bytes to the record; of feeds each entry counts, and
`rss` has summaries where `rss-full` has the text. Items are read in slices of such as differ in
names, places and days, as the lane hands them to the stage, and `alone`, as they come when little
does. Beside it, in the same run and on the same bytes, is what only taking the format apart costs:
lxml and all text in the tree for XML, msgspec's and orjson's decoding for JSON; and feedparser for
feeds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

import click
import feedparser  # type: ignore[import-untyped]  # the library ships no types
import msgspec
import orjson
from lxml import etree

from schemas.records import WireItem
from streams.outcome import Emit
from streams.parse import stage
from streams.settings import Settings
from streams.slices import SLICE_BYTES, SLICE_RECORDS
from tests.parse.samples import SAMPLES

NOON: Final = datetime(2024, 3, 5, 12, tzinfo=UTC)
SLICED: Final = "in slices"
ALONE: Final = "alone"
SHARES: Final = {"feedparser": 100, SLICED: 10}
"""One run for so many of the others: it takes that much longer."""

DIFFERING: Final = {
    "Sidon": ("Sidon", "Tyre", "Batroun", "Latakia", "Haifa", "Port Said", "Mersin"),
    "Haddad": ("Haddad", "Khalil", "Mansour", "Nassar", "Saab"),
    "Monday": ("Monday", "Tuesday", "Wednesday", "Thursday"),
    "harbour": ("harbour", "port", "anchorage"),
    "صيدا": ("صيدا", "صور", "البترون", "اللاذقية", "حيفا", "بورسعيد", "مرسين"),
    "الاثنين": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"),
}
"""Words of the samples, and what stands in their place in the items of a slice."""

Reader = Callable[[bytes], object]


def _text_of_xml(body: bytes) -> str:
    return "".join(map(str, etree.fromstring(body).itertext()))


XML: Final[Mapping[str, Reader]] = {"lxml": _text_of_xml}
JSON: Final[Mapping[str, Reader]] = {"msgspec": msgspec.json.decode, "orjson": orjson.loads}
FEED: Final[Mapping[str, Reader]] = {**XML, "feedparser": feedparser.parse}
BESIDE: Final[Mapping[str, Mapping[str, Reader]]] = {
    **dict.fromkeys(("newsml-g2", "newsml-1.2", "nitf"), XML),
    **dict.fromkeys(("rss", "rss-full", "atom"), FEED),
    **dict.fromkeys(("ninjs", "ninjs-3", "ninjs-arabic", "ap", "dpa", "reuters", "jsonfeed"), JSON),
}


@click.command()
@click.option("--runs", default=2_000, show_default=True, help="times that each item is read")
@click.option("--rounds", default=5, show_default=True, help="rounds; the best of each counts")
@click.option("--only", type=click.Choice(sorted(SAMPLES)), help="one format")
def main(runs: int, rounds: int, only: str | None) -> None:
    """Read one item of each format RUNS times, and print what it costs."""
    limits = stage.load(Settings.read())
    print(f"{'format':14}{'bytes':>8}{'articles':>9}{'µs each':>9}{'alone':>8}   beside")
    for name, body in SAMPLES.items():
        if only not in {None, name}:
            continue
        item = WireItem(id="1", source="desk", content_type="", received_at=NOON, body=body)
        outcome = stage.parse(item, limits)
        assert isinstance(outcome, Emit), outcome
        articles = len(outcome.records)
        together = min(SLICE_RECORDS, max(1, SLICE_BYTES // len(body)))
        ours: dict[str, Reader] = {
            SLICED: partial(_sliced, _unlike(item, together), limits),
            ALONE: partial(_sliced, [item], limits),
        }
        costs = _best({**ours, **BESIDE.get(name, {})}, body, max(1, runs // articles), rounds)
        each, alone = costs.pop(SLICED) / together, costs.pop(ALONE)
        beside = ", ".join(f"{each / cost:.1f} times {of}" for of, cost in costs.items())
        row = f"{name:14}{len(body):8,}{articles:9}{each / articles:9.1f}{alone / articles:8.1f}"
        print(f"{row}   {beside}")


def _unlike(item: WireItem, count: int) -> list[WireItem]:
    """Give `count` items, of which no two are the same as far as they spell their words out."""
    bodies = [item.body] * count
    for word, others in DIFFERING.items():
        bodies = [
            body.replace(word.encode(), others[number % len(others)].encode())
            for number, body in enumerate(bodies)
        ]
    return [msgspec.structs.replace(item, body=body) for body in bodies]


def _sliced(items: list[WireItem], limits: stage.ParseResources, _: bytes) -> object:
    return stage.step(items, limits)


def _best(readers: Mapping[str, Reader], body: bytes, runs: int, rounds: int) -> dict[str, float]:
    """Give the least time of each reader, µs a run; they take turns, as noise comes and goes."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, reader in readers.items():
            times = max(1, runs // SHARES.get(name, 1))
            cost = _cost(reader, body, times)
            best[name] = min(cost, best.get(name, cost))
    return best


def _cost(reader: Reader, body: bytes, runs: int) -> float:
    start = time.process_time()
    for _ in range(runs):
        reader(body)
    return (time.process_time() - start) / runs * 1e6


if __name__ == "__main__":
    main()
