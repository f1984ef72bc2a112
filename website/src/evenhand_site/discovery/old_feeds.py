"""Feeds at the addresses that WordPress gave them: each leads for good to the feed of the same thing here.

``/feed/`` of the site, ``/comments/feed/`` of all comments, ``/author/x/feed/`` of a person, ``P/feed/`` of whatever
``P`` leads to: a section, a topic, a person, a task force, or the comments of a text. ``P`` is an address here, an old
one that a redirect leads on, or the slug of a section or a person. At its end may stand ``rss2``, ``atom`` and so on;
``podcast`` stands for the feed of the podcast. All of it may stand below the path of an old home page that a redirect
leads to the home page here, as ``/blog/feed/``.

Where WordPress had plain addresses it asked for feeds in the query: ``/?feed=rss2``, ``/?feed=comments-rss2``,
``/?p=12&feed=rss2``, and ``P/?feed=atom``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from evenhand_site.house.models import HomePage
from evenhand_site.house.routing import serve
from evenhand_site.people.models import Person
from evenhand_site.podcasts.models import PodcastFeed
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.taskforces.models import TaskForce

__all__ = ["ADDRESS", "asked_in_the_query", "old_feed"]

ADDRESS = r"^(?![a-z]+/cases/[^/]+/)(?P<path>(?:[^/]+/)*)feed/(?:(?P<form>rss2?|rdf|atom|podcast)/?)?$"
"""Of all that ends in ``feed/`` only what stands below a case is none of these: an issue may be called so."""
FORMS = {
    **dict.fromkeys(("rss", "rss2", "rdf", "feed", "atom", "podcast"), ""),
    **dict.fromkeys(("comments-rss2", "comments-atom"), "comments"),
}
"""What WordPress could be asked for in the query, and what that adds to the path."""
THINGS = ("p", "page_id", "cat", "tag", "author_name")
"""What the query names of which a feed is wanted."""
LONGEST = 1000
"""Characters of a path at most."""
#: A kind of feed and its key, and the language in which it stands.
Named = tuple[str, str, str]


@require_safe
def old_feed(request: HttpRequest, path: str = "", form: str | None = None) -> HttpResponse:
    """Lead an old feed to the one here."""
    language, _, rest = path.partition("/")
    if form is None and language in dict(settings.LANGUAGES) and Page.objects.live().filter(slug="feed").exists():
        with override(language):
            return serve(request, f"{rest}feed/")  # a page of this name was here first
    found = _address(path.strip("/"), form or "")
    if not found:
        raise Http404(f"no feed here for what stood at {path}")
    return HttpResponsePermanentRedirect(found)


def asked_in_the_query(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: lead ``/?feed=rss2`` and its like to the feeds here; a query that names none is not heeded."""

    def answer(request: HttpRequest) -> HttpResponse:
        form = request.GET.get("feed", "")
        if form not in FORMS or request.method not in ("GET", "HEAD"):
            return get_response(request)
        found = _address(_path_of(request, form), form.removeprefix("comments-"))
        return HttpResponsePermanentRedirect(found) if found else get_response(request)

    return answer


def _path_of(request: HttpRequest, form: str) -> str:
    """The path at which the same feed stood where WordPress had addresses of words."""
    path = request.path.strip("/")
    named = next(((name, request.GET[name]) for name in THINGS if request.GET.get(name)), None)
    if named is None:
        return "/".join(filter(None, (path, FORMS[form])))
    place = {"tag": "tag", "author_name": "author"}.get(named[0])
    return "/".join(filter(None, (path, place, named[1]))) if place else f"{path}/?{named[0]}={named[1]}".lstrip("/")


def _address(path: str, form: str) -> str:
    """The address of the feed here for what stood at a path; empty where there is none."""
    if not _may_be_stored(path):
        return ""
    if form == "podcast":
        return _podcast(path)
    found = _named(path) or _named(_below_the_old_home(path))
    if found is None:
        return ""
    kind, key, language = found
    with override(language):
        return reverse(f"feed-{'atom' if form == 'atom' else 'rss'}", args=[kind, key])


