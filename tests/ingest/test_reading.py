"""Files, folders, JSON lines and standard input, as wire items."""

from __future__ import annotations

import gzip
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from streams.ingest.reading import Found, Piece, Reading, Refused
from tests.ingest.test_units import mail

NOW = datetime(2019, 2, 12, 13, 0, tzinfo=UTC)


def read(*paths: Path | str, **options: Any) -> list[Found]:
    return list(Reading(**{"max_item_bytes": 1024, **options}).read([str(p) for p in paths]))


def pieces(*paths: Path | str, **options: Any) -> list[Piece]:
    found = read(*paths, **options)
    assert all(isinstance(one, Piece) for one in found), found
    return [one for one in found if isinstance(one, Piece)]


def test_a_file_is_one_item_of_its_folders_name(tmp_path: Path) -> None:
    file = tmp_path / "afp" / "flash.txt"
    file.parent.mkdir()
    file.write_bytes(b"\xff not utf-8")
    (piece,) = pieces(file)
    assert piece == Piece(
        where=str(file), source="afp", content_type="text/plain", body=b"\xff not utf-8"
    )


def test_a_folder_is_read_through_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/9.txt", "1.txt", ".git/config", "b/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [p.body for p in pieces(tmp_path)] == [b"1.txt", b"a/9.txt", b"b/2.txt"]


def test_source_and_content_type_of_the_command_line_go_first(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("{}")
    (piece,) = pieces(tmp_path, source="tass", content_type="application/json")
    assert (piece.source, piece.content_type) == ("tass", "application/json")


def test_an_empty_file_is_an_item_too(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (piece,) = pieces(tmp_path)
    assert (piece.body, piece.content_type) == (b"", "")


def test_a_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == [
        Refused(str(tmp_path / "none"), "there is no such file or folder")
    ]


def test_an_item_too_large_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"x" * 1025)
    (tmp_path / "2.txt").write_bytes(b"x" * 1024)
    large, fits = read(tmp_path)
    assert isinstance(large, Refused)
    assert large.where.endswith("1.txt")
    assert "larger than 1024 bytes" in large.why
    assert isinstance(fits, Piece)


def test_gzip_is_unpacked_by_its_bytes_and_named_without_gz(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"a":1}'))
    (piece,) = pieces(tmp_path)
    assert (piece.body, piece.content_type) == (b'{"a":1}', "application/json")


def test_a_gzip_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"text" * 99)[:-9])
    (refused,) = read(tmp_path)
    assert isinstance(refused, Refused)
    assert refused.why.startswith("cannot be read")


def test_a_gzip_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"x" * 100_000))
    assert isinstance(read(tmp_path)[0], Refused)


def test_each_json_line_is_an_item_and_an_envelope_says_more(tmp_path: Path) -> None:
    envelope = {
        "body": "نص",
        "content_type": "text/plain",
        "source": "spa",
        "received_at": "2019-02-12T13:00:00Z",
        "id": "d1",
    }
    article = {"uri": "urn:x", "body": "not an envelope: it has a uri"}
    lines = [json.dumps(envelope), "", json.dumps(article), "not json"]
    (tmp_path / "wire.jsonl").write_text("\n".join(lines))
    first, second, third = pieces(tmp_path)
    assert first == Piece(
        where=f"{tmp_path}/wire.jsonl:1",
        source="spa",
        content_type="text/plain",
        body="نص".encode(),
        received_at=NOW,
        id="d1",
    )
    assert json.loads(second.body) == article
    assert second.content_type == "application/json"
    assert (third.where, third.body) == (f"{tmp_path}/wire.jsonl:4", b"not json")


def test_bytes_travel_in_an_envelope_as_base64(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text('{"body_base64": "/wA="}')
    assert pieces(tmp_path)[0].body == b"\xff\x00"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"body": "x", "received_at": "2019-02-12T13:00:00"}', "$.received_at"),
        ('{"body": 1}', "$.body"),
        ('{"body_base64": "?"}', "$.body_base64"),
    ],
)
def test_a_wrong_envelope_is_refused_naming_the_field(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{line}\n")
    (refused,) = read(tmp_path)
    assert isinstance(refused, Refused)
    assert refused.where.endswith("a.jsonl:1")
    assert why in refused.why


def test_a_line_too_large_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'"' + b"x" * 200_000 + b'"\n{}\n')
    large, fits = read(tmp_path)
    assert isinstance(large, Refused)
    assert isinstance(fits, Piece)
    assert fits.body == b"{}"


def test_lines_may_be_asked_for_by_option(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    assert [p.body for p in pieces(tmp_path, lines=True)] == [b"one", b"two"]


def test_standard_input_is_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe\n")))
    (piece,) = pieces("-")
    assert (piece.source, piece.body) == ("stdin", b"from a pipe\n")


def test_the_id_tells_deliveries_apart_and_is_the_same_for_the_same() -> None:
    piece = Piece(where="a.txt", source="afp", content_type="", body=b"x")
    later = NOW.replace(hour=14)
    assert piece.item(NOW) == piece.item(NOW)
    assert piece.item(NOW).id != piece.item(later).id
    assert piece.item(later).received_at == later


def test_each_message_of_a_mailbox_is_an_item_whatever_the_files_name(tmp_path: Path) -> None:
    for name in ("a.mbox", "b", "c.mbox.gz"):
        data = mail(1) + mail(2)
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        found = pieces(tmp_path / name)
        assert [(one.where, one.content_type) for one in found] == [
            (f"{tmp_path / name}:1", "message/rfc822"),
            (f"{tmp_path / name}:2", "message/rfc822"),
        ]
        assert found[1].body == b"Subject: 2\n\ntext\n"


def test_a_mailbox_declared_to_be_text_is_one_item(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mail(1) + mail(2))
    (one,) = pieces(tmp_path / "a.mbox", content_type="text/plain")
    assert one.body == mail(1) + mail(2)
    assert len(pieces(tmp_path / "a.mbox", content_type="application/mbox")) == 2


def test_a_text_that_begins_with_from_is_no_mailbox(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("From 10:30 on 1 May 2024 the road is closed.\nPlease wait.\n")
    (one,) = pieces(tmp_path / "a.txt")
    assert one.content_type == "text/plain"


def test_a_message_too_large_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mail(1, b"x" * 1024) + mail(2))
    large, fits = read(tmp_path / "a.mbox")
    assert isinstance(large, Refused)
    assert large.where.endswith("a.mbox:1")
    assert isinstance(fits, Piece)


def test_a_delivery_has_an_id_of_its_own_each_time_it_is_sent() -> None:
    piece = Piece(where="a", source="s", content_type="", body=b"x", id="given")
    later = NOW + timedelta(microseconds=1)
    first, again = piece.delivery(NOW, NOW), piece.delivery(later, NOW)
    assert len({"given", first.id, again.id}) == 3
    assert first == piece.delivery(NOW, NOW)
    assert first.received_at == again.received_at == NOW
