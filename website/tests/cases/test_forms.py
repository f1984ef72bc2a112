"""Forms over a case file: a form saved as it was opened changes nothing; every fault stands beside its field."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from evenhand_site.cases.fields import ABSENT, Judgement, Names, Words
from lxml import html

import evenhand

REFERENCE = evenhand.locate("us-russia-2013").read_text(encoding="utf-8")
STARTER = evenhand.starter("strait", "The strait")


@pytest.fixture
def analyst(homes, client, django_user_model):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("analyst", "analyst@example.org", "long words to enter")
    user.groups.add(Group.objects.get(name="Analysts"))
    client.force_login(user)
    return user


@pytest.fixture
def start(analyst):
    """Makes a draft, and gives back short ways to open and post its forms."""
    from evenhand_site.cases.drafts import begin
    from evenhand_site.cases.models import Case

    def start(text=STARTER, name="strait"):
        case = begin(text, name, analyst)
        return lambda: Case.objects.get(pk=case.pk).get_latest_revision_as_object()

    return start


@pytest.fixture
def opened(client):
    """The fields of a page of forms, as a browser would send them."""

    def opened(case, where):
        answer = client.get(address(case, where))
        assert answer.status_code == 200
        return answer, fields_of(answer)

    return opened


def address(case, where):
    return reverse("case_form", args=[case.pk, where])


def fields_of(answer):
    """What a browser sends when the form is submitted without a change: line ends as CR LF."""
    (form,) = html.fromstring(answer.content.decode()).xpath("//form[contains(@class, 'case-form')]")
    sent = {}
    for each in form.xpath(".//input|.//textarea|.//select"):
        if each.get("type") in ("checkbox", "submit") or each.get("name") is None:
            continue
        if each.tag == "select":
            chosen = each.xpath("./option[@selected]") or each.xpath("./option")[:1]
            assert len(chosen) == 1, each.get("name")
            sent[each.get("name")] = chosen[0].get("value")
        elif each.tag == "textarea":
            sent[each.get("name")] = (each.text or "").removeprefix("\n").replace("\n", "\r\n")
        else:
            sent[each.get("name")] = each.get("value", "")
    return sent


def pages(case, client):
    """Every page of forms of a case, followed from the overview: address to content."""
    found, waiting = {}, [reverse("case_forms", args=[case.pk])]
    while waiting:
        place = waiting.pop()
        found[place] = client.get(place)
        content = html.fromstring(found[place].content.decode())
        links = [link.partition("#")[0] for link in content.xpath("//main//a/@href")]
        waiting += {link for link in links if link.startswith(f"/admin/cases/{case.pk}/forms/")} - {*found, *waiting}
    return {place: answer for place, answer in found.items() if not place.endswith("/forms/")}


def test_every_form_of_the_reference_case_that_is_saved_unchanged_leaves_every_byte(client, start):
    case = start(REFERENCE, "us-russia-2013")
    places = pages(case(), client)
    parties, issues = len(evenhand.load("us-russia-2013").parties), evenhand.load("us-russia-2013").issues
    effects = sum(len(issue.effects) for issue in issues.values())
    assert len(places) == 7 + parties + len(issues) + effects + 2  # sections, weights, issues, effects, accounts
    revisions = case().revisions.count()
    shown = 0
    for place, answer in places.items():
        sent = fields_of(answer) if b"case-form" in answer.content else {}
        shown += len(sent)
        if sent:
            client.post(place, sent)
    assert shown > 5000
    assert case().text == REFERENCE and case().revisions.count() == revisions


def test_an_edit_changes_its_line_alone_and_comments_stay(client, start, opened):
    case = start()
    _page, sent = opened(case(), "parties")
    client.post(address(case(), "parties"), {**sent, "parties/coast/name": "The coast: all of it"})
    assert case().text == STARTER.replace("{name: Coastal states}", '{name: "The coast: all of it"}')
    _page, sent = opened(case(), "weights/assembly")
    client.post(
        address(case(), "weights/assembly"), {**sent, "weights/rank:high": "3", "weights/budget:status": "reading"}
    )
    assert "budget: {is: 1, status: reading}, safety: 0.1, rank: [0.5, 1, 3]}           # 5th, 50th" in case().text
    before = [line.partition("#")[2] for line in STARTER.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in case().text.splitlines() if "#" in line] == before


def test_a_number_that_loses_its_source_is_written_plainly_again(client, start, opened):
    sourced = "safety: {is: 0.1, status: reading, note: Once heard}"
    case = start(STARTER.replace("budget: 1, safety: 0.1,", f"budget: 1, {sourced},", 1))
    where, plain = "weights/assembly", case().text.replace(sourced, "safety: 0.1")
    assert plain != case().text
    for typed in ({"note": ""}, {"status": ""}):
        _page, sent = opened(case(), where)
        client.post(
            address(case(), where), {**sent, **{f"weights/safety:{name}": text for name, text in typed.items()}}
        )
        assert ("safety: {is: 0.1, status: reading}" in case().text) == ("note" in typed)
    assert case().text == plain
    _page, sent = opened(case(), where)
    client.post(address(case(), where), {**sent, "weights/safety:middle": ""})
    assert "safety" not in evenhand.Document(case().text).value(("weights", "assembly"))


def test_a_number_in_which_a_comment_stands_keeps_its_form(client, start, opened):
    block = "safety: { # as in 2012\n    is: 0.1, note: Once heard}"
    case = start(STARTER.replace("budget: 1, safety: 0.1,", f"budget: 1, {block},", 1))
    _page, sent = opened(case(), "weights/assembly")
    client.post(address(case(), "weights/assembly"), {**sent, "weights/safety:note": ""})
    assert evenhand.Document(case().text).value(("weights", "assembly", "safety")) == {"is": 0.1}
    assert "# as in 2012" in case().text


def test_rows_are_added_and_taken_out(client, start, opened):
    case = start()
    _page, sent = opened(case(), "interests")
    client.post(
        address(case(), "interests"),
        {
            **sent,
            "+interests/0/id": "fish",
            "+interests/0/name": "Fish",
            "+interests/0/unit": "t/yr",
            "remove:interests/rank": "1",
        },
    )
    assert evenhand.Document(case().text).value(("interests",)) == {
        "budget": {"name": "Public budget", "unit": "USD bn/yr"},
        "safety": {"name": "Incidents avoided", "unit": "incidents/yr"},
        "fish": {"name": "Fish", "unit": "t/yr"},
    }  # fmt: skip


def test_one_more_row_is_there_without_a_script_and_keeps_what_was_typed(client, start, opened):
    case = start()
    _page, sent = opened(case(), "interests")
    typed = {**sent, "+interests/0/id": "fish", "interests/budget/name": "Money", "add": "interests"}
    answer = client.post(address(case(), "interests"), typed)
    again = fields_of(answer)
    assert (
        again["+interests/0/id"] == "fish"
        and again["+interests/1/id"] == ""
        and again["interests/budget/name"] == "Money"
    )
    assert case().text == STARTER
    answer = client.post(address(case(), "interests"), {**again, "add": "interests"})
    assert "+interests/2/id" in fields_of(answer)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"+interests/0/name": "Fish"}, "A new row needs: Short name."),
        ({"+interests/0/id": "rank", "+interests/0/name": "Fish"}, "is there already"),
    ],
)
def test_a_row_that_cannot_be_added_is_told_and_nothing_is_saved(client, start, opened, typed, words):
    case = start()
    _page, sent = opened(case(), "interests")
    answer = client.post(address(case(), "interests"), {**sent, "interests/budget/name": "Money", **typed})
    assert words in answer.content.decode() and fields_of(answer)["+interests/0/name"] == "Fish"
    assert case().text == STARTER


def test_a_case_is_written_from_nothing_in_forms_alone(client, start, opened):
    case = start("case: strait\ntitle: The strait\n# to be written\n")

    def fill(where, **typed):
        _page, sent = opened(case(), where)
        answer = client.post(
            address(case(), where), {**sent, **{key.replace("__", "/"): text for key, text in typed.items()}}
        )
        assert answer.status_code == 302, answer.content.decode()

    fill(
        "interests",
        **{"+interests__0__id": "trade", "+interests__0__name": "Trade", "+interests__0__unit": "USD bn/yr"},
    )
    for name in ("north", "south"):
        fill(
            "parties", **{"+parties__0__id": name, "+parties__0__name": name.title(), "+parties__0__numeraire": "trade"}
        )
        fill(f"weights/{name}", **{"+weights__0__interest": "trade", "+weights__0:middle": "1"})
    fill("issues", **{"+issues__0__id": "ferry", "+issues__0__title": "The ferry"})
    for side in ("north", "south"):
        for stance in ("no", "yes"):
            fill("issues/ferry", **{"+stances__0__side": side, "+stances__0__stance": stance})
    fill("issues/ferry", default__north="no", default__south="no")
    fill("issues/ferry", **{"+effects__0__id": "both"})
    fill("issues/ferry/both", when__north="yes", when__south="yes", status="reading", note="A guess.")
    for side in ("north", "south"):
        typed = {"+gives__0__to": f"{side}.trade", "+gives__0:low": "1", "+gives__0:middle": "2", "+gives__0:high": "4"}
        fill("issues/ferry/both", **typed)
    fill("accounts/south", **{"+gives__0__effect": "both", "+gives__0__to": "north.trade", "+gives__0:middle": "9"})
    found = evenhand.check(case().text)
    assert found.faults == () and found.case is not None
    assert "# to be written" in case().text
    both = found.case.issues["ferry"].effects[0]
    assert both.when == {"north": ("yes",), "south": ("yes",)}
    assert {to: number.is_ for to, number in both.gives.items()} == {"north.trade": (1, 2, 4), "south.trade": (1, 2, 4)}
    assert found.case.accounts["south"].effects["both"].gives["north.trade"].is_ == (9,)


BOTH = "issues/border-trade/both-open"
FAULTS = [
    ("numeraire: budget}\n  south", "numeraire: gold}\n  south", "parties", "parties/north/numeraire"),
    ("kind: standing", "kind: rank", "interests", "interests/rank/kind"),
    ("rank: [0.5, 1, 2]", "rank: [2, 1, 0.5]", "weights/assembly", "weights/rank"),
    ("default: {north: closed", "default: {north: shut", "issues/border-trade", "default/north"),
    ("chance: [0.3, 0.5, 0.8]", "chance: [0.3, 0.5, 1.8]", "issues/border-trade/calmer-border", "chance"),
    ("evidence: trade-study\n", "evidence: trade-studi\n", "issues/border-trade/both-open", "evidence"),
    ("{north: open, south: open}    #", "{north: opened, south: open}    #", BOTH, "when/north"),
    ("south.budget: [1, 2, 4]", "south.budget: many", "issues/border-trade/both-open", "gives/south.budget"),
    ("south.budget: [2, 3, 5]", "south.budget: [2, 3, 5, 6]", "accounts/north", "gives/both-open/south.budget"),
    ("issued: 2023}", "issued: 2023, side: nobody}", "evidence", "evidence/trade-study/side"),
    ("as of: 2024-01-01", "as of: 2024-13-01", "case", "as of"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "where", "name"), FAULTS)
def test_a_fault_stands_beside_the_field_that_it_concerns(client, start, before, after, where, name):
    text = STARTER.replace(before, after, 1)
    assert text != STARTER
    (fault,) = evenhand.check(text).faults
    case = start(text)
    content = html.fromstring(client.get(address(case(), where)).content.decode())
    (told,) = content.xpath("//form//p[contains(@class, 'case-fault fault')]")
    assert re.sub(r"\s+", " ", told.text_content()).startswith(
        f"line {fault.line}, column {fault.column}: {fault.message}"
    )
    field = told.xpath("ancestor::*[contains(@class, 'case-field')]")[0]
    names = [each.split(":")[0] for each in field.xpath(".//@name")]
    if names:  # what a field cannot show stands as it is in the file
        assert set(names) == {name}
        assert field.xpath(".//*[@aria-invalid='true']")
    assert all(row.get("open") is not None for row in told.xpath("ancestor::details"))


def test_every_fault_of_a_case_is_told_on_the_overview_with_its_section(client, start):
    text = STARTER
    for before, after, _where, _name in FAULTS:
        text = text.replace(before, after, 1)
    case = start(text)
    content = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    found = content.xpath("//li[contains(@class, 'fault')]")
    assert len(found) == len(evenhand.check(text).faults) >= len(FAULTS)
    counts = [int(each.text_content().split()[0]) for each in content.xpath("//strong[contains(@class, 'case-count')]")]
    assert sum(counts) == len(found)


def test_numbers_that_are_none_are_kept_and_told_at_their_place(client, start, opened):
    case = start()
    _page, sent = opened(case(), "weights/north")
    answer = client.post(address(case(), "weights/north"), {**sent, "weights/safety:middle": "0,2 or so"}, follow=True)
    assert 'safety: "0,2 or so"' in case().text
    told = html.fromstring(answer.content.decode()).xpath("//p[contains(@class, 'case-fault fault')]")
    assert len(told) == 1 and "number" in told[0].text_content()


def test_a_file_that_is_no_yaml_has_no_forms_and_says_why(client, start):
    case = start("parties: [")
    answer = client.get(reverse("case_forms", args=[case().pk]))
    assert "[syntax]" in answer.content.decode()
    assert client.get(address(case(), "parties")).status_code == 302


def test_pages_that_are_not_there(client, start):
    case = start()
    for where in ("nothing", "issues/none", "issues/border-trade/none", "weights/none", "accounts/none", "case/x"):
        assert client.get(address(case(), where), follow=True).status_code == 404


def test_what_stands_at_odd_names_is_shown_and_edited(client, start, opened):
    odd = '  "a/b <i>": {name: "Odd \\" name"}\n  c: 3\n  d:\n    name: [x, y]\n    trust: no\n'
    text = f"case: strait\ntitle: x\nparties:\n{odd}"
    case = start(text)
    page, sent = opened(case(), "parties")
    assert b"<i>" not in page.content
    client.post(address(case(), "parties"), sent)
    assert case().text == text
    client.post(address(case(), "parties"), {**sent, "parties/a%2Fb%20%3Ci%3E/name": "Even"})
    assert '  "a/b <i>": {name: Even}\n' in case().text


# --- two at once


def test_edits_of_different_fields_are_put_together(client, start, opened):
    case = start()
    _page, mine = opened(case(), "parties")
    _page, theirs = opened(case(), "parties")
    client.post(address(case(), "parties"), {**theirs, "parties/north/name": "The North"})
    answer = client.post(address(case(), "parties"), {**mine, "parties/south/name": "The South"})
    assert answer.status_code == 302
    expected = STARTER.replace("north: {name: North", "north: {name: The North").replace(
        "south: {name: South", "south: {name: The South"
    )
    assert case().text == expected


def test_where_both_changed_a_field_both_are_shown_and_mine_is_kept(client, start, opened):
    case = start()
    _page, mine = opened(case(), "parties")
    client.post(address(case(), "parties"), {**mine, "parties/north/name": "Theirs", "parties/coast/name": "Shore"})
    saved = case().text
    answer = client.post(address(case(), "parties"), {**mine, "parties/north/name": "Mine"})
    assert answer.status_code == 200 and case().text == saved
    again = fields_of(answer)
    assert again["parties/north/name"] == "Mine" and again["parties/coast/name"] == "Shore"
    assert "<code>Theirs</code>" in answer.content.decode()
    client.post(address(case(), "parties"), again)
    assert case().text == saved.replace("Theirs", "Mine")


def test_what_was_typed_in_a_row_that_somebody_took_out_is_told(client, start, opened):
    case = start()
    _page, mine = opened(case(), "parties")
    client.post(address(case(), "parties"), {**mine, "remove:parties/coast": "1"})
    answer = client.post(address(case(), "parties"), {**mine, "parties/coast/name": "Words of mine"})
    assert answer.status_code == 200 and "Words of mine" in answer.content.decode()


def test_a_locked_case_is_not_changed_and_what_was_typed_stays(client, start, opened):
    from evenhand_site.cases.models import Case

    case = start()
    _page, sent = opened(case(), "parties")
    Case.objects.filter(pk=case().pk).update(locked=True)
    answer = client.post(address(case(), "parties"), {**sent, "parties/north/name": "Mine"})
    assert fields_of(answer)["parties/north/name"] == "Mine" and "locked" in answer.content.decode()
    assert case().text == STARTER


def test_members_and_strangers_get_no_forms(client, start, django_user_model):
    case = start()
    client.logout()
    assert client.get(address(case(), "parties")).status_code == 302
    client.force_login(django_user_model.objects.create_user("member"))
    assert client.post(address(case(), "parties"), {"parties/north/name": "x"}).status_code == 302
    assert case().text == STARTER


# --- kinds of fields


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (4, ("", "4", "", "", "", "")),
        (0.00008, ("", "0.00008", "", "", "", "")),
        ([2, 8], ("2", "", "8", "", "", "")),
        ([2, 4, 8], ("2", "4", "8", "", "", "")),
        ("3 years", ("", "3 years", "", "", "", "")),
        (None, ("",) * 6),
        ({"is": [1, 2, 3], "evidence": ["a", "b"], "note": "x\ny"}, ("1", "2", "3", "a", "b", "", "", "x\ny")),
        ({"is": 1, "status": "reading", "at least": 0}, ("", "1", "", "", "reading", "")),
        ([1, 2, 3, 4], None),
        ([], None),
        ([True], None),
        ({"is": {"is": 1}}, None),
    ],
)  # fmt: skip
def test_a_number_is_shown_with_each_of_its_sources_and_a_choice_for_one_more_or_not_at_all(value, texts):
    assert Judgement().show(value) == texts


def test_names_and_words_keep_the_form_that_they_have():
    assert (
        Names().value(["a"], ["b"]) == ["a"]
        and Names().value(["a"], "b") == "a"
        and Names().value(["a, b"]) == ["a", "b"]
    )
    assert Names().value([" , "]) is ABSENT and Names().show(["a, b"]) is None
    assert Words().value(["2014"], 2013) == 2014 and Words().value(["2014"], "2013") == "2014"
    assert QueryDict("a=1")["a"] == "1"


SOURCED = STARTER.replace("evidence: trade-study", "evidence: [trade-study, lost]").replace(
    "evidence:                            #", "evidence:\n  counts: {title: Yearly counts}\n  #", 1)  # fmt: skip


def test_sources_are_chosen_by_their_titles_and_one_that_is_none_stays_until_it_is_taken_out(client, start, opened):
    case = start(SOURCED)
    where = "issues/border-trade/both-open"
    page, sent = opened(case(), where)
    (first, second, blank) = html.fromstring(page.content.decode()).xpath(
        "//select[@name='evidence' or starts-with(@name, 'evidence:')]"
    )
    offered = {"": "—", "counts": "Yearly counts", "trade-study": "What an open border would bring"}
    assert {each.get("value"): each.text for each in first.xpath("./option")} == offered
    assert {each.get("value"): each.text for each in second.xpath("./option")} == {**offered, "lost": "lost"}
    assert [sent[each.get("name")] for each in (first, second, blank)] == ["trade-study", "lost", ""]

    client.post(address(case(), where), {**sent, "note": "Looked at again."})
    assert "evidence: [trade-study, lost]" in case().text
    _page, sent = opened(case(), where)
    client.post(address(case(), where), {**sent, second.get("name"): "", blank.get("name"): "counts"})
    assert evenhand.Document(case().text).value(("issues", "border-trade", "effects", 0, "evidence")) == [
        "trade-study", "counts"]  # fmt: skip


def test_a_number_gets_a_source_and_loses_it(client, start, opened):
    case = start()
    where = "weights/assembly"
    _page, sent = opened(case(), where)
    client.post(address(case(), where), {**sent, "weights/safety:evidence": "trade-study"})
    assert "safety: {is: 0.1, evidence: trade-study}" in case().text
    _page, sent = opened(case(), where)
    assert (sent["weights/safety:evidence"], sent["weights/safety:source1"]) == ("trade-study", "")
    client.post(address(case(), where), {**sent, "weights/safety:evidence": ""})
    assert case().text == STARTER


def test_a_new_number_has_its_sources(client, start, opened):
    case = start(SOURCED)
    where = "weights/coast"
    _page, sent = opened(case(), where)
    typed = {"+weights/0/interest": "budget", "+weights/0:middle": "1", "+weights/0:evidence": "counts"}
    client.post(address(case(), where), {**sent, **typed})
    assert evenhand.Document(case().text).value(("weights", "coast")) == {"budget": {"is": 1, "evidence": "counts"}}


@pytest.mark.parametrize(
    ("where", "row", "unit"),
    [
        ("weights/north", "weights/safety", "incidents/yr"),
        ("issues/border-trade/both-open", "gives/north.budget", "USD bn/yr"),
        ("accounts/north", "gives/both-open/south.budget", "USD bn/yr"),
    ],
)
def test_beside_a_number_stands_the_unit_of_its_interest(client, start, where, row, unit):
    page = html.fromstring(client.get(address(start()(), where)).content.decode())
    (legend,) = page.xpath(f"//fieldset[.//input[@name='{row}:middle']]/legend")
    assert legend.xpath("./span[@class='case-unit']/text()") == [unit]
    assert any(unit in each for each in page.xpath("//details[contains(@class, 'blank')]//option/text()"))


# --- what things are called, and the way to them


def test_forms_call_things_by_their_names_and_lead_to_pages_without_unfolding(client, start):
    case = start()
    shown = html.fromstring(client.get(address(case(), "issues/border-trade")).content.decode())
    titles = [title.text_content().strip() for title in shown.xpath("//summary")]
    assert titles[:2] == ["North · closed", "North · open"]
    links = shown.xpath("//a[starts-with(@href, $below)]", below=address(case(), "issues/border-trade"))
    effects = evenhand.Document(case().text).value(("issues", "border-trade", "effects"))
    assert [link.get("aria-label") for link in links] == [f"Open {each['id']}" for each in effects]
    assert not any(link.xpath("ancestor::details") for link in links)
    shown = client.get(address(case(), "issues/border-trade/calmer-border")).content.decode()
    assert (
        ">North: Incidents avoided <span" in shown and ">North: Incidents avoided (in incidents/yr)</option>" in shown
    )


def test_what_bears_the_same_name_is_told_apart_by_its_id(client, start):
    case = start(STARTER.replace("name: South", "name: North"))
    shown = client.get(address(case(), "parties")).content.decode()
    assert "<summary>North (north)</summary>" in shown and "<summary>North (south)</summary>" in shown


# --- where faults are mended


def faulty():
    """The starter with an unknown kind of interest, a chance above 1, and a linkage of a party that is not there."""
    text = STARTER.replace("kind: standing", "kind: rank").replace("0.5, 0.8", "0.5, 1.8")
    return text + "\nno-such-key: 1\n"


def test_a_draft_saved_with_faults_is_a_warning_that_leads_to_each_of_them(client, start, opened):
    case = start(faulty())
    _page, sent = opened(case(), "parties")
    shown = client.post(address(case(), "parties"), {**sent, "parties/north/name": "The North"}, follow=True)
    page = html.fromstring(shown.content.decode())
    (message,) = page.xpath("//div[contains(@class, 'messages')]/ul/li[contains(@class, 'warning')]")
    assert "Draft saved; it has 3 faults." in message.text_content()
    links = [link.get("href") for link in message.xpath(".//ul//a")]
    assert len(links) == 3 and f"{case().admin_url}#line-" in links[2]
    for link, words in zip(links[:2], ("kind", "chance"), strict=True):
        where, _mark, field = link.partition("#")
        (found,) = html.fromstring(client.get(where).content.decode()).xpath("//*[@id=$field]", field=field)
        assert found.get("aria-invalid") == "true" and field.endswith(words if words == "kind" else "chance:low")
    elsewhere = page.xpath("//div[contains(@class, 'case-said')]//a/@href")
    assert elsewhere == links  # none of them is mended on the page of parties


def test_the_overview_leads_to_the_fields_and_to_the_lines(client, start):
    case = start(faulty())
    shown = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    first = shown.xpath("//ol[contains(@class, 'case-faults')]/li")[0].xpath(".//a/@href")
    assert first[0].endswith("/forms/interests/#id_interests/rank/kind") and "#line-17" in first[1]


@pytest.mark.parametrize(("language", "message", "expected"), [
    ("en", "not one of the words known for `kind`", "one of: substance, standing, private"),
    ("ru", "среди слов, известных для `kind`, такого нет", "одно из слов: substance, standing, private"),
    ("uk", "серед слів, відомих для `kind`, такого немає", "одне зі слів: substance, standing, private"),
])  # fmt: skip
def test_the_checker_speaks_the_language_of_the_pages(client, start, analyst, language, message, expected):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=analyst, defaults={"preferred_language": language})
    case = start(faulty())
    for place in (reverse("case_forms", args=[case().pk]), address(case(), "interests"), case().admin_url):
        shown = html.fromstring(client.get(place).content.decode())
        told = {each.text for each in shown.xpath(f"//span[@class='of-the-checker'][@lang='{language}']")}
        assert message in told
        if place != address(case(), "interests"):
            assert any(each.startswith(expected) for each in told)


def test_what_the_yaml_library_says_is_marked_as_english():
    from django.utils import translation
    from evenhand_site.cases.templatetags.cases import of_the_checker

    with translation.override("ru"):
        assert of_the_checker("not valid YAML (<no end>)") == (
            '<span class="of-the-checker" lang="en">not valid YAML (&lt;no end&gt;)</span>'
        )


def test_a_file_that_is_read_in_one_language_is_told_in_the_next():
    from django.utils import translation
    from evenhand_site.cases import writing

    text = faulty().replace("case: ", "case: other-", 1)
    said = {}
    for language in ("en", "ru"):
        with translation.override(language):
            said[language] = next(one for one in writing.examine(text, "strait").messages if "other-" in one)
    assert "в файле указано имя другого кейса" in said["ru"]
    assert "the file says that it is another case" in said["en"]


# --- submitted and published from the forms


@pytest.fixture
def editor(client, django_user_model, analyst):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("publisher", "publisher@example.org", "long words to enter")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def buttons(client, place):
    shown = html.fromstring(client.get(place).content.decode())
    return shown.xpath("//main//button[@type='submit']/@name")


def test_an_analyst_submits_from_a_form_and_does_not_publish(client, start, opened):
    case = start()
    assert buttons(client, reverse("case_forms", args=[case().pk])) == ["submit"]
    _page, sent = opened(case(), "case")
    typed = {**sent, "title": "Another strait", "publish": "1"}
    client.post(address(case(), "case"), typed)
    assert case().title == "Another strait" and not case().live and not case().workflow_in_progress
    _page, sent = opened(case(), "case")
    shown = client.post(address(case(), "case"), {**sent, "submit": "1"}, follow=True).content.decode()
    assert case().workflow_in_progress and not case().live and "was submitted for review" in shown
    assert buttons(client, reverse("case_forms", args=[case().pk])) == []  # it is under review


def test_a_reviewer_approves_or_asks_for_changes_on_the_overview(client, start, editor, analyst):
    from evenhand_site.cases.models import Run
    from evenhand_site.cases.study import version_of

    case = start()
    place, seen = reverse("case_forms", args=[case().pk]), version_of(STARTER)
    client.post(place, {"submit": "1", "seen": seen})
    assert buttons(client, place) == []  # the one who wrote it does not decide
    client.post(place, {"approve": "1", "seen": seen})
    assert case().workflow_in_progress and not case().live
    client.force_login(editor)
    assert buttons(client, place) == ["approve", "reject"]
    told = client.post(place, {"reject": "1", "comment": "A source for the toll?", "seen": seen}, follow=True)
    state = case().current_workflow_state
    assert "changes are asked for" in told.content.decode() and state.status == "needs_changes"
    assert state.current_task_state.comment == "A source for the toll?" and not case().live
    client.post(place, {"submit": "1", "seen": seen})
    told = client.post(place, {"approve": "1", "seen": "another version"}, follow=True).content.decode()
    assert "Somebody else has saved the case meanwhile" in told and not case().live
    told = client.post(place, {"approve": "1", "seen": seen}, follow=True).content.decode()
    assert case().live and "is being analysed" in told and Run.objects.get().file == STARTER


UNSAID = """case: strait
title: The strait
parties: {alder: {name: Alder, numeraire: money}, birch: {name: Birch, numeraire: money}}
interests: {money: {name: Money, unit: EUR}}
weights: {alder: {money: 1}, birch: {money: 1}}
evidence: {survey: {type: report, title: A survey}}
issues:
  toll:
    title: The toll
    stances: {alder: {keep: Keep it, lift: Lift it}, birch: {sail: Sail, stay: Stay away}}
    default: {alder: keep, birch: stay}
    effects:
      - id: trade
        when: {alder: lift, birch: sail}
        gives:
          alder.money: 4
          birch.money: {is: 5, evidence: survey}
        chance: {is: 0.5, note: Told by both.}
