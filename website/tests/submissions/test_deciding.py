"""Deciding in the editor's form: what is unfinished may be sent back, declined or approved, and is not published."""

from __future__ import annotations

import documents
import pytest
from django.urls import reverse
from evenhand_site.submissions import review
from evenhand_site.submissions.models import Submission
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


@pytest.fixture
def sent(send, settings, tmp_path):
    """A memo whose picture has no alternative text."""
    settings.MEDIA_ROOT = tmp_path
    assert send(documents.memo(), title="", language="ru").status_code == 302
    return Submission.objects.get()


@pytest.fixture
def decide(client, sent, editor, django_capture_on_commit_callbacks):
    """Sends the form of the draft, its picture without alternative text, with a decision: the answer."""

    def decide(action=None, comment="", **fields):
        client.force_login(editor)
        figure = {
            "image": get_image_model().objects.get().pk,
            "description": "",
            "caption": rich_text(""),
            "credit": "",
        }
        form = {
            "title": "Quiet talks", "slug": sent.page.slug, "lead": "", "date": "2026-03-01", "credit": "",
            "number": "", "series": "Policy Memo", "body": streamfield([("figure", figure)]), "doi": "", "rights": "",
            "author_note": rich_text(""), "project_note": rich_text(""), "original_title": "", "original_address": "",
            "cover_description": "", "open_to_comments": "on", "authorships": inline_formset([]),
            "footnotes": inline_formset([]), "corrections": inline_formset([]), "comments": inline_formset([]),
            **fields,
        }  # fmt: skip
        if action:
            form |= {
                "action-workflow-action": "true",
                "workflow-action-name": action,
                "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
            }
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("wagtailadmin_pages:edit", args=[sent.page_id]), nested_form_data(form))

    return decide


def where(sent):
    return review.situation(Submission.objects.select_related("page").get(pk=sent.pk))


@pytest.mark.parametrize(("action", "stage"), [("reject", "changes"), ("decline", "declined"), ("approve", "accepted")])
def test_a_memo_whose_picture_has_no_alternative_text_is_decided_on(sent, decide, action, stage):
    assert decide(action, "Please describe the picture.").status_code == 302
    found = where(sent)
    assert (found.stage, found.comment) == (stage, "Please describe the picture.")


def test_it_is_not_published(sent, decide, editor):
    answer = decide(**{"action-publish": "action-publish"})
    assert answer.status_code == 200 and "This field is required" in answer.content.decode()
    assert not Submission.objects.get().page.live


def test_where_a_fault_hinders_a_decision_nothing_changes_and_the_words_are_kept(sent, decide):
    answer = decide("reject", "Please describe the picture.", title="")
    assert answer.status_code == 200 and "“Please describe the picture.”" in answer.content.decode()
    assert where(sent).stage == "submitted"


def test_who_may_publish_is_not_asked_to_submit_to_themselves_but_for_a_memo_of_a_member(client, sent, editor, network):
    client.force_login(editor)
    plain = network.text(under=network.section(), publish=False)
    assert b'name="action-submit"' not in client.get(reverse("wagtailadmin_pages:edit", args=[plain.pk])).content
    add = reverse("wagtailadmin_pages:add", args=["publications", "publication", plain.get_parent().pk])
    assert b'name="action-submit"' not in client.get(add).content
    sent.page.current_workflow_state.cancel(user=editor)
    assert b'name="action-submit"' in client.get(reverse("wagtailadmin_pages:edit", args=[sent.page_id])).content
