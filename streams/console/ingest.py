"""`barq ingest`: bring wire items in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from streams.console.errors import quiet_clients
from streams.console.options import bootstrap, given
from streams.console.printing import say
from streams.ingest.edges import Edges, roots_of, state_path
from streams.ingest.listing import Listing
from streams.ingest.reading import Reading
from streams.ingest.sending import Sent, send
from streams.ingest.stopping import until_stopped
from streams.ingest.watching import counted
from streams.settings import Settings

SOME_REFUSED = 1
NOTHING_SENT = 2


@click.command("ingest")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--watch", is_flag=True, help="Stay, and send each file once it is complete, once.")
@click.option(
    "--feeds",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Stay, and poll the feeds that this YAML or OPML file lists, as it stands.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="File that remembers what --watch and --feeds took; goes before BARQ_INGEST_STATE.",
)
@click.option("--source", help="Name of the source; default: the name of the file's folder.")
@click.option("--content-type", help="Media type; default: by the file's name and first bytes.")
@click.option(
    "--lines", is_flag=True, help="Each line is an item; so are those of .jsonl, .ndjson."
)
@bootstrap
def command(
    *,
    paths: tuple[str, ...],
    watch: bool,
    feeds: Path | None,
    state: Path | None,
    source: str | None,
    content_type: str | None,
    bootstrap: str | None,
    lines: bool,
) -> None:
    """Send files, folders (with all in them, sorted), JSON lines or standard input (-).

    A file is an item; packed with gzip too. A JSON line is an item, or an envelope
    {"body" or "body_base64", "content_type", "source", "received_at", "id"}, all but the
    body optional; each message of a mailbox (mbox) is an item.
    Exit code: 0 all sent, 1 some refused, 2 nothing sent.
    """
    settings = Settings.read(**given(bootstrap=bootstrap, ingest_state=state))
    if not paths and (watch or feeds is None):
        raise click.UsageError("give files or folders, - for standard input, or --feeds FILE")
    if paths and feeds is not None and not watch:
        raise click.UsageError("--feeds stays and polls: send files apart, or --watch them")
    if not paths and (source or content_type or lines):
        raise click.UsageError(
            "--source, --content-type and --lines are for files, not for --feeds"
        )
    reading = Reading(
        max_item_bytes=settings.max_item_bytes,
        lines=lines,
        content_type=content_type,
        source=source,
    )
    if watch or feeds is not None:
        _stay(settings, reading, paths, feeds)
    else:
        _send(settings, reading, paths)


def _stay(settings: Settings, reading: Reading, paths: Sequence[str], feeds: Path | None) -> None:
    """Watch and poll until told to stop."""
    roots = roots_of(paths, state_path(settings))
    listing = None if feeds is None else Listing(feeds)
    edges = Edges(settings=settings, tell=say, warn=partial(say, err=True))
    with quiet_clients():
        asyncio.run(until_stopped(edges.follow(roots, reading, listing)))


def _send(settings: Settings, reading: Reading, paths: Sequence[str]) -> None:
    """Send all that is there, and say what was sent."""
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
    return f"{counted(sent.items)}, {sent.bytes:,} bytes"
