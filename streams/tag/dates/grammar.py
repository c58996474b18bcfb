"""The grammar: which kinds of words, one after the other, are a date, and of which sort.

A pattern is over the letters of `lexicon`. Word order is free where languages differ: last
month, mois dernier, الشهر الماضي. What the words say is not looked at here; where they make no
sense the next shorter reading is tried.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Sort = Literal[
    "numeric",
    "date",
    "days",
    "month",
    "months",
    "years",
    "year",
    "season",
    "century",
    "decade",
    "fraction",
    "weekday",
    "weekday_of_week",
    "night",
    "weekend",
    "relative",
    "part_of_day",
    "unit",
    "several",
    "count",
]

PART: Final = "(?:OF|FO)"
MONTH: Final = "U?[MH](?:[/-]?M)?"
WHEN: Final = "(?:U?Y[UE]*|[Ll]U?Y?|U[Ll]Y?|U)?"
"""Behind a date: of which year."""

PATTERNS: Final[tuple[tuple[Sort, str, str], ...]] = (
    ("numeric", r"N\.N\.Y|N/N/YE?|N-N-YE?|Y-N-N|Y/N/N", ""),
    ("date", rf"U?(?:[LR]?DL?U?)?[NO]\.?{MONTH}{WHEN}", ""),
    ("date", r"U?D?MU?[NO]Y?", "en"),
    ("date", r"L?MU[NO]", "tr"),
    ("date", r"NM(?:U?Y)?U?D", "tr"),
    ("days", rf"U?[NO]\.?-U?[NO]\.?{MONTH}{WHEN}", ""),
    ("days", r"M[NO]-[NO]Y?", "en"),
    ("month", rf"B?-?L?{MONTH}{WHEN}", ""),
    ("month", r"L?MU?Y?U?B", "tr"),
    ("months", r"M-M(?:U?YU?)?", ""),
    ("years", r"U?Y[-/][YNn][UV]?", ""),
    ("year", r"B?-?(?:UYE?|YUE?|YE|Y)U?", ""),
    ("year", r"YU?B", "tr"),
    ("season", r"B?(?:[Ll]S|S[Ll]|SU?YU?|S[Ll]U|SU[Ll])", ""),
    ("century", r"B?-?(?:[NO]\.?U|U[NO])|(?:OF|FO)(?:[NO]\.?U|U[NO])", ""),
    ("decade", r"B?-?V?KV?|VY|Vn", ""),
    (
        "fraction",
        rf"(?:OF|FO)(?:U?YU?|LU|UL|{MONTH}{WHEN})?|[LlJ]F|F[LlJ]|(?:Y|L?U)U?(?:OF|FO)",
        "",
    ),
    ("weekday", r"P?L?U?DU?P?L?|P?U?DL?P", ""),
    ("weekday_of_week", r"P?DP?(?:LU|UL)|(?:LU|UL)U?D", ""),
    ("night", r"PD-?D", ""),
    ("weekend", r"L?ZL?", ""),
    ("relative", r"P?U?RP?U?D?P?|U?DRP?", ""),
    ("part_of_day", r"LP", ""),
    ("unit", r"B?-?(?:[Ll]U|U[Ll])Y?|BU", ""),
    ("unit", r"LUB|UB", "tr"),
    (
        "several",
        r"[LlJ][Nnw][UV]|[Nnw][LlJ][UV]|[UV][Nnw][LlJ]|[LlJ]V|V[LlJ]|JU|UJ|[LlJ]W|W[LlJ]",
        "",
    ),
    ("count", r"[Nnw][UV][ac]?|Wa?|[UV]a?|Va", ""),
)
"""Sort, kinds, and the languages that alone have that order, or none for all."""

MARKS: Final = "-/."
NUMERIC: Final = frozenset("NnYxw")
LONGEST: Final = 16
"""Letters of the longest pattern, about."""
UNITS: Final = frozenset("UV")


class Way(NamedTuple):
    """One way to read some of the tokens of a run, from the place it belongs to."""

    end: int
    sort: Sort
    kinds: str
    words: tuple[int, ...]
    """Where in the run the words are, without the marks between them."""


@lru_cache(maxsize=4096)
def readings(kinds: str, language: str) -> tuple[tuple[Way, ...], ...]:
    """Give for each place in a run what may begin there, the longest first; empty for nothing."""
    ways = tuple(_from(kinds, place, language) for place in range(len(kinds)))
    return ways if any(ways) else ()


def _from(kinds: str, place: int, language: str) -> tuple[Way, ...]:
    inside_number = (
        place > 1
        and kinds[place] in NUMERIC
        and kinds[place - 1] in MARKS
        and kinds[place - 2] in NUMERIC
    )
    if inside_number:
        return ()
    after_number = place > 0 and kinds[place - 1] in NUMERIC
    found: dict[tuple[int, Sort], None] = {}
    for sort, pattern, languages in _compiled():
        if (languages and language not in languages) or (
            after_number and sort == "count" and kinds[place] in UNITS
        ):
            continue
        if pattern.match(kinds, place) is None:  # nor does it match up to any end
            continue
        for end in range(min(len(kinds), place + LONGEST), place, -1):
            if pattern.fullmatch(kinds, place, end):
                found[end, sort] = None
    ordered = sorted(found, key=lambda one: -one[0])
    return tuple(
        Way(
            end,
            sort,
            kinds[place:end],
            tuple(at for at in range(place, end) if kinds[at] not in MARKS),
        )
        for end, sort in ordered
    )


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[Sort, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (sort, re.compile(pattern), frozenset(languages.split()))
        for sort, pattern, languages in PATTERNS
    )
