"""`barq parse` says what becomes of each file, and how many came to what."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from streams.cli import main
from streams.console.parse import Row, _line

SAMPLES = files("streams.demo") / "samples"


def parse(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["parse", *arguments], prog_name="barq")


def rows(told: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_a_report_has_a_line_for_each_article(tmp_path: Path) -> None:
    item = {
        "uri": "urn:one",
        "type": "text",
        "version": "2",
        "language": "en",
        "versioncreated": "2026-01-05T09:00:00Z",
        "headline": "Ferry sails again",
        "body_text": "The ferry sails again on Monday, the harbour office said.",
    }
    (tmp_path / "one.json").write_text(json.dumps(item))
    (tmp_path / "picture.json").write_text(json.dumps({"uri": "urn:two", "type": "picture"}))
    (tmp_path / "broken.json").write_text('{"uri": 1}')
    told = parse("--report", str(tmp_path))
    assert told.exit_code == 0
    broken, one, picture = rows(told)
    assert (broken["format"], broken["outcome"]) == ("ninjs", "rejected")
    assert "uri" in broken["detail"]
    assert one == {
        "file": str(tmp_path / "one.json"),
        "format": "ninjs",
        "outcome": "emitted",
        "language": "en",
        "version": 2,
        "published_at": "2026-01-05T09:00:00Z",
        "words": 10,
        "headline": "Ferry sails again",
        "headline_from": "headline",
    }
    assert picture["outcome"] == "dropped"
    assert picture["reason"]
    assert "ninjs: 1 emitted\n" in told.stderr


def test_each_sign_counts_as_a_word_where_no_spaces_stand_between_words(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("渡轮复航\n\n渡轮 Rana 12 日复航。\n", encoding="utf-8")
    (row,) = rows(parse("--report", str(tmp_path)))
    assert row["words"] == len("渡轮") + len(("Rana", "12")) + len("日复航。")


def test_a_report_has_a_line_for_each_item_dropped_or_broken_beside_articles(
    tmp_path: Path,
) -> None:
    text = {"type": "text", "headline": "Ferry sails again", "altids": {"itemid": "1"}}
    items = [{"item": one} for one in (text, {"type": "picture"}, {"type": "text", "version": []})]
    (tmp_path / "feed.json").write_text(json.dumps({"api_version": "1", "data": {"items": items}}))
    told = parse("--report", str(tmp_path))
    assert [(row["outcome"], row.get("reason")) for row in rows(told)] == [
        ("emitted", None),
        ("dropped", "not_text_item"),
        ("rejected", "not_ap"),
    ]
    assert "Item 3" in rows(told)[2]["detail"]
    assert "ap: 1 dropped not_text_item\n" in told.stderr


def test_on_a_terminal_a_date_is_told_in_utc_whatever_its_zone() -> None:
    at = datetime.fromisoformat("2026-01-05T01:30:00+03:00")
    row = Row(file="one.json", format="ninjs", outcome="emitted", published_at=at)
    assert "2026-01-04 22:30" in _line(row).plain


def test_without_a_report_the_records_come_whole() -> None:
    told = parse(str(SAMPLES))
    assert told.exit_code == 0
    assert {record["language"] for record in rows(told)} >= {"ar", "en", "fr", "ru", "tr"}
    assert all(record["text"] and record["digest"] for record in rows(told))


def test_a_file_that_is_not_there_is_refused() -> None:
    told = parse("--report", "nowhere.xml")
    assert told.exit_code == 1
    assert rows(told)[0]["outcome"] == "refused"


def test_without_a_report_what_is_not_read_is_told_apart_from_the_records(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"uri": ')
    told = parse(str(broken), str(tmp_path / "away"))
    assert told.stdout == ""
    first, second, *_ = told.stderr.splitlines()
    assert first.startswith(f"rejected {broken}: Malformed JSON at line 1")
    assert second == f"refused {tmp_path / 'away'}: there is no such file or folder"
