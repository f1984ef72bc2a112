"""Cases in the editors' rooms: begun, written as YAML with what is wrong beside it, submitted, published, fetched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

import evenhand
from evenhand_site.cases import drafts, publishing, writing
from evenhand_site.cases.mending import in_text
from evenhand_site.cases.models import NAMED, Case, CaseStudy

__all__ = ["CaseViewSet", "addresses", "draft"]


# --- a new case


class NewCaseForm(forms.Form):
    """Where a case begins. What is not needed for the chosen beginning may stay empty."""

    class Beginning(forms.ChoiceField):
        widget = forms.RadioSelect

    beginning = Beginning(
        label=gettext_lazy("Begin with"),
        initial="starter",
        choices=[
            ("empty", gettext_lazy("an empty case, to be filled in step by step")),
            ("starter", gettext_lazy("a small commented case, to be replaced line by line")),
            ("file", gettext_lazy("a case file (YAML) from this computer")),
            ("shipped", gettext_lazy("a copy of a case that ships with Evenhand")),
            ("study", gettext_lazy("the file of a version that is on the site, to write the next one or another case")),
        ],
    )
    case_id = forms.CharField(
        label=gettext_lazy("Name"), max_length=64, required=False, validators=[NAMED],
        help_text=gettext_lazy(
            "Small letters, digits and hyphens; it becomes part of the address. A file that has a name may keep it."
        ),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, required=False,
        help_text=gettext_lazy("For an empty or a small commented case; the others have one."),
    )  # fmt: skip
    parties = forms.CharField(
        label=gettext_lazy("Parties"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For an empty case: two or more, each on a line of its own."),
    )  # fmt: skip
    issue = forms.CharField(
        label=gettext_lazy("First issue"), max_length=300, required=False,
        help_text=gettext_lazy("For an empty case: one concrete matter in dispute. More are added later."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Case file"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,application/yaml"}),
    )  # fmt: skip
    shipped = forms.ChoiceField(label=gettext_lazy("Case that ships"), required=False)
    study = forms.ModelChoiceField(
        CaseStudy.objects.all(),
        label=gettext_lazy("Version on the site"),
        required=False,
        empty_label="—",
        help_text=gettext_lazy(
            "Without another name it stays the same case: what is published becomes its next version."
        ),
    )

    def __init__(self, *args: Any, owner: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.case: Case | None = None
        self.fields["shipped"].choices = [("", "—"), *((name, name) for name in evenhand.cases())]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        beginning = given.get("beginning")
        if beginning and not self.errors and (text := self._text(beginning, given)) is not None:
            self._begin(text, given)
        return given

    def _text(self, beginning: str, given: dict[str, Any]) -> str | None:
        """The file to begin with; None after a complaint."""
        own = ("case_id", "title")
        needed = {"starter": own, "empty": (*own, "parties", "issue")}.get(beginning, (beginning,))
        for name in needed:
            if given.get(name) in (None, ""):
                self.add_error(name, _("Needed for this beginning."))
        if self.errors:
            return None
        field = "parties" if beginning == "empty" else needed[0]
        try:
            if beginning == "empty":
                return writing.emptied(*(given[name] for name in own), given["parties"].splitlines(), given["issue"])
            if beginning == "starter":
                return writing.started(given["case_id"], given["title"])
            if beginning == "file":
                return writing.uploaded(given["file"].read(writing.LARGEST + 1))
            if beginning == "shipped":
                return evenhand.locate(given["shipped"]).read_text(encoding="utf-8")
            return given["study"].file
        except ValidationError as error:
            self.add_error(field, error)
            return None

    def _begin(self, text: str, given: dict[str, Any]) -> None:
        own = writing.document_of(text)
        name = given.get("case_id") or (own.value(("case",)) if own else "")
        if not isinstance(name, str) or not name:
            self.add_error("case_id", _("The file says no name (`case: …` in it); give one here."))
            return
        try:
            self.case = drafts.begin(writing.with_id(text, name), name, self.owner)
        except ValidationError as error:
            for problem in error.messages:
                self.add_error("case_id", problem)


class NewCase(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A new draft, from one of four beginnings."""

    model = Case
    permission_required = "add"
    form_class = NewCaseForm
    template_name = "cases/admin/new.html"
    page_title = gettext_lazy("New case")
    header_icon = "table"
    index_url_name = ""
    edit_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict]:
        listed = {"url": reverse(self.index_url_name), "label": _("Cases")}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": _("New case")}]

    def get_initial(self) -> dict[str, Any]:
        """The list of cases leads here with the version that is to be written on."""
        study = self.request.GET.get("study", "")
        return {"beginning": "study", "study": study} if study.isdecimal() else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "owner": self.request.user}

    def form_valid(self, form: NewCaseForm) -> HttpResponse:
        messages.success(self.request, _("The draft “%(case)s” is there.") % {"case": form.case})
        return redirect("case_forms", form.case.pk)


