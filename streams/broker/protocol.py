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
from typing import Any, Final

from kio.serial import entity_reader, entity_writer
from kio.serial.errors import SerialError
from kio.static.primitive import i32, i32Timedelta
from kio.static.protocol import Payload

from streams.broker.versions import converted

API_VERSIONS: Final = 18
NODE_ID: Final = 0
NO_THROTTLE: Final[i32Timedelta] = i32Timedelta.parse(timedelta(0))

_VERSIONS: Final = {
    "produce": (3, 7),
    "fetch": (4, 11),
    "list_offsets": (1, 2),
    "metadata": (1, 5),
    "offset_commit": (2, 7),
    "offset_fetch": (1, 3),
    "find_coordinator": (0, 1),
    "join_group": (0, 5),
    "heartbeat": (0, 3),
    "leave_group": (0, 1),
    "sync_group": (0, 3),
    "describe_groups": (0, 3),
    "list_groups": (0, 1),
    "api_versions": (0, 3),
    "create_topics": (2, 3),
    "delete_topics": (1, 3),
    "delete_records": (0, 1),
    "init_producer_id": (0, 1),
    "add_partitions_to_txn": (0, 1),
    "add_offsets_to_txn": (0, 1),
    "end_txn": (0, 1),
    "txn_offset_commit": (0, 3),
    "describe_configs": (1, 2),
    "alter_configs": (0, 1),
    "incremental_alter_configs": (0, 0),
    "create_partitions": (0, 1),
    "delete_groups": (0, 1),
}


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


def _message(name: str, version: int, kind: str) -> type[Payload]:
    module = importlib.import_module(f"kio.schema.{name}.v{version}.{kind}")
    camel = "".join(word.title() for word in name.split("_"))
    message: type[Payload] = getattr(module, camel + kind.title())
    return message


SERVED: Final = tuple(
    Api(name, _message(name, first, "request").__api_key__, first, last)
    for name, (first, last) in _VERSIONS.items()
)
_REQUESTS, _RESPONSES = (
    {
        (api.key, version): _message(api.name, version, kind)
        for api in SERVED
        for version in range(api.first, api.last + 1)
    }
    for kind in ("request", "response")
)
_NEWEST: Final = {api.key: _REQUESTS[api.key, api.last] for api in SERVED}


def decode(frame: bytes) -> Request:
    """Read a request; raise ProtocolError for anything else."""
    if len(frame) < 8:  # noqa: PLR2004 - key, version and correlation id
        raise ProtocolError(f"a frame of {len(frame)} bytes is no request")
    key, version, correlation_id = struct.unpack_from(">hhi", frame)
    request = _REQUESTS.get((key, version))
    if request is None:
        if key == API_VERSIONS:
            return Request(key, 0, correlation_id, "", None)
        raise UnsupportedVersion(f"request {key} in version {version} is not served")
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
    return Request(
        key, version, correlation_id, header.client_id or "", converted(body, _NEWEST[key])
    )


def encode(request: Request, response: Payload) -> memoryview:
    """Write the answer to a request with its size and header."""
    body = converted(response, _RESPONSES[request.api_key, request.version])
    buffer = io.BytesIO()
    buffer.write(b"\0\0\0\0")
    header = body.__header_schema__(correlation_id=i32(request.correlation_id))
    entity_writer(type(header))(buffer, header)
    entity_writer(type(body))(buffer, body)
    view = buffer.getbuffer()
    struct.pack_into(">i", view, 0, len(view) - 4)
    return view
