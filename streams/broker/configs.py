"""Settings of topics: which are known, their defaults, and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kio.schema.errors import ErrorCode

from streams.broker.errors import RequestError

DAY_MS: Final = 24 * 3_600_000


def _number(least: int) -> Callable[[str], bool]:
    def allowed(value: str) -> bool:
        return value.lstrip("-").isdecimal() and int(value) >= least

    return allowed


def _share(value: str) -> bool:
    try:
        return 0 <= float(value) <= 1
    except ValueError:
        return False


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


@dataclass(frozen=True, slots=True)
class _Setting:
    default: str
    allowed: Callable[[str], bool]
    hint: str


_SETTINGS: Final[Mapping[str, _Setting]] = {
    "cleanup.policy": _Setting(
        "delete",
        _one_of("delete", "compact", "compact,delete", "delete,compact"),
        "delete, compact, or both with a comma",
    ),
    "retention.ms": _Setting(str(7 * DAY_MS), _number(-1), "milliseconds, or -1 for ever"),
    "retention.bytes": _Setting("-1", _number(-1), "bytes a partition, or -1 for any"),
    "max.message.bytes": _Setting("", _number(0), "bytes"),
    "delete.retention.ms": _Setting(str(DAY_MS), _number(0), "milliseconds"),
    "min.compaction.lag.ms": _Setting("0", _number(0), "milliseconds"),
    "min.cleanable.dirty.ratio": _Setting("0.5", _share, "a share from 0 to 1"),
    "segment.ms": _Setting(str(7 * DAY_MS), _number(1), "milliseconds"),
    "compression.type": _Setting("producer", _one_of("producer"), "only producer: kept as sent"),
    "message.timestamp.type": _Setting(
        "CreateTime", _one_of("CreateTime", "LogAppendTime"), "CreateTime or LogAppendTime"
    ),
    "min.insync.replicas": _Setting("1", _one_of("1"), "only 1: there is one copy"),
}
ACCEPTED_WITHOUT_EFFECT: Final = frozenset(
    {
        "file.delete.delay.ms", "flush.messages", "flush.ms", "index.interval.bytes",
        "max.compaction.lag.ms", "message.timestamp.after.max.ms",
        "message.timestamp.before.max.ms", "message.timestamp.difference.max.ms", "preallocate",
        "segment.bytes", "segment.index.bytes", "segment.jitter.ms",
        "unclean.leader.election.enable",
    }
)  # fmt: skip
"""Settings of Apache Kafka about files and replicas that this broker does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicConfig:
    """The settings of a topic that the broker acts on; None stands for no limit."""

    compact: bool
    retention_ms: int | None
    retention_bytes: int | None
    max_message_bytes: int
    delete_retention_ms: int
    compaction_lag_ms: int
    dirty_ratio: float
    segment_ms: int
    """How old what is new may get before it is compacted, however little it is."""
    append_time: bool


def checked(config: Mapping[str, str | None]) -> dict[str, str]:
    """Give the settings without the empty ones; raise RequestError for one that is not allowed."""
    given = {name: value for name, value in config.items() if value is not None}
    for name, value in given.items():
        if name in ACCEPTED_WITHOUT_EFFECT:
            continue
        setting = _SETTINGS.get(name)
        if setting is None:
            raise RequestError(
                ErrorCode.invalid_config,
                f"There is no topic setting {name!r}; known are {', '.join(_SETTINGS)}.",
            )
        if not setting.allowed(value):
            raise RequestError(
                ErrorCode.invalid_config, f"{name}={value!r} is not allowed: {setting.hint}."
            )
    return given


def defaults(max_message_bytes: int) -> dict[str, str]:
    """Give the value that each setting has where nobody set it."""
    return {name: setting.default or str(max_message_bytes) for name, setting in _SETTINGS.items()}


def parsed(config: Mapping[str, str], max_message_bytes: int) -> TopicConfig:
    """Read checked settings over the defaults."""
    whole = {**defaults(max_message_bytes), **config}
    policies = whole["cleanup.policy"].split(",")
    delete = "delete" in policies
    return TopicConfig(
        compact="compact" in policies,
        retention_ms=_limit(whole["retention.ms"]) if delete else None,
        retention_bytes=_limit(whole["retention.bytes"]) if delete else None,
        max_message_bytes=int(whole["max.message.bytes"]),
        delete_retention_ms=int(whole["delete.retention.ms"]),
        compaction_lag_ms=int(whole["min.compaction.lag.ms"]),
        dirty_ratio=float(whole["min.cleanable.dirty.ratio"]),
        segment_ms=int(whole["segment.ms"]),
        append_time=whole["message.timestamp.type"] == "LogAppendTime",
    )


def _limit(value: str) -> int | None:
    return None if int(value) < 0 else int(value)
