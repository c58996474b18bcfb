"""How much memory the bodies take that are coming in, or are not acknowledged yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class FullError(RuntimeError):
    """There is no room for more now."""


@dataclass(slots=True)
class Room:
    """Room for bodies."""

    most_bytes: int
    held_bytes: int = 0


class Held:
    """The room that one body takes; freed once, whoever lets go of it last."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._bytes = 0
        self._handed_on = False

    def hold(self, size: int) -> None:
        """Take room for `size` bytes in all; raises FullError."""
        more = size - self._bytes
        if self._room.held_bytes + more > self._room.most_bytes:
            raise FullError
        self._room.held_bytes += more
        self._bytes = size

    def hand_on(self) -> Callable[[object], None]:
        """Keep the room until what is given is called."""
        self._handed_on = True
        return self._free

    def let_go(self) -> None:
        """Free the room, unless it was handed on."""
        if not self._handed_on:
            self._free(None)

    def _free(self, _: object) -> None:
        self._room.held_bytes -= self._bytes
        self._bytes = 0
