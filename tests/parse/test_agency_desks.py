"""How agencies of Central Europe, the Baltic, the Caucasus and South-East Asia set their items."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from streams.parse.cues import cue_of
from streams.parse.desk_lines import end_mark, is_desk_line
from tests.parse.wires import article


class Item(NamedTuple):
    """An item as text, and what its record should say."""

    source: str
    language: str
    first: str
    last: str
    desk: tuple[str, ...]
    joint: str = "\n\n"
    """What stands between the last paragraph and the desk's lines."""


ITEMS = (
    Item(
        "sita",
        "sk",
        "BRATISLAVA 4. marca 2019 (SITA) – Vláda v pondelok schválila stavbu nového mosta.",
        "Most bude stáť 120 miliónov eur.",
        ("(mar, kov)",),
    ),
    Item(
        "sita",
        "sk",
        "BRATISLAVA 4. marca (SITA) - Vláda v pondelok schválila stavbu nového mosta.",
        "Starosta mesta rozhodnutie privítal.",
        ("SITA mar, kov",),
    ),
    Item(
        "ctk",
        "cs",
        "Praha 4. března (ČTK) - Vláda dnes schválila stavbu nového mostu přes Labe.",
        "Starosta rozhodnutí přivítal.",
        ("kva mha",),
    ),
    Item(
        "mti",
        "hu",
        "Budapest, 2019. március 4., hétfő (MTI) - Nyáron kezdődik az új komáromi híd építése.",
        "A beruházás két évig tart.",
        ("kbt (kkp) \\ bdo",),
    ),
    Item(
        "agerpres",
        "ro",
        "București, 4 mar /Agerpres/ - Guvernul a aprobat luni construcția unui nou pod.",
        "Podul va costa 120 de milioane de euro.",
        ("AGERPRES/(AS - autor: Ion Popescu, editor: Ana Pop, editor online: Dan Ene)",),
        " ",
    ),
    Item(
        "hina",
        "hr",
        "ZAGREB, 4. ožujka 2019. (Hina) - Vlada je odobrila gradnju novog mosta preko Save.",
        "Most će stajati 120 milijuna eura.",
        ("(Hina) xjp ysp",),
        " ",
    ),
    Item(
        "tanjug",
        "sr",
        "BEOGRAD, 4. marta (Tanjug) - Vlada Srbije odobrila je gradnju mosta posle sednice.",
        "Most će koštati 120 miliona evra.",
        ("(kraj) mp/jv 15:09",),
        " ",
    ),
    Item(
        "fena",
        "bs",
        "SARAJEVO, 4. marta (FENA) - Vijeće ministara BiH odobrilo je danas gradnju mosta.",
        "Most će koštati 120 miliona maraka.",
        ("(FENA) A. H.",),
    ),
    Item(
        "sta",
        "sl",
        "Ljubljana, 4. marca (STA) - Vlada je danes potrdila gradnjo novega mostu čez Savo.",
        "Most bo stal 120 milijonov evrov.",
        ("mz/ap",),
    ),
    Item(
        "bns",
        "lt",
        "Vilnius, kovo 04 d. (BNS). Vyriausybė pirmadienį pritarė naujo tilto statybai.",
        "Tiltas kainuos 120 mln. eurų.",
        ("Vilnius, +370 5 205 8501, lietuva@bns.example, Vilniaus skyrius",),
    ),
    Item(
        "bns",
        "et",
        "TALLINN, 4. märts, BNS - Valitsus kiitis esmaspäeval heaks uue silla ehituse.",
        "Sild läheb maksma 120 miljonit eurot.",
        ("Toimetaja: Mart Tamm",),
    ),
    Item(
        "kazinform",
        "kk",
        "АСТАНА. ҚазАқпарат – Үкімет дүйсенбіде жаңа көпір құрылысын мақұлдады.",
        "Көпірдің құны 120 миллион еуро.",
        ("Авторы: Айгүл Нұрланқызы",),
    ),
    Item(
        "vna",
        "vi",
        "Hà Nội (TTXVN) - Chính phủ ngày 4/3 đã phê duyệt dự án xây cầu mới qua sông Hồng.",
        "Cầu có tổng vốn đầu tư 120 triệu euro",
        ("./.", "Nguyễn Văn An"),
        "",
    ),
    Item(
        "vna",
        "en",
        "Hanoi (VNA) – The Government on March 4 approved a new bridge over the Red River.",
        "It will cost 120 million EUR",
        ("./. VNA",),
        "",
    ),
    Item(
        "antara",
        "id",
        "Jakarta (ANTARA) - Pemerintah pada Senin menyetujui pembangunan jembatan baru.",
        "Jembatan itu menelan biaya 120 juta euro.",
        (
            "Pewarta: Budi Santoso",
            "Editor: Dewi Lestari",
            "COPYRIGHT © ANTARA 2019",
            "Dilarang keras mengambil konten tanpa izin tertulis dari Kantor Berita ANTARA.",
        ),
    ),
    Item(
        "pap",
        "pl",
        "Warszawa, 04.03.2019 (PAP) - Rząd zaakceptował w poniedziałek budowę nowego mostu.",
        "Most będzie kosztował 120 mln euro. (PAP)",
        ("Autorka: Anna Nowak", "anow/ mok/ par/"),
    ),
)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.source}-{item.language}")
def test_an_item_of_each_desk(item: Item) -> None:
    desk = "\n\n".join(item.desk)
    parsed = article(f"{item.first[20:60]}\n\n{item.first}\n\n{item.last}{item.joint}{desk}\n")
    assert parsed.paragraphs == (item.first, item.last)
    assert parsed.parts("footer") == item.desk
    assert [source.id for source in parsed.sources] == [item.source]
    assert parsed.language == item.language


