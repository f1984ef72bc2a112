"""The words treat the sides alike in every language: swap the names and the sentences follow, reorder and none changes.

Metamorphic laws over the whole text that a reader sees: the terminal, the page, and the content of Word and PDF.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import synthetic
from hypothesis import given
from hypothesis import strategies as st
from test_html import Reader

import evenhand
from evenhand.casefile import Case, read
from evenhand.report import (
    agenda,
    benefits,
    courses,
    evenness,
    html,
    initiative,
    language,
    leverage,
    naming,
    persuasion,
    terminal,
    words,
)
from evenhand.report.parts import Block, Content, parts, text
from evenhand.study import whole

TEACHING = sorted((Path(evenhand.__file__).parent / "catalog" / "teaching").glob("*.yaml"))
LANGUAGES = list(language.LANGUAGES)
Document = dict[str, Any]


@functools.cache
def findings(path: Path) -> tuple[Case, Document]:
    case = read(path)
    return case, json.loads(json.dumps(evenhand.analyse(case, draws=64).document()))


def told(case: Case, document: Mapping[str, Any]) -> dict[str, str]:
    """Everything that is said of a case, by where it is said."""
    wide = 100_000  # no line is broken
    return {
        "findings": terminal.findings(case, document, width=wide),
        "details": terminal.details(case, document, width=wide),
        "page": Reader(html.render(case, document)).words,
        "paper": "\n".join(text(findings_of(parts(case, document)))),
    }


def findings_of(content: Content) -> list[Block]:
    """All chapters before that of the case itself."""
    blocks = list(content.blocks)
    return blocks[: next(place for place, one in enumerate(blocks) if getattr(one, "anchor", "") == "case-title")]


def renamed(case: Case, names: Mapping[str, str]) -> Case:
    parties = {
        party: own.model_copy(update={"name": names.get(party, own.name)}) for party, own in case.parties.items()
    }
    return case.model_copy(update={"parties": parties})


def exchanged(said: str, first: str, second: str) -> str:
    """The text with two names in each other's place."""
    return re.sub(f"{re.escape(first)}|{re.escape(second)}", lambda found: second if found[0] == first else first, said)


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_swap_the_names_of_the_sides_and_every_sentence_follows(path: Path, name: str) -> None:
    """Names are the only thing by which the words tell the sides apart: no case ending, verb or adjective does."""
    case, document = findings(path)
    for issue in case.issues.values():
        first, second = list(issue.stances)[:2]
        one, other = "Xanthe", "Yorick"  # no word of any language, so that no other word is exchanged
        with language.speaking(name):
            straight = told(renamed(case, {first: one, second: other}), document)
            swapped = told(renamed(case, {first: other, second: one}), document)
        assert {place: exchanged(said, one, other) for place, said in swapped.items()} == straight


CHAPTERS: dict[str, tuple[Any, Any]] = {
    "agenda": (agenda.agenda, agenda.section),
    "initiative": (initiative.initiative, initiative.section),
    "persuasion": (persuasion.details, persuasion.section),
    "benefits": (benefits.benefits, benefits.chapter),
    "courses": (courses.courses, courses.section),
    "leverage": (leverage.leverage, leverage.section),
    "evenness": (evenness.findings, evenness.section),
}
"""Of each chapter of a report, its words in the terminal and in the page."""
PROPOSED = {
    "india-pakistan-2013": {"trade": {"ind": "ease", "pak": "open"}, "siachen": {"ind": "pull-back"}},
    "nile-gerd-2020": {"filling": {"egy": "accept-staged", "eth": "staged"}},
}


@functools.cache
def chapters(name: str) -> tuple[Case, dict[str, Document]]:
    case = evenhand.load(name)
    return case, json.loads(json.dumps(whole.whole(case, draws=32, propose=PROPOSED[name])[1]))


def test_every_chapter_is_looked_at() -> None:
    assert set(CHAPTERS) == set(whole.CHAPTERS)
    for name in PROPOSED:
        assert set(chapters(name)[1]) == set(CHAPTERS)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("name", PROPOSED)
def test_swap_the_names_of_the_sides_and_every_sentence_of_a_chapter_follows(
    name: str, chapter: str, spoken: str
) -> None:
    case, documents = chapters(name)
    first, second = list(next(iter(case.issues.values())).stances)[:2]
    one, other = "Xanthe", "Yorick"
    texts = []
    with language.speaking(spoken):
        for names in ({first: one, second: other}, {first: other, second: one}):
            shown = renamed(case, names)
            terminal_words, section = CHAPTERS[chapter]
            said = terminal_words(shown, documents[chapter], width=100_000)
            texts.append((said, Reader(str(section(shown, documents[chapter]))).words))
    straight, swapped = texts
    assert one in straight[0] and other in straight[0]
    assert tuple(exchanged(said, one, other) for said in swapped) == straight


