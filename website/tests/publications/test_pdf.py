"""PDF made from the page of a text."""

import io
import json
import re
import zlib
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from evenhand_site.publications import pdf as module
from evenhand_site.publications.models import Authorship, Correction, Footnote, Memo, Publication
from evenhand_site.publications.pdf import pdf
from evenhand_site.publications.printable import Body
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

_STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_DRAWING = re.compile(rb"/(f\d+) [\d.]+ Tf|(\[(?:\((?:\\.|[^\\)])*\)|[-\d. ])*\]TJ|\((?:\\.|[^\\)])*\)Tj)", re.DOTALL)


def words(made):
    """The words on the pages of a PDF that Typst wrote, line by line (ISO 32000-1, 9.4 and 9.10.3).

    Each page draws two-byte codes in a font chosen before; the font's ToUnicode table says which letters they are.
    """
    objects = {int(key): body for key, body in re.findall(rb"\n(\d+) 0 obj(.*?)endobj", made, re.DOTALL)}

    def refers(body, name):
        found = re.search(rb"/%s (\d+) 0 R" % name, body)
        return objects[int(found[1])]

    lines = []
    for page in (body for body in objects.values() if b"/Type/Page/" in body):
        fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", refers(page, b"Resources")))
        letters = {name: _letters(unpacked(refers(objects[int(key)], b"ToUnicode"))) for name, key in fonts.items()}
        for chosen, drawn in _DRAWING.findall(unpacked(refers(page, b"Contents"))):
            if chosen:
                font = letters[chosen]
                continue
            codes = b"".join(map(_bytes, _STRING.findall(drawn)))
            pairs = [codes[place : place + 2] for place in range(0, len(codes), 2)]
            lines.append("".join(font.get(pair, "") for pair in pairs))
    return re.sub(r"\s+", " ", " ".join(lines))


def unpacked(body):
    return zlib.decompress(body.split(b"stream\n", 1)[1])


def _letters(table):
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {bytes.fromhex(code.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in pairs}


def _bytes(literal):
    """A literal string of a PDF without its escapes."""
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda found: bytes([int(found[1], 8)]) if found[1].isdigit() else named.get(found[1], found[1]),
        literal,
        flags=re.DOTALL,
    )


def image(colour="red", size=(60, 40)):
    file = io.BytesIO()
    Picture.new("RGB", size, colour).save(file, "PNG")
    return get_image_model().objects.create(title="A picture", file=ImageFile(file, "picture.png"))


@pytest.fixture
def memo(network):
    page = network.text(
        "Quiet talks", under=network.section(), kind=Memo, lead="In short.", number=7, credit="Reprinted",
        body="<p>Claim[^cbo] and <b>bold <i>words</i></b>, again[^cbo].</p><ul><li>one</li><li>two</li></ul>",
    )  # fmt: skip
    page.authorships = [Authorship(person=network.person("Ada", "Example"), affiliation="An institute", sort_order=0)]
    page.footnotes = [Footnote(key="cbo", text="<p>An office, a report.</p>", sort_order=0)]
    page.corrections = [Correction(text="<p>A number was wrong.</p>", sort_order=0)]
    page.save()
    return Memo.objects.get(pk=page.pk)


def test_a_paper_has_title_authors_series_text_notes_corrections_and_citation(memo):
    found = words(pdf(memo, citation="Example, Ada. Quiet Talks."))
    for expected in (
        "Quiet talks", "In short.", "Ada Example", "An institute", "Policy Memo No. 7", "Reprinted", "Claim",
        "An office, a report.", "one", "two", "A number was wrong.", "Example, Ada. Quiet Talks.", "1 March 2026",
        "© 2026 Test network",
        "http://127.0.0.1:8000/en/commentary/quiet-talks-",
    ):  # fmt: skip
        assert expected in found


def test_the_file_is_a_tagged_pdf_with_title_and_language(memo):
    made = pdf(memo)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert re.search(rb"/Lang\s*\(en", made)


def test_a_note_used_twice_is_printed_once(memo):
    assert words(pdf(memo)).count("An office, a report.") == 1


def test_words_that_look_like_markup_are_printed_as_they_are(network):
    trap = '#read("/etc/passwd") $x$ *no* _no_ @nobody <label> [^x] \\ #panic() = = // `code` "quoted"'
    text = network.text(
        f"Title {trap}", under=network.section(), lead=trap, rights=trap,
        body="<p>Body #read(&quot;/etc/passwd&quot;) *star* #panic()</p>", by=[network.person("#emph[Ada]", "*Bold*")],
    )  # fmt: skip
    found = words(pdf(text))
    assert 'Body #read("/etc/passwd") *star* #panic()' in found
    assert "#emph[Ada] *Bold*" in found
    assert "#panic() = = // `code`" in found


