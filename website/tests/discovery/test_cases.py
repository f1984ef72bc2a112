"""Cases are found: by search in each language, in the map of the site, in a feed."""

import json
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override
from evenhand_site.cases.pages import chapters
from evenhand_site.cases.rendering import parts
from evenhand_site.discovery import documents, index
from evenhand_site.discovery.models import Entry


@pytest.fixture
def indexed(db, homes, django_capture_on_commit_callbacks):
    """A small case that was studied, and is in the index as its study is in the database."""
    from evenhand_site.cases.study import study

    with django_capture_on_commit_callbacks(execute=True):
        return study("prisoners-dilemma", draws=64, seed=1)


def links(client, address):
    return re.findall(r'<h2[^>]*><a href="([^"]+)"', client.get(address).content.decode())


def issues(names):
    """Of the names of entries those of cases and issues."""
    return {name for name in names if "/chapters/" not in name}


@pytest.mark.parametrize(
    ("typed", "language", "chapter"),
    [
        ("commitment loss bar", "en", "causes"),
        ("numbers and sources", "en", "case"),
        ("ожидания достижимое", "ru", "expectations"),
        ("рахунок втрат", "uk", "ledger"),
    ],
)
def test_a_chapter_is_found_by_its_words_in_the_readers_language(client, indexed, typed, language, chapter):
    place = f"/{language}/cases/prisoners-dilemma/chapters/{chapter}/"
    page = BeautifulSoup(client.get(f"/{language}/search/", {"q": typed, "type": "chapter"}).content, "html.parser")
    row = next(row for row in page.select("article.row") if row.h2.a["href"] == place)
    title = next(part.title for part in chapters(parts(indexed, language)) if part.name == chapter)
    with override(language):
        report = parts(indexed, language)
    assert row.h2.text.strip() == f"{title}: {report.title}"
    assert row.select("mark") and client.get(place).status_code == 200
    assert not row.select_one(".snippet").text.startswith(title)


def test_the_chapters_of_a_case_come_after_the_case_its_issues_and_all_else(client, indexed, network):
    network.text("Fourth fleet", under=network.section("Commentary"), body="a dilemma " + "of other things " * 90)
    for order in ("", "&order=newest"):
        found = links(client, f"/en/search/?q=dilemma{order}")
        below = ["/chapters/" in each for each in found]
        assert below == sorted(below) and True in below and below.count(False) >= 2


def test_a_chapter_is_found_once_and_leads_to_its_other_languages(client, indexed):
    """By a reader of Ukrainian, for whom words in English and Russian are as good as each other."""
    found = links(client, "/uk/search/?q=dilemma&type=chapter") + links(client, "/uk/search/?q=дилемма&type=chapter")
    names = [each.rsplit("/", 2)[1] for each in found]
    assert names and len(set(found)) == len(found)


def test_of_a_chapter_the_first_words_are_kept_of_its_text_and_of_its_tables(indexed):
    lengths = [[len(line.split(" ")) for line in text.splitlines()]
               for text in Entry.objects.filter(kind="chapter").values_list("text", flat=True)]  # fmt: skip
    assert max(max(each) for each in lengths) <= 1500 and max(map(sum, lengths)) <= 3000


def chapter(html):
    from evenhand_site.cases.rendering import Part

    return documents._of_chapter(Part("courses", "Expectations over time", f"<h2>Expectations over time</h2>{html}"))


def test_of_the_cells_of_a_table_the_words_are_kept_and_the_numbers_left_out():
    said = chapter(
        "<p>Told.</p><table><caption>Record</caption><thead><tr><th>Year</th><th>%</th></tr></thead><tbody>"
        "<tr><th>1999</th><td class='n'>0.53 (−0.04 to 0.9)</td><td>the war over <i>Kosovo</i></td></tr>"
        "<tr><th>2008</th><td>0.7</td><td>the war over <i>Kosovo</i></td></tr></tbody></table>"
    )
    assert " ".join(said.split()) == "Told. Record Year the war over Kosovo"


def test_a_long_text_leaves_room_for_the_words_of_the_tables_behind_it():
    said = chapter(f"<p>{'word ' * 9000}</p><table><tr><td>Brecher et al.</td></tr></table>")
    assert said.count("word") == 1500 and said.endswith("Brecher et al.")


def test_a_chapter_is_found_by_words_of_its_tables(client, indexed):
    """“Gurr” stands among the origins of the parameters, of which every case has a table."""
    assert "/en/cases/prisoners-dilemma/chapters/courses/" in links(client, "/en/search/?q=Gurr")
    assert "/uk/cases/prisoners-dilemma/chapters/courses/" in links(client, "/uk/search/?q=Brecher&language=uk")


def test_search_finds_a_case_and_its_issue_by_words_of_the_report(client, indexed):
    assert "/en/cases/prisoners-dilemma/" in links(client, "/en/search/?q=dilemmas")
    assert "/en/cases/prisoners-dilemma/armament/" in links(client, "/en/search/?q=armament+restrain")
    assert "/ru/cases/prisoners-dilemma/armament/" in links(client, "/ru/search/?q=соглашению&language=ru")
    found = client.get("/en/search/?q=dilemma&type=case").content.decode()
    assert '<p class="kind">case</p>' in found


