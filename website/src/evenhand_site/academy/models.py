"""The online academy: courses and syllabi."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenhand_site.publications.models import Publication

__all__ = ["Course"]


class Course(Publication):
    """A course, or the syllabus of one; its lecturers are its authors."""

    KIND = Publication.Kind.COURSE

    institution = models.CharField(_("institution"), max_length=200, blank=True)
    term = models.CharField(_("term"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=80, blank=True)
    syllabus = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("syllabus"),
    )
    enrolment = models.URLField(_("where to enrol or watch"), blank=True)

    content_panels = [
        *Publication.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("institution"), FieldPanel("term"), FieldPanel("level")]),
                FieldPanel("syllabus"),
                FieldPanel("enrolment"),
            ],
            _("Course"),
        ),
        *Publication.content_panels[1:],
    ]
    page_description = _("A course with its lecturers, or the syllabus of one.")
    template = "academy/course.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def syllabus_type(self) -> str:
        """The kind of file, by its ending: PDF, DOCX."""
        return self.syllabus.file_extension.upper() if self.syllabus else ""
