"""Log lines: one an event, for people on a terminal, as JSON elsewhere."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final

import structlog

from streams.settings import Settings

LIBRARIES: Final = ("faust", "mode", "aiokafka", "asyncio", "streams")
"""Chatty: what they say at INFO and WARNING is their every step, and what matters we say.

Our own lines go to `barq`; under `streams` Faust's base classes speak for ours.
"""

SPARE_S: Final = 10.0
"""Seconds between two lines of one library: while a broker is away aiokafka writes 500 a second."""

Logger = structlog.stdlib.BoundLogger


def configure(settings: Settings) -> None:
    """Send all log lines of the process, the libraries' too, to standard error."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: tuple[structlog.typing.Processor, ...] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            *_rendering(settings),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    if level != logging.DEBUG:
        handler.addFilter(_Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.setLevel(logging.INFO if level == logging.DEBUG else logging.ERROR)


def get(**bound: Any) -> Logger:
    """Give a logger whose every line carries what is `bound`."""
    logger: Logger = structlog.stdlib.get_logger("barq").bind(**bound)
    return logger


class _Sparing(logging.Filter):
    """Passes a library's first line, and of those after it one every `SPARE_S`."""

    def __init__(self) -> None:
        super().__init__()
        self._last_s: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        library = record.name.partition(".")[0]
        if library not in LIBRARIES:
            return True
        if record.created - self._last_s.get(library, 0.0) < SPARE_S:
            return False
        self._last_s[library] = record.created
        return True


def _rendering(settings: Settings) -> tuple[structlog.typing.Processor, ...]:
    console = settings.log_format == "console" or (
        settings.log_format == "auto" and sys.stderr.isatty()
    )
    if console:
        return (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0),)
    return (structlog.processors.JSONRenderer(ensure_ascii=False),)
