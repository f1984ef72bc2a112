"""People in the editors' menu, and merging two records of one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.house.choosers import ChooserViewSet
from evenhand_site.people.merging import drafts_naming, merge
from evenhand_site.people.models import Person


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    chooser_viewset_class = ChooserViewSet
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["__str__", "membership", "executive"]
    list_filter = ["membership"]


register_snippet(PersonViewSet)


@hooks.register("before_delete_snippet")
def keep_people_whom_drafts_name(request: HttpRequest, instances: list[Model]) -> HttpResponse | None:
    """A draft that names somebody who is gone could not be opened any more."""
    for person in instances:
        if isinstance(person, Person) and (draft := drafts_naming(person).first()):
            messages.error(
                request,
                gettext("%(person)s cannot be deleted: a version of “%(text)s” names this person.")
                % {"person": person, "text": draft.object_str},
            )
            return redirect(Person.snippet_viewset.get_url_name("list"))
    return None


class KeptForm(forms.Form):
    """Which of the records stays."""

    kept = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Record that stays"),
        help_text=_("The others become part of it. Where records differ, this one is believed."),
        widget=forms.RadioSelect,
        empty_label=None,
    )


@hooks.register("register_bulk_action")
class MergePeople(SnippetBulkAction):
    """Merge the chosen records into one of them."""

    models = [Person]
    display_name = _("Merge")
    action_type = "merge"
    aria_label = _("Merge the selected people into one")
    template_name = "people/admin/merge.html"
    action_priority = 60
    form_class = KeptForm

    def check_perm(self, obj: Person) -> bool:
        may = self.permission_policy.user_has_permission_for_instance
        return may(self.request.user, "change", obj) and may(self.request.user, "delete", obj)

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form = super().get_form(form_class)
        people, _without = self.get_actionable_objects()
        form.fields["kept"].queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        return form

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "kept": self.cleaned_form.cleaned_data["kept"]}

    @classmethod
    def execute_action(cls, objects: list[Person], kept: Person, **_context: Any) -> tuple[int, int]:
        others = [person for person in objects if person.pk != kept.pk]
        for other in others:
            merge(kept, other)
        return len(others), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        kept = self.cleaned_form.cleaned_data["kept"]
        if not num_parent_objects:
            return gettext("Only one person was chosen: nothing to merge.")
        return gettext("Merged into %(person)s.") % {"person": kept}
