"""Evaluate: one alert for a rule and a story, followed up when the story is corrected or killed.

A rule that a story meets raises one alert, and whatever else of the story meets it is
dropped. A correction or kill sends a follow-up of the latest alert of each rule that
was raised for the story; `holds` says whether any article of it still meets the rule.

An alert that no longer holds is as good as withdrawn. When an article then meets the rule
again, be it the re-instated one or another of the story, the alert is raised anew,
under another id, and `follows` names the one before: to keep silent would hide that the
story stands after all.

What is decided for an article is decided once: sent again, it gets the same answer. An
alert remembers who raised it, a correction or kill which alerts it followed up, and of an
article the version received last counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from schemas.ids import digest
from schemas.records import Alert, AlertKind, ArticleRef, Match, Severity
from schemas.times import to_ms
from streams.outcome import Drop, Emit, Outcome
from streams.settings import Settings
from streams.state import Entry, StateSpec, Store

ALREADY_ALERTED: Final = "already_alerted"
NOTHING_RAISED: Final = "nothing_raised"
DROPS: Final = (ALREADY_ALERTED, NOTHING_RAISED)
ARTICLES_MAX: Final = 8
"""Articles remembered of a rule and a story, the latest: it bounds a changelog record to a
kilobyte. An alert is taken for withdrawn when all of these no longer meet the rule.
"""


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """An alert raised: for which article, and how urgent it was."""

    delivery: str
    article: str
    severity: Severity


class Standing(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Whether an article, as it was last received, meets the rule."""

    received_ms: int
    article: str
    meets: bool


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A follow-up sent: of which alert, and whether the rule was still met."""

    rule: str
    alert: str
    severity: Severity
    holds: bool


class Memory(Entry, frozen=True, kw_only=True):
    """What is remembered of a rule and a story, or of a correction or kill."""

    story: str
    rule: str | None = None
    """None for a correction or kill."""
    raised: tuple[Raised, ...] = ()
    """For a rule: its alerts, oldest first."""
    articles: tuple[Standing, ...] = ()
    """For a rule: the latest articles that met it, oldest first."""
    follow_ups: tuple[FollowUp, ...] = ()
    """For a correction or kill: what was sent, by rule."""

    @property
    def holds(self) -> bool:
        """Whether the rule is met by an article of the story."""
        return any(standing.meets for standing in self.articles)


class Stories:
    """Derived from the memory: the rules that each story has met."""

    def __init__(self) -> None:
        self._rules: dict[str, set[str]] = {}

    def added(self, key: str, entry: Memory) -> None:  # noqa: ARG002 - Index gives the key too
        """Note the rule, if the entry is of one."""
        if entry.rule is not None:
            self._rules.setdefault(entry.story, set()).add(entry.rule)

    def removed(self, key: str, entry: Memory) -> None:  # noqa: ARG002 - Index gives the key too
        """Forget the rule, and the story with its last one."""
        if entry.rule is not None:
            rules = self._rules[entry.story]
            rules.remove(entry.rule)
            if not rules:
                del self._rules[entry.story]

    def rules(self, story: str) -> list[str]:
        """Give the rules that `story` has met, sorted."""
        return sorted(self._rules.get(story, ()))


class Alerts:
    """State of one partition: the alerts of the rules that it evaluates."""

    def __init__(self, ttl_ms: int) -> None:
        self.stories = Stories()
        self.store = Store(Memory, ttl_ms=ttl_ms, index=self.stories)


STATE: Final = StateSpec(name="alert.evaluate", new=Alerts)


def load(settings: Settings) -> int:
    """Give how long an alert is remembered after an article last met its rule, ms."""
    return timedelta(days=settings.alert_days) // timedelta(milliseconds=1)


def step(
    matches: Sequence[Match],
    ttl_ms: int,  # noqa: ARG001 - it is in the state already
    alerts: Alerts,
) -> list[Outcome]:
    """Evaluate each match in turn."""
    return [_evaluate(match, alerts) for match in matches]


def _evaluate(match: Match, alerts: Alerts) -> Outcome:
    now_ms = to_ms(match.article.available_at)
    alerts.store.advance(now_ms)
    if match.rule is None:
        return _follow_up(match, now_ms, alerts)
    return _raise(match, match.rule, now_ms, alerts.store)


def _raise(match: Match, rule: str, now_ms: int, store: Store[Memory]) -> Outcome:
    article = match.article
    key = _alert_id(rule, article.story)
    memory = store.get(key) or Memory(time_ms=now_ms, story=article.story, rule=rule)
    again = [nth for nth, one in enumerate(memory.raised) if _same(one, article)]
    if again:
        return Emit((_alert(match, rule, key, memory.raised, again[0]),))
    met = _received(memory, article.id, now_ms, meets=True)
    if memory.raised and (memory.holds or not met.holds):
        store.put(key, met)
        return Drop(ALREADY_ALERTED)
    one = Raised(delivery=article.delivery, article=article.id, severity=match.severity)
    raised = (*memory.raised, one)
    store.put(key, msgspec.structs.replace(met, raised=raised))
    return Emit((_alert(match, rule, key, raised, len(memory.raised)),))


def _follow_up(match: Match, now_ms: int, alerts: Alerts) -> Outcome:
    article = match.article
    key = digest("follow-up", article.story, article.delivery, article.id)
    memory = alerts.store.get(key)
    if memory is None:
        follow_ups = tuple(_followed(match, now_ms, alerts))
        memory = Memory(time_ms=now_ms, story=article.story, follow_ups=follow_ups)
        alerts.store.put(key, memory)
    if not memory.follow_ups:
        return Drop(NOTHING_RAISED)
    kind: AlertKind = "kill" if article.relation == "kill" else "correction"
    return Emit(
        tuple(
            Alert(
                id=digest(kind, one.alert, article.delivery, article.id),
                rule=one.rule,
                severity=one.severity,
                kind=kind,
                follows=one.alert,
                holds=one.holds,
                story=article.story,
                article=article,
            )
            for one in memory.follow_ups
        )
    )


def _followed(match: Match, now_ms: int, alerts: Alerts) -> list[FollowUp]:
    """Take in what the correction or kill says of each alert, and tell of it.

    An alert that the correction itself has raised needs no follow-up.
    """
    article = match.article
    follow_ups: list[FollowUp] = []
    for rule in alerts.stories.rules(article.story):
        key = _alert_id(rule, article.story)
        memory = alerts.store.get(key)
        if memory is None or _same(memory.raised[-1], article):
            continue
        if article.corrects is not None:
            memory = _received(memory, article.corrects, now_ms, meets=False)
        memory = _received(memory, article.id, now_ms, meets=rule in match.rules)
        alerts.store.put(key, memory)
        follow_ups.append(
            FollowUp(
                rule=rule,
                alert=_nth_id(rule, article.story, memory.raised, len(memory.raised) - 1),
                severity=memory.raised[-1].severity,
                holds=memory.holds,
            )
        )
    return follow_ups


def _received(memory: Memory, article: str, now_ms: int, *, meets: bool) -> Memory:
    """Note how the article of that id stands, unless a version received later says otherwise.

    Of versions received in one millisecond the one that no longer meets the rule counts.
    """
    standing = {one.article: one for one in memory.articles}
    before = standing.get(article)
    newer = before is None or now_ms > before.received_ms
    ended = before is not None and now_ms == before.received_ms and not meets
    if (newer or ended) and (meets or before is not None):
        standing[article] = Standing(received_ms=now_ms, article=article, meets=meets)
    return msgspec.structs.replace(
        memory,
        time_ms=max(memory.time_ms, now_ms),
        articles=tuple(sorted(standing.values())[-ARTICLES_MAX:]),
    )


def _alert(match: Match, rule: str, key: str, raised: tuple[Raised, ...], nth: int) -> Alert:
    """Make the nth alert of a rule and a story, whose first has the id `key`."""
    story = match.article.story
    return Alert(
        id=_nth_id(rule, story, raised, nth) if nth else key,
        rule=rule,
        severity=match.severity,
        kind="alert",
        follows=_nth_id(rule, story, raised, nth - 1) if nth else None,
        story=story,
        conditions=match.conditions,
        article=match.article,
    )


def _same(raised: Raised, article: ArticleRef) -> bool:
    return (raised.delivery, raised.article) == (article.delivery, article.id)


def _nth_id(rule: str, story: str, raised: tuple[Raised, ...], nth: int) -> str:
    """Give the id of the nth alert: of the first by rule and story, of a later one also by who."""
    if nth == 0:
        return _alert_id(rule, story)
    return digest("alert", rule, story, raised[nth].delivery, raised[nth].article)


def _alert_id(rule: str, story: str) -> str:
    return digest("alert", rule, story)
