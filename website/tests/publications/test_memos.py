"""Numbers of policy memos."""

import json

import pytest
from django.core.exceptions import ValidationError
from evenhand_site.publications.models import Memo
from servers import prepared, python


@pytest.fixture
def section(network):
    return network.section("Policy Memos")


def memo(network, section, **fields):
    return network.text("A memo", under=section, kind=Memo, **fields)


def test_a_memo_gets_the_next_number_of_its_series_when_it_is_published(network, section):
    assert [memo(network, section).number for _ in range(3)] == [1, 2, 3]
    assert memo(network, section, series="Working Paper").number == 1
    assert memo(network, section, number=40).number == 40
    assert memo(network, section).number == 41


def test_a_draft_has_no_number_yet(network, section):
    assert memo(network, section, publish=False).number is None


def test_a_number_stays_when_the_memo_is_changed_and_published_again(network, section):
    first, _second = memo(network, section), memo(network, section)
    for _ in range(2):
        draft = first.get_latest_revision_as_object()
        assert draft.number == 1
        draft.title = "Better title"
        draft.save_revision().publish()
    assert Memo.objects.get(pk=first.pk).number == 1


def test_a_number_is_used_once_in_a_series(network, section):
    memo(network, section, number=5)
    with pytest.raises(ValidationError) as told:
        memo(network, section, number=5)
    assert "“Policy Memo” 5 is another memo" in str(told.value)
    assert memo(network, section, number=5, series="Working Paper").number == 5


def test_a_translation_carries_the_number_of_the_original(network, section):
    memo(network, section)
    original = memo(network, section)
    russian = network.section("Записки", language="ru")
    assert memo(network, russian, translation_key=original.translation_key).number == 2


def test_a_copy_is_another_memo_and_gets_its_own_number(network, section):
    copy = memo(network, section).copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.number is None
    copy.save_revision().publish()
    assert Memo.objects.get(pk=copy.pk).number == 2


PREPARE = """
from evenhand_site.house.models import HomePage
from evenhand_site.publications.models import Memo, Section
home = HomePage.objects.first()
section = home.add_child(instance=Section(title="Memos", slug="memos", locale=home.locale))
for number in range(8):
    memo = Memo(title=f"M{number}", slug=f"m{number}", locale=home.locale, live=False)
    section.add_child(instance=memo).save_revision()
"""
PUBLISH = """
import sys
from evenhand_site.publications.models import Memo
for number in range({start}, 8, 4):
    Memo.objects.get(slug=f"m{{number}}").latest_revision.publish()
"""
READ = """
import json
from evenhand_site.publications.models import Memo
print(json.dumps(sorted(Memo.objects.values_list("number", flat=True))))
"""


def test_four_processes_publishing_at_once_give_no_number_twice(database, tmp_path):
    data = prepared(tmp_path, database=database)
    python(PREPARE, data, database=database)
    publishers = [python(PUBLISH.format(start=start), data, database=database, wait=False) for start in range(4)]
    for publisher in publishers:
        _out, err = publisher.communicate(timeout=600)
        assert publisher.returncode == 0, err
    assert json.loads(python(READ, data, database=database).stdout_text) == list(range(1, 9))
