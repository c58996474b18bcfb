"""Articles against the rules in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from schemas.records import Match
from streams.alert.faults import RulesError
from streams.alert.index import Index
from streams.alert.match import NO_RULE, load, step
from streams.outcome import Drop, Emit, Outcome
from streams.settings import Settings
from tests.alert.examples import NOON, article, rules

LAVROV, SYRIA = "person:sergey-lavrov", "country:SY"
TEXT = """
- id: lavrov
  severity: warning
  actors: [Lavrov]
- id: syria
  actors: [Syria]
- id: english
  languages: [en]
"""


def answer(*actors: str, relation: str = "new", language: str = "ar") -> Outcome:
    index = Index(rules(TEXT))
    (outcome,) = step([article(*actors, relation=relation, language=language)], index, None)
    return outcome


def matches(outcome: Outcome) -> list[Match]:
    assert isinstance(outcome, Emit)
    return [record for record in outcome.records if isinstance(record, Match)]


def test_each_rule_met_gives_a_match() -> None:
    found = matches(answer(SYRIA, LAVROV))
    assert [(match.rule, match.severity) for match in found] == [
        ("lavrov", "warning"),
        ("syria", "info"),
    ]
    assert [condition.seen for condition in found[0].conditions] == [(LAVROV,)]


def test_a_match_carries_what_an_alert_says_of_the_article() -> None:
    (match,) = matches(answer(SYRIA))
    reference = match.article
    assert (reference.id, reference.delivery, reference.story) == ("a1", "d1", "s1")
    assert (reference.headline, reference.language) == ("Headline", "ar")
    assert (reference.source, reference.received_at) == ("reuters", NOON)


def test_no_rule_met_is_a_drop() -> None:
    assert answer("person:someone") == Drop(NO_RULE)


def test_a_correction_is_told_to_all_with_the_rules_that_it_meets() -> None:
    *own, told = matches(answer(SYRIA, relation="correction"))
    assert [match.rule for match in own] == ["syria"]
    assert (told.rule, told.rules, told.article.relation) == (None, ("syria",), "correction")


def test_a_correction_that_meets_no_rule_is_told_all_the_same() -> None:
    (told,) = matches(answer(relation="correction"))
    assert (told.rule, told.rules) == (None, ())


def test_a_kill_meets_no_rule_and_is_told_to_all() -> None:
    (told,) = matches(answer(SYRIA, relation="kill", language="en"))
    assert (told.rule, told.rules, told.article.relation) == (None, (), "kill")


def test_without_a_file_the_starter_rules_are_in_force() -> None:
    index = load(Settings(instance="test"))
    both = article(LAVROV, "person:mevlut-cavusoglu")
    (outcome,) = step([both], index, None)
    assert [match.rule for match in matches(outcome)] == ["lavrov-and-cavusoglu"]


def test_a_rules_file_is_read_from_where_the_settings_say(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("- id: mine\n  actors: [لافروف]\n", "utf-8")
    (outcome,) = step([article(LAVROV)], load(Settings(instance="test", rules=path)), None)
    assert [match.rule for match in matches(outcome)] == ["mine"]


@pytest.mark.parametrize("name", ["absent.yaml", "."])
def test_a_rules_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(RulesError, match="cannot be read") as refused:
        load(Settings(instance="test", rules=path))
    assert str(refused.value).startswith(str(path))


@pytest.mark.parametrize(
    ("relation", "supersedes", "corrects"),
    [
        ("kill", None, "a0"),
        ("correction", None, "a0"),
        ("correction", "d0", None),
        ("related", None, None),
    ],
)
def test_a_correction_under_an_id_of_its_own_names_the_article_it_is_of(
    relation: str, supersedes: str | None, corrects: str | None
) -> None:
    given = article(SYRIA, relation=relation, language="en")
    unique = structs.replace(given.unique, related_to="a0", supersedes=supersedes)
    (outcome,) = step([structs.replace(given, unique=unique)], Index(rules(TEXT)), None)
    *_, told = matches(outcome)
    assert told.article.corrects == corrects