"""


def test_what_readers_would_miss_is_told_before_and_after_a_case_goes_out_and_stops_nothing(client, start, editor):
    """Of five numbers two are weights of a unit of account; what Birch gets has a source, and of the chance it is said
    how it was come by. What Alder gets is left.
    """
    from evenhand_site.cases.study import version_of

    case = start(UNSAID)
    client.force_login(editor)
    place = reverse("case_forms", args=[case().pk])
    page = html.fromstring(client.get(place).content.decode())
    (told,) = page.xpath("//section[@aria-labelledby='case-unsaid']")
    lines = [" ".join(line.text_content().split()) for line in told.xpath(".//li")]
    assert lines == [
        "1 of 5 numbers names no source, nor says how it was come by: Effect trade (1)", "No summary is given.",
        "No day is given whose state of affairs counts as today’s.", "No authors are given.",
    ]  # fmt: skip
    for link in told.xpath(".//a/@href"):
        where, _hash, field = link.partition("#")
        shown = html.fromstring(client.get(where).content.decode())
        assert shown.get_element_by_id(field.replace("%20", " ")) is not None, link
    checks = client.post(reverse("case_check", args=[case().pk]), {"text": UNSAID}).content.decode()
    assert "1 of 5 numbers names no source" in checks and "No authors are given" in checks
    said = client.post(place, {"publish": "1", "seen": version_of(UNSAID)}, follow=True)
    assert case().live
    (message,) = html.fromstring(said.content.decode()).xpath("//div[contains(@class, 'messages')]/ul/li[2]")
    assert "No summary is given." in message.text_content()


def test_of_a_case_that_says_all_nothing_is_told_and_of_one_with_faults_its_faults_come_first(client, start):
    whole = UNSAID.replace("case: strait", "case: strait\nsummary: A strait.\nas of: 2024-01-31\nauthors: [A. Author]")
    whole = whole.replace("alder.money: 4", "alder.money: {is: 4, status: reading, note: Rounded.}")
    case = start(whole)
    assert "case-unsaid" not in client.get(reverse("case_forms", args=[case().pk])).content.decode()
    faulty = start(UNSAID.replace("birch.money", "cedar.money").replace("strait", "narrows"), "narrows")
    page = client.get(reverse("case_forms", args=[faulty().pk])).content.decode()
    assert "case-unsaid" not in page and "1 fault" in page


def test_what_is_sent_back_is_submitted_again(client, start, editor):
    from evenhand_site.cases.study import version_of

    case = start()
    place, seen = reverse("case_forms", args=[case().pk]), version_of(STARTER)
    client.post(place, {"submit": "1", "seen": seen})
    state = case().current_workflow_state
    state.current_task_state.reject(user=editor)
    assert case().current_workflow_state.status == "needs_changes"
    client.post(place, {"submit": "1", "seen": seen})
    assert case().workflow_in_progress
    assert case().workflow_states.count() == 1


def test_what_somebody_else_has_saved_meanwhile_does_not_go_out_unseen(client, start, opened, editor):
    case = start()
    client.force_login(editor)
    place = reverse("case_forms", args=[case().pk])
    shown = html.fromstring(client.get(place).content.decode())
    (seen,) = shown.xpath("//form[@class='case-act']//input[@name='seen']/@value")
    _page, sent = opened(case(), "case")
    client.post(address(case(), "case"), {**sent, "title": "Theirs"})
    answer = client.post(place, {"publish": "1", "seen": seen}, follow=True).content.decode()
    assert "Somebody else has saved the case meanwhile" in answer and not case().live


def test_an_editor_publishes_from_a_form_and_is_led_to_the_analysis(client, start, opened, editor):
    from evenhand_site.cases.models import Run

    case = start()
    client.force_login(editor)
    assert buttons(client, reverse("case_forms", args=[case().pk])) == ["submit", "publish"]
    _page, sent = opened(case(), "case")
    shown = client.post(address(case(), "case"), {**sent, "title": "Another strait", "publish": "1"}, follow=True)
    page, run = html.fromstring(shown.content.decode()), Run.objects.get()
    assert case().live and "Another strait" in run.file
    (message,) = page.xpath("//div[contains(@class, 'messages')]/ul/li[contains(@class, 'success')]")
    assert f"version {run.short} is being analysed" in message.text_content()
    (link,) = message.xpath(".//a/@href")
    assert link == reverse("run", args=[run.pk])
    status = client.get(link)
    assert status.status_code == 200 and run.short in status.content.decode()
    assert run.short in client.get(reverse("runs")).content.decode()


def test_a_case_with_faults_is_neither_submitted_nor_published_from_a_form(client, start, opened, editor):
    case = start(faulty())
    client.force_login(editor)
    for action in ("submit", "publish"):
        _page, sent = opened(case(), "case")
        shown = client.post(address(case(), "case"), {**sent, "title": action, action: "1"}, follow=True)
        page = html.fromstring(shown.content.decode())
        (message,) = page.xpath("//div[contains(@class, 'messages')]/ul/li[contains(@class, 'error')]")
        assert len(message.xpath(".//ul//a")) == 3
        assert case().title == action and not case().live and not case().workflow_in_progress


def test_faults_that_no_form_shows_lead_to_their_line_and_many_are_cut_short(client, start, opened):
    """Of a party that is gone every mention is a fault; a linkage stands in no form."""
    linkage = "    linkage: [{party: north, withholds: open, while: {no-such-issue: {south: open}}}]\n"
    text = STARTER.replace(
        "    title: Opening the border to trade\n", f"    title: Opening the border to trade\n{linkage}"
    )
    case = start(text)
    shown = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    links = shown.xpath("//li[@class='fault']//a/@href")
    line = text.splitlines().index(linkage.rstrip("\n")) + 1
    assert links == [f"{case().admin_url}#line-{line}"]
    many = start(STARTER.replace("  north: {name", "  norther: {name"), "other")
    _page, sent = opened(many(), "case")
    shown = client.post(address(many(), "case"), {**sent, "title": "Another"}, follow=True).content.decode()
    (message,) = html.fromstring(shown).xpath("//div[contains(@class, 'messages')]/ul/li[contains(@class, 'warning')]")
    links = message.xpath(".//ul//a/@href")
    found, next_step = reverse("case_forms", args=[many().pk]) + "#case-found", address(many(), "weights/norther")
    assert links[5:] == [found, next_step] and links[1] == address(many(), "weights/north")


def test_what_is_said_of_a_party_only_leaves_with_it(client, start, opened):
    answers = "  south: {weights: {assembly: {rank: 3}}, attachment: {assembly: 2}, effects:"
    case = start(STARTER.replace("  south: {effects:", answers))
    assert "attachment: {assembly" in case().text
    _page, sent = opened(case(), "parties")
    client.post(address(case(), "parties"), {**sent, "remove:parties/assembly": "1"})
    assert "assembly" not in case().text and "{}" not in case().text
    assert evenhand.check(case().text, "").faults == ()
    kept = [line for line in STARTER.splitlines() if "assembly" not in line]
    assert case().text.splitlines() == kept


@pytest.mark.parametrize("party", ["us", "ru"])
def test_a_main_party_of_the_reference_case_is_taken_out_though_it_shares_numbers_with_others(
    client, start, opened, party
):
    case = start(REFERENCE, "us-russia-2013")
    _page, sent = opened(case(), "parties")
    client.post(address(case(), "parties"), {**sent, f"remove:parties/{party}": "1"})
    other = {"us": "ru", "ru": "us"}[party]
    now = evenhand.Document(case().text)
    assert party not in now.value(("parties",)) and other in now.value(("parties",))
    before = evenhand.Document(REFERENCE)
    for path in (
        ("pressure", other, "believed"),
        ("weights", other),
        ("issues", "magnitsky-adoptions", "stances", other),
    ):
        assert now.value(path) == before.value(path) is not None
    named = {fault.code for fault in evenhand.check(case().text).faults}
    assert not {"unknown-party", "not-a-side", "unknown-stance", "alias", "syntax"} & named
    assert case().text.count("#") > REFERENCE.count("#") * 0.9


def test_a_part_of_a_list_is_taken_out_of_the_entry_that_it_was_in():
    """What goes first may take the entry along in which something else was to go."""
    from evenhand_site.cases.fields import taken_out

    text = "issues: {x: {linkage: [{while: {y: {a: k, b: l}}, party: a}, {while: {y: {a: m, b: n}}, party: b}]}}"
    document, linkage = evenhand.Document(text), ("issues", "x", "linkage", 0)
    taken_out(document, [(*linkage, "party"), (*linkage, "while", "y", "a")])
    assert document.value(linkage[:-1]) == [{"while": {"y": {"a": "m", "b": "n"}}, "party": "b"}]


def test_what_cannot_be_changed_for_it_is_shared_is_told_with_its_lines(client, start, opened):
    text = STARTER.replace("north.budget: [1, 2, 4], south.budget: [1, 2, 4]",
                           "north.budget: &both {is: [1, 2, 4]}, south.budget: *both", 1)  # fmt: skip
    case = start(text)
    where, name = "issues/border-trade/both-open", "gives/south.budget"
    _page, sent = opened(case(), where)
    answer = client.post(address(case(), where), {**sent, f"{name}:middle": "3"})
    line = 1 + text[: text.index("&both")].count("\n")
    assert f"line {line} of the YAML shares it" in answer.content.decode() and case().text == text


def test_the_conditions_on_a_side_leave_with_it_and_that_is_said(client, start, opened):
    case = start()
    _page, sent = opened(case(), "parties")
    answer = client.post(address(case(), "parties"), {**sent, "remove:parties/south": "1"}, follow=True)
    effects = evenhand.Document(case().text).value(("issues", "border-trade", "effects"))
    assert [each["when"] for each in effects] == [{"north": step} for step in ("open", "open", "open", "closed")]
    names = "both-open, calmer-border, north-steps-first, south-steps-first"
    assert f"4 effects came about by a stance of a party that was taken out: {names}." in answer.content.decode()
    assert not [line for line in case().text.splitlines() if "south" in line.partition("#")[0].replace("south-s", "")]


def test_combinations_that_suppose_that_a_party_changes_go_with_it_and_that_is_said(client, start, opened):
    default = "default: {north: closed, south: closed}"
    odd = "infeasible: [{south: open, north: closed}, {south: closed, north: open}]"
    case = start(STARTER.replace(default, f"{default}\n    {odd}"))
    _page, sent = opened(case(), "parties")
    answer = client.post(address(case(), "parties"), {**sent, "remove:parties/south": "1"}, follow=True)
    infeasible = evenhand.Document(case().text).value(("issues", "border-trade", "infeasible"))
    assert infeasible == [{"north": "open"}]  # as long as the other stays closed, it cannot be
    assert "With the party that was taken out went 1 combination of stances" in answer.content.decode()


def test_an_effect_that_came_about_by_a_party_alone_is_asked_about_when_it_leaves(client, start, opened):
    case = start(STARTER.replace("when: {north: closed, south: open}", "when: {south: open}"))
    _page, sent = opened(case(), "parties")
    client.post(address(case(), "parties"), {**sent, "remove:parties/south": "1"})
    effects = evenhand.Document(case().text).value(("issues", "border-trade", "effects"))
    assert "when" not in effects[3] and effects[3]["gives"] == {"north.budget": 0.5}
    assert "when" in "".join(fault.message for fault in evenhand.check(case().text).faults)


def test_the_last_weight_of_a_party_takes_its_entry_along(client, start, opened):
    case = start()
    _page, sent = opened(case(), "weights/assembly")
    gone = {f"remove:weights/{name}": "1" for name in ("budget", "safety", "rank")}
    client.post(address(case(), "weights/assembly"), {**sent, **gone})
    assert "assembly" not in evenhand.Document(case().text).value(("weights",))
    assert case().text == STARTER.replace(
        "  assembly: {budget: 1, safety: 0.1, rank: [0.5, 1, 2]}           # 5th, 50th and 95th percentile\n", ""
    )


def test_a_decimal_comma_is_a_point(client, start, opened):
    case = start()
    for where, name in (
        ("case", "rate"), ("weights/north", "weights/safety:middle"),
        ("issues/border-trade/both-open", "gives/coast.budget:high"),
    ):  # fmt: skip
        _page, sent = opened(case(), where)
        assert name in sent
        client.post(address(case(), where), {**sent, name: "0,75"})
    document = evenhand.Document(case().text)
    assert document.value(("rate",)) == 0.75 and document.value(("weights", "north", "safety")) == 0.75
    assert document.value(("issues", "border-trade", "effects", 0, "gives", "coast.budget")) == [0.1, 0.2, 0.75]


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("−5", -5, "-5"), ("−1,5", -1.5, "-1.5"), ("1 000", 1000, "1000"), ("−12\u202f345", -12345, "-12345"),
        ("12\u00a0345,6", 12345.6, "12345.6"), ("12,345.6", 12345.6, "12345.6"), ("12.345,6", 12345.6, "12345.6"),
        ("1,234,567", 1234567, "1234567"), ("1e15", 10**15, "1000000000000000"), ("1e5", 100000, "100000"),
        ("1e16", 1e16, "1e16"), ("2.50", 2.5, "2.5"),
    ],
)  # fmt: skip
def test_a_number_is_taken_as_people_write_it_and_shown_so(client, start, opened, typed, value, shown):
    case, where, name = start(), "issues/border-trade/both-open", "gives/coast.budget"
    _page, sent = opened(case(), where)
    client.post(address(case(), where), {**sent, **{f"{name}:{each}": typed for each in ("low", "middle", "high")}})
    found = evenhand.Document(case().text).value(("issues", "border-trade", "effects", 0, "gives", "coast.budget"))
    assert found == [value] * 3 and all(isinstance(each, int | float) for each in found)
    _page, sent = opened(case(), where)
    assert [sent[f"{name}:{each}"] for each in ("low", "middle", "high")] == [shown] * 3


@pytest.mark.parametrize("typed", ["1e400", "−1e400", "9" * 400, "1e99999"])
@pytest.mark.parametrize(
    ("where", "name"), [("weights/north", "weights/safety:middle"), ("case", "rate")], ids=["judgement", "number"]
)
def test_a_number_beyond_all_measure_is_told_at_its_field_and_nothing_saved(client, start, opened, where, name, typed):
    case = start()
    before = case().text
    _page, sent = opened(case(), where)
    page = html.fromstring(client.post(address(case(), where), {**sent, name: typed}).content.decode())
    (field,) = page.xpath("//input[@name=$name]", name=name)
    assert field.get("value") == typed and field.get("aria-invalid") == "true"
    told = " ".join(page.get_element_by_id(place).text_content() for place in field.get("aria-describedby").split())
    assert f"“{typed[:80]}” is too large." in told and case().text == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"weights/safety:middle": "1,500"}, "write 1500 or 1.5."),
        ({"weights/safety:middle": "−1,500"}, "write -1500 or -1.5."),
        ({"+weights/0/interest": "safety", "+weights/0:middle": "12,345"}, "write 12345 or 12.345."),
    ],
)
def test_a_comma_that_may_part_thousands_is_asked_about_and_nothing_saved(client, start, opened, typed, words):
    case = start(STARTER if "weights/safety:middle" in typed else STARTER.replace("safety: 0.2, ", "", 1))
    before = case().text
    _page, sent = opened(case(), "weights/north")
    assert typed.keys() <= sent.keys()
    answer = client.post(address(case(), "weights/north"), {**sent, **typed})
    told = html.fromstring(answer.content.decode()).xpath("//*[contains(@class, 'fault')]")
    assert any(words in each.text_content() for each in told) and case().text == before


@pytest.mark.parametrize(
    "typed", [("1", "2", ""), ("", "1", "2"), ("1", "", ""), ("", "", "2")], ids=lambda typed: "|".join(typed)
)
@pytest.mark.parametrize("field", ["weights/rank", "+weights/0"])
def test_percentiles_of_which_one_is_missing_are_asked_for_at_the_field_and_nothing_saved(
    client, start, opened, typed, field
):
    """Two numbers are the 5th and the 95th percentile in the file: a median must not become one of them."""
    case = start(
        STARTER if field == "weights/rank" else STARTER.replace("rank: [0.5, 1, 2]", "", 1).replace(", }", "}")
    )
    before = case().text
    _page, sent = opened(case(), "weights/assembly")
    names = [f"{field}:{name}" for name in ("low", "middle", "high")]
    assert set(names) <= sent.keys()
    new = {"+weights/0/interest": "rank"} if field.startswith("+") else {}
    answer = client.post(address(case(), "weights/assembly"), {**sent, **new, **dict(zip(names, typed, strict=True))})
    page = html.fromstring(answer.content.decode())
    inputs = [page.xpath("//input[@name=$name]", name=name)[0] for name in names]
    assert [each.get("value", "") for each in inputs] == list(typed)
    for each in inputs:
        assert each.get("aria-invalid") == "true"
        told = " ".join(page.get_element_by_id(place).text_content() for place in each.get("aria-describedby").split())
        assert "Give one number, or all three percentiles; only the 50th, the median, may be left out." in told
    assert case().text == before


def test_percentiles_without_the_median_and_a_median_alone_are_saved(client, start, opened):
    case = start()
    for low, middle, high, found in (("1", "", "4", [1, 4]), ("", "2", "", 2), ("1", "2", "4", [1, 2, 4])):
        _page, sent = opened(case(), "weights/assembly")
        typed = {"weights/rank:low": low, "weights/rank:middle": middle, "weights/rank:high": high}
        client.post(address(case(), "weights/assembly"), {**sent, **typed})
        assert evenhand.Document(case().text).value(("weights", "assembly", "rank")) == found


# --- labels


LABELS = {
    "case": ("as of", "State of affairs on", "Положение дел на день", "Стан справ на день"),
    "parties": ("numeraire", "Counts its gains and losses in", "В чем считает выигрыши и потери",
                "У чому рахує виграші та втрати"),
    "interests": ("kind", "Kind", "Вид", "Вид"),
    "evidence": ("container-title", "Published in", "Где опубликовано", "Де опубліковано"),
}  # fmt: skip


@pytest.mark.parametrize(("where", "told"), LABELS.items(), ids=LABELS)
def test_labels_are_words_for_people_with_the_word_of_the_file_beside_them(client, start, analyst, where, told):
    from wagtail.users.models import UserProfile

    case, (word, *labels) = start(), told
    for language, label in zip(("en", "ru", "uk"), labels, strict=True):
        UserProfile.objects.update_or_create(user=analyst, defaults={"preferred_language": language})
        content = html.fromstring(client.get(address(case(), where)).content.decode())
        found = content.xpath("//form//label[code[text()=$word]]", word=word)
        assert found and {each.text.strip() for each in found} == {label}
        own = content.xpath("//form//*[self::label or self::legend]")
        assert not [each.text for each in own if (each.text or "").strip()[:1].islower()]


def test_what_a_row_cannot_be_without_is_marked(client, start):
    """As the format has it: an interest needs name and unit, not a kind; a source a title; a case a title."""
    case = start()
    needed = {
        "case": {"title"},
        "interests": {"id", "name", "unit"},
        "parties": {"id", "name"},
        "evidence": {"id", "title"},
        "issues/border-trade": {"title", "north", "south", "side", "stance", "id"},
    }
    for where, names in needed.items():
        content = html.fromstring(client.get(address(case(), where)).content.decode())
        marked = content.xpath("//form//label[span[@class='w-required-mark']]/@for")
        assert {each.rpartition("/")[2].removeprefix("id_") for each in marked} == names
        required = content.xpath("//form//*[@aria-required='true']/@id")
        assert sorted(required) == sorted(marked)


@pytest.mark.parametrize("typed", ["  both  ", "\u00a0both\t"])
def test_spaces_around_the_short_name_of_an_effect_are_not_stored(client, start, opened, typed):
    case = start()
    _page, sent = opened(case(), "issues/border-trade")
    client.post(address(case(), "issues/border-trade"), {**sent, "+effects/0/id": typed})
    assert evenhand.Document(case().text).value(("issues", "border-trade", "effects", 4, "id")) == "both"
    _page, sent = opened(case(), "issues/border-trade/both")
    client.post(address(case(), "issues/border-trade/both"), {**sent, "id": " either "})
    assert evenhand.Document(case().text).value(("issues", "border-trade", "effects", 4, "id")) == "either"


@pytest.mark.parametrize(
    ("where", "row", "figure"),
    [
        ("weights/north", "weights/safety", "0.2 (incidents/yr)"),
        ("weights/assembly", "weights/rank", "0.5 to 2, median 1 (points)"),
        (BOTH, "gives/south.budget", "1 to 4, median 2 (USD bn/yr)"),
        ("interests", "interests/rank", None),
    ],
)
def test_a_row_tells_its_number_with_its_unit_while_it_is_folded_up(client, start, where, row, figure):
    shown = html.fromstring(client.get(address(start()(), where)).content.decode())
    (summary,) = shown.xpath("//div[@id=$row]/preceding-sibling::summary", row=f"row_{row}")
    assert [each.text_content() for each in summary.xpath("./span[@class='case-figure']")] == [figure] * bool(figure)
    assert not shown.xpath("//details[contains(@class, 'blank')]/summary/span")


# --- what comes next


def steps(client, case):
    """What comes next, as the overview says it: words to address; and how much waits."""
    shown = html.fromstring(client.get(reverse("case_forms", args=[case.pk])).content.decode())
    found = shown.xpath("//section[@aria-labelledby='case-next']//li/a")
    later = "".join(shown.xpath("//section[@aria-labelledby='case-next']/p/text()"))
    assert not shown.xpath("//li[@class='fault']") and not shown.xpath("//strong[@class='case-count']")
    return {each.text: each.get("href") for each in found}, later


def test_an_empty_case_is_led_step_by_step_to_one_without_faults(client, start, opened):
    from evenhand_site.cases.writing import emptied

    case = start(emptied("strait", "The strait", ["North", "South"], "The ferry"))
    assert len(evenhand.check(case().text).faults) == 4
    filled = [
        ("Say what is at stake: add the interests, each with its unit.", "interests",
         [{"+interests/0/id": "trade", "+interests/0/name": "Trade", "+interests/0/unit": "USD bn/yr"}]),
        ("The ferry: give two or more sides two or more stances each.", "issues/the-ferry",
         [{"+stances/0/side": side, "+stances/0/stance": each} for side in ("north", "south")
          for each in ("no", "yes")]),
        ("The ferry: choose today’s stance of each side.", "issues/the-ferry",
         [{"default/north": "no"}, {"default/south": "no"}]),
        ("The ferry: add an effect, which says what some stances bring to whom.", "issues/the-ferry",
         [{"+effects/0/id": "both"}]),
        ("Effect both: say by which stances it comes about.", "issues/the-ferry/both",
         [{"when/north": "yes", "when/south": "yes", "status": "reading", "note": "A guess."}]),
        ("Effect both: say what it gives to whom.", "issues/the-ferry/both",
         [{"+gives/0/to": "north.trade", "+gives/0:middle": "1"}]),
        ("North: say what one unit of each interest is worth to it.", "weights/north",
         [{"+weights/0/interest": "trade", "+weights/0:middle": "1"}]),
        ("South: say what one unit of each interest is worth to it.", "weights/south",
         [{"+weights/0/interest": "trade", "+weights/0:middle": "1"}]),
    ]  # fmt: skip
    for words, where, each in filled:
        for typed in each:
            found, later = steps(client, case())
            assert next(iter(found.items())) == (words, address(case(), where))
            assert len(found) <= 2 and ("asked for after that" in later) == (len(found) < count_of_faults(case()))
            page, sent = opened(case(), where)
            assert words in page.content.decode() and b"case-fault fault" not in page.content
            client.post(address(case(), where), {**sent, **typed})
    assert evenhand.check(case().text).faults == ()
    for side, other in (("north", "South"), ("south", None)):  # what may stay out, and keeps nothing from going on
        found, _later = steps(client, case())
        assert next(iter(found.values())) == f"{address(case(), 'parties')}#id_parties/{side}/numeraire"
        page, sent = opened(case(), "parties")
        offered = html.fromstring(page.content.decode()).xpath(f"//*[@id='id_parties/{side}/numeraire']/option/@value")
        assert offered == ["", "trade"]
        answer = client.post(
            address(case(), "parties"), {**sent, f"parties/{side}/numeraire": "trade"}, follow=True
        ).content.decode()
        assert "it has no faults" in answer and (f"{other}: choose the interest" in answer) == bool(other)
    assert steps(client, case()) == ({}, "")


def test_a_party_counts_in_an_interest_that_it_weighs_and_keeps_what_is_written(client, start):
    text = STARTER.replace("coast: {name: Coastal states}", "coast: {name: Coastal states, numeraire: fish}")
    case = start(text.replace("safety: 0.1, rank: [0.5, 1, 2]}", "safety: 0.1}"))
    shown = html.fromstring(client.get(address(case(), "parties")).content.decode())

    def offered(party):
        return shown.xpath(f"//select[@id='id_parties/{party}/numeraire']/option/@value")

    assert offered("assembly") == ["", "budget", "safety"]  # it does not weigh rank
    assert offered("coast") == ["", "budget", "safety", "rank", "fish"]  # weighs nothing yet; no interest is `fish`


def test_what_may_stay_out_keeps_no_case_from_going_out(client, start, opened, editor):
    case = start(STARTER.replace("north: {name: North, numeraire: budget}", "north: {name: North}"))
    client.force_login(editor)
    found, _later = steps(client, case())
    assert list(found) == [
        "North: choose the interest in whose unit penalties and rewards for it are told, if it has one."
    ]
    _page, sent = opened(case(), "case")
    client.post(address(case(), "case"), {**sent, "title": "New", "publish": "1"})
    assert case().live and not case().has_unpublished_changes


@pytest.mark.parametrize("parties", ["{}", "{north: {name: North}}"])
def test_two_parties_are_asked_for_first(client, start, parties):
    case = start(f"case: strait\ntitle: The strait\nparties: {parties}\nissues: {{ferry: {{title: The ferry}}}}\n")
    found, later = steps(client, case())
    assert found == {"Add the parties: a dispute has two or more.": address(case(), "parties")}
    assert "asked for after that" in later


def test_a_numeraire_that_is_chosen_before_there_are_weights_is_a_step_that_leads_to_them(client, start, opened):
    """A coast that is no side, and a side that has an empty mapping of weights; then one that lacks this interest."""
    begun = STARTER.replace("coast: {name: Coastal states}", "coast: {name: Coastal states, numeraire: budget}")
    begun = re.sub(r"(?m)^  north: {budget: .*$", "  north: {}", begun, count=1)
    assert {fault.code for fault in evenhand.check(begun).faults} == {"numeraire", "no-weights"}
    case = start(begun)
    words = "%s: say what one unit of each interest is worth to it."
    asked = {words % "North": "weights/north", words % "Coastal states": "weights/coast"}
    assert steps(client, case()) == ({each: address(case(), where) for each, where in asked.items()}, "")
    assert in_the_yaml(client, case()).keys() == asked.keys()
    page, sent = opened(case(), "parties")
    assert b"case-fault fault" not in page.content
    answer = client.post(address(case(), "parties"), {**sent, "parties/south/name": "Southern"}, follow=True)
    assert "nothing is wrong in it so far" in answer.content.decode()

    _page, sent = opened(case(), "weights/coast")
    client.post(address(case(), "weights/coast"), {**sent, "+weights/0/interest": "safety", "+weights/0:middle": "1"})
    shown = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    (fault,) = shown.xpath("//li[@class='fault']")
    assert "gives no weight to its numeraire" in fault.text_content()
    assert address(case(), "weights/coast") in fault.xpath(".//a/@href")
    for where in ("weights/coast", "parties"):
        page, _sent = opened(case(), where)
        assert page.content.decode().count("gives no weight to its numeraire") == 1


def test_an_effect_without_an_id_is_asked_about_by_its_number(start):
    from evenhand_site.cases import guiding, writing

    text = STARTER.replace("      - id: both-open\n", "      - note: A start\n").replace(
        "        when: {north: open, south: open}    #", "    #", 1)  # fmt: skip
    assert text.count("both-open") == STARTER.count("both-open") - 1
    _examined, ahead = guiding.apart(writing.document_of(text), writing.examine(text, "strait"))
    assert [(step.words, step.where) for step in ahead.steps] == [
        ("Opening the border to trade, effect number 1: say by which stances it comes about.", "issues/border-trade")
    ]


def in_the_yaml(client, case, text=None):
    """What comes next, as the YAML view says it, of the draft or of what is being typed: words to line."""
    if text is None:
        shown = client.get(case.admin_url)
    else:
        shown = client.post(reverse("case_check", args=[case.pk]), {"text": text})
    page = html.fromstring(shown.content.decode())
    assert not page.xpath("//li[@class='fault']")
    listed = page.xpath("//h3[.='What comes next']/following-sibling::ul[1]/li")
    return {
        (each.xpath("./a")[0].tail if each.xpath("./a") else each.text).lstrip(": "): [
            int(link.get("data-line")) for link in each.xpath("./a")
        ]
        for each in listed
    }


ONE_SIDED = """case: strait
title: The strait
parties: {a: {name: A}, b: {name: B}}
interests: {m: {name: Money, unit: USD}}
weights: {a: {m: 1}, b: {m: 1}}
issues:
  x:
    title: The ferry
    stances: %s
    default: %s
    effects: [{id: e, when: %s, gives: {b.m: 1}, status: reading, note: Guessed.}]
