"""Manuscripts become blocks; nothing in them is live; what was left out is said."""

import contextlib
import re
from pathlib import Path

import documents
import pytest
from evenhand_site.submissions import convert as converting
from evenhand_site.submissions import package, words
from evenhand_site.submissions.convert import Unreadable, convert
from hypothesis import given, settings
from hypothesis import strategies as st


def of_kind(converted, kind):
    return [block["value"] for block in converted.blocks if block["type"] == kind]


def test_a_memo_as_word_makes_it():
    memo = convert(documents.memo())
    assert memo.title == "Тихие переговоры"
    kinds = [block["type"] for block in memo.blocks]
    assert kinds == [
        "paragraph", "heading", "paragraph", "heading", "quotation", "table", "figure", "paragraph", "figure",
        "paragraph",
    ]  # fmt: skip
    first, lists, _again, last = of_kind(memo, "paragraph")
    assert first == (
        "<p>Первый абзац с <b>жирным</b> и <i>курсивом</i>, со сноской[^1] и "
        '<a href="https://example.org/источник?a=1&amp;b=2">ссылкой</a>.</p>'
    )
    assert lists == "<ul><li>одно</li><li>другое</li></ul><ol><li>первое</li></ol>"
    assert last == "<p>Конец[^1].</p>"
    assert of_kind(memo, "heading") == [{"text": "Что делать", "level": "2"}, {"text": "Подробности", "level": "3"}]
    assert of_kind(memo, "quotation")[0]["text"] == "<p>Чужие слова.</p>"
    (table,) = of_kind(memo, "table")
    assert table["caption"] == "Таблица 1. Торговля"
    assert [column["heading"] for column in table["table"]["columns"]] == ["Год", "Доля"]
    assert table["table"]["rows"] == [{"values": ["2012", "<b>4 %</b>[^2]"]}]
    assert memo.footnotes == [("1", "<p>Примечание «первое».</p>"), ("2", "<p>Второе.</p>")]
    figure, again = of_kind(memo, "figure")
    assert figure["description"] == "Два столбца, второй выше" and figure["caption"] == "<p>Рис. 1. Рост</p>"
    assert figure["image"] == again["image"] == 0
    (image,) = memo.images
    assert image.content == documents.png() and image.name.endswith(".png")
    assert memo.dropped["equation"] == 1


def test_what_word_holds_beside_the_text_is_reported():
    body = [
        documents.paragraph("Text", "<w:commentRangeStart w:id='0'/>", "<w:r><w:commentReference w:id='0'/></w:r>"),
        documents.paragraph("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
                            f"<w:ins>{documents.run('new')}</w:ins>"),
    ]  # fmt: skip
    header = f'<w:hdr xmlns:w="{documents.W}"><w:p><w:r><w:t>Draft, not for citation</w:t></w:r></w:p></w:hdr>'
    memo = convert(documents.document(*body, parts={"word/header1.xml": header}))
    assert of_kind(memo, "paragraph") == ["<p>Text</p><p>new</p>"]
    assert memo.dropped == {"comment": 1, "deletion": 1, "insertion": 1, "margins": 1}


def test_a_picture_that_browsers_do_not_show_is_left_out_and_reported():
    memo = convert(documents.document(documents.paragraph("Text", documents.picture("p1", "Map")),
                                      pictures={"p1": b"\x01\0\0\0emf"}))  # fmt: skip
    assert not memo.images and memo.dropped == {"picture_kind": 1}


def test_links_of_a_document_lead_to_the_web_only():
    for target in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x"):
        memo = convert(documents.document(documents.paragraph(documents.link("words", "h")), links={"h": target}))
        assert of_kind(memo, "paragraph") == ["<p>words</p>"]


def test_markup_typed_in_word_is_words():
    memo = convert(documents.document(documents.paragraph("<script>alert(1)</script> & <b>".replace("<", "‹"))))
    assert "‹script" in of_kind(memo, "paragraph")[0]
    memo = convert(documents.document(documents.paragraph(documents.run("<script>alert(1)</script>"))))
    assert of_kind(memo, "paragraph") == ["<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"]


def test_a_style_map_that_somebody_hid_in_the_file_is_not_followed():
    memo = convert(documents.document(documents.paragraph("x"), parts={"mammoth/style-map": "p => script"}))
    assert of_kind(memo, "paragraph") == ["<p>x</p>"]


def test_a_cell_that_claims_to_span_a_million_columns_does_not():
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>{documents.paragraph("x")}</w:tc>'
    wide = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    (table,) = of_kind(convert(documents.document(wide)), "table")
    assert len(table["table"]["columns"]) <= 50


def test_markdown():
    text = """# Title

A *first* paragraph with **bold**, ~~gone~~, [a link](https://a.example/?x=1&y=2) and a note[^long-key].

## Head

1. one
2. two

> Words of others[^b]

| Year | Share |
|------|-------|
| 2012 | 4 %   |

```
[^b]: in code
```

[^long-key]: A note
    on two lines.
[^b]: Another
"""
    memo = convert(text.encode())
    assert memo.title == "Title"
    assert of_kind(memo, "paragraph")[0] == (
        "<p>A <i>first</i> paragraph with <b>bold</b>, <s>gone</s>, "
        '<a href="https://a.example/?x=1&amp;y=2">a link</a> and a note[^1].</p>'
    )
    assert of_kind(memo, "heading") == [{"text": "Head", "level": "2"}]
    assert of_kind(memo, "quotation")[0]["text"] == "<p>Words of others[^2]</p>"
    assert of_kind(memo, "table")[0]["table"]["rows"] == [{"values": ["2012", "4 %"]}]
    assert "[^b]: in code" in of_kind(memo, "paragraph")[2]
    assert memo.footnotes == [("1", "<p>A note\non two lines.</p>"), ("2", "<p>Another</p>")]


