"""Texts that say what an earlier one said, and the stories that articles make together.

An article is compared with those of its shard that were sent on within the window; repeats are
not remembered as texts, so what stands for a repeat is always an article that subscribers have.

- An **update or correction** stays in its article's story; its new share is against the version
  that it replaces. Where that was a repeat of another article's text, the update is judged anew.
  An article that has left the window counts as its own story.
- A text that **calls itself a correction** under an id of its own is never suppressed: near an
  earlier article of the same source it corrects that one.
- A **story that gives its flash's headline** is compared with the flash, however short that is.
- A **kill** under an id of its own withdraws the newest article of the same source whose headline
  it repeats behind its cue.
- After a **kill** the text leaves the index. Repeats that were suppressed in its favour stay
  suppressed, and remain in its story, where the kill is sent; the next copy is news again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from msgspec import structs

from schemas.ids import digest
from schemas.records import Duplicate, Parsed, Redundancy, Unique, Versioned
from schemas.times import to_ms
from streams.dedup.sketch import EMPTY, Sketch, containment, containments, sketch_all
from streams.dedup.stories import REMEMBERED, Answer, NearState, Text, stored
from streams.dedup.titles import folded_headlines, title_of, titles_in, titles_of
from streams.dedup.verdict import Finding, Overlap, Thresholds, judge, overlap
from streams.dedup.window import Looked
from streams.outcome import Emit, Outcome
from streams.settings import Settings
from streams.state import StateSpec

HOUR_MS: Final = 3_600_000

RANK: Final[dict[Finding, int]] = {"duplicate": 0, "brief": 1, "expansion": 2, "related": 3}
"""Which finding decides where several earlier texts are alike; others decide nothing."""
RANK_FOR_CORRECTION: Final[dict[Finding, int]] = {**RANK, "look_alike": 4}
"""A correction may change most of the numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What the settings decide."""

    limits: Thresholds
    window_ms: int


class New(NamedTuple):
    """The text of a new article."""

    sketch: Sketch
    looked: Looked
    """Where its hashes were found."""
    headline: str
    """Folded."""


class Near(NamedTuple):
    """An earlier article that decides what a new one is."""

    finding: Finding
    key: str
    text: Text
    seen: Overlap


def load(settings: Settings) -> Resources:
    """Take the thresholds and the length of the window from the settings."""
    return Resources(
        limits=Thresholds(
            duplicate_share=settings.duplicate_share, related_share=settings.related_share
        ),
        window_ms=round(settings.near_hours * HOUR_MS),
    )


def _new_state(resources: Resources) -> NearState:
    return NearState(resources.window_ms)


STATE: Final = StateSpec(name="dedup.near", new=_new_state)


def step(records: Sequence[Versioned], resources: Resources, state: NearState) -> list[Outcome]:
    """Place each article among the texts and stories of its shard."""
    sketches = sketch_all([body(one.parsed) for one in records], [one.shard for one in records])
    looked = state.window.look_up([sketch.index for sketch in sketches])
    headlines = folded_headlines([one.parsed for one in records])
    return [
        _place(versioned, New(sketch, found, headline), resources.limits, state)
        for versioned, sketch, found, headline in zip(
            records, sketches, looked, headlines, strict=True
        )
    ]


def body(parsed: Parsed) -> str:
    """Give the text to compare: no captions, credits, datelines or source lines."""
    own = (parsed.headline,) if parsed.headline_from == "headline" else ()
    return "\n".join((*own, *parsed.paragraphs))


def _place(versioned: Versioned, new: New, limits: Thresholds, state: NearState) -> Outcome:
    parsed = versioned.parsed
    now_ms = to_ms(versioned.released_at or parsed.delivery.received_at)
    state.store.advance(now_ms)
    known = state.store.get(parsed.id)
    version = digest(parsed.delivery.id, parsed.digest, size=8)
    answer = None if known is None else known.answer_to(version)
    if answer is None:
        answer = _judge(versioned, version, new, known, limits=limits, state=state)
        if answer.relation == "kill" and answer.related_to is not None:
            _withdraw(answer.related_to, state)
        state.store.put(parsed.id, _remember(versioned, new, known, answer, now_ms))
    return _emit(versioned, answer)


def _judge(
    versioned: Versioned,
    version: str,
    new: New,
    known: Text | None,
    *,
    limits: Thresholds,
    state: NearState,
) -> Answer:
    parsed = versioned.parsed
    story = None if known is None else known.story
    if versioned.relation == "kill":
        return _kill(parsed, version, new, known, state)
    if known is not None and known.answers[-1].redundancy is None:
        new_share = round(1.0 - containment(new.sketch, known.sketch), 4)
        return Answer(version, versioned.relation, new_share=new_share, story=story)
    correction = "correction" in {versioned.relation, parsed.revision}
    near = _nearest(parsed, new, limits, state, RANK_FOR_CORRECTION if correction else RANK)
    if near is None:
        return Answer(version, versioned.relation, story=story)
    new_share = round(near.seen.new_share, 4)
    near_story = near.text.story or near.key
    may_repeat = not correction and (known is not None or versioned.relation == "new")
    if near.finding in {"duplicate", "brief"} and may_repeat:
        return Answer(version, "new", _redundancy(near), near.key, new_share, near_story)
    if versioned.relation == "new":
        relation = _relation(parsed, near, limits, correction=correction)
        return Answer(version, relation, None, near.key, new_share, near_story)
    return Answer(version, versioned.relation, None, near.key, new_share, story)


def _kill(parsed: Parsed, version: str, new: New, known: Text | None, state: NearState) -> Answer:
    named = _named(parsed, new, state) if known is None else None
    if named is None:
        return Answer(version, "kill", new_share=0.0, story=None if known is None else known.story)
    key, text = named
    return Answer(version, "kill", None, key, 0.0, text.story or key)


def _named(kill: Parsed, new: New, state: NearState) -> tuple[str, Text] | None:
    """Give the article that the headline of a kill names: the last one received under it.

    One that was suppressed nobody was sent: it is named only where none other is.
    """
    for title in titles_in(kill.delivery.source, new.headline):
        keys = state.titles.under(title)
        texts = [(key, text) for key in keys if (text := state.store.get(key)) is not None]
        if texts:
            sent = [one for one in texts if one[1].answers[-1].redundancy is None]
            return max(sent or texts, key=lambda one: (one[1].time_ms, one[0]))
    return None


def _withdraw(key: str, state: NearState) -> None:
    """Let nothing be suppressed in favour of a text that was killed under another id."""
    text = state.store.get(key)
    if text is not None:
        killed = structs.replace(text, hashes=b"", numbers=b"", titles=())
        state.store.put(key, killed)


def _relation(
    parsed: Parsed, near: Near, limits: Thresholds, *, correction: bool
) -> Literal["correction", "expansion", "related"]:
    """Say what an article under an id of its own is to the one near it."""
    alike = max(near.seen.of_new, near.seen.of_earlier) >= limits.duplicate_share
    if correction and alike and near.text.source == parsed.delivery.source:
        return "correction"
    return "expansion" if near.finding == "expansion" else "related"


def _redundancy(near: Near) -> Redundancy:
    return "brief" if near.finding == "brief" else "duplicate"


def _nearest(
    own: Parsed, new: New, limits: Thresholds, state: NearState, rank: Mapping[Finding, int]
) -> Near | None:
    """Give the earlier article that decides: by finding, then the one that has most of the text.

    A flash has few words to be found by: the text is compared with those under its headline too.
    """
    titled = state.titles.under(title_of(own.delivery.source, new.headline))
    texts = {
        key: text
        for key in (*state.window.find(new.looked), *titled)
        if key != own.id and (text := state.store.get(key)) is not None
    }
    if not texts:
        return None
    sketches = [text.sketch for text in texts.values()]
    shares = containments(new.sketch, sketches)
    found: list[tuple[tuple[int, float, float, int, str], Near]] = []
    for (key, text), other, (of_new, of_earlier) in zip(
        texts.items(), sketches, shares, strict=True
    ):
        if max(of_new, of_earlier) < limits.related_share:
            continue
        seen = overlap(new.sketch, other, of_new, of_earlier)
        finding = judge(seen, limits).finding
        if finding in rank:
            order = (rank[finding], -of_new, -of_earlier, text.time_ms, key)
            found.append((order, Near(finding, key, text, seen)))
    return min(found, key=lambda one: one[0])[1] if found else None


def _remember(
    versioned: Versioned, new: New, known: Text | None, answer: Answer, now_ms: int
) -> Text:
    parsed, size = versioned.parsed, new.sketch.size
    source, cued = parsed.delivery.source, parsed.cue is not None
    killed = answer.relation == "kill"
    sketch = EMPTY if killed or answer.redundancy is not None else new.sketch
    return Text(
        time_ms=now_ms if known is None else max(known.time_ms, now_ms),
        source=source,
        story=None if answer.story == versioned.parsed.id else answer.story,
        answers=(answer,) if known is None else (*known.answers, answer)[-REMEMBERED:],
        hashes=stored(sketch.hashes),
        modulus=sketch.modulus,
        numbers=stored(sketch.numbers),
        titles=() if killed else titles_of(source, new.headline, size, cued=cued),
    )


def _emit(versioned: Versioned, answer: Answer) -> Outcome:
    parsed = versioned.parsed
    story = answer.story or parsed.id
    if answer.redundancy is not None:
        duplicate = Duplicate(
            parsed=parsed,
            relation=answer.redundancy,
            of=answer.related_to or parsed.id,
            new_share=answer.new_share,
            story=story,
        )
        return Emit((duplicate,))
    unique = Unique(
        parsed=parsed,
        relation=answer.relation,
        supersedes=versioned.supersedes,
        related_to=answer.related_to,
        new_share=answer.new_share,
        story=story,
        released_at=versioned.released_at,
    )
    return Emit((unique,))