"""


@pytest.mark.parametrize(
    ("stances", "default", "when"),
    [
        ("{a: [stay, go]}", "{a: stay}", "{a: go}"),
        ("{a: [stay, go], b: [stay]}", "{a: stay, b: stay}", "{a: go}"),
        ("{a: [stay]}", "{a: stay}", "{a: stay}"),
        ("{}", "{}", "{}"),
    ],
)
def test_forms_and_yaml_say_the_same_of_an_issue_on_which_one_side_has_a_stance(
    client, start, opened, editor, stances, default, when
):
    text = ONE_SIDED % (stances, default, when)
    codes = {fault.code for fault in evenhand.check(text).faults}
    assert codes <= {"few-sides", "few-stances"} and codes
    case = start(text)
    words = "The ferry: give two or more sides two or more stances each."
    client.force_login(editor)
    assert steps(client, case()) == ({words: address(case(), "issues/x")}, "")
    assert in_the_yaml(client, case()) == in_the_yaml(client, case(), text) == {words: [9]}

    _page, sent = opened(case(), "case")
    for action in ("submit", "publish"):
        client.post(address(case(), "case"), {**sent, action: "1"})
        answer = client.post(case().admin_url, {"text": text, f"action-{action}": "1"})
        assert "The case is not complete" in answer.content.decode()
    assert not case().live and not case().workflow_in_progress and case().text == text


def count_of_faults(case):
    return len(evenhand.check(case.text).faults)


def test_what_is_wrong_is_told_though_much_is_missing_and_nothing_goes_out(client, start, opened, editor):
    parties = "parties: {a: {name: A}, b: {name: B, colour: red}}"
    text = f"case: strait\ntitle: The strait\n{parties}\nissues: {{x: {{title: X}}}}\n"
    case = start(text)
    shown = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    assert ["colour" in each.text_content() for each in shown.xpath("//li[@class='fault']")] == [True]
    case = start(text.replace(", colour: red", "").replace("strait", "other"), "other")
    client.force_login(editor)
    for action in ("submit", "publish"):
        _page, sent = opened(case(), "case")
        answer = client.post(address(case(), "case"), {**sent, "title": action, action: "1"}, follow=True)
        assert "A case that is not complete" in answer.content.decode()
        assert not case().live and not case().workflow_in_progress


# --- ids


EVERYWHERE = """case: strait
title: The strait
parties:
  us: {name: United States, numeraire: money, trust: {ru: 0.5}}
  ru: {name: Russia, numeraire: money, trust: {us: 0.5}}  # us stays here
  duma: {name: Duma, ratifies: us, numeraire: money}
