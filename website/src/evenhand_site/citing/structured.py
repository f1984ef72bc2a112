"""What a page is about in the words of schema.org, as JSON-LD: a text and its trail, a person, the network."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from evenhand_site.citing.names import direct
from evenhand_site.citing.reference import Reference
from evenhand_site.house.templatetags.house import absolute, edition
from evenhand_site.people.models import Person
from evenhand_site.publications.cards import signatures
from evenhand_site.publications.models import Publication

__all__ = ["as_script", "network", "profile", "work"]

Node = dict[str, Any]

_TYPES = {
    "text": "ScholarlyArticle", "memo": "Report", "counterpoint": "Article", "book": "Book",
    "episode": "PodcastEpisode", "event": "Event", "course": "Course",
}  # fmt: skip


def as_script(node: Node) -> SafeString:
    """The data block of a page; signs that could end it or begin a comment are written as escapes."""
    text = json.dumps(node, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def work(publication: Publication, reference: Reference) -> Node:
    """A text with its authors, publisher, translations and files, and the trail that leads to it."""
    return _graph(_work(publication, reference), _trail(publication))


def profile(person: Person) -> Node:
    """Somebody's profile."""
    elsewhere = [f"https://orcid.org/{person.orcid}" if person.orcid else "", person.website]
    node = {
        "@type": "Person",
        "@id": absolute(person.get_absolute_url()),
        "name": person.name,
        "givenName": person.given,
        "familyName": person.family,
        "alternateName": [name for name in (person.name_in("en"), *person.other_names) if name != person.name],
        "url": absolute(person.get_absolute_url()),
        "sameAs": [address for address in elsewhere if address],
        "affiliation": [_organization(each.place) for each in person.present],
        "knowsLanguage": [code.strip() for code in person.languages.split(",") if code.strip()],
        "knowsAbout": [topic.label for topic in person.expert_on.all()],
        "memberOf": _publisher() if person.membership else None,
    }
    return _graph(_known(node))


def network(home: Page) -> Node:
    """The organisation and its site, on a home page."""
    around = edition()
    links = [link.value.href for link in around.social_links] if around else []
    body = {
        **_publisher(),
        "email": around.email if around else "",
        "telephone": around.telephone if around else "",
        "address": " ".join(around.address.split()) if around else "",
        "description": around.tagline if around else "",
        "sameAs": [link for link in links if link.startswith(("https://", "http://"))],
    }
    site = {
        "@type": "WebSite",
        "@id": f"{absolute(home.url)}#site",
        "name": around.name if around else home.title,
        "url": absolute(home.url),
        "inLanguage": home.locale.language_code,
        "publisher": {"@id": body["@id"]},
    }
    return _graph(_known(body), site)


def _work(publication: Publication, reference: Reference) -> Node:
    node = {
        "@type": _TYPES[reference.kind],
        "@id": absolute(publication.url),
        "url": absolute(publication.url),
        "headline" if reference.kind in {"text", "memo", "counterpoint"} else "name": reference.title,
        "description": publication.lead,
        "inLanguage": reference.language,
        "about": [{"@type": "Thing", "name": topic.label} for topic in publication.topics.all()],
    }
    if reference.kind != "event":  # to schema.org an event is no work
        node |= _published(publication, reference)
    return _known(node | _OF_KIND.get(reference.kind, _of_text)(publication, reference))


def _published(publication: Publication, reference: Reference) -> Node:
    """When and by whom a work was published, its versions in other languages, its PDF."""
    translations = Publication.objects.live().public().filter(translation_key=publication.translation_key)
    changed, pdf = publication.last_published_at, ""
    if publication.pk:
        pdf = absolute(reverse("publication-pdf", args=[publication.pk]))
    return {
        "datePublished": reference.date.isoformat() if reference.date else "",
        "dateModified": changed.isoformat() if changed else "",
        "author": _authors(publication, reference),
        "publisher": _publisher(),
        "copyrightNotice": publication.rights,
        "sameAs": f"https://doi.org/{reference.doi}" if reference.doi else "",
        "correction": [_plain(correction.text) for correction in publication.corrections.all()],
        "workTranslation": [
            {
                "@type": _TYPES[reference.kind],
                "@id": absolute(each.url),
                "name": each.title,
                "inLanguage": each.locale.language_code,
            }
            for each in translations.exclude(pk=publication.pk).select_related("locale").order_by("pk")
        ],
        "encoding": {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": pdf} if pdf else None,
    }


def _of_text(_page: Any, _reference: Reference) -> Node:
    return {}


def _of_memo(_page: Any, reference: Reference) -> Node:
    return {"reportNumber": " ".join(filter(None, [reference.series, str(reference.number or "")]))}


def _of_book(_page: Any, reference: Reference) -> Node:
    return {"isbn": reference.isbn, "publisher": _organization(reference.publisher) if reference.publisher else None}


def _of_episode(page: Any, reference: Reference) -> Node:
    sound = page.sound
    return {
        "episodeNumber": reference.number,
        "partOfSeries": {"@type": "PodcastSeries", "name": reference.section} if reference.section else None,
        "duration": f"PT{page.seconds}S" if page.seconds else "",
        "associatedMedia": {"@type": "AudioObject", "contentUrl": absolute(sound.address), "encodingFormat": sound.type}
        if sound
        else None,
    }


def _of_event(page: Any, reference: Reference) -> Node:
    places = [
        {"@type": "Place", "name": page.place, "address": page.place} if page.place else None,
        {"@type": "VirtualLocation", "url": page.online_address} if page.online_address else None,
    ]
    modes = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    mode = modes.get((bool(page.place), bool(page.online_address)))
    return {
        "startDate": (page.day if page.all_day else page.starts).isoformat() if page.starts else "",
        "endDate": (page.last_day or page.day if page.all_day else page.ends).isoformat() if page.ends else "",
        "location": [place for place in places if place],
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode" if mode else "",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if page.cancelled else 'Scheduled'}",
        "organizer": _publisher(),
        "performer": _authors(page, reference) if reference.authors else None,
    }


def _of_course(_page: Any, reference: Reference) -> Node:
    return {"provider": _organization(reference.institution) if reference.institution else _publisher()}


_OF_KIND = {"memo": _of_memo, "book": _of_book, "episode": _of_episode, "event": _of_event, "course": _of_course}


def _authors(publication: Publication, reference: Reference) -> list[Node]:
    if reference.corporate:
        return [_publisher()]
    if not reference.authors:
        return []
    return [
        _known(
            {
                "@type": "Person",
                "@id": absolute(authorship.person.get_absolute_url()),
                "name": direct(name),
                "url": absolute(authorship.person.get_absolute_url()),
                "sameAs": f"https://orcid.org/{name.orcid}" if name.orcid else "",
                "affiliation": _organization(authorship.affiliation) if authorship.affiliation else None,
            }
        )
        for authorship, name in zip(signatures(publication), reference.authors, strict=True)
    ]


def _trail(publication: Publication) -> Node:
    above = publication.get_ancestors().filter(depth__gte=2).live().order_by("depth")
    pages = [*above, publication]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": page.title, "item": absolute(page.url)}
            for place, page in enumerate(pages, start=1)
        ],
    }


def _publisher() -> Node:
    around = edition()
    logo = around.logo if around else None
    node = {
        "@type": "Organization",
        "@id": absolute("/#network"),
        "name": around.name if around else "",
        "url": absolute("/"),
        "logo": absolute(logo.file.url) if logo else "",
    }
    return _known(node)


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _plain(html: str) -> str:
    return " ".join(strip_tags(html).split())


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def _graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": list(nodes)}
