"""The knowledge base: whom and what the tag stage knows, and by which names.

    persons.yaml organisations.yaml places.yaml   kept by hand, one actor an entry
    countries.yaml                                what CLDR lacks; its own names come from Babel
    spellings.yaml                                words that are spelt in more ways than one
    others.yaml                                   names that contain an actor's and mean another

To add an actor, add an entry with `id`, `name` (English) and at least an Arabic name, for a
person also a Chinese (simplified) and a Persian one; the tests check every file. To give a
name that is also a common word, list it under `weak`.
"""

from __future__ import annotations

from streams.tag.actors.known import KnowledgeBase, KnownActor
from streams.tag.actors.read import load

__all__ = ["KnowledgeBase", "KnownActor", "load"]
