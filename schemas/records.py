"""Records carried by the topics, one frozen struct each.

Each stage wraps what it received and adds one layer; nothing is overwritten:
`WireItem` → `Parsed` → `Unique` → `Enriched` → `Alert`.

All stand in one module, long as it is, because each is read with those that it wraps.

Offsets count code points of `Parsed.text`, end exclusive, so that
`text[start:end]` is always the surface form.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Day = date
"""For `Dateline`, which has a field called `date`."""
Time = Annotated[datetime, Meta(tz=True)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Offset = Annotated[int, Meta(ge=0)]

Format = Literal[
    "text",
    "ninjs",
    "rss",
    "atom",
    "newsml-g2",
    "newsml-1.2",
    "nitf",
    "anpa",
    "iptc7901",
    "ap",
    "dpa",
    "reuters",
    "jsonfeed",
    "html",
    "email",
]
Status = Literal["usable", "withheld", "cancelled"]
Revision = Literal["original", "update", "correction", "kill"]
Cue = Literal[
    "update",
    "correction",
    "refile",
    "lead",
    "writethru",
    "take",
    "add",
    "kill",
    "withhold",
    "advisory",
    "flash",
]
BlockKind = Literal[
    "headline",
    "subheadline",
    "byline",
    "dateline",
    "caption",
    "credit",
    "paragraph",
    "source_line",
    "slugline",
    "editor_note",
    "footer",
]
Relation = Literal["new", "update", "correction", "kill", "expansion", "related"]
Redundancy = Literal["replay", "superseded", "killed", "duplicate", "brief"]
DateGrain = Literal[
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "century",
]
DatePart = Literal[
    "start", "middle", "end", "dawn", "morning", "noon", "afternoon", "evening", "night"
]
DateBasis = Literal["absolute", "partial", "weekday", "relative"]
ActorKind = Literal["person", "organisation", "country", "place"]
Severity = Literal["info", "warning", "critical"]
AlertKind = Literal["alert", "correction", "kill"]
HeldState = Literal["held", "released", "superseded", "killed", "expired"]
HeldReason = Literal["embargo", "withheld"]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of every record: immutable, without cycles, and compared by value."""


class WireItem(Record, frozen=True, kw_only=True):
    """One item as the wire delivered it, before any reading of it.

    On the topic it is a CloudEvent in binary mode: the value is `body` itself,
    the rest travels in headers, so any Kafka client can send one.
    """

    id: str
    """Identifies this delivery; a re-send of the same bytes has another."""
    source: str
    """Who delivered it, as a short name: `afp`, `reuters`, a feed's or folder's name."""
    content_type: str
    """Media type as declared; empty when the sender declared none."""
    received_at: Time
    """When it reached us: the event time of all that follows from it."""
    body: bytes


class Delivery(Record, frozen=True, kw_only=True):
    """How an article reached us: the wire item that it was read from, less its bytes."""

    id: str
    source: str
    content_type: str
    received_at: Time


class Block(Record, frozen=True, kw_only=True):
    """One part of an article's text: what it is, and where in `Parsed.text` it stands."""

    kind: BlockKind
    start: Offset
    end: Offset
    credit: str | None = None
    """For a caption: the credit as published, without brackets."""


class Source(Record, frozen=True, kw_only=True):
    """An agency or publisher credited in the text or the metadata."""

    name: str
    """As published."""
    id: str | None = None
    """Our short name for it, such as `aljazeera`; None when it is not in our table."""


class Subject(Record, frozen=True, kw_only=True):
    """A topic that the provider filed the article under."""

    code: str | None = None
    label: str | None = None


class Link(Record, frozen=True, kw_only=True):
    """Another item that the provider ties to the article, or a page that it names."""

    rel: str
    """How they are tied, in the format's own word, such as `derivedFrom` or `seeAlso`."""
    href: str | None = None
    id: str | None = None
    """The provider's id of the other item; `href` or this is there."""
    title: str | None = None


class Dateline(Record, frozen=True, kw_only=True):
    """Where and when an article says that it was written: "MOSCOW, Nov 27 (Reuters) -"."""

    start: Offset
    end: Offset
    """Of all of it in `Parsed.text`, with agency and dash: a block of its own, or the beginning of
    a paragraph."""
    place: str | None = None
    """As published: "MOSCOW"."""
    date: str | None = None
    """As published: "Nov 27"."""
    day: Day | None = None
    """The day meant; where the year is left out, the last one by the time of publication."""


