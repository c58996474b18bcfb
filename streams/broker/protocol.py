"""The requests that the broker serves, and their bytes.

Messages are kio's: its reader is compiled (2-4 µs a Fetch or Produce), its writer
takes 27-84 µs for one to four partitions. Of the 400 µs of CPU that a request costs
with asyncio and SQLite, a schema table of our own would save little.

Versions: up to the newest that aiokafka 0.14 speaks, or librdkafka where that knows
a static member's instance; down to those by which librdkafka before 2.11.1 (as in
kcat) tells what a broker can do: Produce 3, Fetch 4, ListOffsets 1, FindCoordinator,
JoinGroup, SyncGroup, Heartbeat and LeaveGroup 0, OffsetCommit 2, OffsetFetch 1.
"""

from __future__ import annotations

import importlib
import io
import struct
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final, Literal

from kio.serial import entity_reader, entity_writer
from kio.serial.errors import SerialError
from kio.static.primitive import i32, i32Timedelta
from kio.static.protocol import Payload

from streams.broker.versions import converted

API_VERSIONS: Final = 18
NODE_ID: Final = 0
NO_THROTTLE: Final[i32Timedelta] = i32Timedelta.parse(timedelta(0))


@dataclass(frozen=True, slots=True)
class Api:
    """A request that is served, and its first and last version."""

    name: str
    key: int
    first: int
    last: int


class ProtocolError(Exception):
    """Bytes that are no request; the connection they came by is closed."""


class UnsupportedVersion(ProtocolError):  # noqa: N818 - named as the protocol names it
    """A request in a version that is not served."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    api_key: int
    version: int
    correlation_id: int
    client_id: str
    body: Any
    """kio's message of the newest version served; None for ApiVersions in an unknown one."""


@cache
def message_type(name: str, version: int, kind: Literal["request", "response"]) -> type[Payload]:
    """Give kio's type of a message; it is imported when it is first asked for.

    All of them would be two thirds of the CPU that a broker starts with, and each client
    speaks one version of each.
    """
    module = importlib.import_module(f"kio.schema.{name}.v{version}.{kind}")
    camel = "".join(word.title() for word in name.split("_"))
    message: type[Payload] = getattr(module, camel + kind.title())
    return message


SERVED: Final = (
    Api("produce", 0, 3, 7),
    Api("fetch", 1, 4, 11),
    Api("list_offsets", 2, 1, 2),
    Api("metadata", 3, 1, 5),
    Api("offset_commit", 8, 2, 7),
    Api("offset_fetch", 9, 1, 3),
    Api("find_coordinator", 10, 0, 1),
    Api("join_group", 11, 0, 5),
    Api("heartbeat", 12, 0, 3),
    Api("leave_group", 13, 0, 1),
    Api("sync_group", 14, 0, 3),
    Api("describe_groups", 15, 0, 3),
    Api("list_groups", 16, 0, 1),
    Api("api_versions", 18, 0, 3),
    Api("create_topics", 19, 2, 3),
    Api("delete_topics", 20, 1, 3),
    Api("delete_records", 21, 0, 1),
    Api("init_producer_id", 22, 0, 1),
    Api("add_partitions_to_txn", 24, 0, 1),
    Api("add_offsets_to_txn", 25, 0, 1),
    Api("end_txn", 26, 0, 1),
    Api("txn_offset_commit", 28, 0, 3),
    Api("describe_configs", 32, 1, 2),
    Api("alter_configs", 33, 0, 1),
    Api("incremental_alter_configs", 44, 0, 0),
    Api("create_partitions", 37, 0, 1),
    Api("delete_groups", 42, 0, 1),
)
_BY_KEY: Final = {api.key: api for api in SERVED}


def decode(frame: bytes) -> Request:
    """Read a request; raise ProtocolError for anything else."""
    if len(frame) < 8:  # noqa: PLR2004 - key, version and correlation id
        raise ProtocolError(f"a frame of {len(frame)} bytes is no request")
    key, version, correlation_id = struct.unpack_from(">hhi", frame)
    api = _BY_KEY.get(key)
    if api is None or not api.first <= version <= api.last:
        if key == API_VERSIONS:
            return Request(key, 0, correlation_id, "", None)
        raise UnsupportedVersion(f"request {key} in version {version} is not served")
    request = message_type(api.name, version, "request")
    try:
        header_type: Any = request.__header_schema__
        header, header_bytes = entity_reader(header_type)(frame, 0)
        body, body_bytes = entity_reader(request)(frame, header_bytes)
    except (SerialError, ValueError, OverflowError) as error:
        raise ProtocolError(f"{request.__name__} version {version}: {error}") from error
    if header_bytes + body_bytes != len(frame):
        raise ProtocolError(
            f"{request.__name__} version {version}: "
            f"{len(frame) - header_bytes - body_bytes} bytes too many"
        )
    newest = message_type(api.name, api.last, "request")
    return Request(key, version, correlation_id, header.client_id or "", converted(body, newest))


def encode(request: Request, response: Payload) -> memoryview:
    """Write the answer to a request with its size and header."""
    name = _BY_KEY[request.api_key].name
    body = converted(response, message_type(name, request.version, "response"))
    buffer = io.BytesIO()
    buffer.write(b"\0\0\0\0")
    header = body.__header_schema__(correlation_id=i32(request.correlation_id))
    entity_writer(type(header))(buffer, header)
    entity_writer(type(body))(buffer, body)
    view = buffer.getbuffer()
    struct.pack_into(">i", view, 0, len(view) - 4)
    return view