# --- the case as YAML


class CaseText(forms.Textarea):
    """The field in which a case file is written."""

    def __init__(self, attrs: dict | None = None) -> None:
        own = {"rows": 30, "spellcheck": "false", "wrap": "off", "autocapitalize": "off", "class": "case-text"}
        super().__init__({**own, **(attrs or {})})


class CaseForm(WagtailAdminModelForm):
    """The file of a case: a draft may have faults, what is submitted or published may not."""

    text = forms.CharField(label=gettext_lazy("Case file"), strip=False, widget=CaseText, required=False)

    def clean_text(self) -> str:
        return writing.as_typed(self.cleaned_data["text"], self.instance.text)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.is_deferred_validation and "text" in given:
            faults = writing.examine(given["text"], self.instance.case_id).faults
            if faults:
                self.add_error("text", _("The file has faults (see beside it): it can be saved as a draft only."))
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
            examined = writing.examine(writing.as_typed(text or "", self.instance.text), self.instance.case_id)
            return {**super().get_context_data(parent_context), "told": in_text(examined), "case": self.instance}


class EditCase(EditView):
    """Wagtail's view for editing, which also tells of what somebody else has saved since the page was opened."""

    meanwhile: dict | None = None

    def is_valid(self, form: Any) -> bool:
        if not self.expects_json_response and not self.locked_for_user and self.is_out_of_date:
            from evenhand_site.cases.comparing import lines_that_differ

            theirs = self.latest_revision.content["text"]
            form.is_valid()
            mine = writing.as_typed(form.data.get("text", ""), theirs)
            if mine != theirs:
                self.meanwhile = {"revision": self.latest_revision, "lines": lines_that_differ(theirs, mine)}
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
    edit_view_class = EditCase
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
        from evenhand_site.cases.comparing import of_revisions

        return of_revisions


# --- further addresses


def draft(request: HttpRequest, pk: int, action: str = "change") -> Case:
    """The newest draft of a case, for somebody who may do this to it."""
    if not drafts.may(request.user, action):
        raise PermissionDenied
    return drafts.newest(get_object_or_404(Case, pk=pk))


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of the newest draft."""
    case = draft(request, pk)
    name = f'attachment; filename="{case.case_id}.yaml"'
    return HttpResponse(
        case.text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": name}
    )


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong with a text that is being typed, as a piece of a page."""
    case = draft(request, pk)
    text = writing.as_typed(request.POST.get("text", ""), case.text)
    return render(request, "cases/admin/found.html", {"told": in_text(writing.examine(text, case.case_id))})


def addresses() -> list:
    """Addresses below /admin/."""
    from evenhand_site.cases import comparing, form_pages

    return [
        *form_pages.addresses(),
        path("cases/<int:pk>/compare/", comparing.compare, name="case_compare"),
        path("cases/<int:pk>/file/", download, name="case_draft_file"),
        path("cases/<int:pk>/check/", check, name="case_check"),
    ]
