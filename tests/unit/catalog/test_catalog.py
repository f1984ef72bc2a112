"""What ships is found by name, is sound, and a file of one's own comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand import catalog
from evenhand.casefile import read
from evenhand.errors import InputError


def test_reference_cases_come_first_then_those_that_teach() -> None:
    shelves = [path.parent.name for path in catalog.cases().values()]
    assert shelves == sorted(shelves, key=catalog.SHELVES.index)
    assert {"us-russia-2013", "prisoners-dilemma"} <= set(catalog.cases())


@pytest.mark.parametrize("case_id", catalog.cases())
def test_a_case_bears_the_name_of_its_file(case_id: str) -> None:
    assert read(catalog.find(case_id)).case == case_id


@pytest.mark.parametrize("case_id", ["us-russia-2013", "india-pakistan-2013"])
def test_pressure_is_by_one_rule_for_every_side(case_id: str) -> None:
    """How far a threat is believed and what yielding costs are the same; each says what a penalty costs the other."""
    case = read(catalog.find(case_id))
    sides = {side for issue in case.issues.values() for side in issue.stances}
    assert set(case.pressure) == sides
    one, other = case.pressure.values()
    assert (one.believed, one.backlash) == (other.believed, other.backlash)
    assert all(sides - {side} <= set(pressure.costs) for side, pressure in case.pressure.items())
    for number in (found for pressure in case.pressure.values() for found in pressure.costs.values()):
        assert number.status == "reading" and number.note


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(InputError, match="did you mean prisoners-dilemma"):
        catalog.find("prisoner-dilemma")


def test_a_name_like_no_other_is_told_where_the_names_are() -> None:
    with pytest.raises(InputError, match="`evenhand cases` lists"):
        catalog.locate("qqqq")


def test_a_shipped_case_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chicken").mkdir()  # a folder of that name does not stand in the way
    assert catalog.locate("chicken") == catalog.cases()["chicken"]


def test_a_file_of_that_name_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chicken").write_text("case: mine")
    assert catalog.locate("chicken") == Path("chicken")


@pytest.mark.parametrize("name", ["missing.yaml", "some/where", "chicken.yaml"])
def test_what_looks_like_a_path_is_one(name: str) -> None:
    assert catalog.locate(name) == Path(name)


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="names neither"):
        catalog.locate(name)
