"""Comments on texts: moderated, threaded, plain text; and the rules that editors set for them."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from evenhand_site.publications.models import Publication

__all__ = ["Comment", "CommentRules"]


@register_setting(icon="comment")
class CommentRules(BaseGenericSetting):
    """What editors decide about comments on the whole site."""

    closed_after_days = models.PositiveSmallIntegerField(
        _("close after days"), default=0, help_text=_("Counted from the date of the text; 0: never.")
    )
    links_allowed = models.PositiveSmallIntegerField(_("links in one comment"), default=3)
    addresses_kept_days = models.PositiveSmallIntegerField(
        _("forget e-mail addresses after days"), default=365, help_text=_("0: keep them.")
    )

    panels = [FieldPanel("closed_after_days"), FieldPanel("links_allowed"), FieldPanel("addresses_kept_days")]

    class Meta:
        verbose_name = _("rules for comments")

    def allow(self, page: Publication) -> bool:
        """Whether a text takes comments today."""
        late = self.closed_after_days and timezone.localdate() > page.date + timedelta(days=self.closed_after_days)
        return page.open_to_comments and not late


class EditForm(WagtailAdminModelForm):
    """What a moderator changes is traced: the words as they were written stay, the page says that they were edited."""

    def save(self, commit: bool = True) -> Comment:
        if "text" in self.changed_data:
            self.instance.text_as_written = self.instance.text_as_written or self.initial["text"]
            self.instance.edited = timezone.now()
        return super().save(commit)


class Comment(models.Model):
    """What somebody wrote below a text.

    ``uid`` names the comment for good: a form that is sent twice carries the same one, so does a line that is
    imported twice. ``author_email`` is never shown.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("awaits moderation")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        SPAM = "spam", _("spam")

    class Voice(models.TextChoices):
        READER = "", _("reader")
        AUTHOR = "author", _("author of the text")
        EDITOR = "editor", _("editor")

    class Follow(models.TextChoices):
        NO = "", _("no")
        ASKED = "asked", _("asked for")
        CONFIRMED = "yes", _("confirmed")

    LONGEST = 5000

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="comments", verbose_name=_("text"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies", verbose_name=_("reply to")
    )
    author_name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    author_email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    author_url = models.URLField(_("web page"), blank=True, max_length=300)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    voice = models.CharField(_("writes as"), max_length=8, choices=Voice.choices, blank=True)
    text = models.TextField(_("comment"), blank=True)
    text_as_written = models.TextField(_("as it was written"), blank=True, editable=False)
    created = models.DateTimeField(_("written"), default=timezone.now, db_index=True)
    edited = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING, db_index=True)
    follow = models.CharField(_("letters about replies"), max_length=5, choices=Follow.choices, blank=True)
    address_hash = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    imported_id = models.CharField(_("number in the system it came from"), max_length=64, blank=True, editable=False)

    base_form_class = EditForm
    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("author_name"), FieldPanel("author_url")]),
        FieldPanel("state"),
        FieldPanel("page", read_only=True),
        FieldPanel("parent", read_only=True),
        FieldPanel("author_email", read_only=True),
        FieldPanel("created", read_only=True),
        FieldPanel("edited", read_only=True),
        FieldPanel("text_as_written", read_only=True),
    ]

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["page", "state", "created"], name="comment_thread")]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "imported_id"], condition=~models.Q(imported_id=""), name="comment_imported_once"
            )
        ]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        words = " ".join(self.text.split())
        return f"{self.author_name}: {words[:60]}{'…' if len(words) > 60 else ''}"

    def writer(self) -> str:
        return self.author_name or str(_("Name withdrawn"))

    writer.short_description = pgettext_lazy("person", "name")

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is read, on whichever page of the text's comments that is."""
        return f"{self.page.url}?comment={self.pk}#{self.anchor}"