class Parsed(Record, frozen=True, kw_only=True):
    """A news article read from a wire item."""

    delivery: Delivery
    id: str
    """Identifies the article across its versions: the provider's id, else a digest of the text."""
    version: int | None = None
    """The provider's version number; a larger one is newer. None when there is none."""
    format: Format
    status: Status = "usable"
    revision: Revision = "original"
    """What the provider says this version is."""
    cue: Cue | None = None
    """The same in the wire's finer terms, from the format or the text; None when neither says."""
    language: str
    """ISO 639-1 code, or `und` when the text gives no evidence. The declared one, unless the
    letters of the text contradict it: feeds declare what their software was set up with."""
    declared_language: str | None = None
    """What the item says; None when it says nothing."""
    headline: str = ""
    """Empty only for items without one and without text, such as a kill."""
    headline_from: Literal["headline", "first_sentence"] = "headline"
    """`first_sentence` for an item that came without a headline, as flashes do."""
    slugline: str | None = None
    text: str = ""
    """All the text as published, in reading order; `blocks` says which part is what."""
    blocks: tuple[Block, ...] = ()
    """In order of `start`, never overlapping."""
    dateline: Dateline | None = None
    """None where the text says neither place nor day."""
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()
    genre: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Subject, ...] = ()
    """Where it was written and what places the provider says it is about."""
    rights: str | None = None
    """Copyright notice and terms of use, as published."""
    embargo_until: Time | None = None
    """Not to be published before; None when there is no embargo, or no end to it is given."""
    links: tuple[Link, ...] = ()
    urgency: int | None = None
    """1 (flash) to 9, as IPTC defines it."""
    published_at: Time | None = None
    updated_at: Time | None = None
    url: str | None = None
    digest: str
    """Digest of headline, text and status: equal for the same version sent again."""

    def parts(self, kind: BlockKind) -> tuple[str, ...]:
        """Give the text of every block of `kind`, in order."""
        text = self.text
        return tuple([text[b.start : b.end] for b in self.blocks if b.kind == kind])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body."""
        return self.parts("paragraph")


class Versioned(Record, frozen=True, kw_only=True):
    """An article whose place among its own versions is known (internal to dedup)."""

    parsed: Parsed
    relation: Relation
    """`new`, `update`, `correction` or `kill`."""
    supersedes: str | None = None
    """Delivery id of the version that this one replaces."""
    shard: str
    """The language whose shard remembers the article; for a kill, what was remembered of it."""
    released_at: Time | None = None
    """When its embargo ended, for an article that was held until then."""


class Held(Record, frozen=True, kw_only=True):
    """An article that is held back from now on, or the end of that.

    What is held under an article's id is told by its last record: `held`, or how it ended.
    """

    id: str
    """Id of the article."""
    delivery: str
    """Delivery id of the version that is, or was, held."""
    state: HeldState
    """`held`; then `released` (its time came, or the provider freed it), `superseded` (a newer
    version or another embargo took its place), `killed`, or `expired`: never released."""
    reason: HeldReason
    until: Time | None = None
    """When it is released by itself; None: when the provider says so."""
    since: Time
    """When the version reached us."""
    supersedes: str | None = None
    """Delivery id of the version that subscribers have; None when they have none."""
    by: str | None = None
    """Delivery id of what ended it; None while it is held, and where its time had come."""
    parsed: Parsed | None = None
    """The article, whole; None when the holding has ended."""


class Unique(Record, frozen=True, kw_only=True):
    """An article with news in it, and how it relates to what came before."""

    parsed: Parsed
    relation: Relation
    supersedes: str | None = None
    """Delivery id of the version that this one replaces."""
    related_to: str | None = None
    """Id of the earlier article that it expands, corrects or is related to."""
    new_share: Share = 1.0
    """Estimated share of its word sequences that `related_to` does not have; where there is none,
    that the version it replaces does not have."""
    story: str
    """Id of the story: that of the first article seen of it."""
    released_at: Time | None = None
    """When its embargo ended, for an article that was held until then."""

    @property
    def available_at(self) -> datetime:
        """When it could be sent on: as it reached us, or at the end of its embargo."""
        return self.released_at or self.parsed.delivery.received_at


class Duplicate(Record, frozen=True, kw_only=True):
    """An article with nothing new in it, whole, and the one that stands for it."""

    parsed: Parsed
    relation: Redundancy
    of: str
    """Id of the article that stands for it."""
    new_share: Share = 0.0
    story: str | None = None
    """None when the versions agent decided, which does not know stories."""


class Mention(Record, frozen=True, kw_only=True):
    """An actor or place named in the text."""

    actor: str
    """Id in the knowledge base, such as `person:sergey-lavrov` or `country:SY`."""
    start: Offset
    end: Offset
    surface: str
    """`text[start:end]`, without the prefixes that a language writes together with the name."""
    basis: Literal["name", "alias", "surname", "capital", "demonym"]
    """Why the surface was taken for the actor."""


class Actor(Record, frozen=True, kw_only=True):
    """An actor of the article, over all its mentions."""

    id: str
    name: str
    """English name in the knowledge base."""
    kind: ActorKind
    mentions: int
    salience: Share
    """How much the article is about it: its share of mentions, those in headline weighing more."""


class DateMention(Record, frozen=True, kw_only=True):
    """A date or time span named in the text, as days from `from` up to and without `until`.

    Reckoned from the day on which the article was published, else updated, in the time zone
    of that time; else received, in UTC.
    """

    start: Offset
    end: Offset
    surface: str
    """`text[start:end]`, without prepositions and articles."""
    from_: date = msgspec.field(name="from")
    """The first day."""
    until: date
    """The day after the last."""
    grain: DateGrain
    """The unit that it is told in: `day` also for the next ten days."""
    part: DatePart | None = None
    """Of a day, which part of it; of something longer, to which third of it the days are
    narrowed."""
    basis: DateBasis
    """What it rests on: `absolute` on itself, `partial` on the nearest year that fits, `weekday`
    on the week and the tense, `relative` on the day of publication."""
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    """The calendar of the wording; the days are Gregorian, by the calendar of Umm al-Qura."""
    approximate: bool = False
    """Whether the wording is vague (the coming days, early next year), and the bounds are ours."""


class Enriched(Record, frozen=True, kw_only=True):
    """An article with the actors and dates that it names."""

    unique: Unique
    mentions: tuple[Mention, ...] = ()
    """In order of `start`."""
    actors: tuple[Actor, ...] = ()
    """By falling salience, then id."""
    dates: tuple[DateMention, ...] = ()
    """In order of `start`, never overlapping; in ar, de, en, es, fr, ru and tr."""


class ArticleRef(Record, frozen=True, kw_only=True):
    """What an alert says of an article: enough to read it without a look-up."""

    id: str
    delivery: str
    story: str
    relation: Relation
    headline: str
    language: str
    source: str
    url: str | None = None
    published_at: Time | None = None
    received_at: Time
    released_at: Time | None = None
    """When its embargo ended, for an article that was held until then."""
    corrects: str | None = None
    """For a correction or kill under an id of its own: id of the earlier article that it is of."""

    @property
    def available_at(self) -> datetime:
        """When it could be sent on: as it reached us, or at the end of its embargo."""
        return self.released_at or self.received_at


class Condition(Record, frozen=True, kw_only=True):
    """One condition of a rule that held, with the values seen."""

    field: Literal["actors", "languages", "sources"]
    operator: Literal["all", "any", "none"]
    expected: tuple[str, ...]
    seen: tuple[str, ...]


class Match(Record, frozen=True, kw_only=True):
    """A rule that an article meets, on its way to the rule's evaluator (internal to alert).

    For a correction or kill one more is sent with `rule` None to every partition,
    so that each evaluator can follow up the alerts it has raised for the story.
    """

    rule: str | None
    severity: Severity = "info"
    conditions: tuple[Condition, ...] = ()
    rules: tuple[str, ...] = ()
    """With `rule` None: all the rules that the article as it now stands meets."""
    article: ArticleRef


class Alert(Record, frozen=True, kw_only=True):
    """A rule met by a story, raised once; or the follow-up of such an alert."""

    id: str
    """Deterministic, so that a receiver can tell a retry from news."""
    rule: str
    severity: Severity
    kind: AlertKind
    follows: str | None = None
    """For a follow-up: id of the alert that it follows."""
    holds: bool = True
    """For a follow-up: whether the rule is still met."""
    story: str
    conditions: tuple[Condition, ...] = ()
    article: ArticleRef


class DeadLetter(Record, frozen=True, kw_only=True):
    """A message that no stage could use, with all that is needed to replay it.

    On the topic the value is `payload` untouched; the rest travels in headers.
    """

    stage: str
    reason: str
    """A short code from a bounded set, such as `not_json`."""
    detail: str
    """A sentence for a person: what is wrong, where, and what to do."""
    topic: str
    partition: int
    offset: int
    key: bytes | None = None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    payload: bytes | None
