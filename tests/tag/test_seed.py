"""The article that the project starts from, read right (text kept outside the repository)."""

from __future__ import annotations

from functools import cache

import pytest

from schemas.records import BlockKind, Enriched
from tests.shared import shared
from tests.tag.articles import of_parts, tag

PERSONS = (
    "person:sergey-lavrov",
    "person:mevlut-cavusoglu",
    "person:sergei-shoigu",
    "person:hulusi-akar",
    "person:hakan-fidan",
    "person:ibrahim-kalin",
    "person:donald-trump",
)
COUNTRIES = ("country:TR", "country:RU", "country:SY", "country:US", "country:IR")


@pytest.fixture
def seed() -> Enriched:
    path = shared("data", "seed", "aljazeera-2018-12-29-ar.txt")
    return _seed(path.read_text("utf-8"))


@cache
def _seed(text: str) -> Enriched:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first: list[BlockKind] = ["headline", "caption", "caption"]
    body: list[BlockKind] = ["paragraph"] * (len(lines) - 4)
    return tag(of_parts("ar", *zip([*first, *body, "source_line"], lines, strict=True)))


def surfaces(seed: Enriched, actor: str) -> list[str]:
    return [m.surface for m in seed.mentions if m.actor == actor]


def test_every_offset_is_right(seed: Enriched) -> None:
    text = seed.unique.parsed.text
    assert all(m.surface == text[m.start : m.end] for m in seed.mentions)


@pytest.mark.parametrize("actor", [*PERSONS, *COUNTRIES, "place:moscow", "org:islamic-state"])
def test_the_actor_is_found(seed: Enriched, actor: str) -> None:
    assert actor in {a.id for a in seed.actors}


def test_the_seven_are_the_only_persons(seed: Enriched) -> None:
    assert {a.id for a in seed.actors if a.kind == "person"} == set(PERSONS)


def test_a_surname_alone_is_the_person(seed: Enriched) -> None:
    assert surfaces(seed, "person:mevlut-cavusoglu") == [
        "Mevlut Cavusoglu",
        "مولود جاويش أوغلو",
        "أوغلو",
        "أوغلو",
        "جاويش أوغلو",
    ]
    assert surfaces(seed, "person:sergey-lavrov") == ["Sergey Lavrov", "سيرغي لافروف", "لافروف"]


def test_washington_is_the_united_states(seed: Enriched) -> None:
    assert [
        (m.surface, m.basis)
        for m in seed.mentions
        if m.actor == "country:US" and m.basis != "demonym"
    ] == [("واشنطن", "capital"), ("واشنطن", "capital")]


def test_astana_is_the_process_and_no_visit(seed: Enriched) -> None:
    assert surfaces(seed, "org:astana-process") == ["مسار أستانا"]
    assert not surfaces(seed, "place:astana")


def test_the_organisation_is_found_by_its_long_name(seed: Enriched) -> None:
    assert surfaces(seed, "org:islamic-state") == ["تنظيم الدولة الإسلامية"]


def test_the_source_line_names_no_actor(seed: Enriched) -> None:
    block = seed.unique.parsed.blocks[-1]
    assert all(m.end <= block.start for m in seed.mentions)


def test_the_counterparts_country_is_found_by_its_adjective(seed: Enriched) -> None:
    text = seed.unique.parsed.text
    at = text.index("نظيره التركي") + len("نظيره ")
    assert [(m.actor, m.basis) for m in seed.mentions if m.start == at] == [
        ("country:TR", "demonym")
    ]


@pytest.mark.parametrize(
    ("surface", "first", "until"),
    [
        ("السبت", "2018-12-29", "2018-12-30"),
        ("الجمعة", "2018-12-28", "2018-12-29"),
        ("الأسبوع الماضي", "2018-12-17", "2018-12-24"),
        ("مطلع العام المقبل", "2019-01-01", "2019-05-01"),
    ],
)
def test_the_date_is_reckoned_from_publication(
    seed: Enriched, surface: str, first: str, until: str
) -> None:
    there = {(f"{m.from_}", f"{m.until}") for m in seed.dates if m.surface == surface}
    assert there == {(first, until)}
