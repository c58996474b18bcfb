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
- **What is held** is the newest version, under the last word on its text: the newest stamps,
  then the last receipt. It is released when its time has come, or at once when the same text
  comes free. A newer version takes its place, free or held, and what goes on then supersedes the
  version that subscribers have; a kill ends it. What has gone on is out: a version that was free,
  or whose time had come, before a newer embargo was known stays sent.

The shard is decided once, by the first version sent on that has text; a version in another
language follows it, so that the agent that holds the article hears of each change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from schemas.records import Duplicate, Held, Parsed, Record, Redundancy, Relation, Versioned
from schemas.times import from_ms
from streams.dedup.history import (
    REMEMBERED,
    UNDETERMINED,
    Verdict,
    Versions,
    VersionsState,
    with_holding,
    with_kill,
    with_sent,
    with_version,
)
from streams.dedup.holding import Holding, Terms, held, terms_of
from streams.dedup.version import Version
from streams.outcome import Emit, Outcome, Reject
from streams.settings import Settings
from streams.stage import TOO_LARGE, Due, Timer
from streams.state import StateSpec, Store

HOUR_MS: Final = 3_600_000
RELEASED_AT_ONCE: Final = 100
"""Most articles that one call releases, some kilobytes each: one transaction of a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the settings decide."""

    ttl_ms: int
    """How long an article is remembered after its last version."""
    longest_ms: int
    """The longest embargo that ends by itself."""
    most_bytes: int
    """The largest article that is held: with what is remembered of it, it is one message."""


def load(settings: Settings) -> Limits:
    """Take the limits from the settings."""
    return Limits(
        ttl_ms=round(settings.versions_days * 24 * HOUR_MS),
        longest_ms=round(settings.embargo_days * 24 * HOUR_MS),
        most_bytes=settings.max_item_bytes,
    )


def _new_state(limits: Limits) -> VersionsState:
    return VersionsState(limits.ttl_ms)


STATE: Final = StateSpec(name="dedup.versions", new=_new_state)


def step(records: Sequence[Parsed], limits: Limits, state: VersionsState) -> list[Outcome]:
    """Place each article among its own versions."""
    return [_place(parsed, limits, state.store) for parsed in records]


def next_due_ms(state: VersionsState) -> int | None:
    """Give when something held falls due next."""
    first = state.first_due()
    return None if first is None else first[0]


def due(now_ms: int, limits: Limits, state: VersionsState) -> list[Due]:
    """Release what is held and due, the earliest first; give up what was withheld too long."""
    del limits
    done: list[Due] = []
    while len(done) < RELEASED_AT_ONCE:
        first = state.first_due()
        if first is None or first[0] > now_ms:
            break
        due_ms, key = first
        known = state.store.get(key)
        if known is None or known.held is None:
            raise AssertionError(f"{key} is due and not held")
        delivery = known.held.parsed.delivery.id
        if known.held.terms.until is None:
            state.store.remove(key)
            done.append(Due(due_ms, (known.held.ended("expired", known.had),), delivery))
        else:
            state.store.put(key, _released(known, known.held, due_ms))
            done.append(Due(due_ms, _let_go(known, known.held, due_ms), delivery))
    return done


def holds(state: VersionsState) -> int:
    """Give how many articles are held."""
    return state.holds


TIMER: Final = Timer(next_ms=next_due_ms, due=due, waiting=holds)


def is_kill(parsed: Parsed) -> bool:
    """Tell whether `parsed` withdraws its article."""
    return parsed.revision == "kill" or parsed.status == "cancelled"


def _place(parsed: Parsed, limits: Limits, store: Store[Versions]) -> Outcome:
    version = Version.of(parsed)
    store.advance(version.received_ms)
    known = store.get(parsed.id) or Versions(time_ms=version.received_ms, sent=())
    for verdict in known.verdicts:
        if verdict.delivery == version.delivery and verdict.digest == version.digest:
            return _answer(parsed, verdict)
    if is_kill(parsed):
        verdict = _judge_kill(version, parsed.language, known)
        after = with_kill(known, version)
        if verdict.redundancy is None:
            after = msgspec.structs.replace(after, sent=(version.delivery,), withdrawn=True)
    else:
        terms = terms_of(parsed, limits.longest_ms)
        verdict = _judge(version, parsed, known, terms)
        if verdict.terms is not None and _bytes(parsed) > limits.most_bytes:
            return _too_large(parsed, limits.most_bytes)
        after = with_version(known, version)
        after = with_holding(after, parsed, version, verdict, terms)
    if known.held is not None:
        ended = _ended(parsed, verdict, known, known.held, after)
        verdict = msgspec.structs.replace(verdict, ended=ended)
    after = msgspec.structs.replace(
        after,
        time_ms=max(known.time_ms, version.received_ms),
        held=None if after.killed else after.held,
        verdicts=(*known.verdicts, verdict)[-REMEMBERED:],
    )
    store.put(parsed.id, after)
    return _answer(parsed, verdict)


