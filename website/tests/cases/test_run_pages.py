"""Pages of runs: what they say, who sees them, and what their buttons do."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from evenhand_site.cases import run_pages, runs, study
from evenhand_site.cases.models import Run

import evenhand

FILE = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")


@pytest.fixture
def person(client):
    """A function that signs somebody in with these permissions on cases."""

    def sign_in(name, *permissions):
        who = User.objects.get_or_create(username=name)[0]
        who.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="cases"))
        client.force_login(who)
        return who

    return sign_in


@pytest.fixture
def run(homes, person):
    return runs.ask(FILE, 64, 1, person("asker"))


def page(client, run, query=""):
    answer = client.get(f"/en/cases/runs/{run.pk}/{query}")
    assert answer.status_code == 200
    return answer, BeautifulSoup(answer.content, "html.parser").main


def test_the_page_says_how_far_the_run_is_and_is_fetched_again_while_it_goes_on(client, run):
    answer, seen = page(client, run)
    assert "It waits for a worker." in seen.text and answer["Refresh"] == "5" and not seen.progress
    taken = runs.take(run.pk, "worker")
    runs.renew(taken, "agenda/", 0, 0)
    answer, seen = page(client, run)
    assert "It is at work. Step: the agenda." in seen.text and not seen.progress
    runs.renew(taken, "agenda/trade", 2, 5)
    answer, seen = page(client, run)
    assert "It is at work. Step: the agenda, 2 of 5." in seen.text and answer["Refresh"] == "5"
    assert (seen.progress["value"], seen.progress["max"]) == ("2", "5")
    found = runs.finish(taken, runs.identity_of(FILE, 64, 1), {"title": "T", "analysis": "{}", "names": "{}"})
    answer, seen = page(client, run)
    assert "It is done." in seen.text and "Refresh" not in answer
    assert seen.find("a", string="What was found")["href"] == found.get_absolute_url()
    assert not seen.form and "no-store" in answer["Cache-Control"]


def test_the_step_is_named_in_the_readers_language(client, run):
    runs.renew(runs.take(run.pk, "worker"), "agenda/trade", 2, 5)
    assert "повестка дня, 2 из 5" in client.get(f"/ru/cases/runs/{run.pk}/").content.decode()
    assert "порядок денний, 2 з 5" in client.get(f"/uk/cases/runs/{run.pk}/").content.decode()


def test_every_step_of_an_analysis_has_a_name():
    told = []
    study.columns_of(evenhand.locate("nile-gerd-2020").read_text(encoding="utf-8"), 8, 1, lambda *one: told.append(one))
    assert {part.partition("/")[0] for part, _done, _total in told} == set(run_pages.STEPS)
    assert ("agenda/", 0, 0) in told


def test_a_reader_can_stop_the_page_from_moving(client, run):
    answer, seen = page(client, run)
    answer, seen = page(client, run, seen.find("a", string="Leave it as it is")["href"])
    assert "Refresh" not in answer
    assert seen.find("a", string="Keep this page up to date")["href"] == f"/en/cases/runs/{run.pk}/"


def test_an_error_is_shown_as_it_is(client, run):
    runs.fail(runs.take(run.pk, "worker"), "case.yaml:3:1: <b>unknown</b>", for_good=True)
    answer, seen = page(client, run)
    assert "It failed and was given up." in seen.text and seen.pre.text == "case.yaml:3:1: <b>unknown</b>"
    assert "Refresh" not in answer


def test_the_buttons_cancel_a_run_and_begin_it_again(client, run):
    _, seen = page(client, run)
    assert seen.form.button.text == "Cancel this analysis" and client.get(seen.form["action"]).status_code == 405
    assert client.post(seen.form["action"]).status_code == 302
    assert Run.objects.get().state == "cancelled"
    _, seen = page(client, run)
    assert seen.form.button.text == "Begin it again"
    client.post(seen.form["action"])
    assert Run.objects.get().state == "waiting"


def test_the_button_takes_no_order_from_another_site(run):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(run.asked_by)
    assert strict.post(f"/en/cases/runs/{run.pk}/cancel/").status_code == 403


def test_nobody_else_learns_that_there_is_a_run(client, run, person):
    addresses = [f"/en/cases/runs/{run.pk}/", f"/en/cases/runs/{run.pk}/cancel/", f"/en/cases/runs/{run.pk}/again/"]
    person("other", "change_case", "add_case")
    assert client.get(addresses[0]).status_code == 404
    assert [client.post(address).status_code for address in addresses[1:]] == [404, 404]
    assert "prisoners-dilemma" not in client.get("/en/cases/runs/").content.decode()
    person("looker", "view_run")
    _, seen = page(client, run)
    assert not seen.form and [client.post(address).status_code for address in addresses[1:]] == [403, 403]
    assert "prisoners-dilemma" in client.get("/en/cases/runs/").content.decode()
    client.logout()
    for address in [*addresses[:1], "/en/cases/runs/"]:
        assert client.get(address)["Location"].startswith("/account/login/?next=")
    assert Run.objects.get().state == "waiting"


def test_numbers_that_no_run_can_have_are_no_address(client, run):
    assert client.get(f"/en/cases/runs/{'9' * 30}/").status_code == 404
    assert client.get("/en/cases/runs/?page=zz").status_code == 200


def test_a_run_is_headed_with_the_title_of_its_case_and_says_what_people_understand(client, run):
    from evenhand_site.cases.models import Case

    _, seen = page(client, run)
    assert seen.h1.text == "Analysis of prisoners-dilemma"  # of a case that nobody has written here
    Case.objects.create(case_id="prisoners-dilemma", title="Two who arm", text=FILE)
    for taken in (0, 1):
        answer, seen = page(client, run)
        assert seen.h1.text == "Analysis of Two who arm" and "Analysis of Two who arm" in answer.content.decode()
        assert "time" not in seen.dl.text and "Attempts" not in seen.dl.text
        if not taken:
            runs.take(run.pk, "worker")
    Run.objects.filter(pk=run.pk).update(tries=2)
    _, seen = page(client, run)
    assert [term.find_next("dd").text for term in seen.find_all("dt", string="Attempts")] == ["2"]
    assert "Two who arm" in client.get("/en/cases/runs/").content.decode()


def test_the_button_stands_apart_from_what_is_said_of_the_run(client, run):
    _, seen = page(client, run)
    assert seen.form.find_next_sibling() is None and seen.form.find_previous_sibling().name == "p"


def test_the_foot_of_the_page_knows_that_somebody_is_signed_in(client, run):
    for address in (f"/en/cases/runs/{run.pk}/", "/en/cases/runs/"):
        foot = BeautifulSoup(client.get(address).content, "html.parser").footer
        assert foot.find("a", string="Your account") and not foot.find("a", string="Sign in")
    client.logout()
    assert BeautifulSoup(client.get("/en/").content, "html.parser").footer.find("a", string="Sign in")
