"""The broker's SQLite file: opened by one process, written in group commits.

Whatever handlers write within one turn of the event loop is one SQLite
transaction. A handler never waits between its first write and its last, so none
is cut in two, and no answer leaves before all it may have seen is committed
(`settled`).

Write-ahead log with synchronous=NORMAL: a killed process loses nothing. A power
cut may lose the commits since the last checkpoint, those of some seconds
(`janitor.PERIOD_S`), and never leaves half of one; synchronous=FULL would
keep these too, but made a commit of 5 KB take 1.5 ms instead of 0.03. Apache Kafka
promises less: it leaves flushing to the operating system altogether.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import importlib.resources
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO

import structlog

from streams.broker.errors import BrokerError, StorageError

FILE: Final = "broker.sqlite3"
LOCK: Final = "broker.lock"
SCHEMA_VERSION: Final = 1
APPLICATION_ID: Final = 0x62617271
"""Marks the file as ours: "barq" in ASCII."""
LOG_BYTES: Final = 64 * 2**20
"""To which the write-ahead log is cut back after a burst, bytes."""

_log = structlog.get_logger(__name__)

Value = int | str | bytes | bytearray | None


class Database:
    """One SQLite connection, the lock on its folder, and the commits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: TextIO | None = None
        self._connection: sqlite3.Connection
        self._waiting: list[asyncio.Future[None]] = []
        self._recovering = False
        self.broken = asyncio.Event()
        """Set when the file can no longer be read: there is nothing left to serve."""
        self.before_commit: list[Callable[[], None]] = []
        """Called to write what was kept back for the end of the transaction."""
        self.after_commit: list[Callable[[], None]] = []
        self.after_rollback: list[Callable[[], None]] = []
        """Called to read everything anew that is held in memory."""

    @property
    def path(self) -> Path:
        """The file."""
        return self._folder / FILE

    def open(self) -> None:
        """Take the folder and open or create the file; raise BrokerError where that fails."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / LOCK).open("a+", encoding="ascii")
        except OSError as error:
            raise BrokerError(
                f"The broker cannot write to its folder {self._folder} ({error.strerror}): "
                "make it writable, or choose another with BARQ_DATA_DIR."
            ) from error
        self._take_lock(self._lock)
        try:
            self._connect()
        except sqlite3.Error as error:
            self.close()
            raise BrokerError(
                f"The broker's file {self.path} cannot be used ({error}). Restore a copy of it, "
                "or move it away to start empty: its topics and offsets are then gone."
            ) from error
        except BrokerError:
            self.close()
            raise

    def _take_lock(self, lock: TextIO) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            self._lock = None
            raise BrokerError(
                f"Another broker (process {holder}) uses the folder {self._folder}: stop it, "
                "connect to it instead, or choose another folder with BARQ_DATA_DIR."
            ) from error
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()

    def _connect(self) -> None:
        self._connection = db = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False
        )
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables and application != APPLICATION_ID:
            raise BrokerError(
                f"{self.path} is a database of something else: choose another folder "
                "with BARQ_DATA_DIR."
            )
        if version > SCHEMA_VERSION:
            raise BrokerError(
                f"{self.path} was written by a newer Barq (format {version}; this one knows "
                f"{SCHEMA_VERSION}): upgrade Barq, or choose another folder with BARQ_DATA_DIR."
            )
        db.execute("PRAGMA auto_vacuum=INCREMENTAL")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute(f"PRAGMA journal_size_limit={LOG_BYTES}")
        if not tables:
            schema = importlib.resources.files("streams.broker").joinpath("schema.sql").read_text()
            db.executescript(
                f"BEGIN IMMEDIATE; {schema}; PRAGMA application_id={APPLICATION_ID}; "
                f"PRAGMA user_version={SCHEMA_VERSION}; COMMIT;"
            )

    def close(self) -> None:
        """Commit, close the file, and let go of the folder."""
        if hasattr(self, "_connection"):
            with contextlib.suppress(StorageError):
                self.commit()
            self._connection.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def read(self, sql: str, *values: Value) -> sqlite3.Cursor:
        """Run a query; it sees what is not yet committed."""
        return self._run(sql, values)

    def write(self, sql: str, *values: Value) -> sqlite3.Cursor:
        """Run a statement inside the present transaction, beginning one if there is none."""
        if not self._connection.in_transaction:
            self._run("BEGIN IMMEDIATE", ())
        return self._run(sql, values)

    def _run(self, sql: str, values: tuple[Value, ...]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def commit(self) -> None:
        """Commit what is written so far; raise StorageError when it is lost."""
        if not self._connection.in_transaction:
            return
        try:
            for hook in self.before_commit:
                hook()
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        self._tell(None)
        for hook in self.after_commit:
            hook()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and sync it; made to run in a thread."""
        with (
            contextlib.suppress(sqlite3.Error),  # it is tried again, and commits go on without
            contextlib.closing(sqlite3.connect(self.path)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    async def settled(self) -> None:
        """Wait until all that is written so far is committed; raise StorageError if it is lost."""
        if not self._connection.in_transaction:
            return
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._commit_for_waiting)
        waiter = loop.create_future()
        self._waiting.append(waiter)
        await waiter

    def _commit_for_waiting(self) -> None:
        with contextlib.suppress(StorageError):  # those who wait are told
            self.commit()

    def _failed(self, error: sqlite3.Error) -> StorageError:
        _log.error(
            "broker_storage_failed", error=str(error), file=str(self.path), todo=_todo(error)
        )
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        failure = StorageError(str(error))
        self._tell(failure)
        if self._recovering:
            self.broken.set()
        else:
            self._recovering = True
            try:
                for hook in self.after_rollback:
                    hook()
            finally:
                self._recovering = False
        return failure

    def _tell(self, failure: StorageError | None) -> None:
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if waiter.done():
                continue
            if failure is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(failure)


def _todo(error: sqlite3.Error) -> str:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return "free some disk space, or shorten retention.ms; clients retry meanwhile"
    return "stop the broker and check the disk; restore a copy if the file is damaged"
