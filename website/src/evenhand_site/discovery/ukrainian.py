"""A small stemmer of Ukrainian, written from the grammar: the forms of one word share a stem.

A stem is a key, not a word. Where an ending can also be the tail of a stem (-ів of the genitive plural and of
*мотив*, -ам of the dative plural and of *програм*), it is dropped in both places, so that all forms fall together:

1. **Endings.** The reflexive -ся, -сь; then the longest ending of the noun, the adjective or the verb that leaves
   two letters with a vowel.
2. **Tails.** What is left may end in a theme of the verb (пис-а-, прац-юва-, with the т, л, в of its forms), in -ов-,
   or in what looked like an ending in another form (програм-, режим-); it goes where three letters with a vowel stay.
3. **Vowels that alternate or flee** in the last syllable of a longer stem: договір, договору; рівень, рівня;
   книжка, книжок; незалежність, незалежності. The vowel is dropped. Words of one syllable (ніч, ночі; день, дня)
   would fall together with too many others: those that alternate stand in a list.
4. **Consonants that alternate**: г ж з (допомога, допомозі), к ц ч (політика, політиці), ш с (пише, писати),
   д дж (ходити, ходжу), and л after lips (люблю, любити). Doubled ones become single (знання, знань).

What it leaves apart: х and с (епоха, епосі), т and ч (хотіти, хоче), verbs with two stems (іти, йшов).

Sources: the declensions, conjugations and alternations as grammars set them out: Український правопис (2019); S. Pugh
and I. Press, *Ukrainian: A Comprehensive Grammar* (1999). Taking off the longest ending that leaves enough of a word is
the idea of M. Porter's Snowball (2001); the lists and rules are this module's own.
"""

from __future__ import annotations

import re

__all__ = ["ukrainian_stem"]

_VOWEL = re.compile("[аеєиіїоуюя]")

_ENDINGS = """
    а я о е є и і ї у ю ь й ия ія ії ію ій іє ією ом ем єм ам ям ах ях ою ею єю ів їв ей ами ями ові еві єві ьми има
    іям іями іях ий ого ього ої ьої ому ьому ьою им ім їм их іх їх ими іми їми
    іший іша іше іші ішого ішої ішому ішу ішою ішим ішім іших ішими
    еш єш иш їш ить їть іть еть єть емо ємо имо їмо ете єте ите їте уть ють ать ять йте ймо учи ючи ачи ячи вши
"""
_LONGEST_FIRST = sorted(_ENDINGS.split(), key=len, reverse=True)
_TAIL = re.compile("(?:[ую]ва[тлв]?|[аяиіую][тлв]|[оеє]в|[аяеєиіо]м|[аяеєиіїоую])$")

#: Short words whose vowel alternates or flees: what remains of a form after rules 1 and 2, and what of the others.
_ALTERNATE = """
    рік:рок ніч:ноч кін:кон стіл:стол дім:дом ніс:нос лід:льод піч:печ сіл:сол річ:реч гіст:гост кіт:кот бік:бок
    двір:двор міст:мост ріг:рог плід:плод рід:род хід:ход схід:сход вхід:вход кіст:кост сім:сем шіст:шест рів:ров
    віз:воз збір:збор спір:спор твір:твор звір:звер піт:пот пліт:плот бі:бо боїв:бо ніг:ног слів:слов кіл:кол гір:гор
    шкіл:школ сторін:сторон робіт:робот церков:церкв воєн:війн міг:мог могт:мог могл:мог львів:львов ки:києв
    ід:іде ден:дн сон:сн пес:пс тижден:тижн
"""
_SHORT = dict(pair.split(":") for pair in _ALTERNATE.split())
_WITHOUT_VOWEL = {stem for stem in _SHORT.values() if not _VOWEL.search(stem)}


def ukrainian_stem(word: str) -> str:
    """The stem of a word in small letters, without apostrophes and marks of stress."""
    word = _without_reflexive(word)
    stem = _without_tail(_of_oblique_cases(_without_ending(word)))
    stem = _of_oblique_cases(re.sub(r"([бвгджзйклмнпрстфхцчшщ])\1$", r"\1", stem.removesuffix("ь")))
    return _alike_consonants(_without_fleeing_vowel(stem))


def _leaves(stem: str, letters: int) -> bool:
    return stem in _WITHOUT_VOWEL or (len(stem) >= letters and _VOWEL.search(stem) is not None)


def _of_oblique_cases(stem: str) -> str:
    return _SHORT.get(stem, stem)


def _without_reflexive(word: str) -> str:
    if len(word) > 5 and re.search("(?<!с)ся$|[аеєиіїоуюяв]сь$|тьсь$", word):
        return word[:-2]
    return word


def _without_ending(word: str) -> str:
    for ending in _LONGEST_FIRST:
        if word.endswith(ending) and _leaves(word[: -len(ending)], 2):
            return word[: -len(ending)]
    return word


def _without_tail(stem: str) -> str:
    match = _TAIL.search(stem)
    return stem[: match.start()] if match and _leaves(stem[: match.start()], 3) else stem


def _without_fleeing_vowel(stem: str) -> str:
    """Drop the о, е, є, і, ї of a last syllable that is not the first."""
    if len(_VOWEL.findall(stem)) < 2:
        return stem
    return re.sub("[оеєії](ст|[бвгґджзйклмнпрстфхцчшщ])$", r"\1", stem)


def _alike_consonants(stem: str) -> str:
    stem = re.sub("(?<=[бпвмф])л$", "", stem)
    stem = re.sub("дж$", "д", stem)
    return stem[:-1] + stem[-1].translate(str.maketrans("жзцчш", "ггккс")) if stem else stem
