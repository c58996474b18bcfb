"""The versions of each article: what is new, updated, corrected or killed, and what is a repeat.

The end state is the same in whatever order the versions arrive:

- **Which version is newest**: the provider's number; then `updated_at`, or `published_at`
  where there is none; then `published_at`; then the first receipt. A version without a
  number is older than every numbered one. Under one number and time the first received
  stands, and others are replays of it; without number and with equal times the last received
  is newest, because feeds edit silently.
- **A kill is final**, whenever it arrives and however old it is. Only a version that the
  provider has given a larger number than the kill's takes it back (an `update` that supersedes
  the kill); a kill without a number is never taken back.

The shard is decided once, by the first version sent on that has text; a version in another
language follows it, so that the agent that holds the article hears of each change.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Final, TypeAlias

import msgspec

from schemas.codec import to_ms
from schemas.records import Duplicate, Parsed, Redundancy, Relation, Versioned
from streams.outcome import Emit, Outcome
from streams.settings import Settings
from streams.state import Entry, StateSpec, Store

HOUR_MS: Final = 3_600_000
UNDETERMINED: Final = "und"
REMEMBERED: Final = 64
"""Versions and verdicts kept of one article, the newest ones. A live page may have hundreds of
versions; a redelivery from further back is a replay or superseded, never news."""

_NEVER_MS: Final = -(2**62)
"""Sorts before every date."""

Order: TypeAlias = tuple[bool, int, int, int, int, str]


class Version(msgspec.Struct, frozen=True, array_like=True):
    """One version of an article: the provider's stamps, and which text."""

    number: int | None
    updated_ms: int | None
    published_ms: int | None
    digest: str
    received_ms: int
    """First receipt."""
    delivery: str
    """The delivery that brought its text to the subscribers."""

    @property
    def stamp_ms(self) -> int | None:
        """When the provider says that it was made."""
        return self.published_ms if self.updated_ms is None else self.updated_ms

    @property
    def order(self) -> Order:
        """Sorts the versions of an article, the newest last."""
        numbered = self.number is not None
        unstamped = _NEVER_MS if numbered else self.received_ms
        return (
            numbered,
            self.number or 0,
            unstamped if self.stamp_ms is None else self.stamp_ms,
            _NEVER_MS if self.published_ms is None else self.published_ms,
            -self.received_ms if numbered else self.received_ms,
            self.digest,
        )

    def same(self, other: Version) -> bool:
        """Tell whether both are one version, however received."""
        return self.digest == other.digest and (
            self.number,
            self.updated_ms,
            self.published_ms,
        ) == (other.number, other.updated_ms, other.published_ms)

    def takes_back(self, kill: Version) -> bool:
        """Tell whether the provider reinstated the article with this version after `kill`."""
        return self.number is not None and kill.number is not None and self.number > kill.number


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """What was answered to one delivery, to be answered again when it comes again."""

    delivery: str
    digest: str
    redundancy: Redundancy | None = None
    """Set for a repeat, and for nothing else."""
    relation: Relation = "new"
    supersedes: str | None = None
    shard: str = UNDETERMINED


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

    @property
    def latest(self) -> Version | None:
        """The newest version that is not a kill."""
        return self.seen[-1] if self.seen else None

    @property
    def killed(self) -> bool:
        """Whether the article is withdrawn as it now stands."""
        return self.kill is not None and not (
            self.latest is not None and self.latest.takes_back(self.kill)
        )


class VersionsState:
    """The versions of every article of one partition."""

    def __init__(self, ttl_ms: int) -> None:
        self.store: Store[Versions] = Store(Versions, ttl_ms=ttl_ms)


def load(settings: Settings) -> int:
    """Give how long an article is remembered after its last version, milliseconds."""
    return round(settings.versions_days * 24 * HOUR_MS)


STATE: Final = StateSpec(name="dedup.versions", new=VersionsState)


def step(records: Sequence[Parsed], _resources: int, state: VersionsState) -> list[Outcome]:
    """Place each article among its own versions."""
    return [_place(parsed, state.store) for parsed in records]


def is_kill(parsed: Parsed) -> bool:
    """Tell whether `parsed` withdraws its article."""
    return parsed.revision == "kill" or parsed.status == "cancelled"


