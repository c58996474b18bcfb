"""`python -m streams.broker --data DIR`: the broker alone, its address on the first line."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click
import structlog

from streams.broker.errors import BrokerError
from streams.broker.process import run


@click.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="folder of its data")
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option("--port", default=0, show_default=True, help="0 takes a free one")
@click.option(
    "--max-message-bytes", default=64 * 2**20, show_default=True, help="largest record batch"
)
def main(data: Path, host: str, port: int, max_message_bytes: int) -> None:
    """Serve the Kafka wire protocol from a folder until told to stop."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        run(data, host=host, port=port, max_message_bytes=max_message_bytes, ready=click.echo)
    except BrokerError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
