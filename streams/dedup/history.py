"""What is remembered of each article: its versions, its kill, what was answered, what is held."""

from __future__ import annotations

from bisect import insort
from typing import Final

import msgspec

from schemas.records import Held, Parsed, Redundancy, Relation
from streams.dedup.holding import DueTimes, Holding, Terms
from streams.dedup.version import Order, Version
from streams.state import Entry, Store

UNDETERMINED: Final = "und"
REMEMBERED: Final = 64
"""Versions and verdicts kept of one article, the newest ones. A live page may have hundreds of
versions; a redelivery from further back is a replay or superseded, never news."""


class Verdict(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was answered to one delivery, to be answered again when it comes again."""

    delivery: str
    digest: str
    redundancy: Redundancy | None = None
    """Set for a repeat, and for nothing else."""
    relation: Relation = "new"
    supersedes: str | None = None
    shard: str = UNDETERMINED
    terms: Terms | None = None
    """Set for news that was held."""
    ended: Held | None = None
    """The holding that it brought to an end."""


class Versions(Entry, frozen=True, kw_only=True, array_like=True):
    """What is remembered of an article."""

    shard: str | None = None
    """None until a version with text was sent on."""
    kill: Version | None = None
    """The hardest kill to take back."""
    seen: tuple[Version, ...] = ()
    """All but kills, the newest last."""
    verdicts: tuple[Verdict, ...] = ()
    """In order of arrival."""
    released_ms: int = 0
    """When last an embargo ended: the article is remembered from then on."""
    withdrawn: bool = False
    """Whether what was last sent on is a kill."""
    sent: tuple[str, ...] | None = None
    """The delivery id of what was last sent on, if anything was.

    None in an entry written before anything was held: all its news were sent.
    """
    held: Holding | None = None
    """The text of `latest`, when subscribers must not have it yet. Last: see `barq held`."""

    @property
    def lasts_ms(self) -> int | None:
        """The time of the last version or release; None: what is held stays."""
        return None if self.held is not None else max(self.time_ms, self.released_ms)

    @property
    def latest(self) -> Version | None:
        """The newest version that is not a kill."""
        return self.seen[-1] if self.seen else None

    @property
    def had(self) -> str | None:
        """Delivery id of what subscribers have."""
        if self.sent is not None:
            return self.sent[0] if self.sent else None
        if self.kill is not None and self.killed:
            return self.kill.delivery
        return None if self.latest is None else self.latest.delivery

    @property
    def killed(self) -> bool:
        """Whether the article is withdrawn as it now stands."""
        return self.kill is not None and not (
            self.latest is not None and self.latest.takes_back(self.kill)
        )


class VersionsState:
    """The versions of every article of one partition."""

    def __init__(self, ttl_ms: int) -> None:
        self._ttl_ms = ttl_ms
        self._dated = DueTimes()
        self._undated = DueTimes()
        self.store: Store[Versions] = Store(Versions, ttl_ms=ttl_ms, index=self)

    @property
    def holds(self) -> int:
        """How many articles are held."""
        return len(self._dated) + len(self._undated)

    def first_due(self) -> tuple[int, str] | None:
        """Give what falls due next, and when, milliseconds since 1970.

        What is held until further notice is when any entry of its age has expired, by event time;
        what has an end, at that time.
        """
        dated, oldest = self._dated.first(), self._undated.first()
        if oldest is None or oldest[0] + self._ttl_ms >= self.store.watermark_ms:
            return dated
        expired = oldest[0] + self._ttl_ms, oldest[1]
        return expired if dated is None else min(dated, expired)

    def added(self, key: str, entry: Versions) -> None:
        """Note when what is held falls due."""
        if entry.held is not None:
            due_ms = entry.held.terms.due_ms
            if due_ms is None:
                self._undated.set(key, entry.time_ms)
            else:
                self._dated.set(key, due_ms)

    def removed(self, key: str, entry: Versions) -> None:
        """Let it fall due no more."""
        if entry.held is not None:
            self._dated.clear(key)
            self._undated.clear(key)


def with_version(known: Versions, version: Version) -> Versions:
    """Add `version`; a version received before keeps its first receipt."""
    if not known.seen:
        return msgspec.structs.replace(known, seen=(version,))
    seen = list(known.seen)
    for place, one in enumerate(seen):
        if one.same(version):
            del seen[place]
            received_ms = min(one.received_ms, version.received_ms)
            version = msgspec.structs.replace(one, received_ms=received_ms)
            break
    insort(seen, version, key=lambda one: one.order)
    return msgspec.structs.replace(known, seen=tuple(seen[-REMEMBERED:]))


def with_kill(known: Versions, kill: Version) -> Versions:
    """Add `kill`; the one that is hardest to take back stands."""
    if known.kill is not None and _finality(known.kill) >= _finality(kill):
        kill = known.kill
    return msgspec.structs.replace(known, kill=kill)


def _finality(kill: Version) -> tuple[bool, Order]:
    return kill.number is None, kill.order


def with_holding(
    after: Versions, parsed: Parsed, version: Version, verdict: Verdict, terms: Terms | None
) -> Versions:
    """Hold what is news and not free, and let go of what was held before it."""
    before = after.held
    if verdict.redundancy is None:
        if terms is None:
            return with_sent(after, version.delivery, verdict.shard)
        return msgspec.structs.replace(
            after, held=Holding(parsed, terms, version, verdict.relation)
        )
    if before is not None and terms == before.terms and before.has_text_of(parsed):
        said = max(before.said, version, key=lambda one: one.word)
        return msgspec.structs.replace(after, held=msgspec.structs.replace(before, said=said))
    return after


def with_sent(after: Versions, delivery: str, shard: str) -> Versions:
    """Note what subscribers have from now on; nothing is held any more."""
    return msgspec.structs.replace(after, shard=shard, sent=(delivery,), withdrawn=False, held=None)