def _place(parsed: Parsed, store: Store[Versions]) -> Outcome:
    received_ms = to_ms(parsed.delivery.received_at)
    store.advance(received_ms)
    known = store.get(parsed.id) or Versions(time_ms=received_ms)
    for verdict in known.verdicts:
        if verdict.delivery == parsed.delivery.id and verdict.digest == parsed.digest:
            return _answer(parsed, verdict)
    version = _version(parsed)
    if is_kill(parsed):
        verdict = _judge_kill(version, parsed.language, known)
        after = _with_kill(known, version)
    else:
        verdict = _judge(version, parsed, known)
        after = _with_version(known, version)
    shard = known.shard
    if verdict.redundancy is None and verdict.relation != "kill":
        shard = verdict.shard
    after = msgspec.structs.replace(
        after,
        time_ms=max(known.time_ms, received_ms),
        shard=shard,
        verdicts=(*known.verdicts, verdict)[-REMEMBERED:],
    )
    store.put(parsed.id, after)
    return _answer(parsed, verdict)


def _version(parsed: Parsed) -> Version:
    return Version(
        number=parsed.version,
        updated_ms=None if parsed.updated_at is None else to_ms(parsed.updated_at),
        published_ms=None if parsed.published_at is None else to_ms(parsed.published_at),
        digest=parsed.digest,
        received_ms=to_ms(parsed.delivery.received_at),
        delivery=parsed.delivery.id,
    )


def _judge(version: Version, parsed: Parsed, known: Versions) -> Verdict:
    """Judge a version that is not a kill by what was known before it."""
    latest = known.latest
    if known.kill is not None and known.killed:
        if version.takes_back(known.kill):
            return _news(version, "update", known.kill, known.shard or parsed.language)
        return _repeat(version, "killed")
    if latest is None:
        return _news(version, "new", None, known.shard or parsed.language)
    if version.digest == latest.digest or any(version.same(one) for one in known.seen):
        return _repeat(version, "replay")
    if version.order > latest.order:
        relation: Relation = "correction" if parsed.revision == "correction" else "update"
        return _news(version, relation, latest, known.shard or parsed.language)
    same_number = version.number is not None and version.number == latest.number
    same_text = any(version.digest == one.digest for one in known.seen)
    return _repeat(version, "replay" if same_number or same_text else "superseded")


def _judge_kill(kill: Version, language: str, known: Versions) -> Verdict:
    taken_back = known.latest is not None and known.latest.takes_back(kill)
    if known.killed or taken_back:
        if known.kill is not None and known.kill.digest == kill.digest:
            return _repeat(kill, "replay")
        return _repeat(kill, "killed" if known.killed else "superseded")
    return _news(kill, "kill", known.latest, known.shard or language)


def _news(version: Version, relation: Relation, before: Version | None, shard: str) -> Verdict:
    return Verdict(
        version.delivery,
        version.digest,
        relation=relation,
        supersedes=None if before is None else before.delivery,
        shard=shard or UNDETERMINED,
    )


def _repeat(version: Version, redundancy: Redundancy) -> Verdict:
    return Verdict(version.delivery, version.digest, redundancy)


def _with_version(known: Versions, version: Version) -> Versions:
    """Add `version`; a version received before keeps its first receipt."""
    seen = list(known.seen)
    for place, one in enumerate(seen):
        if one.same(version):
            del seen[place]
            received_ms = min(one.received_ms, version.received_ms)
            version = msgspec.structs.replace(one, received_ms=received_ms)
            break
    else:
        if known.latest is not None and known.latest.digest == version.digest:
            version = msgspec.structs.replace(version, delivery=known.latest.delivery)
    insort(seen, version, key=lambda one: one.order)
    return msgspec.structs.replace(known, seen=tuple(seen[-REMEMBERED:]))


def _with_kill(known: Versions, kill: Version) -> Versions:
    """Add `kill`; the one that is hardest to take back stands."""
    if known.kill is not None and _finality(known.kill) >= _finality(kill):
        kill = known.kill
    return msgspec.structs.replace(known, kill=kill)


def _finality(kill: Version) -> tuple[bool, Order]:
    return kill.number is None, kill.order


def _answer(parsed: Parsed, verdict: Verdict) -> Outcome:
    if verdict.redundancy is not None:
        return Emit((Duplicate(parsed=parsed, relation=verdict.redundancy, of=parsed.id),))
    versioned = Versioned(
        parsed=parsed,
        relation=verdict.relation,
        supersedes=verdict.supersedes,
        shard=verdict.shard,
    )
    return Emit((versioned,))
