"""Troubles that a person can mend, told in one line that says how."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

ADDRESS: Final = re.compile(r"\('([^']+)', (\d+)")


class Refusal(click.ClickException):
    """A command cannot do what it was asked; the text says what to do next."""

    exit_code = 2


def explain(error: Exception) -> str | None:
    """Say what is wrong and what to do; None for what is our own fault.

    Looks only into modules that are loaded: what is not loaded cannot have raised.
    """
    told = (
        ("streams.settings", "SettingsError"),
        ("streams.broker", "BrokerError"),
        ("streams.runtime.clients", "ConnectionSettingsError"),
        ("streams.runtime.topics", "TopicError"),
        ("streams.runtime.redelivery", "RedeliveryError"),
        ("streams.ingest.sending", "NoTopicError"),
        ("streams.ingest.edges", "EdgeError"),
        ("streams.ingest.feedlist", "FeedsError"),
        ("streams.ingest.listing", "ListingError"),
        ("streams.ingest.state", "StateError"),
        ("streams.ingest.alone", "InUseError"),
        ("streams.ingest.api", "ApiError"),
        ("streams.ingest.tls", "TlsError"),
        ("streams.runtime.serving", "PortError"),
        ("streams.alert.faults", "RulesError"),
        ("streams.dev.kafka_libs", "KafkaError"),
    )
    for module, name in told:
        if _is_one(error, module, name):
            return str(error)
    if _is_one(error, "aiokafka.errors", "KafkaConnectionError"):
        return (
            f"no broker answers at {_asked(str(error))}: start one with `barq up`, or set "
            "BARQ_BOOTSTRAP, and BARQ_SECURITY_PROTOCOL as the broker has it"
        )
    return None


@contextmanager
def quiet_clients() -> Iterator[None]:
    """Keep Kafka's client from logging what is then told as the command's own error."""
    logger = logging.getLogger("aiokafka")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _asked(told: str) -> str:
    """Find the addresses in the client's message, or give it as it is."""
    return ",".join(f"{host}:{port}" for host, port in ADDRESS.findall(told)) or told


def _is_one(error: Exception, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(error, kind)
