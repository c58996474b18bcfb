"""News agencies and publishers by the names that texts credit them with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import yaml

from schemas.records import Source

MAX_NAME_CHARS: Final = 100
"""A longer credit is a sentence, not a name; the longest name in the table has 40 characters."""

SHORT_CHARS: Final = 5
"""Letters up to which a Latin name may be a common word ("map", "spa", "fars") when in lower
case."""

SMALL: Final = frozenset({"afp", "ap", "apa", "ats", "awp", "efe", "kna", "ots", "sda"})
"""Agencies that write their names in small letters in datelines, which are no words there."""

IN_SMALL: Final = frozenset({"dpa", "epd"})
"""Agencies that write their names in small letters everywhere, which are no words."""

NOT_LETTERS: Final = re.compile(r"[\W_]+")
ARABIC_VARIANTS: Final = str.maketrans("أإآٱةىیکہھۀ", "ااااهييكههه", "ـ\u200c\u200d")
"""Letters that Arabic, Persian and Urdu print alike, or that writers interchange."""

PREFIXES: Final = (
    "وكاله",
    "صحيفه",
    "قناه",
    "خبرگزاري",
    "агентство",
    "агенція",
    "agence",
    "agencia",
)
"""Words before a name that say no more than that it is an agency; folded."""

SEPARATORS: Final = re.compile(
    r"\s*[+/,،;؛、，|&·]\s*|\s[-–—]\s|[-–—](?=[^\W\d_])"
    r"|\s(?:and|et|und|ve|y|и|та|і|with|avec|con|via)\s",
    re.IGNORECASE,
)
"""What stands between names in «الجزيرة + وكالات», "Reuters, AFP", "DHA via AP"."""

DOMAIN: Final = re.compile(r"(?:www\.)?([a-z]{2,16})\.(?:com|net|org|[a-z]{2})")
"""An agency named by its address: "afp.com", "www.reuters.com"."""

AROUND: Final = re.compile(r"^[\s.()\[\]«»\"'\u200e\u200f]+|[\s.()\[\]«»\"'\u200e\u200f]+$")
"""Spaces, brackets, quotation marks and direction marks around a name."""

ARABIC_AND: Final = " و"
"""Arabic writes "and" together with the next word: «الجزيرة ووكالات»."""


def prepare() -> None:
    """Load the table, so that the first text is no slower than the others."""
    _ids()


def source_of(name: str) -> Source:
    """Give the agency or publisher called `name`; its id is None when it is not in our table."""
    name = name.strip()
    return _source(name) if len(name) <= MAX_NAME_CHARS else Source(name=name)


@lru_cache(maxsize=4_096)
def _source(name: str) -> Source:
    return Source(name=name, id=_agency(name))


def agency(name: str) -> str | None:
    """Give our short id for the agency or publisher called `name`, such as `afp` for «أ ف ب»."""
    return _agency(name) if len(name) <= MAX_NAME_CHARS else None


@lru_cache(maxsize=4_096)
def _agency(name: str) -> str | None:
    folded = fold_name(name)
    ids = _ids()
    if folded in ids:
        return ids[folded] if _plausible(name) else None
    if domain := DOMAIN.fullmatch(name.lower()):
        return ids.get(domain[1])
    for prefix in PREFIXES:
        if folded.startswith(prefix):
            return ids.get(folded.removeprefix(prefix))
    return None


def names() -> Mapping[str, str]:
    """Give every agency's names, folded by `fold_name`, each with the agency's id."""
    return _ids()


def _plausible(name: str) -> bool:
    """Tell whether a short Latin name is written like one: "MAP" and "dpa", not "map"."""
    bare = NOT_LETTERS.sub("", name)
    return len(bare) > SHORT_CHARS or not bare.isascii() or not bare.islower() or bare in IN_SMALL


def sources_in(credits_line: str) -> tuple[Source, ...]:
    """Give the sources named in a line of credits such as «الجزيرة + وكالات», in order, once each.

    A line that is longer than a list of names can be gives none.
    """
    if len(credits_line) > 3 * MAX_NAME_CHARS:
        return ()
    found: dict[str, Source] = {}
    for name in _names(credits_line):
        source = source_of(name)
        found.setdefault(source.id or fold_name(name), source)
    return tuple(found.values())


def known_in(credit: str) -> Source | None:
    """Give the first known agency in a credit such as "AP Photo/Evan Vucci" or "DHA via AP"."""
    return _known_in(credit) if len(credit) <= MAX_NAME_CHARS else None


@lru_cache(maxsize=4_096)
def _known_in(credit: str) -> Source | None:
    return next((source for name in _names(credit) if (source := source_of(name)).id), None)


def all_known_in(credit: str) -> tuple[Source, ...]:
    """Give the known agencies in a dateline's credit, such as "AFP-DPA-REUTER" or "ats afp".

    There short names are names even in small letters, if nothing else stands beside them.
    """
    return _all_known_in(credit) if len(credit) <= MAX_NAME_CHARS else ()


@lru_cache(maxsize=4_096)
def _all_known_in(credit: str) -> tuple[Source, ...]:
    found = {one.id: one for name in _names(credit) if (one := source_of(name)).id}
    if credit.islower():
        words = NOT_LETTERS.split(credit.strip())
        known = {word: short for word in words if (short := _ids().get(fold_name(word)))}
        if len(known) == len(words) and (len(words) > 1 or credit.strip() in SMALL):
            found = {short: Source(name=word, id=short) for word, short in known.items()}
    return tuple(found.values())


def fold_name(name: str) -> str:
    """Fold case, width, marks, spaces, punctuation and Arabic letter variants for comparison."""
    decomposed = unicodedata.normalize("NFKC", name).casefold().translate(ARABIC_VARIANTS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", decomposed) if not _is_mark(c))
    return NOT_LETTERS.sub("", bare)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"


def _names(line: str) -> Iterator[str]:
    if agency(line):
        yield line
        return
    for part in SEPARATORS.split(line):
        name = AROUND.sub("", part)
        if name:
            yield from _apart(name)


def _apart(name: str) -> Iterator[str]:
    """Split «رويترز ووكالات», where what follows «و» is a name that we know."""
    head, joint, tail = name.rpartition(ARABIC_AND)
    if joint and not agency(name):
        for last in (tail, "و" + tail):
            if agency(last):
                yield from _apart(head)
                yield last
                return
    yield name


@cache
def _ids() -> Mapping[str, str]:
    """Read the table once: folded name to id."""
    text = files("streams.text").joinpath("agencies.yaml").read_text("utf-8")
    table: dict[str, list[str]] = yaml.safe_load(text)
    return {fold_name(str(name)): key for key, names in table.items() for name in names}
