"""Publications: what the network publishes, in sections, by authors, on topics.

`Publication` is a text (commentary, something in the news, recommended reading, a policy perspective) and the base
of every other kind: `Memo` and `Counterpoint` here, episodes, events and courses in their own apps. One table holds
what all share, so lists across kinds are one query.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Coalesce, NullIf
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable, Page
from wagtail.search import index

from evenhand_site.house.translated import translated
from evenhand_site.publications.blocks import BODY
from evenhand_site.publications.forms import CounterpointForm, PublicationForm
from evenhand_site.publications.privacy import AskedOnce

__all__ = [
    "Authorship",
    "Book",
    "Correction",
    "Counterpoint",
    "Footnote",
    "Memo",
    "Publication",
    "Relation",
    "Section",
    "Topic",
    "Vocabulary",
]


class Topics(models.QuerySet):
    """Many topics."""

    def in_alphabet(self) -> Topics:
        """By their names in the language of the page."""
        own = f"name_{get_language()}"
        known = own in {field.name for field in self.model._meta.fields}
        return self.order_by(Coalesce(NullIf(F(own), Value("")), "name") if known else "name")


class Topic(index.Indexed, models.Model):
    """A subject that texts are about; one record for all languages."""

    slug = models.SlugField(_("slug"), unique=True, allow_unicode=True, max_length=120)
    name = models.CharField(pgettext_lazy("topic", "name"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=120, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("name_ru"),
        index.SearchField("name_uk"),
    ]
    panels = [FieldPanel("name"), FieldPanel("name_ru"), FieldPanel("name_uk"), FieldPanel("slug")]

    objects = Topics.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of the page, else in English."""
        return translated(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class Section(AskedOnce, Page):
    """A section of the site, and a category of texts: its own texts stand below it, others may be shown in it too.

    ``second_title`` is its title in the section's other language; both are printed: “Commentary | Комментарии”.
    """

    class Shows(models.TextChoices):
        TEXTS = "texts", _("texts, newest first")
        MEMOS = "memos", _("memos by number")
        EPISODES = "episodes", _("episodes of a podcast")
        UPCOMING = "upcoming", _("events to come")
        PAST = "past", _("past events")
        COURSES = "courses", _("courses and syllabi")
        BOOKS = "books", _("books")
        COUNTERPOINTS = "counterpoints", _("points and counterpoints")

    second_title = models.CharField(_("title in the second language"), max_length=120, blank=True)
    shows = models.CharField(_("shows"), max_length=16, choices=Shows.choices, default=Shows.TEXTS)
    of_section = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="views",
        verbose_name=_("shows the texts of another section"),
        help_text=_("“Past events” shows those of “Events”."),
    )
    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("second_title"),
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("shows"), FieldPanel("of_section")]),
    ]
    parent_page_types = ["house.HomePage", "house.HousePage", "taskforces.TaskForce", "publications.Section"]
    page_description = _("A list of texts, memos, episodes, events, courses or books; they stand below it.")
    template = "publications/section.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def label(self) -> str:
        return f"{self.title} | {self.second_title}" if self.second_title else self.title

    @property
    def takes(self) -> tuple[str, ...]:
        """The kinds of publications that are written below it; none where it shows those of another section."""
        of_kind = {
            self.Shows.TEXTS: Publication.Kind.TEXT,
            self.Shows.MEMOS: Publication.Kind.MEMO,
            self.Shows.EPISODES: Publication.Kind.EPISODE,
            self.Shows.UPCOMING: Publication.Kind.EVENT,
            self.Shows.PAST: Publication.Kind.EVENT,
            self.Shows.COURSES: Publication.Kind.COURSE,
            self.Shows.BOOKS: Publication.Kind.BOOK,
            self.Shows.COUNTERPOINTS: Publication.Kind.COUNTERPOINT,
        }
        return () if self.of_section_id else (of_kind[self.Shows(self.shows)],)


