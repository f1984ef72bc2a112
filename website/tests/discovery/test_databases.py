"""The index does the same on both databases, in the site as it is installed."""

from __future__ import annotations

import json

from servers import prepared, python

SCRIPT = r"""
import json, sys
from datetime import date
from evenhand_site.discovery import index
from evenhand_site.discovery.models import Departed
from evenhand_site.discovery.nearest import meant
from evenhand_site.discovery.queries import understand
from evenhand_site.house.founding import found
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Authorship, Publication, Section, Topic

homes = found()
topic = Topic.objects.create(name="Ferries", name_uk="Пороми", slug="ferries")
author = Person.objects.create(given="Ada", family="Quill", slug="ada")
keys = {}

def text(title, body, language="en", day=date(2024, 1, 1), by=()):
    home = homes[language]
    home.refresh_from_db()
    blocks = [("paragraph", f"<p>{body}</p>")]
    page = Publication(title=title, slug=f"p{len(keys)}", body=blocks, date=day, locale=home.locale)
    page.authorships = [Authorship(person=each) for each in by]
    page.topics = [topic] if by else []
    home.add_child(instance=page)
    keys[page.pk] = title
    return page

def found_by(typed, *marks, **more):
    found = index.find(understand(typed), marks, **more)
    titles = [keys.get(page) for page in index.Entry.objects.filter(pk__in=found.keys).values_list("page", flat=True)]
    order = {entry.pk: keys.get(entry.page_id) for entry in index.Entry.objects.all()}
    return [order[key] for key in found.keys if order[key]]

filling = "nothing of note happened there " * 40
text("In the body", filling + "juniper " + filling)
text("Juniper", filling, day=date(2020, 1, 1))
text("By an author", "Anti-war speech about cold war.", by=[author])
gone = text("Того року", "Об’єднані держави та допомога.", "uk")
text("Переговоры", "О переговорах и ещё о выборах.", "ru")
long = text("Long", "word " * 50_000 + " last")
twins = [text("Treaty of Ghent 1814", "ghent"), text("Гентский договор Ghent 1814", "ghent", "ru")]
twins[1].translation_key = twins[0].translation_key
twins[1].save()
Person.objects.create(given="M", family="Troitskiy", slug="troitskiy")
strange = ["'", "''", "\\", "&|!:*<->", "%s", '"', "\x00", "‏שלום", "-x"]
answers = {
    "rank": found_by("juniper"),
    "newest": found_by("juniper", newest=True),
    "author": found_by("quill"),
    "topic": found_by("паромів пороми") + found_by("поромами"),
    "phrase": found_by('"cold war"') + found_by('"war cold"'),
    "hyphen": found_by("antiwar") + found_by("anti-war"),
    "minus": found_by("speech -cold") + found_by("speech -warm"),
    "ukrainian": found_by("рік держава допомозі"),
    "russian": found_by("переговоры выборы еще"),
    "filters": found_by("", [f"a{author.pk}"], ["y2024", "y1999"]) + found_by("", ["y1999"]),
    "long": found_by("last"),
    "counts": index.find(understand("juniper")).counts["y2020"],
    "versions": [found_by("ghent 1814", reader=reader)[:2] for reader in ("en", "ru", "uk")],
    "every version": sorted(found_by("ghent")),
    "once": [(found := index.find(understand("ghent"), reader="ru")).total, found.counts["len"]],
    "meant": [meant(understand(typed)) for typed in ("jnuiper", "ghant 1814", "Троицкий")],
    "strange": [index.find(understand(typed)).total >= 0 for typed in strange],
}
gone.unpublish()
long.delete()
answers["gone"] = found_by("держава") + found_by("last")
answers["departed"] = Departed.objects.count()
index.rebuild()
answers["rebuilt"] = found_by("juniper")
json.dump(answers, sys.stdout)
"""

EXPECTED = {
    "rank": ["Juniper", "In the body"],
    "newest": ["In the body", "Juniper"],
    "author": ["By an author"],
    "topic": ["By an author"],
    "phrase": ["By an author"],
    "hyphen": ["By an author"] * 2,
    "minus": ["By an author"],
    "ukrainian": ["Того року"],
    "russian": ["Переговоры"],
    "filters": ["By an author"],
    "long": ["Long"],
    "counts": 1,
    "versions": [["Treaty of Ghent 1814"], ["Гентский договор Ghent 1814"], ["Treaty of Ghent 1814"]],
    "every version": ["Treaty of Ghent 1814", "Гентский договор Ghent 1814"],
    "once": [1, 1],
    "meant": ["juniper", "ghent 1814", "troitskiy"],
    "strange": [True] * 9,
    "gone": [],
    "departed": 2,
    "rebuilt": ["Juniper", "In the body"],
}


def test_the_index_finds_and_ranks_alike(tmp_path, database):
    data = prepared(tmp_path / "site", database=database)
    said = python(SCRIPT, data, database=database).stdout_text
    assert json.loads(said[said.index('{"rank"') :]) == EXPECTED
