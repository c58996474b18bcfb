"""Bytes to text, strictly: a wire item is decoded without a loss, or refused with the place.

Declarations are often wrong: one that the bytes contradict gives way to UTF-8, which is never
met by chance, or to the encoding that the letters speak for. Nothing is ever replaced.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

from streams.parse.declared import HEAD_BYTES, IN_HTML, declaration, is_binary
from streams.parse.encodings import guess, words_are_mixed
from streams.parse.reading import UnreadableError
from streams.parse.sniff import is_mail

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark it begins with. Source: Unicode 16, section 23.8."""
MARK_STARTS: Final = frozenset(mark[:1] for mark, _ in BOMS)

TEXT_ENCODINGS: Final = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|ascii|iso8859-\d+|cp(125\d|437|85\d|86\d|720|737|775|866|874|932|949|950)"
    r"|koi8-[rut]|gb2312|gbk|gb18030|big5|big5hkscs|hz|shift_jis|euc_(jp|kr)|iso2022_(jp|kr)"
    r"|mac-(arabic|cyrillic|farsi|roman|turkish)|kz1048|johab|tis-620"
)
"""Python's names of the encodings that are text; the others (zlib, rot13, idna) are transforms."""

ALIASES: Final = {
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-windows-949": "cp949",
    "x-mac-cyrillic": "mac-cyrillic",
    "win-1251": "cp1251",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
"""Names that Python has not. Source: WHATWG Encoding, 4.2."""

WIDER: Final = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950"}
"""What is meant where the narrower encoding fails: Windows's characters beside the standard's.
Source: WHATWG Encoding, 4.2."""

META: Final = re.compile(r"<meta\b[^<>]{0,4000}>", re.IGNORECASE)
LOST: Final = "\ufffd"
"""What stands for bytes that are no character."""
MOST_CUT: Final = 3
"""Descriptions of a page that may be cut within a character: its title comes in some of them."""

STATEFUL: Final = frozenset({"hz", "iso2022_jp", "iso2022_kr"})
"""Encodings that write other letters with the bytes of ASCII."""

SINGLE_BYTE: Final = re.compile(r"ascii|iso8859-\d+|cp125\d|koi8-[rut]")
MERE_VARIANTS: Final = frozenset({"cp1252", "iso8859-15"})
"""Guesses that are no evidence against another Latin encoding."""

LATIN: Final = frozenset(
    {"ascii", "cp1250", "cp1252", "cp1254", "cp1257"}
    | {f"iso8859-{part}" for part in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
)

CONTINUATIONS: Final = 2
"""Continuation bytes of UTF-8 that outweigh a declaration: one may be there by chance."""

C1: Final = re.compile("[\x80-\x9f]")
WINDOWS_FOR: Final = {
    "iso8859-1": "cp1252",
    "iso8859-15": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-6": "cp1256",
}
"""What is meant when ISO's encoding would give controls. Source: WHATWG Encoding, 4.2."""


def decode(body: bytes, content_type: str) -> str:
    """Decode `body` by its byte order mark, else as declared, else as UTF-8, else as it looks.

    Declared is by `charset=`, else in the XML declaration or HTML's `meta` (RFC 7303, section
    3.2). E-mail, whose parts have encodings of their own, comes out with one character for
    each byte. Raises UnreadableError: `empty`, `not_text` for binary data, `bad_encoding`
    naming the byte at which decoding failed.
    """
    for mark, encoding in BOMS if body[:1] in MARK_STARTS else ():
        if body.startswith(mark):
            return _checked(_strictly(body, encoding, "its byte order mark", skip=len(mark)))
    if not body or body.isspace():
        raise UnreadableError("empty", "The item has no content; nothing was sent, or only spaces.")
    if is_mail(body):
        return body.decode("latin-1")
    encoding, why, plain = declaration(body, content_type)
    text = _as_declared(body, _codec(encoding, why), why)
    return _checked(text, plain=plain)


def _as_declared(body: bytes, name: str, why: str) -> str:
    """Decode as declared, unless the bytes say otherwise."""
    in_ascii = body.isascii()
    if in_ascii and name == "utf-8":
        return body.decode("ascii")
    if name.startswith(("utf-16", "utf-32")) or (in_ascii and name in STATEFUL):
        return _strictly(body, name, why)
    if in_ascii:
        return body.decode("ascii")
    as_utf8 = _as_utf8(body)
    if as_utf8 is not None and not (name == "gb18030" and _is_chinese(body)):
        return as_utf8
    meant = _read_as(body, name)
    if meant is None and name in WIDER:
        meant = _read_as(body, WIDER[name])
    if meant is None:
        other = guess(body)
        page = _whole_page(body) if other is None and (name, why) == ("utf-8", IN_HTML) else None
        return page or _strictly(body, other.encoding if other else name, why)
    if name in WINDOWS_FOR and C1.search(meant):
        windows = _read_as(body, WINDOWS_FOR[name])
        name, meant = (name, meant) if windows is None else (WINDOWS_FOR[name], windows)
    better = _better(body, name, meant)
    return meant if better == name else _strictly(body, better, why)


def _read_as(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _better(body: bytes, name: str, meant: str) -> str:
    """Give the encoding that the letters speak for, if they contradict the one declared."""
    other = guess(body, name) if SINGLE_BYTE.fullmatch(name) or name == "gb18030" else None
    if other is None or other.encoding == name:
        return name
    if other.encoding not in LATIN or name in LATIN:
        wins = other.sure and other.encoding not in MERE_VARIANTS
    else:
        wins = words_are_mixed(meant)
    return other.encoding if wins else name


def _as_utf8(body: bytes) -> str | None:
    """Give `body` read as UTF-8, if it is that and not by chance."""
    text = _read_as(body, "utf-8")
    return text if text is not None and len(body) - len(text) >= CONTINUATIONS else None


def _whole_page(body: bytes) -> str | None:
    """Give a page in UTF-8 without its descriptions that content systems, counting bytes, have cut.

    None when anything else is damaged: no sign of replacement may come into a text.
    """
    text = body.decode("utf-8", "replace")
    cut = text.count(LOST)
    if cut > MOST_CUT or len(body) - len(text) <= 2 * cut:
        return None
    whole = META.sub(lambda meta: "" if LOST in meta[0] else meta[0], text)
    return None if LOST in whole else whole


def _is_chinese(body: bytes) -> bool:
    """Tell whether `body` reads well as GB 18030: short words in it may also be UTF-8."""
    other = guess(body)
    return other is not None and other.encoding == "gb18030"


def _codec(encoding: str, why: str) -> str:
    name = _text_codec(encoding)
    if name is None:
        raise UnreadableError(
            "bad_encoding", f"Unknown encoding {encoding!r} (from {why}); declare a known one."
        )
    return name


@lru_cache(maxsize=256)
def _text_codec(encoding: str) -> str | None:
    """Give Python's name of an encoding of texts; None for what is none."""
    try:
        name = codecs.lookup(ALIASES.get(encoding.strip().lower(), encoding)).name
    except (LookupError, ValueError):
        return None
    if not TEXT_ENCODINGS.fullmatch(name):
        return None
    return "gb18030" if name in {"gb2312", "gbk"} else name


def _strictly(body: bytes, encoding: str, why: str, *, skip: int = 0) -> str:
    name = _codec(encoding, why)
    try:
        return body[skip:].decode(name)
    except UnicodeDecodeError as error:
        at = skip + error.start
        raise UnreadableError(
            "bad_encoding",
            f"Not {name.upper()} (from {why}): byte {at} is 0x{body[at]:02x}; "
            "declare the right charset in the content type, or send UTF-8.",
        ) from None
    except UnicodeError as error:
        raise UnreadableError(
            "bad_encoding", f"Not {name.upper()} (from {why}): {error}."
        ) from None


def _checked(text: str, *, plain: bool = False) -> str:
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise UnreadableError("empty", "The item has no content; nothing was sent, or only spaces.")
    if not plain and is_binary(text[:HEAD_BYTES].encode("utf-8", "surrogatepass")):
        raise UnreadableError(
            "not_text", "Control characters where text should be; send text, JSON or XML."
        )
    return text
