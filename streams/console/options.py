"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

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


def selecting(function: F) -> F:
    """Add the options that say which dead letters are meant."""
    for option in (
        click.option("--to", "end", metavar="TIME", help="Only letters before this time."),
        click.option(
            "--from",
            "begin",
            metavar="TIME",
            help="Only letters from this time on: ISO 8601, or 10m, 2h, 3d ago.",
        ),
        click.option("--reason", help="Only with this reason."),
        click.option("--stage", help="Only from this stage."),
    ):
        function = option(function)
    return function


def given(**options: Any) -> dict[str, Any]:
    """Leave out the options that were not given, so that the environment counts."""
    return {name: value for name, value in options.items() if value is not None}
