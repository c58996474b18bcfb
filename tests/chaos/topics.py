"""The pipeline's topics on the brokers of a run, with librdkafka."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

import confluent_kafka as ck
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas.topics import PARSED, WIRE
from streams.dedup import versions
from streams.runtime import topics
from streams.settings import Settings
from tests.chaos.ground import Ground

PATIENCE_S: Final = 120
LOOK_S: Final = 0.1
PARTITIONS: Final = 4
IN_ORDER: Final = {WIRE.name, PARSED.name, versions.STATE.topic}
"""Topics of one partition: what is news depends on the order of all articles of a language."""


def create_topics(ground: Ground) -> Mapping[str, int]:
    """Create the pipeline's topics, and give the partitions of each."""
    settings = Settings.read(
        bootstrap=ground.bootstrap, partitions=PARTITIONS, replication_factor=ground.copies
    )
    planned = topics.plan(settings)
    partitions = {one.name: 1 if one.name in IN_ORDER else one.partitions for one in planned}
    deadline = time.monotonic() + PATIENCE_S
    while True:
        admin = AdminClient({"bootstrap.servers": ground.bootstrap, "log_level": 0})
        try:
            there = admin.list_topics(timeout=PATIENCE_S).topics
            missing = [one for one in planned if one.name not in there]
            if not missing:
                return partitions
            wanted = [
                NewTopic(one.name, partitions[one.name], ground.copies, config=dict(one.configs))
                for one in missing
            ]
            for future in admin.create_topics(wanted).values():
                future.result(PATIENCE_S)
        except ck.KafkaException as error:
            # A busy machine's broker may drop out of its cluster for a moment.
            if time.monotonic() > deadline:
                raise AssertionError(f"topics not created in {PATIENCE_S} s: {error}") from None
            time.sleep(LOOK_S)
