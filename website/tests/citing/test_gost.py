"""ГОСТ Р 7.0.100-2018, ГОСТ Р 7.0.5-2008, ДСТУ 8302:2015; expected values are written by hand after their examples."""

from dataclasses import replace
from datetime import date

import pytest
from evenhand_site.citing.dstu import dstu
from evenhand_site.citing.gost import gost, gost_short
from evenhand_site.citing.reference import Name

OPEN = date(2026, 3, 5)
NB = "\N{NO-BREAK SPACE}"
END = "URL: https://example.org/ru/k/t/ (дата обращения: 05.03.2026)."


@pytest.fixture
def signed(russian):
    people = [Name("Пример", "Ада"), Name("Образец", "Борис"), Name("Третий", "Вадим"), Name("Четверный", "Глеб"), Name("Пятый", "Данил")]  # fmt: skip  # noqa: E501
    return lambda names, **changes: replace(russian, authors=tuple(people[:names]), **changes)


def test_a_record_of_one_author(russian):
    assert gost(russian, OPEN).text == (
        f"Пример, А.{NB}И. Тихие переговоры о зерне / А.{NB}И. Пример. – Текст : электронный // Сеть : [сайт]. – "
        f"2026. – 1 марта. – {END}"
    )


def test_the_heading_names_the_first_of_up_to_three_authors(signed):
    assert gost(signed(3), OPEN).text.startswith(
        "Пример, А. Тихие переговоры о зерне / А. Пример, Б. Образец, В. Третий. – Текст"
    )


def test_four_authors_stand_after_the_title_only(signed):
    assert gost(signed(4), OPEN).text.startswith(
        "Тихие переговоры о зерне / А. Пример, Б. Образец, В. Третий, Г. Четверный. – Текст"
    )


def test_of_five_authors_three_are_named(signed):
    assert gost(signed(5), OPEN).text.startswith(
        "Тихие переговоры о зерне / А. Пример, Б. Образец, В. Третий [и др.]. – Текст"
    )


def test_a_body_and_nobody(signed):
    assert gost(signed(0, corporate="Сеть"), OPEN).text.startswith("Тихие переговоры о зерне / Сеть. – Текст")
    assert gost(signed(0), OPEN).text.startswith("Тихие переговоры о зерне. – Текст")


def test_a_question_keeps_its_sign_and_the_prescribed_one(signed):
    assert gost(signed(0, title="Почему сейчас?"), OPEN).text.startswith("Почему сейчас?. – Текст")


def test_a_memo_has_its_series(signed):
    memo = signed(1, kind="memo", series="Аналитическая записка", number=12)
    assert f"– 1 марта. – (Аналитическая записка ; № 12). – {END}" in gost(memo, OPEN).text


def test_an_episode_is_speech(signed):
    episode = signed(1, kind="episode", section="Подкаст", number=14)
    expected = "Устная речь : электронная // Подкаст / Сеть : [сайт]. – 2026. – 1 марта. – № 14. – URL"
    assert expected in gost(episode, OPEN).text


def test_a_text_without_a_date_says_so(signed):
    assert "[сайт]. – [б. г.]. – URL" in gost(signed(1, date=None), OPEN).text


def test_an_english_text_is_described_in_english(text):
    assert gost(text(), OPEN).text == (
        f"Example, A.{NB}M. Quiet talks on grain / A.{NB}M. Example. – Text : electronic // Test Network : [site]. – "
        "2026. – 1 March. – URL: https://example.org/en/commentary/quiet-talks/ (accessed: 05.03.2026)."
    )


def test_a_short_reference(signed, russian):
    assert gost_short(russian, OPEN).text == f"Пример А.{NB}И. Тихие переговоры о зерне // Сеть. 2026. 1 марта. {END}"
    assert gost_short(signed(2), OPEN).text.startswith("Пример А., Образец Б. Тихие переговоры о зерне // Сеть.")
    assert gost_short(signed(4), OPEN).text.startswith("Тихие переговоры о зерне / А. Пример [и др.] // Сеть.")


def test_one_who_has_one_name_has_a_full_stop_behind_it(signed, ukrainian):
    alone = (Name("Платон"),)
    assert gost(replace(signed(1), authors=alone), OPEN).text.startswith(
        "Платон. Тихие переговоры о зерне / Платон. – Текст"
    )
    assert gost_short(replace(signed(1), authors=alone), OPEN).text.startswith(
        "Платон. Тихие переговоры о зерне // Сеть."
    )
    assert dstu(replace(ukrainian(1), authors=alone), OPEN).text.startswith("Платон. Тихі переговори. Мережа")
    two = (Name("Платон"), Name("Пример", "Ада"))
    assert gost_short(replace(signed(1), authors=two), OPEN).text.startswith("Платон, Пример А. Тихие")


def test_particles_and_suffixes_are_no_initials(signed):
    dam, lot = Name("Дам", "Цезарь ван"), Name("Лот", "Борис мл.")
    assert gost(replace(signed(1), authors=(dam,)), OPEN).text.startswith(
        f"Дам, Ц.{NB}ван. Тихие переговоры о зерне / Ц.{NB}ван Дам. – "
    )
    assert gost_short(replace(signed(1), authors=(lot,)), OPEN).text.startswith("Лот Б., мл. Тихие переговоры")


@pytest.fixture
def ukrainian(signed):
    return lambda names, **changes: signed(
        names, title="Тихі переговори", language="uk", container="Мережа", url="https://example.org/uk/k/t/", **changes
    )


def test_a_ukrainian_reference(ukrainian):
    found = dstu(ukrainian(1), OPEN)
    assert found.text == (
        "Пример А. Тихі переговори. Мережа : вебсайт. 2026. 1 березня. "
        "URL: https://example.org/uk/k/t/ (дата звернення: 05.03.2026)."
    )
    assert "<i>Мережа</i>" in found.html


def test_a_ukrainian_reference_names_three_authors_in_front_and_more_behind(ukrainian):
    assert dstu(ukrainian(3), OPEN).text.startswith("Пример А., Образец Б., Третий В. Тихі переговори. ")
    assert dstu(ukrainian(4), OPEN).text.startswith(
        "Тихі переговори / А. Пример, Б. Образец, В. Третий, Г. Четверный. "
    )
    assert dstu(ukrainian(5), OPEN).text.startswith("Тихі переговори / А. Пример та ін. Мережа : вебсайт.")


def test_a_ukrainian_record_after_the_other_standard(ukrainian):
    assert "Текст : електронний // Мережа : [сайт]. – 2026. – 1 березня. – URL" in gost(ukrainian(1), OPEN).text
