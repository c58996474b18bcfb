"""Dates that an article names, as days: absolute, Hijri, and relative to its publication.

    table.py     one language's words: the YAML files here, and CLDR's names by Babel
    lexicon.py   the same folded; each word has a kind
    spots.py     where they and numbers stand, in a whole group of articles
    tokens.py    the words and numbers of a text that stand together
    grammar.py   which kinds, in which order, are a date
    named.py, weekdays.py, counted.py   what it means
    hijri.py, periods.py, tense.py   the calendars, and the cues
    find.py      all of it, over a group of articles

To add a language, add its file and its name to `table.LANGUAGES`.
"""

from __future__ import annotations

from streams.tag.dates.find import find_dates, patterns, published_on

__all__ = ["find_dates", "patterns", "published_on"]
