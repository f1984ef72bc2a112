"""Cases in the editors' rooms: begun, written as YAML, refused while they have faults, submitted, published."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import override
from evenhand_site.cases.history import changed_in
from lxml import html

import evenhand

PASSWORD = "long words to enter"
DILEMMA = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")


@pytest.fixture
def sign_in_as(homes, client, django_user_model):
    """Signs somebody in who is in a group."""
    from django.contrib.auth.models import Group

    def sign_in_as(group, name=""):
        user = django_user_model.objects.create_user(name or group.lower(), f"{name or group}@example.org", PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return sign_in_as


@pytest.fixture
def make_case(homes):
    def make_case(text=DILEMMA, name="prisoners-dilemma", owner=None):
        from evenhand_site.cases.drafts import begin

        return begin(text, name, owner)

    return make_case


def edit_url(case):
    return case.admin_url


def newest(case):
    from evenhand_site.cases.models import Case

    return Case.objects.get(pk=case.pk).get_latest_revision_as_object()


def add_url():
    from evenhand_site.cases.models import Case

    return reverse(Case.snippet_viewset.get_url_name("add"))


# --- who may what


def test_a_member_gets_nowhere_near(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Members")
    for address in (add_url(), edit_url(case), reverse("case_draft_file", args=[case.pk])):
        assert client.get(address).status_code == 302
    assert client.post(edit_url(case), {"text": "x"}).status_code == 302
    assert newest(case).text == DILEMMA


def test_an_analyst_writes_and_submits_and_does_not_publish(client, sign_in_as, make_case):
    from evenhand_site.cases.models import CaseStudy

    case = make_case()
    sign_in_as("Analysts")
    shown = client.get(edit_url(case)).content.decode()
    assert "Submit to Case review" in shown and 'name="action-publish"' not in shown
    text = DILEMMA + "# more\n"
    client.post(edit_url(case), {"text": text, "action-publish": "1"})
    assert newest(case).text == text and not newest(case).live
    client.post(edit_url(case), {"text": text, "action-submit": "1"})
    assert newest(case).workflow_in_progress and not CaseStudy.objects.exists()


def test_what_an_editor_approves_is_published_and_analysed_and_its_page_is_there(client, sign_in_as, make_case):
    from evenhand_site.cases.models import Run
    from evenhand_site.cases.study import study_of

    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA, "action-submit": "1"})
    assert newest(case).workflow_in_progress and not Run.objects.exists()
    assert client.get("/en/cases/prisoners-dilemma/").status_code == 404
    sign_in_as("Editors")
    client.post(edit_url(case), {"text": DILEMMA, "action-workflow-action": "1", "workflow-action-name": "approve"})
    assert newest(case).live
    run = Run.objects.get()
    assert run.file == DILEMMA
    study_of(run.file, 64)  # what a worker does, in fewer draws
    shown = client.get("/en/cases/prisoners-dilemma/")
    assert shown.status_code == 200 and b"<h1" in shown.content


# --- earlier drafts


@pytest.mark.parametrize("view", ["yaml", "form", "forms"])
def test_earlier_drafts_are_a_link_away_and_an_old_one_is_put_back_with_nothing_lost(
    client, sign_in_as, make_case, view
):
    case = make_case()
    sign_in_as("Analysts")
    for title in ("Second", "Third"):
        document = evenhand.Document(newest(case).text)
        document.set(("title",), title)
        client.post(edit_url(case), {"text": document.text})
    first, _second, third = [each.pk for each in case.revisions.order_by("pk")]
    kept = [each.content["text"] for each in case.revisions.order_by("pk")]
    assert kept[0] == DILEMMA and len(set(kept)) == 3

    places = {
        "yaml": edit_url(case), "form": reverse("case_form", args=[case.pk, "case"]),
        "forms": reverse("case_forms", args=[case.pk]),
    }  # fmt: skip
    page = html.fromstring(client.get(places[view]).content.decode())
    ways = page.xpath("//a[normalize-space()='Earlier drafts']")
    assert len(ways) == (1 if view == "forms" else 2)  # above, and beside what saves
    (history,) = {each.get("href") for each in ways}
    page = html.fromstring(client.get(history).content.decode())
    (review,) = page.xpath(
        f"//a[normalize-space()='Review this version'][contains(@href, '/revisions/{first}/')]/@href"
    )
    assert page.xpath(f"//a[normalize-space()='Compare with current version'][contains(@href, '/{first}...latest/')]")

    shown = client.get(review)
    assert "You are viewing a previous version" in shown.content.decode()
    page = html.fromstring(shown.content.decode())
    (text,) = page.xpath("//textarea[@name='text']")
    assert text.text.removeprefix("\n") == DILEMMA
    sent = {each.get("name"): each.get("value", "") for each in page.xpath("//form[@id='w-editor-form']//input[@name]")}
    client.post(review, {**sent, "text": text.text.removeprefix("\n")})
    assert newest(case).text == DILEMMA and newest(case).title == evenhand.load("prisoners-dilemma").title
    now = [each.content["text"] for each in case.revisions.order_by("pk")]
    assert now == [*kept, DILEMMA] and case.revisions.filter(pk=third).exists()
    case.refresh_from_db()
    assert (case.text, case.live) == (DILEMMA, False)


def test_each_earlier_draft_says_which_version_it_is_and_what_was_changed_in_it(client, sign_in_as, make_case):
    from evenhand_site.cases.study import version_of

    case = make_case()
    sign_in_as("Analysts")
    for path, value in ((("title",), "Second"), (("weights", "alder", "safety"), 7), (("pressure",), {})):
        document = evenhand.Document(newest(case).text)
        document.set(path, value)
        client.post(edit_url(case), {"text": document.text})
    client.post(edit_url(case), {"text": newest(case).text})
    page = html.fromstring(client.get(case.history_url).content.decode())
    rows = [" ".join(row.xpath("td")[1].text_content().split()) for row in page.xpath("//main//tbody/tr")]
    versions = [version_of(each.content["text"])[:12] for each in case.revisions.order_by("-pk")]
    told = ["", ": changed in pressure", ": changed in Weights", ": changed in The case", ""]
    assert rows[:5] == [f"{version}{words}" for version, words in zip(versions, told, strict=True)]


def test_changes_are_told_by_the_keys_under_which_lines_differ():
    before = "# a remark\ncase: a\nparties:\n  x: {name: X}\nissues:\n  one: {title: One}\n"
    assert changed_in(before, before) == [] == changed_in("", "")
    assert changed_in(before, before.replace("name: X", "name: Y")) == ["parties"]
    assert changed_in(before, before.replace("# a remark", "# another")) == [""]
    assert changed_in(before, before.replace("issues:\n  one: {title: One}\n", "as of: 2024-01-31\n")) == [
        "as of",
        "issues",
    ]
    assert changed_in(before, "{") == ["", "case", "parties", "issues"]


def test_an_old_draft_is_not_put_over_what_somebody_saved_meanwhile(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA + "# second\n"})
    first = case.revisions.order_by("pk").first()
    review = reverse(case.snippet_viewset.get_url_name("revisions_revert"), args=[case.pk, first.pk])
    page = html.fromstring(client.get(review).content.decode())
    sent = {each.get("name"): each.get("value", "") for each in page.xpath("//form[@id='w-editor-form']//input[@name]")}
    client.post(edit_url(case), {"text": DILEMMA + "# theirs\n"})
    answer = client.post(review, {**sent, "text": DILEMMA})
    assert "Somebody else has saved this case since you opened it" in answer.content.decode()
    assert newest(case).text == DILEMMA + "# theirs\n"


# --- what has faults


def broken():
    """The case with a party that nobody knows in the second line of its weights."""
    text = DILEMMA.replace("\nissues:", "\n  nobody: {years: 1}\nissues:", 1)
    (fault,) = [fault for fault in evenhand.check(text).faults if fault.code == "unknown-party"]
    return text, fault


def test_a_draft_with_faults_is_saved_and_every_fault_is_shown_with_its_line(client, sign_in_as, make_case):
    text, fault = broken()
    case = make_case()
    sign_in_as("Analysts")
    answer = client.post(edit_url(case), {"text": text}, follow=True)
    assert newest(case).text == text
    shown = answer.content.decode()
    assert f"line {fault.line}, column {fault.column}" in shown and "[unknown-party]" in shown


def test_a_text_that_is_no_yaml_at_all_is_saved_as_it_is(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    for text in ("", "parties: [", "<script>alert(1)</script>: &x\n\tя"):
        answer = client.post(edit_url(case), {"text": text}, follow=True)
        assert answer.status_code == 200 and newest(case).text == text
        assert b"<script>alert(1)" not in answer.content
    assert newest(case).title == case.title


def autosaved(client, case, text):
    """What Wagtail's script sends while somebody types, and is answered."""
    revision = newest(case).latest_revision
    sent = {
        "text": text,
        "loaded_revision_id": revision.pk,
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
    return client.post(edit_url(case), sent, headers={"accept": "application/json"})


@pytest.mark.parametrize(
    "text", [broken()[0], "case: prisoners-dilemma\ntitle: Begun\n", "parties: [", "", "title: ' '"]
)
def test_a_draft_with_faults_is_kept_while_somebody_types(client, sign_in_as, make_case, text):
    case = make_case()
    sign_in_as("Analysts")
    answer = autosaved(client, case, text)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert newest(case).text == text


def test_what_cannot_be_kept_while_somebody_types_is_told_with_its_line(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    answer = autosaved(client, case, "case: prisoners-dilemma\ntitle: a\0b\n")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_error")
    assert "Line 2 holds a character that no text has (U+0000)." in answer.json()["error_message"]
    shown = client.post(edit_url(case), {"text": "case: prisoners-dilemma\ntitle: a\0b\n"})
    assert "Line 2 holds a character" in shown.content.decode()
    assert newest(case).text == DILEMMA


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_what_has_faults_is_neither_published_nor_submitted(client, sign_in_as, make_case, action):
    text, fault = broken()
    case = make_case()
    sign_in_as("Editors")
    shown = client.post(edit_url(case), {"text": text, action: "1"}).content.decode()
    assert f"line {fault.line}, column {fault.column}" in shown
    assert "nobody: {years: 1}" in shown  # what was typed stands in the field still
    assert not newest(case).live and not newest(case).workflow_in_progress


def test_publishing_from_elsewhere_is_refused_too(make_case):
    text, fault = broken()
    case = make_case(text)
    with pytest.raises(ValidationError, match=f"line {fault.line}"):
        case.get_latest_revision().publish()
    assert not newest(case).live


def test_what_got_faults_during_the_review_cannot_be_approved(client, sign_in_as, make_case):
    text, _fault = broken()
    case = make_case()
    sign_in_as("Editors")
    client.post(edit_url(case), {"text": DILEMMA, "action-submit": "1"})
    client.post(edit_url(case), {"text": text})
    names = [
        name for name, _label, _asks in newest(case).current_workflow_task.get_actions(newest(case), None or EVERYBODY)
    ]
    assert names == ["reject"]


class EVERYBODY:
    is_superuser = True


def test_the_file_of_another_case_is_not_published_under_this_name(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Editors")
    text = DILEMMA.replace("case: prisoners-dilemma", "case: other")
    shown = client.post(edit_url(case), {"text": text, "action-publish": "1"}).content.decode()
    assert "[case-id]" in shown and "case: prisoners-dilemma" in shown
    assert not newest(case).live


# --- a new case


def test_a_case_begins_with_the_starter(client, sign_in_as):
    from evenhand_site.cases.models import Case

    user = sign_in_as("Analysts")
    client.post(add_url(), {"beginning": "starter", "case_id": "strait", "title": "The strait"})
    case = Case.objects.get(case_id="strait")
    assert (case.title, case.owner, case.live) == ("The strait", user, False)
    assert case.text == evenhand.starter("strait", "The strait")


def test_a_case_begins_empty_with_the_names_of_its_parties_and_first_issue(client, sign_in_as):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    typed = {"parties": "Upper Town\r\n\r\nНижний город: порт\r\nupper_town!\r\n", "issue": "Who pays: the ferry?"}
    client.post(add_url(), {"beginning": "empty", "case_id": "strait", "title": "# The strait", **typed})
    case = Case.objects.get(case_id="strait")
    assert case.title == "# The strait"
    document = evenhand.Document(case.text)
    assert document.value(("parties",)) == {
        "upper-town": {"name": "Upper Town"},
        "нижний-город-порт": {"name": "Нижний город: порт"},
        "upper-town-no-2": {"name": "upper_town!"},
    }
    assert document.value(("issues",)) == {"who-pays-the-ferry": {"title": "Who pays: the ferry?"}}
    assert set(document.value(())) == {"case", "title", "parties", "issues"}
    # ids are ones that a file may have
    codes = {fault.code for fault in evenhand.check(case.text).faults}
    assert codes == {"missing-key", "nothing-at-stake"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Cod War", "cod-war"),
        ("a_b", "a-b"),
        ("Ж", "zh"),
        ("Тузла: пролив!", "tuzla-proliv"),
        ("Éire – 1985", "eire-1985"),
    ],
)
def test_of_what_is_typed_as_a_name_one_is_made_that_can_be_and_that_is_said(client, sign_in_as, typed, name):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    shown = client.post(add_url(), {"beginning": "starter", "case_id": typed, "title": "X"}, follow=True)
    assert Case.objects.get().case_id == name and evenhand.loads(Case.objects.get().text).case == name
    told = html.fromstring(shown.content.decode()).xpath("//div[contains(@class, 'messages')]")[0].text_content()
    assert typed in told and name in told


def test_a_case_begins_with_a_file_even_one_with_faults(client, sign_in_as):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    for name, content in (("prisoners-dilemma", DILEMMA), ("torn", "case: torn\nparties: 3\n"), ("given", "a: [")):
        file = SimpleUploadedFile("x.yaml", content.encode())
        typed = {"beginning": "file", "file": file, "case_id": "given" if name == "given" else ""}
        assert client.post(add_url(), typed).status_code == 302
        assert Case.objects.get(case_id=name).text == content


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"beginning": "starter", "title": "X"}, "Needed for this beginning"),
        ({"beginning": "starter", "case_id": "taken", "title": "X"}, "already exists"),
        ({"beginning": "empty", "case_id": "a", "title": "X", "issue": "Y"}, "Needed for this beginning"),
        ({"beginning": "empty", "case_id": "a", "title": "X", "issue": "Y", "parties": "A"}, "two parties or more"),
        ({"beginning": "empty", "case_id": "a", "title": "X", "issue": "Y", "parties": "A\na"}, "name of its own"),
        ({"beginning": "starter", "case_id": "?!", "title": "X"}, "Small letters, digits and hyphens, beginning"),
        ({"beginning": "starter", "case_id": "Taken!", "title": "X"}, "already exists"),
        ({"beginning": "starter", "case_id": "runs", "title": "X"}, "the address of a page of the site"),
        ({"beginning": "file", "file": b"case: what-if"}, "the address of a page of the site"),
        ({"beginning": "shipped", "shipped": "prisoners-dilemma", "case_id": "new"}, "the address of a page"),
        ({"beginning": "file"}, "Needed for this beginning"),
        ({"beginning": "file", "file": b"\xff\xfe"}, "not in UTF-8"),
        ({"beginning": "file", "file": b""}, "no text"),
        ({"beginning": "file", "file": b"a" * 5_000_001}, "larger than 5 MB"),
        ({"beginning": "file", "file": b"title: x"}, "says no name"),
        ({"beginning": "shipped", "shipped": "../etc"}, "valid choice"),
        ({"beginning": "study", "study": "7"}, "valid choice"),
        ({}, "required"),
    ],
)
def test_a_beginning_that_cannot_be_is_told_at_its_field(client, sign_in_as, make_case, typed, words):
    from evenhand_site.cases.models import Case

    make_case(name="taken", text=DILEMMA)
    sign_in_as("Analysts")
    if isinstance(typed.get("file"), bytes):
        typed = {**typed, "file": SimpleUploadedFile("x.yaml", typed["file"])}
    shown = client.post(add_url(), typed)
    assert shown.status_code == 200 and words in shown.content.decode()
    assert Case.objects.count() == 1