def reordered(case: Case, document: Document) -> tuple[Case, Document]:
    """The same case with its parties and the sides of its issues the other way round."""

    def back(mapping: Any) -> Any:
        return dict(reversed(mapping.items()))

    issues = {
        name: issue.model_copy(update={"stances": back(issue.stances), "default": back(issue.default)})
        for name, issue in case.issues.items()
    }
    turned = copy.deepcopy(document)
    for issue in turned["issues"]:
        issue["sides"] = issue["sides"][::-1]
        issue["default"] = back(issue["default"])
        for account in issue["accounts"].values():
            for key in ("losses", "causes", "unilateral_losses", "temptations", "value_at_risk"):
                if account.get(key):
                    account[key] = back(account[key])
    return case.model_copy(update={"parties": back(case.parties), "issues": issues}), turned


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_reorder_the_sides_and_nothing_else_is_said(path: Path, name: str) -> None:
    """The same clauses as often, in another order: whoever comes first is not told otherwise than the next."""
    case, document = findings(path)
    with language.speaking(name):
        straight, turned = told(case, document), told(*reordered(case, document))
        kinds = "|".join(naming.kind_name(kind) for kind in words.KINDS)
        of_all = language.gettext("of the own loss")
    for said in (straight, turned):
        said["paper"] = re.sub(f"({kinds}) ", "\\1\n", said["paper"])  # in a frame of its own
        said["paper"] = said["paper"].replace(f" {of_all}", f"\n{of_all}")  # said of all sides, after the last
    for place in ("findings", "details", "paper"):
        assert clauses(case, turned[place]) == clauses(case, straight[place]), place
    assert sorted(turned["page"]) == sorted(straight["page"])


def clauses(case: Case, said: str) -> Counter[tuple[str, ...]]:
    """What stands between full stops, semicolons, colons and line ends, each as its words in no order."""
    said = states(case).sub(lambda found: "; ".join(sorted(found[0].split("; "))), said)
    parts = re.split(r"[.](?=\s|$)|[;:\n]", said.casefold())
    return Counter(tuple(sorted(re.findall(r"\w+|[^\w\s]", part))) for part in parts)


def states(case: Case) -> re.Pattern[str]:
    """A state of two sides as it is written, whichever comes first."""
    names = "|".join(re.escape(party.name) for party in case.parties.values())
    every = {naming.stance(name) for issue in case.issues.values() for own in issue.stances.values() for name in own}
    side = f"(?:{names}): (?:{'|'.join(sorted(map(re.escape, every), key=len, reverse=True))})"
    return re.compile(f"{side}; {side}")


# --- sentence by sentence, for numbers of every size

SPREAD = st.floats(-1e6, 1e6).map(lambda mean: 0.0 if abs(mean) < 1e-6 else mean)
CASE = renamed(synthetic.plain(), {"alder": "Xanthe", "birch": "Yorick"})


@st.composite
def losses(draw: st.DrawFn) -> Document:
    interests = {name: {"mean": draw(SPREAD)} for name in draw(st.sets(st.sampled_from(["money", "lives", "rank"])))}
    points = draw(st.none() | SPREAD)
    return {
        "points": None if points is None else {"mean": points},
        "interests": interests,
        "with_standing": None if points is None else draw(st.none() | SPREAD),
    }


@pytest.mark.parametrize("name", LANGUAGES)
@given(loss=losses(), pays=st.sets(st.sampled_from(["cedar"])), moves=st.lists(st.sampled_from(["open", "closed"])))
def test_each_sentence_about_a_party_is_the_same_for_every_party(
    name: str, loss: Document, pays: set[str], moves: list[str]
) -> None:
    case = CASE.model_copy(update={"weights": dict.fromkeys(("alder", "birch"), CASE.weights["alder"])})
    with language.speaking(name):
        for sentence in (
            lambda side: words.losses_of(case, side, loss),
            lambda side: words.with_standing(case, side, loss),
            lambda side: words.temptation(case, side, {"stances": moves, "pays": list(pays)}),
            lambda side: naming.account_name(case, side),
        ):
            assert exchanged(sentence("alder"), "Xanthe", "Yorick") == sentence("birch")


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_loss_is_told_by_its_size_alone(name: str, sign: int) -> None:
    """Twice the loss: another figure, and no other word."""
    with language.speaking(name):
        once, twice = (
            words.losses_of(CASE, "alder", {"points": {"mean": size}, "interests": {"money": {"mean": size}}})
            for size in (sign * 2.5, sign * 5.5)
        )
    assert once.replace("2.5", "5.5").replace("2,5", "5,5") == twice
