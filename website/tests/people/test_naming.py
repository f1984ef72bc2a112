"""Names of several scripts: their order, their letter, how they are found, their address."""

from __future__ import annotations

import pytest
from evenhand_site.people.naming import LONGEST, WIDTH, fold, letter_code, letter_of, slug_of, sort_key


def in_order(names, language):
    return sorted(names, key=lambda name: sort_key(name, "", language))


def test_ukrainian_letters_stand_in_the_order_of_the_ukrainian_alphabet():
    # абвгґдеєжзиіїйклмнопрстуфхцчшщьюя: Ґ after Г, Є after Е, І Ї Й after И
    names = ["Яценко", "Йовенко", "Їжакевич", "Ігнатенко", "Ивга", "Зуб", "Єрема", "Еней", "Ґава", "Гай", "Бук"]
    assert in_order(names, "uk") == names[::-1]


def test_russian_yo_is_a_letter_after_ye():
    names = ["Ежов", "Езерский", "Ёлкин", "Жуков"]
    assert in_order(reversed(names), "ru") == names


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_latin_names_follow_cyrillic_ones_where_the_page_is_cyrillic(language):
    assert in_order(["Adams", "Яким", "Zola", "Адамс"], language) == ["Адамс", "Яким", "Adams", "Zola"]


def test_cyrillic_names_follow_latin_ones_where_the_page_is_english():
    assert in_order(["Адамс", "Zola", "Adams"], "en") == ["Adams", "Zola", "Адамс"]


def test_other_scripts_follow_both():
    assert in_order(["李", "Яким", "Adams", "ქეთევან"], "en")[:2] == ["Adams", "Яким"]


def test_marks_case_and_apostrophes_make_no_difference_to_the_order():
    assert sort_key("Ångström", "", "en") == sort_key("angstrom", "", "en")
    assert sort_key("Łoś", "", "en") == sort_key("los", "", "en")
    assert sort_key("O’Brien", "", "en") == sort_key("Obrien", "", "en")
    assert sort_key("Лук'яненко", "", "uk") == sort_key("Лукʼяненко", "", "uk")


def test_a_shorter_family_name_comes_first_whatever_the_given_name():
    assert sort_key("Lee", "Zoe", "en") < sort_key("Leeds", "Ann", "en")
    assert sort_key("Smith", "Zoe", "en") < sort_key("Smith Jones", "Ann", "en") < sort_key("Smithers", "Ann", "en")


def test_given_names_decide_between_namesakes():
    assert sort_key("Example", "Ada", "en") < sort_key("Example", "Ida", "en")


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("name", ["Ґава", "Smith", "Ёлкин", "Їжак", "ქეთევან", "李", "Éluard", "Øst"])
def test_the_letter_of_a_name_leads_back_to_it(name, language):
    key = sort_key(name, "", language)
    letter = letter_of(key, language)
    assert letter and key.startswith(letter_code(letter, language))


@pytest.mark.parametrize(("name", "letter"), [("Ґава", "Ґ"), ("їжак", "Ї"), ("Éluard", "E"), ("Ёлкин", "Ё"), ("", "")])
def test_the_letter_of_a_name_is_that_of_the_alphabet(name, letter):
    assert letter_of(sort_key(name, "", "uk"), "uk") == letter


def test_a_key_has_a_bounded_length_whatever_the_name():
    assert len(sort_key("ß" * 500, "я" * 500, "en")) == WIDTH * LONGEST
    assert sort_key("\N{MUSICAL SYMBOL G CLEF}🙂\0", "", "en") == ""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ҐАВА", "гава"),
        ("Ёлкин", "ЕЛКИН"),
        ("Йосип", "йосип"),
        ("Ångström", "angstrom"),
        ("Łódź", "LODZ"),
        ("Straße", "strasse"),
        ("О’Нищенко", "о'нищенко"),
        ("Жан-Поль", "жан поль"),
    ],
)
def test_folding_makes_alike_what_is_read_alike(written, found):
    assert fold(written) == fold(found)


def test_folding_keeps_letters_apart_that_differ():
    assert fold("Іван") != fold("Иван")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Олена Ґава", "olena-gava"),
        ("Ólafur Ørn", "olafur-orn"),
        ("李明", "liming"),
        ("…", "person"),
        ("a" * 300, "a" * 100),
    ],
)
def test_an_address_is_made_of_ascii_letters(name, slug):
    assert slug_of(name) == slug
