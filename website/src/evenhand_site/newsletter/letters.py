"""The letter of an issue to one subscriber: HTML with plain text beside it, and the headers of a list."""

from __future__ import annotations

import html
import re
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urljoin, urlsplit

import nh3
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.rich_text import expand_db_html

from evenhand_site.house.surroundings import edition_here
from evenhand_site.newsletter import links
from evenhand_site.newsletter.models import Issue, Subscriber
from evenhand_site.publications.cards import Card, cards
from evenhand_site.publications.models import Publication

__all__ = ["key", "letter", "page", "read_key"]

_KEY = re.compile(r"\b(\d{1,18})\.(\d{1,18})\.([0-9a-f]{16})\b")


def letter(issue: Issue, subscriber: Subscriber, texts: list[Publication]) -> EmailMultiAlternatives:
    """The letter, ready to be sent. The same issue and subscriber give the same Message-ID."""
    with override(subscriber.language):
        words = _words(issue, subscriber, texts)
        subject, plain = words["subject"], render_to_string("newsletter/letters/issue.txt", words)
        rich = render_to_string("newsletter/letters/issue.html", words)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    sign, leave = key(issue.pk, subscriber.pk), words["leave"]
    headers = {
        "From": formataddr((words["network"], address)),
        "Message-ID": f"<{sign}.newsletter@{_host()}>",
        "List-Id": f"<newsletter.{_host()}>",  # RFC 2919
        "List-Unsubscribe": f"<{leave}>",  # RFC 8058, with the next
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",  # RFC 3834
    }
    made = EmailMultiAlternatives(subject, plain, _envelope(address, sign), [subscriber.email], headers=headers)
    made.attach_alternative(rich, "text/html")
    return made


def page(issue: Issue, subscriber: Subscriber, texts: list[Publication]) -> str:
    """The letter's HTML, for an editor to look at."""
    with override(subscriber.language):
        return render_to_string("newsletter/letters/issue.html", _words(issue, subscriber, texts))


def key(issue: int, subscriber: int) -> str:
    """A name of a delivery that only this site can make: it stands in the Message-ID and in the envelope."""
    mac = salted_hmac("newsletter.delivery", f"{issue}.{subscriber}", algorithm="sha256").hexdigest()[:16]
    return f"{issue}.{subscriber}.{mac}"


def read_key(words: str) -> tuple[int, int] | None:
    """Issue and subscriber of the first right key in ``words``."""
    for issue, subscriber, _mac in _KEY.findall(words):
        if constant_time_compare(key(int(issue), int(subscriber)), f"{issue}.{subscriber}.{_mac}"):
            return int(issue), int(subscriber)
    return None


def _words(issue: Issue, subscriber: Subscriber, texts: list[Publication]) -> dict[str, Any]:
    edition = edition_here()
    network = _one_line(edition.name if edition else settings.WAGTAIL_SITE_NAME)
    shown = cards(texts)
    return {
        "base_url": settings.BASE_URL,
        "network": network,
        "edition": edition,
        "subject": _one_line(issue.in_language("subject")) or _subject(issue, network, shown),
        "introduction": _clean(issue.in_language("introduction")),
        "introduction_plain": _plain(issue.in_language("introduction")),
        "sections": _by_section(shown, composed=not issue.frequency),
        "language": subscriber.language,
        "leave": links.address(subscriber, "leave") if subscriber.pk else settings.BASE_URL,
        "manage": links.address(subscriber, "manage") if subscriber.pk else settings.BASE_URL,
    }


def _subject(issue: Issue, network: str, shown: list[Card]) -> str:
    if issue.frequency != "every":
        return _("%(network)s: new texts, %(date)s") % {"network": network, "date": date_format(issue.until)}
    others = len(shown) - 1
    title = _one_line(shown[0].title) if shown else network
    if not others:
        return title
    return ngettext("%(title)s, and %(count)s more text", "%(title)s, and %(count)s more texts", others) % {
        "title": title,
        "count": others,
    }


def _by_section(shown: list[Card], *, composed: bool) -> list[tuple[str, list[Card]]]:
    """Texts by the section they stand in, in the order of the issue; what an editor composed keeps its order."""
    if composed:
        return [("", shown)] if shown else []
    sections: dict[str, list[Card]] = {}
    for card in shown:
        sections.setdefault(card.categories[0].label, []).append(card)
    return list(sections.items())


def _envelope(address: str, sign: str) -> str:
    """Where letters that cannot be delivered come back to: an address of this delivery alone (VERP), if set up."""
    if not settings.NEWSLETTER_BOUNCES_TO:
        return address
    local, _at, domain = settings.NEWSLETTER_BOUNCES_TO.rpartition("@")
    return f"{local}+{sign}@{domain}"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _one_line(words: str) -> str:
    """Without line breaks and other marks that could end a header."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in words).split())


def _clean(rich: str) -> str:
    """An editor's rich text with whole addresses, fit for a letter."""

    def whole(_element: str, attribute: str, value: str) -> str:
        return urljoin(settings.BASE_URL + "/", value) if attribute == "href" else value

    return nh3.clean(
        expand_db_html(rich),
        tags={"p", "b", "strong", "i", "em", "a", "br"},
        attributes={"a": {"href"}},
        attribute_filter=whole,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _plain(rich: str) -> str:
    """The same in plain text: a link's address stands behind its words."""
    words = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 (\1)", _clean(rich).replace("<br>", "\n"), flags=re.S)
    return html.unescape(strip_tags(words.replace("</p>", "\n\n"))).strip()
