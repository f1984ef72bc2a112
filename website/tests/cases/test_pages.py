"""A case's pages: the case, its issues and chapters, for ever below a version; and what may be fetched."""

import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.utils.translation import override
from evenhand_site.cases.models import Case

import evenhand

CASE = "/en/cases/prisoners-dilemma/"


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def changed(study, draws=64, seed=1, **words):
    """A study of the same case whose file was changed: lines by the names that they begin with."""
    from evenhand_site.cases.study import study_of

    file = study.file
    for name, value in words.items():
        file = re.sub(rf"^{name}: .*", f"{name}: {value}", file, count=1, flags=re.MULTILINE)
    return study_of(file, draws=draws, seed=seed)


def test_the_list_names_every_version_with_its_files(client, homes, small):
    page = unescape(client.get("/en/cases/").content.decode())
    assert small.title in page and small.short in page
    for name in ("", "analysis.json", "case.yaml"):
        assert f"{CASE}{small.short}/{name}" in page


def test_the_home_page_and_the_list_say_in_a_sentence_what_was_found(client, homes, small):
    for address in ("/en/", "/en/cases/"):
        page = unescape(client.get(address).content.decode())
        assert "On the one issue something is lost that could be had at nobody else’s expense." in page
    assert "По единственному вопросу" in unescape(client.get("/ru/cases/").content.decode())


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_page_of_a_case_answers_in_every_language_in_the_sites_frame(client, homes, small, language):
    from evenhand.report.language import LANGUAGES

    assert client.get(f"/{language}/cases/").status_code == 200
    page = soup(client.get(f"/{language}/cases/prisoners-dilemma/"))
    links = {link["href"] for link in page.select(".contents a")}
    assert len(links) > 10
    for link in links:
        found = soup(client.get(link))
        assert found.html["lang"] == language and found.select_one("header .menu, header .masthead")
        assert found.select_one(".report > section > h2").get_text(strip=True)
        assert len(found.select("h1")) == 1 and len(found.select("a[rel=bookmark]")) == 1
        assert {each["hreflang"] for each in found.select("link[hreflang]")} == {*LANGUAGES, "x-default"}


def test_the_pages_together_say_what_the_report_says(client, homes, small):
    from evenhand.report import html

    case = evenhand.loads(small.file)
    document = json.loads(small.analysis) | json.loads(small.chapters)
    for part in html.sections(case, document):
        place = {"brief": "", "issues": "armament/"}.get(part.name, f"chapters/{part.name}/")
        shown = soup(client.get(CASE + place)).select_one(".report")
        for own in shown.select("#testing ~ p")[:2] if part.name == "reading" else ():  # what one can do on the site
            own.extract()
        there = shown.get_text(" ", strip=True)
        said = BeautifulSoup(part.html, "html.parser")
        if part.name != "issues":
            assert said.get_text(" ", strip=True) in there
        else:  # the page bears the issue's title
            assert said.select_one(".facts").get_text(" ", strip=True) in there


def test_every_link_between_the_parts_leads_to_what_it_means(client, homes, small):
    pages = {}

    def ids(place):
        if place not in pages:
            pages[place] = {each["id"] for each in soup(client.get(place)).select("[id]")}
        return pages[place]

    start = soup(client.get(CASE))
    places = [CASE, *(link["href"] for link in start.select(".contents a"))]
    followed = 0
    for place in places:
        for link in soup(client.get(place)).select(".report a"):
            if link["href"].startswith(("#", "/")):
                address, _hash, anchor = link["href"].partition("#")
                assert not anchor or anchor in ids(address or place), (place, link)
                followed += 1
    assert followed > 5


def test_no_two_elements_of_a_page_have_one_id(client, homes, small):
    for place in ("", "armament/", "chapters/case/", "chapters/persuasion/"):
        found = [each["id"] for each in soup(client.get(CASE + place)).select("[id]")]
        assert len(found) == len(set(found))


