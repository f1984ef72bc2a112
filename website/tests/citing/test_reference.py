"""What a citation needs, read from a page."""

from datetime import UTC, date, datetime

from evenhand_site.citing.chicago import chicago
from evenhand_site.citing.reference import Name, reference
from evenhand_site.events.models import Event
from evenhand_site.podcasts.models import Episode
from evenhand_site.publications.models import Book, Memo, Publication


def test_names_are_in_the_script_of_the_text_not_of_the_reader(network):
    ada = network.person("Ada", "Example", given_ru="Ада", family_ru="Пример", orcid="0000-0002-1825-0097")
    english = network.text(under=network.section(), by=[ada])
    russian = network.text("Текст", under=network.section("Раздел", language="ru"), by=[ada])
    assert reference(english).authors == (Name("Example", "Ada", "0000-0002-1825-0097"),)
    assert reference(russian).authors == (Name("Пример", "Ада", "0000-0002-1825-0097"),)
    assert reference(russian).language == "ru"


def test_a_page_gives_site_section_date_and_address(network):
    found = reference(network.text("Quiet talks", under=network.section(), by=[network.person()]))
    assert (found.container, found.section, found.date) == ("Test network", "Commentary", date(2026, 3, 1))
    assert found.url.startswith("http://127.0.0.1:8000/en/commentary/quiet-talks-")


def test_the_network_signs_as_a_body(network):
    found = reference(network.text(under=network.section(), signed_by_network=True, by=[network.person()]))
    assert (found.corporate, found.authors) == ("Test network", ())


def test_the_fields_of_memos_episodes_events_and_books(network):
    section = network.section("Common Ground")
    memo = reference(network.text(under=section, kind=Memo))
    assert (memo.kind, memo.series, memo.number) == ("memo", "Policy Memo", 1)
    episode = reference(network.text(under=section, kind=Episode, season=2, number=14))
    assert (episode.section, episode.season, episode.number) == ("Common Ground", 2, 14)
    starts = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert reference(network.text(under=section, kind=Event, starts=starts, place="Geneva")).place == "Geneva"
    book = reference(network.text(under=section, kind=Book, publisher="A Press", isbn="9780000000002"))
    assert (book.publisher, book.isbn) == ("A Press", "9780000000002")


def test_a_doi_is_read_however_it_is_written(network):
    section = network.section()
    for written in ("10.1000/xyz", "doi: 10.1000/xyz", "https://doi.org/10.1000/xyz", "http://dx.doi.org/10.1000/xyz"):
        assert reference(network.text(under=section, doi=written)).doi == "10.1000/xyz"


def test_a_page_that_only_points_elsewhere_is_cited_as_the_text_there(network):
    text = network.text(under=network.section(), original_title="A Review", original_address="https://example.org/t")
    assert reference(text).container == "Test network"
    text.body = []
    found = reference(text)
    assert (found.container, found.url) == ("A Review", "https://example.org/t")


def test_keys_are_ascii_and_differ(network):
    section = network.section()
    person = network.person("Їва", "Щедрий-Яр")
    keys = [reference(network.text(under=section, by=[person])).key for _ in range(2)]
    assert all(key.isascii() and key.startswith("shch") for key in keys)
    assert len(set(keys)) == 2


def test_words_inside_sentences_are_known(network):
    body = "<p>The expectations, in Geneva, were low. Setting them is hard.</p>"
    text = network.text("Setting Expectations in Geneva", under=network.section(), body=body)
    seen = reference(text).seen
    assert {"expectations", "in", "Geneva", "low"} <= seen
    assert "Setting" not in seen


def test_a_reference_takes_few_queries_however_many_authors(network, django_assert_max_num_queries):
    people = [network.person("Ada", f"Example{number}") for number in range(6)]
    key = network.text(under=network.section(), by=people).pk
    reference(Publication.objects.get(pk=key))
    page = Publication.objects.select_related("locale").get(pk=key)
    with django_assert_max_num_queries(4):
        assert len(reference(page).authors) == 6


def test_russian_texts_are_cited_in_russian_words(network):
    russian = network.section("Раздел", language="ru")
    found = chicago(reference(network.text("Тихие переговоры", under=russian, signed_by_network=True)))
    assert found.text.startswith("Test network. “Тихие переговоры.” March 1, 2026. http")
