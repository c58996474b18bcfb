"""Fixtures that every test may use, and in which order the files are taken."""

from __future__ import annotations

import gc
import importlib
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import brokers
from tests.shared import ROOT

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
"""The same examples in every run, and no verdict on how fast the machine is."""


PROCESSES = frozenset(("Process", "Toys", "Up", "brokers", "own_broker", "subprocess"))
"""Names of what starts processes: a file whose tests do has one of them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Begin to load the files at another place in each process that runs tests.

    Where nothing is compiled yet, each so finds most files compiled by the others: a fresh
    checkout would have every one of them compiled by every process at once.
    """
    gc.disable()
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    files = sorted(chain.from_iterable(map(_files, session.config.args)))
    first = worker * len(files) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for file in files[first:] + files[:first] if first else []:
        with suppress(Exception, pytest.skip.Exception):  # collecting the file tells it
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def _files(argument: str) -> list[Path]:
    path = Path(argument.partition("::")[0]).resolve()
    return list(path.rglob("test_*.py")) if path.is_dir() else [path]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files in the order in which processes shall take them, one after the other.

    Those whose tests start processes, which mostly wait, go first, and between any two of them
    one whose tests compute; those that may take the longest and the largest before the others,
    for the last ones to end at about the same time.
    """
    files: defaultdict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    wait: list[list[pytest.Item]] = []
    compute: list[list[pytest.Item]] = []
    for tests in sorted(files.values(), key=_may_take, reverse=True):
        names = vars(tests[0].module) if isinstance(tests[0], pytest.Function) else {}
        (compute if PROCESSES.isdisjoint(names) else wait).append(tests)
    items[:] = chain.from_iterable(chain.from_iterable(zip_longest(wait, compute, fillvalue=())))


def _may_take(tests: list[pytest.Item]) -> tuple[float, int]:
    marks = [test.get_closest_marker("timeout") for test in tests]
    return max(mark.args[0] if mark else 0 for mark in marks), len(tests)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is there for all tests out of every search for cycles to come."""
    gc.enable()
    gc.freeze()


@pytest.fixture(
    scope="session", params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)]
)
def bootstrap(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a broker that all tests of the session share: use topic names of your own.

    A test that asks for it runs on the embedded broker, and with `-m kafka` on Apache Kafka:
    on the one that BARQ_TEST_KAFKA names, if it names one.
    """
    if request.param == "kafka" and (there := os.environ.get("BARQ_TEST_KAFKA")):
        yield there
        return
    try:
        with brokers.running(request.param, tmp_path_factory.mktemp(request.param)) as broker:
            yield broker.address
    except brokers.Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