def _judge(version: Version, parsed: Parsed, known: Versions, terms: Terms | None) -> Verdict:
    """Judge a version that is not a kill by what was known before it."""
    latest, holding = known.latest, known.held
    shard = known.shard or parsed.language
    if known.kill is not None and known.killed:
        back = _news(version, "update", known.had, shard, terms)
        return back if version.takes_back(known.kill) else _killed(version)
    if latest is None:
        return _news(version, "new", None, shard, terms)
    if holding is not None and holding.has_text_of(parsed):
        changed = _news(version, holding.relation, known.had, shard, terms)
        return changed if _changes(holding, version, terms) else _repeat(version, "replay")
    if version.digest == latest.digest or any(version.same(one) for one in known.seen):
        return _repeat(version, "replay")
    if version.order > latest.order:
        return _news(version, _relation(parsed, holding), known.had, shard, terms)
    return _repeat(version, _redundancy(version, latest, known))


def _changes(holding: Holding, version: Version, terms: Terms | None) -> bool:
    """Tell whether the text that is held comes free, or under other terms than before.

    Of two words on its use the later counts; but a version that is free once is free.
    """
    if terms is None:
        return version.stamps >= holding.said.stamps
    return version.word > holding.said.word and terms != holding.terms


def _relation(parsed: Parsed, holding: Holding | None) -> Relation:
    """Say what a newer version is to the one that subscribers have.

    What is new to them, or a correction, stays so with the version that comes in its place.
    """
    if holding is not None and holding.relation != "update":
        return holding.relation
    return "correction" if parsed.revision == "correction" else "update"


def _redundancy(version: Version, latest: Version, known: Versions) -> Redundancy:
    same_number = version.number is not None and version.number == latest.number
    same_text = any(version.digest == one.digest for one in known.seen)
    return "replay" if same_number or same_text else "superseded"


def _judge_kill(kill: Version, language: str, known: Versions) -> Verdict:
    taken_back = known.latest is not None and known.latest.takes_back(kill)
    if known.killed or taken_back:
        if known.kill is not None and known.kill.digest == kill.digest:
            return _repeat(kill, "replay")
        return _repeat(kill, "killed" if known.killed else "superseded")
    if known.withdrawn:
        return _killed(kill)  # what had taken back the kill before was held
    return _news(kill, "kill", known.had, known.shard or language, None)


def _news(
    version: Version, relation: Relation, before: str | None, shard: str, terms: Terms | None
) -> Verdict:
    return Verdict(
        version.delivery,
        version.digest,
        relation=relation,
        supersedes=before,
        shard=shard or UNDETERMINED,
        terms=terms,
    )


def _killed(version: Version) -> Verdict:
    return _repeat(version, "killed")


def _repeat(version: Version, redundancy: Redundancy) -> Verdict:
    return Verdict(version.delivery, version.digest, redundancy)


def _ended(
    parsed: Parsed, verdict: Verdict, known: Versions, holding: Holding, after: Versions
) -> Held | None:
    """Tell how what was held ended, if this version or kill ended it."""
    by = parsed.delivery.id
    if after.killed:
        return holding.ended("killed", known.had, by)
    if verdict.redundancy is not None:
        return None
    freed = verdict.terms is None and holding.has_text_of(parsed)
    return holding.ended("released" if freed else "superseded", known.had, by)


def _bytes(parsed: Parsed) -> int:
    return len(msgspec.json.encode(parsed))


def _too_large(parsed: Parsed, most_bytes: int) -> Reject:
    return Reject(
        TOO_LARGE,
        f"article {parsed.id} is under embargo or withheld and takes {_bytes(parsed)} bytes, more "
        f"than the {most_bytes} that can be held; raise BARQ_MAX_ITEM_BYTES and the topics' "
        "max.message.bytes",
    )


def _released(known: Versions, holding: Holding, due_ms: int) -> Versions:
    after = with_sent(known, holding.parsed.delivery.id, _shard(known, holding))
    return msgspec.structs.replace(after, released_ms=due_ms)


def _let_go(known: Versions, holding: Holding, due_ms: int) -> tuple[Record, Record]:
    versioned = Versioned(
        parsed=holding.parsed,
        relation=holding.relation,
        supersedes=known.had,
        shard=_shard(known, holding),
        released_at=from_ms(due_ms),
    )
    return holding.ended("released", known.had), versioned


def _shard(known: Versions, holding: Holding) -> str:
    return known.shard or holding.parsed.language or UNDETERMINED


def _answer(parsed: Parsed, verdict: Verdict) -> Outcome:
    records: list[Record] = [] if verdict.ended is None else [verdict.ended]
    if verdict.redundancy is not None:
        records.append(Duplicate(parsed=parsed, relation=verdict.redundancy, of=parsed.id))
    elif verdict.terms is not None:
        records.append(held(parsed, verdict.terms, verdict.supersedes))
    else:
        versioned = Versioned(
            parsed=parsed,
            relation=verdict.relation,
            supersedes=verdict.supersedes,
            shard=verdict.shard,
        )
        records.append(versioned)
    return Emit(tuple(records))
