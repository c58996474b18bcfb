"""What is sent again for a dead letter, once, or why nothing is.

An item goes back to the topic and partition where it stood, with its key, payload and
headers, and two more that mark it (`barq-replayed`, `barq-replays`). Three things need care:

- **Once.** For each item sent again a marker is written to the compacted topic `MARKERS`,
  in the same transaction. Whoever replays takes over one transactional id first, which
  aborts what an earlier run left open and shuts it out, and then reads the markers: so
  a run that was killed or runs twice sends nothing twice, and loses nothing. Committed
  group offsets would not do: they say how far, not which of them.
- **Only what failed.** A feed with one bad entry has a letter, though its other articles
  went on. The item is therefore a delivery of its own when it comes from the wire
  (`ce_id` is made from its place): what had gone on comes out as replays on
  articles.duplicates, and is not sent to subscribers again.
- **Loops are seen.** An item that fails again becomes a new letter with a place of its own,
  and can be replayed again; `barq-replays` counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from schemas.codec import Headers
from schemas.ids import digest
from schemas.topics import WIRE
from streams.deadletters.letters import REPLAYED, REPLAYS, Letter, Place
from streams.stage import TOO_LARGE

MARKERS: Final = "state.dlq.replayed"
"""Compacted, one partition: a key for each item sent again, as long as it has letters."""

Refusal = Literal["replayed_before", "same_item", "payload_left_out", "no_such_place"]
WHY: Final[Mapping[Refusal, str]] = {
    "replayed_before": "replayed before; if it failed again, it has a newer letter",
    "same_item": "another letter of an item that is sent already",
    "payload_left_out": "the payload was too large for a letter; it stays where the letter says",
    "no_such_place": "its topic or partition is not there any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivery:
    """What is sent for a letter."""

    marker: bytes
    """Key of the marker that goes with it."""
    place: Place
    """Where the item came from; its offset will be another."""
    key: bytes | None
    payload: bytes | None
    headers: Headers

    @property
    def size_bytes(self) -> int:
        """Bytes of the payload."""
        return len(self.payload or b"")


def marker(letter: Letter) -> bytes:
    """Give the key of the marker for the letter's item.

    The payload's digest is in it, because a topic that is made anew counts from 0 again.
    """
    return f"{letter.place} {digest(letter.record.payload or b'', size=8)}".encode()


def decide(
    letter: Letter, replayed: Collection[bytes], sent: Collection[bytes], there: Mapping[str, int]
) -> Redelivery | Refusal:
    """Give what to send for `letter`, or why nothing.

    `replayed` are the markers of earlier runs, `sent` those of this one; `there` gives
    the number of partitions of each topic.
    """
    own, record = marker(letter), letter.record
    if own in replayed:
        return "replayed_before"
    if own in sent:
        return "same_item"
    if record.payload is None and record.reason == TOO_LARGE:
        return "payload_left_out"
    if letter.place.partition >= there.get(letter.place.topic, 0):
        return "no_such_place"
    return Redelivery(
        marker=own,
        place=letter.place,
        key=record.key,
        payload=record.payload,
        headers=_headers(letter),
    )


def _headers(letter: Letter) -> Headers:
    own: dict[str, bytes] = {}
    if letter.place.topic == WIRE.name:
        own["ce_id"] = digest("replay", str(letter.place)).encode()
    own[REPLAYED] = str(letter.place).encode()
    own[REPLAYS] = str(letter.replays + 1).encode()
    return (*((n, v) for n, v in letter.record.headers if n not in own), *own.items())
