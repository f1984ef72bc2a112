"""Podcast channels in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.podcasts.models import PodcastFeed


class PodcastFeedViewSet(SnippetViewSet):
    model = PodcastFeed
    icon = "media"
    add_to_admin_menu = True
    menu_order = 270
    list_display = ["title", "section"]


register_snippet(PodcastFeedViewSet)