def test_every_kind_of_block_is_printed(network):
    text = network.text(under=network.section())
    table = {
        "columns": [{"type": "text", "heading": "Place"}, {"type": "number", "heading": "Tonnes"}],
        "rows": [{"values": ["A port", "12"]}],
        "caption": "",
    }
    text.body = json.dumps(
        [
            {"type": kind, "value": value}
            for kind, value in [
                ("heading", {"text": "A heading", "level": "2"}),
                ("quotation", {"text": "<p>A saying</p>", "source": "A speaker", "address": "", "language": "ru"}),
                ("figure", {"image": image().pk, "description": "A", "caption": "<p>A caption</p>", "credit": "Ann"}),
                ("table", {"caption": "A table", "source": "An almanac", "table": table}),
            ]
        ]
    )  # fmt: skip
    found = words(pdf(text))
    for expected in (
        "A heading", "A saying", "A speaker", "A caption", "Ann", "A table", "Tonnes", "12", "An almanac"
    ):  # fmt: skip
        assert expected in found
    assert b"/Subtype /Image" in pdf(text) or b"/Subtype/Image" in pdf(text)


def test_a_block_that_is_not_known_is_printed_from_its_template():
    html = "<h3>Findings</h3><p>Both <b>gain</b></p><table><tr><th>Side</th></tr><tr><td>One</td></tr></table>"
    blocks = Body().from_html(f"{html}<script>x</script>")
    assert [block["is"] for block in blocks] == ["heading", "paragraph", "table"]
    assert blocks[2]["rows"][1][0]["blocks"][0]["runs"] == [{"is": "text", "text": "One"}]


@pytest.mark.parametrize(
    "html",
    [
        "", "<h2></h2>", "<p></p><ul></ul><ol><li></li></ol>", "<table></table>",
        "<table><tr></tr><tr><td>a</td></tr></table>",
        "<p><b></b><a href='/'></a><br></p>", "<blockquote></blockquote>", "<h1>one</h1><h6>six</h6>",
        "loose <b>words</b>",
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ul>", "<p>&#x202e;\u0001\ufffe 😀 ქართული</p>",
        "<pre>  code\n  lines</pre><p><code>`x`</code></p>", "<p>[^n]</p>",
    ],
)  # fmt: skip
def test_odd_html_is_set_without_a_fault(network, html):
    text = network.text(under=network.section(), body=html or "<p></p>")
    text.footnotes = [Footnote(key="n", text="", sort_order=0)]
    assert pdf(text).startswith(b"%PDF-")


def test_a_picture_whose_file_is_lost_leaves_its_caption(network, caplog):
    picture = image()
    text = network.text(under=network.section())
    value = {"image": picture.pk, "description": "A", "caption": "<p>A caption</p>", "credit": ""}
    text.body = json.dumps([{"type": "figure", "value": value}])
    picture.file.storage.delete(picture.file.name)
    assert "A caption" in words(pdf(text))
    assert "cannot be read" in caplog.text


def test_relative_links_get_the_host_and_dangerous_ones_none():
    (line,) = Body().from_html('<p><a href="/en/a/">a</a> <a href="javascript:x">b</a></p>')
    assert line["runs"][0]["address"] == "http://127.0.0.1:8000/en/a/"
    assert line["runs"][2] == {"is": "text", "text": "b"}


def test_russian_text_is_set_in_russian(network):
    text = network.text("Тихие переговоры", under=network.section("Раздел", language="ru"), by=[network.person()])
    found = words(pdf(text))
    assert "Тихие переговоры" in found and "1 марта 2026" in found
    assert re.search(rb"/Lang\s*\(ru", pdf(text))


def test_a_paper_is_kept_until_its_words_change(memo, settings, monkeypatch):
    made = pdf(memo)
    with monkeypatch.context() as patched:
        patched.setattr(module, "_set", lambda files: pytest.fail("made again"))
        assert pdf(memo) == made
    memo.title = "Louder talks"
    assert pdf(memo) != made
    assert len(list((Path(settings.DATA) / "pdf").glob(f"{memo.pk}-*.pdf"))) == 1


def test_the_same_words_give_the_same_file(memo, settings):
    made = pdf(memo)
    for file in (Path(settings.DATA) / "pdf").glob("*.pdf"):
        file.unlink()
    assert pdf(memo) == made


@pytest.mark.parametrize(
    ("language", "cited"),
    [
        ("ru", "Тихие переговоры // Test network. 2026. 1 марта. URL:"),
        ("uk", "Тихие переговоры. Test network : вебсайт. 2026. 1 березня. URL:"),
        ("en", "Cite as Example, Ada."),
    ],
)
def test_how_to_cite_is_told_in_the_style_of_the_language(client, network, language, cited):
    section = network.section("Раздел", language=language)
    text = network.text("Тихие переговоры", under=section, by=[network.person("Ada", "Example")])
    found = " ".join(words(client.get(f"/en/pdf/{text.pk}.pdf").content).split())
    assert cited in found


def test_a_memo_leads_to_its_pdf_beside_its_date(client, memo):
    page = client.get(memo.url).content.decode()
    meta = re.search(r'<p class="meta">.*?</p>', page, re.DOTALL)[0]
    assert f'href="/en/pdf/{memo.pk}.pdf"' in meta


def test_the_address_gives_a_pdf_of_a_public_text(client, memo):
    answer = client.get(f"/en/pdf/{memo.pk}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert memo.url in answer["Link"]


@pytest.mark.parametrize("state", ["draft", "private", "missing"])
def test_what_is_not_public_has_no_pdf(client, memo, state):
    if state == "draft":
        Publication.objects.filter(pk=memo.pk).update(live=False)
    if state == "private":
        PageViewRestriction.objects.create(page=memo, restriction_type="login")
    assert client.get(f"/en/pdf/{memo.pk + (state == 'missing')}.pdf").status_code == 404
