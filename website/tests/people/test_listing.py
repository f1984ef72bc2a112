"""Lists of people as readers see them."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override
from evenhand_site.people.listing import ON_A_PAGE, asked_of, list_of_people
from evenhand_site.people.models import Affiliation, PeoplePage, Person


@pytest.fixture
def page(network):
    def make(shows="all", language="en", **fields):
        home = network.homes[language]
        slug = f"people-{shows}-{language}"
        if there := PeoplePage.objects.filter(slug=slug).first():
            return there
        return home.add_child(instance=PeoplePage(title="People", slug=slug, shows=shows, locale=home.locale, **fields))

    return make


def names(page, query="", language="en"):
    with override(language):
        return [person.name for person in list_of_people(page, QueryDict(query))["people"]]


@pytest.fixture
def people(network):
    network.person("Zoe", "Adams", membership="core")
    network.person("Ann", "Young", membership="collegium", executive="Chair")
    network.person("Bob", "Miller", membership="associate", executive="Treasurer")
    network.person("Guest", "Writer")


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        ("all", ["Zoe Adams", "Bob Miller", "Ann Young"]),
        ("core", ["Zoe Adams"]),
        ("collegium", ["Ann Young"]),
        ("associate", ["Bob Miller"]),
        ("executive", ["Bob Miller", "Ann Young"]),
        ("everybody", ["Zoe Adams", "Bob Miller", "Guest Writer", "Ann Young"]),
    ],
)
def test_each_kind_of_page_lists_its_people_in_the_alphabet(page, people, shows, expected):
    assert names(page(shows)) == expected


def test_experts_are_those_on_the_topic_of_the_page_each_once(page, network, people):
    arms, ukraine = network.topic("Arms control"), network.topic("Ukraine")
    for name, topics in (("Adams", [arms, ukraine]), ("Writer", [ukraine])):
        person = Person.objects.get(family=name)
        person.expert_on.set(topics)
        person.save()
    assert names(page("experts", topic=ukraine)) == ["Zoe Adams", "Guest Writer"]
    assert names(page("experts", language="uk")) == ["Zoe Adams", "Guest Writer"]


def test_a_ukrainian_page_follows_the_ukrainian_alphabet(page, network):
    for family in ("Йосипенко", "Їжак", "Іваненко", "Ґава", "Гай"):
        network.person("Ада", family, slug=f"x-{family}", family_uk=family, given_uk="Ада", membership="core")
    network.person("Ada", "Baker", membership="core")
    shown = names(page("all", "uk"), language="uk")
    assert shown == ["Ада Гай", "Ада Ґава", "Ада Іваненко", "Ада Їжак", "Ада Йосипенко", "Ada Baker"]


@pytest.mark.parametrize(
    "words", ["ҐАВА", "гава", "олена г", "Gava", "gav", "ОЛЕНА", "Елена", "олена+гава", "Га́ва", "ge-zhen"]
)
def test_somebody_is_found_by_any_script_of_the_name(page, network, words):
    network.person(
        "Olena", "Gava", given_uk="Олена", family_uk="Ґава", given_ru="Елена", family_ru="Гава", own_name="Ge Zhen",
        membership="core",
    )  # fmt: skip
    network.person("Bob", "Miller", membership="core")
    assert names(page(), f"q={words}") == ["Olena Gava"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "Gava Miller", "...", "'", "A%q"])
def test_signs_of_databases_find_nobody(page, people, words):
    query = QueryDict(mutable=True)
    query["q"] = words
    with override("en"):
        assert not list_of_people(page(), query)["people"].object_list


def test_bad_signs_in_a_question_are_dropped():
    asked = asked_of(QueryDict("q=a%00b%0a" + "x" * 500 + "&letter=abc"))
    assert asked.words.startswith("abx") and len(asked.words) == 100
    assert asked.letter == "A"


def test_the_letter_chooses_the_names_that_begin_with_it(page, people):
    assert names(page(), "letter=m") == ["Bob Miller"]
    assert names(page(), "letter=Q") == []
    assert names(page(), "letter=%F0%9F%99%82") == []


def test_letters_offered_are_those_of_the_people_shown(page, people):
    with override("en"):
        shown = list_of_people(page(), QueryDict("letter=M"))
    assert shown["letters"] == ["A", "M", "Y"] and shown["letter"] == "M"


def test_people_are_filtered_by_a_whole_language_code(page, network):
    for number, codes in enumerate(["en", "en,ru", "ru,en,uk", "uk", "ken"]):
        network.person("P", f"Number{number}", languages=codes, membership="core")
    assert names(page(), "spoken=en") == ["P Number0", "P Number1", "P Number2"]
    assert names(page(), "spoken=uk") == ["P Number2", "P Number3"]


def test_people_are_filtered_by_the_topic_of_their_expertise(page, people, network):
    person = Person.objects.get(family="Young")
    person.expert_on.set([network.topic("Ukraine")])
    person.save()
    assert names(page(), "topic=ukraine") == ["Ann Young"]
    assert names(page(), "topic=unknown") == []


def test_long_lists_have_pages_and_no_others(page, network, client):
    for number in range(ON_A_PAGE + 1):
        network.person("P", f"Name{number:03}", membership="core")
    listed = page()
    assert len(names(listed)) == ON_A_PAGE
    assert names(listed, "page=2") == [f"P Name{ON_A_PAGE:03}"]
    assert client.get(listed.url + "?page=2").status_code == 200
    for wrong in ("3", "0", "-1", "x", "9" * 30, "%F0%9F"):
        assert client.get(f"{listed.url}?page={wrong}").status_code == 404


def test_a_list_takes_as_many_queries_for_many_people_as_for_few(page, network, django_assert_max_num_queries):
    def grow(names):
        for name in names:
            person = network.person("P", name, membership="core")
            person.affiliations = [Affiliation(institution="University of Examples")]
            person.save()

    listed = page()
    grow(["A", "B"])

    def shown():
        context = list_of_people(listed, QueryDict("q=p"))
        return [(person.name, person.affiliation, person.photograph) for person in context["people"]]

    with override("en"):
        with django_assert_max_num_queries(12) as few:
            assert len(shown()) == 2
        grow([f"C{number}" for number in range(20)])
        with django_assert_max_num_queries(len(few)):
            assert len(shown()) == 22


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_page_of_a_list_can_be_read_and_searched(page, people, client, language):
    listed = page("all", language)
    assert "Adams" in client.get(listed.url).content.decode()
    found = client.get(listed.url + "?q=mill").content.decode()
    assert "Miller" in found and "Adams" not in found.split("<main", 1)[1].split("</main>")[0]
