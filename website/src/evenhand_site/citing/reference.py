"""What a citation needs to know of a text, apart from any style and from the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.html import strip_tags

from evenhand_site.house.templatetags.house import absolute, edition
from evenhand_site.people.models import Person
from evenhand_site.people.naming import slug_of
from evenhand_site.publications.cards import signatures
from evenhand_site.publications.models import Publication, Section

__all__ = ["Name", "Reference", "inside_sentences", "reference"]


@dataclass(frozen=True)
class Name:
    """A person's name in the script of the text."""

    family: str
    given: str = ""
    orcid: str = ""


@dataclass(frozen=True)
class Reference:
    """A text as it is cited.

    ``kind`` is one of `Publication.Kind`, or ``dataset``, which has a ``version``. ``corporate`` is the body that signs
    instead of ``authors``. ``container`` is the site, ``section`` its section (the podcast of an episode). ``series``
    and ``number`` are those of a memo, season and number those of an episode. ``seen`` are the words of the body as
    they stand inside sentences: they tell proper nouns from other words.
    """

    kind: str
    title: str
    language: str
    container: str
    url: str
    authors: tuple[Name, ...] = ()
    corporate: str = ""
    publisher: str = ""
    section: str = ""
    series: str = ""
    number: int | None = None
    season: int | None = None
    place: str = ""
    institution: str = ""
    date: date | None = None
    doi: str = ""
    isbn: str = ""
    key: str = ""
    version: str = ""
    seen: frozenset[str] = frozenset()

    def in_series(self, mark: str = "") -> str:
        """Series and number of a memo, as far as there are any: “Policy Memo No. 12”; ``mark`` stands for “No.”."""
        number = f"{mark} {self.number}".strip() if self.number else ""
        return " ".join(part for part in (self.series, number) if part)

    @property
    def address(self) -> str:
        """The DOI as an address where there is one, else the page."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def reference(publication: Publication) -> Reference:
    """The reference of a text, in the text's language; of a memo, an episode and so on pass the specific page.

    A page that only points to a text elsewhere is cited as that text.
    """
    language = publication.locale.language_code
    with translation.override(language):
        around = edition()
    network = around.name if around else ""
    elsewhere = bool(publication.original_address and publication.original_title and not publication.body)
    authors = tuple(_name(authorship.person, language) for authorship in signatures(publication))
    section = Section.objects.filter(path=publication.path[: -publication.steplen]).only("title").first()
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", publication.doi.strip(), flags=re.IGNORECASE)
    return Reference(
        kind=publication.kind,
        title=publication.title,
        language=language,
        container=publication.original_title if elsewhere else network,
        url=publication.original_address if elsewhere else absolute(publication.url),
        authors=authors,
        corporate=network if publication.signed_by_network else "",
        publisher=getattr(publication, "publisher", "")
        or ("" if publication.kind == Publication.Kind.BOOK else network),
        section=section.title if section else "",
        series=getattr(publication, "series", ""),
        number=getattr(publication, "number", None),
        season=getattr(publication, "season", None),
        place=getattr(publication, "place", ""),
        institution=getattr(publication, "institution", ""),
        date=publication.day,
        doi=doi,
        isbn=getattr(publication, "isbn", ""),
        key=_key(authors, network, publication),
        seen=inside_sentences(_words(publication)) if language == "en" else frozenset(),
    )


def _name(person: Person, language: str) -> Name:
    own = language if getattr(person, f"family_{language}", "") else ""
    family, given = (getattr(person, f"{part}_{own}" if own else part) for part in ("family", "given"))
    return Name(family=family.strip(), given=given.strip(), orcid=person.orcid)


def _key(authors: tuple[Name, ...], network: str, publication: Publication) -> str:
    """A key in ASCII, unique by the number of the page: ``example2026-17``."""
    whose = slug_of(authors[0].family if authors else network).replace("-", "")
    return f"{whose}{publication.date.year}-{publication.pk or 0}"


def inside_sentences(text: str) -> frozenset[str]:
    """Words that follow a small letter or a comma, so a capital in them is their own."""
    return frozenset(re.findall(r"(?<=[a-z,;] )[A-Za-z][\w’'-]*", text))


def _words(publication: Publication) -> str:
    parts = publication.body.stream_block.get_searchable_content(publication.body)
    return strip_tags(" ".join([publication.lead, *map(str, parts)]))
