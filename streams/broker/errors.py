"""What can go wrong in the broker, for its operator and on the wire."""

from __future__ import annotations

from kio.schema.errors import ErrorCode


class BrokerError(Exception):
    """The broker cannot start or go on; the text says what to do next."""


class StorageError(Exception):
    """What was written since the last commit is lost: the disk is full or fails.

    Nobody was told that it was stored; clients retry.
    """


class RequestError(Exception):
    """A request, or a part of one, is answered with an error code of the protocol."""

    def __init__(self, code: ErrorCode, detail: str | None = None) -> None:
        super().__init__(detail or code.name)
        self.code = code
        self.detail = detail
