"""Scrape a worker as Prometheus does, and look into what it serves."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

PATIENCE_S = 10


@dataclass(frozen=True)
class Scrape:
    """What was served at one moment."""

    samples: Mapping[tuple[str, frozenset[tuple[str, str]]], float]

    def __call__(self, name: str, **labels: str) -> float | None:
        """Give the one sample of `name` with exactly these labels; None when it is not there."""
        return self.samples.get((name, frozenset(labels.items())))

    def sum(self, name: str, **labels: str) -> float:
        """Add up the samples of `name` that have these labels."""
        wanted = set(labels.items())
        return sum(v for (n, have), v in self.samples.items() if n == name and wanted <= have)

    def names(self) -> set[str]:
        return {name for name, _ in self.samples}

    def unbalanced(self) -> dict[str, tuple[float, float]]:
        """Give consumed and outcomes of each agent where they differ."""
        agents = {dict(have)["agent"] for n, have in self.samples if n == CONSUMED}
        both = {a: (self.sum(CONSUMED, agent=a), self.sum(OUTCOMES, agent=a)) for a in agents}
        return {agent: pair for agent, pair in both.items() if pair[0] != pair[1]}


CONSUMED = "barq_records_consumed_total"
OUTCOMES = "barq_outcomes_total"


def scrape(port: int) -> Scrape:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE_S) as answer:
        return read(answer.read().decode())


def read(text: str) -> Scrape:
    return Scrape(
        {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
    )


def get(port: int, path: str) -> tuple[int, str]:
    """Give status and body; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE_S) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""
