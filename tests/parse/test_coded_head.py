"""Messages between ZCZC and NNNN whose header lines each begin with a sign."""

from __future__ import annotations

from streams.parse.coded_head import coded_head
from tests.parse.wires import article

BROADCAST = """ZCZC AAP\r
%A\r
#Harbour_DC2\r
$Ferries back in Sydney harbour\r
\r
:(SYDNEY)\r
&XYZ\\Writerj\r
*14000000\r
@NSW\r
Ferries are running again in Sydney harbour after a day of storms.

   The operator says all eleven are in service.

\r
AAP RTV\r
NNNN"""

SPORT = (
    "   ZCZC AAP\r$T\r:Rowing Test\r=Day 2\r^ROWING: Crews level  after day two\r*X\r&A\r"
    "+15084000\rPERTH, March 3 AAP - Two crews are level:\r\n\r\nRace one\r\n\tNNNN\r\n"
)


def test_a_sign_says_what_a_header_line_is() -> None:
    parsed = article(BROADCAST)
    assert (parsed.headline, parsed.headline_from) == (
        "Ferries back in Sydney harbour",
        "headline",
    )
    assert parsed.slugline == "Harbour_DC2"
    assert [place.label for place in parsed.places] == ["SYDNEY"]
    assert [subject.code for subject in parsed.subjects] == ["iptc7901:A", "14000000"]
    assert [source.id for source in parsed.sources] == ["aap"]
    assert parsed.paragraphs == (
        "Ferries are running again in Sydney harbour after a day of storms.",
        "The operator says all eleven are in service.",
    )
    assert parsed.parts("footer") == ("AAP RTV",)


def test_lines_may_end_with_carriage_returns_alone() -> None:
    parsed = article(SPORT)
    assert parsed.headline == "ROWING: Crews level after day two"
    assert parsed.slugline == "Rowing Test/Day 2"
    assert parsed.keywords == ("Rowing Test", "Day 2")
    assert parsed.paragraphs == ("PERTH, March 3 AAP - Two crews are level:", "Race one")


def test_without_a_headline_line_the_first_sentence_is_it() -> None:
    text = "ZCZC\n#Perth Rowing\n:Perth Rowing Saturday\nCREWS LEVEL.\n\nMore follows.\nNNNN\n"
    parsed = article(text)
    assert (parsed.headline, parsed.headline_from) == ("CREWS LEVEL.", "first_sentence")
    assert parsed.slugline == "Perth Rowing Saturday"


def test_codes_of_the_receivers_are_no_text() -> None:
    text = "ZCZC XYZ000\nYY RAB NC(ABC) (3RR)\n:ROWING :Perth crews\n   PERTH, Oct 2 AAP - Crews "
    parsed = article(f"{text}are level.\n\nMore follows.\nNNNN\n")
    assert parsed.paragraphs == ("PERTH, Oct 2 AAP - Crews are level.", "More follows.")
    assert [source.id for source in parsed.sources] == ["aap"]


def test_items_of_a_list_are_text() -> None:
    head = coded_head(["#Slug", "$A headline of words", "* Ferries run again", "* Trains do not"])
    assert head is not None
    assert head.text == ["* Ferries run again", "* Trains do not"]


def test_text_is_no_coded_head() -> None:
    assert coded_head(["Ferries run again", "#harbour"]) is None
    assert coded_head(["#harbour", "Ferries run again"]) is None
    assert coded_head([]) is None


def test_a_headline_that_ends_with_its_sign_is_one_below_a_service_s_number_too() -> None:
    parsed = article("ZCZC ABC0123\n\nFerries back in Sydney =\n\nThey are running again.\n\nNNNN")
    assert (parsed.headline, parsed.headline_from) == ("Ferries back in Sydney", "headline")
    assert parsed.paragraphs == ("They are running again.",)
