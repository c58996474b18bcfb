"""One worker of a stage and name on a machine: two of one name would push each other out.

Kafka takes the newest member of a name for the old one restarted; the old one joins
again, and so on without end. On one machine a lock on a file shows it at once.
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.ids import digest


class InstanceError(RuntimeError):
    """Another worker has the name; the text says what to do."""


@contextmanager
def alone(bootstrap: str, group: str, instance: str) -> Iterator[Path]:
    """Hold the name `instance` in `group` on these brokers; the system frees it at the end.

    Gives the file held, in which the worker may leave word for the next of its name.
    Raises InstanceError when another process of this machine holds it.
    """
    path = Path(tempfile.gettempdir()) / f"{group}-{digest(bootstrap, group, instance)}.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InstanceError(
                f"a worker of {group} named {instance} already runs on this machine: stop it, or "
                "give this one a name of its own with BARQ_INSTANCE"
            ) from None
        yield path
