"""The map of the site for search engines: every address that readers may see, with its versions in other languages.

Sitemaps protocol 0.9 (https://www.sitemaps.org/protocol.html) with the language alternates that Google and others
read from it (``xhtml:link``). An index leads to files of at most `MOST` addresses, far below the 50,000 allowed.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import Place, chapters
from evenhand_site.cases.rendering import parts
from evenhand_site.house.templatetags.house import absolute
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Topic

__all__ = ["MOST", "robots", "site_map", "site_maps"]

MOST = 10_000
log = logging.getLogger("evenhand_site.discovery")
_MAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Address:
    """An address with those of its versions by language, itself among them; no versions where it is the only one."""

    url: str
    versions: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None


def site_maps() -> bytes:
    """The index: the address of each file; none of a kind of which there is nothing."""
    root = Element("sitemapindex", xmlns=_MAP)
    for kind, (things, _addresses) in _KINDS.items():
        for number in range(1, -(-things().count() // MOST) + 1):
            address = absolute(reverse("sitemap-file", args=[kind, number]))
            SubElement(SubElement(root, "sitemap"), "loc").text = address
    return _bytes(root)


def site_map(kind: str, number: int) -> bytes:
    """One file.

    Raises
    ------
    Http404
        If there is no such file.
    """
    if kind not in _KINDS or number < 1:
        raise Http404(f"sitemap {kind!r} {number}: no such file")
    things, addresses = _KINDS[kind]
    found = things()[(number - 1) * MOST : number * MOST]
    root = Element("urlset", {"xmlns": _MAP, "xmlns:xhtml": _XHTML})
    for address in addresses(found):
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address.url
        if address.changed:
            SubElement(url, "lastmod").text = address.changed.isoformat(timespec="seconds")
        for language, other in address.versions:
            SubElement(url, "xhtml:link", rel="alternate", hreflang=language, href=other)
        if address.versions:
            SubElement(url, "xhtml:link", rel="alternate", hreflang="x-default", href=_for_all(address.versions))
    if len(root) == 0:  # which the protocol does not allow
        raise Http404(f"sitemap {kind!r} {number}: no such file")
    return _bytes(root)


def _for_all(versions: tuple[tuple[str, str], ...]) -> str:
    """The version for readers of no language of the site: in the site's own where there is one, else the first."""
    return dict(versions).get(settings.LANGUAGE_CODE, versions[0][1])


def robots() -> str:
    """What is asked of robots: not to wander through searches, and nothing that needs a password."""
    closed = ["/admin/", "/account/", *(f"/{language}/search/" for language, _label in settings.LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return "\n".join([*lines, f"Sitemap: {absolute(reverse('sitemap'))}", ""])


def _pages() -> Any:
    return Page.objects.live().public().filter(depth__gt=1, alias_of=None).order_by("pk")


def _of_pages(found: Any) -> Iterator[Address]:
    """Pages with their translations: two queries, whatever their number."""
    root_paths = SimpleNamespace()  # where Wagtail keeps the site's root paths between two addresses
    urls: dict[int, str] = {}
    families: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    family = _pages().filter(translation_key__in=found.values("translation_key")).select_related("locale")
    for page in family.iterator():
        parts = page.get_url_parts(root_paths)
        if parts and parts[2]:
            urls[page.pk] = absolute(parts[2])
            families[page.translation_key].append((page.locale.language_code, urls[page.pk]))
    for page in found:
        if page.pk in urls:
            versions = sorted(families[page.translation_key])
            yield Address(urls[page.pk], tuple(versions) if len(versions) > 1 else (), page.last_published_at)


def _in_all_languages(found: Iterable[Any]) -> Iterator[Address]:
    """People and topics have a page in each language."""
    for thing in found:
        versions = []
        for language, _label in settings.LANGUAGES:
            with override(language):
                versions.append((language, absolute(thing.get_absolute_url())))
        for _language, url in versions:
            yield Address(url, tuple(versions))


def _of_cases(found: Iterable[CaseStudy]) -> Iterator[Address]:
    """The pages of every case; one whose pages cannot be made is left out, and the log says why."""
    for study in found:
        try:
            addresses = list(_of_case(study))
        except Exception:  # whatever it is: the others stay on the map
            log.exception("the case %s is left out of the map of the site", study.case_id)
        else:
            yield from addresses


def _of_case(study: CaseStudy) -> Iterator[Address]:
    """A case's page, its chapters and its issues, in each language."""
    report = parts(study, settings.LANGUAGE_CODE)
    names = [part.name for part in chapters(report)]
    places = [Place(study), *(Place(study, chapter=name) for name in names)]
    for place in [*places, *(Place(study, issue=name) for name in report.issues)]:
        versions = []
        for language, _label in settings.LANGUAGES:
            with override(language):
                versions.append((language, absolute(place.url)))
        for _language, url in versions:
            yield Address(url, tuple(versions), study.created)


def _newest_studies() -> Any:
    return CaseStudy.objects.filter(pk__in=[study.pk for study in CaseStudy.objects.of_every_case()]).order_by("pk")


_KINDS: dict[str, tuple[Callable[[], Any], Callable[[Any], Iterator[Address]]]] = {
    "pages": (_pages, _of_pages),
    "people": (lambda: Person.objects.order_by("pk"), _in_all_languages),
    "topics": (lambda: Topic.objects.order_by("pk"), _in_all_languages),
    "cases": (_newest_studies, _of_cases),
}


def _bytes(root: Element) -> bytes:
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
