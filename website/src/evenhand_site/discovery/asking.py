"""What the address of a search asks: the query, the filters, the order; and what of it could not be understood.

=============  ====================================================================================
``q``          words, "phrases", -words; at most 200 characters are read
``author``     slug of a person
``topic``      slug of a topic
``section``    number of a section or a task force; its translations count with it
``type``       kind of what is found: ``text``, ``memo``, ``event``, ``person`` …
``language``   ``en``, ``ru``, ``uk``
``year``       ``2024``, or ``2020-2024``
``order``      ``newest``; by relevance otherwise
=============  ====================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from evenhand_site.discovery.models import Entry
from evenhand_site.discovery.queries import LONGEST, TERMS, Query, understand
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.publications.privacy import public
from evenhand_site.taskforces.models import TaskForce

__all__ = ["Asked", "asked_of", "kinds", "names", "places"]

_YEARS = re.compile(r"(\d{4})?\s*(?:([-–])\s*(\d{4})?)?\Z")


@dataclass(frozen=True)
class Asked:
    """A search as asked: for each filter its value, its label for readers, and its group of marks (see `Entry`)."""

    query: Query
    filters: dict[str, str]
    labels: dict[str, str]
    marks: tuple[tuple[str, ...], ...]
    newest: bool = False
    problems: tuple[str, ...] = field(default=())

    @property
    def address(self) -> str:
        """The search as the query of an address, without what was not understood and without a page."""
        address = QueryDict(mutable=True)
        address.update({**({"q": self.query.text} if self.query.text else {}), **self.filters})
        if self.newest:
            address["order"] = "newest"
        return address.urlencode()

    def with_words(self, words: str) -> Asked | None:
        """The same search for other words; None without any."""
        return replace(self, query=Query(words)) if words else None


def asked_of(parameters: QueryDict) -> Asked:
    """Read the parameters of an address; what makes no sense is left out and named in ``problems``."""
    query = understand(parameters.get("q", ""))
    filters: dict[str, str] = {}
    labels: dict[str, str] = {}
    marks: list[tuple[str, ...]] = []
    problems = [_too_long()] if query.shortened else []
    for name in names():
        value = "".join(sign for sign in parameters.get(name, "") if sign.isprintable()).strip()[:LONGEST]
        if value:
            found = _READERS[name](value)
            if found is None:
                problems.append(
                    _("“%(value)s” is not known here, so the filter “%(filter)s” was left out.")
                    % {"value": value, "filter": names()[name]}
                )
            else:
                filters[name] = value
                labels[name], group = found
                marks.append(group)
    return Asked(query, filters, labels, tuple(marks), parameters.get("order") == "newest", tuple(problems))


def kinds() -> dict[str, str | Promise]:
    """Labels of everything that can be found."""
    return {**dict(Publication.Kind.choices), **dict(Entry.Kind.choices)}


def places() -> dict[int, Page]:
    """Sections and task forces that readers may see, by their keys."""
    found = [
        public(model.objects.live()).select_related("locale").defer_streamfields() for model in (Section, TaskForce)
    ]
    return {page.pk: page for pages in found for page in pages}


def names() -> dict[str, str]:
    """Labels of the filters, in the order in which they are shown."""
    return {
        "type": _("Type"),
        "section": _("Section"),
        "topic": _("Topic"),
        "author": _("Author"),
        "language": _("Language"),
        "year": _("Year"),
    }


def _too_long() -> str:
    return ngettext(
        "Only the first %(number)s character and %(terms)s words of a search are read.",
        "Only the first %(number)s characters and %(terms)s words of a search are read.",
        LONGEST,
    ) % {"number": LONGEST, "terms": TERMS}


#: What a filter reads: the label of a value, and its marks; None where it knows no such value.
_Read = tuple[str, tuple[str, ...]] | None


def _author(slug: str) -> _Read:
    person = Person.objects.filter(slug=slug).first()
    return person and (person.name, (f"a{person.pk}",))


def _topic(slug: str) -> _Read:
    topic = Topic.objects.filter(slug=slug).first()
    return topic and (topic.label, (f"t{topic.pk}",))


def _section(number: str) -> _Read:
    page = places().get(int(number)) if re.fullmatch("[0-9]{1,9}", number) else None
    if page is None:
        return None
    family = [each.pk for each in places().values() if each.translation_key == page.translation_key]
    return getattr(page, "label", page.title), tuple(f"s{key}" for key in family)


def _type(kind: str) -> _Read:
    return (str(kinds()[kind]), (f"k{kind}",)) if kind in kinds() else None


def _language(code: str) -> _Read:
    labels = dict(settings.LANGUAGES)
    return (str(labels[code]), (f"l{code}",)) if code in labels else None


def _year(years: str) -> _Read:
    found = _YEARS.match(years)
    if not found or not (found[1] or found[3]):
        return None
    first = max(int(found[1] or 1), 1)
    last = max(int(found[3] or 9999), 1) if found[2] else first
    known = Entry.objects.filter(date__year__gte=first, date__year__lte=last).dates("date", "year")
    return years, tuple(f"y{day.year}" for day in known) or ("y0",)


_READERS = {
    "author": _author, "topic": _topic, "section": _section, "type": _type, "language": _language, "year": _year,
}  # fmt: skip
