"""Requests that show and change the settings of topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kio.schema.alter_configs.v1 import request as alter_request
from kio.schema.alter_configs.v1 import response as alter_response
from kio.schema.describe_configs.v2.request import DescribeConfigsRequest, DescribeConfigsResource
from kio.schema.describe_configs.v2.response import (
    DescribeConfigsResourceResult,
    DescribeConfigsResponse,
    DescribeConfigsResult,
)
from kio.schema.errors import ErrorCode
from kio.schema.incremental_alter_configs.v0 import (
    request as incremental_request,
)
from kio.schema.incremental_alter_configs.v0 import (
    response as incremental_response,
)
from kio.static.primitive import i8

from streams.broker import configs
from streams.broker.admin import outcome, topic_of
from streams.broker.errors import RequestError
from streams.broker.protocol import NO_THROTTLE, NODE_ID
from streams.broker.services import Client, Services

TOPIC: Final = 2
BROKER: Final = 4
SET_ON_TOPIC: Final = i8(1)
BY_DEFAULT: Final = i8(5)
SET: Final = 0
UNSET: Final = 1


def describe_configs(
    services: Services, request: DescribeConfigsRequest, _client: Client
) -> DescribeConfigsResponse:
    """Show the settings of topics, set or by default; the broker itself has none to change."""

    def settings(asked: DescribeConfigsResource) -> tuple[DescribeConfigsResourceResult, ...]:
        if asked.resource_type == BROKER and asked.resource_name in ("", str(NODE_ID)):
            return ()
        _check_is_topic(asked.resource_type)
        topic = topic_of(services, asked.resource_name)
        values = configs.defaults(services.log.max_message_bytes) | topic.overrides
        return tuple(
            DescribeConfigsResourceResult(
                name=name,
                value=value,
                read_only=False,
                config_source=SET_ON_TOPIC if name in topic.overrides else BY_DEFAULT,
                is_sensitive=False,
                synonyms=(),
            )
            for name, value in values.items()
            if asked.configuration_keys is None or name in asked.configuration_keys
        )

    def result(asked: DescribeConfigsResource) -> DescribeConfigsResult:
        code, message = ErrorCode.none, None
        found: tuple[DescribeConfigsResourceResult, ...] = ()
        try:
            found = settings(asked)
        except RequestError as error:
            code, message = error.code, error.detail
        return DescribeConfigsResult(
            error_code=code,
            error_message=message,
            resource_type=asked.resource_type,
            resource_name=asked.resource_name,
            configs=found,
        )

    return DescribeConfigsResponse(
        throttle_time=NO_THROTTLE, results=tuple(result(asked) for asked in request.resources)
    )


def alter_configs(
    services: Services, request: alter_request.AlterConfigsRequest, _client: Client
) -> alter_response.AlterConfigsResponse:
    """Replace all settings of topics."""

    def alter(asked: alter_request.AlterConfigsResource) -> None:
        _alter(
            services,
            asked.resource_type,
            asked.resource_name,
            lambda _before: {config.name: config.value for config in asked.configs},
            validate_only=request.validate_only,
        )

    def result(
        asked: alter_request.AlterConfigsResource,
    ) -> alter_response.AlterConfigsResourceResponse:
        code, message = outcome(alter, asked)
        return alter_response.AlterConfigsResourceResponse(
            error_code=code,
            error_message=message,
            resource_type=asked.resource_type,
            resource_name=asked.resource_name,
        )

    return alter_response.AlterConfigsResponse(
        throttle_time=NO_THROTTLE, responses=tuple(result(asked) for asked in request.resources)
    )


def incremental_alter_configs(
    services: Services,
    request: incremental_request.IncrementalAlterConfigsRequest,
    _client: Client,
) -> incremental_response.IncrementalAlterConfigsResponse:
    """Set or unset single settings of topics."""

    def alter(asked: incremental_request.AlterConfigsResource) -> None:
        def changed(before: Mapping[str, str]) -> dict[str, str | None]:
            after: dict[str, str | None] = dict(before)
            for config in asked.configs:
                if config.config_operation not in (SET, UNSET):
                    raise RequestError(
                        ErrorCode.invalid_config,
                        f"{config.name} can be set or unset, not added to or taken from.",
                    )
                after[config.name] = config.value if config.config_operation == SET else None
            return after

        _alter(
            services,
            asked.resource_type,
            asked.resource_name,
            changed,
            validate_only=request.validate_only,
        )

    def result(
        asked: incremental_request.AlterConfigsResource,
    ) -> incremental_response.AlterConfigsResourceResponse:
        code, message = outcome(alter, asked)
        return incremental_response.AlterConfigsResourceResponse(
            error_code=code,
            error_message=message,
            resource_type=asked.resource_type,
            resource_name=asked.resource_name,
        )

    return incremental_response.IncrementalAlterConfigsResponse(
        throttle_time=NO_THROTTLE, responses=tuple(result(asked) for asked in request.resources)
    )


def _alter(
    services: Services,
    kind: int,
    name: str,
    changed: Callable[[Mapping[str, str]], Mapping[str, str | None]],
    *,
    validate_only: bool,
) -> None:
    _check_is_topic(kind)
    topic = topic_of(services, name)
    overrides = configs.checked(changed(topic.overrides))
    if not validate_only:
        services.log.configure(topic, overrides)


def _check_is_topic(kind: int) -> None:
    if kind != TOPIC:
        raise RequestError(
            ErrorCode.invalid_request, "Only topics have settings here; see barq broker --help."
        )