def test_there_is_one_entry_for_each_page_and_language_and_it_follows_the_newest_study(
    client, indexed, django_capture_on_commit_callbacks
):
    from evenhand_site.cases.study import study_of

    def entries():
        return sorted(Entry.objects.exclude(case="").values_list("case", "language"))

    report = parts(indexed, "en")
    names = ["prisoners-dilemma", "prisoners-dilemma/armament"]
    names += [f"prisoners-dilemma/chapters/{part.name}" for part in chapters(report)]
    assert len(names) > 5 and entries() == sorted((name, language) for name in names for language in ("en", "ru", "uk"))
    with django_capture_on_commit_callbacks(execute=True):
        study_of(indexed.file.replace("armament:", "arms:").replace("Prisoner", "Captive"), draws=64, seed=1)
    assert issues({case for case, _language in entries()}) == {"prisoners-dilemma", "prisoners-dilemma/arms"}
    assert links(client, "/en/search/?q=captive") and not links(client, "/en/search/?q=prisoner&type=case")
    before = entries()
    index.rebuild()
    assert entries() == before


def test_of_two_workers_that_write_the_words_of_a_case_at_once_the_newest_study_has_the_last(
    client, indexed, monkeypatch
):
    from evenhand_site.cases.study import study_of

    documents, other = index.case_documents, []

    def slowly(study, language):
        found = documents(study, language)
        if not other:  # while these words are gathered, somebody else's study of the case comes in and is written
            other.append(study_of(indexed.file.replace("Prisoner", "Captive"), draws=64, seed=1))
            index.put_case("prisoners-dilemma")
        return found

    monkeypatch.setattr(index, "case_documents", slowly)
    index.put_case("prisoners-dilemma")
    assert links(client, "/en/search/?q=captive") and not links(client, "/en/search/?q=prisoner&type=case")


def test_the_clock_mends_what_a_process_left_that_was_killed_after_the_commit(client, indexed):
    """What follows a commit is not done within a test: a study is in, and its entries are not, as after a kill."""
    from evenhand_site.cases.study import study_of
    from evenhand_site.discovery.index import mend_cases

    assert mend_cases() == 0
    newer = study_of(indexed.file.replace("armament", "arms"), draws=64, seed=1)
    cases = Entry.objects.exclude(case="").values_list("case", flat=True)
    assert issues(cases.all()) == {"prisoners-dilemma", "prisoners-dilemma/armament"}
    assert mend_cases() == 1
    assert issues(cases.all()) == {"prisoners-dilemma", "prisoners-dilemma/arms"}
    assert mend_cases() == 0
    Entry.objects.filter(case__startswith="prisoners-dilemma", language="uk").delete()  # killed half-way
    assert mend_cases() == 1
    assert Entry.objects.filter(case="prisoners-dilemma/arms", language="uk").exists()
    indexed.delete()
    newer.delete()
    assert mend_cases() == 1 and not cases.all() and mend_cases() == 0


def test_the_clock_has_the_mending_among_its_jobs():
    from evenhand_site.keeping.clock import JOBS

    assert "evenhand_site.discovery.index:mend_cases" in dict(JOBS).values()


def test_a_case_that_is_gone_is_not_found(client, indexed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        indexed.delete()
    assert not Entry.objects.exclude(case="").exists()
    assert links(client, "/en/search/?q=dilemma") == []


def test_the_map_of_the_site_leads_to_every_page_of_a_case_in_every_language(client, indexed):
    assert b"sitemap-cases-1.xml" in client.get("/sitemap.xml").content
    places = re.findall("<loc>http://127.0.0.1:8000([^<]+)", client.get("/sitemap-cases-1.xml").content.decode())
    assert {"/en/cases/prisoners-dilemma/", "/uk/cases/prisoners-dilemma/armament/"} <= set(places)
    assert "/ru/cases/prisoners-dilemma/chapters/ledger/" in places and len(places) == len(set(places))
    assert all(client.get(place).status_code == 200 for place in places)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_feed_has_every_study_at_the_address_that_it_keeps(client, indexed, form):
    answer = client.get(f"/ru/feed/cases/ru.{form}")
    text = answer.content.decode()
    address = indexed.get_absolute_url().replace("/en/", "/ru/")
    assert answer.status_code == 200 and f"http://127.0.0.1:8000{address}" in text
    assert not re.search(r'(href|src)=\\?"[/#]', text)
    if form == "json":
        assert json.loads(text)["items"][0]["title"] == indexed.title
    else:
        ElementTree.fromstring(text)
    assert client.get(f"/ru/feed/cases/xx.{form}").status_code == 404


def test_a_cases_pages_lead_to_the_feed(client, indexed):
    assert "/en/feed/cases/en.atom" in client.get("/en/cases/prisoners-dilemma/armament/").content.decode()
