"""The samples become what they must, in one process."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files

from streams.demo.accounts import Accounts
from streams.demo.expected import SAMPLES
from streams.ingest.reading import Piece
from streams.replay import Replay
from streams.settings import Settings

NOW = datetime(2019, 2, 12, 17, tzinfo=UTC)


def test_every_sample_becomes_what_it_must() -> None:
    items = [
        Piece(
            where=sample.file,
            source=sample.source,
            content_type="",
            body=sample.body,
            received_at=NOW,
        ).item(NOW)
        for sample in SAMPLES
    ]
    deliveries = {item.id: sample for item, sample in zip(items, SAMPLES, strict=True)}
    accounts = Accounts(SAMPLES, deliveries)
    with as_file(files("streams.demo") / "rules.yaml") as rules:
        replay = Replay(Settings.read(rules=rules))
        for _, record, _ in replay.feed(*items):
            accounts.add(record)
    assert accounts.faults() == ()
