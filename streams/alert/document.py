"""YAML text to nodes that know their lines, within the little of YAML that rules need.

Every scalar is taken as the text written, so that the language `no` is not false.
Anchors, aliases and tags are refused: they hide from a reader what a rule says,
and let a small file stand for a huge one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)
from yaml.nodes import Node

from streams.alert.faults import Fault

LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH: Final = 8
"""Levels of nesting; a rule needs five (rules, rule, field, operator, list)."""
CONTEXT_CHARS: Final = 40
"""Longest piece of the file quoted in a message, characters."""


def compose(data: bytes) -> Node | tuple[Fault, ...] | None:
    """Read one YAML document; None when the file is empty, its faults when it is not usable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (Fault(line, "", "not UTF-8; save the file as UTF-8"),)
    try:
        return tuple(_unfit(text)) or yaml.compose(text, Loader=LOADER)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return (Fault(line, "", f"character U+{_code(error):04X} is not YAML; remove it"),)
    except yaml.MarkedYAMLError as error:
        return (_not_yaml(text, error),)


def line_of(part: Node | Event) -> int:
    """Give the line that `part` of the document starts on, from 1."""
    mark = part.start_mark
    return 1 if mark is None else int(mark.line) + 1


def quote(text: str) -> str:
    """Quote `text` in a message, cut when long."""
    short = text if len(text) <= CONTEXT_CHARS else text[: CONTEXT_CHARS - 1] + "…"
    return f"«{short}»"


def _unfit(text: str) -> Iterator[Fault]:
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if not isinstance(event, NodeEvent):
            continue
        line = line_of(event)
        if depth > MAX_DEPTH:
            yield Fault(line, "", f"nested more than {MAX_DEPTH} deep; see the starter rules")
            return
        if isinstance(event, AliasEvent):
            yield Fault(line, "", f"alias *{event.anchor}: write the value out")
        elif event.anchor:
            yield Fault(line, "", f"anchor &{event.anchor}: remove it, write values out")
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
            yield Fault(line, "", f"tag {quote(event.tag)}: remove it")


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    number = 0 if mark is None else int(mark.line)
    lines = text.splitlines()
    line = lines[number] if number < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Fault(number + 1, "", "a tab in the indentation; indent with spaces")
    context = f"{error.context}: " if error.context else ""
    return Fault(number + 1, "", f"not YAML: {context}{error.problem}")


def _code(error: yaml.reader.ReaderError) -> int:
    character = error.character
    return character if isinstance(character, int) else ord(character)
