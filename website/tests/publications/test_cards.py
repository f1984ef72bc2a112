"""Cards of texts for lists."""

from datetime import date

import pytest
from django.utils import translation
from evenhand_site.publications.cards import byline, card, cards
from evenhand_site.publications.models import Publication, Section


def test_a_card_has_what_a_list_prints(network):
    section = network.section("Commentary", second_title="Комментарии")
    too = network.section("Recommended", second_title="Рекомендуем")
    ada = network.person("Ada", "Example", given_ru="Ада", family_ru="Пример")
    ben = network.person("Ben", "Sample")
    text = network.text("Quiet talks", under=section, by=[ada, ben], also_in=[too], lead="In short.")
    only = cards(Publication.objects.filter(pk=text.pk))[0]
    assert (only.title, only.url, only.date, only.kind, only.lang, only.lead) == (
        "Quiet talks", text.url, date(2026, 3, 1), "text", "en", "In short."
    )  # fmt: skip
    assert [link.label for link in only.categories] == ["Commentary | Комментарии", "Recommended | Рекомендуем"]
    assert [link.url for link in only.categories] == [section.url, too.url]
    assert [(link.name, link.url) for link in only.authors] == [
        ("Ada Example", ada.get_absolute_url()), ("Ben Sample", ben.get_absolute_url())
    ]  # fmt: skip
    assert (only.byline, only.view) == ("Ada Example and Ben Sample", "View")


def test_names_and_sections_follow_the_reader(network):
    section = network.section("Commentary")
    network.section("Комментарии", language="ru", translation_key=section.translation_key)
    text = network.text(under=section, by=[network.person("Ada", "Example", given_ru="Ада", family_ru="Пример")])
    with translation.override("ru"):
        only = cards([text])[0]
    assert only.byline == "Ада Пример"
    assert [(link.label, link.url.split("/")[1]) for link in only.categories] == [("Комментарии", "ru")]
    assert (only.lang, only.url) == ("en", text.url)


def test_the_network_signs(network):
    only = cards([network.text(under=network.section(), signed_by_network=True)])[0]
    assert (only.byline, only.authors) == ("Test network", ())


def test_a_text_below_the_home_page_is_uncategorised(network):
    only = cards([network.text(under=network.homes["en"])])[0]
    assert [(link.label, link.url) for link in only.categories] == [("Uncategorized", "")]


def test_a_section_that_is_not_public_is_not_shown(network):
    section, hidden = network.section(), network.section("Hidden")
    text = network.text(under=section, also_in=[hidden])
    Section.objects.filter(pk=hidden.pk).update(live=False)
    assert [link.label for link in cards([text])[0].categories] == ["Commentary"]


def test_a_section_that_is_also_the_parent_is_named_once(network):
    section = network.section()
    assert [link.label for link in cards([network.text(under=section, also_in=[section])])[0].categories] == [
        "Commentary"
    ]


@pytest.mark.parametrize(
    ("names", "joined"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B, and C")],
)
def test_a_byline_joins_names(names, joined):
    assert byline(names) == joined


def test_queries_do_not_grow_with_the_list(network, django_assert_num_queries):
    people = [network.person("Ada", f"Example{number}") for number in range(3)]
    section = network.section()
    texts = [network.text(f"Text {n}", under=section, by=people, also_in=[network.section(f"S{n}")]) for n in range(6)]
    keys = [text.pk for text in texts]
    cards([texts[0]])  # root paths are remembered from here on
    for some in (keys[:1], keys):
        with django_assert_num_queries(6):
            assert len(cards(Publication.objects.filter(pk__in=some))) == len(some)


def test_no_texts_take_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert cards([]) == []


def test_a_preview_shows_what_is_not_saved(network):
    text = network.text(under=network.section(), by=[network.person()])
    draft = Publication.objects.get(pk=text.pk)
    draft.authorships.add(type(text.authorships.first())(person=network.person("Ben", "Sample"), sort_order=1))
    assert (card(draft).byline, card(text).byline) == ("Ada Example and Ben Sample", "Ada Example")