def test_all_that_is_wrong_with_a_beginning_is_told_at_once(client, sign_in_as):
    sign_in_as("Analysts")
    shown = client.post(add_url(), {"beginning": "empty", "case_id": "runs", "parties": "A", "issue": ""})
    told = {name: bool(errors) for name, errors in shown.context["form"].errors.items()}
    assert told == {"case_id": True, "title": True, "parties": True, "issue": True}
    shown = client.post(add_url(), {"beginning": "starter", "case_id": "?"})
    assert set(shown.context["form"].errors) == {"case_id", "title"}


def test_an_empty_case_is_preselected_and_what_a_beginning_does_not_use_is_refused_and_kept(client, sign_in_as):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    page = html.fromstring(client.get(add_url()).content.decode())
    assert page.xpath("//input[@name='beginning'][@checked]/@value") == ["empty"]

    typed = {"title": "Fish", "parties": "North\nSouth\nEast\nWest", "issue": "Who fishes", "shipped": "chicken"}
    uses = {"title": ["an empty case", "a small commented case"], "parties": ["an empty case"],
            "issue": ["an empty case"], "shipped": ["a copy of a case that ships"]}  # fmt: skip
    for beginning, unused in (
        ("starter", {"parties", "issue", "shipped"}), ("empty", {"shipped"}), ("shipped", {"title", "parties", "issue"})
    ):  # fmt: skip
        shown = client.post(add_url(), {"beginning": beginning, "case_id": "fish", **typed})
        errors = shown.context["form"].errors
        assert set(errors) == unused
        assert all(words in errors[name][0] for name in unused for words in uses[name])
        page = html.fromstring(shown.content.decode())
        assert page.xpath("//textarea[@name='parties']")[0].text.split() == typed["parties"].split()
        assert page.xpath("//input[@name='issue']/@value") == ["Who fishes"]
    assert not Case.objects.exists()


