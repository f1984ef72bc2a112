"""Makes people, sections and texts for tests: `Network.person`, `.section`, `.text`, `.topic`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify


@dataclass
class Network:
    """A founded network, and short ways to fill it; each maker takes the fields that matter to the test."""

    homes: dict[str, Any]
    made: int = field(default=0)

    def section(self, title: str = "Commentary", *, language: str = "en", under: Any = None, **fields: Any) -> Any:
        from evenhand_site.publications.models import Section

        parent = under or self.homes[language]
        slug = fields.pop("slug", slugify(title, allow_unicode=True))
        return parent.add_child(instance=Section(title=title, slug=slug, locale=parent.locale, **fields))

    def topic(self, name: str = "Arms control", **fields: Any) -> Any:
        from evenhand_site.publications.models import Topic

        return Topic.objects.get_or_create(slug=fields.pop("slug", slugify(name)), defaults={"name": name, **fields})[0]

    def person(self, given: str = "Ada", family: str = "Example", **fields: Any) -> Any:
        from evenhand_site.people.models import Person

        slug = fields.pop("slug", slugify(f"{given} {family}", allow_unicode=True))
        return Person.objects.get_or_create(slug=slug, defaults={"given": given, "family": family, **fields})[0]

    def text(
        self, title: str = "A text", *, under: Any, by: Any = (), on: Any = (), kind: Any = None,
        body: str = "<p>Words.</p>", day: date = date(2026, 3, 1), publish: bool = True, **fields: Any,
    ) -> Any:  # fmt: skip
        """A publication below ``under``; ``by`` people, ``on`` topics, ``kind`` a model, published unless told."""
        from evenhand_site.publications.models import Authorship, Publication

        self.made += 1
        slug = fields.pop("slug", f"{slugify(title, allow_unicode=True) or 'text'}-{self.made}")
        page = (kind or Publication)(
            title=title, slug=slug, date=day, locale=under.locale, body=[("paragraph", body)], live=False, **fields
        )
        page.authorships = [Authorship(person=person, sort_order=order) for order, person in enumerate(by)]
        page.topics = list(on)
        under.add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
            page.refresh_from_db()
        return page
