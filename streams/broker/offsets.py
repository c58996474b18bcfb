"""Offsets that groups have committed, durable, and those held by open transactions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from streams.broker.database import Database
from streams.broker.topics import now_ms


class Commit(NamedTuple):
    """How far a group has come on a partition."""

    topic: str
    number: int
    offset: int
    metadata: str | None


class GroupOffsets:
    """The committed offsets of every group."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def commit(self, group_id: str, commits: Iterable[Commit]) -> None:
        """Store offsets of a group."""
        time_ms = now_ms()
        for commit in commits:
            self._db.write(
                "INSERT OR REPLACE INTO group_offset VALUES (?, ?, ?, ?, ?, ?)",
                group_id, *commit, time_ms,
            )  # fmt: skip

    def take_held(self, transactional_id: str) -> None:
        """Make the offsets held by a transaction those of their groups."""
        self._db.write(
            "INSERT OR REPLACE INTO group_offset "
            "SELECT group_id, topic, number, offset, metadata, ? FROM txn_offset "
            "WHERE transactional_id = ?",
            now_ms(), transactional_id,
        )  # fmt: skip

    def of(self, group_id: str) -> dict[tuple[str, int], Commit]:
        """Give all offsets of a group by topic and partition."""
        return {
            (topic, number): Commit(topic, number, offset, metadata)
            for topic, number, offset, metadata in self._db.read(
                "SELECT topic, number, offset, metadata FROM group_offset WHERE group_id = ? "
                "ORDER BY topic, number",
                group_id,
            )
        }

    def groups(self) -> list[str]:
        """List the groups that have committed anything."""
        return [
            group_id for (group_id,) in self._db.read("SELECT DISTINCT group_id FROM group_offset")
        ]

    def delete_group(self, group_id: str) -> None:
        """Forget a group's offsets, also those that open transactions hold."""
        self._db.write("DELETE FROM group_offset WHERE group_id = ?", group_id)
        self._db.write("DELETE FROM txn_offset WHERE group_id = ?", group_id)

    def delete_topic(self, topic: str) -> None:
        """Forget the offsets on a deleted topic."""
        self._db.write("DELETE FROM group_offset WHERE topic = ?", topic)
        self._db.write("DELETE FROM txn_offset WHERE topic = ?", topic)

    def last_commit_ms(self) -> dict[str, int]:
        """Give when each group last committed, milliseconds since 1970."""
        return dict(
            self._db.read(
                "SELECT group_id, max(committed_ms) FROM group_offset GROUP BY group_id"
            ).fetchall()
        )
