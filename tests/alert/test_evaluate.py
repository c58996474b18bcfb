"""One alert a story, and what follows it."""

from __future__ import annotations

from itertools import permutations

import pytest

from schemas.ids import digest
from schemas.records import Alert, Match
from streams.alert.evaluate import ALREADY_ALERTED, ARTICLES_MAX, NOTHING_RAISED, Alerts, step
from streams.outcome import Drop, Emit, Outcome
from tests.alert.examples import match

DAY_MS = 86_400_000
FIRST = digest("alert", "r1", "s1")


@pytest.fixture
def alerts() -> Alerts:
    return Alerts(30 * DAY_MS)


def evaluate(alerts: Alerts, *matches: Match) -> list[Outcome]:
    return step(matches, 30 * DAY_MS, alerts)


def one(alerts: Alerts, match: Match) -> Alert:
    (outcome,) = evaluate(alerts, match)
    assert isinstance(outcome, Emit)
    (alert,) = outcome.records
    assert isinstance(alert, Alert)
    return alert


def correction(minute: int, *rules: str, **fields: str) -> Match:
    return match(None, minute=minute, relation="correction", rules=rules, **fields)


def kill(minute: int, **fields: str) -> Match:
    return match(None, minute=minute, relation="kill", **fields)


def test_a_rule_and_a_story_raise_one_alert(alerts: Alerts) -> None:
    alert = one(alerts, match(minute=1, severity="critical"))
    assert (alert.id, alert.kind, alert.severity) == (FIRST, "alert", "critical")
    again = [match(minute=2, relation="update"), match(minute=3, id="a2", language="ar")]
    assert evaluate(alerts, *again) == [Drop(ALREADY_ALERTED)] * 2


def test_another_story_and_another_rule_raise_their_own(alerts: Alerts) -> None:
    matches = [match(), match(story="s2"), match("r2")]
    assert len({one(alerts, each).id for each in matches}) == 3


def test_the_delivery_that_raised_an_alert_raises_it_again_the_same(alerts: Alerts) -> None:
    first = one(alerts, match(minute=1))
    evaluate(alerts, match(minute=2), kill(3))
    alerts.store.commit()
    assert one(alerts, match(minute=1)) == first
    assert alerts.store.changes() == []


def test_a_correction_says_that_the_rule_still_holds(alerts: Alerts) -> None:
    one(alerts, match(minute=1, severity="warning"))
    evaluate(alerts, match(minute=5, relation="correction"))
    alert = one(alerts, correction(5, "r1"))
    assert (alert.kind, alert.follows, alert.holds) == ("correction", FIRST, True)
    assert (alert.rule, alert.severity) == ("r1", "warning")
    assert alert.id == digest("correction", FIRST, "d5", "a1")


