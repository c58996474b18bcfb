"""Keep what a broker would refuse for its size from stopping the pipeline.

A producer elsewhere may compress its messages: one that passed the broker's limit in
kilobytes can be larger than the limit when it is sent on.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.codec import Message, Outgoing
from streams.outcome import Reject
from streams.stage import TOO_LARGE, Processed, dead_letter


def fitting(
    stage: str, messages: Sequence[Message], processed: Sequence[Processed], *, most_bytes: int
) -> list[Processed]:
    """Replace what leads to messages over `most_bytes` by a dead letter that says where it is."""
    fit = list(processed)
    for number, one in enumerate(processed):
        for outgoing in one.outgoing:
            if _bytes(outgoing) > most_bytes:
                fit[number] = _too_large(stage, messages[number], one, most_bytes)
                break
    return fit


def _too_large(stage: str, message: Message, one: Processed, most_bytes: int) -> Processed:
    size = max(map(_bytes, one.outgoing))
    reject = Reject(
        TOO_LARGE,
        f"{size} bytes are more than the {most_bytes} of a message: the payload is left out here "
        f"and stays at offset {message.offset} of {message.topic}/{message.partition} until it "
        "expires there; raise BARQ_MAX_ITEM_BYTES and the topics' max.message.bytes to process it",
    )
    letter = dead_letter(stage, message, reject)._replace(value=None)
    return Processed(reject, (letter,))


def _bytes(outgoing: Outgoing) -> int:
    size = len(outgoing.key or b"") + len(outgoing.value or b"")
    for name, value in outgoing.headers:
        size += len(name) + len(value or b"")
    return size