def test_pages_bring_no_style_and_no_script_of_their_own(client, homes, small):
    for place in ("", "armament/", "chapters/causes/"):
        answer = client.get(CASE + place)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        page = soup(answer)
        assert not page.select("style, [style], script:not([src], [type='application/ld+json'])")
        sheet = next(link["href"] for link in page.select("link[rel=stylesheet]") if "/cases/" in link["href"])
        style = client.get(sheet)
        assert style.headers["Content-Type"] == "text/css" and "immutable" in style.headers["Cache-Control"]
        assert ".report .chart" in style.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "nothing/", "prisoners-dilemma/0123456789ab/", "prisoners-dilemma/012/", "prisoners-dilemma/nothing/",
        "prisoners-dilemma/chapters/", "prisoners-dilemma/chapters/nothing/", "prisoners-dilemma/chapters/brief/",
        "..%2f..%2fetc/", "%00/", "a%00b/", "prisoners-dilemma/%00/", "prisoners-dilemma/\u0661/",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client, homes, small, address):
    assert client.get(f"/en/cases/{address}").status_code == 404


@pytest.mark.parametrize(
    "name", ["analysis.yaml", "nothing.csv", "losses.json", "case.yaml.json", "armament/case.yaml"]
)
def test_a_file_that_a_study_does_not_have_is_not_found(client, homes, small, name):
    assert client.get(f"{CASE}{small.place}/{name}").status_code == 404


def test_the_newest_study_stands_at_the_address_of_the_case_and_the_older_one_at_its_own(client, homes, small):
    before = client.get(small.get_absolute_url() + "armament/").content
    newer = changed(small, title="Another title")
    assert "Another title" in client.get(CASE).content.decode()
    archived = soup(client.get(small.get_absolute_url()))
    assert "Another title" not in archived.h1.get_text()
    assert archived.select_one(".messages a")["href"] == CASE
    issue = soup(client.get(small.get_absolute_url() + "armament/"))
    assert issue.select_one(".messages a")["href"] == f"{CASE}armament/"
    assert issue.select_one(".report") == BeautifulSoup(before, "html.parser").select_one(".report")
    assert not soup(client.get(newer.get_absolute_url())).select(".messages")


def test_an_issue_that_the_newest_study_lacks_leads_to_the_newest_that_has_it(client, homes, small):
    """Renaming an issue breaks no address that somebody linked to; the archived page says that there is a newer one."""
    from evenhand_site.cases.study import study_of

    later = changed(small, title="Another title")
    renamed = study_of(later.file.replace("armament:", "arms:"), draws=64, seed=1)
    for language in ("en", "uk"):
        answer = client.get(f"/{language}/cases/prisoners-dilemma/armament/")
        assert answer.status_code == 302
        assert answer.url == f"/{language}/cases/prisoners-dilemma/{later.place}/armament/"
    assert soup(client.get(answer.url)).select_one(".messages a")["href"] == "/uk/cases/prisoners-dilemma/"
    asked = client.get(f"{CASE}what-if/armament/?off=commitment")
    assert (asked.status_code, asked.url) == (302, f"{CASE}{later.place}/what-if/armament/?off=commitment")
    assert client.get(f"{CASE}arms/").status_code == 200
    for address in ("arm/", "alder/", "stances/", f"{renamed.place}/armament/", "chapters/armament/"):
        assert client.get(CASE + address).status_code == 404


def test_an_issue_that_looks_like_a_version_leads_there_too_once_it_is_gone(client, homes, small):
    from evenhand_site.cases.study import study_of

    gone = study_of(small.file.replace("armament:", "abcdef012345:"), draws=64, seed=1)
    changed(small, title="Another title")
    assert client.get(f"{CASE}abcdef012345/").url == f"{CASE}{gone.place}/abcdef012345/"