def test_every_address_that_would_stand_in_the_way_of_a_case_is_refused_as_its_name():
    """Whatever single step below /cases/ leads elsewhere than to a case."""
    from evenhand_site.cases.models import TAKEN
    from evenhand_site.cases.urls import localized

    places = {str(each.pattern).split("/")[1] for each in localized if str(each.pattern).startswith("cases/")} - {""}
    assert "runs" in places and places <= TAKEN


def test_a_case_begins_as_a_copy_of_one_that_ships_or_was_published(client, sign_in_as, small):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    client.post(add_url(), {"beginning": "shipped", "shipped": "chicken"})
    assert Case.objects.get(case_id="chicken").text == evenhand.locate("chicken").read_text(encoding="utf-8")
    client.post(add_url(), {"beginning": "study", "study": small.pk, "case_id": "a-copy"})
    copy = Case.objects.get(case_id="a-copy")
    assert copy.text == small.file.replace("case: prisoners-dilemma", "case: a-copy")


def test_the_draft_is_fetched_as_it_is_written(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA.replace("\n", "\r\n") + "# я\r\n"})
    fetched = client.get(reverse("case_draft_file", args=[case.pk]))
    assert fetched.content.decode() == DILEMMA + "# я\n"
    assert fetched["Content-Disposition"] == 'attachment; filename="prisoners-dilemma.yaml"'


