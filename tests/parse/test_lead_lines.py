"""Lines at the beginning of a body that tell who wrote it, or what a picture shows."""

from __future__ import annotations

import pytest

from streams.parse.captions import credit_of, is_labelled
from streams.parse.credit_lines import is_byline


@pytest.mark.parametrize(
    "line",
    [
        *("By Jane Doe", "by Jane Doe", "(By Jane Doe)", "Par Jane Doe", "Von Jane Doe"),
        *("Por Ana de la Paz", "Door Jan van der Berg", "Di Anna Rossi", "김철수 기자"),
        *("بقلم رنا خوري", "كتب سمير عون", "Автор: Рана Хури", "Текст: Рана Хури"),
        *(
            "Haber: Rana Aydın",
            "نویسنده: رعنا خوری",
            "تحریر: رعنا خوری",
            "记者 陈小明",
            "作者： 陈小明",
        ),
    ],
)
def test_bylines(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", ["", "By the sea it was calm", "Paris is far.", "가을 하늘"])
def test_sentences_are_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "label",
    [
        *("FILE - ", "FILE PHOTO: ", "File photo: ", "Photo: ", "Foto: ", "Фото: ", "Fotoğraf: "),
        *(
            "Bildunterschrift: ",
            "Légende : ",
            "صورة: ",
            "الصورة: ",
            "عکس: ",
            "تصویر: ",
            "图：",
            "图为：",
        ),
    ],
)
def test_labels_of_captions(label: str) -> None:
    assert is_labelled(f"{label}Sidon")


@pytest.mark.parametrize(
    "line",
    [
        *("The harbour (AP Photo/Jane Doe)", "The harbour. Photo by Reuters", "Sidon, Foto: dpa"),
        *(
            "Sidon. Foto de EFE",
            "Le port. Crédit photo : AFP",
            "المرفأ - صورة: رويترز",
            "港口 图片来源：新华社",
        ),
        *("The harbour. Evan Vucci/AP.", "PHOTO BY REUTERS"),
    ],
)
def test_credits_of_captions(line: str) -> None:
    assert credit_of(line)


@pytest.mark.parametrize("line", ["The harbour of Sidon", "He took a photo by the sea", "Sidon."])
def test_lines_without_a_credit(line: str) -> None:
    assert credit_of(line) is None
