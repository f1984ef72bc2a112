"""Four processes that write at once lose nothing and hear of no lock."""

from servers import prepared, python

WRITE = """
import sys
from datetime import date
from evenhand_site.house.models import HousePage
from evenhand_site.people.models import Person
from wagtail.models import Page

number = int(sys.argv[1]) if len(sys.argv) > 1 else int(__import__("os").environ["NUMBER"])
page = HousePage.objects.get(slug=f"page-{number}")
for turn in range(75):
    Person.objects.create(slug=f"p-{number}-{turn}", given="Ada", family=f"Writer {number} {turn}")
    page.title = f"Version {turn} of {number}"
    page.save_revision().publish()
"""
READ = """
from evenhand_site.house.models import HousePage
from evenhand_site.people.models import Person
print(Person.objects.filter(slug__startswith="p-").count())
for page in HousePage.objects.order_by("slug"):
    print(page.slug, page.title, page.revisions.count())
"""
FILL = """
from evenhand_site.house.models import HomePage, HousePage
home = HomePage.objects.get(locale__language_code="en")
for number in range(4):
    home.add_child(instance=HousePage(title=f"Page {number}", slug=f"page-{number}"))
"""


def test_600_writes_by_four_processes_are_all_there(tmp_path, database):
    data = prepared(tmp_path / "site", database=database)
    python(FILL, data, database=database)
    writers = [python(WRITE, data, database=database, wait=False, NUMBER=str(number)) for number in range(4)]
    for writer in writers:
        _, said = writer.communicate(timeout=300)
        assert writer.returncode == 0, said
    found = python(READ, data, database=database).stdout_text.split("\n")
    assert found[0] == "300"
    assert found[1:5] == [f"page-{number} Version 74 of {number} 75" for number in range(4)]


BESIDE = """
import threading
from django.db import connection, transaction
from evenhand_site.house.models import HousePage
from wagtail.search.models import IndexEntry

one, other = HousePage.objects.order_by("slug")[:2]
IndexEntry.objects.update(title_norm=1.0)
failed = []


def save_other():
    try:
        connection.cursor().execute("SET lock_timeout = '5s'")
        other.save_revision().publish()
    except Exception as error:
        failed.append(error)
    finally:
        connection.close()


with transaction.atomic():
    one.save_revision().publish()
    thread = threading.Thread(target=save_other)
    thread.start()
    thread.join()
print(failed)
"""


def test_who_saves_a_page_does_not_wait_for_who_is_saving_another(tmp_path, postgres_database):
    data = prepared(tmp_path / "site", database=postgres_database)
    python(FILL, data, database=postgres_database)
    assert python(BESIDE, data, database=postgres_database).stdout_text.strip() == "[]"