def test_headings_of_several_first_levels_are_no_title_and_move_down():
    memo = convert(b"# One\n\nx\n\n# Two\n\n## Three\n\ny")
    assert memo.title == ""
    assert [(head["text"], head["level"]) for head in of_kind(memo, "heading")] == [
        ("One", "2"),
        ("Two", "2"),
        ("Three", "3"),
    ]


@pytest.mark.parametrize("prefix", [b"", "\ufeff".encode()])
def test_plain_text_is_markdown(prefix):
    assert of_kind(convert(prefix + "Перший абзац.\r\n\r\nДругий.".encode()), "paragraph") == [
        "<p>Перший абзац.</p><p>Другий.</p>"
    ]


def test_text_as_windows_saves_it():
    assert of_kind(convert("Їжак".encode("utf-16")), "paragraph") == ["<p>Їжак</p>"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<iframe src='https://a.example'></iframe>",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "<form action='https://a.example'><input name=x></form>",
        "![x](javascript:alert(1))",
        "<p style='position:fixed' onclick='x()'>y</p>",
        "| <script>a</script> | <img src=x onerror=y> |\n|---|---|\n| <svg onload=z> | x |",
        "[^1]\n\n[^1]: <script>alert(1)</script><b onclick=x()>n</b>",
    ],
)
def test_nothing_hostile_survives_markdown(hostile):
    memo = convert(f"Words.\n\n{hostile}".encode())
    rich = " ".join([*of_kind(memo, "paragraph"), *(text for _key, text in memo.footnotes)])
    for table in of_kind(memo, "table"):
        rich += " ".join(cell for row in table["table"]["rows"] for cell in row["values"])
    for live in (
        "<script",
        "onerror=",
        "<iframe src",
        "<svg",
        "<style",
        "<form",
        "onclick=",
        "style=",
        'href="javascript',
    ):
        assert live not in rich.lower(), rich


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"{\\rtf1 x}", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
        (b"PK\x03\x04 broken", "corrupt"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "not_text"),
        (b"MZ\x90\0", "not_text"),
        (b"text\0text", "not_text"),
        ("Привет".encode("cp1251"), "not_text"),
        (b"x" * (20 * 1024 * 1024 + 1), "size"),
        (b"a" * 300_001, "long"),
        (b"[a](b)" * 30_000, "long"),
        (b"[^1] " * 3_000 + b"\n\n[^1]: x", "long"),
        (b"![a](b.png) " * 301, "pictures"),
        (b"![" * 100_000, "pictures"),
        (b"<IMG src='a'>" * 301, "pictures"),
        (b"<div>" * 5_000 + b"x", "nested"),
        (b"> " * 200 + b"x", "empty"),
        (documents.document(documents.paragraph("")), "empty"),
    ],
)
def test_what_is_no_manuscript_is_refused_with_a_reason(content, code):
    with pytest.raises(Unreadable) as fault:
        convert(content)
    assert fault.value.code == code


def test_as_many_pictures_as_a_document_may_hold_are_read_in_markdown_too():
    assert convert(b"Words ![a](b.png) " * package.MOST_PICTURES).dropped["picture_elsewhere"] == 300


def test_a_text_of_very_many_pictures_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(converting, "MarkdownIt", None)
    with pytest.raises(Unreadable, match="pictures"):
        convert(b"![](a) " * 40_000)


def test_every_reason_and_every_loss_has_words():
    sources = [Path(module.__file__).read_text() for module in (package, converting)]
    codes = {code for source in sources for code in re.findall(r'Unreadable\(\s*"(\w+)"', source)}
    assert {"bomb", "path", "entities", "outside", "macros", "corrupt"} < codes
    for code in codes | {"old_word", "pdf", "rtf", "picture"}:
        assert words.refusal(Unreadable(code, "x"))
    for sentence in words.left_out(convert(documents.memo()).dropped):
        assert sentence.endswith(".")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="#*_[]()<>|`~^:-! \nabхї1", max_size=200))
def test_any_text_is_converted_or_refused(text):
    try:
        memo = convert(text.encode("utf-8", "surrogatepass"))
    except Unreadable as fault:
        code = fault.code
    else:
        code = "" if memo.blocks else "no blocks"
    assert code in {"", "empty", "not_text", "pdf", "rtf", "corrupt", "nested"}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_document_with_flipped_bytes_is_converted_or_refused(place, noise):
    content = bytearray(documents.memo())
    place %= len(content)
    content[place : place + len(noise)] = noise
    with contextlib.suppress(Unreadable):
        assert convert(bytes(content)).blocks


def test_the_first_row_of_a_table_heads_it_where_word_was_not_told():
    plain = documents.table(["Year", "Share"], ["2012", "4 %"], head=False)
    (table,) = of_kind(convert(documents.document(plain)), "table")
    assert [column["heading"] for column in table["table"]["columns"]] == ["Year", "Share"]
    assert table["table"]["rows"] == [{"values": ["2012", "4 %"]}]
