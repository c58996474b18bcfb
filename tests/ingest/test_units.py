"""Lines and messages of files that grow, and where to go on reading."""

from __future__ import annotations

import io

import pytest

from streams.ingest.units import Lines, Mark, Split, Unit, begins_message, json_lines, messages

FROM = b"From desk@example.org Mon Jan  1 10:00:00 2024\n"


def split(by: Split, data: bytes, most_bytes: int = 1000) -> list[Unit]:
    return list(by(Lines(io.BytesIO(data)), most_bytes, 1))


def bodies(by: Split, data: bytes, most_bytes: int = 1000) -> list[bytes | None]:
    return [unit.data for unit in split(by, data, most_bytes)]


def mail(number: int, text: bytes = b"") -> bytes:
    return FROM + b"Subject: %d\n\n%b\n\n" % (number, text or b"text")


def test_messages_are_parted_where_an_empty_line_a_from_line_and_a_header_meet() -> None:
    found = bodies(messages, mail(1) + mail(2, b"two\n\nlines") + mail(3))
    assert found == [
        b"Subject: 1\n\ntext\n",
        b"Subject: 2\n\ntwo\n\nlines\n",
        b"Subject: 3\n\ntext\n",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        b"From the harbour came no answer.",
        b"From 10:30 on 1 May 2024 the road is closed.\nDrivers are asked to wait.",
        FROM.strip() + b"\nis how a mailbox begins",
    ],
)
def test_a_sentence_that_begins_with_from_parts_nothing(sentence: bytes) -> None:
    (one,) = bodies(messages, mail(1, b"text\n\n" + sentence))
    assert one is not None
    assert one.endswith(sentence + b"\n")


def test_a_from_line_within_a_paragraph_parts_nothing() -> None:
    assert len(bodies(messages, mail(1, b"text\n" + FROM + b"Subject: quoted"))) == 1


def test_quoted_from_lines_are_as_they_were_written() -> None:
    (one,) = bodies(messages, mail(1, b">From here\n>>From there\n> From a reply"))
    assert one == b"Subject: 1\n\nFrom here\n>From there\n> From a reply\n"


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Jan 01 10:00:00 2024",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From 1812345@xxx Mon Jan 01 00:00:00 +0000 2024",
        b"From desk@example.org 2024-01-01T10:00:00Z",
        b"From desk@example.org Mon Jan  1 10:00 MSK 2024",
    ],
)
def test_what_mail_programs_write_begins_a_message(line: bytes) -> None:
    assert begins_message(line + b"\r\n", b"Received: from relay\r\n")


def test_a_message_too_large_is_named_and_the_next_one_is_read() -> None:
    found = split(messages, mail(1, b"x" * 2000) + mail(2))
    assert [(unit.mark.number, unit.data) for unit in found] == [
        (1, None),
        (2, b"Subject: 2\n\ntext\n"),
    ]


def test_a_line_of_many_parts_is_whole() -> None:
    long = b"x" * 200_000
    assert bodies(json_lines, long + b"\nshort", 200_000) == [long, b"short"]
    assert bodies(json_lines, long + b"\nshort", 199_999) == [None, b"short"]


def test_empty_lines_are_counted_and_left_out() -> None:
    found = split(json_lines, b"\n \na\r\n\nb")
    assert [(unit.mark.number, unit.data) for unit in found] == [(3, b"a"), (5, b"b")]


@pytest.mark.parametrize(
    ("by", "old", "new"),
    [(messages, mail(1) + mail(2), mail(3)), (json_lines, b"1\n2\n", b"3\n")],
)
def test_reading_goes_on_at_the_last_item(by: Split, old: bytes, new: bytes) -> None:
    last = split(by, old)[-1].mark
    lines = Lines(io.BytesIO(old + new))
    lines.peek()
    assert lines.go_on(last)
    again, more = by(lines, 1000, last.number)
    assert again.mark == last
    assert more == split(by, old + new)[-1]


def test_an_item_that_was_written_in_part_is_not_the_same_when_it_is_whole() -> None:
    part = split(messages, mail(1) + mail(2)[:-4])[-1].mark
    lines = Lines(io.BytesIO(mail(1) + mail(2)))
    assert lines.go_on(part)
    (whole,) = messages(lines, 1000, part.number)
    assert whole.mark.start == part.start
    assert whole.mark.own != part.own


def test_an_empty_line_after_the_last_message_does_not_change_it() -> None:
    (before,), (after,) = (split(messages, mail(1).rstrip() + end) for end in (b"\n", b"\n\n"))
    assert before == after


def test_a_file_that_has_changed_before_the_mark_is_read_from_the_start() -> None:
    mark = split(json_lines, b"1\n2\n")[-1].mark
    for changed in (b"9\n2\n3\n", b"1"):
        lines = Lines(io.BytesIO(changed))
        assert not lines.go_on(mark)
        assert list(json_lines(lines, 1000, 1)) == split(json_lines, changed)


def test_a_mark_at_the_start_holds_for_any_file() -> None:
    assert Lines(io.BytesIO(b"2")).go_on(Mark(0, 1, Lines(io.BytesIO()).before, "own"))
