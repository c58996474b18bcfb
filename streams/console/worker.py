"""`barq worker STAGE`: one stage, as one process."""

from __future__ import annotations

import sys

import click

from streams.console.options import bootstrap, given, with_parent
from streams.runtime.app import run_worker
from streams.runtime.supervisor import end_with_leash
from streams.settings import Settings
from streams.topology import STAGES


@click.command("worker")
@click.argument("stage", type=click.Choice(list(STAGES)))
@bootstrap
@with_parent
def command(stage: str, bootstrap: str | None, *, with_parent: bool) -> None:
    """Run one stage against the broker until it is told to stop.

    Any number may run; give each on the same host a BARQ_INSTANCE of its own, and a
    BARQ_METRICS_PORT of its own or 0.
    """
    settings = Settings.read(**given(bootstrap=bootstrap))
    if with_parent:
        end_with_leash(settings.stop_timeout_s)
    sys.exit(run_worker(STAGES[stage], settings))
