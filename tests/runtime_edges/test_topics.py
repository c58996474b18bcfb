"""The table of topics, and how a broker compares with it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.topics import TOPICS
from streams.deadletters.redelivery import MARKERS
from streams.runtime.topics import Found, TopicPlan, differences, plan
from streams.settings import Settings


@pytest.fixture
def planned() -> dict[str, TopicPlan]:
    settings = Settings.read(partitions=3, replication_factor=2, max_item_bytes=1024)
    return {topic.name: topic for topic in plan(settings)}


def as_found(topic: TopicPlan, **changed: Any) -> Found:
    return Found(
        **{
            "partitions": topic.partitions,
            "replication_factor": topic.replication_factor,
            "configs": topic.configs,
            **changed,
        }
    )


def test_every_topic_of_records_is_planned(planned: dict[str, TopicPlan]) -> None:
    assert {topic.name for topic in TOPICS} <= planned.keys()
    wire = planned["wire.items"]
    assert (wire.kind, wire.partitions, wire.replication_factor) == ("public", 3, 2)
    assert wire.configs["cleanup.policy"] == "delete"
    assert wire.configs["retention.ms"] == str(7 * 24 * 3_600_000)


def test_changelogs_are_compacted_and_have_the_partitions_of_what_is_read(
    planned: dict[str, TopicPlan],
) -> None:
    states = [topic for topic in planned.values() if topic.kind == "state"]
    assert {topic.name for topic in states} == {
        "state.dedup.versions",
        "state.dedup.near",
        "state.alert.evaluate",
        MARKERS,
    }
    assert all(topic.configs["cleanup.policy"] == "compact" for topic in states)
    assert {topic.partitions for topic in states if topic.name != MARKERS} == {3}


def test_the_marks_of_what_was_replayed_are_in_one_place(planned: dict[str, TopicPlan]) -> None:
    assert planned[MARKERS].partitions == 1


def test_a_message_may_be_as_large_as_an_item_and_its_headers(
    planned: dict[str, TopicPlan],
) -> None:
    assert all(int(topic.configs["max.message.bytes"]) > 1024 for topic in planned.values())


def test_what_is_as_planned_has_no_differences(planned: dict[str, TopicPlan]) -> None:
    found = {name: as_found(topic) for name, topic in planned.items()}
    assert differences(planned.values(), found) == ()


def test_each_difference_is_told_with_both_values(planned: dict[str, TopicPlan]) -> None:
    alerts = planned["alerts"]
    configs = {**alerts.configs, "retention.ms": "1"}
    found = {"alerts": as_found(alerts, partitions=1, configs=configs)}
    told = [str(one) for one in differences([alerts, planned["wire.items"]], found)]
    assert told == [
        "alerts: partitions is 1, expected 3",
        "alerts: retention.ms is 1, expected 2592000000",
        "wire.items: missing",
    ]
