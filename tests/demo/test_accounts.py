"""The demonstration's books: what is missing, what came too often."""

from __future__ import annotations

from schemas.topics import ENRICHED
from streams.demo.accounts import Accounts
from streams.demo.expected import SAMPLES, Fate, Sample
from tests.console import articles

SAMPLE = Sample("a.txt", "north-wire", (Fate(ENRICHED.name, "expansion", "ar"),))


def books(sample: Sample = SAMPLE) -> Accounts:
    return Accounts((sample,), {"d1": sample})


def test_all_is_well_when_each_record_came_once() -> None:
    accounts = books()
    assert accounts.faults() == ("a.txt: missing expansion (ar) on articles.enriched",)
    assert accounts.add(articles.ENRICHED)
    assert accounts.faults() == ()
    assert (accounts.came, accounts.expected) == (1, 1)


def test_a_record_that_came_twice_is_a_fault() -> None:
    accounts = books()
    accounts.add(articles.ENRICHED)
    accounts.add(articles.ENRICHED)
    assert accounts.faults() == ("a.txt: unexpected expansion (ar) on articles.enriched",)
    assert accounts.came == 1


def test_a_record_of_nothing_that_was_sent_is_a_fault() -> None:
    accounts = Accounts((), {})
    accounts.add(articles.DUPLICATE)
    assert accounts.faults() == ("brief of an item that was not sent (d1)",)


def test_ministers_must_be_found_where_they_are() -> None:
    accounts = books(Sample("a.txt", "north-wire", SAMPLE.fates, ministers=True))
    accounts.add(articles.ENRICHED)
    assert accounts.faults() == ("a.txt: no article names both ministers",)


def test_records_between_stages_are_not_counted() -> None:
    accounts = books()
    assert not accounts.add(articles.PARSED)
    assert not accounts.add(articles.MATCH)


def test_every_sample_is_bundled_and_has_a_fate() -> None:
    assert all(sample.body and sample.fates for sample in SAMPLES)


def test_the_samples_cover_what_they_promise() -> None:
    fates = {fate for sample in SAMPLES for fate in sample.fates}
    assert {"ar", "en", "fr", "ru", "tr"} <= {fate.language for fate in fates}
    assert {"replay", "brief", "correction", "kill", "expansion"} <= {fate.what for fate in fates}
