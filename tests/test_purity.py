"""Which code may import what: the stages are pure, and only the runtime knows Faust."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PURE = (
    "schemas",
    *(f"streams/{name}" for name in ("parse", "dedup", "tag", "alert", "text", "deadletters")),
    *(
        f"streams/{name}.py"
        for name in ("stage", "state", "outcome", "topology", "replay", "slices")
    ),
)
EDGES = {"schemas/export.py": "a command: it reads and writes the generated files"}
IMPURE = {
    "aiokafka",
    "asyncio",
    "faust",
    "logging",
    "mode",
    "multiprocessing",
    "os",
    "prometheus_client",
    "random",
    "secrets",
    "socket",
    "structlog",
    "subprocess",
    "threading",
    "time",
    "uuid",
}
CLOCKS = {"now", "today", "utcnow"}
RUNTIME_ONLY = {"faust", "mode"}
OUTSIDE = ("streams.runtime", "streams.broker", "streams.ingest", "streams.console", "streams.cli")


def modules(*places: str) -> list[Path]:
    found = [ROOT / place for place in places]
    return sorted(
        path
        for place in found
        for path in ([place] if place.suffix else place.rglob("*.py"))
        if str(path.relative_to(ROOT)) not in EDGES
    )


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def importing(path: Path, names: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for line, name in imported(path)
        if name.partition(".")[0] in names
    ]


EACH_PURE = pytest.mark.parametrize(
    "path", modules(*PURE), ids=lambda path: str(path.relative_to(ROOT))
)


@EACH_PURE
def test_pure_code_touches_nothing_outside(path: Path) -> None:
    assert importing(path, IMPURE) == []


@EACH_PURE
def test_pure_code_imports_no_edge(path: Path) -> None:
    assert [name for _, name in imported(path) if name.startswith(OUTSIDE)] == []


@EACH_PURE
def test_pure_code_never_asks_the_clock(path: Path) -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    ]
    assert asked == []


@EACH_PURE
def test_pure_code_is_not_asynchronous(path: Path) -> None:
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not any(isinstance(node, kinds) for node in ast.walk(ast.parse(path.read_text("utf-8"))))


def test_only_the_runtime_imports_faust() -> None:
    others = [path for path in modules("streams") if "runtime" not in path.parts]
    assert [found for path in others for found in importing(path, RUNTIME_ONLY)] == []


def test_records_know_nothing_of_the_stages() -> None:
    assert [found for path in modules("schemas") for found in importing(path, {"streams"})] == []


def test_nothing_imports_the_tests() -> None:
    code = modules("schemas", "streams")
    assert [found for path in code for found in importing(path, {"tests"})] == []


def test_the_lists_name_what_is_there() -> None:
    for place in (*PURE, *EDGES):
        assert (ROOT / place).exists(), place
    assert {name for name in IMPURE if name in sys.stdlib_module_names} >= {"os", "time", "random"}
