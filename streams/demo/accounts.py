"""Keep the books of a demonstration: what came of each sample, against what must come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from schemas.records import Alert, DeadLetter, Duplicate, Enriched, Record
from schemas.topics import ALERTS, DEAD_LETTERS, DUPLICATES, ENRICHED
from streams.demo.expected import MINISTERS, Fate, Sample


class Accounts:
    """The records that came, by the sample that they came of."""

    def __init__(self, samples: Sequence[Sample], deliveries: Mapping[str, Sample]) -> None:
        """`deliveries` gives the sample for each delivery id."""
        self._deliveries = deliveries
        self._seen: dict[str, Counter[Fate]] = {sample.file: Counter() for sample in samples}
        self._samples = samples
        self._with_ministers: set[str] = set()
        self._strangers: list[str] = []
        self.by_fate: Counter[Fate] = Counter()

    def add(self, record: Record) -> bool:
        """Enter `record`; tell whether it is one of the kinds that a sample must lead to."""
        entry = _entry(record)
        if entry is None:
            return False
        delivery, fate = entry
        sample = self._deliveries.get(delivery)
        if sample is None:
            self._strangers.append(f"{fate.what} of an item that was not sent ({delivery})")
            return True
        self._seen[sample.file][fate] += 1
        self.by_fate[fate] += 1
        if isinstance(record, Enriched) and {actor.id for actor in record.actors} >= MINISTERS:
            self._with_ministers.add(sample.file)
        return True

    @property
    def expected(self) -> int:
        """How many records must come."""
        return sum(len(sample.fates) for sample in self._samples)

    @property
    def came(self) -> int:
        """How many of the records that must come have come."""
        return sum(
            (seen & Counter(sample.fates)).total()
            for sample in self._samples
            for seen in (self._seen[sample.file],)
        )

    def faults(self) -> tuple[str, ...]:
        """Say what is missing and what came too often, a line each; none when all is well."""
        told = list(self._strangers)
        for sample in self._samples:
            seen, wanted = self._seen[sample.file], Counter(sample.fates)
            told += [f"{sample.file}: missing {_told(fate)}" for fate in (wanted - seen).elements()]
            told += [f"{sample.file}: unexpected {_told(f)}" for f in (seen - wanted).elements()]
            if sample.ministers and sample.file not in self._with_ministers:
                told.append(f"{sample.file}: no article names both ministers")
        return tuple(told)


def _entry(record: Record) -> tuple[str, Fate] | None:
    match record:
        case Enriched():
            unique = record.unique
            fate = Fate(ENRICHED.name, unique.relation, unique.parsed.language)
            return unique.parsed.delivery.id, fate
        case Duplicate():
            parsed = record.parsed
            return parsed.delivery.id, Fate(DUPLICATES.name, record.relation, parsed.language)
        case Alert():
            article = record.article
            return article.delivery, Fate(ALERTS.name, record.kind, article.language)
        case DeadLetter():
            sent_as = (dict(record.headers).get("ce_id") or b"").decode(errors="replace")
            return sent_as, Fate(DEAD_LETTERS.name, record.reason)
        case _:
            return None


def _told(fate: Fate) -> str:
    language = f" ({fate.language})" if fate.language else ""
    return f"{fate.what}{language} on {fate.topic}"
