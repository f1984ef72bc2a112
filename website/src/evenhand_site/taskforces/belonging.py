"""What belongs to a task force: members, pages and texts. A task force and its translations are one and named once."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.query import PageQuerySet

from evenhand_site.people.models import Person
from evenhand_site.publications.listing import NEWEST, _once_each
from evenhand_site.publications.models import Publication
from evenhand_site.taskforces.models import TaskForce, TaskForceMember

__all__ = ["members_of", "memberships_of", "pages_of", "texts_of"]


def members_of(task_force: TaskForce) -> list[TaskForceMember]:
    """The members in the order that the editors give, with what a list prints of them; previews included."""
    members = list(task_force.members.all())
    people = Person.objects.filter(pk__in=[member.person_id for member in members])
    known = people.prefetch_related("affiliations").in_bulk()
    pictures = [person.photograph_id for person in known.values() if person.photograph_id]
    photographs = get_image_model().objects.filter(pk__in=pictures).prefetch_renditions().in_bulk()
    for member in members:
        member.person = known[member.person_id]  # there: who is deleted leaves the task force with it
        member.person.photograph = photographs.get(member.person.photograph_id)
    return members


def memberships_of(person: Person) -> list[TaskForceMember]:
    """A person's parts in live task forces, each in the active language where it exists in it, by title."""
    pages = TaskForce.objects.live().public().values("pk")
    parts = person.task_forces.filter(task_force__in=pages).select_related("task_force__locale")
    here = get_language()
    chosen: dict[object, TaskForceMember] = {}
    for part in parts.order_by("task_force__pk"):
        page = part.task_force
        if page.translation_key not in chosen or page.locale.language_code == here:
            chosen[page.translation_key] = part
    return sorted(chosen.values(), key=lambda part: part.task_force.title.casefold())


def pages_of(task_force: TaskForce) -> PageQuerySet:
    """Its own pages and sections, in the order of the tree; its texts are listed apart."""
    return task_force.get_children().live().public().not_type(Publication)


def texts_of(task_force: TaskForce, language: str = "") -> PageQuerySet:
    """Texts below a task force, at any depth, or on its topic, newest first; those of its translations too."""
    versions = TaskForce.objects.filter(translation_key=task_force.translation_key, live=True)
    topics: set[int] = set()
    where = Q(pk__in=[])
    for path, topic in versions.values_list("path", "topic"):
        where |= Q(path__range=TaskForce._get_children_path_interval(path))  # grandchildren lie between too
        topics.update({topic} if topic else ())
    tagged = Publication.topics.through.objects.filter(topic__in=topics).values("publication_id")
    return _once_each(Publication.objects.all(), where | Q(pk__in=tagged), language).order_by(*NEWEST)
