"""What the lane asks of those who use it: the seam between Kafka's side and the work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, TypeAlias

from aiokafka import ConsumerRecord
from faust.types import TP

from streams.runtime import feed
from streams.settings import Settings

Chunk: TypeAlias = "feed.Chunk[TP, ConsumerRecord]"
Life: TypeAlias = "feed.Life[TP, ConsumerRecord]"


class Work(Protocol):
    """What the lane asks of those who use it."""

    settings: Settings
    group: str

    async def take_over(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        """Shut out earlier owners and get ready to work; give where each partition begins."""

    async def work(self, chunk: Chunk) -> None:
        """Process the records of `chunk` and commit; raise for whatever is no record's fault.

        When its life is over meanwhile, those not begun are left uncommitted.
        """

    def due_ms(self, partition: TP) -> int | None:
        """Give when something of `partition` falls due, ms since 1970; None when nothing will."""

    async def release(self, chunk: Chunk) -> None:
        """Do what is due of the chunk's partition and commit, if anything is; raise as `work`."""

    def fail(self, error: BaseException) -> None:
        """End the worker: `error` came from the work, or from taking over."""

    def lost(self, partition: TP, records: int) -> None:
        """Hear that `records` offsets expired on the broker before they were read."""

    def began(self, offsets: Mapping[TP, int]) -> None:
        """Hear that a life has begun, and where each partition stands in it."""

    def stale(self, partitions: Collection[TP]) -> None:
        """Hear that a fetch of an earlier life came late and was thrown away."""

    async def fetched(self) -> None:
        """Come between a fetch and the check that it still counts; tests wait here."""
