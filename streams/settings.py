"""All settings, from environment variables `BARQ_*`, read once and frozen."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "BARQ_"
HEADERS_BYTES = 2**20
"""A dead letter carries the headers of its item and, at most some kilobytes, its own reason."""


NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
BROKER = re.compile(r"(?:\[[0-9A-Fa-f:]+\]|[^\s,:\[\]]+)(?::\d{1,5})?")
"""A broker's address; without a port it is 9092."""


SERVICE = re.compile(r"(?:tcp|udp|sctp)://")
MISSPELT_SHARE = 0.9
"""Likeness (difflib, 0 to 1) from which an unknown variable is taken for a misspelt setting:
BARQ_RULE has 0.95 with BARQ_RULES; what Kubernetes sets for a service called barq has 0.82."""


class SettingsError(ValueError):
    """A setting with a value that is not allowed; the text names the variable."""


class Settings(BaseSettings):
    """Every setting; each description ends with the unit where there is one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    bootstrap: Annotated[
        str, Field(min_length=1, description="Kafka brokers, as host:port,host:port")
    ] = "127.0.0.1:9092"
    security_protocol: Annotated[
        Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"],
        Field(description="how to talk to the brokers"),
    ] = "PLAINTEXT"
    ssl_ca_file: Annotated[
        Path | None, Field(description="PEM file of the authority that signed the brokers' keys")
    ] = None
    sasl_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], Field(description="how to log in")
    ] = "PLAIN"
    sasl_username: Annotated[str, Field(description="user name for SASL")] = ""
    sasl_password: Annotated[SecretStr, Field(description="password for SASL")] = SecretStr("")

    data_dir: Annotated[Path, Field(description="where the embedded broker keeps its data")] = Path(
        ".barq"
    )
    broker_host: Annotated[str, Field(description="address the embedded broker listens on")] = (
        "127.0.0.1"
    )
    broker_port: Annotated[
        int, Field(ge=0, le=65535, description="port of the embedded broker; 0 takes a free one")
    ] = 9092

    partitions: Annotated[
        int, Field(ge=1, le=1000, description="partitions of each topic that is created")
    ] = 1
    replication_factor: Annotated[
        int, Field(ge=1, le=10, description="copies of each topic that is created")
    ] = 1
    instance: Annotated[
        str,
        Field(
            default_factory=socket.gethostname,
            description="name of this worker among those of its stage; default: the host's name",
        ),
    ]

    rules: Annotated[
        Path | None, Field(description="YAML file of alert rules; default: the starter rules")
    ] = None

    chunk_records: Annotated[
        int, Field(ge=1, le=10_000, description="most records in one transaction")
    ] = 2_000
    max_item_bytes: Annotated[
        int, Field(ge=1024, le=2**30, description="largest wire item and message, bytes")
    ] = 64 * 2**20
    max_text_chars: Annotated[
        int, Field(ge=1000, description="longest text that is read as an article, characters")
    ] = 2_000_000
    max_articles: Annotated[
        int,
        Field(
            ge=1,
            le=100_000,
            description="most articles of one wire item, which are one transaction",
        ),
    ] = 2_000
    session_timeout_s: Annotated[
        float, Field(ge=1, le=300, description="silence after which a worker is taken for dead, s")
    ] = 10.0
    heartbeat_s: Annotated[
        float, Field(gt=0, le=60, description="time between a worker's signs of life, s")
    ] = 2.0
    rebalance_timeout_s: Annotated[
        float, Field(ge=1, le=300, description="time to hand over partitions in, s")
    ] = 20.0
    transaction_timeout_s: Annotated[
        float, Field(ge=1, le=300, description="age at which the broker aborts a transaction, s")
    ] = 15.0
    stop_timeout_s: Annotated[
        float, Field(ge=1, le=300, description="time that a worker has to stop in, s")
    ] = 8.0

    versions_days: Annotated[
        float,
        Field(
            gt=0, le=36_500, description="how long the versions of an article are remembered, days"
        ),
    ] = 30.0
    embargo_days: Annotated[
        float,
        Field(
            gt=0,
            le=399,
            description="longest embargo that ends by itself, days; a longer one is until further "
            "notice",
        ),
    ] = 366.0
    near_hours: Annotated[
        float,
        Field(gt=0, le=876_000, description="how long a text is looked for in newer ones, hours"),
    ] = 72.0
    alert_days: Annotated[
        float,
        Field(gt=0, le=36_500, description="how long an alert raised for a story holds, days"),
    ] = 30.0
    duplicate_share: Annotated[
        float, Field(gt=0, le=1, description="containment from which a text is a duplicate")
    ] = 0.7
    related_share: Annotated[
        float, Field(gt=0, le=1, description="containment from which a text is related")
    ] = 0.5

    breaker_share: Annotated[
        float, Field(gt=0, le=1, description="share of rejected records that stops a worker")
    ] = 0.98
    breaker_records: Annotated[
        int, Field(ge=1, description="records over which that share is taken")
    ] = 1000

    metrics_port: Annotated[
        int,
        Field(
            ge=0,
            le=65535,
            description="port of a worker's /metrics, /health and /ready; `barq up` gives each "
            "stage the next one; 0: none",
        ),
    ] = 9300
    metrics_host: Annotated[
        str, Field(min_length=1, description="address that metrics are served on")
    ] = "127.0.0.1"
    ingest_metrics_port: Annotated[
        int,
        Field(
            ge=0, le=65535, description="port of the metrics of `barq ingest` that stays; 0: none"
        ),
    ] = 9310
    api_metrics_port: Annotated[
        int, Field(ge=0, le=65535, description="port of the metrics of `barq api`; 0: none")
    ] = 9311

    ingest_state: Annotated[
        Path | None,
        Field(
            description="file that remembers what was taken in; default: barq/ingest.sqlite in "
            "XDG_STATE_HOME, else in ~/.local/state"
        ),
    ] = None
    watch_poll_s: Annotated[
        float, Field(ge=0.05, le=3600, description="time between two looks at a watched folder, s")
    ] = 1.0
    watch_settle_s: Annotated[
        float,
        Field(
            ge=0, le=3600, description="a watched file is complete when as it was for so long, s"
        ),
    ] = 2.0
    watch_partial: Annotated[
        str, Field(description="ends of names of files that are being written")
    ] = ".part,.partial,.filepart,.tmp,.temp,.crdownload,.swp,~"
    feed_interval_s: Annotated[
        float,
        Field(ge=10, le=604_800, description="time between two polls of a feed listed without, s"),
    ] = 300.0
    feed_gap_s: Annotated[
        float, Field(ge=0, le=3600, description="least time between two requests to one host, s")
    ] = 1.0
    feed_timeout_s: Annotated[
        float, Field(gt=0, le=600, description="longest that a server may take to answer a poll, s")
    ] = 30.0
    feed_bytes: Annotated[
        int, Field(ge=1024, le=2**30, description="largest feed, unpacked, bytes")
    ] = 16 * 2**20
    api_host: Annotated[
        str, Field(min_length=1, description="address that `barq api` listens on")
    ] = "127.0.0.1"
    api_port: Annotated[
        int, Field(ge=0, le=65535, description="port of `barq api`; 0 takes a free one")
    ] = 9280
    api_tls_cert: Annotated[
        Path | None,
        Field(description="PEM file of the certificate, and those that signed it, of `barq api`"),
    ] = None
    api_tls_key: Annotated[
        Path | None,
        Field(description="PEM file of its key; default: in the certificate's file"),
    ] = None
    api_token: Annotated[
        SecretStr, Field(description="token that `barq api` wants, at least 16 characters")
    ] = SecretStr("")
    api_token_file: Annotated[
        Path | None, Field(description="file of such tokens, a line each; any of them will do")
    ] = None

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="least level logged")
    ] = "info"
    log_format: Annotated[
        Literal["auto", "console", "json"],
        Field(description="how log lines look; auto: console on a terminal, else json"),
    ] = "auto"

    @field_validator("bootstrap")
    @classmethod
    def _addresses(cls, value: str) -> str:
        if not all(BROKER.fullmatch(one) for one in value.split(",")):
            raise ValueError("write host:port, several as host:port,host:port without spaces")
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _not_of_a_service(cls, value: object, info: ValidationInfo) -> object:
        """Pass over BARQ_API_PORT=tcp://…, which Kubernetes sets for a service called barq-api."""
        name = str(info.field_name)
        if name.endswith("_port") and isinstance(value, str) and SERVICE.match(value):
            return cls.model_fields[name].default
        return value

    @field_validator("instance")
    @classmethod
    def _name(cls, value: str) -> str:
        if not NAME.fullmatch(value):
            raise ValueError("use up to 100 of the letters a to z, digits, «.», «_», «-»")
        return value

    @field_validator("heartbeat_s")
    @classmethod
    def _within_the_session(cls, value: float, info: ValidationInfo) -> float:
        session_s = info.data.get("session_timeout_s", value + 1)
        if value >= session_s:
            raise ValueError(f"must be less than {PREFIX}SESSION_TIMEOUT_S, which is {session_s}")
        return value

    @field_validator("related_share")
    @classmethod
    def _below_a_duplicate(cls, value: float, info: ValidationInfo) -> float:
        duplicate = info.data.get("duplicate_share", value)
        if value > duplicate:
            raise ValueError(f"must not be more than {PREFIX}DUPLICATE_SHARE, which is {duplicate}")
        return value

    @property
    def max_message_bytes(self) -> int:
        """Largest message: the largest item, and room for the headers that travel with it."""
        return self.max_item_bytes + HEADERS_BYTES

    @classmethod
    def read(cls, **given: Any) -> Settings:
        """Read the environment; raise SettingsError naming each variable that is wrong.

        What is `given`, such as by an option on the command line, goes before the environment.
        """
        if lines := list(_misspelt(os.environ)):
            raise SettingsError("\n".join(lines))
        try:
            return cls(**given)
        except ValidationError as error:
            lines = [
                f"{PREFIX}{str(fault['loc'][0]).upper()}={fault['input']!r}: "
                + fault["msg"].removeprefix("Value error, ")
                for fault in error.errors()
            ]
            raise SettingsError("\n".join(lines)) from None


def _misspelt(variables: Iterable[str]) -> Iterable[str]:
    """Tell of each variable that is no setting, but nearly one: it would be passed over."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in variables:
        if name.startswith(PREFIX) and name not in known:
            for meant in get_close_matches(name, known, n=1, cutoff=MISSPELT_SHARE):
                yield f"{name} is no setting; did you mean {meant}?"