# --- an empty case


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["A no 2", "A"], ["a-no-2", "a"]),
        (["A no 2", "A", "A!"], ["a-no-2", "a", "a-no-3"]),
        (["H₂O", "Ⅳ", "²"], ["h2o", "iv", "2"]),
        (["!", "①", "፩"], ["x", "1", "x-no-2"]),  # an Ethiopic one is a digit to nobody
        (["All", "Any one"], ["all-no-2", "any-one"]),  # no party can be called all
    ],
)
def test_each_party_of_an_empty_case_has_an_id_of_its_own_that_the_format_takes(names, ids):
    from evenhand_site.cases.writing import emptied

    text = emptied("c", "C", names, "An issue")
    parties = evenhand.Document(text).value(("parties",))
    assert list(parties) == ids and [each["name"] for each in parties.values()] == names
    told = {fault.code for fault in evenhand.check(text).faults}
    assert told <= {"missing-key", "nothing-at-stake"}


# --- two at once


def test_what_somebody_else_saved_meanwhile_is_shown_beside_mine_and_mine_is_kept(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts", "first")
    opened = newest(case).latest_revision
    seen = {"loaded_revision_id": opened.pk, "loaded_revision_created_at": opened.created_at.isoformat()}
    sign_in_as("Analysts", "second")
    client.post(edit_url(case), {"text": DILEMMA + "# theirs\n"})
    mine = DILEMMA + "# mine\n"
    shown = client.post(edit_url(case), {"text": mine, **seen}).content.decode()
    assert "<code># theirs</code>" in shown and "<code># mine</code>" in shown
    assert newest(case).text == DILEMMA + "# theirs\n"
    latest = newest(case).latest_revision
    assert f'value="{latest.pk}"' in shown  # what is saved next is newer than theirs
    seen = {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()}
    client.post(edit_url(case), {"text": mine, **seen})
    assert newest(case).text == mine
    assert [revision.content["text"] for revision in case.revisions.order_by("pk")] == [
        DILEMMA,
        DILEMMA + "# theirs\n",
        mine,
    ]


def test_a_locked_case_is_not_changed(client, sign_in_as, make_case):
    from evenhand_site.cases.models import Case

    case = make_case()
    Case.objects.filter(pk=case.pk).update(locked=True)
    sign_in_as("Analysts")
    shown = client.post(edit_url(case), {"text": "changed"}).content.decode()
    assert "locked" in shown and newest(case).text == DILEMMA


# --- versions compared


def test_two_versions_are_compared_line_by_line(client, sign_in_as, make_case, small):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA.replace("\nissues:", "\n# a remark\nissues:", 1)})
    shown = client.get(reverse("case_compare", args=[case.pk]), {"a": f"v{small.pk}", "b": "latest"}).content.decode()
    assert "<code># a remark</code>" in shown
    assert shown.count("put in") == 1 and shown.count("taken out") == 0
    for keys in ({"a": "7777777"}, {"a": "v0"}, {"b": "x"}, {"a": "²"}):
        assert client.get(reverse("case_compare", args=[case.pk]), keys, follow=True).status_code == 404


