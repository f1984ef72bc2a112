"""The check of a text: what `evenhand check` says, for a program."""

from __future__ import annotations

import subprocess
import sys

import pytest

import evenhand
from evenhand.casefile import starter


def test_a_case_without_faults_comes_with_its_warnings_and_places() -> None:
    text = starter("strait", "The strait").replace(
        "coast: {name: Coastal states}", "coast: {name: Coast}\n  sea: {name: Sea}"
    )
    found = evenhand.check(text)
    assert found.case is not None and found.case.case == "strait"
    assert found.faults == ()
    assert [(fault.code, fault.text) for fault in found.warnings] == [("idle-party", "sea")]
    assert found.places is not None
    assert found.places.path(found.warnings[0].line, found.warnings[0].column) == ("parties", "sea")


def test_every_fault_is_found_at_once_and_its_place_leads_to_the_value() -> None:
    text = (
        starter("strait", "The strait")
        .replace("kind: standing", "kind: rank")
        .replace("default: {north: closed,", "default: {north: shut,")
    )
    found = evenhand.check(text, "strait.yaml")
    assert found.case is None
    assert [fault.code for fault in found.faults] == ["choice", "unknown-stance"]
    places = evenhand.Document(text).places
    paths = [places.path(fault.line, fault.column) for fault in found.faults]
    assert paths == [("interests", "rank", "kind"), ("issues", "border-trade", "default", "north")]


def test_a_text_that_is_no_yaml_is_one_fault() -> None:
    for text, code in (("", "empty"), ("a: [", "syntax"), ("a: \0", "character")):
        found = evenhand.check(text)
        assert [fault.code for fault in found.faults] == [code] and found.case is None


def test_a_case_of_numbers_is_checked_without_the_compiler() -> None:
    """Loading it, with all that it has compiled, takes longer than the whole check."""
    asked = (
        "import evenhand, sys; case = evenhand.check(open(evenhand.locate('us-russia-2013')).read()).case; "
        "sys.exit(case is None or 'numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False, timeout=120).returncode == 0


@pytest.mark.parametrize("name", ["us-russia-2013", "win-set", "ordinal"])
def test_numbers_without_a_source_are_those_of_the_audit(name: str) -> None:
    checked = evenhand.check(evenhand.locate(name).read_text(encoding="utf-8"))
    audit = evenhand.evenness(name).document()
    counted = [*audit["judgements"]["by_side"].values(), audit["judgements"]["nobody"]]
    assert checked.numbers == sum(one["total"] for one in counted)
    assert len(checked.unsourced) == sum(one["code"] == "no-source" for one in audit["mend"])


def test_a_text_without_a_case_has_no_numbers() -> None:
    assert (evenhand.check("case: strait").numbers, evenhand.check("").unsourced) == (0, ())
