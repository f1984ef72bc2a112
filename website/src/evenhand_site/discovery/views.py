"""The page of a search, the feeds, the map of the site, and the door for harvesters."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from evenhand_site.discovery import addresses, oai
from evenhand_site.discovery.asking import asked_of
from evenhand_site.discovery.feed_formats import FORMATS
from evenhand_site.discovery.feeds import feed_of
from evenhand_site.discovery.index import find
from evenhand_site.discovery.nearest import meant
from evenhand_site.discovery.queries import LONGEST
from evenhand_site.discovery.results import facets, results
from evenhand_site.house.templatetags.house import absolute
from evenhand_site.keeping.throttle import throttled

__all__ = ["MOST_PAGES", "PER_PAGE", "feed", "harvest", "robots", "search", "sitemap", "sitemap_file"]

PER_PAGE = 10
#: Pages of results that can be leafed through; whoever is not content after so many asks anew.
MOST_PAGES = 100


@throttled("search", per_minute=60)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the query and the filters of the address; without any, all there is, newest first."""
    asked = asked_of(request.GET)
    number = request.GET.get("page", "")
    number = min(int(number), MOST_PAGES) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    wanted = partial(find, asked.query, asked.marks, newest=asked.newest, most=PER_PAGE, reader=get_language() or "en")
    found = wanted(start=max(number - 1, 0) * PER_PAGE)
    page = Paginator(range(min(found.total, PER_PAGE * MOST_PAGES)), PER_PAGE).get_page(number)
    if page.number != number:  # beyond the last page: the last one
        found = wanted(start=(page.number - 1) * PER_PAGE)
    context = {
        "asked": asked,
        "found": found,
        "results": results(found, asked),
        "facets": facets(found, asked),
        "meant": asked.with_words(meant(asked.query, asked.marks)) if not found.total and asked.query.wanted else None,
        "longest": LONGEST,
        "page_obj": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
    }
    return render(request, "discovery/search.html", context)


@throttled("feed", per_minute=60)
@require_safe
def feed(request: HttpRequest, kind: str, key: str, form: str) -> HttpResponse:
    """A feed in a format; nothing but 304 where the reader has it already."""
    wanted, found = FORMATS[form], feed_of(kind, key, request.GET)
    tag, modified = quote_etag(f"{found.tag}-{form}"), int(found.updated.timestamp())
    fresh = HttpResponse(content_type=f"{wanted.media_type}; charset=utf-8")
    response = get_conditional_response(request, etag=tag, last_modified=modified, response=fresh)
    if response is fresh:
        response.content = wanted.write(found, absolute(request.get_full_path()))
    response["ETag"], response["Last-Modified"] = tag, http_date(modified)
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the map of the site."""
    return HttpResponse(addresses.site_maps(), content_type="application/xml")


@require_safe
def sitemap_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A file of the map."""
    return HttpResponse(addresses.site_map(kind, number), content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is asked of robots."""
    return HttpResponse(addresses.robots(), content_type="text/plain; charset=utf-8")


@csrf_exempt
@throttled("harvest", per_minute=60)
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """OAI-PMH: a request by GET or POST; faults are answered in the protocol's own way."""
    parameters = request.POST if request.method == "POST" else request.GET
    with override(settings.LANGUAGE_CODE):  # the same for every harvester
        content = oai.answer(absolute(reverse("oai")), parameters)
    return HttpResponse(content, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-store"})