class Publication(AskedOnce, Page):
    """A text; and what every kind of publication has."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        MEMO = "memo", _("policy memo")
        COUNTERPOINT = "counterpoint", _("point and counterpoint")
        BOOK = "book", _("book")
        EPISODE = "episode", _("podcast episode")
        EVENT = "event", _("event")
        COURSE = "course", _("course")

    KIND = Kind.TEXT
    #: Kinds that follow one another as “previous” and “next”.
    IN_SEQUENCE = (Kind.TEXT, Kind.MEMO, Kind.COUNTERPOINT, Kind.EPISODE)

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TEXT, editable=False)
    date = models.DateField(_("date"), default=date.today)
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences; lists and search results show them.")
    )
    signed_by_network = models.BooleanField(
        _("signed by the network"), default=False, help_text=_("Instead of authors.")
    )
    credit = models.CharField(
        _("credit before the text"), max_length=200, blank=True, help_text=_("Printed in brackets at the start.")
    )
    body = StreamField(BODY, blank=True, verbose_name=_("text"))
    author_note = RichTextField(_("about the authors, at the end"), blank=True, features=["bold", "italic", "link"])
    project_note = RichTextField(_("note on the project or partners"), blank=True, features=["bold", "italic", "link"])
    topics = ParentalManyToManyField(Topic, blank=True, related_name="publications", verbose_name=_("topics"))
    also_in = ParentalManyToManyField(
        Section, blank=True, related_name="shown_too", verbose_name=_("shown in these sections too")
    )
    cover = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover picture"),
    )
    cover_description = models.CharField(_("alternative text of the cover"), max_length=300, blank=True)
    original_title = models.CharField(
        _("first published in"),
        max_length=200,
        blank=True,
        help_text=_("Newspaper, journal or site, where it is not this one."),
    )
    original_address = models.URLField(_("address there"), max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    rights = models.CharField(
        _("rights"), max_length=200, blank=True, help_text=_("Left empty: as the permissions page says.")
    )
    open_to_comments = models.BooleanField(_("open to comments"), default=True)
    related = models.ManyToManyField("self", through="Relation", symmetrical=False, related_name="+", editable=False)

    base_form_class = PublicationForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("date"),
                InlinePanel("authorships", label=_("author"), heading=_("Authors")),
                FieldPanel("signed_by_network"),
                FieldPanel("credit"),
            ],
            _("Date and signature"),
        ),
        FieldPanel("body"),
        InlinePanel(
            "footnotes",
            label=_("footnote"),
            heading=_("Footnotes"),
            help_text=_(
                "Where a note belongs, type [^key] into the text, such as [^1] or [^cbo]; add a note with that key "
                "here. Readers see numbers, in the order of the marks."
            ),
        ),
        MultiFieldPanel([FieldPanel("author_note"), FieldPanel("project_note")], _("Notes at the end")),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("also_in", widget=CheckboxSelectMultiple),
            ],
            _("Where it belongs"),
        ),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_description")], _("Cover")),
        MultiFieldPanel(
            [FieldPanel("original_title"), FieldPanel("original_address"), FieldPanel("doi"), FieldPanel("rights")],
            _("Source and rights"),
        ),
        InlinePanel("corrections", label=_("correction"), heading=_("Corrections")),
        FieldPanel("open_to_comments"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("kind"),
    ]
    #: What a copy or a translation is like is computed for it when it is published.
    default_exclude_fields_in_copy = [*Page.default_exclude_fields_in_copy, "related"]
    parent_page_types = ["publications.Section", "house.HomePage", "taskforces.TaskForce"]
    subpage_types: list[str] = []
    page_description = _("Commentary, something in the news, recommended reading.")
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="by_date")]

    @classmethod
    def can_create_at(cls, parent):
        """Whether a new one may stand there: a section takes the kind that it shows, a home page takes texts."""
        return super().can_create_at(parent) and cls.KIND in getattr(parent.specific, "takes", [Publication.Kind.TEXT])

    @property
    def day(self) -> date:
        """The day that readers know it by: of its publication; of an event, on which it begins."""
        return self.date

    def save(self, *args, **kwargs):
        self.kind = self.KIND
        super().save(*args, **kwargs)


class Authorship(Orderable):
    """Somebody's part in a text, with the affiliation at the time of writing."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="authorships", verbose_name=_("person")
    )
    affiliation = models.CharField(
        _("affiliation at the time"),
        max_length=300,
        blank=True,
        help_text=_("Left empty: the one that the person's record has for the year of the text."),
    )

    panels = [FieldPanel("person"), FieldPanel("affiliation")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["publication", "person"], name="an_author_once")]