interests:
  money: {name: Money, unit: USD bn/yr}
  rank: {name: Rank of us, unit: points}
weights:
  us: {money: 1, rank: 0.5}
  ru: {money: 1}
issues:
  trade:
    title: Trade
    stances: {us: [no, yes], ru: [no, yes]}
    default: {us: no, "ru": no}
    irreversible: {us: yes}
    infeasible: [{us: yes, ru: no}]
    expects: {us: {money: 1}}
    linkage: [{party: us, withholds: yes, while: {visas: {us: no, ru: no}}}]
    outcome later: [{fact: It came, state: {us: yes, ru: yes}}]
    effects:
      - id: both
        when: {us: yes, ru: [yes]}
        gives: {us.money: 1, ru.money: 1}
        evidence: [us-paper]
      - id: calm
        when: {us: yes}
        benefit: {adversary: {to: {us.rank: 0.5}, spending: 1, change: -0.5, paid by: [us.money, ru.money]}}
  visas:
    title: Visas
    stances: {us: {no: us says no, yes: us says yes}, ru: [no, yes]}
    default: {us: no, ru: no}
    ranking: {us: [{us: no, ru: no}, [{us: yes, ru: no}, {us: no, ru: yes}], {us: yes, ru: yes}]}
    preferences: {ru: [{us: yes}, {if: {us: no}, then: {ru: no}}, {any: [{us: yes}, {ru: yes}]}]}
