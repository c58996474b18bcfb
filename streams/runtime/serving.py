"""The HTTP server of a worker or edge, in its own threads: `/metrics`, `/health` and `/ready`."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Final, Protocol

from prometheus_client import GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector, CollectorRegistry

from streams.settings import PREFIX

PLAIN: Final = "text/plain; charset=utf-8"
PATIENCE_S: Final = 5.0
"""Seconds given to a client to ask and to take the answer: an idle one must not hold a thread."""
POLL_S: Final = 0.1
"""Seconds between two looks at whether to stop."""


class PortError(RuntimeError):
    """The server cannot have its address; the text names the setting to change."""


class Watched(Protocol):
    """What the server tells of."""

    @property
    def series(self) -> Collector:
        """The metrics."""

    def hangs_s(self) -> float | None:
        """Give for how long the loop has not turned, when it is too long."""

    def readiness(self) -> tuple[bool, str]:
        """Tell whether it does its work now, and say why it does or does not."""


class Server(ThreadingMixIn, TCPServer):
    """Serves what is watched; `serve_forever` runs in a thread."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, watched: Watched) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.watched = watched
        self.registry = CollectorRegistry(auto_describe=False)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.registry.register(watched.series)
        super().__init__((host, port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave out a client that went away: it will ask again."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    timeout = PATIENCE_S
    server_version = "barq"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer GET."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            self._answer(HTTPStatus.OK, content_type, encode(self.server.registry))
        elif path == "/health":
            self._tell(*health(self.server.watched))
        elif path == "/ready":
            self._tell(*ready(self.server.watched))
        else:
            self._tell(HTTPStatus.NOT_FOUND, "there are /metrics, /health and /ready")

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Log no requests: one every few seconds says nothing."""

    def _tell(self, status: HTTPStatus, line: str) -> None:
        self._answer(status, PLAIN, f"{line}\n".encode())

    def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def health(watched: Watched) -> tuple[HTTPStatus, str]:
    """Tell whether the process works: that its loop turns."""
    seconds = watched.hangs_s()
    if seconds is None:
        return HTTPStatus.OK, "it runs"
    return HTTPStatus.SERVICE_UNAVAILABLE, f"hangs: its loop has not turned for {seconds:.0f} s"


def ready(watched: Watched) -> tuple[HTTPStatus, str]:
    """Tell whether it does its work now."""
    does, told = watched.readiness()
    return HTTPStatus.OK if does else HTTPStatus.SERVICE_UNAVAILABLE, told


@contextmanager
def serving(
    watched: Watched, host: str, port: int, *, setting: str = "METRICS_PORT"
) -> Iterator[str | None]:
    """Serve while in the context; give the address of `/metrics`, None when the port is 0.

    Raises PortError when the address cannot be had: it names `BARQ_<setting>`.
    """
    if not port:
        yield None
        return
    try:
        server = Server(host, port, watched)
    except OSError as error:
        raise PortError(
            f"{PREFIX}{setting}={port}: no metrics can be served on {host}:{port} "
            f"({error.strerror or error}); set it to a free port, or to 0 to serve none, and "
            f"{PREFIX}METRICS_HOST to an address of this machine"
        ) from None
    thread = threading.Thread(
        target=server.serve_forever, args=(POLL_S,), name="metrics", daemon=True
    )
    thread.start()
    try:
        yield url(host, port)
    finally:
        server.shutdown()
        server.server_close()


def url(host: str, port: int) -> str:
    """Give the address to scrape."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics"
