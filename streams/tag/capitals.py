"""Whether the name of a capital says where something is, or which government acts.

It is the place where its surroundings say so: after a preposition of place or a noun
such as talks or airport, before another such noun, or before its own country, as in
a dateline. Else it stands for the government if that is what the city's name usually
does (`metonym` in places.yaml), or if the article names the country otherwise too;
if not, it is the place.

So «في موسكو», in Moscow, are the place, and «أعلنت واشنطن», Washington said, the
United States. Where neither the place nor an act is meant (the road to Moscow) the
government may be reported wrongly; the article then mostly is about that country.
"""

from __future__ import annotations

from typing import Final

BEFORE: Final = {
    "ar": "في الي قرب مدينه بمدينه لمدينه العاصمه وسط شرق غرب شمال جنوب ضواحي مطار جامعه محادثات"
    " مباحثات مفاوضات قمه موتمر اجتماع اجتماعات لقاء لقاءات",
    "en": "in at near around outside inside across central downtown greater visiting",
    "fr": "a pres",
    "ru": "в во под около городе",
    "tr": "",
    "es": "en",
    "de": "in nach bei",
    "fa": "در شهر",
    "uk": "в у під біля місті",
    "ur": "",
    "zh": "",
}
"""Folded words before a capital's name that make it the place."""
AFTER: Final = {
    "ar": "العاصمه",
    "en": "talks summit meeting conference airport university mayor court police region time"
    " correspondent bureau based",
    "fr": "",
    "ru": "",
    "tr": "da de ta te dan den tan ten ya ye a e daki deki taki teki",
    "es": "",
    "de": "",
    "fa": "",
    "uk": "",
    "ur": "مين",
    "zh": "",
}
"""Folded words after it; in Turkish the endings of place, which an apostrophe sets off."""
CHINESE_BEFORE: Final = ("在", "于", "於", "抵达", "抵達", "访问", "訪問", "飞往", "飛往", "前往")
CHINESE_AFTER: Final = ("举行", "舉行", "机场", "機場", "市", "大学", "大學")
PREFIXES: Final = ("ب",)
"""Arabic prefix that means in or at."""

_BEFORE: Final = {language: frozenset(words.split()) for language, words in BEFORE.items()}
_AFTER: Final = {language: frozenset(words.split()) for language, words in AFTER.items()}


def is_place(prefix: str, before: str, after: str, language: str) -> bool:
    """Tell whether the words around a capital's name, all folded, make it the place.

    English words count in every article, for captions are often English.
    """
    if prefix.endswith(PREFIXES):
        return True
    if language == "zh" and (before.endswith(CHINESE_BEFORE) or after.startswith(CHINESE_AFTER)):
        return True
    last, first = before.rpartition(" ")[2], after.partition(" ")[0]
    return any(
        last in _BEFORE.get(spoken, ()) or first in _AFTER.get(spoken, ())
        for spoken in (language, "en")
    )
