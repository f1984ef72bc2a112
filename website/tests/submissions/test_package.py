"""Word documents that must not be opened."""

import io
import struct
import zipfile

import documents
import pytest
from evenhand_site.submissions.package import Unreadable, examine

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>"""
W = f'<w:document xmlns:w="{documents.W}"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>'


def refused(content):
    with pytest.raises(Unreadable) as fault:
        examine(content)
    return fault.value.code


def test_a_document_as_word_makes_it_is_opened():
    contents = examine(documents.memo())
    assert contents.document["oMath"] == 1 and not contents.margins


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "word/../../x", "C:\\x", "word\\..\\x", "word/a\\b"]
)
def test_a_member_that_would_leave_the_archive_is_refused(name):
    assert refused(documents.document(documents.paragraph("x"), parts={name: "x"})) == "path"


def test_two_members_of_one_name_are_refused():
    packed = io.BytesIO(documents.memo())
    with zipfile.ZipFile(packed, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("word/document.xml", "<x/>")
    assert refused(packed.getvalue()) == "path"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert (
        refused(documents.document(documents.paragraph("x"), parts={"word/media/x.png": b"\0" * 30_000_000})) == "bomb"
    )


def test_thousands_of_members_are_refused():
    assert refused(documents.document(parts={f"word/media/{n}": b"" for n in range(1001)})) == "bomb"


def test_an_archive_that_lies_about_its_sizes_yields_no_more_than_it_declares():
    content = documents.document(documents.paragraph("x" * 3_000_000))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = packed.getinfo("word/document.xml").file_size
    lied = content.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert lied != content
    assert refused(lied) == "corrupt"


def test_more_elements_than_a_memo_has_are_refused():
    assert refused(documents.document("<w:p/>" * 200_001)) == "bomb"


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/other.bin", "customXml/item1.xml"])
def test_entities_are_refused_in_every_part(part):
    assert refused(documents.document(documents.paragraph("x"), parts={part: BOMB + W % "&lol3;"})) == "entities"


def test_entities_in_utf_16_are_refused():
    bomb = (BOMB.replace('"1.0"', '"1.0" encoding="UTF-16"') + W % "&lol3;").encode("utf-16")
    assert refused(documents.document(parts={"word/document.xml": bomb, "word/x.dat": bomb})) == "entities"


def test_files_of_the_server_cannot_be_read_in():
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + W % "&f;"
    assert refused(documents.document(parts={"word/document.xml": outside})) == "entities"


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "aFChunk"])
def test_what_lies_outside_is_not_fetched(kind):
    relation = f'<Relationship Id="x" Type="{documents.R}/{kind}" Target="http://127.0.0.1:1/" TargetMode="External"/>'
    assert refused(documents.document(documents.paragraph("x"), relations=relation)) == "outside"


def test_the_template_that_word_remembers_is_no_reason_to_refuse():
    relation = (
        f'<Relationship Id="x" Type="{documents.R}/attachedTemplate" Target="file:///T.dotm" TargetMode="External"/>'
    )
    assert examine(documents.document(documents.paragraph("x"), relations=relation))


def test_macros_are_refused_by_what_is_inside():
    macro = documents.MAIN.replace("vnd.openxmlformats-officedocument.wordprocessingml", "vnd.ms-word")
    macro = macro.replace("main+xml", "macroEnabled.main+xml")
    assert refused(documents.document(documents.paragraph("x"), main=macro)) == "macros"
    assert refused(documents.document(documents.paragraph("x"), parts={"word/vbaProject.bin": b"x"})) == "macros"
    assert refused(documents.document(documents.paragraph("x"), parts={"word/activeX/a.bin": b"x"})) == "macros"


def test_other_archives_are_not_word_documents():
    assert refused(documents.archive({"a.txt": "x"})) == "not_word"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert refused(documents.document(main=sheet)) == "not_word"


def test_an_encrypted_archive_is_refused():
    content = bytearray(documents.memo())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refused(bytes(content)) == "password"


def test_deep_nesting_is_refused():
    assert refused(documents.document("<w:p>" * 500 + "</w:p>" * 500)) == "nested"


@pytest.mark.parametrize("cut", [10, 100, 1000, -30, -1])
def test_a_damaged_file_is_refused(cut):
    assert refused(documents.memo()[:cut]) == "corrupt"


def test_broken_xml_is_refused():
    assert refused(documents.document(parts={"word/document.xml": "<w:document"})) == "corrupt"
