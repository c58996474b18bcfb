"""`barq actors`: whom Barq knows, to be named in rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Final, get_args

import click
import orjson
from rich.console import Console
from rich.text import Text

from schemas.records import ActorKind
from streams.console.bidi import isolated
from streams.tag.actors import KnowledgeBase, KnownActor, load
from streams.text.fold import fold

SHOWN: Final = 3
"""Names of one language shown on a terminal; a pipe gets all."""
NEAR: Final = 3
"""Actors suggested for a name that none has."""


@click.command("actors")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--kind", type=click.Choice(get_args(ActorKind)), help="Only of this kind.")
def command(*, names: Sequence[str], kind: str | None) -> None:
    """List the actors that Barq knows, or those with a name or id that contains NAME.

    A rule names an actor by its id or by any of its names, in any language. In a pipe each is
    a JSON line with all its names.
    """
    base = load()
    found = [actor for actor in chosen(base, names) if kind is None or actor.kind == kind]
    if names and not found:
        raise click.ClickException(_unknown(base, " ".join(names)))
    show(found)


def chosen(base: KnowledgeBase, names: Sequence[str]) -> list[KnownActor]:
    """Give the actors of which a name or the id contains one of `names`; all for no names.

    Case, accents and the spellings that wires vary do not matter.
    """
    asked = [fold(name).text for name in names]
    if not asked:
        return list(base.by_id.values())
    called = {
        actor_id
        for folded, ids in base.by_name.items()
        if any(one in folded for one in asked)
        for actor_id in ids
    }
    return [
        actor
        for actor in base.by_id.values()
        if actor.id in called or any(name in actor.id for name in names)
    ]


def show(actors: Iterable[KnownActor]) -> None:
    """Write them for people on a terminal, else as JSON lines."""
    if not sys.stdout.isatty():
        for actor in actors:
            sys.stdout.buffer.write(orjson.dumps(fields(actor)) + b"\n")
        sys.stdout.buffer.flush()
        return
    console = Console(highlight=False)
    for actor in actors:
        for line in lines(actor):
            console.print(line, soft_wrap=True)


def fields(actor: KnownActor) -> dict[str, Any]:
    """Give what a JSON line says."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "names": dict(actor.names),
        "surname_alone": sorted(actor.alone),
    }


def lines(actor: KnownActor) -> list[Text]:
    """Give the lines for people: the id, and the names by language."""
    head = Text.assemble((actor.id, "bold"), f"  {actor.name}")
    if actor.country is not None and actor.country != actor.id:
        head.append(f"  {actor.country}", "dim")
    named = [
        f"{language}: {', '.join(isolated(name) for name in names[:SHOWN])}"
        for language, names in actor.names.items()
    ]
    return [head, Text("  " + "; ".join(named), "dim")]


def _unknown(base: KnowledgeBase, name: str) -> str:
    near = get_close_matches(fold(name).text, base.by_name, n=NEAR)
    meant = dict.fromkeys(base.by_id[base.by_name[one][0]].name for one in near)
    hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
    return f"no actor that Barq knows is called {name}{hint}"
