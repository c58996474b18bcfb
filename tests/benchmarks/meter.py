"""What recording the metrics costs: `python -m tests.benchmarks.meter`, on the samples.

The records are those of the whole pipeline, agent by agent, as often as it takes to fill a
chunk; the cost is CPU time per record consumed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from schemas.records import Record, WireItem
from streams.runtime.meter import Meter
from streams.runtime.observations import observations
from streams.settings import Settings
from streams.stage import Agent, Processed, Stage
from streams.topology import PIPELINE

SAMPLES = Path(__file__).parents[2] / "streams" / "demo" / "samples"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
CHUNKS = (1, 20, 500)
RECORDS = 20_000


def items() -> list[Record]:
    files = sorted(path for path in SAMPLES.iterdir() if path.name[0].isdigit())
    return [
        WireItem(
            id=f"sample-{number}",
            source="afp",
            content_type="",
            received_at=START + timedelta(minutes=number),
            body=path.read_bytes(),
        )
        for number, path in enumerate(files)
    ]


def processed(agent: Agent, records: Sequence[Record]) -> list[Processed]:
    resources = agent.load(Settings.read())
    state = None if agent.state is None else agent.state.new(resources)
    return [Processed(outcome, ()) for outcome in agent.step(records, resources, state)]


def measure(stage: Stage, agent: str, answers: Sequence[Processed], size: int) -> float:
    meter = Meter(stage)
    chunk = list(islice(cycle(answers), size))
    chunks = max(1, RECORDS // size)
    start = time.process_time()
    for _ in range(chunks):
        observed = observations(stage.name, agent, chunk)
        meter.committed(agent, [observed], records=size, step_s=0.01, chunk_s=0.02)
    return (time.process_time() - start) / (chunks * size) * 1e6


def main() -> None:
    inputs: dict[type[Record], list[Record]] = {WireItem: items()}
    for stage in PIPELINE:
        for agent in stage.agents:
            answers = processed(agent, inputs[agent.reads.record])
            for one in answers:
                for record in getattr(one.outcome, "records", ()):
                    inputs.setdefault(type(record), []).append(record)
            costs = [measure(stage, agent.name, answers, size) for size in CHUNKS]
            told = ", ".join(f"{c:5.2f} in {n}" for n, c in zip(CHUNKS, costs, strict=True))
            print(f"{stage.name:6} {agent.name:9} µs a record, by records in a chunk: {told}")


if __name__ == "__main__":
    main()
