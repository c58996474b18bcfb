"""`barq demo`: the whole pipeline on bundled samples, checked against what must come."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from schemas.codec import DecodeError
from streams.console.demo_tables import balances, results, stages
from streams.console.local import Local, NeverUpError, say
from streams.console.printing import Pretty, read
from streams.demo.accounts import Accounts
from streams.demo.expected import SAMPLES, Sample
from streams.demo.watching import watch
from streams.ingest.reading import Piece
from streams.ingest.sending import send
from streams.ingest.sniff import content_type
from streams.runtime.supervisor import GIVE_UP, Supervisor
from streams.settings import Settings

PATIENCE_S: Final = 120
"""After so long the demonstration gives up and says what is missing; it needs a tenth of it."""
TOLD: Final = frozenset({"warning", "error", "critical"})
"""Levels of the workers' log lines that are shown."""


@click.command("demo")
@click.option("--stay", is_flag=True, help="Stay up afterwards, to look in; Ctrl-C stops.")
def command(*, stay: bool) -> None:
    """Run broker and workers in a temporary folder, and feed them samples in five languages.

    Shows every article, duplicate, dead letter and alert as it comes, and checks them
    against what must come of each sample. Exit code: 0 if all is as it must be, else 1.
    """
    with (
        tempfile.TemporaryDirectory(prefix="barq-demo-") as folder,
        as_file(files("streams.demo") / "rules.yaml") as rules,
    ):
        settings = Settings.read(
            data_dir=Path(folder),
            broker_port=0,
            partitions=1,
            rules=rules,
            log_format="json",
            metrics_port=0,
        )
        sys.exit(asyncio.run(Demonstration(settings).run(stay=stay)))


class Demonstration:
    """One run, and what it shows."""

    def __init__(self, settings: Settings) -> None:
        self._console = Console(highlight=False)
        self._supervisor = Supervisor(on_output=self._heard, on_log=self._logged)
        self._local = Local(settings, self._supervisor, embedded=True)
        now = datetime.now(UTC)
        self._pieces = [_piece(sample, now) for sample in SAMPLES]
        deliveries = zip((piece.item(now).id for piece in self._pieces), SAMPLES, strict=True)
        self._accounts = Accounts(SAMPLES, dict(deliveries))
        self._counted: dict[str, Mapping[str, Any]] = {}

    async def run(self, *, stay: bool) -> int:
        """Run from start to summary; give the exit code."""
        started = time.monotonic()
        async with self._supervisor as supervisor:
            supervisor.stop_on_signals()
            try:
                await self._local.start()
            except NeverUpError:
                return GIVE_UP if supervisor.given_up else 1
            self._tell(f"broker on {self._local.settings.bootstrap}, workers starting")
            in_time = await self._feed_and_watch()
            seconds = time.monotonic() - started
            self._tell(f"{seconds:.1f} s from start to last record")
            self._console.print(results(self._accounts))
            if stay and in_time:
                self._invite()
                await supervisor.ended()
        self._console.print(stages(self._counted))
        return self._verdict(in_time=in_time, seconds=seconds)

    async def _feed_and_watch(self) -> bool:
        """Send the samples and show what comes; tell whether all was accounted for."""
        work = asyncio.create_task(self._show())
        ended = asyncio.create_task(self._supervisor.ended())
        done, left = await asyncio.wait(
            {work, ended}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED
        )
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if work in done:
            work.result()
        return work in done

    async def _show(self) -> None:
        settings = self._local.settings
        sent = await send(settings, self._pieces, on_progress=lambda _: None)
        self._tell(f"{sent.items} samples sent, {sent.bytes:,} bytes")
        pretty = Pretty(self._console)
        with _Advance(self._console, self._accounts) as advance:
            async with aclosing(watch(settings, sent.items)) as messages:
                async for message in messages:
                    record = read(message)
                    if isinstance(record, DecodeError):
                        raise record
                    if self._accounts.add(record):
                        pretty.show(message, record)
                        advance()

    def _heard(self, name: str, line: str) -> None:
        self._local.heard(name, line)

    def _logged(self, name: str, line: str) -> None:
        """Show only troubles; a worker's last line says what it has counted."""
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError:
            say(name, line)
            return
        if told.get("event") == "stopped":
            self._counted[name] = {key: n for key, n in told.items() if isinstance(n, int)}
        elif told.get("level") in TOLD:
            say(name, str(told.get("event")))

    def _tell(self, line: str) -> None:
        self._console.print(f"— {line}", style="dim", soft_wrap=True)

    def _invite(self) -> None:
        address = self._local.settings.bootstrap
        self._console.print(
            f"\nStill up on {address}; Ctrl-C stops. From another terminal:\n"
            f"  barq tail articles.enriched --from start --bootstrap {address}\n"
            f"  barq tail alerts --from start --actor 'Лавров' --bootstrap {address}\n"
            f"  barq ingest FILE… --bootstrap {address}\n"
            f"  kcat -b {address} -t alerts -C -o beginning -e",
            soft_wrap=True,
        )

    def _verdict(self, *, in_time: bool, seconds: float) -> int:
        faults = list(self._accounts.faults())
        if not in_time:
            faults.append("not everything was accounted for; the lines above may say why")
        if self._supervisor.restarts:
            faults.append(f"{self._supervisor.restarts} processes died and were started again")
        for name, consumed, fates in balances(self._counted):
            if not consumed or consumed != sum(fates):
                faults.append(f"{name}: consumed {consumed}, accounts for {sum(fates)}")
        for fault in faults:
            self._console.print(f"WRONG  {fault}", style="bold red", soft_wrap=True)
        if faults:
            return 1
        accounts = self._accounts
        self._console.print(
            f"All {accounts.expected} records came that must come of {len(SAMPLES)} samples,"
            f" each once, in {seconds:.0f} s.",
            style="bold green",
            soft_wrap=True,
        )
        return 0


class _Advance:
    """Progress: a bar on a terminal, nothing between the lines elsewhere."""

    def __init__(self, console: Console, accounts: Accounts) -> None:
        self._accounts = accounts
        self._bar = Progress(
            TextColumn("records that must come"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=accounts.expected)

    def __enter__(self) -> Callable[[], None]:
        self._bar.start()
        return lambda: self._bar.update(self._task, completed=self._accounts.came)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _piece(sample: Sample, now: datetime) -> Piece:
    body = sample.body
    return Piece(
        where=sample.file,
        source=sample.source,
        content_type=content_type(Path(sample.file).suffix, body),
        body=body,
        received_at=now,
    )