def test_a_search_engine_learns_one_address_of_each_version(client, homes, small):
    def canonical(place):
        return soup(client.get(place)).select_one("link[rel=canonical]")["href"].removeprefix("http://127.0.0.1:8000")

    assert canonical(small.get_absolute_url() + "armament/") == canonical(f"{CASE}armament/") == f"{CASE}armament/"
    changed(small, title="Another title")
    assert canonical(small.get_absolute_url() + "armament/") == small.get_absolute_url() + "armament/"


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_page_writes_a_number_as_the_report_on_it_does(client, homes, small, language):
    """With a narrow space, though 10 000 is 10,000 in English and 10 000 with a wide one in Russian otherwise."""
    analysis = json.loads(small.analysis)
    assert analysis["draws"] == 64
    type(small).objects.update(draws=10_000, analysis=json.dumps({**analysis, "draws": 10_000}))
    home = CASE.replace("/en/", f"/{language}/")
    for address, times in ((home, 3), (f"/{language}/cases/", 1), (f"{home}what-if/armament/", 1)):
        text = soup(client.get(address)).main.get_text(" ")
        assert re.findall(r"10[^0-9]?000", text) == ["10\u202f000"] * times, address


def test_studies_of_the_same_file_have_addresses_of_their_own(client, homes, small):
    again = changed(small, seed=2)
    assert (small.place, again.place) == (small.short, f"{small.short}-2")
    assert "seed 1" in soup(client.get(f"{CASE}{small.short}/")).select_one(".meta").get_text()
    assert "seed 2" in soup(client.get(f"{CASE}{small.short}-2/")).select_one(".meta").get_text()
    assert (
        client.get(f"{CASE}{small.short}-3/").status_code == client.get(f"{CASE}{small.short}-01/").status_code == 404
    )
    assert json.loads(client.get(f"{CASE}{small.short}-2/analysis.json").content)["seed"] == 2
    rows = [link["href"] for link in soup(client.get(CASE)).select(".versions-of-case a")]
    assert rows == [again.get_absolute_url(), small.get_absolute_url()]


def test_an_issue_that_is_called_like_a_version_has_its_page(client, homes, small):
    from evenhand_site.cases.study import study_of

    study_of(small.file.replace("armament:", "abcdef012345:"), draws=64, seed=1)
    assert soup(client.get(f"{CASE}abcdef012345/")).h1.get_text() == "Armament"


def test_an_issue_may_have_a_name_in_any_script(client, homes, small):
    from evenhand_site.cases.study import study_of

    study = study_of(small.file.replace("armament:", "\u043e\u0437\u0435\u0440\u043e:"), draws=64, seed=1)
    page = soup(client.get(CASE))
    (place,) = {link["href"] for link in page.select(".contents ol + h3 + ol a")}
    assert soup(client.get(place)).h1.get_text() == "Armament"
    file = client.get(f"{CASE}{study.place}/\u043e\u0437\u0435\u0440\u043e/losses.csv")
    assert file.status_code == 200 and "filename*=utf-8''" in file.headers["Content-Disposition"]


