"""Cases in the editors' rooms: listed, written as YAML with what is wrong beside it, compared, fetched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from evenhand_site.cases import comparing, drafts, form_pages, publishing, writing
from evenhand_site.cases.beginning import NewCase
from evenhand_site.cases.history import HistoryOfCase
from evenhand_site.cases.mending import in_text, unsaid
from evenhand_site.cases.models import Case, CaseStudy

__all__ = ["CaseViewSet", "addresses"]


class CaseText(forms.Textarea):
    """The field in which a case file is written."""

    def __init__(self, attrs: dict | None = None) -> None:
        own = {"rows": 30, "spellcheck": "false", "wrap": "off", "autocapitalize": "off", "class": "case-text"}
        super().__init__({**own, **(attrs or {})})


class CaseFile(forms.CharField):
    """A case file that is typed: whatever it is, it is kept, unless it holds what no text can."""

    def run_validators(self, value: str) -> None:
        before, null, _after = value.partition("\0")
        if null:
            told = _(
                "Line %(line)s holds a character that no text has (U+0000). Take it out: the file is not saved with it."
            )
            raise ValidationError(told % {"line": before.count("\n") + 1})
        super().run_validators(value)


class CaseForm(WagtailAdminModelForm):
    """The file of a case: a draft may have faults, what is submitted or published may not."""

    text = CaseFile(label=gettext_lazy("Case file"), strip=False, widget=CaseText, required=False)

    def clean_text(self) -> str:
        return writing.as_typed(self.cleaned_data["text"], self.instance.text)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.is_deferred_validation and "text" in given:
            told = in_text(given["text"], self.instance.case_id)
            if told.faults:
                self.add_error("text", _("The file has faults (see beside it): it can be saved as a draft only."))
            elif told.ahead:
                self.add_error(
                    "text", _("The case is not complete (see beside the file): it can be saved as a draft only.")
                )
        return given

    def _post_clean(self) -> None:
        super()._post_clean()
        drafts.keep(self.instance, self.instance.text)


class BesideTheFile(Panel):
    """A part of the page about the file in the form: ways to other views of it, or what is wrong with it."""

    def __init__(self, template: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template = template

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "template": self.template}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return self.panel.template

        @property
        def media(self) -> forms.Media:
            return forms.Media(css={"all": [static("cases/writing.css")]}, js=[static("cases/writing.js")])

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            text = self.form["text"].value() if self.form is not None else self.instance.text
            text = writing.as_typed(text or "", self.instance.text)
            told = in_text(text, self.instance.case_id)
            own = {"told": told, "case": self.instance, "unsaid": unsaid(self.instance, text)}
            return {**super().get_context_data(parent_context), **own}


class EditCase(EditView):
    """Wagtail's view for editing, which also tells of what somebody else has saved since the page was opened."""

    meanwhile: dict | None = None

    def is_valid(self, form: Any) -> bool:
        sound = self._is_valid(form)
        if self.expects_json_response and form.errors:  # saved while one types, which has no page to show them on
            self.produced_error_message = " ".join(each for errors in form.errors.values() for each in errors)
        return sound

    def _is_valid(self, form: Any) -> bool:
        if not self.expects_json_response and not self.locked_for_user and self.is_out_of_date:
            theirs = self.latest_revision.content["text"]
            form.is_valid()
            mine = writing.as_typed(form.data.get("text", ""), theirs)
            if mine != theirs:
                self.meanwhile = {"revision": self.latest_revision, "lines": comparing.lines_that_differ(theirs, mine)}
                self.produced_error_message = _(
                    "Somebody else has saved this case since you opened it. Nothing of yours is lost: it stands below."
                )
                return False
        return super().is_valid(form)

    def get_success_buttons(self) -> list:
        """After publishing, by whichever button, the way to the analysis of this version, too."""
        case = Case.objects.get(pk=self.object.pk)
        just_published = (
            self.action in ("publish", "workflow-action") and case.live and not case.has_unpublished_changes
        )
        return [*super().get_success_buttons(), *(publishing.told_of_run(case)[1] if just_published else ())]

    def get_context_data(self, **kwargs: Any) -> dict:
        return {**super().get_context_data(**kwargs), "meanwhile": self.meanwhile}


