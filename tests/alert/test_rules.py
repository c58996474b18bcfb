"""Rules files: what they say, and what they are refused for."""

from __future__ import annotations

import pytest

from streams.alert.conditions import Want
from streams.alert.faults import RulesError
from streams.alert.rules import KEYS, Rule, read_rules
from tests.alert.examples import VOCABULARY, rules

WELL = "- id: well\n  actors: [Syria]\n"


def faults(text: str) -> list[str]:
    with pytest.raises(RulesError) as refused:
        rules(text)
    return str(refused.value).splitlines()


def test_a_rule_reads_as_written() -> None:
    text = """
- id: lavrov-and-cavusoglu
  description: Both ministers
  severity: critical
  actors:
    all: [لافروف, Mevlut Cavusoglu]
    none: [country:SY]
  languages: [Arabic, français, en]
  sources:
    none: [TASS, الجزيرة, my-feed]
"""
    assert rules(text) == (
        Rule(
            id="lavrov-and-cavusoglu",
            description="Both ministers",
            severity="critical",
            wants=(
                Want("actors", "all", ("person:sergey-lavrov", "person:mevlut-cavusoglu")),
                Want("actors", "none", ("country:SY",)),
                Want("languages", "any", ("ar", "fr", "en")),
                Want("sources", "none", ("tass", "aljazeera", "my-feed")),
            ),
        ),
    )


def test_one_actor_under_two_names_is_one() -> None:
    (rule,) = rules("- id: one\n  actors: {all: [Lavrov, Sergey Lavrov]}")
    assert rule.wants == (Want("actors", "all", ("person:sergey-lavrov",)),)


