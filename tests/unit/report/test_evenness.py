"""The audit in words: everything is said, in the same form for every side, within the width, and escaped in HTML."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Mapping
from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case, loads
from evenhand.findings.evenness import CAUSES_GIVEN, MEND, NUMBERS, SUPPLIED
from evenhand.report import evenness, language, phrasing
from evenhand.study.sources import STATUSES

UNEVEN = """
case: uneven
title: Uneven
parties:
  a: {name: Anna, attachment: {is: 2, status: reading}, trust: {b: 0.5}}
  b: {name: Boris}
interests:
  k: {name: Water, unit: points}
  l: {name: Land, unit: points}
  m: {name: Office, unit: points, kind: private}
weights: {a: {k: 1, l: 1, m: 1}, b: {k: 1}}
issues:
  s:
    title: The stream
    stances: {a: [no, yes], b: [no, yes]}
    default: {a: no, b: no}
    effects:
      - id: e
        when: {a: yes, b: yes}
        gives:
          a.k: {is: 3, evidence: [x]}
          b.k: {is: 2, evidence: [of-a], experts: {ea: 2}}
          a.l: 1
          a.m: 1
    expects: {a: {k: {is: 1, evidence: [y], status: verified}}}
accounts: {a: {effects: {e: {gives: {b.k: 4}}}}}
experts: {ea: {name: Dr Ada, side: a}}
evidence:
  x: {title: X & <Y>, type: book}
  y: {title: Y, type: a-type-of-its-own}
  of-a: {title: Of A, side: a}
