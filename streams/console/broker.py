"""`barq broker`: the embedded broker alone."""

from __future__ import annotations

from pathlib import Path

import click

from streams.broker.process import run
from streams.console.options import given, with_parent
from streams.runtime import logs
from streams.runtime.supervisor import end_with_leash
from streams.settings import Settings

STOP_S = 5.0
"""Seconds to close connections in; the data are safe at any time."""


@click.command("broker")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Goes before BARQ_DATA_DIR.")
@click.option("--host", help="Address to listen on; goes before BARQ_BROKER_HOST.")
@click.option("--port", type=int, help="Port, 0 for a free one; goes before BARQ_BROKER_PORT.")
@with_parent
def command(
    *, data_dir: Path | None, host: str | None, port: int | None, with_parent: bool
) -> None:
    """Run the embedded broker until it is told to stop; prints its address when it is up.

    It speaks the wire protocol of Kafka, keeps its data in one folder and is for one machine.
    """
    settings = Settings.read(**given(data_dir=data_dir, broker_host=host, broker_port=port))
    logs.configure(settings)
    if with_parent:
        end_with_leash(STOP_S)
    run(
        settings.data_dir,
        host=settings.broker_host,
        port=settings.broker_port,
        max_message_bytes=settings.max_message_bytes,
        ready=click.echo,
    )
