"""Which files of a watched folder are complete, told by looking at it again and again.

Polling, because network shares tell nobody when others write to them, and because a file
written by FTP can only be seen to be complete by its not growing any more.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from streams.ingest.reading import Refused
from streams.ingest.state import Stamp

HIDDEN: Final = "."


class Seen(NamedTuple):
    """A file that is there."""

    path: str
    stamp: Stamp
    inode: int
    partial: bool
    """By its name it is being written."""


@dataclass(frozen=True, slots=True)
class Partial:
    """Names of files that are being written: those that begin with a dot, and those that end so."""

    suffixes: tuple[str, ...]
    """In small letters."""

    def __call__(self, name: str) -> bool:
        """Tell whether a file of this name is being written."""
        return name.startswith(HIDDEN) or name.lower().endswith(self.suffixes)


def look(root: Path, partial: Partial) -> Iterator[Seen | Refused]:
    """Give every regular file at or in `root`, whatever its depth, and what cannot be looked at.

    Links to files are followed; links to folders, which may go round, and folders that begin
    with a dot are not.
    """
    if root.is_file():
        try:
            yield from _file(str(root), root.name, root.stat(), partial)
        except OSError as error:
            yield Refused(str(root), f"cannot be looked at: {error.strerror}")
        return
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith(HIDDEN):
                            folders.append(entry.path)
                        continue
                    try:
                        found = entry.stat()
                    except FileNotFoundError:
                        continue  # it went away meanwhile, or is a link to nothing
                    except OSError as error:
                        yield Refused(entry.path, f"cannot be looked at: {error.strerror}")
                        continue
                    yield from _file(entry.path, entry.name, found, partial)
        except OSError as error:
            yield Refused(folder, f"cannot be looked into: {error.strerror}")


def stamp_of(found: os.stat_result) -> Stamp:
    """Give how a file looks from outside."""
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _file(path: str, name: str, found: os.stat_result, partial: Partial) -> Iterator[Seen]:
    if stat.S_ISREG(found.st_mode):
        yield Seen(path, stamp_of(found), found.st_ino, partial(name))


@dataclass(slots=True)
class Settling:
    """Tells which files are complete: they have stayed as they are for `settle_s`, or were renamed.

    A file that had a partial name at the last look, and is as it was under another name, has
    been renamed by its writer, which says that it is complete.
    """

    settle_s: float
    _since: dict[str, tuple[Stamp, float]] = field(default_factory=dict)
    _partial: frozenset[tuple[int, int, int]] = frozenset()

    def complete(
        self, found: Iterable[Seen], taken: Mapping[str, Stamp], now_s: float
    ) -> list[Seen]:
        """Give the complete ones of `found` that are not as they were `taken`, the oldest first.

        `found` is all that there is; `now_s` is a clock that only goes forward, seconds.
        """
        since: dict[str, tuple[Stamp, float]] = {}
        partial: set[tuple[int, int, int]] = set()
        ready: list[Seen] = []
        for one in found:
            if one.partial:
                partial.add(_identity(one))
                continue
            if taken.get(one.path) == one.stamp:
                continue
            before = self._since.get(one.path)
            first_s = before[1] if before is not None and before[0] == one.stamp else now_s
            since[one.path] = (one.stamp, first_s)
            if now_s - first_s >= self.settle_s or _identity(one) in self._partial:
                ready.append(one)
        self._since = since
        self._partial = frozenset(partial)
        return sorted(ready, key=lambda one: (one.stamp.mtime_ns, one.path))


def _identity(seen: Seen) -> tuple[int, int, int]:
    return seen.inode, seen.stamp.size, seen.stamp.mtime_ns
