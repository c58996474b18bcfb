"""How right the dates are: `python -m tests.benchmarks.date_quality`, on the labelled lists.

Right is a date found where one is labelled, with the same days; exact one whose
surface is the same too. `--list development` takes the other list. `--dateparser` has
dateparser read the surfaces, cut out for it, at their place in time: it is not asked where
dates stand, and is right when its day is the first of the labelled ones.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

import click
import dateparser as library

from tests.tag.dates.labelled import LISTS, Score, read, scores


def by_library(name: str) -> Counter[str]:
    right: Counter[str] = Counter()
    for sentence in read(name):
        settings = {
            "RELATIVE_BASE": datetime.combine(sentence.published, time()),
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
            "PREFER_DATES_FROM": "past",
        }
        for expected in sentence.dates:
            if not expected.optional:
                day = library.parse(
                    expected.surface, languages=[sentence.language], settings=settings
                )
                right[sentence.language] += day is not None and day.date() == expected.days[0]
    return right


@click.command()
@click.option("--list", "name", type=click.Choice(LISTS), default="held_out", show_default=True)
@click.option("--dateparser", is_flag=True, help="beside dateparser, which takes a minute")
def main(name: str, dateparser: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Print by language how many of the labelled dates are found, and what else is."""
    theirs = by_library(name) if dateparser else Counter[str]()
    total, all_theirs = Score(), sum(theirs.values())
    for language, score in scores(name).items():
        say(language, score, theirs[language] if dateparser else None)
        total.expected += score.expected
        total.right += score.right
        total.exact += score.exact
        total.false += score.false
    say("all", total, all_theirs if dateparser else None)


def say(name: str, score: Score, theirs: int | None) -> None:
    beside = "" if theirs is None else f", dateparser {theirs / score.expected:6.1%}"
    print(
        f"{name:3} {score.right:3} of {score.expected:3} right, {score.right / score.expected:6.1%}"
        f" ({score.exact} exact), {score.false} found where there is none{beside}"
    )


if __name__ == "__main__":
    main()
