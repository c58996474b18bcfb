"""What a chunk adds to the metrics, from what its records led to."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import structs

from schemas.records import (
    Alert,
    ArticleRef,
    Delivery,
    Duplicate,
    Enriched,
    Held,
    Parsed,
    Record,
    Redundancy,
    Relation,
    Source,
    Unique,
)
from streams.outcome import Drop, Emit, Outcome, Reject
from streams.runtime import metrics
from streams.runtime.observations import (
    Point,
    article_labels,
    in_advance,
    observations,
    released,
)
from streams.stage import Processed
from streams.topology import STAGES

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def parsed(
    *, language: str = "ar", source: str = "afp", credited: tuple[Source, ...] = ()
) -> Parsed:
    delivery = Delivery(id="d", source=source, content_type="", received_at=NINE)
    return Parsed(
        delivery=delivery,
        id="a",
        format="text",
        language=language,
        digest="x",
        sources=credited,
    )


def unique(relation: Relation = "new", story: str = "a") -> Unique:
    return Unique(parsed=parsed(), relation=relation, story=story)


def duplicate(relation: Redundancy) -> Duplicate:
    return Duplicate(parsed=parsed(), relation=relation, of="b")


def alert() -> Alert:
    article = ArticleRef(
        id="a",
        delivery="d",
        story="a",
        relation="new",
        headline="",
        language="ar",
        source="afp",
        received_at=NINE,
    )
    return Alert(id="1", rule="r", severity="warning", kind="alert", story="a", article=article)


def counts(*outcomes: Outcome) -> dict[Point, int]:
    return dict(observations("s", "a", [Processed(one, ()) for one in outcomes]).counts)


def emitted(*records: Record) -> dict[Point, int]:
    found = counts(Emit(records))
    del found[metrics.CONSUMED, ("s", "a")]
    del found[metrics.OUTCOMES, ("s", "a", "emitted", "")]
    return found


def test_each_record_is_consumed_and_has_one_outcome() -> None:
    assert counts(Emit(()), Drop("old"), Drop("old"), Reject("bad", "why")) == {
        (metrics.CONSUMED, ("s", "a")): 4,
        (metrics.OUTCOMES, ("s", "a", "emitted", "")): 1,
        (metrics.OUTCOMES, ("s", "a", "dropped", "old")): 2,
        (metrics.OUTCOMES, ("s", "a", "rejected", "bad")): 1,
        (metrics.DEAD_LETTERS, ("s", "bad")): 1,
    }


def test_a_part_that_could_not_be_used_is_a_dead_letter_of_an_emitted_record() -> None:
    found = counts(Emit((), (Reject("no_content", "why"), Reject("no_content", "why"))))
    assert found[metrics.DEAD_LETTERS, ("s", "no_content")] == 2
    assert found[metrics.OUTCOMES, ("s", "a", "emitted", "")] == 1


def test_a_part_dropped_beside_the_rest_is_counted_and_is_no_dropped_record() -> None:
    found = counts(Emit((), (), (Drop("video_item"), Drop("video_item"), Drop("concept_item"))))
    assert found == {
        (metrics.CONSUMED, ("s", "a")): 1,
        (metrics.OUTCOMES, ("s", "a", "emitted", "")): 1,
        (metrics.PARTS_DROPPED, ("s", "a", "video_item")): 2,
        (metrics.PARTS_DROPPED, ("s", "a", "concept_item")): 1,
    }


def test_articles_are_counted_by_language_and_source() -> None:
    assert emitted(parsed(), parsed(), parsed(language="tr")) == {
        (metrics.ARTICLES, ("ar", "afp")): 2,
        (metrics.ARTICLES, ("tr", "afp")): 1,
    }


def test_a_source_is_known_by_any_of_its_names_or_by_whom_it_credits() -> None:
    assert article_labels(parsed(source="رويترز")) == ("ar", "reuters")
    credited = (Source(name="Our own"), Source(name="Anadolu", id="aa"))
    assert article_labels(parsed(source="inbox", credited=credited)) == ("ar", "aa")
    assert (
        article_labels(parsed(source="inbox", credited=(Source(name="x", id="y"),)))[1] == "other"
    )


def test_an_unknown_language_is_other_and_an_undetermined_one_is_told() -> None:
    assert article_labels(parsed(language="sw"))[0] == "other"
    assert article_labels(parsed(language="und"))[0] == "und"


def test_a_story_begins_with_a_new_article_of_its_own() -> None:
    assert emitted(unique()) == {(metrics.UNIQUES, ("new",)): 1, (metrics.STORIES, ()): 1}
    assert emitted(unique("update")) == {(metrics.UNIQUES, ("update",)): 1}
    assert emitted(unique("new", story="b")) == {(metrics.UNIQUES, ("new",)): 1}


def test_duplicates_are_counted_by_relation() -> None:
    assert emitted(duplicate("brief")) == {(metrics.DUPLICATES, ("brief",)): 1}


def test_alerts_are_counted_and_their_latency_begins_with_the_wire_item() -> None:
    found = observations("s", "a", [Processed(Emit((alert(),)), ())])
    assert found.counts[metrics.ALERTS, ("warning", "alert")] == 1
    assert found.since == {metrics.ALERT_LATENCY: [NINE]}


def test_the_latency_of_an_enriched_article_begins_with_the_wire_item() -> None:
    found = observations("s", "a", [Processed(Emit((Enriched(unique=unique()),)), ())])
    assert found.since == {metrics.ENRICHED_LATENCY: [NINE]}


def test_the_latency_of_a_released_article_begins_with_its_release() -> None:
    ten = NINE.replace(hour=10)
    article = structs.replace(unique(), released_at=ten)
    raised = structs.replace(alert(), article=structs.replace(alert().article, released_at=ten))
    found = observations("s", "a", [Processed(Emit((Enriched(unique=article), raised)), ())])
    assert found.since == {metrics.ENRICHED_LATENCY: [ten], metrics.ALERT_LATENCY: [ten]}


def test_a_release_is_no_outcome_of_a_record() -> None:
    told = Held(id="a", delivery="d", state="released", reason="embargo", since=NINE)
    assert released([told, told]).counts == {(metrics.HOLDINGS, ("released", "embargo")): 2}


def test_every_reason_relation_and_kind_is_there_in_advance() -> None:
    known = set(in_advance(STAGES["parse"]))
    assert (metrics.OUTCOMES, ("parse", "parse", "rejected", "not_json")) in known
    assert (metrics.OUTCOMES, ("parse", "parse", "dropped", "empty_feed")) in known
    assert (metrics.DEAD_LETTERS, ("parse", "undecodable")) in known
    known = set(in_advance(STAGES["dedup"]))
    assert (metrics.DUPLICATES, ("superseded",)) in known
    assert (metrics.UNIQUES, ("expansion",)) in known
    assert (metrics.STORIES, ()) in known
    assert (metrics.HOLDINGS, ("expired", "withheld")) in known
    assert (metrics.ALERTS, ("critical", "kill")) in set(in_advance(STAGES["alert"]))


def test_a_stage_tells_only_of_records_that_it_sends() -> None:
    assert metrics.ALERTS not in {metric for metric, _ in in_advance(STAGES["parse"])}
