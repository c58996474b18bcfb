"""`python -m tests.fuzz --format NAME --minutes 10`: damaged items of a format to the parse stage.

Each input is a lawful answer within 2 s of CPU time and bounded memory, or is kept and told.
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path
from typing import Final

import click

from tests.fuzz.lawful import UnlawfulError, check
from tests.fuzz.mutate import FORMATS, damaged

MEMORY_EVERY: Final = 20
"""Inputs of which one is parsed with its memory measured, which takes three times as long."""


@click.command()
@click.option("--format", "name", type=click.Choice(FORMATS), required=True)
@click.option("--minutes", default=1.0, show_default=True, help="how long to go on")
@click.option("--seed", default=1, show_default=True)
@click.option("--first", default=0, show_default=True, help="number of the first input")
@click.option("--inputs", type=int, help="stop after so many inputs")
@click.option("--keep", type=click.Path(path_type=Path), help="folder for inputs that fail")
def main(
    *, name: str, minutes: float, seed: int, first: int, inputs: int | None, keep: Path | None
) -> None:
    """Parse damaged items of a format; exit with 1 when any answer was unlawful."""
    until = time.monotonic() + 60 * minutes
    faults, slowest, done = 0, (0.0, first), 0
    for number in count(first):
        if time.monotonic() > until or done == inputs:
            break
        body = damaged(name, seed, number)
        done += 1
        memory = number % MEMORY_EVERY == 0
        try:
            took = check(body, memory=memory)
        except UnlawfulError as error:
            faults += 1
            print(f"{name} --seed {seed} --first {number}: {error}", file=sys.stderr)
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}-{seed}-{number}").write_bytes(body)
        else:
            slowest = slowest if memory else max(slowest, (took, number))
    print(
        f"{name}: {done:,} inputs, {faults} unlawful, slowest {slowest[0] * 1e3:.0f} ms"
        f" (--seed {seed} --first {slowest[1]})"
    )
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
