"""The record batch, version 2: its header, offsets, control batches and records.

The log keeps batches as they came. Only base offset and leader epoch are
rewritten, which lie before the checksum, and the time where a topic has
LogAppendTime. This is the one module of the broker that imports `aiokafka.record`:
it needs the record format, its checksum, and compiled code for both.

Source: https://kafka.apache.org/documentation/#recordbatch
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from aiokafka.errors import CorruptRecordException, UnsupportedCodecError
from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c
from kio.schema.errors import ErrorCode

from streams.broker.errors import RequestError

MAGIC: Final = 2
CODEC: Final = 0x07
APPEND_TIME: Final = 0x08
TRANSACTIONAL: Final = 0x10
CONTROL: Final = 0x20

_HEADER: Final = struct.Struct(">qiibIhiqqqhii")
_CHECKED_FROM: Final = 21
"""Position of the first byte that the checksum covers."""
_FRAMING_BYTES: Final = 12
"""Base offset and length, which the length does not count."""
SEQUENCE_MASK: Final = 0x7FFFFFFF
"""Sequences wrap round to 0 after the largest signed 32-bit number."""


class Unreadable(Exception):  # noqa: N818 - a state of the batch, not a fault of the caller
    """The records of a batch cannot be read here: an unknown codec, or damage."""


class Header(NamedTuple):
    """The fixed first 61 bytes of a batch, in the order of the wire."""

    base_offset: int
    length: int
    leader_epoch: int
    magic: int
    crc: int
    attributes: int
    last_offset_delta: int
    base_timestamp: int
    max_timestamp: int
    producer_id: int
    producer_epoch: int
    base_sequence: int
    records: int

    @property
    def size(self) -> int:
        """The whole batch, bytes."""
        return self.length + _FRAMING_BYTES

    @property
    def last_offset(self) -> int:
        """The offset of the last record."""
        return self.base_offset + self.last_offset_delta

    @property
    def last_sequence(self) -> int:
        """The sequence of the last record."""
        return (self.base_sequence + self.last_offset_delta) & SEQUENCE_MASK

    @property
    def is_transactional(self) -> bool:
        """Whether the batch belongs to a transaction."""
        return bool(self.attributes & TRANSACTIONAL)

    @property
    def is_control(self) -> bool:
        """Whether the batch is the mark of a transaction's end."""
        return bool(self.attributes & CONTROL)


class Record(NamedTuple):
    """A record as compaction and look-ups by time need it."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


def header_of(batch: bytes | bytearray) -> Header:
    """Read the header of a batch that the log holds."""
    return Header._make(_HEADER.unpack_from(batch))


def check(records: bytes | None, max_bytes: int) -> Header:
    """Read the header of what a producer sent; raise RequestError unless it is one sound batch."""
    if not records or len(records) < _HEADER.size:
        raise RequestError(ErrorCode.corrupt_message, "the record set holds no whole batch")
    header = header_of(records)
    if header.magic != MAGIC:
        raise RequestError(
            ErrorCode.unsupported_for_message_format,
            f"batches of format {header.magic} are not kept; send format {MAGIC}",
        )
    if len(records) > max_bytes:
        raise RequestError(
            ErrorCode.message_too_large,
            f"a batch of {len(records)} bytes; max.message.bytes is {max_bytes}",
        )
    if header.size != len(records):
        raise RequestError(ErrorCode.invalid_record, "a record set must be exactly one batch")
    if calc_crc32c(memoryview(records)[_CHECKED_FROM:]) != header.crc:
        raise RequestError(ErrorCode.corrupt_message, "the checksum does not match")
    if (
        header.records < 1
        or header.last_offset_delta != header.records - 1
        or header.is_control
        or (header.is_transactional and header.producer_id < 0)
    ):
        raise RequestError(ErrorCode.invalid_record, "the header contradicts itself")
    return header


def placed(batch: bytes, base_offset: int) -> bytearray:
    """Copy a batch with its offset in the log and leader epoch 0."""
    copy = bytearray(batch)
    struct.pack_into(">q", copy, 0, base_offset)
    struct.pack_into(">i", copy, _FRAMING_BYTES, 0)
    return copy


def stamped(batch: bytearray, time_ms: int) -> bytearray:
    """Let every record of a batch bear the time of its arrival, ms since 1970 (LogAppendTime)."""
    header = header_of(batch)
    return _sealed(
        batch,
        header._replace(attributes=header.attributes | APPEND_TIME, max_timestamp=time_ms),
    )


def marker(
    offset: int, *, producer_id: int, epoch: int, committed: bool, timestamp: int
) -> bytearray:
    """Make the control batch that ends a transaction on a partition."""
    key = struct.pack(">hh", 0, int(committed))
    value = struct.pack(">hi", 0, 0)
    batch = _built([(0, timestamp, key, value, [])], codec=0)
    header = header_of(batch)._replace(
        base_offset=offset,
        attributes=TRANSACTIONAL | CONTROL,
        producer_id=producer_id,
        producer_epoch=epoch,
        base_sequence=-1,
    )
    return _sealed(batch, header)


def records_of(batch: bytes) -> Iterator[Record]:
    """Read the records of a batch; raise Unreadable where that is impossible."""
    try:
        for record in DefaultRecordBatch(batch):
            yield Record(
                record.offset, record.timestamp, record.key, record.value, list(record.headers)
            )
    except (UnsupportedCodecError, CorruptRecordException, ValueError) as error:
        raise Unreadable(str(error)) from error


def without(batch: bytes, dropped: Collection[int]) -> bytearray | None:
    """Copy a batch without the records at these offsets; None if nothing is left.

    Offsets, producer and sequences stay, so that readers see a gap and nothing else.
    """
    header = header_of(batch)
    kept = [
        (record.offset - header.base_offset, record.timestamp, record.key, record.value,
         record.headers)
        for record in records_of(batch)
        if record.offset not in dropped
    ]  # fmt: skip
    if not kept:
        return None
    built = _built(kept, codec=header.attributes & CODEC)
    new = header_of(built)
    return _sealed(
        built,
        header._replace(
            length=new.length,
            base_timestamp=new.base_timestamp,
            max_timestamp=new.max_timestamp,
            records=new.records,
        ),
    )


def _built(
    records: list[tuple[int, int, bytes | None, bytes | None, list[tuple[str, bytes | None]]]],
    *,
    codec: int,
) -> bytearray:
    builder = DefaultRecordBatchBuilder(
        magic=MAGIC,
        compression_type=codec,
        is_transactional=0,
        producer_id=-1,
        producer_epoch=-1,
        base_sequence=-1,
        batch_size=SEQUENCE_MASK,
    )
    for offset, timestamp, key, value, headers in records:
        builder.append(offset, timestamp, key, value, headers)
    return bytearray(builder.build())


def _sealed(batch: bytearray, header: Header) -> bytearray:
    _HEADER.pack_into(batch, 0, *header)
    crc = calc_crc32c(memoryview(batch)[_CHECKED_FROM:])
    _HEADER.pack_into(batch, 0, *header._replace(crc=crc))
    return batch
