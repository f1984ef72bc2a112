"""The pages of the forms: shown, saved as a draft, put together with what somebody else has saved meanwhile."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Revision

import evenhand
from evenhand_site.cases import drafts, following, guiding, leaving, mending, publishing, writing
from evenhand_site.cases.fields import Choice
from evenhand_site.cases.forms import Section
from evenhand_site.cases.models import Case
from evenhand_site.cases.sections import overview, section
from evenhand_site.cases.study import version_of

__all__ = ["addresses"]


def addresses() -> list:
    """Addresses below /admin/."""
    return [
        path("cases/<int:pk>/forms/", sections, name="case_forms"),
        path("cases/<int:pk>/forms/<path:where>/", form, name="case_form"),
    ]


def sections(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of a case, with how many faults each has."""
    case = drafts.opened(request, pk)
    if request.method == "POST":
        if request.POST.get("seen") == version_of(case.text):
            publishing.act(request, case)
        else:
            messages.warning(request, _("Somebody else has saved the case meanwhile: look at it before it goes out."))
        return redirect("case_forms", pk)
    document = writing.document_of(case.text)
    examined, ahead = guiding.apart(document, writing.examine(case.text, case.case_id))
    told = {"case": case, "ahead": ahead, "here": "forms", "readable": document is not None}
    told["told"] = mending.in_forms(case)
    told["sections"] = overview(document, examined, pk) if document else []
    decisions = publishing.decisions(request, case)  # approving publishes
    told |= {"actions": {} if decisions else publishing.actions(request, case), "decisions": decisions}
    told |= {"seen": version_of(case.text), "unsaid": mending.unsaid(case)}
    return render(request, "cases/admin/sections.html", told)