@pytest.mark.parametrize(("language", "time"), [("en", "27 November 2026, 09:20:{}"), ("ru", "2026 г. 9:20:{}"),
                                                ("uk", "2026 р., 09:20:{}")])  # fmt: skip
def test_drafts_of_one_minute_are_told_apart(make_case, language, time):
    from evenhand_site.cases.comparing import versions

    case = make_case()
    case.text = f"{case.text}# another\n"
    case.save_revision()
    texts = {}
    for second, revision in zip(("05", "41"), case.revisions.order_by("pk"), strict=True):
        at = datetime(2026, 11, 27, 9, 20, int(second), tzinfo=get_default_timezone())
        case.revisions.filter(pk=revision.pk).update(created_at=at)
        texts[str(revision.pk)] = second, hashlib.sha256(revision.content["text"].encode()).hexdigest()[:12]
    with override(language):
        named = versions(case)
    for key, (second, version) in texts.items():
        assert time.format(second) in named[key] and version in named[key]


def compared(client, case, **keys):
    """The page once a worker has done what waits."""
    address, asked = reverse("case_compare", args=[case.pk]), {"findings": "1", **keys}
    if "Refresh" in client.get(address, asked):
        work_off()
    return client.get(address, asked).content.decode()


def work_off():
    """What a worker does, in this process."""
    from django_tasks_db.models import DBTaskResult

    while waiting := DBTaskResult.objects.filter(status="READY").first():
        waiting.claim("of-a-test")
        waiting.set_successful(waiting.task.func(**waiting.args_kwargs["kwargs"]))


