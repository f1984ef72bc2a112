"""Drafts: a converted manuscript becomes a memo below the memos' section, or a new version; or nothing happens."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from evenhand_site.comments.text import one_line
from evenhand_site.people.models import Person
from evenhand_site.people.naming import fold
from evenhand_site.publications.models import Authorship, Footnote, Memo, Section, Topic
from evenhand_site.submissions import review
from evenhand_site.submissions.convert import Converted, Unreadable
from evenhand_site.submissions.models import Manuscript, Submission

__all__ = ["Proposal", "people_named", "revise", "submit"]

log = logging.getLogger("evenhand_site.submissions")


@dataclass(frozen=True)
class Proposal:
    """What a member sent: the words about the text, the file or typed text, and what it was converted to."""

    uid: uuid.UUID
    title: str
    lead: str
    topics: Iterable[Topic]
    coauthors: str
    note: str
    declared: str
    name: str
    content: bytes
    typed: bool
    converted: Converted


def submit(proposal: Proposal, owner: Any, section: Section) -> Submission:
    """The submission of a proposal with its draft page, handed to the editors; where it was sent before, that one."""
    with transaction.atomic(), _files() as files:
        section = Section.objects.select_for_update().get(pk=section.pk)  # one after the other into the page tree
        known = Submission.objects.filter(uid=proposal.uid).first()
        if known:
            return known
        page = Memo(live=False, owner=owner, locale=section.locale)
        _fill(page, proposal, owner, files)
        if not slugify(page.title, allow_unicode=True):  # a title of signs only
            page.slug = f"memo-{proposal.uid.hex[:12]}"
        section.add_child(instance=page)
        page.save_revision(user=owner, log_action=True)
        submission = Submission.objects.create(
            uid=proposal.uid, owner=owner, page=page, title=page.title, coauthors=proposal.coauthors,
            note=proposal.note, declared=proposal.declared,
        )  # fmt: skip
        _keep(submission, proposal)
        transaction.on_commit(lambda: review.begin(submission))
    log.info("submission %s: page %s", submission.pk, page.pk)
    return submission


def revise(submission: Submission, proposal: Proposal) -> None:
    """A new version of the draft, handed to the editors again; nothing where it was sent before.

    What editors have set on the page and the author did not send (number, sections, notes) stays.
    """
    with transaction.atomic(), _files() as files:
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
        if Manuscript.objects.filter(uid=proposal.uid).exists():
            return
        page = submission.page.get_latest_revision_as_object()
        _fill(page, proposal, submission.owner, files)
        page.save_revision(user=submission.owner, log_action=True)
        submission.title, submission.coauthors = page.title, proposal.coauthors
        submission.save(update_fields=["title", "coauthors"])
        _keep(submission, proposal)
        transaction.on_commit(lambda: review.begin(submission))
    log.info("submission %s revised", submission.pk)


def people_named(lines: str) -> tuple[list[Person], list[str]]:
    """The people whom the lines name, by ORCID or by a name in any script, and the lines that name nobody known.

    A name that several people bear names nobody.
    """
    found, unknown = [], []
    for line in filter(None, (" ".join(line.split()) for line in lines.splitlines())):
        orcid = line.removeprefix("https://orcid.org/")
        people = list(Person.objects.filter(orcid=orcid)) if orcid[:4].isdigit() else _bearers(line)
        if len(people) == 1:
            found.append(people[0])
        else:
            unknown.append(line)
    return found, unknown


def _bearers(name: str) -> list[Person]:
    wanted = fold(name)
    near = Person.objects.filter(findable__contains=wanted)[:20] if wanted else []
    return [each for each in near if wanted in {fold(known) for known in (str(each), *each.other_names)}]


def _fill(page: Memo, proposal: Proposal, owner: Any, files: list[Any]) -> None:
    converted = proposal.converted
    page.title = (proposal.title or one_line(converted.title))[:255]
    page.draft_title, page.lead = page.title, proposal.lead
    images = [_image(each, owner, files) for each in converted.images]
    page.body = [*_blocks(converted.blocks, images, page.locale.language_code)]
    page.footnotes = [
        Footnote(key=key, text=text, sort_order=order) for order, (key, text) in enumerate(converted.footnotes)
    ]
    page.topics = list(proposal.topics)
    known = {each.person_id: each for each in page.authorships.all()} if page.pk else {}
    people = list(dict.fromkeys([owner.person, *people_named(proposal.coauthors)[0]]))
    with override(page.locale.language_code):
        page.authorships = [
            known.get(person.pk) or Authorship(person=person, affiliation=person.affiliation[:300]) for person in people
        ]
    for order, authorship in enumerate(page.authorships.all()):
        authorship.sort_order = order


def _blocks(blocks: list[dict[str, Any]], images: list[Any], language: str) -> Iterable[dict[str, Any]]:
    """The blocks with the pictures' keys in their places; a table without a caption gets a number for one."""
    tables = 0
    for block in blocks:
        value = block["value"]
        if block["type"] == "figure":
            image = images[value["image"]]
            value = {**value, "image": image.pk, "description": value["description"] or image.description}
        elif block["type"] == "table":
            tables += 1
            if not value["caption"]:
                with override(language):
                    value = {**value, "caption": _("Table %(number)s") % {"number": tables}}
        yield {**block, "value": value}


def _image(picture: Any, owner: Any, files: list[Any]) -> Any:
    file = ContentFile(picture.content, name=picture.name)
    try:
        WagtailImageField().clean(file)
    except ValidationError as fault:
        raise Unreadable("picture", " ".join(fault.messages)) from fault
    except Exception as fault:  # Pillow raises whatever it stumbles over in a damaged file
        raise Unreadable("picture", _("it cannot be opened")) from fault
    image = get_image_model()(title=picture.description[:255] or picture.name, file=file, uploaded_by_user=owner)
    image.description = picture.description[:255]
    image.save()
    files.append(image.file)
    return image


def _keep(submission: Submission, proposal: Proposal) -> None:
    Manuscript.objects.create(
        submission=submission, uid=proposal.uid, name=proposal.name, content=proposal.content, typed=proposal.typed,
        note=proposal.note, dropped=dict(proposal.converted.dropped),
    )  # fmt: skip


@contextmanager
def _files():
    """A list of files that are taken away again where what follows them fails."""
    files: list[Any] = []
    try:
        yield files
    except BaseException:
        for file in files:
            file.storage.delete(file.name)
        raise
