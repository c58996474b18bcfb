"""How much an article is about each actor that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, TypeVar

from schemas.records import Actor, Block, BlockKind, Mention
from streams.tag.actors.known import KnownActor


class Placed(Protocol):
    """What stands somewhere in the text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


P = TypeVar("P", bound=Placed)

WEIGHTS: Final[Mapping[BlockKind, float]] = {
    "headline": 3.0,
    "subheadline": 2.0,
    "paragraph": 1.0,
    "caption": 0.5,
    "dateline": 0.5,
}
"""Of one mention, by the part of the article that it stands in.

A headline names whom the story is about, in a tenth of the words of a lead; a caption
describes a picture, often of another day. Chosen, not fitted: no set of ours says what
articles are about. In any part not listed the text names writers and agencies, no actors.
"""
LEAD: Final = 2.0
"""Of a mention in the first paragraph, which by the inverted pyramid sums up the story."""
DEMONYM: Final = 0.25
"""Times the weight: «the Russian minister» is more about the minister than about Russia."""
DIGITS: Final = 4
"""Decimal places of a salience: enough to order by, and the same bytes everywhere."""


def tagged(blocks: Sequence[Block], length: int) -> list[tuple[int, int, float]]:
    """Give the parts of a text that name actors, as (start, end, weight), in order.

    Without blocks the whole text is one paragraph.
    """
    if not blocks:
        return [(0, length, WEIGHTS["paragraph"])]
    parts: list[tuple[int, int, float]] = []
    led = False
    for block in blocks:
        lead = block.kind == "paragraph" and not led
        led = led or lead
        if block.kind in WEIGHTS:
            parts.append((block.start, block.end, LEAD if lead else WEIGHTS[block.kind]))
    return parts


def within(spans: Sequence[P], parts: Sequence[tuple[int, int, float]]) -> list[P]:
    """Give the spans that lie in one of the parts; both are in order."""
    found: list[P] = []
    if not spans:
        return found
    place = 0
    for span in spans:
        while place < len(parts) and parts[place][1] < span.end:
            place += 1
        if place < len(parts) and parts[place][0] <= span.start:
            found.append(span)
    return found


def actors_of(
    mentions: Sequence[Mention],
    parts: Sequence[tuple[int, int, float]],
    blocks: Sequence[Block],
    known: Mapping[str, KnownActor],
) -> tuple[Actor, ...]:
    """Weigh the actors of an article: by falling salience, then id.

    A country named by demonyms alone is an actor only if one stands in the headline:
    an American singer does not make the news about the United States.
    """
    counts: dict[str, int] = {}
    weights: dict[str, float] = {}
    named: set[str] = set()
    headlines = [(b.start, b.end) for b in blocks if b.kind == "headline"]
    place = 0
    for mention in mentions:
        while parts[place][1] < mention.end:
            place += 1
        demonym = mention.basis == "demonym"
        weight = parts[place][2] * (DEMONYM if demonym else 1.0)
        counts[mention.actor] = counts.get(mention.actor, 0) + 1
        weights[mention.actor] = weights.get(mention.actor, 0.0) + weight
        if not demonym or any(s <= mention.start < e for s, e in headlines):
            named.add(mention.actor)
    total = sum([weights[actor] for actor in named])
    shares = [(-round(weights[actor] / total, DIGITS), actor) for actor in named]
    shares.sort()
    return tuple([_actor(known[actor], counts[actor], -share) for share, actor in shares])


def _actor(actor: KnownActor, mentions: int, salience: float) -> Actor:
    return Actor(
        id=actor.id, name=actor.name, kind=actor.kind, mentions=mentions, salience=salience
    )
