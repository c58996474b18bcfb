"""The requests that the broker serves, and their bytes.

Messages are kio's: its reader is compiled (2-4 µs a Fetch or Produce), its writer
takes 27-84 µs for one to four partitions; with asyncio and SQLite around it a
request costs some 200-300 µs, so a schema table of our own would save little.

One version of each, the newest that aiokafka 0.14 and librdkafka 2.0 and later
both speak (the latter stops at Metadata 4, ListOffsets 2, DescribeConfigs 1); of
Heartbeat also the versions that name a static member, which librdkafka speaks.
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

API_VERSIONS: Final = 18
NODE_ID: Final = 0
NO_THROTTLE: Final[i32Timedelta] = i32Timedelta.parse(timedelta(0))

_VERSIONS: Final = {
    "produce": (7, 7),
    "fetch": (11, 11),
    "list_offsets": (2, 2),
    "metadata": (4, 4),
    "offset_commit": (3, 3),
    "offset_fetch": (3, 3),
    "find_coordinator": (1, 1),
    "join_group": (5, 5),
    "heartbeat": (1, 3),
    "leave_group": (1, 1),
    "sync_group": (3, 3),
    "describe_groups": (3, 3),
    "list_groups": (1, 1),
    "api_versions": (0, 3),
    "create_topics": (3, 3),
    "delete_topics": (1, 1),
    "delete_records": (1, 1),
    "init_producer_id": (0, 0),
    "add_partitions_to_txn": (0, 0),
    "add_offsets_to_txn": (0, 0),
    "end_txn": (0, 0),
    "txn_offset_commit": (0, 0),
    "describe_configs": (1, 1),
    "alter_configs": (0, 0),
    "incremental_alter_configs": (0, 0),
    "create_partitions": (0, 0),
    "delete_groups": (1, 1),
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
    correlation_id: int
    client_id: str
    body: Any
    """The kio message of its version."""


def _request(name: str, version: int) -> type[Payload]:
    module = importlib.import_module(f"kio.schema.{name}.v{version}.request")
    camel = "".join(word.title() for word in name.split("_"))
    request: type[Payload] = getattr(module, f"{camel}Request")
    return request


SERVED: Final = tuple(
    Api(name, _request(name, first).__api_key__, first, last)
    for name, (first, last) in _VERSIONS.items()
)
_REQUESTS: Final = {
    (api.key, version): _request(api.name, version)
    for api in SERVED
    for version in range(api.first, api.last + 1)
}


def decode(frame: bytes) -> Request:
    """Read a request; raise ProtocolError for anything else."""
    if len(frame) < 8:  # noqa: PLR2004 - key, version and correlation id
        raise ProtocolError(f"a frame of {len(frame)} bytes is no request")
    key, version, correlation_id = struct.unpack_from(">hhi", frame)
    request = _REQUESTS.get((key, version))
    if request is None:
        if key == API_VERSIONS:
            return Request(key, correlation_id, "", None)
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
    return Request(key, correlation_id, header.client_id or "", body)


def encode(correlation_id: int, body: Payload) -> memoryview:
    """Write a response with its size and header."""
    buffer = io.BytesIO()
    buffer.write(b"\0\0\0\0")
    header_type: Any = body.__header_schema__
    entity_writer(header_type)(buffer, header_type(correlation_id=i32(correlation_id)))
    entity_writer(type(body))(buffer, body)
    view = buffer.getbuffer()
    struct.pack_into(">i", view, 0, len(view) - 4)
    return view
