"""Watched folders, polled feeds and the push endpoint, as processes that run until told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from ssl import SSLContext
from typing import Literal, TypeAlias

from aiohttp import ClientSession

from streams.ingest.alone import alone
from streams.ingest.api import Api, serving
from streams.ingest.feeds import Poller
from streams.ingest.fetching import Fetcher, Hosts, browsing
from streams.ingest.listing import Listing
from streams.ingest.meter import Meter
from streams.ingest.push import LEAST_TOKEN_CHARS
from streams.ingest.reading import Reading
from streams.ingest.room import Room
from streams.ingest.sending import Wire, wire
from streams.ingest.settling import Partial, Settling
from streams.ingest.state import State, StateError
from streams.ingest.watching import Watch
from streams.runtime import serving as metering
from streams.settings import Settings

ROOM_BODIES = 2
"""Bodies of the largest size that the push endpoint holds at a time."""
LEAST_ROOM_BYTES = 64 * 2**20


MetricsPort: TypeAlias = Literal["INGEST_METRICS_PORT", "API_METRICS_PORT"]
"""The setting that says where the metrics are served."""


class EdgeError(ValueError):
    """What was asked for cannot be run; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What to take in from, and whom to tell."""

    settings: Settings
    tell: Callable[[str], None]
    """What was taken in."""
    warn: Callable[[str], None]
    """What was not, and what to do."""

    async def follow(
        self, roots: Sequence[Path], reading: Reading, listing: Listing | None
    ) -> None:
        """Watch `roots` and poll the feeds of `listing` until cancelled."""
        poll_s = self.settings.watch_poll_s
        feeds = () if listing is None else listing.read()
        lists = () if listing is None else (listing.file.resolve(),)
        own = state_path(self.settings).resolve()
        async with self._open() as (way, state), browsing() as session:
            with (
                alone(own, way.cluster, roots, lists),
                self._metered("INGEST_METRICS_PORT") as meter,
            ):
                runs = [meter.watch_over(way.answers)]
                for watch in self._watches(roots, reading, way, state, meter):
                    meter.begin("watch")
                    runs.append(watch.run(poll_s))
                if listing is not None:
                    meter.begin("feeds")
                    changes = listing.changes(poll_s, self.warn)
                    poller = self._poller(way, state, session, meter)
                    runs.append(poller.run(feeds, changes))
                try:
                    async with asyncio.TaskGroup() as group:
                        for run in runs:
                            group.create_task(run)
                except* StateError as faults:
                    raise _first(faults) from None

    def _watches(
        self, roots: Sequence[Path], reading: Reading, way: Wire, state: State, meter: Meter
    ) -> Iterator[Watch]:
        for root in roots:
            yield Watch(
                root=root,
                reading=reading,
                partial=Partial(_suffixes(self.settings.watch_partial)),
                settling=Settling(self.settings.watch_settle_s),
                state=state,
                deliver=partial(way.deliver, tell=self.warn),
                tell=self.tell,
                warn=self.warn,
                stop_s=self.settings.stop_timeout_s,
                meter=meter,
            )

    def _poller(self, way: Wire, state: State, session: ClientSession, meter: Meter) -> Poller:
        return Poller(
            fetcher=Fetcher(
                session=session,
                hosts=Hosts(gap_s=self.settings.feed_gap_s),
                most_bytes=min(self.settings.feed_bytes, self.settings.max_item_bytes),
                timeout_s=self.settings.feed_timeout_s,
            ),
            state=state,
            deliver=partial(way.deliver, tell=self.warn),
            tell=self.tell,
            warn=self.warn,
            interval_s=self.settings.feed_interval_s,
            stop_s=self.settings.stop_timeout_s,
            meter=meter,
        )

    async def serve(self, tokens: tuple[str, ...], tls: SSLContext | None) -> None:
        """Take items in over HTTP, with `tls` if given, until cancelled."""
        host, stop_s = self.settings.api_host, self.settings.stop_timeout_s
        async with self._open() as (way, state):
            with self._metered("API_METRICS_PORT") as meter:
                meter.begin("push")
                api = Api(
                    wire=way,
                    state=state,
                    tokens=tokens,
                    most_bytes=self.settings.max_item_bytes,
                    room=Room(max(LEAST_ROOM_BYTES, ROOM_BODIES * self.settings.max_item_bytes)),
                    meter=meter,
                )
                port = self.settings.api_port
                async with serving(api, host, port, stop_s=stop_s, tls=tls) as port:
                    scheme = "http" if tls is None else "https"
                    shown = f"[{host}]" if ":" in host else host
                    self.tell(f"takes items in at {scheme}://{shown}:{port}/items; Ctrl-C stops")
                    await meter.watch_over(way.answers)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[tuple[Wire, State]]:
        async with wire(self.settings) as way:
            with State(state_path(self.settings), way.cluster) as state:
                yield way, state

    @contextmanager
    def _metered(self, setting: MetricsPort) -> Iterator[Meter]:
        """Serve metrics at the port that `setting` says."""
        ports: dict[MetricsPort, int] = {
            "INGEST_METRICS_PORT": self.settings.ingest_metrics_port,
            "API_METRICS_PORT": self.settings.api_metrics_port,
        }
        meter = Meter()
        with metering.serving(meter, self.settings.metrics_host, ports[setting], setting=setting):
            yield meter


def _first(faults: BaseExceptionGroup[StateError]) -> StateError:
    """Give the first of the errors, however deep."""
    first = faults.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def state_path(settings: Settings) -> Path:
    """Give the file of what was taken in. Source of the default: XDG Base Directory."""
    if settings.ingest_state is not None:
        return settings.ingest_state
    base = os.environ.get("XDG_STATE_HOME")
    return Path(base or Path.home() / ".local" / "state") / "barq" / "ingest.sqlite"


def roots_of(paths: Sequence[str], state: Path) -> tuple[Path, ...]:
    """Give the folders to watch; raises EdgeError."""
    roots = tuple(Path(path).resolve() for path in dict.fromkeys(paths))
    for root in roots:
        if not root.exists():
            raise EdgeError(f"{root}: there is no such folder; create it, or mount it")
        if state.resolve().is_relative_to(root):
            raise EdgeError(
                f"{state} lies in {root}, which is watched; give another place by --state"
            )
        for other in roots:
            if other != root and other.is_relative_to(root):
                raise EdgeError(f"{other} lies in {root}, which is watched with all in it")
    return roots


def tokens_of(settings: Settings, *, none: bool) -> tuple[str, ...]:
    """Give the tokens that let clients in; raises EdgeError when there are none to ask for."""
    tokens = [settings.api_token.get_secret_value()]
    if settings.api_token_file is not None:
        try:
            tokens += settings.api_token_file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise EdgeError(
                f"BARQ_API_TOKEN_FILE={settings.api_token_file}: cannot be read ({error})"
            ) from None
    tokens = [token.strip() for token in tokens if token.strip()]
    if any(len(token) < LEAST_TOKEN_CHARS for token in tokens):
        raise EdgeError(
            f"a token has fewer than {LEAST_TOKEN_CHARS} characters; take one from:"
            " openssl rand -hex 32"
        )
    if none and tokens:
        raise EdgeError("--no-token with a token set: leave one out")
    if none and not _loopback(settings.api_host):
        raise EdgeError(
            f"--no-token on {settings.api_host} would let everybody in; it is for 127.0.0.1 alone"
        )
    if not none and not tokens:
        raise EdgeError(
            "no token: set BARQ_API_TOKEN or BARQ_API_TOKEN_FILE, such as to what"
            " `openssl rand -hex 32` gives; or give --no-token on a loopback address"
        )
    return tuple(tokens)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _suffixes(written: str) -> tuple[str, ...]:
    return tuple(one.strip().lower() for one in written.split(",") if one.strip())
