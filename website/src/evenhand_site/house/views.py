"""The picture of a page for places that show a link to it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from evenhand_site.house.open_graph import picture
from evenhand_site.house.surroundings import edition_here
from evenhand_site.keeping.throttle import throttled
from evenhand_site.publications.cards import card
from evenhand_site.publications.models import Publication

__all__ = ["open_graph_image"]

A_DAY = 86_400


@throttled("picture", per_minute=60)
@require_safe
def open_graph_image(request: HttpRequest, page_id: int) -> FileResponse:
    """The picture of a public page: its title, and of a text its section and its authors."""
    page = get_object_or_404(Page.objects.live().public().filter(depth__gt=1).select_related("locale"), pk=page_id)
    text = Publication.objects.filter(pk=page.pk).first()
    with translation.override(page.locale.language_code):
        edition, shown = edition_here(), text and card(text)
        file = picture(
            title=page.title,
            above=shown.categories[0].label if shown else "",
            below=shown.byline if shown else "",
            network=edition.name if edition else "",
            language=page.locale.language_code,
        )
    answer = FileResponse(file.open("rb"), content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={A_DAY}"
    return answer
