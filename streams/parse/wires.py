"""What the bytes of a wire item are: an item of ninjs at once, else text."""

from __future__ import annotations

from schemas.records import Delivery, WireItem
from streams.outcome import Reject
from streams.parse.decode import decode
from streams.parse.ninjs_typed import NinjsWire, in_utf8, typed_item
from streams.parse.reading import Limits, UnreadableError, Wire, too_large


def wire_of(item: WireItem, limits: Limits) -> Wire | Reject:
    """Give what `item` is, or why it is neither: too large, not text, of no known encoding."""
    size = len(item.body)
    if size > limits.max_item_bytes:
        return too_large("Bytes", size, limits.max_item_bytes, "MAX_ITEM_BYTES").reject
    delivery = Delivery(
        id=item.id, source=item.source, content_type=item.content_type, received_at=item.received_at
    )
    if in_utf8(item.content_type) and (typed := typed_item(item.body)):
        return NinjsWire(delivery=delivery, text="", limits=limits, item=typed)
    try:
        text = decode(item.body, item.content_type)
    except UnreadableError as error:
        return error.reject
    return Wire(delivery=delivery, text=text, limits=limits)
