"""People in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.people.models import Person


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["__str__", "membership", "executive"]
    list_filter = ["membership"]


register_snippet(PersonViewSet)
