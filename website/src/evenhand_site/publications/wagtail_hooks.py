"""Topics in the editors' menu, the look of the form of a text, and how it is saved."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.publications.models import Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_order = 260


register_snippet(TopicViewSet)


@hooks.register("insert_global_admin_css")
def look_of_the_editor() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("publications/editor.css"))


@hooks.register("insert_editor_js")
def one_saving_at_a_time() -> str:
    return format_html('<script type="module" src="{}"></script>', static("publications/one-at-a-time.js"))
