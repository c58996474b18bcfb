"""Faults drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from streams.topology import PIPELINE
from tests.chaos.ground import ROLES, Role

Kind = Literal["kill", "kill and keep away", "stop", "freeze", "broker", "broker and worker"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, to be made while the slice that was sent last is worked on."""

    kind: Kind
    stage: str
    instance: str
    role: Role
    """Which broker, where it is a broker's turn."""
    after: float
    """Records that the stage has taken of the slice, as a share of its items."""
    lasts: float
    """How long a broker stays away where others stand in for it, as such a share too,
    of what all stages take."""

    def __str__(self) -> str:
        what = f"{self.kind} {self.stage}-{self.instance}"
        if self.kind.startswith("broker"):
            what = f"{self.kind} ({self.role} of {self.stage})"
        return f"{what} {self.after:.2f}"


def draw(seed: int, count: int, kinds: Sequence[Kind] = KINDS) -> list[Fault]:
    """Draw `count` faults: each kind and role in turn, in an order of chance."""
    chance = random.Random(seed)
    deck = [kinds[n % len(kinds)] for n in range(count)]
    roles = [ROLES[n % len(ROLES)] for n in range(count)]
    stages = [PIPELINE[n % len(PIPELINE)].name for n in range(count)]
    for pile in (deck, roles, stages):
        chance.shuffle(pile)
    return [
        Fault(
            kind=kind,
            stage=stage,
            instance=chance.choice("ab"),
            role=role,
            after=chance.uniform(0.05, 0.5),
            lasts=chance.uniform(0.1, 1.0),
        )
        for kind, role, stage in zip(deck, roles, stages, strict=True)
    ]
