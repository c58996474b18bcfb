"""One process takes in a folder, and one polls a list of feeds: two would send everything twice.

Beside the state is a folder of locks, one for what is taken in and one for each folder above it:
the first is held alone, those above together with others. So nobody else takes in the same, what
is within it, or what it lies in. The system frees them however the process ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from schemas.ids import digest

MAX_NOTE_BYTES: Final = 65_536
"""Bytes read of who holds a lock: processes that end without a word leave a line each."""


class InUseError(RuntimeError):
    """Another process takes it in; the text says which one and what to do."""


@contextmanager
def alone(
    state: Path, cluster: str, folders: Sequence[Path], lists: Sequence[Path]
) -> Iterator[None]:
    """Hold `folders` and `lists`, absolute paths, while in the context; raises InUseError.

    Others that use the same `state` for the same cluster keep off.
    """
    locks = state.with_name(f"{state.name}.locks")
    with ExitStack() as held:
        for place in folders:
            for above in (*reversed(place.parents), place):
                name = digest(cluster, "folder", os.fsencode(above))
                _hold(held, locks / name, place, only=above == place)
        for place in lists:
            _hold(held, locks / digest(cluster, "list", os.fsencode(place)), place, only=True)
        yield


def _hold(held: ExitStack, lock: Path, place: Path, *, only: bool) -> None:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a+b")
    except OSError as error:
        raise InUseError(
            f"{lock.parent}: cannot be written to ({error.strerror}); give another place by --state"
        ) from None
    held.enter_context(file)
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if only else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        raise InUseError(
            f"{place}: {_holder(file)} already takes this in; stop it, or leave this to it"
        ) from None
    if only:
        file.truncate(0)
    file.write(f"{os.getpid()} {place}\n".encode("utf-8", "surrogateescape"))
    file.flush()


def _holder(file: IO[bytes]) -> str:
    """Say who holds a lock: the last process in its file that still runs."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - MAX_NOTE_BYTES))
    for line in reversed(file.read().decode("utf-8", "replace").splitlines()):
        pid, _, place = line.partition(" ")
        if pid.isdecimal() and _runs(int(pid)):
            return f"process {pid}, with {place},"
    return "another process"


def _runs(pid: int) -> bool:
    with suppress(ProcessLookupError, OverflowError):
        with suppress(PermissionError):
            os.kill(pid, 0)
        return True
    return False
