"""Bytes to text: what is declared is honoured, and nothing is decoded with a loss."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.parse.decode import decode
from streams.parse.reading import UnreadableError

TEXT = "اتفاق جديد"
BOMB = b"0" * 1_000_000


def refusal(body: bytes, content_type: str = "") -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        decode(body, content_type)
    return caught.value.reject.reason, caught.value.reject.detail


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_wins(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "text/plain; charset=us-ascii") == TEXT


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-16le", "UTF-8"])
def test_the_charset_of_the_content_type_is_honoured(encoding: str) -> None:
    content_type = f'text/plain; format=flowed; charset="{encoding}"'
    assert decode(TEXT.encode(encoding), content_type) == TEXT


def test_an_xml_declaration_is_honoured() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?><rss/>Москва'
    assert decode(text.encode("cp1251"), "text/xml") == text


def test_bad_bytes_are_refused_with_their_place() -> None:
    reason, detail = refusal("سلام".encode() + b"\xff abc")
    assert reason == "bad_encoding"
    assert "byte 8 is 0xff" in detail


def test_bad_bytes_after_a_mark_are_counted_from_the_beginning() -> None:
    _, detail = refusal(codecs.BOM_UTF8 + b"ab\xffcd")
    assert "byte 5 " in detail


@pytest.mark.parametrize("encoding", ["zlib", "rot13", "idna", "x-unknown", "unicode_escape"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    reason, detail = refusal(b"abc", f"text/plain; charset={encoding}")
    assert reason == "bad_encoding"
    assert encoding in detail


def test_a_file_that_is_no_text_is_refused() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")[0] == "not_text"


FRENCH = "Le président s'est exprimé après l'été à Évry, où l'élève a été reçu par les députés."
TURKISH_TEXT = "Dışişleri bakanı salı günü Ankara'da görüştü ve anlaşmayı imzaladı."
ARABIC = "اتفق وزراء المياه في ثلاث دول الأحد على تقاسم بيانات الأنهار خلال موسم الجفاف."
RUSSIAN = "Министры трёх стран договорились в воскресенье обмениваться данными о реках."
CHINESE = "三国水利部长周日同意在旱季期间共享河流数据，并将于下月再次举行会议。"
LEGACY = [
    (FRENCH, "windows-1252"),
    (FRENCH, "iso-8859-1"),
    (TURKISH_TEXT, "windows-1254"),
    (ARABIC, "windows-1256"),
    (ARABIC, "iso-8859-6"),
    (RUSSIAN, "windows-1251"),
    (CHINESE, "gb18030"),
]


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
def test_legacy_text_is_read_without_a_declaration(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "text/plain") == text


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
@pytest.mark.parametrize("wrong", ["utf-8", "iso-8859-1", "windows-1251", "gb2312", "us-ascii"])
def test_a_wrong_declaration_is_caught(text: str, encoding: str, wrong: str) -> None:
    assert decode(text.encode(encoding), f"text/plain; charset={wrong}") == text


@pytest.mark.parametrize("text", [FRENCH, ARABIC, RUSSIAN, CHINESE])
@pytest.mark.parametrize("wrong", ["iso-8859-1", "windows-1256", "windows-1251", "gb2312"])
def test_utf8_declared_as_something_else_is_utf8(text: str, wrong: str) -> None:
    assert decode(text.encode(), f"text/plain; charset={wrong}") == text


def test_a_wrong_xml_declaration_is_caught() -> None:
    text = f'<?xml version="1.0" encoding="utf-8"?><rss>{ARABIC}</rss>'
    assert decode(text.encode("windows-1256"), "text/xml") == text


def test_a_meta_element_is_honoured() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Мир</p>'
    assert decode(page.encode("windows-1251"), "text/html") == page


def test_latin_1_with_quotes_is_windows() -> None:
    text = "“Ça va”, dit-il – à 5 €"
    assert decode(text.encode("windows-1252"), "text/plain; charset=iso-8859-1") == text


@pytest.mark.parametrize("text", ["two\u00a0words", "“quoted” – and so on…", "l’été «a»"])
def test_signs_that_all_windows_encodings_share_need_no_other_evidence(text: str) -> None:
    assert decode(text.encode("cp1252"), "text/plain") == text


def test_the_euro_tells_latin_9() -> None:
    text = "Le café coûte 5 € à Évry"
    assert decode(text.encode("iso-8859-15"), "") == text


def test_icelandic_is_not_turkish() -> None:
    text = "Það er ráðherra sem fór á fund í Reykjavík þar sem rætt var um frið."
    assert decode(text.encode("windows-1252"), "text/plain; charset=iso-8859-1") == text


def test_a_short_text_is_read_as_declared() -> None:
    text = "خبر"
    assert decode(text.encode("windows-1256"), "text/plain; charset=windows-1256") == text


def test_utf16_without_a_mark_is_told_by_its_first_tag() -> None:
    text = "<rss>اتفاق</rss>"
    assert decode(text.encode("utf-16-le"), "text/xml") == text


def test_damaged_utf8_is_refused_and_not_taken_for_another_encoding() -> None:
    data = ARABIC.encode()
    assert refusal(data[:40] + b"\xd8" + data[40:])[0] == "bad_encoding"


def test_a_flash_with_more_bells_than_words_is_text() -> None:
    text = "\x01abc0001 1 pl 5\x02" + "\x07" * 10 + "\r\nFlash =\r\n\x03\x7f\x7f\x04"
    assert decode(text.encode(), "") == text


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["", "; charset=windows-1256"]))
def test_any_bytes_are_decoded_without_a_loss_or_refused(body: bytes, charset: str) -> None:
    try:
        lost = decode(body, f"text/plain{charset}").count("\ufffd")
    except UnreadableError as error:
        lost, reason = body.count("\ufffd".encode()), error.reject.reason
    else:
        reason = "empty"
    assert lost == body.count("\ufffd".encode())
    assert reason in {"bad_encoding", "empty", "not_text"}


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()))
def test_utf8_comes_out_as_it_went_in(text: str) -> None:
    assert decode(text.encode(), "") == text.removeprefix("\ufeff")


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("item.xml", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (gzip.compress(BOMB, mtime=0), "gzip"),
        (zipped(BOMB), "zip"),
        (bz2.compress(BOMB), "bzip2"),
        (lzma.compress(BOMB), "xz"),
    ],
)
def test_packed_data_are_refused_by_name_and_never_unpacked(body: bytes, name: str) -> None:
    assert len(body) < len(BOMB) / 100
    assert refusal(body) == ("not_text", f"Data packed with {name}; send each item unpacked.")


GREEK = "Ο πρωθυπουργός συναντήθηκε την Τρίτη στην Αθήνα με τους υπουργούς των τριών χωρών."
HEBREW = "שרי המים של שלוש המדינות הסכימו ביום ראשון לחלוק נתונים על הנהרות בעונה היבשה."
SERBIAN = "Министри три земље договорили су се у недељу да размењују податке о њиховим рекама."
THAI = "รัฐมนตรีของสามประเทศตกลงกันเมื่อวันอาทิตย์ว่าจะแบ่งปันข้อมูลเกี่ยวกับแม่น้ำ"
OTHERS = [
    *((text, encoding) for text in (RUSSIAN, RUSSIAN.upper()) for encoding in ("koi8-r", "koi8-u")),
    *((RUSSIAN, encoding) for encoding in ("iso-8859-5", "windows-1251")),
    (RUSSIAN.upper(), "windows-1251"),
    (SERBIAN, "iso-8859-5"),
    (SERBIAN, "windows-1251"),
    (GREEK, "windows-1253"),
    (GREEK, "iso-8859-7"),
    (HEBREW, "windows-1255"),
    (HEBREW, "iso-8859-8"),
    (THAI, "tis-620"),
]


@pytest.mark.parametrize(("text", "encoding"), OTHERS)
def test_an_alphabet_of_its_own_is_read_as_declared(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), f"text/plain; charset={encoding}") == text


@pytest.mark.parametrize(("text", "encoding"), OTHERS)
def test_an_alphabet_of_its_own_is_told_by_its_letters(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "text/plain") == text


@pytest.mark.parametrize(("text", "encoding"), OTHERS[:6])
def test_cyrillic_declared_as_another_cyrillic_is_caught(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "text/plain; charset=windows-1251") == text


def test_an_accented_capital_that_another_greek_has_as_a_quote_stays() -> None:
    text = f"Άρχισε η σύνοδος. {GREEK}"
    assert decode(text.encode("cp1253"), "text/plain; charset=windows-1253") == text


@pytest.mark.parametrize(
    ("name", "codec", "text"),
    [
        ("windows-874", "cp874", THAI),
        ("ISO-8859-8-I", "iso8859-8", HEBREW),
        ("windows-31j", "cp932", "首相は①日、東京で会談した。"),
        ("Shift_JIS", "cp932", "首相は①日、東京で会談した。"),
    ],
)
def test_an_encoding_may_be_named_as_browsers_know_it(name: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), f"text/plain; charset={name}") == text


JAPANESE = "水資源省は13日、町の北に新しい井戸9本を夏までに開くと発表した。"
KOREAN = "수자원부는 13일 마을 북쪽의 새 우물 9곳을 여름 전에 연다고 밝혔다."
TRADITIONAL = "水利部門13日宣布，城鎮北部九口新井將在夏季前啟用，比原定計畫晚了兩年。"
SIMPLIFIED = "水利部门13日宣布，城镇北部九口新井将在夏季前启用，比原定计划晚两年。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (TRADITIONAL, "big5"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
    ],
)
@pytest.mark.parametrize("declared", ["", "text/plain; charset=utf-8"])
def test_two_bytes_a_letter_are_told_without_a_declaration(
    text: str, encoding: str, declared: str
) -> None:
    assert decode(text.encode(encoding), declared) == text


def test_the_encoding_of_old_macintoshes_is_known() -> None:
    text = "Neun Brunnen werden geöffnet"

    assert decode(text.encode("mac-roman"), "text/plain; charset=macintosh") == text


CUT = "<meta name='description' content='Zażółć gęślą ja".encode() + b"\xc5'>"
PAGE = b"<html><head><meta charset='utf-8'>%s</head><p>Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 %s</p>"


def test_a_description_cut_within_a_character_is_left_out_of_its_page() -> None:
    assert decode(PAGE % (CUT, b"rano"), "text/html").endswith("</head><p>Zażółć rano</p>")


@pytest.mark.parametrize("page", [PAGE % (CUT, b"ran\xc5"), PAGE % (CUT * 4, b"rano")])
def test_a_page_with_more_damage_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(page, "text/html")
