"""Generates the schemas of the public topics from the records.

    python -m schemas.export            writes schemas/json/*.json and schemas/asyncapi.json
    python -m schemas.export --check    fails when they are stale

Both refuse changes that break subscribers, unless schemas/CHANGELOG.md announces them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from schemas.compatibility import unannounced, version
from schemas.describe import Json, documents

FOLDER: Final = Path(__file__).parent


def rendered(document: Json) -> str:
    """Give a document as the text of its file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _committed(reference: str, path: str) -> Json | None:
    """Give a document as it is at a git reference; None where it, or git, is not."""
    place = f"{reference}:./{path}"
    try:
        shown = subprocess.run(  # noqa: S603 - git, with a reference from our own command line
            ["git", "show", place],  # noqa: S607 - git is where the user has it
            cwd=FOLDER,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    document: Json = json.loads(shown.stdout)
    return document


def broken(generated: Mapping[str, Json], changelog: str, reference: str) -> list[str]:
    """Say which changes since a git reference break subscribers and are not announced."""
    before = _committed(reference, "asyncapi.json")
    if before is None:
        return []
    major = int(before["info"]["version"].partition(".")[0])
    old, new = (
        {"$defs": doc["components"]["schemas"]} for doc in (before, generated["asyncapi.json"])
    )
    return [
        f"{field} {what} since {reference}: this breaks subscribers; undo it, or begin section "
        f"«## {major + 1}.0» of schemas/CHANGELOG.md and name `{field}` in it"
        for field, what in unannounced(old, new, changelog, major)
    ]


@click.command(help="Generate the schemas from the records.")
@click.option("--check", is_flag=True, help="write nothing; fail when a file is stale")
@click.option("--against", default="HEAD", show_default=True, help="git reference to keep to")
def main(check: bool, against: str) -> None:  # noqa: FBT001 - a flag of the command line
    """Write or check, and exit with 1 when anything is wrong."""
    changelog = (FOLDER / "CHANGELOG.md").read_text("utf-8")
    major, minor = version(changelog)
    generated = documents(f"{major}.{minor}.0")
    faults = broken(generated, changelog, against)
    if check:
        faults += _stale(generated)
    elif not faults:
        (FOLDER / "json").mkdir(exist_ok=True)
        for path, document in generated.items():
            (FOLDER / path).write_text(rendered(document), "utf-8")
        for left_over in _left_over(generated):
            left_over.unlink()
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


def _stale(generated: Mapping[str, Json]) -> list[str]:
    wrong = [
        path
        for path, document in generated.items()
        if not (FOLDER / path).exists() or (FOLDER / path).read_text("utf-8") != rendered(document)
    ]
    wrong += [f"json/{path.name}" for path in _left_over(generated)]
    return [f"schemas/{path} is stale: run python -m schemas.export" for path in wrong]


def _left_over(generated: Mapping[str, Json]) -> list[Path]:
    return [
        path for path in sorted(FOLDER.glob("json/*.json")) if f"json/{path.name}" not in generated
    ]


if __name__ == "__main__":
    main()
