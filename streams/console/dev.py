"""`barq dev`: what a developer of Barq runs beside it."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Final

import click

from streams.console.errors import quiet_clients
from streams.console.options import given
from streams.dev.kafka import HEAP_MB, Kafka
from streams.settings import Settings

LOOK_EVERY_S: Final = 1.0


@click.group("dev")
def command() -> None:
    """Run what developers need beside the pipeline."""


@command.command("kafka")
@click.option("--brokers", type=click.Choice(["1", "3"]), default="1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 50_000),
    default=9092,
    show_default=True,
    help="Of the first broker; the next ones follow. 0: free ones.",
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Where data and logs go; default: kafka-1 or kafka-3 in BARQ_DATA_DIR.",
)
@click.option("--heap-mb", type=click.IntRange(128), default=HEAP_MB, show_default=True)
def kafka(*, brokers: str, port: int, data_dir: Path | None, heap_mb: int) -> None:
    """Run Apache Kafka (KRaft) until Ctrl-C; prints its address when it serves.

    Needs Java 17 or later. The jars come by Maven into a cache, once; BARQ_KAFKA_LIBS names a
    folder that has them already. Use it with `barq up --bootstrap ADDRESS`; with three
    brokers set BARQ_REPLICATION_FACTOR=3.
    """
    folder = data_dir or Settings.read(**given()).data_dir / f"kafka-{brokers}"
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: asked.set())
    with quiet_clients():
        cluster = Kafka(folder, brokers=int(brokers), port=port, heap_mb=heap_mb)
        cluster.start()
    click.echo(cluster.bootstrap)
    click.echo(f"data and logs in {folder}; Ctrl-C stops", err=True)
    try:
        while not asked.wait(LOOK_EVERY_S):
            if (node := cluster.ended()) is not None:
                raise click.ClickException(
                    f"broker {node.number} ended: {node.last_words()}; {node.log}"
                )
    finally:
        cluster.stop()
