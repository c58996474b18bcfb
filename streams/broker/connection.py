"""One client's connection: frames in, answers out, in order."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Final

import structlog

from streams.broker import dispatch, protocol
from streams.broker.errors import StorageError
from streams.broker.protocol import ProtocolError
from streams.broker.services import Client, Services

MOST_FRAME_BYTES: Final = 100 * 2**20
"""Longest request, bytes, unless a single batch may be longer; as Apache Kafka's
socket.request.max.bytes."""
FRAME_ROOM_BYTES: Final = 2**20
"""What a request takes beyond its largest batch, bytes."""
READ_AHEAD_BYTES: Final = 2**20
"""Read from a socket before its frame is taken, bytes."""

_log = structlog.get_logger(__name__)


async def serve(
    services: Services, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer one request after the other until the client goes or sends what is none.

    What is wrong with a client or its bytes closes this connection and no other.
    """
    host, port, *_ = writer.get_extra_info("peername") or ("unknown", 0)
    writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reached = writer.get_extra_info("sockname")[:2]
    most_bytes = max(MOST_FRAME_BYTES, services.log.max_message_bytes + FRAME_ROOM_BYTES)
    log = _log.bind(client=f"{host}:{port}")
    try:
        while True:
            frame = await _frame(reader, most_bytes)
            request = protocol.decode(frame)
            client = Client(request.client_id, host, request.version, reached)
            response = await dispatch.answer(services, request, client)
            if response is not None:
                writer.write(protocol.encode(request, response))
                await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        log.debug("client_gone")
    except ProtocolError as error:
        log.warning("client_refused", reason=str(error))
    except StorageError:
        log.warning("client_must_retry", reason="the disk refused what the request wrote")
    except Exception:
        log.exception("request_failed")
    finally:
        writer.close()


async def _frame(reader: asyncio.StreamReader, most_bytes: int) -> bytes:
    (size,) = struct.unpack(">i", await reader.readexactly(4))
    if not 0 <= size <= most_bytes:
        raise ProtocolError(f"a frame of {size} bytes; at most {most_bytes} are taken")
    return await reader.readexactly(size)
