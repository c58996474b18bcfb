"""`barq actors`: whom rules can name, found by any name in any language."""

from __future__ import annotations

import json
import shlex

import pytest
from click.testing import CliRunner, Result

from streams.cli import main
from streams.console.actors import chosen, lines
from streams.console.reference import README
from streams.tag.actors import load

LAVROV = "person:sergey-lavrov"


def actors(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["actors", *arguments])


def ids(told: Result) -> list[str]:
    return [json.loads(line)["id"] for line in told.stdout.splitlines()]


def test_all_that_are_known_are_listed() -> None:
    told = actors()
    assert told.exit_code == 0
    assert ids(told) == list(load().by_id)


@pytest.mark.parametrize("name", ["Lavrov", "LAVROV", "Лавров", "لافروف", "拉夫罗夫", LAVROV])
def test_a_part_of_any_name_finds_an_actor(name: str) -> None:
    assert ids(actors(name)) == [LAVROV]


def test_several_names_find_each_theirs() -> None:
    assert ids(actors("Lavrov", "جاويش أوغلو")) == ["person:mevlut-cavusoglu", LAVROV]


def test_a_line_has_all_names_and_where_the_surname_is_enough() -> None:
    (line,) = actors("Lavrov").stdout.splitlines()
    told = json.loads(line)
    assert told["name"] in told["names"]["en"]
    assert told["country"] == "country:RU"
    assert "ru" in told["surname_alone"]


def test_a_kind_leaves_the_others_out() -> None:
    found = ids(actors("turk", "--kind", "country"))
    assert "country:TR" in found
    assert all(one.startswith("country:") for one in found)


def test_a_name_that_nobody_has_is_told_with_one_that_is_near() -> None:
    told = actors("Kavusoglu")
    assert told.exit_code == 1
    assert told.stderr == (
        "Error: no actor that Barq knows is called Kavusoglu; did you mean Mevlut Cavusoglu?\n"
    )


def test_people_read_the_id_and_the_names_by_language() -> None:
    (lavrov,) = chosen(load(), ["Lavrov"])
    head, names = map(str, lines(lavrov))
    assert head == f"{LAVROV}  Sergey Lavrov  country:RU"
    assert "ru: Сергей Лавров" in names


def test_readmes_command_on_actors_runs() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    (words,) = (shlex.split(one, comments=True) for one in lines if one.startswith("barq actors"))
    assert ids(actors(*words[2:])) == [LAVROV]
