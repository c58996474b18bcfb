"""The paragraphs of plain text within XML."""

from __future__ import annotations

from streams.parse.text_lines import paragraphs_in

ARABIC = """أعادت السلطات اللبنانية فتح مرفأ صيدا اليوم الاثنين بعد إغلاق
دام عامين كاملين بسبب أعمال الصيانة التي شملت الأرصفة والرافعات
والمستودعات القديمة.
وقال وزير النقل إن العمل بدأ في المرفأ منذ ساعات الصباح الأولى
وإن السفن ستصل غدا."""


def words(text: str) -> list[str]:
    return [part.text for part in paragraphs_in(text)]


def test_wrapped_lines_are_joined_in_scripts_without_small_letters() -> None:
    first, second = words(ARABIC)
    assert first.endswith("والمستودعات القديمة.")
    assert second.startswith("وقال وزير النقل")


def test_lines_of_a_list_are_paragraphs() -> None:
    lines = [
        "وزير النقل يعلن فتح مرفأ صيدا أمام السفن بعد عامين من الإغلاق",
        "أسعار النفط ترتفع في تعاملات الاثنين",
        "المنتخب يفوز على ضيفه بهدفين",
        "الأرصاد: طقس معتدل نهارا",
    ]
    assert words("\n".join(lines)) == lines


def test_greek_lines_that_go_on_are_joined() -> None:
    text = "Το λιμάνι άνοιξε ξανά τη Δευτέρα, ύστερα από δύο χρόνια εργασιών που\nέγιναν εκεί."
    assert words(text) == [text.replace("\n", " ")]


def test_lines_too_long_to_be_wrapped_are_paragraphs_between_blank_lines_too() -> None:
    long = "The harbour of Sidon reopened on Monday" + ", after two years of works" * 4 + "."
    assert words(f"{long}\nTwo cranes were replaced.\n\nShips\ncame.") == [
        long,
        "Two cranes were replaced.",
        "Ships came.",
    ]


def test_lines_are_joined_in_one_pass() -> None:
    flood = "word word, \n" * 60_000 + "\n\n" + f"{'x' * 130}\n" * 20_000
    assert len(words(flood)) == 2
