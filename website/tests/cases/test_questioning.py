"""What if on the site: the question in the address, the page, and what it says while nothing is known yet."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import threading
import time
import urllib.request
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from evenhand_site.cases import questions
from evenhand_site.cases.changing import Fault, Form, added_to
from evenhand_site.cases.reckoning import Desk, Question, Reckoner, serve, socket_place
from servers import Site, prepared, python

import evenhand

PAGE = "/en/cases/prisoners-dilemma/what-if/"


def name_of(study):
    return f"{study.pk} {study.version}"


class Reckoning:
    """The process that reckons, as a thread of the tests; ``pause`` keeps it from working."""

    def __init__(self, studies):
        self.desks = {name_of(study): Desk.of(name_of(study)) for study in studies}
        self.reckoner = Reckoner(self.desks.__getitem__)
        self.loop = asyncio.new_event_loop()
        self.place = socket_place()
        self.place.parent.mkdir(parents=True, exist_ok=True)

    def start(self, *, work=True):
        threading.Thread(target=self._serve, daemon=True).start()
        if work:
            threading.Thread(target=self.reckoner.work, daemon=True).start()
        until = time.monotonic() + 10
        while not self.place.exists() and time.monotonic() < until:
            time.sleep(0.01)
        return self

    def _serve(self):
        with contextlib.suppress(asyncio.CancelledError, RuntimeError):
            self.loop.run_until_complete(serve(self.reckoner, self.place))

    def stop(self):
        def cancel():
            for task in asyncio.all_tasks(self.loop):
                task.cancel()

        self.loop.call_soon_threadsafe(cancel)
        self.place.unlink(missing_ok=True)


@pytest.fixture
def reckoning(small, monkeypatch):
    monkeypatch.setattr(questions, "WAIT", 20.0)  # the machine may be busy
    monkeypatch.setattr("evenhand_site.cases.reckoning.LONGEST_WAIT", 20.0)
    found = Reckoning([small]).start()
    yield found
    found.stop()


def text_of(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def eventually(client, address, wanted):
    """The page once it says what is wanted, as a reader who looks again sees it."""
    for _ in range(100):
        answer = client.get(address)
        if wanted in text_of(answer):
            return answer
        time.sleep(0.1)
    raise AssertionError(text_of(answer))


# -- the address


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_without_a_question_the_page_has_the_published_findings(client, homes, small, language):
    answer = client.get(PAGE.replace("/en/", f"/{language}/"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex" and answer["Cache-Control"] == "no-store"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("form", method="get", action=PAGE.replace("/en/", f"/{language}/") + "#what-follows")


def test_what_the_form_sends_becomes_the_canonical_address(client, homes, small):
    sent = {"number": "", "to": ["", "", ""], "cause": "commitment", "account": "", "table": ""}
    assert client.get(PAGE, sent).url == f"{PAGE}?off=commitment"


def test_a_number_in_three_fields_is_one_change_and_replaces_what_was_there(client, homes, reference):
    page = "/en/cases/us-russia-2013/what-if/"
    sent = {"number": "w.ru.standing", "to": ["1", "2", "4"], "w.ru.standing": "3", "off": "standing"}
    assert client.get(page, sent).url == f"{page}?off=standing&w.ru.standing=1,2,4"
    sent = {"number": "w.ru.standing", "to": ["2.50", "", ""]}
    assert client.get(page, sent).url == f"{page}?w.ru.standing=2.5"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [(("1", "", ""), "1"), (("", "2", ""), "2"), (("1", "", "4"), "1,4"), (("1", "2", "4"), "1,2,4")],
)
def test_one_number_or_percentiles_without_the_median_are_whole(client, homes, reference, typed, asked):
    """Two numbers are the 5th and the 95th percentile, as in a case file."""
    page = "/en/cases/us-russia-2013/what-if/"
    assert client.get(page, {"number": "w.ru.standing", "to": typed}).url == f"{page}?w.ru.standing={asked}"


def test_two_numbers_of_an_address_are_typed_back_as_the_5th_and_the_95th_percentile(client, homes, small):
    answer = client.get(f"{ISSUE}?{EFFECT}=9,5")
    assert answer.status_code == 400
    fields = form_of(answer).find_all("input", attrs={"name": "to"})
    assert [field.get("value", "") for field in fields] == ["9", "", "5"]
    assert beside(form_of(answer), fields[0]).text == "Percentiles stand from the smallest to the largest."


def test_any_order_leads_to_the_same_address(client, homes, reference):
    page = "/en/cases/us-russia-2013/what-if/"
    asked = ("w.ru.standing=3.0&off=standing&believe=ru", "believe=ru&off=standing&w.ru.standing=3&off=standing")
    one, other = (client.get(f"{page}?{texts}").url for texts in asked)
    assert one == other == f"{page}?believe=ru&off=standing&w.ru.standing=3"
    answer = client.get(one)
    assert answer.status_code == 200  # and not on and on


@pytest.mark.parametrize(
    "asked",
    [
        "off=nothing", "w.x.y=3", "w.=", "=", "&&&", "off=%ff", "w.a.b=1e999", "e.a.b.c.d=1", "believe=",
        "number=w.a.b&to=x", "to=1&to=2", "without=prisoners-dilemma", "a" * 3000,
        "off=" + "x" * 5000,
        "&".join(f"off={n}" for n in range(500)), "number=off&to=commitment", "w.\u0440.\u0443=3", "x[]=1&x[]=2",
    ],
)  # fmt: skip
def test_no_address_is_a_fault_of_the_site(client, homes, small, asked):
    answer = client.get(f"{PAGE}?{asked}")
    assert answer.status_code in (200, 302, 400), asked
    if answer.status_code == 302:
        assert client.get(answer.url).status_code == 200


def test_a_change_that_cannot_be_made_is_named_and_the_findings_stay(client, homes, small):
    answer = client.get(f"{PAGE}?off=comitment")
    assert answer.status_code == 400
    assert "did you mean commitment" in unescape(answer.content.decode())
    assert "The published findings" in text_of(answer)


def test_before_anything_is_changed_each_issue_says_in_a_sentence_what_was_found(client, homes, reference):
    page = BeautifulSoup(client.get("/en/cases/us-russia-2013/what-if/").content, "html.parser")
    issues = page.select("section[aria-labelledby^=issue-]")
    assert len(issues) == 12
    told = {each.h3.get_text(): each.select_one("h3 + p").get_text() for each in issues}
    assert all(sentence.endswith(".") for sentence in told.values())
    # as the page of the issue says it
    address = issues[0].a["href"].replace("what-if/", "")
    own = BeautifulSoup(client.get(address).content, "html.parser").select_one(".report").get_text(" ", strip=True)
    assert issues[0].select_one("h3 + p").get_text() in own


HALF_SAID = "Give one number, or all three percentiles; only the 50th, the median, may be left out."
EFFECT = "e.armament.alder-restrains.alder.safety"
ISSUE = f"{PAGE}armament/"


def form_of(answer):
    return BeautifulSoup(answer.content, "html.parser").select_one(".what-if form")


def beside(form, field):
    """What stands beside a field as wrong with it."""
    assert field["aria-invalid"] == "true"
    return form.find(id=field["aria-describedby"])


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (("3", "2", "1"), "Percentiles stand from the smallest to the largest."),
        (("abc", "", ""), "“abc” is no number."),
        (("1,500", "", ""), "“1,500” can be read in two ways: write 1500 or 1.5."),
        (("−1,500", "", ""), "“−1,500” can be read in two ways: write -1500 or -1.5."),
        (("1e999", "", ""), "“1e999” is too large."),
        (("0", "", "9" * 400), f"“{'9' * 80}” is too large."),
        (("", "", ""), "Write the new number."),
        (("1", "2", ""), HALF_SAID),
        (("", "1", "2"), HALF_SAID),
        (("", "", "2"), HALF_SAID),
    ],
)
def test_what_was_typed_stays_in_its_field_with_what_is_wrong_beside_it(client, homes, small, to, words):
    answer = client.get(ISSUE, {"number": EFFECT, "to": to, "cause": "commitment"})
    assert answer.status_code == 400
    form = form_of(answer)
    fields = form.find_all("input", attrs={"name": "to"})
    assert [field.get("value", "") for field in fields] == list(to)
    assert {beside(form, field).text for field in fields} == {words}
    assert all(field["type"] == "text" for field in fields)  # a number's would drop what is none, and a comma
    assert form.find(id="number").find("option", selected=True)["value"] == EFFECT
    assert form.find(id="cause").find("option", selected=True)["value"] == "commitment"
    assert not form.find(id="cause").get("aria-invalid")


def test_a_number_of_the_address_that_cannot_be_made_is_typed_back_and_what_stands_beside_it_stays(
    client, homes, small
):
    answer = client.get(f"{ISSUE}?{EFFECT}=9,5,1&off=commitment")
    assert answer.status_code == 400
    form = form_of(answer)
    fields = form.find_all("input", attrs={"name": "to"})
    assert [field["value"] for field in fields] == ["9", "5", "1"]
    assert beside(form, fields[0]).text == "Percentiles stand from the smallest to the largest."
    assert form.find(id="number").find("option", selected=True)["value"] == EFFECT
    assert form.find("input", type="hidden", attrs={"name": "off"})["value"] == "commitment"
    assert not form.find("input", type="hidden", attrs={"name": EFFECT})


def test_a_number_that_the_pages_list_has_not_stays_chosen(client, homes, reference):
    effect = "e.strategic-reductions.sr-ru-cuts.to.ru.rents"  # changed on its issue's page, and asked of the whole case
    form = form_of(client.get("/en/cases/us-russia-2013/what-if/", {effect: "x"}))
    assert form.find(id="number").find("option", selected=True)["value"] == effect
    assert form.find(id="to-1")["value"] == "x"


def test_what_is_wrong_is_said_above_too_and_leads_to_its_field(client, homes, small):
    page = BeautifulSoup(client.get(ISSUE, {"number": EFFECT, "to": ("3", "2", "1")}).content, "html.parser")
    link = page.find(role="alert").a
    assert link.text == "Percentiles stand from the smallest to the largest."
    assert page.find(id=link["href"].removeprefix("#"))["value"] == "3"
    said = " ".join(page.main.get_text(" ").split())
    assert "Nothing is changed yet" not in said
    assert "No change could be made of what was asked" in said


def test_the_form_leads_to_what_follows_or_to_what_is_wrong(client, homes, small):
    """By a fragment, which browsers keep when the site leads to the canonical address (RFC 9110, 10.2.2)."""
    for asked, tag, words in (
        ({"off": "commitment"}, "h2", "What follows"),
        ({"number": EFFECT, "to": "x"}, "div", "This change cannot be made"),
    ):
        page = BeautifulSoup(client.get(ISSUE, asked).content, "html.parser")
        (place,) = page.find_all(id=page.select_one(".what-if form")["action"].partition("#")[2])
        assert place.name == tag and words in place.text and place["tabindex"] == "-1"
        heading = page.find("h2", string=["What follows", "The published findings"])
        assert heading.parent["aria-labelledby"] == heading["id"]


def test_a_number_without_its_place_is_asked_for_it(client, homes, small):
    form = form_of(client.get(ISSUE, {"to": "4"}))
    assert beside(form, form.find(id="number")).text == "Choose the number that is to be changed."
    assert form.find(id="to-1")["value"] == "4"
    form = form_of(client.get(ISSUE, {"number": "w.nobody.nothing", "to": "4"}))
    assert beside(form, form.find(id="number")).text == "“w.nobody.nothing” is none of the choices."


def test_what_is_wrong_with_a_field_that_the_page_has_not_stands_above(client, homes, small):
    seen = BeautifulSoup(client.get(PAGE, {"to": "4"}).content, "html.parser")  # this case has no weights to change
    assert not seen.find(id="number")
    assert "Choose the number that is to be changed." in seen.find(role="alert").text


@pytest.mark.parametrize(
    ("number", "to", "words"),
    [
        ("w.ru.income", "-5", "A number of 0 or more is expected."),
        ("e.strategic-reductions.sr-ru-cuts.to.ru.rents", "2", "A number from 0 to 1 is expected."),
        ("e.strategic-reductions.sr-ru-cuts.change", "2", "A number of 0 or less is expected."),
    ],
)  # a weight is never below nothing, a share is between none and all, what is cut does not grow
def test_bounds_are_said(number, to, words):
    form = Form.filled(evenhand.load("us-russia-2013"), QueryDict(f"number={number}&to={to}"))
    assert form.faults == {"to": Fault(words)}


def test_a_decimal_comma_is_a_point():
    asked = QueryDict("number=w.ru.income&to=0,5&to=1,5&to=2,25")
    assert Form.filled(evenhand.load("us-russia-2013"), asked).faults == {}
    assert list(added_to(asked)) == ["w.ru.income=0.5,1.5,2.25"]


@pytest.mark.parametrize("mark", [" ", "\u00a0", "\u202f", "\u2009"])
def test_a_number_as_the_site_prints_it_is_taken(mark):
    effect = "e.strategic-reductions.sr-ru-cuts.change"
    asked = QueryDict(mutable=True)
    asked.update({"number": effect})
    asked.setlist("to", [f"−12{mark}345,5", "−1.5", "−0,25"])
    assert Form.filled(evenhand.load("us-russia-2013"), asked).faults == {}
    assert list(added_to(asked)) == [f"{effect}=-12345.5,-1.5,-0.25"]


def test_a_printed_number_in_an_address_leads_to_the_same_question(client, homes, small):
    answer = client.get(f"{ISSUE}?{EFFECT}=%E2%88%925")
    assert (answer.status_code, answer.url) == (302, f"{ISSUE}?{EFFECT}=-5")


def test_changes_that_stand_already_stay_when_another_cannot_be_made(client, homes, small):
    answer = client.get(ISSUE, {"off": "commitment", "to": "4"})
    assert answer.status_code == 400
    assert form_of(answer).find("input", type="hidden", attrs={"name": "off"})["value"] == "commitment"


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_what_is_wrong_is_said_in_the_readers_language(client, homes, small, language):
    page = ISSUE.replace("/en/", f"/{language}/")
    seen = BeautifulSoup(client.get(page, {"number": EFFECT, "to": "x"}).content, "html.parser")
    fault = seen.find(id="to-fault")
    assert "не число" in fault.text and not fault.get("lang")
    seen = BeautifulSoup(client.get(f"{page}?off=comitment").content, "html.parser")
    assert "did you mean" in seen.find("ul", lang="en").text  # the engine's own words, said to be English


@pytest.mark.parametrize("path", ["cases/none/what-if/", "cases/prisoners-dilemma/what-if/none/",
                                  "cases/prisoners-dilemma/000000000000/what-if/"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, homes, small, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_only_asking_is_allowed(client, homes, small):
    assert client.post(PAGE).status_code == 405


# -- the answer


def test_a_cause_taken_away_unlocks_the_issue_and_the_page_says_so(client, homes, small, reckoning):
    answer = client.get(f"{PAGE}?off=commitment")
    said = text_of(answer)
    assert "Cause removed: commitment" in said
    assert "the sides agree on" in said and "before: nobody moves" in said
    assert f"/cases/prisoners-dilemma/{small.short}/what-if/?off=commitment" in answer.content.decode()
    page = BeautifulSoup(answer.content, "html.parser")
    (back,) = [link for link in page.main.find_all("a") if link.get_text().startswith("Take back")]
    assert back["href"] == PAGE


def test_an_issue_has_a_page_with_figures_side_by_side(client, homes, small, reckoning):
    (issue,) = small.findings.issues
    page = BeautifulSoup(client.get(f"{PAGE}{issue['id']}/?off=commitment").content, "html.parser")
    heads = [head.get_text() for head in page.main.find_all("th", scope="col")]
    assert heads == ["Finding", "Before the changes", "With the changes"]
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in page.main.find_all("tr")[1:]}
    assert rows["By the case’s own logic"][0] != rows["By the case’s own logic"][1]
    assert rows["Kind of issue"] == ["unnecessary loss"] * 2
    assert "Common ground counts substance alone: standing" in page.main.get_text()


def test_a_pinned_address_goes_on_asking_the_same_version(client, homes, small, reckoning):
    answer = client.get(f"/en/cases/prisoners-dilemma/{small.short}/what-if/?off=commitment")
    assert answer.status_code == 200
    assert "Ask the newest version" in text_of(answer)


def test_first_figures_then_all_draws(client, homes, reference, monkeypatch):
    monkeypatch.setattr("evenhand_site.cases.reckoning.FEW", 32)
    monkeypatch.setattr(questions, "WAIT", 20.0)
    monkeypatch.setattr("evenhand_site.cases.reckoning.LONGEST_WAIT", 20.0)
    reckoning = Reckoning([reference]).start(work=False)
    page = "/en/cases/us-russia-2013/what-if/syria-cw/?w.ru.standing=3"
    try:
        threading.Thread(target=lambda: [reckoning.reckoner.step() for _ in range(2)], daemon=True).start()
        first = text_of(client.get(page))
        assert "These are first figures" in first and "draws: 32" in first
        threading.Thread(target=reckoning.reckoner.work, daemon=True).start()
        assert "These are first figures" not in text_of(eventually(client, page, "draws: 256"))
    finally:
        reckoning.stop()


def test_all_issues_of_the_reference_case(client, homes, reference, reckoning):
    reckoning.desks[name_of(reference)] = Desk.of(name_of(reference))
    answer = eventually(client, "/en/cases/us-russia-2013/what-if/?w.ru.standing=3", "Something changes on")
    assert "Not worked out yet" not in text_of(answer)
    assert answer.content.decode().count("The figures side by side") > 3


# -- when there is no answer


def test_without_the_process_the_published_figures_stay(client, homes, small):
    socket_place().unlink(missing_ok=True)
    answer = client.get(f"{PAGE}?off=commitment")
    assert answer.status_code == 200
    assert "cannot be worked out just now" in text_of(answer)
    assert "Cause removed: commitment" in text_of(answer)


def test_a_process_that_is_slow_leaves_the_published_figures_and_a_way_to_look_again(client, homes, small, monkeypatch):
    monkeypatch.setattr(questions, "WAIT", 0.05)
    reckoning = Reckoning([small]).start(work=False)
    try:
        answer = client.get(f"{PAGE}?off=commitment")
        assert "being worked out; until then" in text_of(answer)
        (again,) = [
            link for link in BeautifulSoup(answer.content, "html.parser").main("a") if "Look again" in link.text
        ]
        asked, _hash, fragment = again["href"].partition("#")
        assert (
            asked != f"{PAGE}?off=commitment"
        )  # or a browser that stands there would go to the fragment and ask nothing
        assert client.get(asked).url == f"{PAGE}?off=commitment" and fragment == "what-follows"
        assert "The page stays as it is until you look again" in text_of(answer)
    finally:
        reckoning.stop()


def test_a_process_that_says_nothing_is_given_up(client, homes, small, monkeypatch):
    import socket

    monkeypatch.setattr(questions, "WAIT", 0.01)
    monkeypatch.setattr(questions, "_PATIENCE", 0.05)
    socket_place().unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(socket_place()))
        silent.listen()
        assert "cannot be worked out just now" in text_of(client.get(f"{PAGE}?off=commitment"))
    socket_place().unlink()


def test_too_many_questions_are_turned_away_politely(client, homes, small, monkeypatch):
    monkeypatch.setattr("evenhand_site.cases.reckoning.MOST_WAITING", (0, 0, 0, 0))
    reckoning = Reckoning([small]).start(work=False)
    try:
        answer = client.get(f"{PAGE}?off=commitment")
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "Too many questions at once" in text_of(answer)
    finally:
        reckoning.stop()


def test_one_visitor_may_not_ask_for_ever(client, homes, small, monkeypatch):
    asked = iter(range(1, 1000))
    monkeypatch.setattr("evenhand_site.keeping.throttle.count", lambda *_args, **_rest: next(asked) + 87)
    socket_place().unlink(missing_ok=True)
    answers = [client.get(f"{PAGE}?off=commitment") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert client.get(PAGE).status_code == 200  # what is published is for everybody


def test_a_long_data_folder_is_no_hindrance(small, settings, tmp_path):
    settings.DATA = tmp_path / ("x" * 90) / ("y" * 40)
    settings.DATA.mkdir(parents=True)
    import os

    here = os.getcwd()
    os.chdir(settings.DATA)
    reckoning = Reckoning([small])
    reckoning.place = reckoning.place.relative_to(settings.DATA)
    try:
        reckoning.start()
        assert questions.ask(small, ["off=commitment"], "", True) is not None
    finally:
        reckoning.stop()
        os.chdir(here)


# -- the process itself


def test_parts_are_done_once_and_the_most_urgent_first(small):
    class Counted(Desk):
        def compare(self, changes, draws, issue):
            done.append((tuple(changes), draws, issue))
            return super().compare(changes, draws, issue)

    done = []
    desk = Counted.of(name_of(small))
    desk.draws, desk.published = 1024, None
    (issue,) = desk.case.issues
    reckoner = Reckoner({name_of(small): desk}.__getitem__)
    one, other = (Question(name_of(small), (text,), "") for text in ("off=commitment", "off=standing"))
    assert reckoner.ask(one)["state"] == "waiting"
    reckoner.step()  # lays out the study
    for question in (one, one, other, one):
        assert reckoner.ask(question)["state"] == "waiting"
    for _ in range(4):
        reckoner.step()
    assert done == [
        (("off=commitment",), 256, issue),
        (("off=standing",), 256, issue),
        (("off=commitment",), 1024, issue),
        (("off=standing",), 1024, issue),
    ]
    assert reckoner.ask(one)["state"] == reckoner.ask(other)["state"] == "all"
    assert len(done) == 4


def test_a_question_that_fails_does_not_stop_the_others(small):
    reckoner = Reckoner({name_of(small): Desk.of(name_of(small))}.__getitem__)
    bad, unknown, good = (
        Question(name_of(small), ("off=nothing",), ""),
        Question("9 none", (), ""),
        Question(name_of(small), ("off=commitment",), ""),
    )
    for question in (bad, unknown, good):
        reckoner.ask(question)
    for _ in range(2):
        reckoner.step()
    for question in (bad, good):
        reckoner.ask(question)
    for _ in range(2):
        reckoner.step()
    assert [reckoner.ask(question)["state"] for question in (bad, unknown, good)] == ["unknown", "unknown", "all"]


def test_an_answer_has_the_published_figures_before_the_changes(small):
    desk = Desk.of(name_of(small))
    (issue,) = desk.case.issues
    (found,) = desk.compare(["off=commitment"], small.draws, issue)["issues"]
    base = small.findings.base(small.findings.issue(issue))
    assert found["before"]["keys"] == base["keys"]
    assert found["before"]["losses"] == base["losses"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    place = prepared(tmp_path_factory.mktemp("site"))
    python("from evenhand_site.cases.study import study; study('prisoners-dilemma', draws=1024)", place)
    return place


def page_of(site, path, wanted, seconds=90):
    """The page at an address once it says what is wanted."""
    until, said = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        with urllib.request.urlopen(site.address + path) as answer:
            said = answer.read().decode()
        if wanted in said:
            return said
        time.sleep(0.2)
    raise AssertionError(f"{wanted!r} is not in\n{said}")


def processes(site):
    found = subprocess.run(
        ["pgrep", "--session", str(site.process.pid), "--full", "evenhand_site.cases.reckoning"],
        capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [int(number) for number in found.split()]


def _left(site):
    return subprocess.run(["pgrep", "--session", str(site.process.pid)], capture_output=True, text=True).stdout


def test_a_process_that_is_killed_is_missed_and_comes_back(data):
    with Site(data, environment={"EVENHAND_THROTTLE": "off"}) as site:
        page_of(site, f"{PAGE}?off=commitment", "draws: 1024")
        (number,) = processes(site)
        os.kill(number, signal.SIGKILL)
        assert "cannot be worked out just now" in page_of(site, f"{PAGE}?off=standing", "published findings are shown")
        page_of(site, f"{PAGE}?off=attachment&off=commitment", "draws: 1024")
        (again,) = processes(site)
        assert again != number
        site.process.terminate()
        assert site.process.wait(30) == 0
        until = time.monotonic() + 20  # whoever notices that its parent is gone may be slow on a busy machine
        while (left := _left(site)) and time.monotonic() < until:
            time.sleep(0.1)
    assert left == ""


def test_a_process_for_many_draws_that_dies_is_started_again(data):
    said = python(
        "import multiprocessing\n"
        "from evenhand_site.cases.models import CaseStudy\n"
        "from evenhand_site.cases.reckoning import InFull, Part\n"
        "if __name__ == '__main__':\n"
        "    study, in_full = CaseStudy.objects.get(), InFull()\n"
        "    part = Part(f'{study.pk} {study.version}', ('off=commitment',), 1024, 'arms')\n"
        "    part = Part(part.study, part.changes, 1024, study.findings.issues[0]['id'])\n"
        "    print(len(in_full(part)['issues']))\n"
        "    for child in multiprocessing.active_children(): child.kill(); child.join()\n"
        "    try: in_full(part)\n"
        "    except (EOFError, OSError): print('died')\n"
        "    print(len(in_full(part)['issues']))\n",
        data,
    ).stdout_text
    assert said.split() == ["1", "died", "1"]
