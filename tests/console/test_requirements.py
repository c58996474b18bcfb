"""requirements.txt pins whatever pyproject.toml asks for, and nothing of one machine."""

from __future__ import annotations

import re
import tomllib
from itertools import chain

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from streams.console.reference import README

ROOT = README.parent
LINES = [
    line
    for line in (ROOT / "requirements.txt").read_text().splitlines()
    if not line.startswith("#")
]
PINNED = dict(line.split("==") for line in LINES)


def test_every_line_is_an_exact_version_and_no_path_or_address() -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.]+", line) for line in LINES)


def test_every_dependency_is_pinned_within_what_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    pinned = {canonicalize_name(name): version for name, version in PINNED.items()}
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])
