"""`barq ingest`: bring wire items in."""

from __future__ import annotations

import asyncio
import sys

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from streams.console.errors import quiet_clients
from streams.console.options import bootstrap, given
from streams.ingest.reading import Reading
from streams.ingest.sending import Sent, send
from streams.settings import Settings

SOME_REFUSED = 1
NOTHING_SENT = 2


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…|-")
@click.option("--source", help="Name of the source; default: the name of the file's folder.")
@click.option("--content-type", help="Media type; default: by the file's name and first bytes.")
@click.option(
    "--lines", is_flag=True, help="Each line is an item; so are those of .jsonl, .ndjson."
)
@bootstrap
def command(
    *,
    paths: tuple[str, ...],
    source: str | None,
    content_type: str | None,
    bootstrap: str | None,
    lines: bool,
) -> None:
    """Send files, folders (with all in them, sorted), JSON lines or standard input (-).

    A file is an item; packed with gzip too. A JSON line is an item, or an envelope
    {"body" or "body_base64", "content_type", "source", "received_at", "id"}, all but the
    body optional. Exit code: 0 all sent, 1 some refused, 2 nothing sent.
    """
    settings = Settings.read(**given(bootstrap=bootstrap))
    reading = Reading(
        max_item_bytes=settings.max_item_bytes,
        lines=lines,
        content_type=content_type,
        source=source,
    )
    console = Console(stderr=True)
    with (
        quiet_clients(),
        Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        ) as progress,
    ):
        task = progress.add_task("nothing sent yet", total=None)
        sent = asyncio.run(
            send(
                settings,
                reading.read(paths),
                on_progress=lambda sent: progress.update(task, description=_told(sent)),
            )
        )
    for refused in sent.refused:
        click.echo(f"refused {refused.where}: {refused.why}", err=True)
    click.echo(f"sent {_told(sent)} in {sent.seconds:.2f} s to {settings.bootstrap}")
    if not sent.items:
        sys.exit(NOTHING_SENT)
    if sent.refused:
        sys.exit(SOME_REFUSED)


def _told(sent: Sent) -> str:
    return f"{sent.items} item{'' if sent.items == 1 else 's'}, {sent.bytes:,} bytes"
