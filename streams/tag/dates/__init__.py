"""Dates that an article names, as days: absolute, Hijri, and relative to its publication.

    table.py     one language's words: the YAML files here, and CLDR's names by Babel
    lexicon.py   the same folded, in an automaton; each word has a kind
    tokens.py    the words and numbers of a text that stand together
    grammar.py   which kinds, in which order, are a date
    named.py, counted.py   what it means; hijri.py, periods.py: the calendars; tense.py: the cues
    find.py      all of it, over an article

To add a language, add its file and its name to `table.LANGUAGES`.
"""

from __future__ import annotations

from streams.tag.dates.find import find_dates, prepare, published_on

__all__ = ["find_dates", "prepare", "published_on"]
