"""The pipeline, top to bottom: read this first.

The workers, the offline replay, the tests, the creation of topics and the README's
diagram all use this one literal.
"""

from __future__ import annotations

from typing import Final

from schemas.topics import (
    ALERTS,
    DUPLICATES,
    ENRICHED,
    HELD,
    MATCHED,
    PARSED,
    UNIQUE,
    VERSIONED,
    WIRE,
)
from streams.alert import evaluate, match
from streams.dedup import near, versions
from streams.parse import stage as parse
from streams.stage import Agent, Stage
from streams.tag import stage as tag

PIPELINE: Final[tuple[Stage, ...]] = (
    Stage(
        name="parse",
        agents=(
            Agent(
                name="parse",
                reads=WIRE,
                writes=(PARSED,),
                load=parse.load,
                step=parse.step,
                drops=parse.DROPS,
                rejects=parse.REJECTS,
            ),
        ),
    ),
    Stage(
        name="dedup",
        agents=(
            Agent(
                name="versions",
                reads=PARSED,
                writes=(VERSIONED, HELD, DUPLICATES),
                load=versions.load,
                step=versions.step,
                state=versions.STATE,
                timer=versions.TIMER,
            ),
            Agent(
                name="near",
                reads=VERSIONED,
                writes=(UNIQUE, DUPLICATES),
                load=near.load,
                step=near.step,
                state=near.STATE,
            ),
        ),
    ),
    Stage(
        name="tag",
        agents=(Agent(name="tag", reads=UNIQUE, writes=(ENRICHED,), load=tag.load, step=tag.step),),
    ),
    Stage(
        name="alert",
        agents=(
            Agent(
                name="match",
                reads=ENRICHED,
                writes=(MATCHED,),
                load=match.load,
                step=match.step,
                drops=match.DROPS,
            ),
            Agent(
                name="evaluate",
                reads=MATCHED,
                writes=(ALERTS,),
                load=evaluate.load,
                step=evaluate.step,
                state=evaluate.STATE,
                drops=evaluate.DROPS,
            ),
        ),
    ),
)
STAGES: Final = {stage.name: stage for stage in PIPELINE}
