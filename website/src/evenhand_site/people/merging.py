"""Merging two records of one person: everything that names the one comes to name the other."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Revision

from evenhand_site.people.models import Affiliation, Person

__all__ = ["drafts_naming", "merge"]

log = logging.getLogger("evenhand_site.people")

#: What a record keeps where both have it, and takes from the other where it has nothing.
FILLED = [
    *("given", "given_ru", "family_ru", "given_uk", "family_uk", "own_name", "membership", "executive"),
    *("biography", "biography_ru", "biography_uk", "orcid", "languages", "website", "photograph", "account"),
]


@transaction.atomic
def merge(kept: Person, other: Person) -> Person:
    """Make ``other`` part of ``kept``: texts, task forces, affiliations, expertise, drafts; the old address leads on.

    Where the two records say different things, ``kept`` is believed. ``other`` is deleted.

    Raises
    ------
    ValueError
        If both are the same record.
    """
    if kept.pk == other.pk:
        raise ValueError(f"merge: {kept.slug!r} is one record, two are needed")
    for relation in Person._meta.related_objects:
        _move(relation, kept, other)
    _rewrite_drafts(kept, other)
    _gather(kept, other)
    filled = {name: getattr(other, name) for name in FILLED if not getattr(kept, name)}
    name, slug = str(other), other.slug
    other.refresh_from_db()
    other.delete()
    for field, value in filled.items():
        setattr(kept, field, value)
    kept.save()
    _lead_on(slug, kept)
    log.info("merged people", extra={"kept": kept.slug, "other": slug, "other_name": name})
    return kept


def drafts_naming(person: Person) -> models.QuerySet[Revision]:
    """Versions of texts, published or not, in which a person has a part."""
    named = Revision.objects.annotate(words=Cast("content", models.TextField()))
    return named.filter(words__regex=rf'"person": ?{person.pk}[,}}]')


def _move(relation: Any, kept: Person, other: Person) -> None:
    """What points to ``other`` points to ``kept``; where ``kept`` has the same part already, one is enough."""
    field = relation.field
    if relation.many_to_many or isinstance(field, ParentalKey):
        return
    for each in relation.related_model._base_manager.filter(**{field.name: other}):
        setattr(each, field.name, kept)
        if _is_there(each, field, kept):
            each.delete()
            continue
        try:
            with transaction.atomic():
                each.save()
        except IntegrityError:  # a rule of the other app: one of the two is enough
            type(each)._base_manager.filter(pk=each.pk).delete()


def _is_there(each: Any, field: models.Field, kept: Person) -> bool:
    """Whether the parent of ``each`` (a text, a task force) has a part of ``kept`` already."""
    parents = [parent for parent in each._meta.fields if isinstance(parent, ParentalKey)]
    same = {parent.name: getattr(each, parent.attname) for parent in parents}
    return bool(same) and type(each)._base_manager.filter(**same, **{field.name: kept}).exclude(pk=each.pk).exists()


def _rewrite_drafts(kept: Person, other: Person) -> None:
    for revision in drafts_naming(other):
        for parts in revision.content.values():
            if not isinstance(parts, list) or not any(_names(part, other) for part in parts):
                continue
            there = any(_names(part, kept) for part in parts)
            if there:
                parts[:] = [part for part in parts if not _names(part, other)]
            for part in parts:
                if _names(part, other):
                    part["person"] = kept.pk
        revision.save(update_fields=["content"])


def _names(part: Any, person: Person) -> bool:
    return isinstance(part, dict) and part.get("person") == person.pk


_TOLD = [
    *("institution", "institution_ru", "institution_uk", "role", "role_ru", "role_uk"),
    *("since", "until"),
]


def _gather(kept: Person, other: Person) -> None:
    known = {(each.institution.casefold(), each.role.casefold()) for each in kept.affiliations.all()}
    further = [
        Affiliation(**{name: getattr(each, name) for name in _TOLD})
        for each in other.affiliations.all()
        if (each.institution.casefold(), each.role.casefold()) not in known
    ]
    kept.affiliations = [*kept.affiliations.all(), *further]
    kept.expert_on = list({topic.pk: topic for topic in [*kept.expert_on.all(), *other.expert_on.all()]}.values())


def _lead_on(slug: str, kept: Person) -> None:
    """Readers who follow a link to the old profile reach the one that is kept."""
    for language in Locale.objects.values_list("language_code", flat=True):
        with override(language):
            old = Redirect.normalise_path(reverse("person", args=[slug]))
            Redirect.objects.filter(redirect_link=reverse("person", args=[slug])).update(
                redirect_link=kept.get_absolute_url()
            )
            Redirect.objects.update_or_create(
                old_path=old, site=None, defaults={"redirect_link": kept.get_absolute_url(), "is_permanent": True}
            )
