"""From an address to its page in one query.

Wagtail walks down the tree and fetches every page on the way, twice. Nearly all addresses are those of texts, whose
whole path stands in their record: these are looked up directly, and everything else is left to Wagtail. Who may see
the page is decided by Wagtail as ever.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.translation import get_language
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from evenhand_site.house.surroundings import home_pages
from evenhand_site.keeping.kept import keep
from evenhand_site.publications.models import Publication

__all__ = ["serve"]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at ``path`` below the language, as Wagtail's own view answers it."""
    host, _port = split_domain_port(request.get_host())  # readers choose the port and the capitals that they write
    site = keep(("site", host, request.get_port()), lambda: Site._find_for_request(request))
    request._wagtail_site = site
    text = _text(path) if site is not None else None
    if text is not None:
        request._wagtail_route_for_request = RouteResult(text)
    return wagtail_serve(request, path)


def _text(path: str) -> Publication | None:
    """The live text at ``path`` if it is a `Publication` and none of its subclasses; they are left to Wagtail."""
    home = home_pages().get(get_language() or "")
    if home is None or not path.strip("/"):
        return None
    plain = keep("content type of texts", lambda: ContentType.objects.get_for_model(Publication).pk)
    # The path has no index of its own, the slug has; a condition on the class would lead SQLite to that index instead,
    # through every text of the site.
    slug = path.strip("/").rpartition("/")[2]
    texts = Publication.objects.filter(slug=slug, url_path=f"{home.url_path}{path}", live=True)
    found = list(texts.select_related("locale").order_by()[:1])  # in no order: a database might walk along it for one
    return found[0] if found and found[0].content_type_id == plain else None
