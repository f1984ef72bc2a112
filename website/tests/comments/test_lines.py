"""Export and import: what goes out comes back, faults are all told and nothing is half done."""

import json
import stat
import uuid

import pytest
from click.testing import CliRunner
from evenhand_site.comments import lines
from evenhand_site.comments.models import Comment

pytestmark = pytest.mark.django_db

FIELDS = [*lines.WORDS, *lines.TIMES, "page_id", "uid"]


def values():
    return list(Comment.objects.order_by("created").values(*FIELDS, "parent__uid"))


def line(text, /, **fields):
    usual = {"page": text.url, "text": "words", "created": "2026-03-01T12:00:00+00:00", "state": "approved"}
    return json.dumps({**usual, **fields})


def test_everything_comes_back_and_nothing_twice(text, comment):
    one = comment("один 😀\n\nдва", author_url="https://me.example", voice="author", imported_id="77")
    two = comment("reply", parent=one, state="spam")
    comment("third", parent=two, state="pending")
    before, exported = values(), list(lines.export())
    assert lines.read(exported) == (0, 3)
    Comment.objects.all().delete()
    assert lines.read(reversed(exported)) == (3, 0)  # a reply may stand before what it answers
    assert values() == before
    assert lines.read(exported) == (0, 3)


def test_addresses_can_be_left_out(comment):
    comment(email="secret@example.org")
    assert "secret@" not in "".join(lines.export(addresses=False))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "line 2"),
        ("[1]", "braces"),
        ('{"page": "/en/"}', "missing: text, created, state"),
        ({"page": "/en/nowhere/"}, "no text at"),
        ({"page": "/en/"}, "no text at"),
        ({"page": 7}, "quotation marks"),
        ({"state": "loved"}, "loved"),
        ({"created": "yesterday"}, "offset"),
        ({"created": "2026-03-01T12:00:00"}, "offset"),
        ({"author_email": "nobody"}, "email"),
        ({"author_url": "javascript:alert(1)"}, "URL"),
        ({"text": None}, "quotation marks: text"),
        ({"uid": "x"}, "UUID"),
        ({"parent": str(uuid.UUID(int=5))}, "nowhere"),
        ({"uid": str(uuid.UUID(int=5)), "parent": str(uuid.UUID(int=5))}, "circle"),
        ({"colour": "red"}, "unknown: colour"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_imported(text, wrong, said):
    bad = wrong if isinstance(wrong, str) else line(text, **wrong)
    with pytest.raises(lines.BadLines) as fault:
        lines.read([line(text), bad])
    assert said.lower() in str(fault.value).lower() and "line 2" in str(fault.value)
    assert not Comment.objects.exists()


def test_all_faults_are_told_at_once(text):
    with pytest.raises(lines.BadLines) as fault:
        lines.read(["{", line(text, state="x"), line(text, page="/no/")])
    assert len(fault.value.faults) == 3


def test_two_comments_that_answer_each_other_are_refused(text):
    one, two = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
    with pytest.raises(lines.BadLines, match="circle"):
        lines.read([line(text, uid=one, parent=two), line(text, uid=two, parent=one)])


def test_a_comment_of_another_system_is_not_taken_twice(text, comment):
    comment(imported_id="12")
    child, twin = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
    read = lines.read([line(text, uid=twin, imported_id="12"), line(text, uid=child, parent=twin)])
    assert read == (1, 1)
    assert Comment.objects.get(uid=child).parent.imported_id == "12"
    with pytest.raises(lines.BadLines, match="stands on line 1 too"):
        lines.read([line(text, imported_id="13"), line(text, imported_id="13")])


def test_the_command_writes_a_private_file_and_reads_it_back(tmp_path, comment):
    from evenhand_site.commands.comments import comments

    comment("kept")
    path = tmp_path / "comments.jsonl"
    assert CliRunner().invoke(comments, ["export", str(path)]).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Comment.objects.all().delete()
    assert CliRunner().invoke(comments, ["import", str(path)]).exit_code == 0
    assert Comment.objects.get().text == "kept"


def test_the_command_ends_with_2_and_the_reason_where_the_file_is_wrong(tmp_path, homes):
    from evenhand_site.commands.comments import comments

    path = tmp_path / "wrong.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(comments, ["import", str(path)])
    assert result.exit_code == 2 and "Nothing was imported" in result.output
    assert "the text is not in UTF-8 (it holds the byte 0xff); save it as UTF-8" in result.output
    assert "codec" not in result.output
    path.write_text("{}\n")
    assert CliRunner().invoke(comments, ["import", str(path)]).exit_code == 2


def test_a_mark_of_utf_8_before_the_first_line_is_no_fault(tmp_path, comment):
    from evenhand_site.commands.comments import comments

    comment("kept")
    path = tmp_path / "marked.jsonl"
    path.write_text("".join(lines.export()), encoding="utf-8-sig")
    result = CliRunner().invoke(comments, ["import", str(path)])
    assert (result.exit_code, result.stderr) == (0, "0 comments imported, 1 were here already\n")


def test_the_command_shows_and_erases_a_person(comment):
    from evenhand_site.commands.comments import comments

    comment("words")
    told = CliRunner().invoke(comments, ["about", "reader@example.org"])
    assert json.loads(told.stdout)["comments"][0]["text"] == "words"
    CliRunner().invoke(comments, ["erase", "reader@example.org", "--words-too"])
    assert Comment.objects.get().text == ""
