"""Options that several commands share."""

from __future__ import annotations

from typing import Any

import click

bootstrap = click.option(
    "--bootstrap",
    metavar="HOST:PORT,…",
    help="Kafka brokers; goes before BARQ_BOOTSTRAP.",
)
with_parent = click.option(
    "--with-parent",
    is_flag=True,
    help="Stop when standard input ends: a supervisor holds its other end.",
)


def given(**options: Any) -> dict[str, Any]:
    """Leave out the options that were not given, so that the environment counts."""
    return {name: value for name, value in options.items() if value is not None}