def test_a_correction_says_that_the_rule_no_longer_holds(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    assert not one(alerts, correction(5, "r2")).holds


def test_a_kill_says_that_nothing_holds(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    alert = one(alerts, kill(5))
    assert (alert.kind, alert.follows, alert.holds) == ("kill", FIRST, False)


def test_an_alert_holds_while_another_article_of_the_story_meets_the_rule(alerts: Alerts) -> None:
    evaluate(alerts, match(minute=1), match(minute=2, id="a2"))
    assert one(alerts, kill(5)).holds
    assert not one(alerts, kill(6, id="a2")).holds


def test_each_alert_of_the_story_is_followed_up(alerts: Alerts) -> None:
    evaluate(alerts, match("r2"), match("r1"), match("r3", story="s2"))
    (outcome,) = evaluate(alerts, kill(5))
    assert isinstance(outcome, Emit)
    assert [alert.rule for alert in outcome.records] == ["r1", "r2"]  # type: ignore[attr-defined]  # alerts


def test_a_story_without_alerts_has_nothing_to_follow_up(alerts: Alerts) -> None:
    assert evaluate(alerts, kill(5), correction(6)) == [Drop(NOTHING_RAISED)] * 2


def test_a_correction_that_raises_the_alert_does_not_follow_it_up(alerts: Alerts) -> None:
    one(alerts, match(minute=5, relation="correction"))
    assert evaluate(alerts, correction(5, "r1")) == [Drop(NOTHING_RAISED)]


def test_follow_ups_come_again_the_same_and_no_others(alerts: Alerts) -> None:
    one(alerts, match("r1", minute=1))
    first = evaluate(alerts, kill(5), kill(6, story="s2"))
    evaluate(alerts, match("r2", minute=7), match("r9", minute=7, story="s2"))
    alerts.store.commit()
    assert evaluate(alerts, kill(5), kill(6, story="s2")) == first
    assert alerts.store.changes() == []


def test_a_kill_under_an_id_of_its_own_ends_what_it_withdraws(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    alert = one(alerts, kill(5, id="k1", corrects="a1"))
    assert (alert.kind, alert.follows, alert.holds) == ("kill", FIRST, False)


def test_a_correction_under_an_id_of_its_own_stands_for_what_it_corrects(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    assert not one(alerts, correction(5, id="c1", corrects="a1")).holds
    assert one(alerts, correction(6, "r1", id="c2", corrects="c1")).holds


def test_a_story_that_comes_back_after_a_kill_raises_anew(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    one(alerts, kill(5))
    back = one(alerts, match(minute=9))
    assert (back.kind, back.follows) == ("alert", FIRST)
    assert back.id == digest("alert", "r1", "s1", "d9", "a1")
    assert evaluate(alerts, match(minute=10, id="a2")) == [Drop(ALREADY_ALERTED)]
    assert one(alerts, match(minute=9)) == back
    assert one(alerts, match(minute=1)).id == FIRST


def test_what_was_received_before_a_kill_does_not_raise_after_it(alerts: Alerts) -> None:
    evaluate(alerts, match(minute=1), match(minute=2), kill(5))
    assert evaluate(alerts, match(minute=2)) == [Drop(ALREADY_ALERTED)]


def test_a_kill_in_the_same_millisecond_counts(alerts: Alerts) -> None:
    one(alerts, match(minute=1))
    assert not one(alerts, kill(1, delivery="dk")).holds


def test_a_kill_received_before_the_article_it_follows_changes_nothing(alerts: Alerts) -> None:
    one(alerts, match(minute=5))
    assert one(alerts, kill(1)).holds


def test_an_alert_is_forgotten_when_the_story_has_been_quiet_long_enough(alerts: Alerts) -> None:
    one(alerts, match())
    quiet = 31 * 24 * 60
    assert one(alerts, match(minute=quiet)).id == FIRST
    assert alerts.stories.rules("s1") == ["r1"]


def test_a_story_that_goes_on_is_not_forgotten(alerts: Alerts) -> None:
    day = 24 * 60
    matches = [match(minute=day * n) for n in range(0, 100, 10)]
    assert evaluate(alerts, *matches)[1:] == [Drop(ALREADY_ALERTED)] * 9


def test_memory_of_a_long_story_is_bounded(alerts: Alerts) -> None:
    evaluate(alerts, *(match(minute=n, id=f"a{n}") for n in range(50)))
    memory = alerts.store.get(FIRST)
    assert memory is not None
    assert len(memory.articles) == ARTICLES_MAX


def test_stories_are_forgotten_with_their_last_rule(alerts: Alerts) -> None:
    evaluate(alerts, match("r1"), match("r2", minute=24 * 60))
    alerts.store.advance(alerts.store.get(FIRST).time_ms + 30 * DAY_MS + 1)  # type: ignore[union-attr]  # it is there
    assert alerts.stories.rules("s1") == ["r2"]


def test_articles_of_a_story_raise_one_alert_in_any_order() -> None:
    matches = [match(minute=n, id=f"a{n}") for n in range(4)]
    for order in permutations(matches):
        raised = [each for each in evaluate(Alerts(DAY_MS), *order) if isinstance(each, Emit)]
        assert [[alert.id for alert in each.records] for each in raised] == [[FIRST]]  # type: ignore[attr-defined]  # alerts