accounts:
  us: {weights: {us: {money: 2}}, effects: {both: {gives: {us.money: 2}}}, trust: {us: {ru: 1}}, ratifiers: {duma: no}}
  ru: {ranking: {visas: {us: [{us: no, ru: no}]}}, expects: {trade: {us: {money: 1}}}}
episodes:
  - {id: e, title: E, from: 2001, unmet: [us], expected: {us: {words: x, numbers: {money: 1}}}, got: {us: y}}
courses: {agreements: [trade], adaptation of: {us: 0.5}}
pressure: {us: {costs: {us: 1, ru: 2}}}
experts: {ann: {name: Ann, side: us}}
evidence:
  us-paper: {title: us, side: us}
translations:
  ru: {parties: {us: США}, issues: {trade: Торговля}, words: {trade: {us: {yes: да}}}, interests: {money: Деньги}}
"""


def at_places(text, *, words):
    """The text with a word exchanged wherever it stands as a key or name of its own, but in comments and sentences."""
    old, new, kept = words
    bare = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
    for sentence in kept:
        bare = bare.replace(sentence.replace(old, new), sentence)
    return bare


@pytest.mark.parametrize(
    ("section", "old", "new", "kept"),
    [
        ("parties", "us", "usa", ("# us stays here", "Rank of us", "us says", "title: us")),
        ("parties", "ru", "рф", ("translations:\n  ru:",)),
        ("interests", "money", "gold-2", ()),
        ("issues", "trade", "2024", ()),
        ("effects", "both", "both-open", ()),
        ("evidence", "us-paper", "paper", ()),
    ],
)
def test_whatever_names_a_thing_follows_its_id(section, old, new, kept):
    """The text was written so that each id stands for this one thing wherever it stands, but where it is kept."""
    from evenhand_site.cases.renaming import renamed

    found = renamed(EVERYWHERE, section, old, new)
    expected = at_places(EVERYWHERE, words=(old, new, kept))
    if new.isdecimal():
        assert evenhand.Document(found).value(("issues", "2024", "title")) == "Trade"
        found = found.replace('"2024"', "2024")
    assert found.replace(f'"{new}"', new).replace('"ru"', "ru") == expected.replace('"ru"', "ru").replace(
        f'"{new}"', new
    )
    assert renamed(renamed(EVERYWHERE, section, old, new), section, new, old).replace('"', "") == EVERYWHERE.replace(
        '"', "")  # fmt: skip


def test_the_reference_case_stays_sound_when_each_party_interest_and_issue_is_renamed():
    from evenhand_site.cases.renaming import renamed

    read = evenhand.load("us-russia-2013")
    assert evenhand.check(REFERENCE).faults == ()
    text = REFERENCE
    for section, names in (("parties", read.parties), ("interests", read.interests), ("issues", read.issues)):
        for name in names:
            text = renamed(text, section, name, f"{name}-x")
    found = evenhand.check(text)
    assert found.faults == () and list(found.case.parties) == [f"{name}-x" for name in read.parties]
    assert text.count("#") == REFERENCE.count("#") and len(text.splitlines()) == len(REFERENCE.splitlines())


def _everywhere_but(told):
    """The file in which every reference stands, with each piece, which stands there once, in other words."""
    text = EVERYWHERE
    for before, after in told.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


def test_whatever_names_a_stance_of_a_side_follows_its_id_and_namesakes_stay():
    """By hand: the lines of the text in which ``yes`` is what Russia does about trade, or the United States of visas"""
    from evenhand_site.cases.renaming import renamed

    told = {
        "    stances: {us: [no, yes], ru: [no, yes]}\n": "    stances: {us: [no, yes], ru: [no, sell]}\n",
        "state: {us: yes, ru: yes}": "state: {us: yes, ru: sell}",
        "when: {us: yes, ru: [yes]}": "when: {us: yes, ru: [sell]}",
    }
    assert renamed(EVERYWHERE, "stances", "yes", "sell", ("trade", "ru")) == _everywhere_but(told)

    told = {
        "stances: {us: {no: us says no,": "stances: {us: {deny: us says no,",
        "    title: Visas\n": "    title: Visas\n",
        "default: {us: no, ru: no}\n    ranking": "default: {us: deny, ru: no}\n    ranking",
        "while: {visas: {us: no, ru: no}}": "while: {visas: {us: deny, ru: no}}",
        "[{us: no, ru: no}, [{us: yes, ru: no}, {us: no, ru: yes}], ": (
            "[{us: deny, ru: no}, [{us: yes, ru: no}, {us: deny, ru: yes}], "
        ),
        "{if: {us: no}, then: {ru: no}}": "{if: {us: deny}, then: {ru: no}}",
        "ranking: {visas: {us: [{us: no, ru: no}]}}": "ranking: {visas: {us: [{us: deny, ru: no}]}}",
    }
    assert renamed(EVERYWHERE, "stances", "no", "deny", ("visas", "us")) == _everywhere_but(told)

    withheld = renamed(EVERYWHERE, "stances", "yes", "sell", ("trade", "us"))
    document = evenhand.Document(withheld)
    assert document.value(("issues", "trade", "linkage", 0, "withholds")) == "sell"
    assert document.value(("translations", "ru", "words", "trade", "us")) == {"sell": "да"}
    assert withheld.count("sell") == 8  # stance, irreversible, infeasible, withheld, later, two effects, translation


@pytest.mark.parametrize(("others", "goes"), [("refuse", True), ("fill in", False)])
def test_the_translation_of_a_stance_goes_with_it_unless_somebody_else_has_one_of_that_name(others, goes):
    from evenhand_site.cases.renaming import renamed

    text = ONE_SIDED % (f"{{a: [stay, fill in], b: [stay, {others}]}}", "{a: stay, b: stay}", "{a: fill in}")
    text += "translations: {ru: {stances: {fill in: засыпать}}}\n"
    found = evenhand.Document(renamed(text, "stances", "fill in", "fill-in", ("x", "a")))
    assert list(found.value(("translations", "ru", "stances"))) == ["fill-in" if goes else "fill in"]
    assert found.value(("issues", "x", "stances", "b", 1)) == others


@pytest.mark.parametrize(
    ("where", "row"),
    [
        ("issues/border-trade", {"+stances/0/side": "north", "+stances/0/stance": "fill in summer"}),
        ("issues/border-trade", {"+effects/0/id": "fill in summer"}),
        ("interests", {"+interests/0/id": "fill in summer", "+interests/0/name": "Fill", "+interests/0/unit": "USD"}),
    ],
)
def test_a_new_short_name_that_cannot_be_is_refused_at_its_field_and_nothing_saved(client, start, opened, where, row):
    case = start()
    _page, sent = opened(case(), where)
    answer = client.post(address(case(), where), {**sent, **row})
    shown = html.fromstring(answer.content.decode())
    (name,) = (key for key, typed in row.items() if typed == "fill in summer")
    (told,) = shown.xpath("//p[@class='case-fault fault'][@role='alert']")
    assert "letters, digits and hyphens" in told.text and told.getparent().get("id") == f"under_{name}"
    assert "Letters, digits and hyphens" in told.getparent().text_content()
    assert shown.xpath("//input[@aria-invalid='true']/@name") == [name] and case().text == STARTER
    client.post(address(case(), where), {**sent, **row, name: "fill-in-summer"})
    assert "fill-in-summer" in case().text


@pytest.mark.parametrize("stances", ["[stay, fill in summer]", "{stay: Stay, fill in summer: Fill it}"])
def test_a_saved_stance_that_the_format_refuses_is_renamed_in_its_row_with_whatever_names_it(
    client, start, opened, stances
):
    text = ONE_SIDED % (f"{{a: {stances}, b: [stay, go]}}", "{a: stay, b: stay}", "{a: fill in summer}")
    case = start(text)
    assert "name" in {fault.code for fault in evenhand.check(text).faults}
    overview = html.fromstring(client.get(reverse("case_forms", args=[case().pk])).content.decode())
    name = "stances/a/fill%20in%20summer/id"
    page, sent = opened(case(), "issues/x")
    assert sent[name] == "fill in summer"
    if stances.startswith("{"):  # of a list, the checker tells where it stands, not which entry it is
        assert f"{address(case(), 'issues/x')}#id_{name}" in overview.xpath("//li[@class='fault']//a/@href")
        shown = html.fromstring(page.content.decode())
        assert shown.xpath("//input[@aria-invalid='true']/@name") == [name]
    client.post(address(case(), "issues/x"), {**sent, name: "fill-in-summer", "id": "ferry"})
    assert evenhand.check(case().text).faults == ()
    assert case().text == text.replace("fill in summer", "fill-in-summer").replace("  x:", "  ferry:")
    _page, sent = opened(case(), "issues/ferry")
    refused = client.post(address(case(), "issues/ferry"), {**sent, "stances/a/fill-in-summer/id": "stay"})
    assert "“stay” is there already." in refused.content.decode()


def test_an_id_is_changed_in_the_forms_and_the_page_follows(client, start, opened):
    case = start()
    _page, sent = opened(case(), "issues/border-trade")
    assert sent["id"] == "border-trade"
    answer = client.post(address(case(), "issues/border-trade"), {**sent, "id": "border", "title": "The border"})
    assert answer["Location"].startswith(address(case(), "issues/border"))
    assert case().text == STARTER.replace("  border-trade:", "  border:").replace(
        "Opening the border to trade", "The border"
    )
    _page, sent = opened(case(), "parties")
    client.post(address(case(), "parties"), {**sent, "parties/north/id": "n", "parties/north/name": "Northern"})
    assert evenhand.check(case().text).faults == () and "north.budget" not in case().text
    assert evenhand.Document(case().text).value(("parties", "n", "name")) == "Northern"
    _page, sent = opened(case(), "issues/border/both-open")
    answer = client.post(address(case(), "issues/border/both-open"), {**sent, "id": "both"})
    assert answer["Location"].startswith(address(case(), "issues/border/both"))
    assert list(evenhand.Document(case().text).value(("accounts", "n", "effects"))) == ["both"]


@pytest.mark.parametrize(
    ("typed", "words"), [("south", "is there already"), ("", "is needed"), ("a b", "is needed"), ("-a", "is needed"),
                       ("h₂o", "is needed"), ("²", "is needed"), ("a" * 65, "is needed"),
                       ("all", "has a meaning of its own")],
)  # fmt: skip
def test_an_id_that_cannot_be_is_told_at_its_field_and_nothing_saved(client, start, opened, typed, words):
    case = start()
    _page, sent = opened(case(), "parties")
    answer = client.post(address(case(), "parties"), {**sent, "parties/north/id": typed, "parties/coast/name": "Shore"})
    shown = html.fromstring(answer.content.decode())
    (told,) = shown.xpath("//p[@class='case-fault fault'][@role='alert']")
    assert words in told.text and shown.xpath("//input[@name='parties/north/id'][@aria-invalid='true']")
    assert case().text == STARTER


def test_all_short_names_that_cannot_be_are_told_at_once_with_whatever_else_is_wrong(client, start, opened):
    case = start()
    _page, sent = opened(case(), "parties")
    typed = {"parties/north/id": "south", "parties/coast/id": "a b", "parties/south/rate:middle": "1,500"}
    answer = client.post(address(case(), "parties"), {**sent, **typed, "+parties/0/name": "No short name"})
    shown = html.fromstring(answer.content.decode())
    assert len(shown.xpath("//p[@class='case-fault fault'][@role='alert']")) == 4
    assert {each.get("name") for each in shown.xpath("//input[@aria-invalid='true']")} > {*list(typed)[:2]}
    assert case().text == STARTER


def test_every_wrong_name_on_a_page_is_told_beside_its_field(client, start):
    case = start(STARTER.replace(
        "when: {north: open, south: open}    #", "when: {nort: opn, south: opne}   #", 1).replace(
        "gives: {north.budget: [1, 2, 4], south.budget:", "gives: {nrth.bugdet: [1, 2, 4], soth.budget:", 1).replace(
        "evidence: trade-study", "evidence: [a1, b2]", 1))  # fmt: skip
    shown = html.fromstring(client.get(address(case(), "issues/border-trade/both-open")).content.decode())

    def told(anchor):
        return [each.text for each in shown.xpath(f"{anchor}//p[contains(@class, 'case-fault')]/span[@lang='en'][1]")]

    assert told("//div[@id='under_when/nort']") == [
        "no party is called `nort`", "no side of the issue `border-trade` has a stance `opn`"]  # fmt: skip
    assert told("//div[@id='under_when/south']") == ["`south` has no stance `opne` on the issue `border-trade`"]
    assert sorted(told("//div[@id='under_gives/nrth.bugdet']")) == [
        "no interest is called `bugdet`", "no party is called `nrth`"]  # fmt: skip
    assert told("//div[@id='under_gives/soth.budget']") == ["no party is called `soth`"]
    assert told("//div[@id='under_evidence']") == [
        "no source of evidence has the id `a1`", "no source of evidence has the id `b2`"]  # fmt: skip


@pytest.mark.parametrize(("key", "goes"), [("side", True), ("note", False)])
def test_an_id_that_an_alias_repeats_is_changed_where_it_means_the_party_alone(client, start, opened, key, goes):
    case = start(STARTER.replace("ratifies: south", "ratifies: &whom south").replace(
        "issued: 2023}", f"issued: 2023, {key}: *whom}}"))  # fmt: skip
    before = case().text
    _page, sent = opened(case(), "parties")
    answer = client.post(address(case(), "parties"), {**sent, "parties/south/id": "s"})
    assert (answer.status_code == 302) == goes
    if goes:
        assert evenhand.Document(case().text).value(("evidence", "trade-study", "side")) == "s"
    else:
        line = before[: before.index("&whom")].count("\n") + 1
        assert f"lines {line}, {before.count(chr(10))} of the YAML share it" in answer.content.decode()
        assert case().text == before


# --- another id while somebody else has the page open


@pytest.mark.parametrize(
    ("where", "renamed", "after", "typed", "path"),
    [
        ("issues/border-trade", ("issues/border-trade", "id", "trade"), "issues/trade",
         {"title": "Mine"}, ("issues", "trade", "title")),
        ("weights/north", ("parties", "parties/north/id", "n"), "weights/n",
         {"weights/safety:middle": "0.7"}, ("weights", "n", "safety")),
        ("issues/border-trade/both-open", ("issues/border-trade/both-open", "id", "both"), "issues/border-trade/both",
         {"note": "Mine"}, ("issues", "border-trade", "effects", 0, "note")),
        ("issues/border-trade/both-open", ("issues/border-trade", "id", "trade"), "issues/trade/both-open",
         {"note": "Mine"}, ("issues", "trade", "effects", 0, "note")),
        ("issues/border-trade/both-open", ("parties", "parties/south/id", "s"), "issues/border-trade/both-open",
         {"gives/south.budget:middle": "3.5"}, ("issues", "border-trade", "effects", 0, "gives", "s.budget")),
        ("parties", ("parties", "parties/north/id", "n"), "parties",
         {"parties/north/name": "Mine"}, ("parties", "n", "name")),
        ("issues/border-trade", ("parties", "parties/north/id", "n"), "issues/border-trade",
         {"default/north": "open"}, ("issues", "border-trade", "default", "n")),
        ("accounts/north", ("parties", "parties/north/id", "n"), "accounts/n",
         {"note": "Mine"}, ("accounts", "n", "note")),
        ("evidence", ("evidence", "evidence/trade-study/id", "study"), "evidence",
         {"evidence/trade-study/title": "Mine"}, ("evidence", "study", "title")),
    ],
)  # fmt: skip
def test_what_was_typed_goes_where_the_thing_stands_now(client, start, opened, where, renamed, after, typed, path):
    case = start()
    _page, mine = opened(case(), where)
    page, field, name = renamed
    _page, theirs = opened(case(), page)
    client.post(address(case(), page), {**theirs, field: name})
    assert typed.keys() <= mine.keys() and case().text != STARTER
    answer = client.post(address(case(), where), {**mine, **typed})
    assert answer["Location"].startswith(address(case(), after) + "?")
    (text,), found = typed.values(), evenhand.Document(case().text).value(path)
    assert str(found[1] if isinstance(found, list) else found) == text
    assert evenhand.check(case().text).faults == ()
    told = client.get(answer["Location"]).content.decode()
    assert "They took out" not in told and f"is now “{name}”" in told


@pytest.mark.parametrize("where", ["issues/border-trade", "issues/border-trade/both-open"])
def test_what_was_typed_is_shown_though_the_page_is_gone(client, start, opened, where):
    case = start()
    _page, mine = opened(case(), where)
    _page, theirs = opened(case(), "issues")
    client.post(address(case(), "issues"), {**theirs, "remove:issues/border-trade": "1"})
    before = case().text
    assert not evenhand.Document(before).value(("issues",))
    sent = {**mine, "note": "All that I had typed"}
    for _time in range(2):  # and again
        answer = client.post(address(case(), where), sent)
        sent = fields_of(answer)
        assert sent["note"] == "All that I had typed"
        assert "to be put in elsewhere" in answer.content.decode() and case().text == before


def test_both_of_two_changes_of_a_thing_with_another_id_are_shown_at_the_new_address(client, start, opened):
    case = start()
    _page, mine = opened(case(), "issues/border-trade")
    client.post(address(case(), "issues/border-trade"), {**mine, "id": "trade", "title": "Theirs"})
    answer = client.post(address(case(), "issues/border-trade"), {**mine, "title": "Mine"})
    shown = html.fromstring(answer.content.decode())
    assert shown.xpath("//form[contains(@class, 'case-form')]/@action") == [address(case(), "issues/trade")]
    sent = fields_of(answer)
    assert (sent["title"], sent["id"]) == ("Mine", "trade") and "Theirs" in answer.content.decode()
    client.post(address(case(), "issues/trade"), sent)
    assert evenhand.Document(case().text).value(("issues", "trade", "title")) == "Mine"


def test_a_row_that_names_what_has_another_id_by_now_names_it(client, start, opened):
    case = start()
    where = "issues/border-trade/calmer-border"
    _page, mine = opened(case(), where)
    for page, field, name in (("parties", "parties/coast/id", "shore"), ("interests", "interests/rank/id", "place")):
        _page, theirs = opened(case(), page)
        client.post(address(case(), page), {**theirs, field: name})
    client.post(address(case(), where), {**mine, "+gives/0/to": "coast.rank", "+gives/0:middle": "1"})
    gives = evenhand.Document(case().text).value(("issues", "border-trade", "effects", 1, "gives"))
    assert gives["shore.place"] == 1


def test_another_thing_in_the_place_of_one_that_was_taken_out_is_not_taken_for_it(client, start, opened):
    case = start()
    _page, mine = opened(case(), "issues/border-trade")
    _page, theirs = opened(case(), "issues")
    typed = {"remove:issues/border-trade": "1", "+issues/0/id": "fish", "+issues/0/title": "Fish"}
    client.post(address(case(), "issues"), {**theirs, **typed})
    answer = client.post(address(case(), "issues/border-trade"), {**mine, "title": "Mine"})
    assert "to be put in elsewhere" in answer.content.decode()
    assert evenhand.Document(case().text).value(("issues", "fish", "title")) == "Fish"