def test_versions_are_analysed_by_workers_and_not_by_the_page(client, sign_in_as, make_case):
    from django_tasks_db.models import DBTaskResult

    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA + "# a remark\n"})
    address, asked = reverse("case_compare", args=[case.pk]), {"a": "earliest", "b": "latest", "findings": "1"}
    for _again in range(2):
        first = client.get(address, asked)
        assert "being analysed" in first.content.decode() and first["Refresh"]
    assert "Refresh" not in client.get(address, {**asked, "still": "1"})
    assert DBTaskResult.objects.count() == 1  # both versions are read once, however often somebody looks
    work_off()
    assert "No finding changes." in client.get(address, asked).content.decode()
    assert DBTaskResult.objects.count() == 3  # and each is analysed once


def test_a_page_that_waits_reads_neither_version_itself(client, sign_in_as, make_case, monkeypatch):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA.replace("name: Birch", "name: Silver birch")})

    def refused(*_given):
        raise AssertionError("a file was read in a request")

    with monkeypatch.context() as patched:
        for name in ("Document", "check", "loads"):
            patched.setattr(evenhand, name, refused)
        address = reverse("case_compare", args=[case.pk])
        for more in ({}, {"findings": "1"}, {"findings": "1"}):
            shown = client.get(address, {"a": "earliest", "b": "latest", **more}).content.decode()
            assert ("being analysed" in shown) == bool(more)
    work_off()
    shown = client.get(address, {"a": "earliest", "b": "latest", "findings": "1"}).content.decode()
    assert "Birch is now called Silver birch." in shown


