"""Short ways for the tests of moving: an import of fixture files, what became of an item, all rows of the site."""

from __future__ import annotations

from pathlib import Path

FILES = Path(__file__).parent / "moving" / "files"
SOURCE = "old.example"


def move(*names, **wishes):
    from evenhand_site.moving.wordpress import Move, Wishes

    done = Move([FILES / name if isinstance(name, str) else name for name in names], Wishes(**wishes))
    done.run()
    return done


def page_of(number, source=SOURCE):
    from evenhand_site.moving.models import Imported

    return Imported.objects.get(source=source, kind__in=["post", "page"], key=number).thing()


def kinds(page):
    return [block.block_type for block in page.body]


def rich(page):
    return " ".join(block.value.source for block in page.body if block.block_type == "paragraph")


def lines(done, **wanted):
    return [line for line in done.report.lines() if all(line[name] == value for name, value in wanted.items())]


def everything():
    """All rows that an import could touch, to see whether anything changed."""
    from django.apps import apps

    labels = """wagtailcore.page wagtailcore.revision publications.publication publications.authorship people.person
    publications.topic publications.footnote wagtailimages.image wagtaildocs.document comments.comment moving.imported
    wagtailredirects.redirect house.edition publications.section house.housepage podcasts.episode
    wagtailcore.modellogentry wagtailcore.pagelogentry""".split()  # noqa: SIM905
    return {label: list(apps.get_model(label).objects.order_by("pk").values()) for label in labels}
