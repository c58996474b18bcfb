"""README's commands for measuring run, here on little."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import Final

import pytest

from streams.console.reference import README

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(300)]

LITTLE: Final = {
    "tests.chaos": "--items 300 --faults 1 --brokers embedded",
    "tests.benchmarks.lane": "--records 2000 --rounds 1 --broker embedded",
    "tests.benchmarks.pipeline": "--items 300 --broker embedded",
    "tests.benchmarks.latency": "--seconds 2 --broker embedded",
    "tests.benchmarks.date_quality": "",
    "tests.benchmarks.dates": "--articles 20 --dateparser 1",
    "tests.benchmarks.restore": "--entries 1000 --steps 200 --broker embedded",
}
"""Options that go after README's own, which they override."""


def commands() -> list[list[str]]:
    lines = README.read_text(encoding="utf-8").splitlines()
    return [
        shlex.split(line, comments=True) for line in lines if line.startswith("python -m tests.")
    ]


def test_readme_has_them_all() -> None:
    assert {words[2] for words in commands()} == LITTLE.keys()


@pytest.mark.parametrize("words", commands(), ids=lambda words: words[2])
def test_it_runs(words: list[str]) -> None:
    command = [sys.executable, *words[1:], *LITTLE[words[2]].split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