"""


OF_BORIS = 'what "Anna: yes; Boris: yes" brings Boris: Water; on: The stream'


@functools.cache
def audited(case_id: str) -> tuple[Case, Mapping[str, Any]]:
    case = loads(UNEVEN) if case_id == "uneven" else evenhand.load(case_id)
    return case, evenhand.evenness(case).document()


def test_every_code_and_key_has_its_words() -> None:
    assert tuple(evenness._MEND) == MEND
    assert tuple(evenness._SUPPLIED) == tuple(evenness._SUPPLIED_OF_NOBODY) == SUPPLIED
    assert tuple(evenness._STATUS) == (*STATUSES, "none")
    assert tuple(evenness._NUMBERS) == NUMBERS
    assert tuple(evenness._GIVEN) == CAUSES_GIVEN


def test_each_thing_to_mend_is_said_with_its_place_and_its_advice() -> None:
    case, document = audited("uneven")
    assert {one["code"] for one in document["mend"]} == set(MEND)
    told = evenness.findings(case, document, width=10_000)
    for line in (
        f"- about Boris, supplied by Anna: {OF_BORIS}",
        f"- Dr Ada: {OF_BORIS}",
        "- parties.a.attachment",
        "- without: Boris; with: Anna",
        "- attachment to what exists; given to: Anna; not to: Boris",
        "- trust in the other; given to: Anna; not to: Boris",
        "- weight of Land; given to: Anna; not to: Boris",
        "- what is expected on: The stream; given to: Anna; not to: Boris",
        "- few sources: Boris; most: Anna",
        "- private interest (something of a private interest, with a weight); given to: Anna; not to: Boris",
        "- about Anna, weights: 3, the first weight: Water of Anna",
        "- about Boris, weights: 1, weight: Water of Boris",
        "The account of Anna: 1 departure; about Anna: 0; about Boris: 1; about nobody alone: 0",
        "Of no side: 2 in all; a type of its own: 1; book: 1",
        "Left out in turn: 1 account; 3 sources; 1 expert.",
    ):
        assert line in told, line
    assert told.count("To mend: ") == len(MEND)
    assert "deviation from the authors" in told


def test_what_is_to_be_mended_is_said_of_either_side_in_the_same_words() -> None:
    """Swapping what the file says of the two sides swaps their names in what is to be mended, and nothing else."""
    swap = {"Anna": "Boris", "Boris": "Anna", "a": "b", "b": "a"}

    def swapped(text: str, sides: str = "a|b") -> str:
        return re.sub(rf"\b(Anna|Boris|{sides})\b", lambda found: swap[found[0]], text)

    def renamed(line: str) -> str:
        return swapped(line, r"(?<=\.)a(?=\.|$)|(?<=\.)b(?=\.|$)")

    def told(text: str) -> list[tuple[str, list[str]]]:
        case = loads(text)
        return [
            (part.title, sorted(line for _, line in part.lines))
            for part in evenness.parts(case, evenhand.evenness(case).document())
            if part.title.startswith("To mend")
        ]

    here, there = told(UNEVEN), told(swapped(UNEVEN))
    assert len(here) == len(MEND)
    assert [(title, sorted(map(renamed, lines))) for title, lines in here] == there


def test_a_flip_says_what_was_and_what_is() -> None:
    case, document = audited("uneven")
    told = evenness.findings(case, document, width=10_000)
    # without the only source of what Anna gains in water, she expects 0 and gains 1 of land; without what she
    # expects, there is none to be met: her gain of 3 + 1 meets 1 either way
    by_voice = {(one["kind"], one["id"]) for one in document["left_out"]["flips"]}
    assert ("source", "x") not in by_voice or 'Without the source "X & <Y>" [x]' in told
    made = copy.deepcopy(dict(document))
    before = {"kind": "unnecessary loss", "reference": [{"a": "yes", "b": "yes"}], "keys": [["standing"]], "main": {}}
    flip = {"kind": "expert", "id": "ea", "issue": "s", "flips": ["keys", "main"]}
    made["left_out"]["flips"] = [
        flip
        | {
            "before": before | {"main": {"a": ["standing"], "b": ["standing"]}},
            "after": before | {"keys": [["linkage", "commitment"]], "main": {"a": ["linkage"], "b": []}},
        },
        flip
        | {
            "kind": "account",
            "id": "a",
            "flips": ["kind", "reference", "keys", "main"],
            "before": before,
            "after": before | {"kind": "genuine conflict", "reference": [], "keys": []},
        },
    ]
    told = evenness.findings(case, made, width=10_000)
    assert (
        'Without the expert Dr Ada: What would unlock it: no longer "standing", but "linkage and commitment"; '
        "the largest cause of loss of Anna: linkage instead of standing; "
        "the largest cause of loss of Boris: none, nothing is lost instead of standing." in told
    )
    assert (
        "Without the account of Anna: The kind: genuine conflict instead of unnecessary loss; "
        'the agreement: none instead of "Anna: yes; Boris: yes".' in told
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([["standing"]], [["standing"]], []),
        ([["standing"]], [], ["no set of causes would unlock it any more"]),
        ([["standing"]], [[]], ["nothing would be left to unlock"]),
        ([["standing"], ["linkage"]], [["linkage"]], ["what would unlock it: no longer \u201cstanding\u201d"]),
        ([[]], [["linkage"]], ["what would unlock it: now also \u201clinkage\u201d"]),
    ],
)
def test_keys_that_are_gone_and_new(before: Any, after: Any, told: list[str]) -> None:
    assert evenness._keys(before, after) == told


@pytest.mark.parametrize("name", ["uneven", "nile-gerd-2020", "chicken", "ordinal"])
@pytest.mark.parametrize("spoken", list(language.LANGUAGES))
def test_lines_fit_and_nothing_is_left_unfilled(name: str, spoken: str) -> None:
    case, document = audited(name)
    with language.speaking(spoken):
        told = evenness.findings(case, document, width=80)
    assert max(map(len, told.splitlines())) <= 80
    assert "%(" not in told
    assert "None" not in told


def test_other_names_for_the_sides_change_the_names_alone() -> None:
    case, document = audited("nile-gerd-2020")
    names = {party: own.name for party, own in case.parties.items()}
    others = dict(zip(names, [*list(names.values())[1:], next(iter(names.values()))], strict=True))
    parties = {party: own.model_copy(update={"name": others[party]}) for party, own in case.parties.items()}
    other = case.model_copy(update={"parties": parties})
    marked = {party: f"<{place}>" for place, party in enumerate(names)}

    def blank(told: list[evenness.Part], named: Mapping[str, str]) -> str:
        text = repr(told)
        for party in sorted(named, key=lambda one: -len(named[one])):
            text = text.replace(named[party], marked[party])
        return text

    assert not {issue.title for issue in case.issues.values()} & set(names.values())
    without = {**document, "left_out": {**document["left_out"], "flips": [], "hold": []}}
    assert blank(evenness.parts(case, without), names) == blank(evenness.parts(other, without), others)


def test_the_section_stands_alone_and_is_escaped() -> None:
    case, document = audited("uneven")
    section = evenness.section(case, document)
    assert section.startswith('<section id="evenness"')
    assert section.rstrip().endswith("</section>")
    assert "<Y>" not in section
    for part in evenness.parts(case, document):
        assert (f"<summary>{part.title}</summary>" if part.folded else f"<h3>{part.title}</h3>") in section
    assert phrasing.sentence("This is a list, no score") in section
