"""Languages that people speak."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from evenhand_site.people.speaking import codes_are_right, codes_of, language_name, named


def test_codes_are_read_whatever_separates_them():
    assert codes_of(" en, RU;uk  en") == ["en", "ru", "uk"]


def test_known_codes_pass():
    codes_are_right("en, ru, uk, ka, crh, zh, zh-hans")


@pytest.mark.parametrize("wrong", ["english", "xx", "en, klingon", "no\0"])
def test_a_code_that_stands_for_no_language_is_named(wrong):
    with pytest.raises(ValidationError, match="No language has the code"):
        codes_are_right(wrong)


def test_languages_are_named_in_the_language_of_the_reader():
    with override("en"):
        assert language_name("uk") == "Ukrainian"
    with override("uk"):
        assert language_name("uk").lower() == "українська"
    with override("ru"):
        assert language_name("uk").lower() == "украинский"


def test_named_languages_stand_in_the_alphabet_of_the_reader():
    with override("en"):
        assert named(["uk", "en", "ka"]) == [("en", "English"), ("ka", "Georgian"), ("uk", "Ukrainian")]
