"""The newsletter: who gets it, its issues, and for each issue and subscriber one delivery, which is the outbox."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from evenhand_site.publications.models import Publication

__all__ = ["Delivery", "Frequency", "Issue", "IssueText", "Subscriber", "Suppression", "one_address"]


def one_address(email: str) -> str:
    """The one way in which an address is written here: small letters, the domain as mail servers know it (IDNA)."""
    local, _at, domain = email.strip().rpartition("@")
    return f"{local}@{punycode(domain)}".lower()


class Frequency(models.TextChoices):
    """How often somebody wishes to hear of new texts."""

    EVERY = "every", _("as texts appear")
    WEEKLY = "weekly", _("once a week")
    MONTHLY = "monthly", _("once a month")


class Subscriber(models.Model):
    """Somebody who has asked for the newsletter, with the dates that prove it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not confirmed yet")
        ACTIVE = "active", _("receives it")
        ENDED = "ended", _("has unsubscribed")
        BOUNCED = "bounced", _("stopped: letters come back")
        COMPLAINED = "complained", _("stopped: has complained")

    class Source(models.TextChoices):
        FORM = "form", _("the form of the site")
        IMPORT = "import", _("an imported list")

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY, db_index=True
    )
    topics = models.ManyToManyField(
        "publications.Topic", blank=True, related_name="+", verbose_name=_("topics"), help_text=_("None: all of them.")
    )
    kinds = models.JSONField(_("kinds of texts"), default=list, blank=True, help_text=_("None: all of them."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    source = models.CharField(_("came by"), max_length=8, choices=Source.choices, default=Source.FORM)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    panels = [
        FieldPanel("email", read_only=True),
        FieldPanel("state", read_only=True),
        FieldPanel("language"),
        FieldPanel("frequency"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldPanel(name, read_only=True) for name in ("source", "asked_at", "confirmed_at", "ended_at")],
            _("Consent"),
        ),
    ]

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return self.email


class Suppression(models.Model):
    """An address that may not be written to or imported again, as a keyed hash: what was erased stays erased.

    Whoever has the address may still subscribe by themselves, except after a complaint.
    """

    class Reason(models.TextChoices):
        ERASED = "erased", _("asked to be forgotten")
        BOUNCED = "bounced", _("letters came back")
        COMPLAINED = "complained", _("complained")

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.digest[:8]}… {self.reason}"

    @staticmethod
    def digest_of(email: str) -> str:
        return salted_hmac("newsletter.suppression", one_address(email), algorithm="sha256").hexdigest()


class Issue(ClusterableModel):
    """What is sent at one time: a digest that is made by the clock, or an issue that an editor composed.

    ``frequency`` is empty for a composed issue, which goes to all; ``until`` is the moment up to which a digest looks.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        SENT = "sent", pgettext_lazy("issue of the newsletter", "sent")
        STOPPED = "stopped", _("stopped")

    frequency = models.CharField(_("digest"), max_length=8, choices=Frequency.choices, blank=True, editable=False)
    until = models.DateTimeField(null=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    subject_ru = models.CharField(_("subject in Russian"), max_length=200, blank=True)
    subject_uk = models.CharField(_("subject in Ukrainian"), max_length=200, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    introduction_ru = RichTextField(_("introduction in Russian"), blank=True, features=["bold", "italic", "link"])
    introduction_uk = RichTextField(_("introduction in Ukrainian"), blank=True, features=["bold", "italic", "link"])
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    scheduled_for = models.DateTimeField(_("to be sent"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("subject"), FieldPanel("subject_ru"), FieldPanel("subject_uk")],
            _("Subject"),
            help_text=_("Readers whose language is left empty get the English words."),
        ),
        MultiFieldPanel(
            [FieldPanel("introduction"), FieldPanel("introduction_ru"), FieldPanel("introduction_uk")],
            _("Introduction"),
        ),
        InlinePanel("texts", label=_("text")),
    ]

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = pgettext_lazy("newsletter", "issue")
        verbose_name_plural = pgettext_lazy("newsletter", "issues")
        constraints = [models.UniqueConstraint(fields=["frequency", "until"], name="a_digest_once")]

    def __str__(self) -> str:
        return self.subject or f"{self.get_frequency_display()}, {self.until:%Y-%m-%d %H:%M}"

    def clean(self) -> None:
        super().clean()
        if not self.subject.strip() and not self.frequency:
            raise ValidationError({"subject": _("An issue needs a subject in English.")})
        if self.pk and Issue.objects.filter(pk=self.pk).exclude(state=Issue.State.DRAFT).exists():
            raise ValidationError(_("Only a draft can be changed; this issue is scheduled or has gone out."))

    def in_language(self, name: str) -> str:
        """``subject`` or ``introduction`` in the active language, else in English."""
        return getattr(self, f"{name}_{get_language()}", "") or getattr(self, name)


class IssueText(Orderable):
    """A text of an issue; a text stands in one digest of each frequency."""

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="texts")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+", verbose_name=_("text"))
    frequency = models.CharField(max_length=8, blank=True, editable=False)

    panels = [FieldPanel("publication")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["frequency", "publication"], condition=~models.Q(frequency=""), name="announced_once"
            )
        ]


class Delivery(models.Model):
    """One issue for one subscriber: a row of the outbox (see `outbox`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being handed over")
        SENT = "sent", pgettext_lazy("letter of the newsletter", "sent")
        FAILED = "failed", _("refused")
        DOUBTFUL = "doubtful", _("doubtful")

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, related_name="deliveries", verbose_name=pgettext_lazy("newsletter", "issue")
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("subscriber")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_by = models.CharField(max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, db_index=True)
    fault = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    bounce = models.CharField(_("came back with"), max_length=12, blank=True, help_text=_("RFC 3463"))
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="delivered_once")]
        indexes = [models.Index(fields=["state", "due_at"], name="outbox")]

    def __str__(self) -> str:
        return f"{self.subscriber} · {self.issue}"
