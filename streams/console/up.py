"""`barq up`: the whole pipeline on one machine."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import click

from streams.console.errors import quiet_clients
from streams.console.local import Local, NeverUpError, metrics_ports, speaker
from streams.console.options import bootstrap, given
from streams.runtime import topics
from streams.runtime.serving import url
from streams.runtime.supervisor import GIVE_UP, Listener, Supervisor
from streams.settings import Settings


@click.command("up")
@bootstrap
def command(bootstrap: str | None) -> None:
    """Run the embedded broker and one worker a stage, and restart whichever dies.

    With --bootstrap there is no embedded broker: the workers use the brokers named.
    Ctrl-C stops everything in order, a second Ctrl-C at once.
    """
    settings = Settings.read(**given(bootstrap=bootstrap))
    with quiet_clients():
        sys.exit(asyncio.run(_up(settings, embedded=bootstrap is None)))


async def _up(settings: Settings, *, embedded: bool) -> int:
    """Run until told to stop; if a process cannot run, end with its last words, which say why."""

    def heard(name: str, line: str) -> None:
        local.heard(name, line)

    say = speaker(settings)
    async with Supervisor(on_output=heard, on_log=say) as supervisor:
        supervisor.stop_on_signals()
        local = Local(settings, supervisor, embedded=embedded)
        with suppress(NeverUpError):
            await _run(local, supervisor, say)
    if supervisor.given_up is None:
        return 0
    say(supervisor.given_up, supervisor.last_words.get(supervisor.given_up, "it said nothing"))
    return GIVE_UP


async def _run(local: Local, supervisor: Supervisor, say: Listener) -> None:
    await local.start()
    settings = local.settings
    for difference in await topics.check(settings):
        say("topics", f"warning: {difference}")
    click.echo(f"up: {settings.bootstrap}; Ctrl-C stops")
    for stage, port in metrics_ports(settings).items():
        if port:
            click.echo(f"metrics: {url(settings.metrics_host, port)} ({stage})")
    await supervisor.ended()
