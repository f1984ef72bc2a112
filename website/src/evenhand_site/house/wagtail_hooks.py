"""Editions in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.house.models import Edition


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "home"
    add_to_admin_menu = True
    menu_order = 240


register_snippet(EditionViewSet)
