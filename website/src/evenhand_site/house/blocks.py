"""What menus, social links and the strip of resources are made of."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

__all__ = ["LinkBlock", "MenuBlock", "ResourceBlock", "SocialLinkBlock"]


class LinkValue(blocks.StructValue):
    """A link to a page of the site or to an address."""

    @property
    def href(self) -> str:
        """Where it leads; empty where the page is not public or gone."""
        page = self.get("page")
        return ((page.url if page.live else "") if page else self.get("address")) or ""

    @property
    def text(self) -> str:
        page = self.get("page")
        return self.get("label") or (page.title if page else self.get("address")) or ""


class LinkBlock(blocks.StructBlock):
    """A label, and a page of the site or an address: one of the two."""

    label = blocks.CharBlock(required=False, label=_("label"), help_text=_("Left empty: the title of the page."))
    page = blocks.PageChooserBlock(required=False, label=_("page"))
    address = blocks.CharBlock(required=False, label=_("or address"), help_text=_("https://…, /… or mailto:…"))

    class Meta:
        value_class = LinkValue
        icon = "link"

    def clean(self, value):
        cleaned = super().clean(value)
        address = cleaned.get("address") or ""
        if bool(cleaned.get("page")) == bool(address):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError(_("Give a page or an address, one of the two."))}
            )
        if address and not address.startswith(("https://", "http://", "/", "mailto:", "#")):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError(_("An address begins with https://, / or mailto:."))}
            )
        if address and not (cleaned.get("label") or "").strip():
            raise blocks.StructBlockValidationError({"label": ValidationError(_("An address needs a label."))})
        return cleaned


class SubMenuBlock(LinkBlock):
    """An entry of the second level with its own entries."""

    entries = blocks.ListBlock(LinkBlock(), default=[], label=_("third level"))


class MenuBlock(LinkBlock):
    """An entry of the first level with its own entries."""

    entries = blocks.ListBlock(SubMenuBlock(), default=[], label=_("second level"))


class SocialLinkBlock(LinkBlock):
    """One of the network's places elsewhere; the kind chooses the icon."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("facebook", "Facebook"),
            ("twitter", "Twitter"),
            ("x", "X"),
            ("youtube", "YouTube"),
            ("podcast", _("Podcast")),
            ("rss", "RSS"),
            ("mastodon", "Mastodon"),
            ("bluesky", "Bluesky"),
            ("telegram", "Telegram"),
            ("linkedin", "LinkedIn"),
            ("other", _("other")),
        ],
        label=_("kind"),
    )


class ResourceBlock(LinkBlock):
    """A tile of the strip of digital resources."""

    sign = blocks.CharBlock(required=False, max_length=4, label=_("sign"), help_text=_("One character, such as 📚."))
    summary = blocks.CharBlock(required=False, max_length=160, label=_("summary"))
