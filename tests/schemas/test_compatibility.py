"""Which changes break subscribers, and that they must be announced."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.compatibility import breaks, unannounced, version

TEXT = {"type": "string"}
OLD = {
    "properties": {
        "id": {**TEXT, "description": "Its id."},
        "kind": {"enum": ["a", "b"]},
        "url": {"anyOf": [TEXT, {"type": "null"}], "default": None},
    },
    "required": ["id", "kind"],
}


def changed(required: list[str] | None = None, **fields: Any) -> dict[str, Any]:
    properties = {**OLD["properties"], **fields}  # type: ignore[dict-item]  # a literal above
    kept = {name: schema for name, schema in properties.items() if schema is not None}
    return {"properties": kept, "required": OLD["required"] if required is None else required}


def found(new: dict[str, Any]) -> list[tuple[str, str]]:
    return list(breaks({"$defs": {"Alert": OLD}}, {"$defs": {"Alert": new}}))


@pytest.mark.parametrize(
    ("new", "what"),
    [
        pytest.param(changed(url=None), "Alert.url removed or renamed", id="removed"),
        pytest.param(changed(url=TEXT), "Alert.url retyped", id="narrowed"),
        pytest.param(changed(id={"type": "integer"}), "Alert.id retyped", id="retyped"),
        pytest.param(changed(kind={"enum": ["a"]}), "Alert.kind retyped", id="value removed"),
        pytest.param(
            changed(["id", "kind", "url"]), "Alert.url newly required", id="newly required"
        ),
        pytest.param(
            changed(["id", "kind", "n"], n=TEXT), "Alert.n newly required", id="new and required"
        ),
        pytest.param(changed(["id"]), "Alert.kind no longer always there", id="now optional"),
    ],
)
def test_a_change_that_breaks_is_found(new: dict[str, Any], what: str) -> None:
    assert [" ".join(each) for each in found(new)] == [what]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD, id="nothing"),
        pytest.param(changed(more=TEXT), id="new field with a default"),
        pytest.param(changed(kind={"enum": ["a", "b", "c"]}), id="new value"),
        pytest.param(changed(id={**TEXT, "description": "Other words."}), id="description"),
    ],
)
def test_a_change_that_readers_can_bear_is_no_break(new: dict[str, Any]) -> None:
    assert found(new) == []


def test_a_record_that_is_gone_breaks() -> None:
    assert list(breaks({"$defs": {"Alert": OLD}}, {"$defs": {}})) == [("Alert", "removed")]


@pytest.mark.parametrize(
    ("changelog", "left"),
    [
        ("## 1.0\nFirst.", 1),
        ("## 1.1\n`Alert.url` is gone.\n## 1.0\nFirst.", 1),
        ("## 2.0\nMuch is new.\n## 1.0\nFirst.", 1),
        ("## 2.0\n`Alert.url` is gone.\n## 1.0\nFirst.", 0),
        ("## 2.1\nMore.\n## 2.0\n`Alert.url` is gone.\n## 1.0\nFirst.", 0),
    ],
)
def test_a_break_must_be_named_under_a_new_major_version(changelog: str, left: int) -> None:
    old, new = {"$defs": {"Alert": OLD}}, {"$defs": {"Alert": changed(url=None)}}
    assert len(unannounced(old, new, changelog, 1)) == left


def test_the_version_is_that_of_the_newest_section() -> None:
    assert version("# Title\n## 2.1\n## 1.0\n") == (2, 1)
    with pytest.raises(ValueError, match=r"begin it with «## 1.0»"):
        version("# Title\n")
