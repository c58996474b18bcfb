"""The push endpoint: `POST /items` is answered when Kafka has the item, `GET /health`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from ssl import SSLContext
from typing import Final

import orjson
from aiohttp import ClientError, web
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from schemas.ids import digest
from schemas.records import WireItem
from streams.ingest.gunzip import NotGzipError, TooLargeError, Unpacked
from streams.ingest.meter import Meter
from streams.ingest.push import ProblemError, Push, authorised, read_push
from streams.ingest.reading import Piece
from streams.ingest.room import FullError, Held, Room
from streams.ingest.sending import Wire
from streams.ingest.sniff import content_type
from streams.ingest.state import Pushed, State, StateError

ITEMS: Final = "/items"
PROBLEM: Final = "application/problem+json"
PART_BYTES: Final = 65_536
BODY_S: Final = 60.0
"""Seconds for a body to come in: the largest, at 10 Mbit/s."""
ACKNOWLEDGED_S: Final = 10.0
"""Seconds to wait for Kafka: three times what a change of leader takes."""
BUSY_S: Final = "1"
AWAY_S: Final = "5"
ANSWERS_S: Final = 3.0
KEYS_KEPT_S: Final = 7 * 24 * 3600.0
"""As long as a topic keeps the items: nobody retries a request for longer."""
CLEAR_S: Final = 3600.0
"""Seconds between two times that older keys are forgotten."""


class ApiError(RuntimeError):
    """The endpoint cannot be opened; the text says what to do."""


@dataclass(slots=True, kw_only=True)
class Api:
    """Takes items in over HTTP."""

    wire: Wire
    state: State
    tokens: tuple[str, ...]
    """Any of them lets a client in; none lets in everybody."""
    most_bytes: int
    room: Room
    """For bodies that are coming in or not acknowledged; beyond it clients are told to wait."""
    body_s: float = BODY_S
    acknowledged_s: float = ACKNOWLEDGED_S
    wall: Callable[[], float] = time.time
    meter: Meter = field(default_factory=Meter)
    _cleared_s: float = 0.0
    _sending: dict[tuple[str, str], tuple[str, asyncio.Task[str]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[str]] = field(default_factory=set)

    def application(self) -> web.Application:
        """Give the application to serve."""
        app = web.Application(middlewares=[web.middleware(partial(_problems, self._refused))])
        app.router.add_post(ITEMS, self.post, expect_handler=self._expect)
        app.router.add_get("/health", self.health)
        return app

    async def post(self, request: web.Request) -> web.Response:
        """Take one item in."""
        push = self._head(request)
        held = Held(self.room)
        try:
            body = await self._body(request, push, held)
            task = self._accept(push, body, held)
            delivery = await self._confirmed(task)
        finally:
            held.let_go()
        return web.json_response({"id": delivery, "source": push.source}, status=202)

    async def settle(self, within_s: float) -> None:
        """Wait for what is not acknowledged yet."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within_s)

    async def health(self, request: web.Request) -> web.Response:
        """Tell whether items can be taken in."""
        del request
        try:
            async with asyncio.timeout(ANSWERS_S):
                answers = await self.wire.answers()
        except (TimeoutError, KafkaError):
            answers = False
        if not answers:
            raise _away("Kafka does not answer")
        return web.json_response({"status": "takes items in"})

    async def _expect(self, request: web.Request) -> web.StreamResponse | None:
        """Let a client that asks first send its body, or spare it that."""
        try:
            self._head(request)
        except ProblemError as problem:
            self._refused(request, problem)
            return _told(problem)
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
        return None

    def _refused(self, request: web.Request, problem: ProblemError) -> None:
        """Count an item that is refused."""
        if request.path == ITEMS:
            self.meter.refused("push", str(int(problem.status)))

    def _head(self, request: web.Request) -> Push:
        if self.tokens and not authorised(request.headers.get("Authorization", ""), self.tokens):
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "send the header «Authorization: Bearer TOKEN» with the token of this endpoint",
                WWW_Authenticate='Bearer realm="barq"',
            )
        push = read_push(request.headers, request.query, datetime.now(UTC))
        if (request.content_length or 0) > self.most_bytes:
            raise self._too_large()
        return push

    async def _body(self, request: web.Request, push: Push, held: Held) -> bytes:
        body = Unpacked(self.most_bytes, packed=push.packed)
        try:
            async with asyncio.timeout(self.body_s):
                async for part in request.content.iter_chunked(PART_BYTES):
                    body.add(part)
                    held.hold(body.size)
            return body.whole()
        except FullError:
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too much is coming in at once; send again in a second",
                Retry_After=BUSY_S,
            ) from None
        except TimeoutError:
            raise ProblemError(
                HTTPStatus.REQUEST_TIMEOUT, f"the body did not come within {self.body_s:g} s"
            ) from None
        except (ClientError, ConnectionError):
            raise ProblemError(
                HTTPStatus.BAD_REQUEST, "the body was cut off; send it whole"
            ) from None
        except TooLargeError:
            raise self._too_large() from None
        except NotGzipError as error:
            raise ProblemError(
                HTTPStatus.BAD_REQUEST, f"Content-Encoding says gzip, the body is not: {error}"
            ) from None

    def _accept(self, push: Push, body: bytes, held: Held) -> str | asyncio.Task[str]:
        """Give the delivery that this item is already, or the sending of it."""
        own = digest(push.content_type, body)
        if push.key is None:
            return self._start(push, body, own, held)
        place = push.source, push.key
        if (known := self.state.pushed(*place)) is not None:
            _check_same(known.digest, own)
            self.meter.known("push")
            return known.delivery
        if place in self._sending:
            before, task = self._sending[place]
            _check_same(before, own)
            self.meter.known("push")
            return task
        task = self._start(push, body, own, held)
        self._sending[place] = own, task
        task.add_done_callback(lambda _: self._sending.pop(place))
        return task

    def _start(self, push: Push, body: bytes, own: str, held: Held) -> asyncio.Task[str]:
        """Send the item, whether the client waits or not."""
        task = asyncio.create_task(self._send(push, body, own))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(held.hand_on())
        task.add_done_callback(_retrieved)
        return task

    async def _send(self, push: Push, body: bytes, own: str) -> str:
        item = _item(push, body)
        client = self.wire.client
        try:
            with self.meter.waiting("push", 1):
                await (await self.wire.hand_over(item))
        except MessageSizeTooLargeError:
            raise
        except KafkaError:
            await self.wire.renew(client)
            raise
        self.meter.sent("push", 1, len(body))
        if push.key is not None:
            self._remember(push.source, push.key, Pushed(own, item.id))
        return item.id

    def _remember(self, source: str, key: str, pushed: Pushed) -> None:
        now_s = self.wall()
        self.state.put_pushed(source, key, pushed, now_s)
        if now_s - self._cleared_s > CLEAR_S:
            self.state.forget_pushed(now_s - KEYS_KEPT_S)
            self._cleared_s = now_s

    async def _confirmed(self, sent: str | asyncio.Task[str]) -> str:
        if isinstance(sent, str):
            return sent
        try:
            return await asyncio.wait_for(asyncio.shield(sent), self.acknowledged_s)
        except MessageSizeTooLargeError:
            raise self._too_large() from None
        except (TimeoutError, KafkaError):
            raise _away(
                "Kafka has not confirmed the item, which may be there all the same; send it again"
                " with the same Idempotency-Key"
            ) from None
        except StateError:
            raise _away("the item is there, but its Idempotency-Key cannot be kept") from None

    def _too_large(self) -> ProblemError:
        return ProblemError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"larger than {self.most_bytes} bytes; split it, or have BARQ_MAX_ITEM_BYTES raised"
            " here, for the workers and for the topics",
        )


