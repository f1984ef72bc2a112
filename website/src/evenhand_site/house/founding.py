"""Founding a network: what a site must have before anybody writes, made once and mended when something is missing."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from evenhand_site.cases.desk import found_desk
from evenhand_site.house.models import Edition, HomePage
from evenhand_site.submissions.review import found_review

__all__ = ["EDITORS", "MEMBERS", "MODERATORS", "found"]

EDITORS, MEMBERS, MODERATORS = "Editors", "Members", "Moderators"


@transaction.atomic
def found(name: str = "Evenhand network") -> dict[str, HomePage]:
    """Make what is missing: languages, a home page and an edition in each, the site record, the groups.

    Returns the home page of each language. What is there already stays as it is.
    """
    homes: dict[str, HomePage] = {}
    root = Page.get_first_root_node()
    for language, _label in settings.LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=language)
        home = HomePage.objects.filter(locale=locale, depth=2).first()
        if home is None:
            first = next(iter(homes.values()), None)
            home = HomePage(title=name, slug=f"home-{language}", locale=locale)
            if first is not None:
                home.translation_key = first.translation_key
            root.add_child(instance=home)
        homes[language] = home
    english = homes["en"]
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk is None or not isinstance(site.root_page.specific, HomePage):
        welcome = site.root_page if site.pk else None
        site.hostname, site.port, site.site_name, site.root_page = address.hostname or "localhost", port, name, english
        site.save()
        if welcome is not None and welcome.pk != english.pk:  # the page that Wagtail greets with
            welcome.delete()
    _editions(name)
    _groups(root)
    found_review()
    found_desk()
    return homes


def _editions(name: str) -> None:
    key = None
    for locale in Locale.objects.order_by("pk"):
        edition = Edition.objects.filter(locale=locale).first()
        if edition is None:
            edition = Edition(name=name, locale=locale)
            if key:
                edition.translation_key = key
            edition.save()
        key = edition.translation_key


def _groups(root: Page) -> None:
    """Editors may do everything with pages, pictures, files and people; members may enter their own pages only."""
    editors, _made = Group.objects.get_or_create(name=EDITORS)  # Wagtail makes one, too, for pages only
    Group.objects.get_or_create(name=MEMBERS)
    if editors.permissions.filter(content_type__app_label="people").exists():
        return
    subjects = ["house", "people", "publications", "podcasts", "comments", "newsletter", "submissions", "cases"]
    wanted = Permission.objects.filter(content_type__app_label__in=subjects) | Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    tokens = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="apitoken")
    editors.permissions.add(*wanted, *tokens)
    moderators, _made = Group.objects.get_or_create(name=MODERATORS)
    moderators.permissions.add(*wanted.filter(content_type__app_label__in=["comments", "wagtailadmin"]))
    for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for label in ("wagtailimages", "wagtaildocs"):
        for permission in Permission.objects.filter(
            content_type__app_label=label, content_type__model__in=["image", "document"]
        ):
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=permission)
