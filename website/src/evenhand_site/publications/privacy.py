"""Whether anything at all is kept from readers: where nothing is, nobody needs to ask it of every page."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction

__all__ = ["AskedOnce", "nothing_is_restricted"]


def nothing_is_restricted() -> bool:
    """Whether no page of the site is restricted; asked once for each generation of the site."""
    from evenhand_site.house.surroundings import keep

    return keep("nothing restricted", lambda: not PageViewRestriction.objects.exists())


class AskedOnce:
    """A page whose restrictions are looked up only where there are some on the site."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """All restrictions that apply to this page, its ancestors' too."""
        if nothing_is_restricted():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()
