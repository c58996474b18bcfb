"""Barq's commands as tests run most of them: where nothing is loaded anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from subprocess import CompletedProcess

from click.testing import CliRunner

from streams.cli import main

__all__ = ["barq", "run"]


def run(
    *arguments: str, given: bytes = b"", settings: Mapping[str, str] | None = None
) -> CompletedProcess[bytes]:
    """Run a command with `given` as its input and settings beside those of the environment.

    Gives what it would as a process of its own; an exception that nobody sees to is raised here.
    """
    told = CliRunner().invoke(
        main, arguments, input=given, env=settings, prog_name="barq", catch_exceptions=False
    )
    return CompletedProcess(arguments, told.exit_code, told.stdout_bytes, told.stderr_bytes)


def barq(arguments: Sequence[str]) -> None:
    """Run a command in a process of its own; `tests.forked.Forked` starts that."""
    main(arguments, prog_name="barq")