class ListOfCases(IndexView):
    """Wagtail's list, which also names the cases that are on the site without a draft here, with a way to begin one."""

    def get_context_data(self, **kwargs: Any) -> dict:
        drafted = set(Case.objects.values_list("case_id", flat=True))
        others = [study for study in CaseStudy.objects.of_every_case() if study.case_id not in drafted]
        may_add = drafts.may(self.request.user, "add")
        return {**super().get_context_data(**kwargs), "without_draft": others, "may_add": may_add}


class OnTheSite(Column):
    """The version that readers find at the case's address, whether it was published here or stored otherwise."""

    cell_template_name = "cases/admin/on_the_site.html"

    def get_cell_context_data(self, instance: Case, parent_context: dict) -> dict:
        study = CaseStudy.objects.newest(instance.case_id)
        return {**super().get_cell_context_data(instance, parent_context), "case": instance, "study": study}

    def get_value(self, instance: Case) -> str:
        return instance.case_id


class LastSaved(DateColumn):
    """When the newest draft was saved."""

    def __init__(self, name: str) -> None:
        super().__init__(name, label=gettext_lazy("Last saved"))

    def get_value(self, instance: Case) -> Any:
        return instance.latest_revision.created_at if instance.latest_revision else None


class CasesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return drafts.may(request.user, "change")


class CaseViewSet(SnippetViewSet):
    model = Case
    icon = "table"
    add_to_admin_menu = True
    menu_order = 262
    menu_label = gettext_lazy("Cases")
    menu_item_class = CasesMenuItem
    list_display = [
        "title", "case_id", OnTheSite("on_the_site", label=gettext_lazy("On the site")), LastSaved("saved"),
    ]  # fmt: skip
    search_fields = ["title", "case_id"]
    search_backend_name = None
    copy_view_enabled = False
    add_view_class = NewCase
    index_view_class = ListOfCases
    index_template_name = "cases/admin/list.html"
    index_results_template_name = "cases/admin/list_results.html"
    edit_view_class = EditCase
    history_view_class = HistoryOfCase
    edit_template_name = "cases/admin/edit.html"
    edit_handler = ObjectList(
        [
            BesideTheFile("cases/admin/ways.html"),
            FieldPanel("text", heading=gettext_lazy("Case file"), classname="case-file"),
            BesideTheFile("cases/admin/checks.html", heading=gettext_lazy("Checks")),
        ],
        base_form_class=CaseForm,
    )

    @cached_property
    def add_view(self) -> Any:
        return NewCase.as_view(index_url_name=self.get_url_name("list"), edit_url_name=self.get_url_name("edit"))

    @cached_property
    def revisions_compare_view(self) -> Any:
        return comparing.of_revisions


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of the newest draft."""
    case = drafts.opened(request, pk)
    name = f'attachment; filename="{case.case_id}.yaml"'
    return HttpResponse(
        case.text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": name}
    )


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong with a text that is being typed, as a piece of a page."""
    case = drafts.opened(request, pk)
    text = writing.as_typed(request.POST.get("text", ""), case.text)
    told = {"told": in_text(text, case.case_id), "case": case, "unsaid": unsaid(case, text)}
    return render(request, "cases/admin/found.html", told)


def addresses() -> list:
    """Addresses below /admin/."""
    return [
        *form_pages.addresses(),
        path("cases/<int:pk>/compare/", comparing.compare, name="case_compare"),
        path("cases/<int:pk>/file/", download, name="case_draft_file"),
        path("cases/<int:pk>/check/", check, name="case_check"),
    ]
