"""End a process that has begun to stop and does not come to an end."""

from __future__ import annotations

import os
import sys
import threading


class Watchdog:
    """A timer that ends the process, whatever its event loop and other threads are at."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._timer: threading.Timer | None = None

    def arm(self, code: int) -> None:
        """End the process with `code` when the limit has passed; a second call changes nothing."""
        if self._timer is None:
            self._timer = threading.Timer(self._limit_s, end, (code,))
            self._timer.daemon = True
            self._timer.start()

    def disarm(self) -> None:
        """Let the process be."""
        if self._timer is not None:
            self._timer.cancel()


def end(code: int) -> None:
    """End the process at once, its threads too: Faust's would keep it from ending."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
