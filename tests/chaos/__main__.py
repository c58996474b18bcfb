"""`python -m tests.chaos --seed N --items 20000 --brokers 3`: break everything, and compare."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

import click

from tests.chaos.checker import compare, report
from tests.chaos.faults import draw
from tests.chaos.ground import ApacheKafka, Embedded
from tests.chaos.run import Stuck, disturbed
from tests.chaos.wire import Wire

HEAD: Final = (
    "",
    "| seed | faults | at work | items | lost | doubled | changed | out of order | healed |",
    "|---|---|---|---|---|---|---|---|---|",
)


@click.command()
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--items", default=20_000, show_default=True)
@click.option("--faults", default=18, show_default=True)
@click.option("--brokers", type=click.Choice(["embedded", "1", "3"]), default="3")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for logs, to look into.")
def main(
    *, seeds: tuple[int, ...], items: int, faults: int, brokers: str, keep: Path | None
) -> None:
    """Send a seeded wire through two workers of each stage amid seeded faults.

    Every topic and the state must come out as in an undisturbed run. One line a seed at the
    end; 1 when any differs.
    """
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        for seed in seeds:
            folder = (keep or Path(made)) / f"seed-{seed}"
            rows.append(_run(seed, items, faults, brokers, folder))
    print(*HEAD, *rows, sep="\n")
    print("\nat work: of the workers killed or frozen, those whose stage had records to take")
    sys.exit(any("**" in row for row in rows))


def _run(seed: int, count: int, faults: int, brokers: str, folder: Path) -> str:
    items = list(Wire(seed).items(count))
    calm = disturbed(Embedded(folder / "calm"), folder / "calm-workers", items, instances="a")
    ground = (
        Embedded(folder / "broker")
        if brokers == "embedded"
        else ApacheKafka(folder / "kafka", int(brokers))
    )
    try:
        wild = disturbed(ground, folder / "workers", items, draw(seed, faults))
    except Stuck as error:
        print(error)
        return f"| {seed} | {faults} | | {count} | **stuck** |"
    print(f"seed {seed}", *wild.history, sep="\n")
    verdicts = compare(calm.log, wild.log)
    print(report(verdicts))
    if wild.hung:
        print("did not stop:", *wild.hung)
    found = (
        sum(one.lost for one in verdicts),
        sum(one.doubled for one in verdicts),
        sum(one.changed for one in verdicts),
        sum(one.reordered for one in verdicts),
    )
    told = " | ".join(f"**{n}**" if n else "0" for n in found)
    at_work = f"{sum(left > 0 for left in wild.caught)} of {len(wild.caught)}"
    return f"| {seed} | {faults} | {at_work} | {count} | {told} | {wild.healed_s:.1f} s |"


if __name__ == "__main__":
    main()
