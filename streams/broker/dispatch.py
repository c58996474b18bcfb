"""Which handler answers which request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Any, Final

from kio.schema.api_versions.v3.request import ApiVersionsRequest
from kio.schema.api_versions.v3.response import ApiVersion, ApiVersionsResponse
from kio.schema.errors import ErrorCode
from kio.static.primitive import i16
from kio.static.protocol import Payload

from streams.broker import admin, commits, coordinator, fetch, produce, topic_configs
from streams.broker.protocol import NO_THROTTLE, SERVED, Request
from streams.broker.services import Client, Services

Answer = Payload | None
Handler = Callable[[Services, Any, Client], Answer | Awaitable[Answer]]


def api_versions(
    _services: Services, request: ApiVersionsRequest | None, _client: Client
) -> ApiVersionsResponse:
    """Tell a client what is served.

    One that asks in an unknown version (None) is told so in version 0, and asks
    again (KIP-511).
    """
    return ApiVersionsResponse(
        error_code=ErrorCode.unsupported_version if request is None else ErrorCode.none,
        api_keys=tuple(
            ApiVersion(api_key=i16(api.key), min_version=i16(api.first), max_version=i16(api.last))
            for api in SERVED
        ),
        throttle_time=NO_THROTTLE,
    )


_HANDLERS: Final[Mapping[str, Handler]] = {
    "produce": produce.produce,
    "fetch": fetch.fetch,
    "list_offsets": fetch.list_offsets,
    "metadata": admin.metadata,
    "offset_commit": commits.offset_commit,
    "offset_fetch": commits.offset_fetch,
    "find_coordinator": admin.find_coordinator,
    "join_group": coordinator.join_group,
    "heartbeat": coordinator.heartbeat,
    "leave_group": coordinator.leave_group,
    "sync_group": coordinator.sync_group,
    "describe_groups": coordinator.describe_groups,
    "list_groups": coordinator.list_groups,
    "api_versions": api_versions,
    "create_topics": admin.create_topics,
    "delete_topics": admin.delete_topics,
    "delete_records": admin.delete_records,
    "init_producer_id": produce.init_producer_id,
    "add_partitions_to_txn": produce.add_partitions_to_txn,
    "add_offsets_to_txn": produce.add_offsets_to_txn,
    "end_txn": produce.end_txn,
    "txn_offset_commit": produce.txn_offset_commit,
    "describe_configs": topic_configs.describe_configs,
    "alter_configs": topic_configs.alter_configs,
    "incremental_alter_configs": topic_configs.incremental_alter_configs,
    "create_partitions": admin.create_partitions,
    "delete_groups": coordinator.delete_groups,
}
_BY_KEY: Final[Mapping[int, Handler]] = {api.key: _HANDLERS[api.name] for api in SERVED}


async def answer(services: Services, request: Request, client: Client) -> Answer:
    """Handle a request, and wait until all that its answer rests on is committed.

    Raises StorageError if that is lost. None if the client wants no answer.
    """
    handled = _BY_KEY[request.api_key](services, request.body, client)
    response = await handled if isawaitable(handled) else handled
    await services.database.settled()
    return response
