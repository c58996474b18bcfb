"""Ports that are free, and stay out of the way of connections."""

from __future__ import annotations

import socket

import pytest

from streams.ports import PORTS, free_ports


def test_they_come_in_a_row_and_can_be_listened_on() -> None:
    ports = free_ports(4)
    assert list(ports) == list(range(ports.start, ports.start + 4))
    for port in ports:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", port))


def test_none_is_where_systems_take_the_near_ends_of_connections_from() -> None:
    assert PORTS.stop <= 32_768


def test_what_is_listened_on_is_passed_over() -> None:
    with socket.socket() as listener:
        port = free_ports(1)[0]
        listener.bind(("127.0.0.1", port))
        listener.listen()
        assert free_ports(1, among=range(port, port + 2)) == range(port + 1, port + 2)
        with pytest.raises(OSError, match="no 1 free ports in a row from"):
            free_ports(1, among=range(port, port + 1))
