"""What was taken in, remembered across restarts: one SQLite file.

Whatever is written here has been acknowledged by the brokers before. So a sender that is killed
between the two sends again what it had sent: nothing is lost, and the pipeline tells the
second delivery as a replay. All is kept by cluster: other brokers have not got it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from streams.ingest.units import Mark

VERSION: Final = 1
BUSY_S: Final = 10.0
"""Seconds to wait for another process that writes: a write takes milliseconds."""

SCHEMA: Final = """
CREATE TABLE file (
    cluster TEXT NOT NULL,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    digest TEXT NOT NULL,
    start INTEGER, number INTEGER, before TEXT, own TEXT,
    gone_s REAL,
    PRIMARY KEY (cluster, path)
) WITHOUT ROWID;
CREATE TABLE feed (
    cluster TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest TEXT NOT NULL,
    due_s REAL NOT NULL,
    failures INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (cluster, url)
) WITHOUT ROWID;
CREATE TABLE pushed (
    cluster TEXT NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    delivery TEXT NOT NULL,
    at_s REAL NOT NULL,
    PRIMARY KEY (cluster, source, key)
) WITHOUT ROWID;
"""


class StateError(RuntimeError):
    """The state cannot be read or written; the text says what to do."""


class Stamp(NamedTuple):
    """How a file looks from outside: it has not been written to while this stays the same."""

    size: int
    mtime_ns: int
    ctime_ns: int
    """Changes with every change, and cannot be set back."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in."""

    stamp: Stamp
    digest: str
    """Of the item that it is; empty for a file of several."""
    mark: Mark | None = None
    """The last item of a file of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What is known of a feed after a poll."""

    etag: str = ""
    modified: str = ""
    digest: str = ""
    """Of the body that was sent last."""
    due_s: float = 0.0
    """When to poll next, seconds since 1970."""
    failures: int = 0
    """Polls in a row that failed."""
    gone: bool = False
    """The server has said that there is no such feed any more."""


class Pushed(NamedTuple):
    """An item that was pushed with a key of the client's."""

    digest: str
    """Of the item."""
    delivery: str


class State:
    """What was taken in for one cluster; a context manager that closes the file."""

    def __init__(self, path: Path, cluster: str) -> None:
        self._path = path
        self._cluster = cluster
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def files(self, folder: str) -> dict[str, tuple[Taken, float | None]]:
        """Give what was taken in of `folder`, or of the one file; and since when it is gone."""
        inside = os.fsencode(os.path.join(folder, ""))  # noqa: PTH118 - Path leaves out the slash
        rows = self._run(
            "SELECT path, size, mtime_ns, ctime_ns, digest, start, number, before, own, gone_s"
            " FROM file WHERE cluster = ? AND (path = ? OR substr(path, 1, ?) = ?)",
            (self._cluster, os.fsencode(folder), len(inside), inside),
        )
        found: dict[str, tuple[Taken, float | None]] = {}
        for path, size, mtime_ns, ctime_ns, digest, *mark, gone_s in rows:
            known = None if mark[0] is None else Mark(*mark)
            taken = Taken(Stamp(size, mtime_ns, ctime_ns), digest, known)
            found[os.fsdecode(path)] = (taken, gone_s)
        return found

    def take(self, files: Mapping[str, Taken]) -> None:
        """Remember that `files`, by path, were taken in."""
        self._each(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                (
                    self._cluster,
                    os.fsencode(path),
                    *one.stamp,
                    one.digest,
                    *(one.mark or (None, None, None, None)),
                )
                for path, one in files.items()
            ],
        )

    def mark_gone(self, since_s: Mapping[str, float | None]) -> None:
        """Remember since when files, by path, are not there any more; None: they are."""
        self._each(
            "UPDATE file SET gone_s = ? WHERE cluster = ? AND path = ?",
            [(since, self._cluster, os.fsencode(path)) for path, since in since_s.items()],
        )

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files by path."""
        self._each(
            "DELETE FROM file WHERE cluster = ? AND path = ?",
            [(self._cluster, os.fsencode(path)) for path in paths],
        )

    def feed(self, url: str) -> Polled:
        """Give what is known of a feed."""
        rows = self._run(
            "SELECT etag, modified, digest, due_s, failures, gone FROM feed"
            " WHERE cluster = ? AND url = ?",
            (self._cluster, url),
        )
        for etag, modified, digest, due_s, failures, gone in rows:
            return Polled(
                etag=etag,
                modified=modified,
                digest=digest,
                due_s=due_s,
                failures=failures,
                gone=bool(gone),
            )
        return Polled()

    def put_feed(self, url: str, polled: Polled) -> None:
        """Remember what is known of a feed."""
        self._run(
            "INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._cluster,
                url,
                polled.etag,
                polled.modified,
                polled.digest,
                polled.due_s,
                polled.failures,
                polled.gone,
            ),
        )

    def pushed(self, source: str, key: str) -> Pushed | None:
        """Give the item that `source` pushed with `key`."""
        rows = self._run(
            "SELECT digest, delivery FROM pushed WHERE cluster = ? AND source = ? AND key = ?",
            (self._cluster, source, key),
        )
        return Pushed(*rows[0]) if rows else None

    def put_pushed(self, source: str, key: str, pushed: Pushed, at_s: float) -> None:
        """Remember an item pushed `at_s`, seconds since 1970."""
        self._run(
            "INSERT OR REPLACE INTO pushed VALUES (?, ?, ?, ?, ?, ?)",
            (self._cluster, source, key, *pushed, at_s),
        )

    def forget_pushed(self, before_s: float) -> None:
        """Forget the keys of items pushed before that, seconds since 1970."""
        self._run("DELETE FROM pushed WHERE at_s < ?", (before_s,))

    def _prepare(self) -> None:
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = NORMAL")
        self._run("BEGIN IMMEDIATE")
        ((version,),) = self._run("PRAGMA user_version")
        if version == 0:
            for statement in SCHEMA.split(";"):
                self._run(statement)
            self._run(f"PRAGMA user_version = {VERSION}")
        self._run("COMMIT")
        if version not in {0, VERSION}:
            raise StateError(
                f"{self._path} is of another version of barq ({version}); give another --state"
            )

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with closing(self._database.execute(statement, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def _each(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        if not rows:
            return
        self._run("BEGIN IMMEDIATE")
        try:
            self._database.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        self._run("COMMIT")

    def _unusable(self, error: Exception) -> StateError:
        return StateError(
            f"{self._path}: what was taken in cannot be remembered ({error}); give a file that can"
            " be written to by --state or BARQ_INGEST_STATE"
        )