@pytest.mark.parametrize("status", ["RUNNING", "FAILED"])
def test_an_analysis_that_came_to_nothing_is_asked_for_again_after_a_while(client, sign_in_as, make_case, status):
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult
    from evenhand_site.cases.comparing import FORGIVEN

    case = make_case()
    sign_in_as("Analysts")
    address, asked = reverse("case_compare", args=[case.pk]), {"a": "earliest", "b": "latest", "findings": "1"}
    client.get(address, asked)
    for ago, count in ((timedelta(0), 1), (2 * FORGIVEN, 2)):
        DBTaskResult.objects.update(status=status, started_at=timezone.now() - ago)
        client.get(address, asked)
        assert DBTaskResult.objects.count() == count


def test_versions_that_differ_in_a_comment_find_the_same(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": DILEMMA + "# a remark\n"})
    assert "No finding changes." in compared(client, case, a="earliest", b="latest")


def test_what_is_found_otherwise_is_told_per_issue(client, sign_in_as, make_case):
    """As the case's own comment says: a gain of 1 for who restrains makes restraint worth while alone."""
    case = make_case()
    sign_in_as("Analysts")
    text = DILEMMA.replace("alder.safety: -1", "alder.safety: 1").replace("birch.safety: -1", "birch.safety: 1")
    client.post(edit_url(case), {"text": text})
    shown = compared(client, case, a="earliest", b="latest")
    assert "Something changes on 1 of 1 issue." in shown
    assert "What would unlock it: nothing is needed" in shown
    assert "no stated reason" in shown and "Alder" in shown


def test_a_version_with_faults_finds_nothing_and_says_so(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    client.post(edit_url(case), {"text": broken()[0]})
    assert "One of the versions has faults" in compared(client, case, a="earliest", b="latest")


def test_issues_of_one_version_only_are_named(client, sign_in_as, make_case):
    case = make_case()
    sign_in_as("Analysts")
    text = evenhand.starter("prisoners-dilemma", "Another case altogether")
    client.post(edit_url(case), {"text": text})
    shown = compared(client, case, a="earliest", b="latest")
    assert "Issues of the second version only: Opening the border to trade" in shown


def test_a_party_and_an_issue_with_another_id_or_name_are_renamed_and_not_new(client, sign_in_as, make_case):
    from evenhand_site.cases.renaming import renamed

    case = make_case()
    sign_in_as("Analysts")
    (issue,) = evenhand.load("prisoners-dilemma").issues
    text = renamed(renamed(DILEMMA, "issues", issue, "another"), "parties", "alder", "oak")
    text = renamed(text.replace("name: Birch", "name: Silver birch"), "parties", "birch", "silver")
    text = text.replace("oak.safety: -1", "oak.safety: 1")
    client.post(edit_url(case), {"text": text})
    shown = compared(client, case, a="earliest", b="latest")
    assert "Alder: the short name “alder” is now “oak”." in shown
    assert "Birch: the short name “birch” is now “silver”." in shown
    assert "Birch is now called Silver birch." in shown and f"“{issue}” is now “another”." in shown
    assert "version only" not in shown and "Something changes on 1 of 1 issue." in shown
    # Alder gains 1 by restraining alone; Birch has 3 then, and would have 2 by restraining too
    assert "the sides agree on “Alder: restrain; Silver birch: arm”" in shown


def test_what_only_looks_alike_is_not_taken_for_renamed():
    from evenhand_site.cases.aligning import aligned

    before = "case: x\ntitle: x\nparties: {a: {name: A, numeraire: m}, b: {name: B, numeraire: m}}\n"
    for after in (
        "case: x\ntitle: x\nparties: {a: {name: A, numeraire: m}, c: {name: C, numeraire: m}}\n",
        "case: x\ntitle: x\nparties: {c: {name: A}, d: {name: A}, e: {}, 5: [1], f: 3}\n",
    ):
        assert aligned(before, after) == aligned(after, after)


# --- the list


def test_the_list_says_what_is_on_the_site_and_leads_to_a_draft_of_what_has_none(client, sign_in_as, make_case, small):
    from evenhand_site.cases.models import Case

    sign_in_as("Analysts")
    listed = reverse(Case.snippet_viewset.get_url_name("list"))
    shown = client.get(listed).content.decode()
    assert "On the site without a draft here" in shown and small.short in shown
    assert "There are no" not in shown and "No draft of a case is here yet" in shown
    assert "No draft of a case" not in client.get(listed, {"q": "nothing"}).content.decode()
    begin = f"{add_url()}?study={small.pk}"
    assert begin in shown
    form = client.get(begin).content.decode()
    assert f'<option value="{small.pk}" selected>' in form
    client.post(add_url(), {"beginning": "study", "study": small.pk})
    assert Case.objects.get().case_id == small.case_id
    shown = client.get(listed).content.decode()
    assert "On the site without a draft here" not in shown and small.short in shown and "not yet" not in shown
    make_case(name="another", text=DILEMMA.replace("case: prisoners-dilemma", "case: another"))
    assert client.get(listed).content.decode().count("not yet") == 1


def test_publishing_the_yaml_leads_to_the_analysis(client, sign_in_as, make_case):
    from evenhand_site.cases.models import Run

    case = make_case()
    sign_in_as("Editors")
    shown = client.post(edit_url(case), {"text": DILEMMA, "action-publish": "1"}, follow=True).content.decode()
    assert reverse("run", args=[Run.objects.get().pk]) in shown


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Case review"), ("ru", "Проверка кейса"), ("uk", "Перевірка кейсу")]
)
def test_the_review_is_named_in_the_language_of_whoever_looks(client, sign_in_as, make_case, language, name):
    from evenhand_site.cases.models import CaseReview
    from wagtail.models import Task, Workflow
    from wagtail.users.models import UserProfile

    case = make_case()
    user = sign_in_as("Analysts")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    for address in (edit_url(case), reverse("case_forms", args=[case.pk])):
        shown = client.get(address).content.decode()
        assert name in shown and ("Case review" in shown) == (language == "en")
    with override(language):
        for model in (Workflow, Task, CaseReview):
            found = model.objects.get(name="Case review")
            assert found.name == name
            found.save()
            assert model.objects.filter(name="Case review").exists()
