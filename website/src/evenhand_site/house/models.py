"""The house around the texts: home page, house pages, and the *edition*, all that surrounds a page in one language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, RevisionMixin, TranslatableMixin
from wagtail.search import index

from evenhand_site.events.clock import time_zones
from evenhand_site.house.blocks import MenuBlock, ResourceBlock, SocialLinkBlock
from evenhand_site.publications.blocks import BODY
from evenhand_site.publications.privacy import AskedOnce

__all__ = ["Edition", "HomePage", "HousePage"]


class HomePage(AskedOnce, Page):
    """The first page in one language: a lead text, what is new in each section, and the strips."""

    lead_text = models.ForeignKey(
        "publications.Publication",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("text at the top"),
        help_text=_("Left empty, the newest text stands at the top."),
    )
    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("lead_text")]
    parent_page_types = ["wagtailcore.Page"]
    template = "house/home_page.html"

    class Meta:
        verbose_name = _("home page")


class HousePage(AskedOnce, Page):
    """A page of the house: about, contact, membership, permissions; its children are listed below it on request."""

    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(BODY, blank=True, verbose_name=_("text"))
    lists_children = models.BooleanField(_("list the pages below this one"), default=False)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("lists_children")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["house.HomePage", "house.HousePage", "publications.Section", "taskforces.TaskForce"]
    page_description = _("About, contact, membership, permissions: a page that is no publication.")
    template = "house/house_page.html"

    class Meta:
        verbose_name = _("house page")

    @property
    def pages_below(self):
        """What is listed below the text."""
        return self.get_children().live().public().specific() if self.lists_children else []


class Edition(TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Everything that surrounds a page in one language: name, contacts, menus, social links, strips, footer."""

    name = models.CharField(_("name of the network"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    zone = models.CharField(
        _("time zone of events"),
        max_length=60,
        choices=time_zones,
        default="UTC",
        help_text=_("The one that a new event begins with."),
    )
    newsletter_invitation = models.CharField(_("words beside the newsletter box"), max_length=200, blank=True)
    menu = StreamField(
        [("item", MenuBlock(label=_("entry")))], blank=True, verbose_name=_("menu"), help_text=_("Up to three levels.")
    )
    footer_menu = StreamField([("item", MenuBlock(label=_("entry")))], blank=True, verbose_name=_("footer menu"))
    social_links = StreamField(
        [("link", SocialLinkBlock(label=_("link")))], blank=True, verbose_name=_("social and podcast links")
    )
    resources = StreamField(
        [("resource", ResourceBlock(label=_("resource")))], blank=True, verbose_name=_("digital resources")
    )
    recommended = models.ForeignKey(
        "publications.Section",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("section of the “recommended” strip"),
    )
    podcast = models.ForeignKey(
        "publications.Section",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("section of the podcast strip"),
    )
    permissions_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("permissions and citation guidelines"),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page on privacy"),
    )
    footer_note = models.CharField(_("note in the footer"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo")], pgettext_lazy("network", "Name")
        ),
        MultiFieldPanel([FieldPanel("address"), FieldPanel("email"), FieldPanel("telephone")], _("Contacts")),
        FieldPanel("menu"),
        FieldPanel("footer_menu"),
        FieldPanel("social_links"),
        FieldPanel("newsletter_invitation"),
        FieldPanel("zone"),
        FieldPanel("resources"),
        FieldPanel("recommended"),
        FieldPanel("podcast"),
        FieldPanel("permissions_page"),
        FieldPanel("privacy_page"),
        FieldPanel("footer_note"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.name} ({self.locale.language_code})"
