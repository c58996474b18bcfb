"""What is wrong with a rules file, each fault with its line and field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a rules file."""

    line: int
    """Counted from 1."""
    field: str
    """Where in the rule, such as `actors.all`; empty when it is the file as a whole."""
    message: str
    """What is wrong, and what to write instead."""


class RulesError(ValueError):
    """A rules file that is refused; the text lists every fault, a line each, in order."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = tuple(sorted(faults))
        super().__init__(
            "\n".join(
                f"{file}:{fault.line}: {fault.field + ': ' if fault.field else ''}{fault.message}"
                for fault in self.faults
            )
        )
