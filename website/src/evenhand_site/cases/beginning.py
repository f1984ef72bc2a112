"""A new case: empty, from a commented one, from a file, from one that ships, or from a version that is on the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyascii import anyascii
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

import evenhand
from evenhand_site.cases import drafts, writing
from evenhand_site.cases.models import NAMED, Case, CaseStudy

__all__ = ["NewCase", "NewCaseForm"]


class NewCaseForm(forms.Form):
    """Where a case begins. What is not needed for the chosen beginning may stay empty."""

    class Beginning(forms.ChoiceField):
        widget = forms.RadioSelect

    beginning = Beginning(
        label=gettext_lazy("Begin with"),
        initial="empty",
        choices=[
            ("empty", gettext_lazy("an empty case, to be filled in step by step")),
            ("starter", gettext_lazy("a small commented case, to be replaced line by line")),
            ("file", gettext_lazy("a case file (YAML) from this computer")),
            ("shipped", gettext_lazy("a copy of a case that ships with Evenhand")),
            ("study", gettext_lazy("the file of a version that is on the site, to write the next one or another case")),
        ],
    )
    case_id = forms.CharField(
        label=gettext_lazy("Name"), max_length=64, required=False,
        help_text=gettext_lazy(
            "It becomes part of the address: Latin letters, digits and hyphens, into which what you type is turned. A "
            "file that has a name may keep it."
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
        self.turned: tuple[str, str] | None = None
        self.fields["shipped"].choices = [("", "—"), *((name, name) for name in evenhand.cases())]

    def clean_case_id(self) -> str:
        """What was typed as a name that can be one: ``Cod War`` as ``cod-war``."""
        typed = self.cleaned_data["case_id"]
        if not typed or NAMED.regex.match(typed):
            return typed
        name = slugify(anyascii(typed).replace("_", "-"))[:64].strip("-")
        NAMED(name)
        self.turned = typed, name
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        beginning = given.get("beginning")
        if beginning:
            self._refuse_unused(beginning, given)
        if beginning and (text := self._text(beginning, given)) is not None:
            self._begin(text, given)
        return given

    def _refuse_unused(self, beginning: str, given: dict[str, Any]) -> None:
        """Say at each field that is filled in for nothing which beginnings use it."""
        called = dict(self.fields["beginning"].choices)
        for name in self.fields:
            users = [str(called[each]) for each in called if name in _needed(each)]
            unused = users and name != "case_id" and name not in _needed(beginning)
            if unused and given.get(name) not in (None, ""):
                told = _(
                    "Not used for this beginning, but for: %(beginnings)s. Choose that above, or leave this empty."
                )
                self.add_error(name, told % {"beginnings": "; ".join(users)})

    def _text(self, beginning: str, given: dict[str, Any]) -> str | None:
        """The file to begin with; None after a complaint."""
        own, needed = _OWN, _needed(beginning)
        for name in needed:
            if name not in self.errors and given.get(name) in (None, ""):
                self.add_error(name, _("Needed for this beginning."))
        if given.get("case_id"):
            self._tell("case_id", drafts.check_name, given["case_id"])
        if beginning == "empty" and given.get("parties"):
            self._tell("parties", writing.parties_of, given["parties"].splitlines())
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

    def _tell(self, field: str, check: Callable[[Any], Any], told: Any) -> None:
        """Put at a field what a check finds wrong with what was told there."""
        try:
            check(told)
        except ValidationError as error:
            self.add_error(field, error.messages)

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


_OWN = ("case_id", "title")


def _needed(beginning: str) -> tuple[str, ...]:
    """The fields that a beginning cannot be without. Each takes a name besides."""
    return {"starter": _OWN, "empty": (*_OWN, "parties", "issue")}.get(beginning, (beginning,))


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
        told = _("The draft “%(case)s” is there.") % {"case": form.case}
        if form.turned:
            typed, name = form.turned
            became = _("Of the name that you typed, “%(typed)s”, this was made: %(name)s. It is part of the address.")
            told = f"{told} {became % {'typed': typed, 'name': name}}"
        messages.success(self.request, told)
        return redirect("case_forms", form.case.pk)
