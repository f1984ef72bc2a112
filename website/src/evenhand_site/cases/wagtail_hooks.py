"""In the admin: cases are written, studies are chosen and looked at, never edited; and tokens for programs."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.views.api_tokens import APITokenViewSet

from evenhand_site.cases import editing
from evenhand_site.cases.models import CaseStudy
from evenhand_site.house.choosers import ChooserViewSet

LIGHT = ["case_id", "title", "as_of", "version", "draws", "seed", "engine", "created"]


class CaseStudyViewSet(SnippetViewSet):
    model = CaseStudy
    icon = "table"
    chooser_viewset_class = ChooserViewSet
    list_display = ["title", "short", "draws", "seed", "created"]
    inspect_view_enabled = True
    inspect_view_fields = LIGHT
    copy_view_enabled = False
    panels = [FieldPanel(name, read_only=True) for name in LIGHT]


register_snippet(CaseStudyViewSet)
register_snippet(editing.CaseViewSet)


@hooks.register("register_admin_urls")
def addresses():
    return editing.addresses()


@hooks.register("register_admin_viewset")
def api_tokens() -> APITokenViewSet:
    """Tokens for programs, under Settings; Wagtail itself offers them only beside an API that is not used here."""
    return APITokenViewSet("wagtailusers_api_tokens", url_prefix="api-tokens")


@hooks.register("register_permissions")
def api_token_permissions() -> QuerySet[Permission]:
    """Who may have tokens is decided for each group."""
    return Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="apitoken")