def test_the_findings_are_the_bytes_of_the_command_line(client, homes, small, tmp_path):
    import subprocess
    import sys

    place = tmp_path / "findings.json"
    command = ["-m", "evenhand", "analyse", "prisoners-dilemma", "--draws", "64", "--seed", "1", "--json", str(place)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    fetched = client.get(f"{CASE}{small.place}/analysis.json")
    assert fetched.headers["Content-Type"] == "application/json" and fetched.content == place.read_bytes()
    of_issue = json.loads(client.get(f"{CASE}{small.place}/armament/analysis.json").content)
    assert of_issue == json.loads(place.read_bytes())


def test_a_chapter_with_a_document_of_its_own_gives_it(client, homes, small):
    page = soup(client.get(f"{CASE}chapters/agenda/"))
    (link,) = [each["href"] for each in page.select(".files a") if each["href"].endswith("/agenda.json")]
    assert json.loads(client.get(link).content) == json.loads(small.chapters)["agenda"]
    assert not [
        each for each in soup(client.get(f"{CASE}chapters/ledger/")).select(".files a") if "ledger" in each["href"]
    ]


def test_the_case_file_is_that_which_was_analysed(client, homes, small):
    file = client.get(f"{CASE}{small.version}/case.yaml")
    assert file.headers["Content-Disposition"] == f'attachment; filename="prisoners-dilemma-{small.short}.yaml"'
    assert file.content == evenhand.locate("prisoners-dilemma").read_bytes()


def test_the_report_in_one_file_is_that_of_the_engine(client, homes, small):
    from evenhand.report import html
    from evenhand.report.language import speaking

    file = client.get(f"/ru/cases/prisoners-dilemma/{small.place}/report.html")
    assert file.headers["Content-Disposition"].startswith("attachment")
    with speaking("ru"):
        made = html.render(evenhand.loads(small.file), json.loads(small.analysis) | json.loads(small.chapters))
    assert file.content.decode() == made


def test_the_study_can_be_cited_by_the_address_that_it_keeps(client, homes, small):
    page = soup(client.get(CASE))
    told = [each.get_text() for each in page.select(".citing dd")]
    assert len(told) == 7 and all(small.get_absolute_url().removeprefix("/en") in each for each in told)
    assert f"(Version {small.place}) [Data set]" in told[0]
    for name, begins in (("citation.bib", "@misc{"), ("citation.ris", "TY  - DATA"), ("citation.json", "[")):
        text = client.get(f"{CASE}{small.place}/{name}").content.decode()
        assert text.startswith(begins) and small.get_absolute_url() in text and small.place in text


def test_how_to_test_a_case_begins_with_what_needs_no_program(client, homes, small):
    for place in (CASE, f"{CASE}{small.place}/"):
        page = soup(client.get(f"{place}chapters/reading/"))
        first = page.select_one("#testing").find_next_sibling("p")
        assert first.a["href"] == f"{place}what-if/" and page.select_one("#testing").find_next("pre")
        assert page.select("#testing ~ p").index(first) == 0
        assert client.get(first.a["href"]).status_code == 200


def test_names_in_the_title_of_a_case_keep_their_capitals(client, homes, small):
    newer = changed(small, title="United States and Two Dilemmas")
    told = [each.get_text() for each in soup(client.get(f"{CASE}{newer.short}/")).select(".citing dd")]
    assert len(told) == 7 and all("United States and Two Dilemmas" in each for each in told)


def test_dataset_search_engines_read_what_the_case_is_and_where_its_files_are(client, homes, small):
    for place in ("", "armament/"):
        block = soup(client.get(CASE + place)).select_one("script[type='application/ld+json']")
        data = json.loads(block.string)
        assert (data["@type"], data["name"], data["version"]) == ("Dataset", small.title, small.place)
        assert data["license"] == "https://www.apache.org/licenses/LICENSE-2.0" and "usageInfo" not in data
        for each in data["distribution"]:
            answer = client.get(each["contentUrl"].removeprefix("http://127.0.0.1:8000"))
            assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(each["encodingFormat"])


def test_links_to_a_page_show_its_title_and_a_picture(client, homes, small):
    page = soup(client.get(f"{CASE}armament/"))
    properties = {each["property"]: each["content"] for each in page.select("meta[property]")}
    assert properties["og:title"] == f"Armament: {small.title}" and properties["og:type"] == "article"
    picture = client.get(properties["og:image"].removeprefix("http://127.0.0.1:8000"))
    assert picture.headers["Content-Type"] == "image/png"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")


def test_a_report_is_made_once_for_each_study_and_language(client, homes, small, monkeypatch):
    from evenhand_site.cases import rendering

    made = []
    original = rendering._made
    monkeypatch.setattr(rendering, "_made", lambda *asked: made.append(asked[1]) or original(*asked))
    caches["rendered"].clear()
    rendering._kept.cache_clear()
    rendering.keep_all()
    assert sorted(made) == ["en", "ru", "uk"]
    rendering._kept.cache_clear()  # another process
    for language in ("en", "ru", "uk"):
        assert client.get(f"/{language}/cases/prisoners-dilemma/").status_code == 200
    assert rendering.keep_all() == 0 and len(made) == 3


@pytest.mark.parametrize("where", ["", "armament/", "chapters/ledger/"])
def test_every_page_of_a_case_leads_to_its_question_and_to_its_versions(client, homes, small, where):
    seen = BeautifulSoup(client.get(f"{CASE}{where}").content, "html.parser")
    question, versions = [link["href"] for link in seen.select(".questions a")]
    assert client.get(question).status_code == 200
    place, _hash, anchor = versions.partition("#")
    assert BeautifulSoup(client.get(place or CASE).content, "html.parser").find(id=anchor).name == "h2"


def test_who_may_write_a_case_is_led_to_the_comparison_of_its_versions(client, homes, small, admin_client):
    anybody = client.get(CASE)
    assert "Compare versions" not in anybody.content.decode() and "Cookie" not in anybody.get("Vary", "")  # it is kept
    case = Case.objects.create(case_id=small.case_id, title="A case", text=small.file)
    seen = BeautifulSoup(admin_client.get(CASE).content, "html.parser")
    link = seen.find("a", string="Compare versions")["href"]
    assert f"/{case.pk}/" in link and admin_client.get(link).status_code == 200


def test_a_page_asks_the_database_little(client, homes, small, django_assert_max_num_queries):
    client.get(CASE)
    with django_assert_max_num_queries(20):
        client.get(f"{CASE}armament/")


def test_a_name_that_looks_like_markup_stays_text(client, homes, small):
    changed(small, title='"</script><b>Bold</b> & {{ 7 }}"')
    page = soup(client.get(CASE))
    assert page.h1.get_text() == "</script><b>Bold</b> & {{ 7 }}" and not page.select("h1 b, title b")
    assert json.loads(page.select_one("script[type='application/ld+json']").string)["name"] == page.h1.get_text()


def test_titles_are_those_of_the_readers_language(client, homes, reference):
    with override("ru"):
        page = soup(client.get("/ru/cases/us-russia-2013/missile-defence/"))
    assert page.h1.get_text() == "Противоракетная оборона в Европе"
    assert "ноябрь 2013" in page.select_one(".categories").get_text()


def test_nobody_changes_a_study_in_the_admin(client, homes, small, django_user_model):
    from django.contrib.auth.models import Group
    from evenhand_site.house.founding import EDITORS

    editor = django_user_model.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    assert not any(editor.has_perm(f"cases.{action}_casestudy") for action in ("add", "change", "delete"))


@pytest.fixture
def argued(homes):
    """A page that sets an argument beside a case."""
    from evenhand_site.cases.models import ArgumentsPage

    page = ArgumentsPage(title="The argument and the numbers", slug="arguments", lead="Claim by claim.")
    return homes["en"].add_child(instance=page)


@pytest.mark.parametrize("place", [".home .cases", "footer .further"])
def test_the_home_page_and_every_footer_lead_to_the_cases_and_the_argument(client, argued, small, place):
    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    links = [link["href"] for link in page.select(f"{place} a")]
    assert {"/en/cases/", argued.url} <= set(links)
    assert "/en/cases/prisoners-dilemma/" in links or place != ".home .cases"
    russian = BeautifulSoup(client.get("/ru/").content, "html.parser")
    assert argued.url not in [link["href"] for link in russian.select(f"{place} a")]


def test_the_list_of_cases_leads_to_the_argument(client, argued, small):
    page = BeautifulSoup(client.get("/en/cases/").content, "html.parser")
    assert page.select_one(f'main a[href="{argued.url}"]')


@pytest.mark.parametrize("address", ["/en/cases/", "/en/"])
def test_lists_of_cases_take_as_many_queries_for_thirty_as_for_three(client, homes, small, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from evenhand_site.cases.models import CaseStudy

    columns = ("version", "title", "draws", "seed", "analysis", "names", "chapters", "file")
    given = {name: getattr(small, name) for name in columns}
    client.get(address)  # what is kept between requests is there
    taken = []
    for count in (3, 30):
        for number in range(count):  # by an engine of its own: nothing was told of these before
            CaseStudy.objects.create(case_id=f"case-{number}", engine=str(count), number=count, **given)
        with CaptureQueriesContext(connection) as queries:
            page = BeautifulSoup(client.get(address).content, "html.parser")
        assert len({link["href"] for link in page.main.select("h2 a, h3 a") if "/case-" in link["href"]}) == count
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_sentence_of_a_list_is_told_though_another_reader_empties_what_is_kept(small, monkeypatch):
    from evenhand_site.cases import brief

    class Emptied(dict):
        """Loses what it is given, as if another thread emptied it at once."""

        def __setitem__(self, key, value):
            pass

        def update(self, *_given):
            pass

    monkeypatch.setattr(brief, "_told", Emptied())
    ((_study, sentence),) = brief.in_brief([small])
    assert "one issue" in sentence
    monkeypatch.setattr(brief, "_told", {})
    monkeypatch.setattr(brief, "_MOST", 1)
    for language in ("en", "uk", "en"):  # more than are kept
        with override(language):
            assert brief.in_brief([small])[0][1]
    assert len(brief._told) == 1


@pytest.mark.parametrize("address", ["/uk/cases/", "/uk/"])
def test_a_case_that_has_no_name_in_the_readers_language_says_in_which_it_is(client, homes, small, reference, address):
    page = soup(client.get(address))
    names = {link["href"]: link.parent for link in page.main.select("h2 a, h3 a")}
    foreign, known = names[CASE.replace("/en/", "/uk/")], names["/uk/cases/us-russia-2013/"]
    assert (
        foreign["lang"] == "en" and foreign.find_next_sibling("p", class_="meta").text.strip().lower() == "англійська"
    )
    assert not known.get("lang") and known.find_next_sibling("p").get("class") is None
    assert not soup(client.get(address.replace("/uk/", "/en/"))).main.select("[lang], .language")


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("A strait – café", "en"),
        ("A strait", "en"),
        ("Проливы: the Straits", "ru"),  # ы
        ("Дилема в’язнів", "uk"),  # і
        ("2013", ""),
        ("στενό", ""),  # Greek is no language of a page
    ],
)
def test_a_name_is_foreign_where_its_letters_are_of_another_language_than_the_page(small, title, own):
    small.title = title
    for language in ("en", "ru", "uk"):
        with override(language):
            assert small.foreign == ("" if language == own else own)


