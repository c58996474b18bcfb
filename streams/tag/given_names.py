"""Given names that tell a namesake: Ivan Lavrov is not the minister, nor Emre Cavusoglu.

Common ones of the persons whom wires write about beside those of the knowledge base. Left
out are names that are words or titles too (Will, Mark, Dean, Said), for a headline in title
case has those before a surname.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from streams.tag.inflect import forms
from streams.text.fold import fold, fold_all

_LATIN: Final = """
    Alexander Alexandra Alexei Anastasia Andrei Anna Anton Arkady Artem Boris Daria Denis Dmitry
    Ekaterina Elena Igor Ilya Irina Ivan Kirill Konstantin Ksenia Leonid Lyudmila Maria Maxim
    Mikhail Natalia Nikita Nikolai Oleg Olga Pavel Roman Ruslan Stanislav Svetlana Tatiana Timur
    Vadim Valentin Vasily Viktor Viktoria Vitaly Vyacheslav Yaroslav Yegor Yekaterina Yevgeny Yulia
    Yuri Ahmet Arda Ayşe Berat Bilal Burak Cem Elif Emine Emre Enes Fatma Hüseyin Kemal Kerem
    Mehmet Merve Murat Mustafa Necmettin Osman Ömer Selçuk Serkan Sümeyye Volkan Yusuf Zeynep
    Amanda Andrew Ashley Barbara Brian Brigitte Charles Christopher Daniel David Deborah
    Edward Elizabeth Emily George Heather James Jennifer Jessica John Jonathan Joshua Karen
    Kevin Laura Linda Lisa Malia Margaret Mary Matthew Melissa Michael Michelle Nancy Nicholas
    Patricia Paul Rebecca Richard Robert Ronald Ryan Sarah Sasha Stephanie Stephen Steven Susan
    Thomas Timothy William Carlos Diego Fernando Francisco Javier José Juan Luis Manuel Miguel Pedro
    Camille Céline Claire François Isabelle Jacques Jean Julien Laurent Nathalie Nicolas Olivier
    Philippe Pierre Sophie Sylvie Thierry Anke Claudia Jürgen Katrin Klaus Matthias Sabine Stefan
    Uwe Wolfgang
"""
_CYRILLIC: Final = """
    Александра Алексей Анастасия Анатолий Андрей Анна Антон Артём Борис Валентин Валерий Василий
    Виктор Виталий Вячеслав Дарья Денис Егор Екатерина Елена Иван Игорь Илья Ирина Кирилл Константин
    Леонид Максим Мария Михаил Наталья Никита Николай Олег Ольга Павел Роман Руслан Светлана
    Станислав Татьяна Юлия Юрий Ярослав Эмре Мехмет Мустафа Ахмет
"""


WORDS_CACHED: Final = 4096
"""Words before surnames that are remembered: to fold one costs as much as to find all names."""


@lru_cache(maxsize=WORDS_CACHED)
def given_name(word: str) -> str | None:
    """Give `word` folded, if it is such a name."""
    folded = fold(word).text
    return folded if folded in folded_given_names() else None


@cache
def folded_given_names() -> frozenset[str]:
    """Give the names folded, in Cyrillic in every case."""
    inflected = [form for name in _CYRILLIC.split() for form in forms(name, "ru", person=True)]
    return frozenset(fold_all([*_LATIN.split(), *inflected]))
