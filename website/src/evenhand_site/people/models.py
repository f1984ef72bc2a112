"""People: members of every kind, authors, experts; one record for all languages, names in every script."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from evenhand_site.house.translated import translated
from evenhand_site.people.forms import PersonForm
from evenhand_site.people.naming import fold, slug_of, sort_key
from evenhand_site.people.speaking import codes_are_right, codes_of

__all__ = ["Affiliation", "PeoplePage", "Person", "orcid_is_right"]


def orcid_is_right(orcid: str) -> None:
    """Refuse an ORCID whose form or check digit is wrong (ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", orcid):
        raise ValidationError(_("An ORCID looks like 0000-0002-1825-0097."))
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    if orcid[-1] != "0123456789X"[(12 - total % 11) % 11]:
        raise ValidationError(_("The last character of this ORCID does not fit the others: a digit may be mistyped."))


class Person(index.Indexed, ClusterableModel):
    """Somebody who writes, speaks or belongs to the network.

    ``family`` and ``given`` are as English texts print them, those in Russian and Ukrainian stand beside them.
    ``order_en`` and its like are the place in the alphabet of a language, ``findable`` all names folded: both are made
    when a record is saved (see `naming`).
    """

    ORDERED = ("en", "ru", "uk")

    class Membership(models.TextChoices):
        CORE = "core", _("core member")
        COLLEGIUM = "collegium", _("collegium member")
        ASSOCIATE = "associate", _("associate member")
        NONE = "", _("not a member")

    slug = models.SlugField(
        _("slug"),
        unique=True,
        blank=True,
        allow_unicode=True,
        max_length=120,
        help_text=_("The end of the profile's address. Left empty: made from the name."),
    )
    given = models.CharField(_("given names"), max_length=120, blank=True)
    family = models.CharField(_("family name"), max_length=120)
    given_ru = models.CharField(_("given names in Russian"), max_length=120, blank=True)
    family_ru = models.CharField(_("family name in Russian"), max_length=120, blank=True)
    given_uk = models.CharField(_("given names in Ukrainian"), max_length=120, blank=True)
    family_uk = models.CharField(_("family name in Ukrainian"), max_length=120, blank=True)
    own_name = models.CharField(
        _("name in its own script"),
        max_length=240,
        blank=True,
        help_text=_("Where it is none of the above: 李明, ქეთევან …"),
    )
    membership = models.CharField(_("membership"), max_length=12, choices=Membership.choices, blank=True, db_index=True)
    executive = models.CharField(
        _("office in the executive committee"),
        max_length=120,
        blank=True,
        help_text=_("Left empty: not in the committee."),
    )
    executive_ru = models.CharField(_("office in Russian"), max_length=120, blank=True)
    executive_uk = models.CharField(_("office in Ukrainian"), max_length=120, blank=True)
    expert_on = ParentalManyToManyField(
        "publications.Topic", blank=True, related_name="experts", verbose_name=_("expert on")
    )
    biography = RichTextField(_("biography"), blank=True, features=["bold", "italic", "link"])
    biography_ru = RichTextField(_("biography in Russian"), blank=True, features=["bold", "italic", "link"])
    biography_uk = RichTextField(_("biography in Ukrainian"), blank=True, features=["bold", "italic", "link"])
    orcid = models.CharField("ORCID", max_length=19, blank=True, validators=[orcid_is_right])
    languages = models.CharField(
        _("languages"),
        max_length=200,
        blank=True,
        validators=[codes_are_right],
    )
    website = models.URLField(_("web page"), blank=True)
    photograph = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photograph"),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
        help_text=_("With an account a member submits memos."),
    )
    order_en = models.CharField(max_length=240, editable=False, default="", db_index=True)
    order_ru = models.CharField(max_length=240, editable=False, default="", db_index=True)
    order_uk = models.CharField(max_length=240, editable=False, default="", db_index=True)
    findable = models.TextField(editable=False, default="")

    search_fields = [
        index.SearchField("family", boost=3),
        index.SearchField("given", boost=2),
        index.SearchField("family_ru"),
        index.SearchField("given_ru"),
        index.SearchField("family_uk"),
        index.SearchField("given_uk"),
        index.SearchField("own_name"),
        index.AutocompleteField("family"),
        index.AutocompleteField("given"),
        index.AutocompleteField("family_ru"),
        index.AutocompleteField("family_uk"),
    ]
    base_form_class = PersonForm
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("given"), FieldPanel("family")]),
                FieldRowPanel([FieldPanel("given_ru"), FieldPanel("family_ru")]),
                FieldRowPanel([FieldPanel("given_uk"), FieldPanel("family_uk")]),
                FieldPanel("own_name"),
                FieldPanel("slug"),
            ],
            _("Names"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("membership"),
                FieldPanel("executive"),
                FieldRowPanel([FieldPanel("executive_ru"), FieldPanel("executive_uk")]),
                FieldPanel("expert_on", widget=CheckboxSelectMultiple),
            ],
            _("In the network"),
        ),
        InlinePanel("affiliations", label=_("affiliation")),
        MultiFieldPanel(
            [FieldPanel("biography"), FieldPanel("biography_ru"), FieldPanel("biography_uk")], _("Biography")
        ),
        MultiFieldPanel(
            [
                FieldPanel("photograph"),
                FieldPanel("orcid"),
                FieldPanel("languages"),
                FieldPanel("website"),
                FieldPanel("account"),
            ],
            _("Further"),
        ),
    ]

    class Meta:
        ordering = ["family", "given", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name_in("en")

    def clean(self) -> None:
        super().clean()
        self.languages = ",".join(codes_of(self.languages))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        for language in self.ORDERED:
            given, family = self._names(language)
            setattr(self, f"order_{language}", sort_key(family, given, language))
        self.findable = fold(" ".join([self.given, self.family, *self.other_names]))
        if kwargs.get("update_fields") is not None:
            made = ["slug", "findable", *(f"order_{language}" for language in self.ORDERED)]
            kwargs["update_fields"] = {*kwargs["update_fields"], *made}
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        slug = wanted = slug_of(self.name_in("en"))
        number = 1
        while Person.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def _names(self, language: str) -> tuple[str, str]:
        """Given and family name as texts in ``language`` print them."""
        if language in {"ru", "uk"} and getattr(self, f"family_{language}"):
            return getattr(self, f"given_{language}"), getattr(self, f"family_{language}")
        return self.given, self.family

    def name_in(self, language: str) -> str:
        """The name as texts in ``language`` print it; the Latin form where there is no other."""
        return " ".join(self._names(language)).strip()

    @property
    def other_names(self) -> list[str]:
        """The names in the scripts beside the Latin one, each once."""
        written = [f"{self.given_ru} {self.family_ru}", f"{self.given_uk} {self.family_uk}", self.own_name]
        return list(dict.fromkeys(name.strip() for name in written if name.strip()))

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_in(get_language() or "en")

    @property
    def life(self) -> str:
        """The biography in the language of the page, else in English."""
        return translated(self, "biography")

    @property
    def office(self) -> str:
        """The office in the executive committee, in the language of the page."""
        return translated(self, "executive")

    @property
    def present(self) -> list[Affiliation]:
        """Where the person works now, in the order that the record gives."""
        return [each for each in self.affiliations.all() if not each.is_over]

    @property
    def past(self) -> list[Affiliation]:
        """Where the person used to work."""
        return [each for each in self.affiliations.all() if each.is_over]

    @property
    def affiliation(self) -> str:
        """The first of the present affiliations in words, for lists; empty where there is none."""
        return next((str(each) for each in self.present), "")

    def affiliation_in(self, year: int) -> str:
        """The first of the affiliations of a year, in words; empty where there was none."""
        return next((str(each) for each in self.affiliations.all() if each.holds_in(year)), "")

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class Affiliation(Orderable):
    """Where somebody works or worked, and as what; ``place`` and ``post`` are so called in the language of the page."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.CharField(_("institution"), max_length=200)
    institution_ru = models.CharField(_("institution in Russian"), max_length=200, blank=True)
    institution_uk = models.CharField(_("institution in Ukrainian"), max_length=200, blank=True)
    role = models.CharField(_("position"), max_length=200, blank=True)
    role_ru = models.CharField(_("position in Russian"), max_length=200, blank=True)
    role_uk = models.CharField(_("position in Ukrainian"), max_length=200, blank=True)
    since = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("institution")]),
        FieldRowPanel([FieldPanel("role_ru"), FieldPanel("institution_ru")]),
        FieldRowPanel([FieldPanel("role_uk"), FieldPanel("institution_uk")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.post, self.place) if part)

    @property
    def place(self) -> str:
        return translated(self, "institution")

    @property
    def post(self) -> str:
        return translated(self, "role")

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The last year lies before the first.")})

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < date.today().year

    def holds_in(self, year: int) -> bool:
        return (self.since or year) <= year <= (self.until or year)


class PeoplePage(Page):
    """A list of people: all members, one kind of members, the executive committee, or the experts on a subject."""

    class Shows(models.TextChoices):
        ALL = "all", _("all members")
        CORE = "core", _("core members")
        COLLEGIUM = "collegium", _("collegium members")
        ASSOCIATE = "associate", _("associate members")
        EXECUTIVE = "executive", _("the executive committee")
        EXPERTS = "experts", _("experts on a topic")
        EVERYBODY = "everybody", _("everybody, authors too")

    shows = models.CharField(_("shows"), max_length=12, choices=Shows.choices, default=Shows.ALL)
    topic = models.ForeignKey(
        "publications.Topic",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("topic"),
    )
    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("shows"), FieldPanel("topic")]),
    ]
    parent_page_types = ["house.HomePage", "house.HousePage", "taskforces.TaskForce"]
    page_description = _("Members, the executive committee or experts; the list fills itself from people's records.")
    template = "people/people_page.html"

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")

    def clean(self) -> None:
        super().clean()
        if self.shows != self.Shows.EXPERTS:
            self.topic = None
