"""`barq topics`: the one table, and how the broker compares with it."""

from __future__ import annotations

import asyncio

import click

from streams.console.errors import quiet_clients
from streams.console.options import bootstrap, given
from streams.runtime import topics
from streams.settings import Settings


@click.command("topics")
@click.option("--create", "create", is_flag=True, help="Create the topics that are missing.")
@click.option(
    "--check", "check", is_flag=True, help="Compare the broker's topics; 1 if they differ."
)
@bootstrap
@click.pass_context
def command(ctx: click.Context, *, create: bool, check: bool, bootstrap: str | None) -> None:
    """List the topics, create those that are missing, or check them against the table.

    Partitions and copies come from BARQ_PARTITIONS and BARQ_REPLICATION_FACTOR. Topics
    that exist are never changed; --create ends with the same check as --check.
    """
    settings = Settings.read(**given(bootstrap=bootstrap))
    if not create and not check:
        _list(settings)
        return
    with quiet_clients():
        if create:
            for name in asyncio.run(topics.create(settings)):
                click.echo(f"{name}: created")
        told = asyncio.run(topics.check(settings))
    for difference in told:
        click.echo(str(difference))
    if told:
        ctx.exit(1)
    click.echo(f"{settings.bootstrap}: all topics are as planned")


def _list(settings: Settings) -> None:
    planned = topics.plan(settings)
    width = max(len(topic.name) for topic in planned)
    for topic in planned:
        configs = " ".join(f"{name}={value}" for name, value in topic.configs.items())
        click.echo(
            f"{topic.name:<{width}}  {topic.kind:<8}  partitions={topic.partitions}"
            f" copies={topic.replication_factor} {configs}"
        )
