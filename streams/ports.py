"""Free TCP ports, from below those that systems hand out by themselves."""

from __future__ import annotations

import random
import socket
from typing import Final

__all__ = ["PORTS", "free_ports"]

PORTS: Final = range(20_000, 32_000)
"""Linux takes the near end of a connection from 32768 up, macOS and Windows from 49152.

A port from there can be gone while the broker that had it starts again: to a connection of anyone,
even to one of its own clients, which calls and is answered by itself.
"""


def free_ports(count: int, *, host: str = "127.0.0.1", among: range = PORTS) -> range:
    """Give `count` ports in a row that nothing listens on; raises OSError when there are none."""
    firsts = list(among[:: max(1, count)])
    random.SystemRandom().shuffle(firsts)
    for first in firsts:
        ports = range(first, first + count)
        if all(_free(host, port) for port in ports):
            return ports
    raise OSError(f"no {count} free ports in a row from {among.start} to {among.stop}")


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
