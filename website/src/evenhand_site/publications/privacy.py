"""Whether anything at all is kept from readers: where nothing is, nobody needs to ask it of every page."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from evenhand_site.keeping.kept import keep

__all__ = ["AskedOnce", "nothing_is_restricted", "public"]


def nothing_is_restricted() -> bool:
    """Whether no page of the site is restricted; asked once for each generation of the site."""
    return keep("nothing restricted", lambda: not PageViewRestriction.objects.exists())


def public(pages: PageQuerySet) -> PageQuerySet:
    """Those of the pages that are kept from nobody: Wagtail's own ``public`` asks for the restrictions every time."""
    return pages if nothing_is_restricted() else pages.public()


class AskedOnce:
    """A page whose restrictions are looked up only where there are some on the site."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """All restrictions that apply to this page, its ancestors' too."""
        if nothing_is_restricted():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()
