"""Names and values of ``<meta>`` elements: Highwire Press (read by Google Scholar, Zotero) and Dublin Core (DCMES 1.1).

Scholar's guidelines for webmasters ask for ``citation_title``, ``citation_author`` one by one, and
``citation_publication_date``; the address of the PDF must lie below that of the site.
"""

from __future__ import annotations

from django.urls import reverse

from evenhand_site.citing.names import direct
from evenhand_site.citing.reference import Reference
from evenhand_site.house.templatetags.house import absolute
from evenhand_site.publications.cards import signatures
from evenhand_site.publications.models import Publication

__all__ = ["meta_tags"]

_DC_TYPES = {"episode": "Sound", "event": "Event"}


def meta_tags(publication: Publication, reference: Reference) -> list[tuple[str, str]]:
    """The pairs in order; without those that have no value."""
    topics = [topic.label for topic in publication.topics.all()]
    pairs = [*_highwire(publication, reference, topics), *_dublin_core(publication, reference, topics)]
    return [(name, value) for name, value in pairs if value]


def _highwire(publication: Publication, reference: Reference, topics: list[str]) -> list[tuple[str, str]]:
    pairs = [("citation_title", reference.title)]
    for authorship, name in zip(signatures(publication), reference.authors, strict=True):
        pairs.append(("citation_author", direct(name)))
        pairs.append(("citation_author_institution", authorship.affiliation))
        pairs.append(("citation_author_orcid", f"https://orcid.org/{name.orcid}" if name.orcid else ""))
    memo = reference.kind == "memo"
    pdf = reverse("publication-pdf", args=[publication.pk]) if publication.pk else ""
    return [
        *pairs,
        ("citation_author", reference.corporate),
        ("citation_publication_date", reference.date.isoformat().replace("-", "/") if reference.date else ""),
        ("citation_technical_report_institution", reference.container if memo else ""),
        ("citation_technical_report_number", str(reference.number or "") if memo else ""),
        ("citation_publisher", reference.publisher),
        ("citation_doi", reference.doi),
        ("citation_isbn", reference.isbn),
        ("citation_language", reference.language),
        ("citation_keywords", "; ".join(topics)),
        ("citation_public_url", reference.url),
        ("citation_pdf_url", absolute(pdf) if pdf else ""),
    ]


def _dublin_core(publication: Publication, reference: Reference, topics: list[str]) -> list[tuple[str, str]]:
    return [
        ("DC.title", reference.title),
        *(("DC.creator", direct(name)) for name in reference.authors),
        ("DC.creator", reference.corporate),
        *(("DC.subject", topic) for topic in topics),
        ("DC.description", publication.lead),
        ("DC.publisher", reference.publisher),
        ("DC.date", reference.date.isoformat() if reference.date else ""),
        ("DC.type", _DC_TYPES.get(reference.kind, "Text")),
        ("DC.identifier", reference.address),
        ("DC.language", reference.language),
        ("DC.rights", publication.rights),
    ]
