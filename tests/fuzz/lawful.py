"""What the parse stage owes to any bytes: a lawful answer, soon, in bounded memory."""

from __future__ import annotations

import time
import tracemalloc
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import Final

from schemas.records import Parsed, WireItem
from streams.outcome import Emit
from streams.settings import Settings
from streams.topology import STAGES
from tests.contract import promises
from tests.contract.promises import Bench

NOON: Final = datetime(2024, 3, 5, 12, tzinfo=UTC)
MAX_S: Final = 2.0
"""CPU time of one input, s, as the wire must not stand still for one item."""

BYTES_A_BYTE: Final = 400
"""Memory for each byte of an input: trees of XML take some 60, a message of mail some 200."""
SPARE_BYTES: Final = 32 * 2**20


class UnlawfulError(AssertionError):
    """An answer that the stage may not give, or gave too late or at too great a cost."""


@cache
def bench() -> Bench:
    """Give the parse agent with its resources."""
    (agent,) = STAGES["parse"].agents
    return Bench("parse", agent, agent.load(Settings(instance="fuzz")))


def check(body: bytes, *, memory: bool = False) -> float:
    """Parse `body`; raise UnlawfulError for what is wrong, else give the CPU time it took, s."""
    bench()
    if memory:
        tracemalloc.start()
    try:
        return _check(body)
    except AssertionError as error:
        raise UnlawfulError(str(error)) from error
    finally:
        if memory:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            if peak > SPARE_BYTES + BYTES_A_BYTE * len(body):
                raise UnlawfulError(f"{peak:,} bytes of memory for an input of {len(body):,}")


def _check(body: bytes) -> float:
    item = WireItem(id="1", source="desk", content_type="", received_at=NOON, body=body)
    message = bench().message(item, 0)
    start = time.process_time()
    (one,) = bench().run([message], None)
    took = time.process_time() - start
    assert took < MAX_S or tracemalloc.is_tracing(), f"{took:.1f} s for {len(body):,} bytes"
    promises.declared(bench().agent, message, one)
    promises.readable(bench().agent, one)
    if isinstance(one.outcome, Emit):
        for record in one.outcome.records:
            assert isinstance(record, Parsed)
            _offsets(record)
    return took


def _offsets(article: Parsed) -> None:
    for block in article.blocks:
        assert 0 <= block.start <= block.end <= len(article.text), (block, len(article.text))
    for before, after in pairwise(article.blocks):
        assert before.end <= after.start, (before, after)
