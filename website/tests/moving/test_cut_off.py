"""An import that is killed at any moment and asked for again ends as one that was never disturbed."""

from __future__ import annotations

import json
import shutil

from moves import FILES
from servers import prepared, python

IMPORT = """
import os
from pathlib import Path
from django.db.models.signals import post_save
from evenhand_site.moving.wordpress import Move, Wishes

saved = 0
last = int(os.environ.get("LAST_SAVE", "0"))

def die(**_signal):
    global saved
    saved += 1
    if saved == last:
        os.kill(os.getpid(), 9)

post_save.connect(die)
move = Move([Path(os.environ["EXPORT"])], Wishes(uploads=Path(os.environ["UPLOADS"]), menus={"main": "en"}))
move.run()
"""

LOOK = """
import json
from django.conf import settings
from pathlib import Path
from evenhand_site.comments.models import Comment
from evenhand_site.house.models import Edition
from evenhand_site.moving.models import Imported
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Relation, Topic
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

titles = {page.pk: page.title for page in Page.objects.all()}
seen = {
    "pages": sorted(
        [page.url_path, page.title, page.live, page.revisions.count(), page.depth, page.numchild,
         [[block.block_type, getattr(block.value, "source", "").count("linktype")]
          for block in getattr(page, "body", [])]]
        for page in Page.objects.filter(depth__gt=1).specific()
    ),
    "people": sorted(str(person) for person in Person.objects.all()),
    "topics": sorted(topic.name for topic in Topic.objects.all()),
    "comments": sorted([each.imported_id, each.parent and each.parent.imported_id] for each in Comment.objects.all()),
    "redirects": sorted([each.old_path, titles.get(each.redirect_page_id)] for each in Redirect.objects.all()),
    "images": sorted(image.file.name for image in get_image_model().objects.all()),
    "documents": sorted(document.file.name for document in get_document_model().objects.all()),
    "files": sorted(str(path.relative_to(settings.MEDIA_ROOT)) for path in Path(settings.MEDIA_ROOT).rglob("*.*")),
    "marks": sorted([mark.kind, mark.key] for mark in Imported.objects.all()),
    "related": Relation.objects.count() > 0,
    "menus": [len(edition.menu) for edition in Edition.objects.order_by("pk")],
    "problems": [list(each) for each in Page.find_problems()],
}
print(json.dumps(seen))
"""


def test_an_import_that_is_killed_again_and_again_ends_like_one_that_was_not(tmp_path, database):
    site = prepared(tmp_path / "site", database=database)
    where = {"EXPORT": str(FILES / "classic.xml"), "UPLOADS": str(FILES / "uploads")}
    killed = 0
    for last in (2, 9, 20, 35, 60, 90, 40):
        run = python(IMPORT, site, database=database, wait=False, LAST_SAVE=str(last), **where)
        run.communicate(timeout=600)
        assert run.returncode in {-9, 0}
        killed += run.returncode == -9
    assert killed >= 5
    python(IMPORT, site, database=database, **where)
    ended = json.loads(python(LOOK, site, database=database).stdout_text)
    undisturbed = prepared(tmp_path / "undisturbed")
    python(IMPORT, undisturbed, **where)
    assert ended == json.loads(python(LOOK, undisturbed).stdout_text)
    assert ended["problems"] == [[], [], [], [], []]
    shutil.rmtree(undisturbed)


def test_two_imports_at_once_do_not_meet(tmp_path):
    site = prepared(tmp_path / "site")
    python("""
from evenhand_site.commands.on_site import Refused, alone
with alone("import"):
    try:
        with alone("import"):
            raise SystemExit("both at work")
    except Refused as error:
        assert "another import (process " in str(error) and "is at work" in str(error)
""", site)  # fmt: skip
