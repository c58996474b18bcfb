"""Which rules an article meets, and what is said of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Condition
from streams.alert.conditions import FIELDS, OPERATORS, Want
from streams.alert.index import Index, conditions, terms_of
from streams.alert.rules import Rule
from tests.alert.examples import article, rules

LAVROV, CAVUSOGLU = "person:sergey-lavrov", "person:mevlut-cavusoglu"


def met(text: str, *actors: str, **fields: object) -> list[str]:
    found = Index(rules(text)).matching(terms_of(article(*actors, **fields)))  # type: ignore[arg-type]  # passed on
    return [rule.id for rule in found]


def test_all_wants_each_of_them() -> None:
    text = "- id: both\n  actors: {all: [Lavrov, Mevlut Cavusoglu]}"
    assert met(text, LAVROV, CAVUSOGLU, "country:SY") == ["both"]
    assert met(text, LAVROV, "country:SY") == []


def test_any_wants_one_and_so_does_a_plain_list() -> None:
    text = "- id: any\n  actors: {any: [Lavrov, Syria]}\n- id: list\n  actors: [Lavrov, Syria]"
    assert met(text, "country:SY") == ["any", "list"]
    assert met(text, CAVUSOGLU) == []


def test_none_wants_not_one_of_them() -> None:
    text = "- id: without\n  actors: {all: [Lavrov], none: [Syria]}"
    assert met(text, LAVROV) == ["without"]
    assert met(text, LAVROV, "country:SY") == []


def test_a_rule_of_none_alone_is_tried_on_every_article() -> None:
    text = "- id: not-tass\n  sources: {none: [tass]}"
    assert met(text, source="afp") == ["not-tass"]
    assert met(text, source="tass") == []


def test_every_field_must_hold() -> None:
    text = "- id: r\n  actors: [Lavrov]\n  languages: [ar]\n  sources: [aljazeera]"
    assert met(text, LAVROV, language="ar", source="aljazeera") == ["r"]
    assert met(text, LAVROV, language="en", source="aljazeera") == []
    assert met(text, LAVROV, language="ar", source="afp") == []


def test_a_source_is_who_delivered_or_who_is_credited() -> None:
    text = "- id: both\n  sources: {all: [الجزيرة, Agence France-Presse]}"
    assert met(text, source="AFP", credited=("aljazeera",)) == ["both"]
    assert met(text, source="my-folder", credited=("aljazeera", "afp")) == ["both"]


def test_rules_come_in_the_order_of_the_file() -> None:
    text = "- id: z\n  actors: [Syria]\n- id: a\n  languages: [en]\n- id: m\n  actors: [Lavrov]"
    assert met(text, LAVROV, "country:SY") == ["z", "a", "m"]


def test_conditions_carry_the_values_seen() -> None:
    (rule,) = rules(
        "- id: r\n  actors: {any: [Lavrov, Turkey, Syria], none: [Mevlut Cavusoglu]}\n"
        "  languages: [ar, en]"
    )
    assert conditions(rule, terms_of(article("country:SY", LAVROV))) == (
        Condition(
            field="actors",
            operator="any",
            expected=(LAVROV, "country:TR", "country:SY"),
            seen=(LAVROV, "country:SY"),
        ),
        Condition(field="actors", operator="none", expected=(CAVUSOGLU,), seen=()),
        Condition(field="languages", operator="any", expected=("ar", "en"), seen=("en",)),
    )


VALUES = {"actors": ("p:a", "p:b", "p:c"), "languages": ("ar", "en"), "sources": ("x", "y")}
WANTS = st.lists(
    st.sampled_from(FIELDS).flatmap(
        lambda field: st.builds(
            Want,
            st.just(field),
            st.sampled_from(OPERATORS),
            st.lists(st.sampled_from(VALUES[field]), min_size=1, unique=True).map(tuple),
        )
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda want: (want.field, want.operator),
).map(tuple)


def plainly(wants: tuple[Want, ...], seen: dict[str, set[str]]) -> bool:
    """Say whether `wants` hold, as the documentation has it."""
    return all(
        {
            "all": seen[want.field] >= set(want.values),
            "any": bool(seen[want.field] & set(want.values)),
            "none": not seen[want.field] & set(want.values),
        }[want.operator]
        for want in wants
    )


@settings(max_examples=50)
@given(
    st.lists(WANTS, max_size=8),
    st.sets(st.sampled_from(VALUES["actors"])),
    st.sampled_from(VALUES["languages"]),
    st.sampled_from(VALUES["sources"]),
)
def test_the_index_finds_what_trying_every_rule_finds(
    wants: list[tuple[Want, ...]], actors: set[str], language: str, source: str
) -> None:
    file = [Rule(id=f"r{place}", wants=want) for place, want in enumerate(wants)]
    terms = terms_of(article(*sorted(actors), language=language, source=source))
    seen = {"actors": actors, "languages": {language}, "sources": {source}}
    assert Index(file).matching(terms) == [rule for rule in file if plainly(rule.wants, seen)]
