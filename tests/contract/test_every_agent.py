"""The promises, kept by every agent of the pipeline: a new one joins by being in it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.settings import Settings
from streams.topology import PIPELINE
from tests.contract import messages, promises
from tests.contract.promises import Bench

AGENTS = {agent.name: (stage.name, agent) for stage in PIPELINE for agent in stage.agents}
EVERY_AGENT = pytest.mark.parametrize("name", AGENTS)
EXAMPLES = settings(
    max_examples=1000 if settings.get_current_profile_name() == "deep" else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
"""Up to six records an example: 15 of them take an agent less than a second a promise."""


@cache
def bench(name: str) -> Bench:
    """Give an agent with its resources, loaded once for all tests."""
    stage, agent = AGENTS[name]
    return Bench(stage, agent, agent.load(Settings(instance="test")))


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_any_bytes_get_an_answer(name: str, data: st.DataObject) -> None:
    promises.answers_each(bench(name), data.draw(messages.noise(bench(name).agent)))


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_any_record_gets_an_answer(name: str, data: st.DataObject) -> None:
    promises.answers_each(bench(name), data.draw(messages.records(bench(name), near=False)))


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_the_same_input_gives_the_same_output(name: str, data: st.DataObject) -> None:
    given = data.draw(messages.records(bench(name), near=False))
    promises.same_input_same_output(bench(name), given)


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_a_chunk_of_one_equals_a_chunk_of_many(name: str, data: st.DataObject) -> None:
    given = data.draw(messages.records(bench(name), near=False))
    cut = data.draw(st.integers(0, len(given)))
    promises.chunks_do_not_matter(bench(name), given, cut)


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_redelivery_changes_nothing(name: str, data: st.DataObject) -> None:
    given = data.draw(messages.records(bench(name), near=True))
    again = data.draw(st.lists(st.integers(0, len(given) - 1), min_size=1, max_size=6))
    promises.redelivery_changes_nothing(bench(name), given, again)


@EVERY_AGENT
@EXAMPLES
@given(st.data())
def test_the_changelog_restores_the_state(name: str, data: st.DataObject) -> None:
    given = data.draw(messages.records(bench(name), near=True))
    cut = data.draw(st.integers(0, len(given)))
    promises.the_changelog_restores_the_state(bench(name), given, cut)
