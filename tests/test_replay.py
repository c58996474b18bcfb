"""The pipeline in one process: what goes in comes out, counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.codec import Message, wire_message
from schemas.records import Alert, DeadLetter, Enriched, Unique, WireItem
from schemas.times import to_ms
from schemas.topics import WIRE
from streams.replay import Replay, Sent
from streams.settings import Settings
from streams.slices import SLICE_RECORDS
from streams.stage import Agent, process
from tests.chaos.wire import Wire

NOON = datetime(2018, 12, 29, 12, tzinfo=UTC)
STORY = (
    "Lavrov and Cavusoglu agree on Syria\n\n"
    "MOSCOW — Sergey Lavrov received Mevlut Cavusoglu in Moscow on Saturday, and both spoke "
    "of Syria at length before the press.\n\n"
    "The ministers will meet again in Ankara in the new year, officials said.\n"
)


def item(name: str, body: str = STORY, minute: int = 0) -> WireItem:
    return WireItem(
        id=name,
        source="my-folder",
        content_type="text/plain",
        received_at=NOON.replace(minute=minute),
        body=body.encode(),
    )


def embargoed(*, minute: int) -> WireItem:
    until = NOON.replace(minute=minute).isoformat()
    body = {"uri": "urn:e", "type": "text", "version": "1", "language": "en"}
    body |= {"headline": STORY.partition("\n")[0], "body_text": STORY, "embargoed": until}
    return item("e", json.dumps(body))


@pytest.fixture
def replay() -> Replay:
    return Replay(Settings(instance="test"))


def alerts(sent: list[Sent]) -> list[Alert]:
    return [one.record for one in sent if isinstance(one.record, Alert)]


def test_an_article_goes_all_the_way(replay: Replay) -> None:
    sent = list(replay.feed(item("1")))
    assert [one.topic for one in sent][:4] == [
        "articles.parsed",
        "articles.versioned",
        "articles.unique",
        "articles.enriched",
    ]
    assert [one.record.rule for one in sent if isinstance(one.record, Alert)] == [
        "lavrov-and-cavusoglu"
    ]


MINISTER_AND_SPOKESWOMAN = """
- id: minister-and-spokeswoman
  severity: warning
  actors:
    all: [Мария Захарова, يوآف غالانت]