class Footnote(Orderable):
    """The text behind a mark ``[^key]`` of the body."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="footnotes")
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[RegexValidator(r"^[\w.:-]+\Z", _("A key is made of letters, digits and . : - _ without spaces."))],
        help_text=_("Without brackets: [^cbo] in the text has the key cbo."),
    )
    text = RichTextField(_("note"), features=["bold", "italic", "link"])

    panels = [FieldPanel("key"), FieldPanel("text")]


class Correction(Orderable):
    """What was corrected after publication, and when; printed under the text."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(_("date"), default=date.today)
    text = RichTextField(_("correction"), features=["bold", "italic", "link"])

    panels = [FieldPanel("date"), FieldPanel("text")]


class Relation(models.Model):
    """“You may also like”: computed when a text is published."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="related_to")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["publication", "other"], name="related_once")]


class Vocabulary(models.Model):
    """The stems of a text with their counts, kept for comparing texts (see `similarity`)."""

    publication = models.OneToOneField(
        Publication, primary_key=True, on_delete=models.CASCADE, related_name="vocabulary"
    )
    stems = models.JSONField(default=dict)


class Memo(Publication):
    """A policy memo of a numbered series; its PDF is made from the page.

    A number belongs to a work, not to a page: translations carry the same one. It is given once and kept.
    """

    KIND = Publication.Kind.MEMO

    series = models.CharField(_("series"), max_length=120, default="Policy Memo")
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Left empty: the next one of the series, at publication.")
    )

    content_panels = [
        *Publication.content_panels[:2],
        FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
        *Publication.content_panels[2:],
    ]
    exclude_fields_in_copy = ["number"]
    page_description = _("A numbered memo; its PDF is made from the page.")
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("policy memo")
        verbose_name_plural = _("policy memos")

    def clean(self):
        super().clean()
        if self.number is not None and self._others().filter(number=self.number).exists():
            raise ValidationError(
                {
                    "number": _("“%(series)s” %(number)s is another memo. Leave the field empty for the next number.")
                    % {"series": self.series, "number": self.number}
                }
            )

    def save(self, *args, **kwargs):
        with transaction.atomic():
            if self.live:  # one at a time: numbers are given and checked while the row is held, until the commit
                Locale.objects.select_for_update().order_by("pk").first()
                if self.number is None:
                    self.number = self._own_number() or self._next_number()
            super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A number that was given at publication is not in the revision: keep it."""
        page = super().with_content_json(content)
        if page.number is None:
            page.number = self.number
        return page

    def _others(self):
        """Memos of the series that are other works."""
        return Memo.objects.filter(series=self.series).exclude(translation_key=self.translation_key)

    def _own_number(self) -> int | None:
        own = Memo.objects.filter(series=self.series, translation_key=self.translation_key, number__isnull=False)
        return own.values_list("number", flat=True).first()

    def _next_number(self) -> int:
        return (self._others().aggregate(last=Max("number"))["last"] or 0) + 1


class Counterpoint(Publication):
    """A question, and two texts on it side by side: point and counterpoint."""

    KIND = Publication.Kind.COUNTERPOINT

    one_text = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("point")
    )
    other_text = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("counterpoint")
    )

    base_form_class = CounterpointForm
    content_panels = [
        *Publication.content_panels[:1],
        FieldRowPanel([FieldPanel("one_text"), FieldPanel("other_text")]),
        *Publication.content_panels[1:],
    ]
    page_description = _("A question, and two texts on it side by side.")
    template = "publications/counterpoint.html"

    class Meta:
        verbose_name = _("point and counterpoint")
        verbose_name_plural = _("points and counterpoints")

    def clean(self):
        super().clean()
        if self.one_text_id and self.one_text_id == self.other_text_id:
            raise ValidationError({"other_text": _("Point and counterpoint must be two different texts.")})
        if self.pk and self.pk in {self.one_text_id, self.other_text_id}:
            raise ValidationError(_("A page cannot be set beside itself: choose two other texts."))


class Book(Publication):
    """A book of the bookstore."""

    KIND = Publication.Kind.BOOK

    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=17, blank=True)
    shop = models.URLField(_("where to buy or read it"), blank=True)

    content_panels = [
        *Publication.content_panels[:2],
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("isbn")]),
        FieldPanel("shop"),
        *Publication.content_panels[2:],
    ]
    page_description = _("A book of the bookstore, with its publisher and where to buy it.")
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
