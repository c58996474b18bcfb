"""Kafka clients made from Settings, and the choice of partition that all producers share."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.partitioner import murmur2

from streams.settings import Settings

BATCH_BYTES: Final = 2**20
"""Largest batch of more than one record, bytes: Kafka's own default limit for a message."""
FETCH_BYTES: Final = 4 * 2**20
"""Bytes fetched of a partition at a time: 500 articles of 8 KB; a larger record comes alone."""
REQUEST_TIMEOUT_S: Final = 40
KEYS_REMEMBERED: Final = 8192


class ConnectionSettingsError(ValueError):
    """A setting of the connection that cannot work; the text names the variable."""


def connection(settings: Settings) -> dict[str, Any]:
    """Give what every client needs to reach the brokers: addresses, TLS, log-in."""
    protocol = settings.security_protocol
    given: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap.split(","),
        "security_protocol": protocol,
        "request_timeout_ms": REQUEST_TIMEOUT_S * 1000,
    }
    if protocol.endswith("SSL"):
        given["ssl_context"] = _tls(settings)
    if protocol.startswith("SASL"):
        given["sasl_mechanism"] = settings.sasl_mechanism
        given["sasl_plain_username"] = settings.sasl_username
        given["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return given


def _tls(settings: Settings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ssl_ca_file)
    except OSError as error:
        raise ConnectionSettingsError(f"BARQ_SSL_CA_FILE={settings.ssl_ca_file}: {error}") from None


def producer(settings: Settings, **overrides: Any) -> AIOKafkaProducer:
    """Make an idempotent producer that waits for all replicas; `start` it before use."""
    return AIOKafkaProducer(
        **{
            **connection(settings),
            "client_id": "barq",
            "enable_idempotence": True,
            "linger_ms": 0,
            "max_batch_size": BATCH_BYTES,
            "max_request_size": settings.max_message_bytes,
            **overrides,
        }
    )


def consumer(settings: Settings, *topics: str, **overrides: Any) -> AIOKafkaConsumer:
    """Make a consumer of committed records from the start; `start` it before use.

    Without `topics`, assign partitions to it or subscribe later.
    """
    return AIOKafkaConsumer(
        *topics,
        **{
            **connection(settings),
            "client_id": "barq",
            "isolation_level": "read_committed",
            "auto_offset_reset": "earliest",
            "enable_auto_commit": False,
            "max_partition_fetch_bytes": FETCH_BYTES,
            "fetch_max_bytes": settings.max_message_bytes,
            **overrides,
        },
    )


@asynccontextmanager
async def admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Give an admin client for the length of an `async with`."""
    client = AIOKafkaAdminClient(client_id="barq", **connection(settings))
    try:
        await client.start()
        yield client
    finally:
        await client.close()


def partitions_of(key: str | None, count: int) -> Sequence[int]:
    """Give the partitions, of `count`, for `key`: one, by murmur2 as Kafka's own clients choose.

    No key: all of them, a copy to each.
    """
    if key is None:
        return range(count)
    return (0 if count == 1 else _hash(key) % count,)


@lru_cache(maxsize=KEYS_REMEMBERED)
def _hash(key: str) -> int:
    hashed: int = murmur2(key.encode())
    return hashed & 0x7FFFFFFF
