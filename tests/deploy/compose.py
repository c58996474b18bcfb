"""docker-compose.yml read as a person would: with its variables at their defaults."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
PATH: Final = ROOT / "docker-compose.yml"
VARIABLE: Final = re.compile(r"\$\{\w+:-([^}]*)\}")


def read() -> dict[str, Any]:
    """Give the whole file."""
    given: dict[str, Any] = yaml.safe_load(VARIABLE.sub(r"\1", PATH.read_text("utf-8")))
    return given


def services() -> dict[str, dict[str, Any]]:
    """Give each service by its name."""
    found: dict[str, dict[str, Any]] = read()["services"]
    return found


def own() -> dict[str, dict[str, Any]]:
    """Give the services that run Barq."""
    return {name: one for name, one in services().items() if one["image"].startswith("barq:")}


def command(service: dict[str, Any], entrypoint: list[str]) -> list[str]:
    """Give the command line of a service of an image with that entry point."""
    return [*service.get("entrypoint", entrypoint), *service.get("command", ())]


def environment(service: dict[str, Any], **changed: str) -> dict[str, str]:
    """Give the environment of a service's process: what it says, and what a process needs."""
    needed = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = {name: str(value) for name, value in service["environment"].items()}
    return {**needed, **said, **changed}
