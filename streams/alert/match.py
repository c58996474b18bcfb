"""Match: every rule against every article, without memory.

An article that meets rules gives a Match for each. A correction or kill gives one
more, with `rule` None and all the rules that it meets as it now stands, which
reaches every evaluator: each knows the alerts that it has raised for the story. A kill
has no text to meet a rule with, and gives that one alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from schemas.records import ArticleRef, Enriched, Match, Unique
from streams.alert.faults import Fault, RulesError
from streams.alert.index import Index, conditions, terms_of
from streams.alert.rules import read_rules
from streams.alert.vocabulary import Vocabulary
from streams.outcome import Drop, Emit, Outcome
from streams.settings import Settings
from streams.tag import actors

NO_RULE: Final = "no_rule"
DROPS: Final = (NO_RULE,)
FOLLOWED_UP: Final = frozenset(("correction", "kill"))
"""Relations that alerts already raised for the story are told of."""


def load(settings: Settings) -> Index:
    """Read the rules file, or the starter rules; raise RulesError when it is not fit to run."""
    path = settings.rules or files("streams.alert") / "starter.yaml"
    try:
        data = path.read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror}; name a YAML file of rules"
        raise RulesError(str(path), (Fault(1, "", why),)) from None
    return Index(read_rules(data, str(path), Vocabulary.of(actors.load())))


def step(
    articles: Sequence[Enriched],
    index: Index,
    state: None,  # noqa: ARG001 - agents share one shape
) -> list[Outcome]:
    """Match each article."""
    return [_match(article, index) for article in articles]


def _match(article: Enriched, index: Index) -> Outcome:
    relation = article.unique.relation
    reference = _reference(article)
    terms = terms_of(article)
    rules = [] if relation == "kill" else index.matching(terms)
    matches = [
        Match(
            rule=rule.id,
            severity=rule.severity,
            conditions=conditions(rule, terms),
            article=reference,
        )
        for rule in rules
    ]
    if relation in FOLLOWED_UP:
        matches.append(Match(rule=None, rules=tuple(rule.id for rule in rules), article=reference))
    return Emit(tuple(matches)) if matches else Drop(NO_RULE)


def _reference(article: Enriched) -> ArticleRef:
    unique = article.unique
    parsed = unique.parsed
    return ArticleRef(
        id=parsed.id,
        delivery=parsed.delivery.id,
        story=unique.story,
        relation=unique.relation,
        headline=parsed.headline,
        language=parsed.language,
        source=parsed.delivery.source,
        url=parsed.url,
        published_at=parsed.published_at,
        received_at=parsed.delivery.received_at,
        released_at=unique.released_at,
        corrects=_corrects(unique),
    )


def _corrects(unique: Unique) -> str | None:
    """Give the article that a correction or kill is of, where that is not its own."""
    if unique.relation in FOLLOWED_UP and unique.supersedes is None:
        return unique.related_to
    return None
