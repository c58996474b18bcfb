"""Aborted transactions, counted on from one process of a worker to the next.

A transaction that fails ends its process, before anyone could have read the count.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec


def carried(place: Path) -> dict[str, int]:
    """Give the aborts by agent that the worker's last process left in `place`; none if it did not.

    What cannot be read counts as none: a count is not worth a worker.
    """
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(place.read_bytes(), type=dict[str, int])
    return {}


def carry(place: Path, aborts: Mapping[str, int]) -> None:
    """Leave the aborts by agent in `place`; to leave none starts the count anew."""
    with suppress(OSError):
        place.write_bytes(msgspec.json.encode(aborts) if aborts else b"")
