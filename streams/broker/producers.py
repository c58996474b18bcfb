"""Idempotent producers: what a partition remembers of each, and what it accepts next."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from kio.schema.errors import ErrorCode

from streams.broker.batches import SEQUENCE_MASK, Header
from streams.broker.errors import RequestError

REMEMBERED: Final = 5
"""Batches by which a retry is known; clients keep at most as many in flight (KIP-98)."""


@dataclass(slots=True)
class Producer:
    """One producer as one partition knows it."""

    epoch: int
    recent: deque[tuple[int, int, int]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """First sequence, last sequence and base offset of its last batches."""
    open_from: int | None = None
    """First offset of its open transaction here."""
    updated_ms: int = 0

    def raise_epoch(self, epoch: int) -> None:
        """Take a newer epoch, whose sequences begin anew."""
        if epoch > self.epoch:
            self.epoch = epoch
            self.recent.clear()

    def appended(self, header: Header, base_offset: int) -> None:
        """Remember a batch that has been appended."""
        self.raise_epoch(header.producer_epoch)
        self.recent.append((header.base_sequence, header.last_sequence, base_offset))
        if header.is_transactional and self.open_from is None:
            self.open_from = base_offset


def duplicate_of(producer: Producer | None, header: Header) -> int | None:
    """Give the base offset of the batch that this one repeats, or None for the next batch.

    Raises RequestError for a fenced epoch and for a gap in the sequences. A
    producer that is not known (any more) may begin anywhere.
    """
    if producer is None:
        return None
    if header.producer_epoch < producer.epoch:
        raise RequestError(
            ErrorCode.invalid_producer_epoch,
            f"epoch {header.producer_epoch} of producer {header.producer_id} is fenced; "
            f"it is at {producer.epoch}",
        )
    if header.producer_epoch > producer.epoch:
        if header.base_sequence != 0:
            raise RequestError(
                ErrorCode.out_of_order_sequence_number,
                f"a new epoch begins with sequence 0, not {header.base_sequence}",
            )
        return None
    for first, last, offset in producer.recent:
        if (first, last) == (header.base_sequence, header.last_sequence):
            return offset
    if producer.recent:
        expected = (producer.recent[-1][1] + 1) & SEQUENCE_MASK
        if header.base_sequence != expected:
            raise RequestError(
                ErrorCode.out_of_order_sequence_number,
                f"expected sequence {expected}, got {header.base_sequence}",
            )
    return None
