"""Looks every second at what no event tells: lag, size of state, and that the loop turns."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from aiokafka.errors import KafkaError

from streams.runtime import logs
from streams.runtime.lag import Lags
from streams.runtime.lane import Lane
from streams.runtime.transport import Consumer

EVERY_S: Final = 1.0
"""Seconds between two looks, some milliseconds each; scrapes are five seconds or more apart."""


async def sample(lane: Lane, consumer: Consumer, log: logs.Logger) -> None:
    """Tell the lane's meter, until cancelled."""
    lags = Lags()
    while True:
        lane.meter.turned()
        lane.meter.sized(lane.sizes())
        try:
            async with asyncio.timeout(EVERY_S):
                lane.meter.behind(await consumer.lags(lags, time.time()))
        except (KafkaError, TimeoutError):
            pass  # partitions are being revoked, or the broker is away: the next look will see
        except Exception:  # to know the lag is not worth a worker
            log.exception("the lag cannot be measured")
        await asyncio.sleep(EVERY_S)
