"""Keeps the index in step: whatever changes what readers may see changes the index in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from evenhand_site.cases.models import CaseStudy
from evenhand_site.discovery import index
from evenhand_site.discovery.models import Entry
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Publication, Topic

__all__ = ["listen"]

#: Fields that only drafts change: no reader sees them.
_OF_DRAFTS = """
    latest_revision latest_revision_created_at draft_title has_unpublished_changes go_live_at approved_schedule
    numchild locked locked_at locked_by live_revision content_type owner
"""
_UNSEEN = frozenset(_OF_DRAFTS.split())


def listen() -> None:
    """Begin to follow changes."""
    post_save.connect(_page_saved, dispatch_uid="discovery-page")
    post_save.connect(_person_saved, sender=Person, dispatch_uid="discovery-person")
    post_save.connect(_topic_saved, sender=Topic, dispatch_uid="discovery-topic")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="discovery-restricted")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="discovery-free")
    post_delete.connect(_entry_deleted, sender=Entry, dispatch_uid="discovery-entry")
    post_page_move.connect(_moved, dispatch_uid="discovery-moved")
    for changed in (post_save, post_delete):
        changed.connect(_studied, sender=CaseStudy, dispatch_uid=f"discovery-case-{id(changed)}")


def _page_saved(instance: Any, raw: bool = False, update_fields: frozenset[str] | None = None, **_signal: Any) -> None:
    if not isinstance(instance, Page) or raw or (update_fields is not None and update_fields <= _UNSEEN):
        return
    if instance.content_type_id:
        index.put_page(instance.specific)


def _person_saved(instance: Person, raw: bool = False, **_signal: Any) -> None:
    if raw:
        return
    texts = Publication.objects.live().filter(authorships__person=instance)
    if not index.put_person(instance):  # the names stay: only texts that came to the person, as by a merger of records
        texts = texts.filter(signed_by_network=False).exclude(entry__facets__contains=f" a{instance.pk} ")
    _put_all(texts)


def _topic_saved(instance: Topic, raw: bool = False, **_signal: Any) -> None:
    if not raw and index.put_topic(instance):
        _put_all(Publication.objects.live().filter(topics=instance))


def _restricted(instance: PageViewRestriction, **_signal: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _put_all(page.get_descendants(inclusive=True))


def _moved(instance: Page, **_signal: Any) -> None:
    _put_all(Page.objects.descendant_of(Page.objects.get(pk=instance.pk), inclusive=True))


def _studied(instance: CaseStudy, raw: bool = False, **_signal: Any) -> None:
    """After the study is in: its report is made first, and nobody is kept from writing meanwhile."""
    if not raw:
        transaction.on_commit(lambda: index.put_case(instance.case_id))


def _entry_deleted(instance: Entry, **_signal: Any) -> None:
    index.forget_words(instance)


def _put_all(pages: Any) -> None:
    for page in pages.specific().iterator(chunk_size=200):
        index.put_page(page)
