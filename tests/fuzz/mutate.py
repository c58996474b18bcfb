"""Sound items of each wire format, damaged: the same bytes for the same seed and number."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final, get_args

from schemas.records import Format
from tests.contract import messages
from tests.parse import samples

FORMATS: Final[tuple[str, ...]] = get_args(Format)
MAX_BYTES: Final = 300_000
"""Longest input: enough for a part repeated some thousand times, and read in well under 2 s."""

MOST_CHANGES: Final = 6
MOST_REPEATS: Final = 3_000

SMALL: Final[Mapping[str, str]] = {
    "ninjs": messages.NINJS,
    "rss": messages.RSS,
    "atom": messages.ATOM,
    "anpa": messages.ANPA,
    "iptc7901": messages.IPTC7901,
    "dpa": messages.DPA,
    "reuters": messages.REUTERS,
    "ap": messages.AP,
    "jsonfeed": messages.JSON_FEED,
    "html": messages.PAGE,
    "email": messages.MAIL,
    "nitf": messages.NITF,
    "newsml-1.2": messages.NEWSML_1,
    "newsml-g2": messages.NEWSML_G2,
    "text": "Lavrov in Ankara\n\nMOSCOW (Reuters) - Lavrov met Cavusoglu.\n\nSource: AFP",
}
FEEDS: Final[Mapping[str, bytes]] = {
    "rss": samples.rss(3, words=60),
    "atom": samples.atom(3, words=60),
    "jsonfeed": samples.json_feed(3, words=60),
}

ANY: Final = (
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xc3",
        b"\r",
        b"\n",
        b"\n\n",
    ),
    *(b" ", b"\t", b"\x0b", b"\xc2\xa0", b"\xe2\x80\x8f", b"\xe2\x80\xa8", b"(", b")", b"[", b'"'),
    *(b"-", b" - ", b"\xe2\x80\x94", b":", b"/", b",", b".", b"=", b"<", b">", b"&", b"'", b"\\"),
    *(b"0", b"-1", b"99999999999999999999999", b"1e999", b"2024-13-45T99:99:99Z", b"0001-01-01"),
    *(b"(Reuters)", b"(Reuters) - ", b"By Jane Doe", b"Source: AFP", b"EDS: CORRECTS", b"KILL"),
    *("المصدر : الجزيرة + وكالات".encode(), "عاجل ".encode(), "صورة: ".encode(), "ß".encode()),
)
XML: Final = (
    *(b"<p>", b"</p>", b"<p/>", b"<br/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&lt;", b"&#0;"),
    *(b"&nbsp;", b"&x;", b"<?xml version='1.0' encoding='utf-16'?>", b' xml:lang="x"', b"<table>"),
    *(b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b"<div>", b'<a href="', b"<nitf>", b"<newsItem/>"),
    *(b"<item>", b"</item>", b"<entry>", b"<guid>", b"<media>", b"<body.content>", b"<NewsItem>"),
)
JSON: Final = (
    *(b"{", b"}", b"[", b"]", b"null", b"true", b'""', b'"\\ud800"', b'"a":', b"{}", b"[]", b"1.5"),
    *(b'"body_text":', b'"associations":', b'"items":', b'"headline":', b'"\\u0000"', b'"type":'),
)
FRAMED: Final = (
    *(
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x13",
        b"\x1f",
        b"\x16",
        b"\x7f",
        b"\x1b(B",
        b"^",
        b"<",
    ),
    *(b"ZCZC ", b"NNNN\n", b"\t   ", b"041509 GMT MAR 24", b"_", b"``"),
)
MAIL: Final = (
    *(b"--part\n", b"--part--\n", b"--b\n", b"Content-Type: message/rfc822\n\n", b"From: x\n"),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/html; charset=x\n", b"=3D"),
    *(b"=?utf-8?B?4pyT?=", b"=?x?q?=?=", b"Content-Type: multipart/mixed; boundary=b\n\n", b";\n "),
    *(b"Subject: ", b"Date: Mon, 31 Feb 0000 99:99 +9999\n", b"filename*0*=utf-8''x", b'"'),
)
TOKENS: Final[Mapping[str, Sequence[bytes]]] = {
    **dict.fromkeys(FORMATS, ANY + XML),
    **dict.fromkeys(("ninjs", "ap", "dpa", "reuters", "jsonfeed"), ANY + JSON + XML),
    **dict.fromkeys(("anpa", "iptc7901"), ANY + FRAMED),
    "email": ANY + MAIL + XML,
    "html": ANY + XML + JSON,
}
"""What each format is made of, so that damage gets past its first check."""


@cache
def seeds(name: str) -> tuple[bytes, ...]:
    """Give the sound items that a format's inputs are made from."""
    return (SMALL[name].encode(), FEEDS.get(name, samples.SAMPLES[name]))


def damaged(name: str, seed: int, number: int) -> bytes:
    """Give input `number` of a format's run with `seed`."""
    chance = random.Random(f"{name} {seed} {number}")
    body = chance.choice(seeds(name))
    for _ in range(chance.randint(1, MOST_CHANGES)):
        body = chance.choice(CHANGES)(body, name, chance)[:MAX_BYTES]
    return body


def _flip(body: bytes, _: str, chance: random.Random) -> bytes:
    at, _end = _span(body, chance, 1)
    return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]


def _insert(body: bytes, name: str, chance: random.Random) -> bytes:
    at, _end = _span(body, chance, 1)
    return body[:at] + chance.choice(TOKENS[name]) + body[at:]


def _flood(body: bytes, name: str, chance: random.Random) -> bytes:
    at, _end = _span(body, chance, 1)
    return body[:at] + chance.choice(TOKENS[name]) * chance.randint(2, MOST_REPEATS) + body[at:]


def _cut(body: bytes, _: str, chance: random.Random) -> bytes:
    start, end = _span(body, chance, len(body))
    return body[:start] + body[end:]


def _truncate(body: bytes, _: str, chance: random.Random) -> bytes:
    return body[: chance.randint(0, len(body))]


def _double(body: bytes, _: str, chance: random.Random) -> bytes:
    start, end = _span(body, chance, 400)
    return body[:end] + body[start:end] * chance.randint(1, 50) + body[end:]


def _splice(body: bytes, _: str, chance: random.Random) -> bytes:
    other = chance.choice(seeds(chance.choice(FORMATS)))
    start, end = _span(other, chance, 2_000)
    at, upto = _span(body, chance, 2_000)
    return body[:at] + other[start:end] + body[upto:]


def _swap(body: bytes, _: str, chance: random.Random) -> bytes:
    start, end = _span(body, chance, 200)
    middle = (start + end) // 2
    return body[:start] + body[middle:end] + body[start:middle] + body[end:]


CHANGES: Final[tuple[Callable[[bytes, str, random.Random], bytes], ...]] = (
    *(_flip, _insert, _insert, _flood, _cut, _truncate, _double, _splice, _swap),
)


def _span(body: bytes, chance: random.Random, longest: int) -> tuple[int, int]:
    start = chance.randint(0, len(body))
    return start, min(len(body), start + chance.randint(0, longest))