def _may_be_stored(path: str) -> bool:
    """Whether something may stand at a path: nothing does at one that is too long, or that a database would refuse."""
    return len(path) <= LONGEST and not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", path)


def _podcast(path: str) -> str:
    """The feed of the podcast in the language, else of the only one that there is; empty where that is not clear."""
    language = path if path in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if path not in {"", language} and _below_the_old_home(path) != "":
        return ""
    channels = list(
        PodcastFeed.objects.filter(section__in=Section.objects.live().public()).select_related("section__locale")
    )
    spoken = [channel for channel in channels if channel.section.locale.language_code == language]
    for found in (spoken, channels):
        if len(found) == 1:
            return found[0].get_absolute_url()
    return ""


def _below_the_old_home(path: str) -> str | None:
    """The path below an old home page that a redirect leads to the home page here; None where there is none."""
    parts = path.split("/")
    above = {f"/{'/'.join(parts[:count])}": "/".join(parts[count:]) for count in range(1, len(parts) + 1)}
    homes = Redirect.get_for_site().filter(old_path__in=above, redirect_page__in=HomePage.objects.all())
    return min((above[old] for old in homes.values_list("old_path", flat=True)), key=len, default=None)


def _named(path: str | None) -> Named | None:
    if path is None:
        return None
    usual = settings.LANGUAGE_CODE
    if path == "" or path in dict(settings.LANGUAGES):
        return "site", path or usual, path or usual
    if path == "comments":
        return "comments", "all", usual
    first, _, rest = path.partition("/")
    language, rest = (first, rest) if first in dict(settings.LANGUAGES) else (usual, path)
    redirect = Redirect.get_for_site().filter(old_path=Redirect.normalise_path(f"/{path}")).first()
    if redirect is not None:
        if redirect.redirect_page is not None:
            return _of_page(redirect.redirect_page.specific)
        return _of_address(unquote(urlsplit(redirect.redirect_link or "").path))
    return _of_address(f"/{language}/{rest}/") or _of_slug(rest, language)


def _of_page(page: Page) -> Named | None:
    language = page.locale.language_code
    if not page.live or page.get_view_restrictions().exists():
        return None
    if isinstance(page, HomePage):
        return "site", language, language
    if isinstance(page, TaskForce):
        return "task-force", str(page.pk), language
    if isinstance(page, Section):
        return "section", str(page.pk), language
    return ("comments", str(page.pk), language) if isinstance(page, Publication) else None


def _of_address(address: str) -> Named | None:
    """The feed of a page, a person or a topic at an address of this site."""
    if not _may_be_stored(address):  # an editor's redirect may lead anywhere
        return None
    language, _, rest = address.strip("/").partition("/")
    page = Page.objects.filter(
        locale__language_code=language, url_path__endswith=f"/{rest}/", slug=rest.rpartition("/")[2]
    )
    for each in page.specific() if rest else []:
        if unquote(urlsplit(each.url or "").path) == f"/{language}/{rest}/":
            return _of_page(each)
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        try:
            found = resolve(address)
        except Resolver404:
            return None
    kinds = {"person": Person, "topic": Topic}
    slug = str(found.kwargs.get("slug", ""))
    if found.url_name in kinds and kinds[found.url_name].objects.filter(slug=slug).exists():
        return found.url_name, slug, language
    return None


def _of_slug(path: str, language: str) -> Named | None:
    """What the last part of the path names, where WordPress would have put it: an author, a category, a tag."""
    kind, _, slug = path.rpartition("/")
    kind = kind.partition("/")[0]
    if kind == "author":
        return ("person", slug, language) if Person.objects.filter(slug=slug).exists() else None
    if kind == "tag":
        return ("topic", slug, language) if Topic.objects.filter(slug=slug).exists() else None
    section = Section.objects.live().public().filter(slug=slug, locale__language_code=language).order_by("depth", "pk")
    found = section.first() if kind in {"", "category"} else None
    return ("section", str(found.pk), language) if found else None
