"""Words whose forms differ by more than an ending, and what the stemmers of English and Russian leave apart.

- Plurals of their own kind stand in a list: *crisis*, *crises*; *человек*, *люди*; *ім'я*, *імені*. A line gives forms
  of one word; their stems become that of the first. A form whose stem another frequent word shares is left out
  (*bases*: *base*; *lives*: *live*).
- The inhabitant's -ин goes, as his plural does without it: *россиянин*, *россияне*; *громадянин*, *громадян*. Of the
  plural's genitive, *россиян*, Snowball would take -н off, as if it were a participle: it is not stemmed any further.
- Of a word whose stem is another word's, all forms stand in a list and are stemmed no further: *важіль*, *важеля*,
  whose endings look like those of *важити* and *важливий*.
- The vowel that flees from -ец and -ок, -ек of Russian goes in all forms: *украинец*, *украинцы*; *рынок*, *рынка*;
  *европеец*, *европейца*; *ошибок*, *ошибка*. A word of one syllable keeps it.

Sources: Zaliznyak, *Грамматический словарь русского языка* (1977), on the fleeing vowel; Український правопис (2019),
§ 95 on -ен- of *ім'я*; Quirk et al., *A Comprehensive Grammar of the English Language* (1985), §§ 5.81–5.97 on plurals.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = [
    "ENGLISH",
    "RUSSIAN",
    "UKRAINIAN",
    "UKRAINIAN_WHOLE",
    "by_form",
    "by_stem",
    "is_of_inhabitants",
    "without_fleeing_vowel",
    "without_inhabitant",
]

ENGLISH = """
crisis crises
analysis analyses
hypothesis hypotheses
synthesis syntheses
diagnosis diagnoses
paralysis paralyses
man men
woman women
child children
foot feet
criterion criteria
phenomenon phenomena
medium media
"""
RUSSIAN = """
человек люди людьми
ребенок дети детьми
день дня дню днем дни дне дней днями
дочь дочери дочерьми
мать матери
имя имени имен
время времени времен
земля земель
сестра сестер
письмо писем
деньги денег
судьба судеб
"""
UKRAINIAN = """
імя імені
племя племені
мати матері
"""
UKRAINIAN_WHOLE = """
важіль важеля важелю важелеві важелем важелі важелів важелям важелями важелях
"""


def by_form(forms: str) -> dict[str, str]:
    """For each form of a line its first one: a stem of its own, where no ending is taken off."""
    return {form: line.split()[0] for line in forms.split("\n") if line for form in line.split()}


def by_stem(forms: str, stem: Callable[[str], str]) -> dict[str, str]:
    """For the stem of each further form of a line, the stem of its first one."""
    lines = [[stem(form) for form in line.split()] for line in forms.split("\n") if line]
    return {other: first for first, *others in lines for other in others if other != first}


def is_of_inhabitants(word: str) -> bool:
    """Whether a Russian word looks like *россиян*, *горожан*, *граждан*, *христиан*."""
    return re.search("..(?:ян|[жчш]ан|ждан|иан)$", word) is not None


def without_inhabitant(stem: str) -> str:
    """*россиянин* to *россиян*, *громадянин* to *громадян*."""
    return re.sub(r"(?<=\w\w[ая]н)ин$", "", stem)


def without_fleeing_vowel(stem: str) -> str:
    """The stem of a Russian word of several syllables without the е or о of its last consonant."""
    if len(re.findall("[аеиоуыэюя]", stem)) < 2:
        return stem
    stem = re.sub("(?<=[аеиоуыэюя])ец$", "йц", stem)
    return re.sub("(?<=[^аеиоуыэюя])(?:е(?=[кц]$)|о(?=к$))", "", stem)
