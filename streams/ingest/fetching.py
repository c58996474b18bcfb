"""Get feeds over HTTP: politely to each host, and with bounds on time, size and redirects."""

from __future__ import annotations

import asyncio
import importlib.metadata
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import aiohttp
from yarl import URL

from streams.ingest.gunzip import NotGzipError, TooLargeError, Unpacked
from streams.ingest.polling import Answer
from streams.ingest.reading import GZIP_MAGIC

MOST_REDIRECTS: Final = 5
"""From http to https, to a host with www, and to where it has moved, makes three."""
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})
PART_BYTES: Final = 65_536
ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " application/json;q=0.9, */*;q=0.5"
)


class FetchError(Exception):
    """A feed that could not be got; the text says why."""


@dataclass(slots=True, kw_only=True)
class Hosts:
    """Lets one request at a time to each host, and leaves a gap between two."""

    gap_s: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _locks: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )
    _next_s: dict[str, float] = field(default_factory=dict)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for one's turn with `host`, and have it."""
        async with self._locks[host]:
            wait_s = self._next_s.get(host, 0.0) - self.clock()
            if wait_s > 0:
                await self.sleep(wait_s)
            try:
                yield
            finally:
                self.hold(host, self.gap_s)

    def hold(self, host: str, seconds: float) -> None:
        """Ask nothing of `host` for so long."""
        self._next_s[host] = max(self._next_s.get(host, 0.0), self.clock() + seconds)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, and where it came from in the end."""

    answer: Answer
    host: str
    moved_to: str = ""
    """Set when the server says that the feed has moved for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Gets feeds."""

    session: aiohttp.ClientSession
    hosts: Hosts
    most_bytes: int
    timeout_s: float

    async def fetch(self, url: URL, headers: Mapping[str, str]) -> Fetched:
        """Get `url`, following redirects; raises FetchError."""
        moved = True
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._once(at, headers)
            if answer.status not in REDIRECTS:
                moved_to = str(at.with_user(None)) if moved and at != url else ""
                return Fetched(answer, at.host or "", moved_to)
            moved = moved and answer.status in PERMANENT
            at = _target(at, answer)
        raise FetchError(f"more than {MOST_REDIRECTS} redirects, the last to {at.with_user(None)}")

    async def _once(self, url: URL, headers: Mapping[str, str]) -> Answer:
        async with self.hosts.turn(url.host or ""):
            try:
                async with (
                    asyncio.timeout(self.timeout_s),
                    self.session.get(url, headers=headers, allow_redirects=False) as response,
                ):
                    body = await self._body(response)
                    return Answer(status=response.status, headers=response.headers, body=body)
            except TimeoutError:
                raise FetchError(f"no whole answer within {self.timeout_s:g} s") from None
            except aiohttp.ClientConnectorCertificateError as error:
                raise FetchError(
                    f"its certificate is not to be trusted ({error.certificate_error})"
                ) from None
            except aiohttp.ClientError as error:
                raise FetchError(str(error) or type(error).__name__) from None

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if response.status != HTTPStatus.OK:
            return b""
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"gzip", "x-gzip", "identity", ""}:
            raise FetchError(f"it is packed as {encoding}, which was not asked for")
        body = Unpacked(self.most_bytes, packed="gzip" in encoding)
        try:
            async for part in response.content.iter_chunked(PART_BYTES):
                body.add(part)
            whole = body.whole()
            if not whole.startswith(GZIP_MAGIC):
                return whole
            unpacked = Unpacked(self.most_bytes, packed=True)
            unpacked.add(whole)
            return unpacked.whole()
        except TooLargeError:
            raise FetchError(
                f"larger than {self.most_bytes} bytes; raise BARQ_FEED_BYTES if it is a feed"
            ) from None
        except NotGzipError as error:
            raise FetchError(f"its gzip is broken: {error}") from None


@asynccontextmanager
async def browsing() -> AsyncIterator[aiohttp.ClientSession]:
    """Give a session that says who asks, keeps no cookies and verifies certificates."""
    version = importlib.metadata.version("barq")
    async with aiohttp.ClientSession(
        headers={
            "User-Agent": f"Barq/{version} (news wire processor; polls feeds)",
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip",
        },
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        trust_env=True,
    ) as session:
        yield session


def _target(at: URL, answer: Answer) -> URL:
    location = answer.headers.get("Location", "")
    try:
        target = at.join(URL(location))
    except ValueError:
        target = URL()
    if not location or target.scheme not in {"http", "https"} or not target.host:
        raise FetchError(f"{answer.status}, a redirect to no address: {location[:200]!r}")
    if at.scheme == "https" and target.scheme == "http":
        raise FetchError(f"a redirect from https to {target.with_user(None)}, which is open to all")
    return target if target.origin() == at.origin() else target.with_user(None)