@pytest.mark.parametrize(
    ("last", "credit", "source"),
    [
        ("Tiltas kainuos 120 mln. eurų.", "Jonas Jonaitis (ELTA)", "elta"),
        ("They will meet again in a month.", "AFP", "afp"),
        ("The bridge is to be opened in two years.", "-- BERNAMA", "bernama"),
    ],
)
def test_a_credit_in_the_last_line(last: str, credit: str, source: str) -> None:
    first = "The ministers of three countries agreed on Sunday to share their data."
    parsed = article(f"Ministers agree\n\n{first}\n\n{last}\n\n{credit}\n")
    assert parsed.parts("credit") == (credit,)
    assert [one.id for one in parsed.sources] == [source]


def test_a_short_sentence_that_ends_with_an_agency_is_no_credit() -> None:
    first = "The ministers of three countries agreed on Sunday to share their data."
    last = "How much it will cost is not known yet, Reuters"
    assert article(f"Ministers agree\n\n{first}\n\n{last}\n").paragraphs == (first, last)


def test_the_thai_desk_marks_the_end() -> None:
    first = "กรุงเทพฯ 4 มี.ค. - รัฐบาลอนุมัติการก่อสร้างสะพานข้ามแม่น้ำเจ้าพระยาแห่งใหม่"
    last = "สะพานมีมูลค่า 120 ล้านยูโร."
    parsed = article(f"รัฐบาลอนุมัติสร้างสะพาน\n\n{first}\n\n{last}-512-สำนักข่าวไทย\n")
    assert parsed.paragraphs == (first, last)
    assert [source.id for source in parsed.sources] == ["tna"]


def test_what_sites_add_below_a_text_is_no_part_of_it() -> None:
    first = "The government on Monday approved the building of a new bridge in the town."
    added = ("--", "Follow ERR News on Facebook and never miss an update!", "Editor: Mart Tamm")
    parsed = article("\n\n".join(("Bridge approved", first, "It is to cost little.", *added)))
    assert parsed.paragraphs == (first, "It is to cost little.")
    assert parsed.parts("footer") == added


def test_a_source_line_in_other_languages() -> None:
    first = "Vláda dnes schválila stavbu nového mostu přes Labe, řekl ministr dopravy."
    parsed = article(f"Nový most\n\n{first}\n\nBude stát hodně.\n\nZdroj: ČTK\n")
    assert parsed.parts("source_line") == ("Zdroj: ČTK",)
    assert [source.id for source in parsed.sources] == ["ctk"]


@pytest.mark.parametrize(
    ("headline", "cue"),
    [
        ("Minister: budowa mostu ruszy latem (krótka2)", "update"),
        ("Minister: budowa mostu ruszy latem (krótka)", None),
        ("Rząd: most na Wiśle (opis)", "update"),
        ("Rząd: most na Wiśle (opis2)", "update"),
        ("Giełdy w Europie (synteza)", "lead"),
        ("Most v Komárne bude stáť viac (AKTUALIZOVANÉ)", "update"),
        ("Nový most se začne stavět v létě - DOPLNĚNÍ", "update"),
        ("Povodně v Česku - SOUHRN", "lead"),
        ("Nyáron kezdődik az építkezés (2. - új részletekkel)", "update"),
        ("Vlada potrdila gradnjo mostu (daljše)", "update"),
        ("Vlada potrdila gradnjo mostu (popravek)", "correction"),
        ("Vyriausybė pritarė tilto statybai (papildyta)", "update"),
        ("Guvernul a aprobat un pod (corectură)", "correction"),
        ("Правительство одобрило мост (обновлено)", "update"),
        ("Film (opis fabuły)", None),
        ("Ronaldo scores (2)", None),
        ("Talks between Serbia and the EU - NATO", None),
        ("What we know of the ship (map)", None),
    ],
)
def test_cues_at_the_end_of_a_headline(headline: str, cue: str | None) -> None:
    assert cue_of(headline) == cue


@pytest.mark.parametrize(
    "line",
    [
        "(Reuters) je objavila da se most gradi.",
        "He was told of it (Hina) on Monday.",
        "The port (kraj) was closed for the winter.",
        "It is a bridge/road.",
    ],
)
def test_brackets_within_a_sentence_are_no_mark(line: str) -> None:
    assert end_mark(line) == 0
    assert not is_desk_line(line)
