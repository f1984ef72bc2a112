"""BibTeX, RIS and CSL-JSON, read back by programs that are not ours."""

import json
import re
from datetime import date

import pytest
import rispy
from evenhand_site.citing.bibtex import bibtex
from evenhand_site.citing.csl import csl
from evenhand_site.citing.reference import Name, Reference
from evenhand_site.citing.ris import ris
from hypothesis import given
from hypothesis import strategies as some
from pybtex.database import parse_string

PLAIN = Reference(
    kind="text", title="Quiet talks", language="en", container="Test Network", url="https://example.org/a", key="k1"
)
#: Titles as people type them: anything that can be printed, spaces as single ones.
TITLES = (
    some.text(some.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=60)
    .map(lambda words: " ".join(words.split()))
    .filter(bool)
)


def titled(title, **changes):
    from dataclasses import replace

    return replace(PLAIN, title=title, **changes)


def read(entry):
    """The fields of one BibTeX entry as pybtex reads them."""
    ((key, found),) = parse_string(entry, "bibtex").entries.items()
    return key, found


def unescaped(value):
    """What TeX would print of a field: outer braces gone, escaped signs themselves."""
    signs = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    value = re.fullmatch(r"\{(.*)\}", value, re.DOTALL)[1]
    return re.sub(r"\\text(\w+)\{\}|\\([$&#_%])", lambda found: found[2] or signs[found[1]], value)


@given(TITLES)
def test_any_title_survives_bibtex(title):
    _key, entry = read(bibtex(titled(title)))
    assert unescaped(entry.fields["title"]) == title


@given(TITLES)
def test_any_title_survives_ris(title):
    (entry,) = rispy.loads(ris(titled(title)))
    assert entry["title"] == title


@given(TITLES)
def test_any_title_survives_csl(title):
    assert json.loads(json.dumps(csl(titled(title))))["title"] == title


def test_bibtex_of_a_memo(memo):
    key, entry = read(bibtex(memo))
    assert (key, entry.type) == ("example2026-7", "techreport")
    assert {name: entry.fields[name] for name in ("institution", "type", "number", "year", "month", "url")} == {
        "institution": "Test Network", "type": "Policy Memo", "number": "12", "year": "2026", "month": "March",
        "url": "https://example.org/en/commentary/quiet-talks/",
    }  # fmt: skip
    (author,) = entry.persons["author"]
    assert (author.last_names, author.first_names, author.middle_names) == (["Example"], ["Ada"], ["Maria"])


def test_bibtex_knows_suffixes_and_keeps_a_name_of_one_part_whole(text):
    people = (Name("King Jr.", "Martin Luther"), Name("World Bank"), Name("van Dam", "Cy"), Name("Plato"))
    found = read(bibtex(text(authors=people)))[1].persons["author"]
    assert [str(person) for person in found] == ["King, Jr., Martin Luther", "{World Bank}", "van Dam, Cy", "Plato"]
    king = found[0]
    assert (king.last_names, king.lineage_names, king.first_names) == (["King"], ["Jr."], ["Martin"])


def test_ris_and_csl_know_suffixes(text):
    found = text(authors=(Name("King Jr.", "Martin Luther"),))
    assert rispy.loads(ris(found))[0]["authors"] == ["King, Martin Luther, Jr."]
    assert csl(found)["author"] == [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]


def test_years_have_four_digits(text):
    old = text(date=date(988, 7, 5))
    assert "PY  - 0988\r\n" in ris(old) and "DA  - 0988/07/05\r\n" in ris(old)
    assert csl(old)["issued"] == {"date-parts": [[988, 7, 5]]}  # numbers: the form of CSL-JSON


def test_bibtex_keeps_authors_apart_and_bodies_together(text):
    people = (Name("von Example", "Ada"), Name("Sample and Co", "Ben"), Name("Single"))
    found = read(bibtex(text(authors=people)))[1].persons["author"]
    assert [str(person) for person in found] == ["von Example, Ada", "{Sample and Co}, Ben", "Single"]
    (body,) = read(bibtex(text(authors=(), corporate="Talks and Trade Network")))[1].persons["author"]
    assert str(body) == "{Talks and Trade Network}"


@pytest.mark.parametrize("trap", ["a}b", "{", "\\", '"', "%", "@misc{x,", "a, b = {c}"])
def test_no_words_break_out_of_an_entry(text, trap):
    entry = bibtex(text(title=trap, container=trap, series=trap, url=f"https://example.org/{trap}", place=trap))
    assert read(entry)[1].fields["year"] == "2026"


def test_ris_of_a_memo(memo):
    (entry,) = rispy.loads(ris(memo))
    assert entry["type_of_reference"] == "RPRT"
    assert entry["authors"] == ["Example, Ada Maria"]
    assert (entry["year"], entry["date"], entry["tertiary_title"]) == ("2026", "2026/03/01", "Policy Memo")
    assert entry["urls"] == ["https://example.org/en/commentary/quiet-talks/"]


def test_ris_lines_cannot_be_forged(text):
    (entry,) = rispy.loads(ris(text(title="One\r\nER  - \r\nTY  - BOOK", authors=())))
    assert entry["title"] == "One ER - TY - BOOK"


def test_csl_of_a_memo_a_body_and_an_episode(memo, text, episode):
    item = csl(memo)
    assert (item["type"], item["number"], item["collection-title"]) == ("report", "12", "Policy Memo")
    assert item["issued"] == {"date-parts": [[2026, 3, 1]]}
    assert item["author"] == [{"family": "Example", "given": "Ada Maria"}]
    assert csl(text(authors=(), corporate="Test Network"))["author"] == [{"literal": "Test Network"}]
    assert csl(episode)["container-title"] == "Common Ground"


def test_what_is_not_known_is_left_out(text):
    unknown = text(date=None, authors=(), container="", publisher="")
    assert not {"issued", "author", "DOI", "publisher"} & csl(unknown).keys()
    assert "author" not in bibtex(unknown) and "year" not in bibtex(unknown)
    assert "AU  -" not in ris(unknown) and "PY  -" not in ris(unknown)


@pytest.mark.parametrize("kind", ["text", "memo", "counterpoint", "book", "episode", "event", "course"])
def test_every_kind_can_be_read_back(text, kind):
    reference = text(kind=kind)
    assert read(bibtex(reference))[1].fields["year"] == "2026"
    assert rispy.loads(ris(reference))[0]["title"] == reference.title
    assert csl(reference)["type"]
