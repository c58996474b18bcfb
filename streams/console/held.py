"""`barq held`: the articles under embargo or withheld, as they stand now."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import click
import msgspec
import orjson
from rich.console import Console
from rich.text import Text

from schemas.codec import Message
from streams.console.bidi import is_right_to_left, isolated
from streams.console.moments import ahead
from streams.console.options import bootstrap, given
from streams.console.render import until as clock
from streams.console.tail import follow
from streams.dedup.history import Versions
from streams.dedup.holding import LATEST_MS, Holding
from streams.dedup.versions import STATE
from streams.settings import Settings

NOTHING_HELD: Final = b",null]"
"""How an entry ends that holds nothing: nearly all do, and need no decoding."""


@click.command("held")
@click.option("--source", help="Only from this source.")
@click.option(
    "--until",
    "end",
    metavar="TIME",
    help="Only what is released by TIME: ISO 8601, or 30m, 2h, 3d from now.",
)
@bootstrap
def command(*, source: str | None, end: str | None, bootstrap: str | None) -> None:
    """List what is held, the next to be released first: as JSON lines in a pipe.

    It is read from what the stage dedup remembers. How holdings began and ended is on the
    topic articles.held.
    """
    try:
        latest = None if end is None else ahead(end, datetime.now(UTC))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None
    settings = Settings.read(**given(bootstrap=bootstrap))
    messages = follow(settings, STATE.topic, "start", until_end=True)
    holdings = asyncio.run(held_now(messages))
    show(chosen(holdings.values(), source, latest))


async def held_now(changes: AsyncIterable[Message]) -> Mapping[str, Holding]:
    """Read a changelog to its end; give what is held by the id of its article."""
    decoder = msgspec.json.Decoder(Versions)
    holdings: dict[str, Holding] = {}
    async for message in changes:
        key = (message.key or b"").decode()
        holdings.pop(key, None)
        if message.value is not None and not message.value.endswith(NOTHING_HELD):
            holding = decoder.decode(message.value).held
            if holding is not None:
                holdings[key] = holding
    return holdings


def chosen(
    holdings: Iterable[Holding], source: str | None, latest: datetime | None
) -> list[Holding]:
    """Give those of `source` that are released by `latest`, the next first."""
    found = [
        one
        for one in holdings
        if (source is None or one.parsed.delivery.source == source)
        and (latest is None or (one.terms.until is not None and one.terms.until <= latest))
    ]
    return sorted(found, key=lambda one: (_due_ms(one), one.parsed.id))


def _due_ms(holding: Holding) -> int:
    due_ms = holding.terms.due_ms
    return LATEST_MS if due_ms is None else due_ms


def show(holdings: Iterable[Holding]) -> None:
    """Write them for people on a terminal, else as JSON lines."""
    if not sys.stdout.isatty():
        for one in holdings:
            sys.stdout.buffer.write(orjson.dumps(fields(one), option=orjson.OPT_UTC_Z) + b"\n")
        sys.stdout.buffer.flush()
        return
    console = Console(highlight=False)
    number = 0
    for number, one in enumerate(holdings, 1):  # noqa: B007 - counted, and told after
        for line in lines(one):
            console.print(line, soft_wrap=True)
    console.print(f"{number} held" if number else "nothing is held")


def fields(holding: Holding) -> dict[str, Any]:
    """Give what a JSON line says: all but the text."""
    parsed = holding.parsed
    return {
        "id": parsed.id,
        "until": holding.terms.until,
        "reason": holding.terms.reason,
        "since": parsed.delivery.received_at,
        "source": parsed.delivery.source,
        "language": parsed.language,
        "headline": parsed.headline,
        "version": parsed.version,
        "delivery": parsed.delivery.id,
        "relation": holding.relation,
    }


def lines(holding: Holding) -> Iterable[Text]:
    """Give the lines for people: until when and why, the headline, and which article."""
    parsed = holding.parsed
    named = map(isolated, (holding.terms.reason, parsed.language, parsed.delivery.source))
    yield Text.assemble(
        (f"{clock(holding.terms.until):<19}", "bold yellow"), "  ", "  ".join(named)
    )
    margin = "" if is_right_to_left(parsed.headline) else "  "
    yield Text(margin + isolated(parsed.headline), style="bold")
    since = clock(parsed.delivery.received_at)
    yield Text(f"  {isolated(parsed.id)}, {holding.relation}, since {since}", style="dim")
