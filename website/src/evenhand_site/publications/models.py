"""Publications: what the network publishes, in sections, by authors, on topics.

`Publication` is a text (commentary, something in the news, recommended reading, a policy perspective) and the base
of every other kind: `Memo` and `Counterpoint` here, episodes, events and courses in their own apps. One table holds
what all share, so lists across kinds are one query.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from evenhand_site.publications.blocks import BODY

__all__ = ["Authorship", "Book", "Correction", "Counterpoint", "Footnote", "Memo", "Publication", "Section", "Topic"]


class Topic(index.Indexed, models.Model):
    """A subject that texts are about; one record for all languages."""

    slug = models.SlugField(_("slug"), unique=True, allow_unicode=True, max_length=120)
    name = models.CharField(_("name"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=120, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("name_ru"),
        index.SearchField("name_uk"),
    ]
    panels = [FieldPanel("name"), FieldPanel("name_ru"), FieldPanel("name_uk"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the language of the page, else in English."""
        return getattr(self, f"name_{get_language()}", "") or self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class Section(Page):
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
    template = "publications/section.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def label(self) -> str:
        return f"{self.title} | {self.second_title}" if self.second_title else self.title


class Publication(Page):
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
    cover_description = models.CharField(_("description of the cover for listeners"), max_length=300, blank=True)
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

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("signed_by_network")]),
        InlinePanel("authorships", label=_("author")),
        FieldPanel("credit"),
        FieldPanel("body"),
        InlinePanel("footnotes", label=_("footnote")),
        FieldPanel("author_note"),
        FieldPanel("project_note"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("also_in")], _("Where it belongs")),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_description")], _("Cover")),
        MultiFieldPanel(
            [FieldPanel("original_title"), FieldPanel("original_address"), FieldPanel("doi"), FieldPanel("rights")],
            _("Source"),
        ),
        FieldPanel("open_to_comments"),
        InlinePanel("corrections", label=_("correction")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("kind"),
    ]
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="by_date")]

    def save(self, *args, **kwargs):
        self.kind = self.KIND
        super().save(*args, **kwargs)


class Authorship(Orderable):
    """Somebody's part in a text, with the affiliation at the time of writing."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="authorships", verbose_name=_("person")
    )
    affiliation = models.CharField(_("affiliation at the time"), max_length=300, blank=True)

    panels = [FieldPanel("person"), FieldPanel("affiliation")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["publication", "person"], name="an_author_once")]


class Footnote(Orderable):
    """The text behind a mark ``[^key]`` of the body."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="footnotes")
    key = models.CharField(
        _("key"), max_length=40, help_text=_("Without brackets: [^cbo] in the text has the key cbo.")
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


class Memo(Publication):
    """A policy memo of a numbered series; its PDF is made from the page."""

    KIND = Publication.Kind.MEMO

    series = models.CharField(_("series"), max_length=120, default="Policy Memo")
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Left empty: the next one of the series, at publication.")
    )

    content_panels = [FieldRowPanel([FieldPanel("series"), FieldPanel("number")]), *Publication.content_panels]
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("policy memo")
        verbose_name_plural = _("policy memos")


class Counterpoint(Publication):
    """A question, and two texts on it side by side: point and counterpoint."""

    KIND = Publication.Kind.COUNTERPOINT

    one_text = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("point")
    )
    other_text = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("counterpoint")
    )

    content_panels = [
        *Publication.content_panels[:1],
        FieldRowPanel([FieldPanel("one_text"), FieldPanel("other_text")]),
        *Publication.content_panels[1:],
    ]
    template = "publications/counterpoint.html"

    class Meta:
        verbose_name = _("point and counterpoint")
        verbose_name_plural = _("points and counterpoints")


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
    template = "publications/publication.html"

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
