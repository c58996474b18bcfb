"""What is looked at before it is searched: a look never misses what the search would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.parse import captions, credit_lines, cues, desk_lines, sniff
from streams.parse.html import blocks_of, parse_html
from streams.parse.ninjs_version import FIRST, KNOWN, hold_to_its_version
from streams.parse.reading import UnreadableError


@given(st.from_regex(captions.CUE))
def test_every_cue_of_a_caption_is_seen_by_the_look(line: str) -> None:
    assert captions.may_have_cues(line)


@given(st.from_regex(captions.PHOTO_BY))
def test_no_photo_credit_ends_as_a_sentence_does(line: str) -> None:
    assert line[-1] not in captions.SENTENCE_ENDS


@given(st.from_regex(captions.PHOTO_BY))
def test_what_joins_a_photo_credit_is_seen_by_the_look(line: str) -> None:
    in_ascii = line.encode("ascii", "ignore").lower()
    assert "：" in line or any(joint in in_ascii for joint in captions.PHOTO_JOINTS)


@given(st.from_regex(captions.LABEL, fullmatch=True))
def test_every_label_of_a_caption_is_seen_by_its_first_letter(label: str) -> None:
    assert captions.is_labelled(label)


@given(st.from_regex(credit_lines.BYLINE, fullmatch=True))
def test_every_byline_is_seen_by_its_first_letter(line: str) -> None:
    assert credit_lines.is_byline(line) or len(line) > credit_lines.LISTED_CHARS


@given(st.from_regex(cues.NOTE, fullmatch=True))
def test_every_note_is_seen_by_its_first_sign(note: str) -> None:
    assert cues.is_editor_note(note)


@given(st.from_regex(desk_lines.MARK_AT_END))
def test_every_mark_with_initials_is_seen_by_the_look(line: str) -> None:
    found = desk_lines.MARK_AT_END.search(line)
    assert found is not None
    assert any(sign in found[0] for sign in desk_lines.MARK_SIGNS)
    in_brackets = ")" in found[0] or "）" in found[0]
    assert in_brackets or any(sign in found[0] for sign in desk_lines.BARE_SIGNS)


@pytest.mark.parametrize(
    "line",
    [
        "(REPORTING BY JANE DOE AND MAX MUSTER IN AMMAN; EDITING BY OMAR HADDAD)",
        "HABERİ YAZAN: OMAR HADDAD VE RANA KHOURY, ANKARA VE İSTANBUL BÜROLARI",
        "HER HAKKI SAKLIDIR. BU HABER İZİNSİZ YAYINLANAMAZ, KOPYALANAMAZ.",
        "HABERİ HAZIRLAYAN: OMAR HADDAD VE RANA KHOURY, ANKARA, İSTANBUL",
        "COPYRIGHT 2019 EXAMPLE AGENCY. ALL RIGHTS RESERVED, IN ANY LANGUAGE.",
        "ТЕКСТ: ИВАН ИВАНОВ И МАРИЯ ПЕТРОВА, АММАН, С УЧАСТИЕМ БЮРО В МОСКВЕ",
    ],
)
def test_what_desks_write_is_told_in_capitals_too(line: str) -> None:
    assert desk_lines.is_desk_line(line)
    assert desk_lines.is_desk_line(line.replace("İ", "i").lower())


@pytest.mark.parametrize("mark", desk_lines.MARKS)
def test_every_mark_of_the_end_is_seen_by_the_look(mark: str) -> None:
    assert desk_lines.marked(["The port opened on Monday.", f"Ships came in. {mark}"]) == 1


@pytest.mark.parametrize("keys", [keys for _, keys in sniff.JSON_FAMILIES])
@given(data=st.data())
def test_every_family_of_json_is_seen_by_the_look(
    keys: re.Pattern[str], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(keys))
    assert any(sign in text for sign in sniff.JSON_SIGNS)


@given(st.from_regex(credit_lines.AT_END, fullmatch=True), st.text())
def test_a_credit_in_brackets_is_found_behind_any_text(credit: str, text: str) -> None:
    found = credit_lines.AT_END.search(text + credit)
    start = max(map((text + credit).rfind, credit_lines.OPENING))
    if credit.endswith(credit_lines.IN_BRACKETS):
        assert found is not None
        assert found.start() == start


@given(st.from_regex(credit_lines.AT_END, fullmatch=True))
def test_no_credit_at_the_end_is_longer_than_where_it_is_searched(credit: str) -> None:
    assert len(credit) <= credit_lines.AT_END_CHARS


def test_a_block_that_is_all_link_is_told_by_its_characters() -> None:
    root = parse_html('<a href="/"><div>Menu</div></a><p>Body</p>').root
    assert root is not None
    assert [(block.text, block.linked) for block in blocks_of(root)] == [("Menu", 4), ("Body", 0)]


def test_every_version_of_ninjs_refuses_just_what_it_lacks() -> None:
    for generation, minors in ((1, range(3, 7)), (2, range(3)), (3, range(2))):
        key = "$standard" if generation == 1 else "standard"
        for minor in minors:
            said = {key: {"name": "ninjs", "version": f"{generation}.{minor}"}}
            for name in KNOWN - {"standard", "$standard"}:
                spelled = name if generation == 2 else name.upper()
                allowed = FIRST[generation].get(name, minor + 1) <= minor
                assert _is_held({**said, spelled: 1}) == allowed, (generation, minor, name)


def _is_held(item: dict[str, object]) -> bool:
    try:
        hold_to_its_version(item, "$")
    except UnreadableError:
        return False
    return True