def _retrieved(task: asyncio.Task[str]) -> None:
    """Take note of how `task` ended: its client may not wait any more, and was told why."""
    if not task.cancelled():
        task.exception()


def _item(push: Push, body: bytes) -> WireItem:
    now = datetime.now(UTC)
    return Piece(
        where=f"push {push.key or ''}",
        source=push.source,
        content_type=push.content_type or content_type("", body),
        body=body,
        received_at=push.received_at,
    ).delivery(now, now)


def _check_same(before: str, now: str) -> None:
    if before != now:
        raise ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "this Idempotency-Key or ce-id was that of another item; give each its own",
        )


def _away(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, Retry_After=AWAY_S)


async def _problems(
    refused: Callable[[web.Request, ProblemError], None],
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    try:
        return await handler(request)
    except ProblemError as error:
        problem = error
    except web.HTTPNotFound:
        problem = ProblemError(HTTPStatus.NOT_FOUND, "there are POST /items and GET /health")
    except web.HTTPMethodNotAllowed as error:
        allowed = ", ".join(sorted(error.allowed_methods))
        detail = f"{error.method} is not for {request.path}; use {allowed}"
        problem = ProblemError(HTTPStatus.METHOD_NOT_ALLOWED, detail, Allow=allowed)
    refused(request, problem)
    return _told(problem)


def _told(problem: ProblemError) -> web.Response:
    body = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": problem.detail,
    }
    return web.Response(
        body=orjson.dumps(body),
        status=problem.status,
        headers={**problem.headers, "Content-Type": PROBLEM},
    )


@asynccontextmanager
async def serving(
    api: Api, host: str, port: int, *, stop_s: float, tls: SSLContext | None = None
) -> AsyncIterator[int]:
    """Serve while in the context, and give the port; requests under way are ended after it."""
    runner = web.AppRunner(
        api.application(), auto_decompress=False, access_log=None, shutdown_timeout=stop_s
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, ssl_context=tls)
        try:
            await site.start()
        except OSError as error:
            raise ApiError(
                f"{host}:{port} cannot be listened on ({error.strerror or error}); give a free"
                " port by --port or BARQ_API_PORT, and an address of this machine"
            ) from None
        yield site.port
    finally:
        await runner.cleanup()
        await api.settle(stop_s)
