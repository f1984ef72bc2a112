"""Cases as they are written, runs of the engine, what these found, and a page that sets an argument beside it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import (
    AbstractGroupApprovalTask,
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from evenhand_site.cases.findings import Findings
from evenhand_site.cases.writing import examine, refuse_faults

__all__ = ["ArgumentsPage", "Case", "CaseReview", "CaseStudy", "EmbedRules", "Run"]

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.I)
"""A site as the header names it that says who may show a page in a frame."""
NAMED = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*\Z", _("Small letters, digits and hyphens, beginning with a letter or a digit.")
)
TAKEN = frozenset(
    ["api", "chapters", "draft", "drafts", "embed", "feed", "files", "new", "runs", "search", "versions", "what-if"]
)
"""What a case cannot be called: pages of the site stand at these addresses, or would be looked for there."""
CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
LETTERS = {"ru": "ёъыэ", "uk": "ґєії"}
"""Letters that Russian has and Ukrainian has not, and the reverse."""
HEAVY = ("analysis", "chapters", "names", "file")


class Case(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A case while it is written: its file, with drafts, revisions and review; what was published is a `CaseStudy`.

    ``text`` is the case file itself and the only place where the case stands: forms write into it. A draft may have
    faults; what is published has none.
    """

    case_id = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        validators=[NAMED],
        help_text=_("As in the first line of its file: small letters, digits and hyphens. It is part of the address."),
    )
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("case file"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["title", "case_id"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    preview_modes: list = []

    @property
    def admin_url(self) -> str:
        """Where it is written as YAML."""
        return reverse(self.snippet_viewset.get_url_name("edit"), args=[self.pk])

    @property
    def history_url(self) -> str:
        """Where its earlier drafts are listed, compared and put back."""
        return reverse(self.snippet_viewset.get_url_name("history"), args=[self.pk])

    def __str__(self) -> str:
        return self.title or self.case_id

    def clean_fields(self, exclude: Any = None) -> None:
        """Refuse a name whose address is that of a page of the site."""
        super().clean_fields(exclude=exclude)
        if self.case_id in TAKEN and "case_id" not in (exclude or ()):
            raise ValidationError({"case_id": _said_of_taken(self.case_id)})

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> None:
        """Publish what a revision holds; `runs.after_publishing` then has it analysed.

        Raises
        ------
        ValidationError
            If its file has faults; nothing is published then.
        """
        case = revision.as_object()
        refuse_faults(case.text, case.case_id)
        super().publish(revision, user=user, **kwargs)


def _said_of_taken(name: str) -> str:
    return gettext("“%(name)s” is the address of a page of the site; give the case another name.") % {"name": name}


class CaseReview(AbstractGroupApprovalTask):
    """The editors' review of a case: what has faults cannot be approved, since approving publishes."""

    def get_actions(self, obj: Any, user: Any) -> list:
        actions = super().get_actions(obj, user)
        latest = obj.get_latest_revision_as_object()
        if actions and examine(latest.text, latest.case_id).faults:
            return [action for action in actions if action[0] != "approve"]
        return actions

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        if action_name == "approve":  # what is approved is the file as it stands now, the editor's changes included
            task_state.revision = task_state.workflow_state.content_object.get_latest_revision()
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    class Meta:
        verbose_name = _("case review")
        verbose_name_plural = _("case reviews")


class Run(models.Model):
    """One analysis that was asked for: once for the same content, however often it is asked for.

    ``key`` is the SHA-256 of what decides the result: the case file, draws, seed, engine. Whoever works on it holds a
    lease that must be renewed; a run whose lease has run out belongs to nobody and is taken up by another worker.
    ``asked_by`` asked for it first, or began it anew; ``askers`` are all who ever did.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(_("key"), max_length=64, unique=True)
    case_id = models.CharField(_("case"), max_length=120, db_index=True)
    file = models.TextField(_("case file"))
    draws = models.PositiveIntegerField(_("draws"))
    seed = models.PositiveBigIntegerField(_("seed"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, db_index=True)
    part = models.CharField(_("at work on"), max_length=200, blank=True)
    done = models.PositiveIntegerField(_("parts done"), default=0)
    total = models.PositiveIntegerField(_("parts"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    lease = models.DateTimeField(_("lease"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    study = models.ForeignKey("CaseStudy", models.SET_NULL, null=True, blank=True, related_name="runs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    askers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, editable=False, related_name="asked_runs")
    asked = models.DateTimeField(pgettext_lazy("run", "asked for"), auto_now_add=True)
    ended = models.DateTimeField(pgettext_lazy("run", "ended"), null=True, blank=True)

    class Meta:
        ordering = ["-asked", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    def __str__(self) -> str:
        return f"{self.case_id} {self.key[:12]} {self.state}"

    @property
    def short(self) -> str:
        """The beginning of the version that is analysed."""
        return hashlib.sha256(self.file.encode()).hexdigest()[:12]


class Light(models.Manager):
    """Studies without their long texts, which are fetched when somebody asks for them."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer(*HEAVY)

    def newest(self, case_id: str) -> CaseStudy | None:
        """What stands at the address of a case."""
        return self.filter(case_id=case_id).order_by("-created", "-pk").first()

    def of_every_case(self) -> list[CaseStudy]:
        """The newest study of each case."""
        found: dict[str, CaseStudy] = {}
        for study in self.order_by("case_id", "-created", "-pk"):
            found.setdefault(study.case_id, study)
        return list(found.values())


class CaseStudy(models.Model):
    """An analysis of one version of a case file, as it was computed; never changed, a new version is a new study.

    ``version`` is the SHA-256 of the case file. ``analysis`` is the document of `evenhand.analyse` as JSON text, in
    the order in which it was made (a database's own JSON would lose it); ``chapters`` the documents of a report's
    further chapters by their keys, in the same way; ``names`` those of parties, interests and stances. ``number`` tells
    apart studies of the same file, by another engine or in more draws: each keeps its address for ever.
    """

    case_id = models.CharField(_("case"), max_length=120, db_index=True)
    version = models.CharField(_("version"), max_length=64, help_text=_("SHA-256 of the case file."))
    number = models.PositiveIntegerField(_("which study of this version"), default=1)
    title = models.CharField(_("title"), max_length=300)
    as_of = models.CharField(_("as of"), max_length=10, blank=True)
    draws = models.PositiveIntegerField(_("draws"))
    seed = models.PositiveBigIntegerField(_("seed"))
    engine = models.CharField(_("computed by Evenhand"), max_length=40)
    created = models.DateTimeField(_("computed on"), auto_now_add=True)
    analysis = models.TextField(_("analysis"))
    chapters = models.TextField(_("chapters"), default="{}")
    names = models.TextField(_("names"))
    file = models.TextField(_("case file"))

    objects = Light()

    class Meta:
        ordering = ["case_id", "-created", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("study of a case")
        verbose_name_plural = _("studies of cases")
        constraints = [
            models.UniqueConstraint(fields=["case_id", "version", "draws", "seed", "engine"], name="a_study_once"),
            models.UniqueConstraint(fields=["case_id", "version", "number"], name="a_number_once"),
        ]

    def __str__(self) -> str:
        """As a choice has it: the title, day and time of the version, the draws, and the version itself."""
        told = ngettext("%(title)s, %(day)s, %(count)s draw (%(version)s)",
                        "%(title)s, %(day)s, %(count)s draws (%(version)s)", self.draws)  # fmt: skip
        day = date_format(localtime(self.created), "DATETIME_FORMAT") if self.created else "—"
        count = number_format(self.draws, force_grouping=True)
        return told % {"title": self.name, "day": day, "count": count, "version": self.short}

    @property
    def name(self) -> str:
        """The title in the language of the page, where it is known there."""
        return pgettext("name in a case", self.title)

    @property
    def foreign(self) -> str:
        """The language of the name where it is not the page's; empty where it is, or where it cannot be told."""
        if self.name != self.title:  # it is known in the page's language
            return ""
        own = self._language()
        return "" if own == (get_language() or "en").partition("-")[0] else own

    def _language(self) -> str:
        """The language of the title by its letters; empty where it cannot be told.

        A case file names no language, but those into which it is translated, of which it is none: they decide where the
        letters of the title leave it open, and at last the letters of the file.
        """
        if not CYRILLIC.search(self.title):
            return "en" if LATIN.search(self.title) else ""
        if told := _by_letters(self.title):
            return told
        left = [language for language in LETTERS if language not in self._translated]
        return "".join(left) if len(left) < 2 else _by_letters_of_file(self.pk, self.version)

    @property
    def _translated(self) -> frozenset[str]:
        return _translations(self.pk, self.version)

    @property
    def short(self) -> str:
        """The beginning of the version, enough to tell versions apart."""
        return self.version[:12]

    @property
    def findings(self) -> Findings:
        """What the study found, read once in each process."""
        return _findings(self.pk, self.version, self.draws, self.seed, self.engine)

    @property
    def chapter_documents(self) -> dict[str, Any]:
        """The documents of the report's further chapters by their names."""
        return json.loads(CaseStudy.objects.values_list("chapters", flat=True).get(pk=self.pk))

    @property
    def place(self) -> str:
        """What names this study in addresses, after the case: its version, and its number from the second on."""
        return self.short if self.number == 1 else f"{self.short}-{self.number}"

    @property
    def newer(self) -> CaseStudy | None:
        """The study that stands at the address of the case now, if that is another one."""
        newest = CaseStudy.objects.newest(self.case_id)
        return newest if newest and newest.pk != self.pk else None

    def get_absolute_url(self) -> str:
        return reverse("case_version", args=[self.case_id, self.place])


def _by_letters(text: str) -> str:
    """Which of the languages in Cyrillic letters has more of its own letters in a text; empty where neither has."""
    small = text.lower()
    counts = {language: sum(map(small.count, letters)) for language, letters in LETTERS.items()}
    most = [language for language, count in counts.items() if count == max(counts.values())]
    return most[0] if len(most) == 1 else ""


@lru_cache(maxsize=500)
def _by_letters_of_file(pk: int, _version: str) -> str:
    return _by_letters(CaseStudy.objects.values_list("file", flat=True).get(pk=pk))


@lru_cache(maxsize=500)
def _translations(pk: int, _version: str) -> frozenset[str]:
    """The languages in which a case file gives its names beside its own."""
    return frozenset(json.loads(CaseStudy.objects.values_list("names", flat=True).get(pk=pk)).get("stances_in", {}))


@lru_cache(maxsize=16)
def _findings(pk: int, *_identity: object) -> Findings:
    texts = CaseStudy.objects.values_list("analysis", "names", "chapters").get(pk=pk)
    return Findings(*map(json.loads, texts))


def check_origins(text: str) -> None:
    """Raise ValidationError, naming the first line that is not the address of a site."""
    for line in text.splitlines():
        if line.strip() and not ORIGIN.fullmatch(line.strip()):
            raise ValidationError(
                _("“%(line)s” is not the address of a site; expected one like https://www.example.org"),
                params={"line": line.strip()[:200]},
            )


@register_setting(icon="code")
class EmbedRules(BaseGenericSetting):
    """Which other sites may show findings in a frame."""

    sites = models.TextField(
        _("sites"),
        blank=True,
        max_length=10_000,
        validators=[check_origins],
        help_text=_("One address on each line, such as https://www.example.org; https://*.example.org for all below."),
    )

    panels = [FieldPanel("sites")]

    class Meta:
        verbose_name = _("other sites that show findings")

    @property
    def origins(self) -> list[str]:
        """The addresses, in their order."""
        return [line.strip() for line in self.sites.splitlines() if ORIGIN.fullmatch(line.strip())]


class ArgumentsPage(Page):
    """“The argument and the numbers”: the commentary's claims beside what the newest study of a case says."""

    case_id = models.CharField(_("case"), max_length=120, default="us-russia-2013")
    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("case_id")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    parent_page_types = ["house.HomePage", "house.HousePage"]
    page_description = _("The claims of a commentary beside what the newest study of a case says.")
    template = "cases/arguments.html"

    class Meta:
        verbose_name = _("argument and numbers")
        verbose_name_plural = _("arguments and numbers")

    @property
    def study(self) -> CaseStudy | None:
        """The newest study of the case."""
        return CaseStudy.objects.newest(self.case_id)