def test_norwegian_is_not_false() -> None:
    (rule,) = rules("- id: norway\n  languages: [no]")
    assert rule.wants == (Want("languages", "any", ("no",)),)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(rules("\ufeff" + WELL)) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "rules.yaml:1: no rules; write a list", id="empty file"),
        pytest.param("# only a comment\n", "rules.yaml:1: no rules; write a list", id="comment"),
        pytest.param("[]", "rules.yaml:1: no rules; write a list", id="empty list"),
        pytest.param("rules:\n- id: a", "rules.yaml:1: write a list of rules", id="mapping"),
        pytest.param(
            WELL + "- just text", "rules.yaml:3: write «key: value» lines", id="rule is text"
        ),
        pytest.param(
            WELL + WELL, "rules.yaml:3: id: «well» is already the rule at line 1", id="same id"
        ),
        pytest.param(
            "[{id: a, actors: [Syria]}, {id: a, actors: [Syria]}]",
            "rules.yaml:1: id: «a» is already the rule at line 1",
            id="same id in one line",
        ),
        pytest.param("- actors: [Syria]", "rules.yaml:1: id: missing", id="no id"),
        pytest.param(
            "- id: two words\n  actors: [Syria]", "rules.yaml:1: id: «two words»: use", id="id"
        ),
        pytest.param("- id: [a]\n  actors: [Syria]", "rules.yaml:1: id: write one text", id="list"),
        pytest.param(
            WELL + "  severty: info",
            "rules.yaml:3: unknown key «severty»; did you mean «severity»?",
            id="unknown key",
        ),
        pytest.param(
            WELL + "  severity: warn",
            "rules.yaml:3: severity: «warn» is none of info, warning, critical; "
            "did you mean «warning»?",
            id="severity",
        ),
        pytest.param(
            WELL + "  actors: [Turkey]",
            "rules.yaml:3: key «actors» stands twice; keep one",
            id="duplicate key",
        ),
        pytest.param(
            "- id: a\n  actors: [Lavrof]",
            "rules.yaml:2: actors: no actor is called «Lavrof»; "
            "did you mean «Lavrov» (person:sergey-lavrov)?",
            id="unknown actor",
        ),
        pytest.param(
            "- id: a\n  actors: {any: [Kim]}",
            "rules.yaml:2: actors.any: «Kim» may be any of person:kim-jong-il, "
            "person:kim-jong-un; write the one that is meant",
            id="ambiguous actor",
        ),
        pytest.param(
            "- id: a\n  languages: [Arabik]",
            "rules.yaml:2: languages: no language is called «Arabik»; did you mean «arabic» (ar)?",
            id="unknown language",
        ),
        pytest.param(
            "- id: a\n  sources: [aljazera]",
            "rules.yaml:2: sources: no agency is called «aljazera»; "
            "did you mean «aljazeera»? A feed",
            id="misspelt agency",
        ),
        pytest.param("- id: a", "rules.yaml:1: no conditions; give at least one", id="nothing"),
        pytest.param(
            "- id: a\n  actors:", "rules.yaml:2: actors: write a list, such as [", id="no value"
        ),
        pytest.param(
            "- id: a\n  actors: {}", "rules.yaml:2: actors: empty; give at least one", id="no lists"
        ),
        pytest.param(
            "- id: a\n  actors: []", "rules.yaml:2: actors: empty; name at least one", id="no names"
        ),
        pytest.param(
            "- id: a\n  actors: Syria",
            "rules.yaml:2: actors: write a list, such as [",
            id="no list",
        ),
        pytest.param(
            "- id: a\n  actors: {all: Syria}",
            "rules.yaml:2: actors.all: write a list, such as [Syria]",
            id="operator without list",
        ),
        pytest.param(
            "- id: a\n  actors: {any: [{x: y}]}",
            "rules.yaml:2: actors.any: write one text here",
            id="name is a mapping",
        ),
        pytest.param(
            "- id: a\n  actors:\n    any:\n    -\n    - Syria",
            "rules.yaml:4: actors.any: empty; write a value",
            id="empty name",
        ),
        pytest.param(
            "- id: a\n  actors:\n    all: [Syria]\n    none: [country:SY]",
            "rules.yaml:3: actors: can never match: country:SY stands under both all and none",
            id="all and none",
        ),
        pytest.param(
            "- id: a\n  actors:\n    any: [Syria]\n    none: [Syria, Turkey]",
            "rules.yaml:3: actors: can never match: all that stands under any",
            id="any within none",
        ),
        pytest.param(
            "- id: a\n  languages: {all: [ar, en]}",
            "rules.yaml:2: languages: can never match: an article has one language; write any",
            id="two languages",
        ),
        pytest.param(
            "- id: a\n  languages: {all: [ar], any: [en]}",
            "rules.yaml:2: languages: can never match: an article has one language, and all",
            id="languages apart",
        ),
        pytest.param("- id: a\n\tactors: [Syria]", "rules.yaml:2: a tab in the ind", id="tab"),
        pytest.param("- id: 'a\n", "rules.yaml:2: not YAML: ", id="not YAML"),
        pytest.param(
            "- id: a\n  actors: &x [Syria]", "rules.yaml:2: anchor &x: remove it", id="anchor"
        ),
        pytest.param(
            "- &x {id: a}\n- *x", "rules.yaml:2: alias *x: write the value out", id="alias"
        ),
        pytest.param(
            "- id: !!python/name:os.system a", "rules.yaml:1: tag «tag:yaml.org,2002:", id="tag"
        ),
        pytest.param("[" * 100_000, "rules.yaml:1: nested more than 8 deep", id="depth"),
        pytest.param("- id: a\x00", "rules.yaml:1: character U+0000 is not YAML", id="control"),
    ],
)
def test_a_fault_is_named_with_its_line_and_field(text: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in faults(text)), faults(text)


def test_bytes_that_are_not_utf8_are_named_with_their_line() -> None:
    with pytest.raises(RulesError, match=r"^rules.yaml:2: not UTF-8"):
        read_rules(b"- id: a\n  actors: [\xd3\xe6\xd1\xed\xc7]", "rules.yaml", VOCABULARY)


def test_all_faults_are_listed_at_once_by_line() -> None:
    text = """\
- id: a b
  actors: [Lavrof]
- severity: loud
  languages: {all: [ar, xx]}
  colour: red
"""
    lines = faults(text)
    assert [line.split(": ")[:2] for line in lines] == [
        ["rules.yaml:1", "id"],
        ["rules.yaml:2", "actors"],
        ["rules.yaml:3", "id"],
        ["rules.yaml:3", "severity"],
        ["rules.yaml:4", "languages.all"],
        [
            "rules.yaml:5",
            f"unknown key «colour»; the keys are {', '.join(KEYS)}",
        ],
    ]


def test_a_bomb_of_anchors_costs_nothing() -> None:
    bomb = "- &a [x, x]\n" + "".join(
        f"- &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
    )
    assert len(faults(bomb)) == 21 + 20 * 9
