"""The tables of settings, topics and metrics for `--help` and README, made from the code.

`python -m streams.console.reference --check` fails when README is stale;
`--write` renews it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from schemas.topics import DAY_MS, TOPICS
from streams.deadletters.redelivery import MARKERS
from streams.runtime.edge_metrics import EDGE_METRICS
from streams.runtime.metrics import METRICS
from streams.settings import PREFIX, Settings

README: Final = Path(__file__).parents[2] / "README.md"


class SettingRow(NamedTuple):
    """One setting, as its users see it."""

    variable: str
    meaning: str
    """Ends with the unit where there is one."""
    default: str
    allowed: str
    """Empty when anything of its kind is allowed."""

    @property
    def limits(self) -> str:
        """Default and what is allowed, in one phrase."""
        return f"default {self.default or 'none'}{'; ' + self.allowed if self.allowed else ''}"


def settings_rows() -> tuple[SettingRow, ...]:
    """List every setting, in the order in which they are declared."""
    return tuple(
        SettingRow(PREFIX + name.upper(), field.description or "", _default(field), _allowed(field))
        for name, field in Settings.model_fields.items()
    )


def settings_table() -> str:
    """Give the settings as a Markdown table."""
    rows = [
        f"| `{row.variable}` | {row.meaning} | {_code(row.default)} | {row.allowed} |"
        for row in settings_rows()
    ]
    return "\n".join(["| variable | meaning | default | allowed |", "|---|---|---|---|", *rows])


def topics_table() -> str:
    """Give the topics as a Markdown table."""
    from streams.topology import PIPELINE  # noqa: PLC0415 - heavy, and not for --help

    agents = [agent for stage in PIPELINE for agent in stage.agents]
    rows = [
        f"| `{t.name}` | `{t.record.__name__}` | {'public' if t.public else 'internal'} |"
        f" delete | {t.retention_ms // DAY_MS} days |"
        for t in TOPICS
    ]
    rows += [
        f"| `{agent.state.topic}` | what *{agent.name}* remembers | state | compact | last value |"
        for agent in agents
        if agent.state is not None
    ]
    rows.append(f"| `{MARKERS}` | what `barq dlq replay` has sent | state | compact | last value |")
    head = ["| topic | record | for | cleanup | kept |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]).replace("| 1 days |", "| 1 day |")


def metrics_table() -> str:
    """Give the metrics as a Markdown table."""
    rows = [
        f"| `{m.name}` | {m.kind} | {m.unit} | {', '.join(m.labels)} | {m.meaning} |"
        for m in (*METRICS, *EDGE_METRICS)
    ]
    head = ["| metric | kind | unit | labels | meaning |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def renewed(text: str) -> str:
    """Give README's `text` with the tables between its markers made anew."""
    tables = {
        "settings": settings_table(),
        "topics": topics_table(),
        "metrics": metrics_table(),
    }
    for name, table in tables.items():
        begin, end = f"<!-- {name}: made by streams.console.reference -->", f"<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"README.md: put {begin} and {end} around the table of {name}")
        text = f"{before}{begin}\n{table}\n{end}{after}"
    return text


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is PydanticUndefined:
        return "the host's name"
    if value is None:
        return ""
    return "" if isinstance(value, SecretStr) else str(value)


def _allowed(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(str(one) for one in get_args(field.annotation))
    signs = {Ge: "≥ ", Gt: "> ", Le: "≤ ", Lt: "< "}
    bounds = [
        f"{sign}{getattr(rule, kind.__name__.lower()):,}".replace(",", " ")
        for rule in field.metadata
        for kind, sign in signs.items()
        if isinstance(rule, kind)
    ]
    return ", ".join(bounds)


def _code(value: str) -> str:
    return f"`{value}`" if value else ""


def main(arguments: list[str]) -> int:
    """Check README's tables, or write them anew."""
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    if arguments == ["--write"]:
        README.write_text(after, encoding="utf-8")
    elif arguments != ["--check"]:
        sys.stderr.write("usage: python -m streams.console.reference --check | --write\n")
        return 2
    elif before != after:
        sys.stderr.write(
            "README.md is stale: renew it with `python -m streams.console.reference --write`\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
