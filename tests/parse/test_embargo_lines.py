"""Embargoes told in the text: what is one, until when, and what only speaks of one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from streams.parse.embargo_lines import embargo_in
from tests.parse.test_mail import FIRST, SECOND, mail, read

SENT = datetime(2019, 3, 3, 9, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 00:01 GMT, MONDAY 4 MARCH 2019", (2019, 3, 4, 0, 1)),
        ("Embargoed until Monday, March 4, 2019 at 10:00 a.m. ET", (2019, 3, 4, 15)),
        ("STRICTLY EMBARGOED FOR RELEASE UNTIL 0600 UTC 4 March", (2019, 3, 4, 6)),
        ("*** EMBARGO: 4th of March 2019, noon CET ***", (2019, 3, 4, 11)),
        ("Not for publication before 4 July 2019, 5 pm EDT", (2019, 7, 4, 21)),
        ("Sperrfrist: 04.03.2019, 10 Uhr", (2019, 3, 4, 9)),
        ("Sperrfrist bis Montag, 4. März 2019, 10.30 Uhr MEZ", (2019, 3, 4, 9, 30)),
        ("SOUS EMBARGO JUSQU'AU 4 mars 2019 à 18h00", (2019, 3, 4, 17)),
        ("Embargado hasta el 4 de marzo de 2019 a las 12:00 UTC", (2019, 3, 4, 12)),
        ("Эмбарго до 4 марта 2019, 12:00 MSK", (2019, 3, 4, 9)),
        ("Эмбарго до 4 марта 2019, 12:00 по московскому времени", (2019, 3, 4, 9)),
        ("محظور النشر حتى الساعة 10:00 بتوقيت غرينتش يوم 4 مارس 2019", (2019, 3, 4, 10)),
        ("محظور النشر حتى الساعة ١٠:٠٠ بتوقيت غرينتش يوم ٤ آذار/مارس ٢٠١٩", (2019, 3, 4, 10)),
        ("Embargoed until 2019-03-04", (2019, 3, 3, 23)),
    ],
)
def test_until_when(line: str, until: tuple[int, int, int]) -> None:
    told = embargo_in(line, SENT)
    assert told is not None
    assert told.until == datetime(*until, tzinfo=UTC)


@pytest.mark.parametrize("line", ["EMBARGOED UNTIL DELIVERY", "Embargo: 32 March 2019"])
def test_an_embargo_may_not_say_until_when(line: str) -> None:
    told = embargo_in(line, SENT)
    assert told is not None
    assert told.until is None


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on oil lifted on 4 March",
        "The embargo ended.",
        "Embargoes until now",
        "Embargo: EU adds arms",
    ],
)
def test_a_sentence_on_an_embargo_tells_none(line: str) -> None:
    assert embargo_in(line, SENT) is None


def test_a_release_is_held_until_its_embargo_ends() -> None:
    line = "EMBARGOED UNTIL 00:01 GMT, TUESDAY 5 MARCH 2019"
    parsed = read(mail(f"{line}\n\n{FIRST}\n\n{SECOND}\n"))
    assert parsed.embargo_until == datetime(2019, 3, 5, 0, 1, tzinfo=UTC)
    assert (parsed.status, parsed.paragraphs) == ("usable", (FIRST, SECOND))
    assert parsed.parts("editor_note") == (line,)


def test_a_release_whose_embargo_has_no_end_is_withheld() -> None:
    assert read(mail(f"EMBARGOED UNTIL DELIVERY\n\n{FIRST}\n\n{SECOND}\n")).status == "withheld"
