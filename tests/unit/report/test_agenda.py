"""An agenda in words, on a terminal and as a section of a page."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import synthetic

import evenhand
from evenhand.report import agenda as report
from evenhand.report.language import speaking

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))
from several import case

VOID = {"meta", "br", "hr", "img", "input", "link"}


def told(*gives: dict, width: int = 80, **more: object) -> str:
    found = case(*gives)
    shown = report.agenda(found, evenhand.agenda(found, draws=16, **more).document(), width=width)
    return " ".join(shown.split())


def test_each_issue_has_its_agreement_and_what_each_side_gains() -> None:
    text = told({"a.k": 4, "b.k": 2, "other.k": 1}, {"a.k": 1, "b.k": 3})
    assert "Agreement: A: yield; B: yield A: a gain in K (4 points) B: a gain in K (2 points)" in text
    assert "OTHER (not at the table): a gain in K (1 point)" in text
    assert "in 100 % of the draws" in text


def test_how_sure_an_agenda_is_stands_in_its_first_sentence() -> None:
    found = case({"a.k": 4, "b.k": 2}, {"a.k": 1, "b.k": 3})
    document = evenhand.agenda(found, draws=16, at_most=1).document()
    document["agendas"][0]["stands"] = 0.46
    document["certainty"]["best"] = {"low": 0.17, "high": 0.17}
    text = " ".join(report.agenda(found, document).split())
    assert "acceptable by itself on the means" in text
    first = "all of it stands, leaving nobody worse off, in 46 % of the draws, and it is the best agenda in 17 % of"
    assert text.index(f"{first} all draws") < text.index("Agreement:")


def test_of_an_agenda_of_the_only_issue_no_shares_of_a_hundred_per_cent_are_told() -> None:
    text = told({"a.k": 4, "b.k": 2})
    assert "it leaves nobody worse off in 100 % of the draws" in text
    for part in ("What it brings each side", "How sure it is", "One issue more or less", "best agenda"):
        assert part not in text


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize(
    ("language", "loses"),
    [
        ("en", "a loss in Lives (50 lives a year)"),
        ("ru", "потери — Lives (50 жизней в год)"),
        ("uk", "втрати — Lives (50 життів на рік)"),
    ],
)
def test_what_a_side_only_loses_is_called_a_loss(side: str, language: str, loses: str) -> None:
    other = "b" if side == "a" else "a"
    interests = {
        "k": {"name": "K", "unit": "points"},
        "rank": {"name": "R", "unit": "points", "kind": "standing"},
        "life": {"name": "Lives", "unit": "lives/yr"},  # which nobody weighs
    }
    found = case({f"{side}.life": -50, f"{other}.k": 2}, interests=interests)
    with speaking(language):
        shown = report.agenda(found, evenhand.agenda(found, draws=16).document(), width=80)
    text = " ".join(shown.split())
    assert f"{side.upper()}: {loses}" in text
    assert "\u2212" not in text


def test_sides_have_the_same_words() -> None:
    text = told({"a.k": 4, "b.k": 2}, {"a.k": 2, "b.k": 4}, at_most=1)
    assert "A: 100 % of the most that any agenda of this size could bring it" in text
    assert "B: 50 % of the most that any agenda of this size could bring it" in text
    assert "Equally good: Issue 2 (A: 50 %; B: 100 %)" in text


def test_packages_are_told_as_a_what_if() -> None:
    text = told({"a.k": 5, "b.k": -1}, {"a.k": 1, "b.k": 3})
    assert "A what-if, against the rule that each issue stands by itself." in text
    assert "B: gives way on Issue 1; what it gets elsewhere is worth 3 times as much; more than without" in text


def test_a_package_says_who_gets_less_than_without_it() -> None:
    # Issue 2 alone is acceptable and brings a 1, b 3; the package brings a 6, b 2: 5 more than 1, and 1 less than 3
    text = told({"a.k": 5, "b.k": -1}, {"a.k": 1, "b.k": 3})
    assert (
        "1 package would bring some sides more than agreements that are acceptable by themselves, but others less"
        in text
    )
    assert "more than without the package for A (by 500 % of its own loss on these issues)" in text
    assert "less than without the package for B (by 33 % of its own loss on these issues)" in text


def test_where_nobody_gets_less_by_a_package_only_who_gets_more_is_told() -> None:
    # neither issue is acceptable by itself: without the package there is nothing, of which there is no share
    text = told({"a.k": 5, "b.k": -1}, {"a.k": -1, "b.k": 3})
    assert "more than without the package for A and B; taken" in text
    assert "less than without" not in text
    assert (
        "1 package would bring some sides more than agreements that are acceptable by themselves, and none less" in text
    )


def test_of_packages_of_which_only_some_bring_a_side_less_nothing_more_is_said() -> None:
    def one(without: float) -> dict:
        return {"compared": {"a": {"points": {"with": 2.0, "without": without}}}}

    assert "though others perhaps less" in report._what_packages_bring({"found": 2, "list": [one(1.0), one(3.0)]})
    assert "though others perhaps less" in report._what_packages_bring({"found": 2, "list": [one(1.0)]})


def test_no_agenda_says_whether_sizes_are_missing_or_agreements() -> None:
    def headline(*why: str) -> str:
        return report._headline({"left_out": [{"why": one} for one in why]}, 0)

    assert headline("ranks only", "ranks only") == (
        "No agenda: an agenda needs to know how much each side gains, and these issues have ranks only."
    )
    assert headline("ranks only", "genuine conflict").startswith("No agenda: of the issues that have more than ranks,")
    assert headline("genuine conflict").startswith("No agenda: no issue has an agreement")
    ordinal = evenhand.load("ordinal")
    shown = report.agenda(ordinal, evenhand.agenda(ordinal, draws=16).document())
    assert "these issues have ranks only." in " ".join(shown.split())


def test_what_parking_changes_is_told_side_by_side() -> None:
    text = told({"a.k": 4, "b.k": 4, "b.rank": -5}, {"a.k": 1, "b.k": 3}, at_most=1)
    assert "the agenda would be Issue 2. A: gives up 75 % of what it could gain" in text


def test_without_an_agenda_that_is_said_and_why() -> None:
    text = told({"a.k": 4, "b.k": -2})
    assert "No agenda" in text
    assert "Issue 1: no agreement that improves on today: genuine conflict" in text


@pytest.mark.parametrize("name", ["us-russia-2013", "nile-gerd-2020", "ordinal", "at-a-bystanders-expense"])
def test_lines_fit_the_terminal(name: str) -> None:
    found = evenhand.load(name)
    shown = report.agenda(found, evenhand.agenda(found, draws=16).document(), width=60)
    assert max(map(len, shown.splitlines())) <= 60


class Reader(HTMLParser):
    """Elements that are opened and closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", ["us-russia-2013", "nile-gerd-2020", "ordinal"])
def test_the_section_is_whole(name: str) -> None:
    found = evenhand.load(name)
    page = Reader(str(report.section(found, evenhand.agenda(found, draws=16).document())))
    assert page.tags[0] == "section"
    assert page.tags.count("h2") == 1


def test_text_of_the_case_is_escaped() -> None:
    found = synthetic.ugly()
    page = Reader(str(report.section(found, evenhand.agenda(found, draws=16).document())))
    assert not {"script", "img", "b", "i"} & set(page.tags)
    assert synthetic.SCRIPT in page.text


def test_every_sentence_can_be_spoken_in_the_other_languages() -> None:
    found = evenhand.load("nile-gerd-2020")
    document = evenhand.agenda(found, draws=16).document()
    if not (Path(report.__file__).parent / "locale").exists():
        pytest.skip("no catalogues yet")
    for language in ("ru", "uk"):
        with speaking(language):
            assert report.agenda(found, document)
