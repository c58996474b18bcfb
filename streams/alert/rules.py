"""Alert rules, read from a YAML file that an analyst writes.

The file is a list of rules; one reads «tell me of a story that names both, in Arabic
or English, unless TASS alone reports it»:

    - id: lavrov-and-cavusoglu
      description: The Russian and the Turkish foreign minister in one story
      severity: warning
      actors:
        all: [Lavrov, تشاووش أوغلو]
      languages: [ar, en]
      sources:
        none: [tass]

`id`
    Required. Letters, digits, `.`, `_` and `-`; no two rules share one. It is part of
    the ids of the rule's alerts: a rule under another id raises its alerts anew.
`description`
    What the rule is for.
`severity`
    `info` (the default), `warning` or `critical`.
`actors`, `languages`, `sources`
    At least one of them. Under each `all` (every one of these), `any` (at least one)
    and `none` (not one); all that is given must hold. A plain list stands for `any`.

An actor is named by its id (`person:sergey-lavrov`, `country:SY`) or by any name that
is its alone, in any language; a language by its ISO 639-1 code or its name; a source by
the short name of an agency or feed (`aljazeera`), or the name of an agency. A source
holds both for who delivered the article and for who is credited in it.

Every scalar is text: `no` is Norwegian, not false. A file with any fault is refused
whole, with all its faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from schemas.records import Severity
from streams.alert.conditions import FIELDS, OPERATORS, Field, Operator, Want, contradiction
from streams.alert.document import compose, line_of, quote
from streams.alert.faults import Fault, RulesError
from streams.alert.vocabulary import UnknownNameError, Vocabulary, nearest

ID: Final = re.compile(r"\w[\w.-]{0,99}\Z")
KEYS: Final = ("id", "description", "severity", *FIELDS)
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must hold of an article for an alert, and how urgent that is."""

    id: str
    description: str = ""
    severity: Severity = "info"
    wants: tuple[Want, ...]
    """At least one, in the order actors, languages, sources, and all, any, none of each."""


def read_rules(data: bytes, file: str, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Read the rules in `data`; raise RulesError with every fault, `file` being its name."""
    root = compose(data)
    if isinstance(root, tuple):
        raise RulesError(file, root)
    reader = _Reader(vocabulary)
    rules = reader.rules(root)
    if reader.faults:
        raise RulesError(file, tuple(reader.faults))
    return rules


class _Reader:
    """Reads nodes, and notes what is wrong with them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.faults: list[Fault] = []
        self._vocabulary = vocabulary
        self._first: dict[str, Node] = {}
        """By id, where it stands first."""

    def rules(self, root: Node | None) -> tuple[Rule, ...]:
        """Read the whole file; the rules are good only when no fault was noted."""
        if root is None or (isinstance(root, ScalarNode) and not root.value):
            self.faults.append(Fault(1, "", "no rules; write a list of them, each with an id"))
            return ()
        if not isinstance(root, SequenceNode):
            self._fault(root, "", "write a list of rules, each beginning with «- id: …»")
            return ()
        if not root.value:
            self._fault(root, "", "no rules; write a list of them, each with an id")
        return tuple(self._rule(node) for node in root.value)

    def _rule(self, node: Node) -> Rule:
        entries = self._mapping(node, "", KEYS)
        severity = self._scalar(entries.get("severity"), "severity") or "info"
        if severity not in SEVERITIES:
            hint = nearest(severity, [(one, one) for one in SEVERITIES])
            listed = ", ".join(SEVERITIES)
            message = f"{quote(severity)} is none of {listed}{hint}"
            self._fault(entries["severity"], "severity", message)
        wants = [
            want
            for field in FIELDS
            if field in entries
            for want in self._field(field, entries[field])
        ]
        if isinstance(node, MappingNode) and not any(field in entries for field in FIELDS):
            self._fault(node, "", f"no conditions; give at least one of {', '.join(FIELDS)}")
        return Rule(
            id=self._id(node, entries.get("id")),
            description=self._scalar(entries.get("description"), "description"),
            severity=cast(Severity, severity),
            wants=tuple(wants),
        )

    def _id(self, rule: Node, node: Node | None) -> str:
        if node is None:
            if isinstance(rule, MappingNode):
                self._fault(rule, "id", "missing; give the rule a name of its own")
            return ""
        name = self._scalar(node, "id")
        if name and not ID.match(name):
            self._fault(node, "id", f"{quote(name)}: use up to 100 letters, digits, «.», «_», «-»")
        first = self._first.setdefault(name, node)
        if name and first is not node:
            self._fault(node, "id", f"{quote(name)} is already the rule at line {line_of(first)}")
        return name

    def _field(self, field: Field, node: Node) -> list[Want]:
        if isinstance(node, ScalarNode):
            example = f"[{node.value or 'one, another'}]"
            self._fault(node, field, f"write a list, such as {example}, or all, any, none with one")
            return []
        if isinstance(node, SequenceNode):
            wants = [self._want(field, "any", node, field)]
        else:
            entries = self._mapping(node, field, OPERATORS)
            wants = [
                self._want(field, operator, entries[operator], f"{field}.{operator}")
                for operator in OPERATORS
                if operator in entries
            ]
            if isinstance(node, MappingNode) and not wants:
                self._fault(node, field, f"empty; give at least one of {', '.join(OPERATORS)}")
        if why := contradiction(field, wants):
            self._fault(node, field, why)
        return wants

    def _want(self, field: Field, operator: Operator, node: Node, path: str) -> Want:
        if not isinstance(node, SequenceNode):
            written = node.value if isinstance(node, ScalarNode) else ""
            self._fault(node, path, f"write a list, such as [{written or 'one, another'}]")
            return Want(field, operator, ())
        if not node.value:
            self._fault(node, path, "empty; name at least one, or leave it out")
        ids = dict.fromkeys(self._ids(field, node.value, path))
        return Want(field, operator, tuple(ids))

    def _ids(self, field: Field, nodes: Iterable[Node], path: str) -> Iterator[str]:
        for node in nodes:
            name = self._scalar(node, path)
            if not name:
                continue
            try:
                yield self._vocabulary.resolve(field, name)
            except UnknownNameError as error:
                self._fault(node, path, str(error))

    def _mapping(self, node: Node, path: str, keys: Sequence[str]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            listed = ", ".join(keys)
            self._fault(node, path, f"write «key: value» lines; the keys are {listed}")
            return {}
        entries: dict[str, Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            if name not in keys:
                hint = nearest(name, [(one, one) for one in keys])
                listed = ", ".join(keys)
                message = f"unknown key {quote(name)}{hint or f'; the keys are {listed}'}"
                self._fault(key, path, message)
            elif name in entries:
                self._fault(key, path, f"key {quote(name)} stands twice; keep one")
            else:
                entries[name] = value
        return entries

    def _scalar(self, node: Node | None, path: str) -> str:
        """Give the text of a scalar; "" when there is none, or it is at fault."""
        if node is None:
            return ""
        text = node.value.strip() if isinstance(node, ScalarNode) else ""
        if not isinstance(node, ScalarNode):
            self._fault(node, path, "write one text here, not a list or keys")
        elif not text:
            self._fault(node, path, "empty; write a value, or leave the key out")
        return text

    def _fault(self, node: Node, path: str, message: str) -> None:
        self.faults.append(Fault(line_of(node), path, message))