"""


@pytest.mark.parametrize(
    ("headline", "body", "raised"),
    [
        (
            "俄方回应以色列国防部长讲话",
            "俄罗斯外交部发言人扎哈罗娃5日在记者会上说，以色列国防部长加兰特的表态无助于缓和局势。",
            ["minister-and-spokeswoman"],
        ),
        (
            "واکنش مسکو به سخنان وزیر دفاع اسرائیل",
            "ماریا زاخارووا روز چهارشنبه گفت سخنان یوآو گالانت کمکی به کاهش تنش نمی‌کند.",
            ["minister-and-spokeswoman"],
        ),
        (
            "芭蕾舞演员告别演出",
            "斯韦特兰娜·扎哈罗娃在莫斯科登台，卡尔·加兰特观看了演出，以色列驻俄罗斯大使也出席了。",
            [],
        ),
    ],
)
def test_a_rule_is_met_in_other_languages_than_its_own(
    headline: str, body: str, raised: list[str], tmp_path: Path
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(MINISTER_AND_SPOKESWOMAN, "utf-8")
    replay = Replay(Settings(instance="test", rules=rules))
    sent = list(replay.feed(item("1", f"{headline}\n\n{body}\n")))
    assert [alert.rule for alert in alerts(sent)] == raised


def test_a_resend_raises_no_second_alert(replay: Replay) -> None:
    list(replay.feed(item("1")))
    sent = list(replay.feed(item("2", minute=5)))
    assert alerts(sent) == []
    assert sent[-1].topic == "articles.duplicates"


def test_a_delivery_fed_again_comes_out_as_before(replay: Replay) -> None:
    first = list(replay.feed(item("1")))
    list(replay.feed(item("2", minute=5)))
    again = list(replay.feed(item("1")))
    assert [(one.topic, one.record) for one in again] == [(one.topic, one.record) for one in first]


def test_items_fed_together_come_out_as_fed_one_by_one(replay: Replay) -> None:
    items = [item(str(n), STORY + "More. " * n, minute=n) for n in range(5)] + [item("x", "")]
    together = list(replay.feed(*items))
    alone = Replay(Settings(instance="test"))
    singly = [one for each in items for one in alone.feed(each)]
    assert Counter((one.topic, one.message) for one in together) == Counter(
        (one.topic, one.message) for one in singly
    )


def test_chunks_are_no_larger_than_the_setting() -> None:
    replay = Replay(Settings(instance="test", chunk_records=2))
    sent = list(replay.feed(*(item(str(n)) for n in range(5))))
    assert sum(isinstance(one.record, Enriched) for one in sent) == 1
    assert replay.tally.consumed["parse", "parse"] == 5


def test_a_message_as_produced_can_be_fed_too(replay: Replay) -> None:
    raw = list(replay.feed(wire_message(WIRE, item("1"))))
    assert [one.record for one in raw] == [
        one.record for one in Replay(Settings(instance="test")).feed(item("1"))
    ]


def test_a_poison_item_is_a_dead_letter_and_the_next_comes_through(replay: Replay) -> None:
    noise = item("noise")
    sent = list(replay.feed(wire_message(WIRE, noise)._replace(value=b"\x00\xff" * 500), item("1")))
    (letter,) = [one.record for one in sent if isinstance(one.record, DeadLetter)]
    assert letter.payload == b"\x00\xff" * 500
    assert len(alerts(sent)) == 1


def test_all_that_is_consumed_is_emitted_dropped_or_rejected(replay: Replay) -> None:
    items = [item("1"), item("2", minute=1), item("3", ""), item("4", "Nothing on anyone.\n\nNo.")]
    sent = list(replay.feed(*items))
    answered: Counter[tuple[str, str]] = Counter()
    for place, number in replay.tally.answers.items():
        answered[place.stage, place.agent] += number
    assert answered == replay.tally.consumed
    assert replay.tally.consumed["parse", "parse"] == len(items)
    assert replay.tally.consumed["tag", "tag"] == sum(
        one.topic == "articles.unique" for one in sent
    )


def test_an_embargo_is_over_when_a_later_item_comes(replay: Replay) -> None:
    held = list(replay.feed(embargoed(minute=30)))
    assert [one.topic for one in held] == ["articles.parsed", "articles.held"]
    assert replay.waiting == 1
    before = list(replay.feed(item("2", "Something else.\n\nQuite.", minute=29)))
    assert not any(one.topic == "articles.held" for one in before)
    sent = list(replay.feed(item("3", "Another thing.\n\nIndeed.", minute=31)))
    topics = [one.topic for one in sent]
    assert topics.index("articles.held") < topics.index("articles.versioned")
    uniques = [one.record for one in sent if isinstance(one.record, Unique)]
    assert [one.released_at for one in uniques] == [NOON.replace(minute=30), None]
    assert len(alerts(sent)) == 1
    assert replay.waiting == 0
    assert replay.tally.released == {("dedup", "versions"): 1}


def test_items_fed_together_are_released_as_fed_one_by_one() -> None:
    items = [embargoed(minute=2), item("2", "Else.\n\nQuite.", minute=1), item("3", minute=4)]
    together = Replay(Settings(instance="test")).feed(*items)
    alone = Replay(Settings(instance="test"))
    singly = [one for each in items for one in alone.feed(each)]
    assert Counter((one.topic, one.message) for one in together) == Counter(
        (one.topic, one.message) for one in singly
    )


def test_time_passes_to_where_it_is_told(replay: Replay) -> None:
    list(replay.feed(embargoed(minute=30)))
    assert list(replay.pass_time(to_ms(NOON.replace(minute=29)))) == []
    sent = list(replay.pass_time(to_ms(NOON.replace(minute=30))))
    assert sum(isinstance(one.record, Enriched) for one in sent) == 1


def test_offsets_count_by_topic(replay: Replay) -> None:
    sent = list(replay.feed(item("1"), item("2", "Something else.\n\nQuite.", minute=1)))
    for topic in {one.topic for one in sent}:
        offsets = [one.message.offset for one in sent if one.topic == topic]
        assert offsets == list(range(len(offsets)))


def test_what_is_released_goes_on_in_the_trace_of_its_wire_item(replay: Replay) -> None:
    wire = wire_message(WIRE, embargoed(minute=30))
    held = list(replay.feed(embargoed(minute=30)))
    released = list(replay.pass_time(to_ms(NOON.replace(minute=30))))
    traces = {
        value.split(b"-")[1]
        for headers in (wire.headers, *(one.message.headers for one in (*held, *released)))
        for name, value in headers
        if name == "traceparent" and value is not None
    }
    assert released
    assert len(traces) == 1


def test_a_stage_is_given_slices_however_much_is_fed(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def counted(stage: str, agent: Agent, messages: Sequence[Message], *more: Any) -> Any:
        given.append(len(messages))
        return process(stage, agent, messages, *more)

    monkeypatch.setattr("streams.replay.process", counted)
    items = Wire(1).items(3 * SLICE_RECORDS)
    assert list(Replay(Settings.read()).feed(*items))
    assert max(given) == SLICE_RECORDS
