"""Which dead letters to take, and counts of them by stage and reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streams.deadletters.letters import Letter, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a letter must be to be taken; what is empty or None asks for nothing."""

    places: frozenset[Place] = frozenset()
    stage: str | None = None
    reason: str | None = None
    since_ms: int | None = None
    """Earliest time at which the letter reached its topic, milliseconds since 1970."""
    until_ms: int | None = None
    """First time that is too late."""

    def takes(self, letter: Letter) -> bool:
        """Tell whether `letter` is meant."""
        return (
            (not self.places or letter.place in self.places)
            and self.stage in (None, letter.record.stage)
            and self.reason in (None, letter.record.reason)
            and (self.since_ms is None or letter.time_ms >= self.since_ms)
            and (self.until_ms is None or letter.time_ms < self.until_ms)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The letters of one stage and reason."""

    stage: str
    reason: str
    letters: int
    items: int
    """Fewer than letters when a feed has several bad entries."""
    again: int
    """Letters of items that had been replayed before."""
    first_ms: int
    last_ms: int


def summary(letters: Iterable[Letter]) -> list[Count]:
    """Count `letters` by stage and reason, the most frequent first."""
    found: dict[tuple[str, str], list[tuple[Place, int, bool]]] = {}
    for letter in letters:
        of = found.setdefault((letter.record.stage, letter.record.reason), [])
        of.append((letter.place, letter.time_ms, letter.replays > 0))
    counts = [
        Count(
            stage=stage,
            reason=reason,
            letters=len(of),
            items=len({place for place, _, _ in of}),
            again=sum(again for _, _, again in of),
            first_ms=min(time_ms for _, time_ms, _ in of),
            last_ms=max(time_ms for _, time_ms, _ in of),
        )
        for (stage, reason), of in found.items()
    ]
    return sorted(counts, key=lambda one: (-one.letters, one.stage, one.reason))
