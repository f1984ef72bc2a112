"""A memo on its way: proposed, reviewed, revised, accepted, published, declined, withdrawn; and who sees what."""

import re
import uuid

import documents
import pytest
from django.core import mail
from django.urls import reverse
from evenhand_site.publications.models import Memo
from evenhand_site.submissions import review
from evenhand_site.submissions.models import Manuscript, Submission, SubmissionRules
from wagtail.images import get_image_model
from wagtail.models import Comment as Remark
from wagtail.models import Page, WorkflowState

pytestmark = pytest.mark.django_db


def words_of(answer):
    return answer.content.decode()


def stage(submission):
    return review.situation(Submission.objects.select_related("page").get(pk=submission.pk)).stage


def letters_to(address):
    return [letter for letter in mail.outbox if letter.to == [address]]


# --- Proposing


def test_a_visitor_reads_what_to_do(client, memos, network):
    from evenhand_site.house.models import HousePage

    about = network.homes["en"].add_child(instance=HousePage(title="About membership", slug="about-membership"))
    rules = SubmissionRules.load()
    rules.membership_page = about
    rules.save()
    page = client.get("/en/submissions/")
    assert page.status_code == 200 and about.url in words_of(page) and "/account/login/?next=" in words_of(page)
    assert client.get("/en/submissions/new/").url.startswith("/account/login/")


def test_without_a_page_on_membership_a_visitor_is_led_to_the_editors(client, memos, network):
    from evenhand_site.house.models import Edition

    Edition.objects.filter(locale__language_code="en").update(email="editors@example.org")
    page = words_of(client.get("/en/submissions/"))
    assert "Nobody else can" in page and 'href="mailto:editors@example.org"' in page.partition("<main")[2]


def test_somebody_without_membership_proposes_nothing(client, memos, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader"))
    assert "does not belong to a member" in words_of(client.get("/en/submissions/"))
    assert client.get("/en/submissions/new/").url == "/en/submissions/"
    assert client.post("/en/submissions/new/", {"title": "x"}).url == "/en/submissions/"
    assert not Submission.objects.exists()


def test_a_typed_memo_becomes_a_draft_below_the_section_with_all_that_belongs_to_it(send, memos, member, network):
    topic = network.topic("Arms control")
    assert send(topics=[topic.pk], note="Please be quick", coauthors="Bob Other\nNobody Known").status_code == 302
    network.person("Bob", "Other")
    submission = Submission.objects.get()
    page = submission.page
    assert not page.live and page.get_parent().pk == memos.pk and page.locale.language_code == "en"
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.lead) == ("Quiet talks", "Why quiet talks work.")
    assert [block.block_type for block in draft.body] == ["paragraph", "heading", "paragraph"]
    assert [(note.key, note.text) for note in draft.footnotes.all()] == [("1", "<p>A note.</p>")]
    assert list(draft.topics.all()) == [topic]
    (authorship,) = draft.authorships.all()
    assert authorship.person == member.person and authorship.affiliation == "Fellow, Present Institute"
    assert "not published elsewhere" in submission.declared
    assert stage(submission) == "submitted"