def form(request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """A page of forms; what is posted is saved as a draft."""
    case = drafts.opened(request, pk)
    if writing.document_of(case.text) is None:
        return redirect("case_forms", pk)
    if request.method == "POST":
        return _Posted(request, pk, where).answer()
    return _page(request, case, where, _section(case, where))


def _section(case: Case, where: str, typed: Any = None, text: str | None = None) -> Section:
    text = case.text if text is None else text
    document = evenhand.Document(text) if typed is not None else writing.document_of(text)  # to edit, or to look into
    assert document is not None
    examined, _ahead = guiding.apart(document, writing.examine(text, case.case_id))
    return section(document, where, case.pk).build(document, examined, typed)


def _page(
    request: HttpRequest, case: Case, where: str, shown: Section, status: int = 200, opened: str = ""
) -> HttpResponse:
    here = {fault for each in [shown, *shown.groups, *shown.entries] for _kind, fault in each.faults}
    elsewhere = mending.few(case, here)
    counted = ngettext(
        "%(count)s fault stands elsewhere in the case.",
        "%(count)s faults stand elsewhere in the case.",
        elsewhere.count,
    )
    lock = drafts.lock_on(case, request.user)
    told = {
        "case": case, "section": shown, "where": where, "here": "form",
        "elsewhere": elsewhere, "elsewhere_told": counted % {"count": elsewhere.count},
        "base": opened or f"{case.latest_revision_id}-{version_of(case.text)}",
        "above": _above(case, where),
        "actions": publishing.actions(request, case),
        "locked": lock.get_message(request.user) if lock else "",
    }  # fmt: skip
    return render(request, "cases/admin/form.html", told, status=status)


def _above(case: Case, where: str) -> list[tuple[str, str]]:
    """The way from the overview down to this page."""
    steps = where.split("/")
    found = [(reverse("case_forms", args=[case.pk]), _("Forms"))]
    for count in range(1, len(steps)):
        where = "/".join(steps[:count])
        with suppress(Http404):  # somebody has taken it out
            found.append((reverse("case_form", args=[case.pk, where]), _section(case, where).title))
    return found


def _tell_saved(request: HttpRequest, case: Case) -> None:
    faults = mending.few(case)
    if not faults.count and not faults.ahead:
        messages.success(request, mending.listed(case, _("Draft saved; it has no faults."), faults))
        return
    if not faults.count:
        messages.success(request, mending.listed(case, _("Draft saved; nothing is wrong in it so far."), faults))
        return
    told = ngettext("Draft saved; it has %(count)s fault.", "Draft saved; it has %(count)s faults.", faults.count)
    messages.warning(request, mending.listed(case, told % {"count": faults.count}, faults))


def _parties_taken_out(shown: Section) -> list[str]:
    return [str(group.path[1]) for group in shown.groups if group.removed and group.path[:1] == ("parties",)]


def _told_of_conditions(effects: list[str]) -> str:
    told = ngettext(
        "%(count)s effect came about by a stance of a party that was taken out: %(effects)s. It depends on the "
        "other sides alone now: see whether it still holds.",
        "%(count)s effects came about by a stance of a party that was taken out: %(effects)s. They depend on the "
        "other sides alone now: see whether they still hold.",
        len(effects),
    )
    return told % {"count": len(effects), "effects": ", ".join(effects)}


def _told_of_combinations(count: int) -> str:
    told = ngettext(
        "With the party that was taken out went %(count)s combination of stances (in exclusions, linkages, rankings "
        "or preferences) in which it would do otherwise than today.",
        "With the party that was taken out went %(count)s combinations of stances (in exclusions, linkages, rankings "
        "or preferences) in which it would do otherwise than today.",
        count,
    )
    return told % {"count": count}


class _Posted:
    """What a browser sent to a form, and the case as it stands by now."""

    def __init__(self, request: HttpRequest, pk: int, where: str) -> None:
        self.request = request
        self.where = self.was = where
        self.pk = pk
        self.renames: following.Renames = {}
        self.moved: dict[str, str] = {}
        self.typed = request.POST

    @transaction.atomic
    def answer(self) -> HttpResponse:
        Case.objects.select_for_update().get(pk=self.pk)  # one at a time
        self.case = case = drafts.opened(self.request, self.pk)
        self._follow()
        try:
            shown = _section(case, self.where, self.typed)
        except Http404:
            return self._left_over()
        self._move(shown)
        for (_kind, before), after in self.renames.items() if self.moved or self.where != self.was else ():
            told = _("Somebody else gave “%(before)s” another short name meanwhile: it is now “%(after)s”.")
            messages.info(self.request, told % {"before": before, "after": after})
        if drafts.lock_on(case, self.request.user):
            messages.error(self.request, _("The case is locked: nothing was saved. What you typed stands below."))
            return _page(self.request, case, self.where, shown)
        if "add" in self.typed:
            return _page(self.request, case, self.where, shown)
        if self._base_hash != version_of(case.text) and not self._fits(shown):
            messages.error(
                self.request,
                _(
                    "Somebody else has saved the case since you opened this page. Nothing of yours is lost: a field "
                    "that both of you changed holds what you typed, with theirs below it. Save again to keep yours."
                ),
            )
            return _page(self.request, case, self.where, shown)
        return self._save(shown)

    def _follow(self) -> None:
        """See what has another id by now; the address of this page may be another one, too."""
        text = self._base_text()
        if not text or text == self.case.text:
            return
        before, now = writing.document_of(text), writing.document_of(self.case.text)
        self.renames = following.renames(before, now) if before and now else {}
        self.where = following.address(self.was, self.renames)

    def _move(self, shown: Section) -> None:
        """Put what was typed at something under its old id where it stands now."""
        base = self._base() if self.renames else None
        if base is None:
            return
        entries = {entry.path: entry for entry in shown.entries if entry.path}
        for old in base.entries:
            new = entries.get(following.place(old.path, self.renames)) if old.path else None
            if new is not None and new.name != old.name:
                new.typed, self.moved[old.name] = old.typed, new.name
        for entry in shown.entries:
            known = {key for key, _label in entry.kind.options} if isinstance(entry.kind, Choice) else set()
            if entry.typed and entry.typed[0] not in known:
                now = following.choice(entry.typed[0], self.renames)
                entry.typed = (now,) if now in known else entry.typed
        groups = {group.path: group for group in shown.groups if group.path}
        for gone in base.groups:
            if gone.removed and (group := groups.get(following.place(gone.path, self.renames))):
                group.removed = True

    def _left_over(self) -> HttpResponse:
        """What was typed where nothing is any more."""
        base = self._base()
        if base is None:
            raise Http404("no such section")
        messages.error(
            self.request,
            _(
                "What this page was about is not in the case any more: somebody else took it out, or gave it another "
                "short name. Nothing was saved. What you typed stands below, to be put in elsewhere."
            ),
        )
        return _page(self.request, self.case, self.was, base, opened=self.typed["base"])

    @property
    def _base_hash(self) -> str:
        return self.typed.get("base", "").partition("-")[2] or version_of(self.case.text)

    def _base_text(self) -> str:
        """The file as it was when the page was opened, if that draft is still there."""
        number = self.typed.get("base", "").partition("-")[0]
        revision = self.case.revisions.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        text = revision.content["text"] if isinstance(revision, Revision) else ""
        if version_of(text) != self._base_hash or writing.document_of(text) is None:
            return ""
        return text

    def _base(self) -> Section | None:
        """The section as it was when the page was opened."""
        text = self._base_text()
        return _section(self.case, self.was, self.typed, text) if text else None

    def _fits(self, shown: Section) -> bool:
        """Whether what was typed goes together with what somebody else saved; marks the fields where it does not."""
        base = self._base()
        if base is None:
            for entry in shown.entries:
                if entry.path and entry.changed and entry.shown is not None:
                    entry.theirs = ", ".join(filter(None, entry.shown)) or "—"
            return not any(entry.theirs for entry in shown.entries)
        before = {self.moved.get(entry.name, entry.name): entry for entry in base.entries if entry.path}
        now = {entry.name for entry in shown.entries}
        lost = [entry for name, entry in before.items() if entry.changed and name not in now]
        for entry in shown.entries:
            old = before.get(entry.name)
            if old is None or not entry.path:
                continue
            if not old.changed:
                entry.typed = None  # theirs stays
            elif entry.shown != old.shown and entry.changed and entry.shown is not None:
                entry.theirs = ", ".join(filter(None, entry.shown)) or "—"
        for entry in lost:
            words = ", ".join(filter(None, entry.typed or ()))
            told = _("They took out “%(field)s”, where you typed: %(words)s") % {"field": entry.name, "words": words}
            messages.warning(self.request, told)
        return not lost and not any(entry.theirs for entry in shown.entries)

    def _save(self, shown: Section) -> HttpResponse:
        case = self.case
        parties = _parties_taken_out(shown)
        left = leaving.conditions_on(shown.document, parties)
        combinations = leaving.combinations_with(shown.document, parties)
        if not shown.put(shown.document):
            messages.error(self.request, _("Nothing was saved yet: see the marked fields."))
            return _page(self.request, case, self.where, shown)
        document = shown.document
        goes_on = not {"publish", "submit"}.isdisjoint(self.typed)
        if document.text == case.text:
            if goes_on:
                publishing.act(self.request, case)
            else:
                messages.info(self.request, _("Nothing was changed."))
            return redirect("case_form", self.pk, self.where)
        if left:
            messages.warning(self.request, _told_of_conditions(left))
        if combinations:
            messages.warning(self.request, _told_of_combinations(combinations))
        steps = self.where.split("/")
        for kind, before, after in shown.renamed:  # the ids of an issue and of its effect are part of the address
            place = {"issues": 1, "effects": 2}.get(kind, len(steps))
            if steps[place : place + 1] == [before]:
                steps[place] = after
        drafts.save(case, document.text, self.request.user)
        if goes_on:
            publishing.act(self.request, drafts.opened(self.request, self.pk))
        else:
            _tell_saved(self.request, case)
        # the script that keeps what is typed is told that this is saved
        saved = urlencode({"saved": self.typed.get("base", "")})
        return redirect(f"{reverse('case_form', args=[self.pk, '/'.join(steps)])}?{saved}")