@pytest.mark.parametrize(
    ("title", "into", "own"),
    [
        ("Спор", ["en", "uk"], "ru"),  # no letter of it tells
        ("Спор", ["ru"], "uk"),
        ("Диалог Украіны", ["uk"], "ru"),  # a name in it has its own spelling
        ("Спор", ["ru", "uk"], ""),  # Bulgarian, perhaps
        ("Der Streit", ["en"], ""),
        ("A strait", ["ru", "uk"], "en"),
    ],
)
def test_a_case_is_of_none_of_the_languages_into_which_it_is_translated(small, title, into, own):
    from evenhand_site.cases.models import CaseStudy

    names = json.dumps({**json.loads(small.names), "stances_in": {language: {} for language in into}})
    CaseStudy.objects.filter(pk=small.pk).update(title=title, names=names, version=title + "".join(into))
    study = CaseStudy.objects.get(pk=small.pk)
    with override("en" if own != "en" else "ru"):
        assert study.foreign == own


@pytest.mark.parametrize(("text", "own"), [("Это пролив", "ru"), ("Це протока, її", "uk"), ("no such letter", "")])
def test_where_the_letters_of_a_name_do_not_tell_the_language_those_of_the_file_do(small, text, own):
    from evenhand_site.cases.models import CaseStudy

    CaseStudy.objects.filter(pk=small.pk).update(title="Спор", file=text, version=text)
    study = CaseStudy.objects.get(pk=small.pk)
    with override("en"):
        assert study.foreign == own
    if own:
        with override(own):
            assert study.foreign == ""


@pytest.mark.parametrize(("language", "words"), [("en", ["Previous", "Next"]), ("ru", ["Предыдущая", "Следующая"])])
def test_the_links_to_the_chapters_before_and_after_are_called_so(client, small, language, words):
    shown = BeautifulSoup(client.get(f"/{language}/cases/{small.case_id}/chapters/causes/").content, "html.parser")
    assert [each.text for each in shown.select(".neighbours .hint")] == words


def test_names_of_authors_are_marked_as_words_of_the_cases_own_language(client, reference):
    for language, own in (("ru", "en"), ("en", None)):
        shown = BeautifulSoup(client.get(f"/{language}/cases/{reference.case_id}/").content, "html.parser")
        (authors,) = [each for each in shown.select(".meta span") if each.text == "The Evenhand authors"]
        assert authors.get("lang") == own
