"""One name, one worker: a second one on the machine is told so."""

from __future__ import annotations

import pytest

from streams.runtime.instance import InstanceError, alone


def test_a_name_is_held_by_one_and_free_after() -> None:
    for _ in range(2):
        with (
            alone("host:1", "barq-test", "a"),
            pytest.raises(InstanceError, match="BARQ_INSTANCE"),
            alone("host:1", "barq-test", "a"),
        ):
            pass


def test_other_names_groups_and_brokers_do_not_matter() -> None:
    with (
        alone("host:1", "barq-test", "a"),
        alone("host:1", "barq-test", "b"),
        alone("host:1", "barq-other", "a"),
        alone("host:2", "barq-test", "a"),
    ):
        pass
