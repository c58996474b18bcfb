"""A few actors to write rules on, and articles that name them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from schemas.records import Actor, ArticleRef, Delivery, Enriched, Match, Parsed, Source, Unique
from streams.alert.rules import Rule, read_rules
from streams.alert.vocabulary import Vocabulary

NOON = datetime(2018, 12, 29, 12, tzinfo=UTC)
ACTORS = {
    "Sergey Lavrov": "person:sergey-lavrov",
    "Lavrov": "person:sergey-lavrov",
    "لافروف": "person:sergey-lavrov",
    "Mevlut Cavusoglu": "person:mevlut-cavusoglu",
    "Syria": "country:SY",
    "Turkey": "country:TR",
}
AMBIGUOUS = {"Kim": ("person:kim-jong-il", "person:kim-jong-un")}
VOCABULARY = Vocabulary(
    actors=lambda name: (
        AMBIGUOUS.get(name) or tuple({i for n, i in ACTORS.items() if name in (n, i)})
    ),
    actor_names=ACTORS.items,
)


def rules(text: str) -> tuple[Rule, ...]:
    return read_rules(text.encode(), "rules.yaml", VOCABULARY)


def article(
    *actors: str,
    language: str = "en",
    source: str = "reuters",
    credited: tuple[str, ...] = (),
    relation: str = "new",
) -> Enriched:
    parsed = Parsed(
        delivery=Delivery(id="d1", source=source, content_type="text/plain", received_at=NOON),
        id="a1",
        format="text",
        language=language,
        headline="Headline",
        text="Headline",
        sources=tuple(Source(name=name.title(), id=name) for name in credited),
        digest="x",
    )
    unique = Unique(parsed=parsed, relation="new", story="s1")
    return Enriched(
        unique=msgspec.structs.replace(unique, relation=relation),
        actors=tuple(
            Actor(id=actor, name=actor, kind="person", mentions=1, salience=0.5) for actor in actors
        ),
    )


def match(rule: str | None = "r1", *, minute: int = 0, **fields: Any) -> Match:
    """Make a match; `rules` and `severity` are the match's, the other `fields` its article's."""
    own = {name: fields.pop(name) for name in ("rules", "severity") if name in fields}
    article = ArticleRef(
        **{
            "id": "a1",
            "delivery": f"d{minute}",
            "story": "s1",
            "relation": "new",
            "headline": "Headline",
            "language": "en",
            "source": "reuters",
            "received_at": NOON + timedelta(minutes=minute),
            **fields,
        }
    )
    return Match(rule=rule, article=article, **own)