def test_a_word_document_becomes_a_draft_with_its_picture(send, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert send(documents.memo(), title="", language="ru", name="C:\\my\\мемо.docx").status_code == 302
    page = Submission.objects.get().page
    draft = page.get_latest_revision_as_object()
    assert draft.title == "Тихие переговоры" and page.locale.language_code == "ru"
    image = get_image_model().objects.get()
    figures = [block.value for block in draft.body if block.block_type == "figure"]
    assert [figure["image"] for figure in figures] == [image, image]
    assert figures[1]["description"] == "Два столбца, второй выше"
    assert image.file.open().read() == documents.png()
    assert draft.footnotes.count() == 2
    draft.full_clean()


def test_co_authors_are_found_by_any_name_or_orcid_and_only_where_there_is_no_doubt(send, network):
    one = network.person("Olena", "First", family_uk="Перша", given_uk="Олена")
    two = network.person("Max", "Second", orcid="0000-0002-1825-0097")
    network.person("John", "Twin", slug="twin-1")
    network.person("John", "Twin", slug="twin-2")
    send(coauthors="олена перша\nhttps://orcid.org/0000-0002-1825-0097\nJohn Twin\n%")
    submission = Submission.objects.get()
    draft = submission.page.get_latest_revision_as_object()
    assert [each.person for each in draft.authorships.all()][1:] == [one, two]
    from evenhand_site.submissions.drafts import people_named

    assert people_named(submission.coauthors)[1] == ["John Twin", "%"]


def test_a_title_of_signs_has_an_address_too(send):
    assert send(title="???").status_code == send(title="???").status_code == 302
    assert len(set(Memo.objects.values_list("slug", flat=True))) == 2


def test_a_memo_that_is_sent_twice_is_taken_once(send, client, member):
    client.force_login(member)
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(client.get("/en/submissions/new/")))[1]
    assert send(mark=mark).url == send(mark=mark).url
    assert Submission.objects.count() == Memo.objects.count() == Manuscript.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lead": ""}, "required"),
        ({"unpublished": None}, "required"),
        ({"language": "de"}, "valid choice"),
        ({"topics": ["999"]}, "valid choice"),
        ({"topics": ["9" * 30]}, "not a valid value"),
        ({"text": ""}, "one of the two"),
        ({"title": "", "text": "no heading"}, "Give a title"),
        ({"title": "x" * 201}, "at most 200"),
        ({"title": "nul\0"}, "Null"),
        ({"text": "%PDF-1.7"}, "PDF"),
        ({"mark": "forged"}, "not made here"),
    ],
)
def test_a_fault_is_said_and_everything_typed_is_kept(send, fields, said):
    answer = send(**{"note": "My note <b>", **fields})
    page = words_of(answer)
    assert answer.status_code == 422 and said in page and "My note &lt;b&gt;" in page
    assert not Submission.objects.exists() and not Memo.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (documents.document(documents.paragraph("x"), parts={"../x": "x"}), "forbidden names"),
        (documents.document(parts={"word/media/x.bin": b"\0" * 30_000_000}), "unpacks to far more"),
        (documents.document(documents.paragraph("x"), parts={"word/vbaProject.bin": "x"}), "macros"),
        (documents.memo()[:500], "damaged"),
        (b"\x89PNG\r\n\x1a\n\xff", "neither a Word document nor"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(send, settings, tmp_path, file, said):
    settings.MEDIA_ROOT = tmp_path
    answer = send(file)
    assert answer.status_code == 422 and said in words_of(answer)
    assert not Submission.objects.exists() and not Memo.objects.exists() and not any(tmp_path.rglob("*.*"))


def test_a_file_and_a_text_at_once_are_too_much(send):
    assert "one of the two" in words_of(send(documents.memo(), text="And words"))


def test_a_picture_that_is_damaged_refuses_the_file_and_leaves_nothing(send, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    good, bad = documents.png(), documents.png()[:20]
    file = documents.document(
        documents.paragraph("Words", documents.picture("p1"), documents.picture("p2")), pictures={"p1": good, "p2": bad}
    )
    answer = send(file)
    assert answer.status_code == 422 and "picture of the file is damaged" in words_of(answer)
    assert not get_image_model().objects.exists() and not Memo.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_interruption_leaves_nothing(send, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    from evenhand_site.submissions import drafts

    def broken(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(drafts, "_keep", broken)
    with pytest.raises(KeyboardInterrupt):
        send(documents.memo())
    assert not Submission.objects.exists() and not Memo.objects.exists() and not get_image_model().objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_request_that_declares_too_much_is_not_read(client, memos, member):
    client.force_login(member)
    answer = client.post("/en/submissions/new/", {"title": "x"}, CONTENT_LENGTH=str(50 * 1024 * 1024))
    assert answer.status_code == 413 and "too large" in words_of(answer)


def test_the_form_needs_its_csrf_token(memos, member):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert strict.post("/en/submissions/new/", {"title": "x"}).status_code == 403


def test_a_flood_of_versions_is_stopped(send, monkeypatch):
    from evenhand_site.submissions import views

    monkeypatch.setattr(views, "MOST_A_DAY", 2)
    assert send().status_code == send(title="Second").status_code == 302
    answer = send(title="Third")
    assert answer.status_code == 422 and "many versions today" in words_of(answer)
    assert Submission.objects.count() == 2


def test_scripts_in_every_field_are_words(client, send, member, editor):
    hostile = '"><script>alert(1)</script>'
    send(title=hostile, lead=hostile, text=f"{hostile}\n\nwords", coauthors=hostile, note=hostile)
    submission = Submission.objects.get()
    for user in (member, editor):
        client.force_login(user)
        for address in ("/en/submissions/", f"/en/submissions/{submission.uid}/"):
            assert "<script>alert" not in words_of(client.get(address))
    assert "<script>alert" not in words_of(client.get(f"/admin/pages/{submission.page_id}/edit/")).replace(
        "\\u003C", ""
    )


def test_without_a_section_for_memos_the_form_says_so(client, network, member):
    client.force_login(member)
    assert "no section for memos" in words_of(client.get("/en/submissions/new/"))


# --- Who sees it


def test_only_the_owner_and_editors_see_a_submission(client, submitted, member, other_member, editor):
    addresses = [
        f"/en/submissions/{submitted.uid}/",
        f"/en/submissions/{submitted.uid}/manuscript/{submitted.manuscripts.get().pk}/",
    ]
    for address in addresses:
        client.logout()
        assert client.get(address).status_code == 404
        client.force_login(other_member)
        assert client.get(address).status_code == 404
        for user in (member, editor):
            client.force_login(user)
            answer = client.get(address)
            assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert submitted.title not in words_of(client.get("/en/"))
    client.force_login(other_member)
    assert submitted.title not in words_of(client.get("/en/submissions/"))
    assert client.post(f"/en/submissions/{submitted.uid}/withdraw/").status_code == 404
    assert client.get(f"/en/submissions/{submitted.uid}/revise/").status_code == 404
    assert client.get(submitted.page.url).status_code == 404


@pytest.mark.parametrize("uid", [uuid.UUID(int=0), "x", "1"])
def test_a_forged_name_is_not_found(client, submitted, member, uid):
    client.force_login(member)
    assert client.get(f"/en/submissions/{uid}/").status_code == 404


def test_a_manuscript_is_handed_out_as_it_was_sent_and_never_shown_as_a_page(client, send, member):
    memo = documents.memo()
    send(memo, name='x"\r\nSet-Cookie: a=b.html')
    submission = Submission.objects.get()
    client.force_login(member)
    number = submission.manuscripts.get().pk
    answer = client.get(f"/en/submissions/{submission.uid}/manuscript/{number}/")
    assert answer.content == memo and answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment") and "\n" not in answer["Content-Disposition"]
    assert client.get(f"/en/submissions/{submission.uid}/manuscript/{10**30}/").status_code == 404


def test_the_author_reads_what_the_conversion_left_out(client, send, member):
    send(documents.memo())
    client.force_login(member)
    page = words_of(client.get(f"/en/submissions/{Submission.objects.get().uid}/"))
    assert "1 equation was left out." in page and "Первый абзац" in page


def test_the_list_asks_the_database_no_more_for_more_submissions(client, send, member, django_assert_max_num_queries):
    for number in range(3):
        send(title=f"Memo {number}")
    client.force_login(member)
    client.get("/en/submissions/")
    with django_assert_max_num_queries(60) as few:
        client.get("/en/submissions/")
    asked = len(few.captured_queries)
    for number in range(5):
        send(title=f"Further {number}")
    client.get("/en/submissions/")
    with django_assert_max_num_queries(asked):
        client.get("/en/submissions/")


# --- Review


def test_editors_and_the_author_are_told(submitted, member, editor):
    (receipt,) = letters_to(member.email)
    assert "Quiet talks" in receipt.subject and f"/en/submissions/{submitted.uid}/" in receipt.body


def test_the_editors_have_a_workflow_and_are_written_to(send, editor):
    editor.is_superuser = True
    editor.save()
    mail.outbox.clear()
    send()
    assert len(letters_to("editor@example.org")) == 1
    page = Submission.objects.get().page
    assert page.current_workflow_state.workflow.name == "Memo review"


def test_an_editor_at_work_makes_it_under_review(submitted, editor, client):
    page = submitted.page.get_latest_revision_as_object()
    page.lead = "Better."
    page.save_revision(user=editor, log_action=True)
    assert stage(submitted) == "review"


def test_changes_are_asked_for_and_the_author_revises(client, send, submitted, act, member, editor):
    page = submitted.page.get_latest_revision_as_object()
    page.series = "Special Memo"
    page.save_revision(user=editor, log_action=True)
    Remark.objects.create(
        page=submitted.page, user=editor, text="Shorter, please", contentpath=f"body.{page.body[0].id}"
    )
    mail.outbox.clear()
    act(submitted, "reject", "Please mend the first part.")
    assert stage(submitted) == "changes"
    (letter,) = letters_to(member.email)
    assert "Please mend the first part." in letter.body and "/admin/" not in letter.body
    client.force_login(member)
    address = f"/en/submissions/{submitted.uid}/"
    shown = words_of(client.get(address))
    assert "Please mend the first part." in shown and "Shorter, please" in shown and "A first paragraph." in shown
    form = words_of(client.get(address + "revise/"))
    assert "## A heading" in form and "Why quiet talks work." in form  # the last version, to be changed
    mail.outbox.clear()
    answer = send(address=address + "revise/", title="Quieter talks", text="Mended.")
    assert answer.status_code == 302 and stage(submitted) == "revised"
    assert letters_to("editor@example.org")
    draft = Memo.objects.get().get_latest_revision_as_object()
    assert draft.title == "Quieter talks" and "Mended." in str(draft.body)
    assert draft.series == "Special Memo"  # what the editors set stays
    assert draft.footnotes.count() == 0 and draft.authorships.count() == 1
    assert Memo.objects.get().revisions.count() == 3 and submitted.manuscripts.count() == 2


def test_a_revision_that_is_sent_twice_is_taken_once(client, send, submitted, act):
    act(submitted, "reject", "x")
    address = f"/en/submissions/{submitted.uid}/revise/"
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(client.get(address)))[1]
    assert send(address=address, mark=mark, title="Twice").status_code == 302
    send(address=address, mark=mark, title="Twice")
    assert submitted.manuscripts.count() == 2


def test_a_file_revises_what_was_typed(send, submitted, act, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    act(submitted, "reject", "x")
    assert send(documents.memo(), address=f"/en/submissions/{submitted.uid}/revise/", title="").status_code == 302
    draft = Memo.objects.get().get_latest_revision_as_object()
    assert draft.title == "Тихие переговоры" and draft.footnotes.count() == 2


def test_an_accepted_memo_is_a_draft_ready_to_publish(client, submitted, act, member, editor):
    mail.outbox.clear()
    act(submitted, "approve")
    assert stage(submitted) == "accepted" and not Memo.objects.get().live
    assert "accepted" in letters_to(member.email)[0].body
    client.force_login(member)
    assert client.get(f"/en/submissions/{submitted.uid}/revise/").status_code == 302  # nothing to revise now


def test_what_an_editor_changed_before_approving_is_approved_at_once(submitted, act, editor):
    page = submitted.page.get_latest_revision_as_object()
    page.lead = "Better."
    page.save_revision(user=editor, log_action=True)
    act(submitted, "approve")
    assert stage(submitted) == "accepted"


def test_the_author_is_told_of_publication_once(client, submitted, act, member, django_capture_on_commit_callbacks):
    act(submitted, "approve")
    mail.outbox.clear()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            Memo.objects.get().get_latest_revision().publish()
    assert stage(submitted) == "published"
    (letter,) = letters_to(member.email)
    assert Memo.objects.get().full_url in letter.body
    client.force_login(member)
    assert Memo.objects.get().url in words_of(client.get(f"/en/submissions/{submitted.uid}/"))
    assert client.get(Memo.objects.get().url).status_code == 200


def test_publishing_in_the_middle_of_the_review_sends_one_letter(
    submitted, member, editor, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        Memo.objects.get().get_latest_revision().publish(user=editor)
    assert stage(submitted) == "published" and len(letters_to(member.email)) == 1


def test_a_declined_memo_says_why(client, submitted, act, member):
    mail.outbox.clear()
    act(submitted, "decline", "Not for this series.")
    assert stage(submitted) == "declined"
    (letter,) = letters_to(member.email)
    assert "Not for this series." in letter.body
    client.force_login(member)
    assert "Not for this series." in words_of(client.get(f"/en/submissions/{submitted.uid}/"))
    assert client.post(f"/en/submissions/{submitted.uid}/withdraw/").status_code == 302
    assert stage(submitted) == "declined"


def test_editors_decline_in_their_rooms(client, submitted, editor, django_capture_on_commit_callbacks):
    client.force_login(editor)
    state = submitted.page.current_workflow_task_state
    edit = words_of(client.get(f"/admin/pages/{submitted.page_id}/edit/"))
    assert "Decline" in edit and f"/en/submissions/{submitted.uid}/" in edit
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[submitted.page_id, "decline", state.pk]),
            {"comment": "Too long."},
        )
    assert answer.status_code in {200, 302}
    assert stage(submitted) == "declined" and "Submissions" in words_of(client.get("/admin/"))


def test_a_withdrawn_memo_leaves_the_review(client, submitted, member, editor, act):
    mail.outbox.clear()
    client.force_login(member)
    assert client.get(f"/en/submissions/{submitted.uid}/withdraw/").status_code == 405
    client.post(f"/en/submissions/{submitted.uid}/withdraw/")
    assert stage(submitted) == "withdrawn"
    assert not submitted.page.workflow_in_progress
    assert letters_to("editor@example.org") and not letters_to(member.email)


def test_a_locked_text_is_not_revised(client, submitted, member, editor):
    Page.objects.filter(pk=submitted.page_id).update(locked=True, locked_by=editor)
    client.force_login(member)
    assert client.get(f"/en/submissions/{submitted.uid}/revise/").status_code == 302
    assert "have locked the text" in words_of(client.get(f"/en/submissions/{submitted.uid}/"))


def test_a_deleted_draft_leaves_a_submission_that_was_declined(client, submitted, member):
    Memo.objects.get().delete()
    assert stage(submitted) == "declined"
    client.force_login(member)
    assert client.get(f"/en/submissions/{submitted.uid}/").status_code == 200
    assert client.get("/en/submissions/").status_code == 200


def test_a_draft_that_was_left_without_a_review_gets_one(submitted, django_capture_on_commit_callbacks):
    from datetime import timedelta

    WorkflowState.objects.all().delete()
    review.begin_waiting()
    assert not WorkflowState.objects.exists()  # it may be on its way this very moment
    Submission.objects.update(created=submitted.created - timedelta(minutes=10))
    review.begin_waiting()
    review.begin_waiting()
    assert WorkflowState.objects.count() == 1 and stage(submitted) == "submitted"


def test_other_workflows_publish_what_they_approve(network, memos, editor):
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    text = network.text("Plain text", under=network.section("Commentary"), publish=False)
    workflow = Workflow.objects.create(name="Plain")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Look"))
    state = workflow.start(text, editor)
    state.current_task_state.specific.approve(user=editor)
    text.refresh_from_db()
    assert text.live


def test_founding_again_changes_nothing_of_the_editors_workflow(memos):
    from evenhand_site.house.founding import found
    from wagtail.models import Workflow

    workflow = Workflow.objects.get(name="Memo review")
    workflow.workflow_tasks.all().delete()
    found()
    assert Workflow.objects.filter(name="Memo review").count() == 1 and not workflow.workflow_tasks.exists()


def test_a_file_goes_before_the_last_version_that_was_left_in_the_form(client, send, submitted, act):
    act(submitted, "reject", "x")
    address = f"/en/submissions/{submitted.uid}/revise/"
    left = "A first paragraph.[^1]\r\n\r\n## A heading\r\n\r\nMore.\r\n\r\n[^1]: A note."
    assert send(b"Only this.", address=address, name="x.md", text=left).status_code == 302
    assert "Only this." in str(Memo.objects.get().get_latest_revision_as_object().body)
    assert "one of the two" in words_of(send(b"A file", address=address, name="x.md", text=left + " And more."))
