"""What a rule may ask of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

Field = Literal["actors", "languages", "sources"]
Operator = Literal["all", "any", "none"]

FIELDS: Final[tuple[Field, ...]] = get_args(Field)
OPERATORS: Final[tuple[Operator, ...]] = get_args(Operator)


@dataclass(frozen=True, slots=True)
class Want:
    """One condition: all, any or none of `values` among the article's `field`."""

    field: Field
    operator: Operator
    values: tuple[str, ...]
    """Ids, each once, in the order written."""


def contradiction(field: Field, wants: Sequence[Want]) -> str | None:
    """Say why no article can meet all of `wants`, which are of one `field`; None when one can."""
    values = {want.operator: set(want.values) for want in wants}
    every, some, no = (values.get(operator, set()) for operator in OPERATORS)
    if both := sorted(every & no):
        return f"can never match: {', '.join(both)} stands under both all and none"
    if some and some <= no:
        return "can never match: all that stands under any stands under none"
    if field == "languages" and len(every) > 1:
        return "can never match: an article has one language; write any instead of all"
    if field == "languages" and every and some and not every & some:
        return "can never match: an article has one language, and all and any share none"
    return None
