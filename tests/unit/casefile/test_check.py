"""Names must exist and things fit together; one fault brings no others after it. (tests/invalid shows each fault.)"""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.casefile import Case, check, loads, loads_with_places, read, starter, warnings
from evenhand.errors import CaseError, Fault

STARTER = starter("strait", "The strait")
CATALOG = sorted((Path(__file__).parents[3] / "src" / "evenhand" / "catalog").rglob("*.yaml"))


def faults(text: str) -> list[Fault]:
    with pytest.raises(CaseError) as caught:
        loads(text)
    return list(caught.value.faults)


def codes(*changes: tuple[str, str]) -> list[str]:
    text = STARTER
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return [fault.code for fault in faults(text)]


@pytest.mark.parametrize("path", CATALOG, ids=lambda path: path.stem)
def test_a_case_that_ships_has_no_faults(path: Path) -> None:
    assert check(read(path)) == []


def test_a_case_made_in_python_is_checked_without_a_file() -> None:
    case = loads(STARTER)
    changed = case.model_copy(update={"weights": {"north": case.weights["north"], "elsewhere": case.weights["south"]}})
    found = check(changed)
    assert [(fault.code, fault.line) for fault in found] == [("no-weights", 0)] * 2 + [("unknown-party", 0)]
    assert found[-1].text == "weights.elsewhere"


def test_the_same_faults_are_found_with_and_without_the_file() -> None:
    text = STARTER.replace("south.budget: [1, 2, 4]", "south.budgte: [1, 2, 4]")
    _, places = loads_with_places(STARTER)
    data = loads(STARTER).model_dump(by_alias=True)
    gives = data["issues"]["border-trade"]["effects"][0]["gives"]
    gives["south.budgte"] = gives.pop("south.budget")
    data["accounts"] = {}
    case = Case.model_validate(data)
    assert [fault.code for fault in check(case, places)] == ["unknown-interest"]
    assert "unknown-interest" in {fault.code for fault in faults(text)}


# --- one fault, one message


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("stances:                         #", "stances: 5 #", ["syntax"]),
        ("      north: [closed, open]\n      south: [closed, open]\n", "      5\n", ["wrong-type"]),
        ("north: [closed, open]", "north: closed", ["wrong-type"]),
        ("north: [closed, open]", "north: [closed, open, open]", ["duplicate-stance"]),
        ("north: [closed, open]", "north: [closed, 1, open]", ["wrong-type"]),
        ("    stances: ", "    stance: ", ["unknown-key"]),
        ("    effects: ", "    effect: ", ["unknown-key"]),
        ("parties: ", "partys: ", ["unknown-key"]),
        ("interests: ", "intrests: ", ["unknown-key"]),
        ("weights: ", "weight: ", ["unknown-key"]),
        ("issues:", "isues:", ["unknown-key"]),
        ("evidence:   ", "evidense:   ", ["unknown-key"]),
        ("id: both-open", "id: [both-open]", ["wrong-type"]),
        ("when: {north: open, south: open}", "when: both", ["wrong-type"]),
        ("when: {north: open, south: open}", "when: {north: 3, south: open}", ["wrong-type"]),
        ("gives: {north.safety: 3", "gives: {north.safety: high", ["number"]),
        ("chance: [0.3, 0.5, 0.8]", "chance: [0.3, 0.5, 1]", ["percentile-on-bound"]),
        ("default: {north: closed, south: closed}", "default: closed", ["wrong-type"]),
        ("  north: {budget: 1, safety: 0.2, rank: 0.5}", "  north: 1", ["wrong-type"]),
        ("  north: {budget: 1, safety: 0.2, rank: 0.5}", "  nroth: {budget: 1}", ["unknown-party"]),
        ("  north: {budget: 1, safety: 0.2, rank: 0.5}", "  north: {bugdet: 1, safety: 0.2}", ["unknown-interest"]),
        ("ratifies: south", "ratifies: [south]", ["wrong-type"]),
        ("accounts:  ", "accounts: {}\naccounts:  ", ["duplicate-key"]),
    ],
)  # fmt: skip
def test_a_fault_brings_no_others_after_it(before: str, after: str, expected: list[str]) -> None:
    assert codes((before, after)) == expected


def test_a_wrong_name_does_not_hide_another_that_stands_below_it_or_beside_it() -> None:
    found = faults(STARTER.replace("when: {north: open, south: open}", "when: {nort: opn, south: opne}", 1))
    assert [(fault.code, fault.text, fault.suggestion) for fault in found] == [
        ("unknown-party", "nort", "north"),
        ("unknown-stance", "opn", "open"),  # no side has it, whoever was meant by `nort`
        ("unknown-stance", "opne", "open"),
    ]
    linked = """linkage: [{party: nort, withholds: opn, while: {bordertrade: {soth: open}}}]
    default: {north: closed"""
    found = faults(STARTER.replace("default: {north: closed", linked, 1))
    assert [fault.text for fault in found] == ["nort", "opn", "bordertrade", "soth"]


def test_what_is_said_of_somebody_who_may_yet_become_a_side_is_told_once() -> None:
    assert codes(("{north: open, south: open}", "{coast: patrol}")) == ["not-a-side"]  # a party without a stance here
    assert codes(("{north: open, south: open}", "{zzz: patrol}")) == ["unknown-party"]  # near nobody


def test_a_fault_of_shape_does_not_hide_a_wrong_name_beside_it() -> None:
    found = codes(("north.budget: [1, 2, 4]", "north.gold: [4, 2, 1]"), ("kind: standing", "kind: pride"))
    assert sorted(found) == ["choice", "percentiles", "unknown-interest"]


def test_what_a_misspelt_key_holds_is_examined_as_well() -> None:
    found = codes(("weights:  ", "wieghts:  "), ("north: {budget: 1,", "north: {budgte: one,"))
    assert sorted(found) == ["number", "unknown-interest", "unknown-key"]


def test_a_name_near_another_is_suggested_whatever_its_case() -> None:
    found = faults(STARTER.replace("north.safety: 3", "North.saftey: 3"))
    assert [(fault.code, fault.suggestion) for fault in found] == [
        ("unknown-interest", "safety"),
        ("unknown-party", "north"),
    ]


def test_the_sides_are_named_in_the_order_of_the_file() -> None:
    """Whoever is renamed, the message is renamed likewise."""
    text = STARTER.replace("default: {north: closed, south: closed}", "default: {east: closed}")
    swapped = text.replace("north", "\0").replace("south", "north").replace("\0", "south")
    said = "\n".join(map(str, faults(text)))
    again = "\n".join(map(str, faults(swapped)))
    assert again == said.replace("north", "\0").replace("south", "north").replace("\0", "south")


# --- what is no fault


def test_a_linkage_to_another_state_than_todays_is_only_a_warning() -> None:
    other = """  fees:
    title: Fees
    stances: {north: [low, high], south: [low, high]}
    default: {north: low, south: low}
    linkage: [{party: north, withholds: high, while: {border-trade: {south: open}}}]
    effects: [{id: fees, when: {north: high, south: high}, gives: {north.budget: 1, south.budget: 1}}]
accounts: """
    case = loads(STARTER.replace("accounts: ", other, 1))
    assert [warning.code for warning in warnings(case)] == ["idle-linkage"]


def test_a_bystander_needs_no_weights_and_may_have_them() -> None:
    assert loads(STARTER.replace("weights:  ", "weights: \n  coast: {budget: 1} #", 1))


def test_an_ordinal_case_needs_neither_weights_nor_interests() -> None:
    text = """
case: x
title: X
parties: {a: {name: A}, b: {name: B}, c: {name: C, ratifies: a}}
interests: {}
issues:
  i:
    title: I
    stances: {a: [x, y], b: [x, y]}
    default: {a: x, b: x}
    infeasible: [{a: y, b: x}]
    ranking: {a: [{a: y, b: y}, [{a: x, b: x}, {a: x, b: y}]]}
    preferences: {b: [{a: y}, {if: {a: y}, then: {b: y}}, {any: [{a: x}, {b: [x, y]}]}, {not: {a: x, b: y}}]}
"""
    assert loads(text).issues["i"].ordinal


def test_states_are_counted_without_being_listed() -> None:
    stances = "{" + ", ".join(f"p{side}: [{', '.join(f's{n}' for n in range(50))}]" for side in range(40)) + "}"
    parties = "{" + ", ".join(f"p{side}: {{name: P}}" for side in range(40)) + "}"
    default = "{" + ", ".join(f"p{side}: s0" for side in range(40)) + "}"
    found = faults(
        f"case: x\ntitle: X\nparties: {parties}\ninterests: {{}}\nissues:\n  i:\n    title: I\n    stances: {stances}\n"
        f"    default: {default}\n    infeasible: [{{p0: s1}}]\n    preferences: {{}}\n"
    )
    assert [fault.code for fault in found] == ["nothing-at-stake", "too-many-states"]
    assert f"{50**40:,}" in found[1].message


# --- pressure


def test_pressure_is_on_a_side_and_costs_others() -> None:
    pressure = "\npressure:\n  south: {believed: 0.5, costs: {north: 1}}\n"
    assert loads(STARTER + pressure).pressure["south"].costs["north"].is_ == (1,)
    wrong = "\npressure:\n  traders: {backlash: 1}\n  south: {costs: {south: 1, nroth: 1}, believed: 2}\n"
    assert sorted(fault.code for fault in faults(STARTER + wrong)) == [
        "bounds",
        "itself",
        "unknown-party",
        "unknown-party",
    ]


def test_a_weight_that_treats_parties_alike_may_stand_unused() -> None:
    """South receives none of a catch of which North receives some: the same weight is even, another is unused."""
    text = (Path(__file__).parents[2] / "invalid" / "warnings" / "unused-weight.yaml").read_text(encoding="utf-8")
    text = text.replace("north.rank: -1", "north.rank: -1, north.fish: 2")
    for weight, found in (("1", []), ("2", ["unused-weight"])):
        changed = text.replace("south: {budget: 1, rank: 0.5}", f"south: {{budget: 1, rank: 0.5, fish: {weight}}}")
        assert changed != text
        assert [one.code for one in warnings(loads(changed)) if one.code == "unused-weight"] == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ((), 1),
        ((("rank: 0.5}", "rank: 0.5, fish: 0}"),), 0),  # that it counts for nothing is said
        ((("north.fish: -50", "north.fish: 0"),), 0),  # nothing is received
        ((("north.fish: -50", "coast.fish: -50"),), 0),  # a party without any weights only bears consequences
        ((("issues:", "accounts: {north: {weights: {north: {fish: 1}}}}\nissues:"),), 0),
        ((("south.rank: -1", "south.rank: -1, north.fish: -20"),), 1),  # once for each party and interest
    ],
)
def test_what_is_received_and_never_weighed_is_told_once(changes: tuple[tuple[str, str], ...], found: int) -> None:
    text = (Path(__file__).parents[2] / "invalid" / "warnings" / "unweighed-interest.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    assert [one.code for one in warnings(loads(text))].count("unweighed-interest") == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("-0.0000004", ["tiny-amounts"]),
        ("0", []),  # nothing is no small amount
        ("-0.000001", []),
        ("[-0.0000004, 0, 1]", []),
        ("{is: 0.0000002, experts: {e1: 0.0000002, e2: 1}}", []),
    ],
)
def test_amounts_are_tiny_only_if_all_of_an_interest_are(given: str, found: list[str]) -> None:
    text = (Path(__file__).parents[2] / "invalid" / "warnings" / "tiny-amounts.yaml").read_text(encoding="utf-8")
    changed = text.replace("north.rank: -0.0000004", f"north.rank: {given}").replace("[-0.0000005, 0]", "0")
    experts = "experts: {e1: {name: E}, e2: {name: F}}\nissues:"
    assert [one.code for one in warnings(loads(changed.replace("issues:", experts))) if "tiny" in one.code] == found


@pytest.mark.parametrize("character", [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))])
@pytest.mark.parametrize("escaped", [False, True])
def test_text_whose_direction_is_turned_is_refused(character: str, escaped: bool) -> None:
    told = f"\\u{ord(character):04x}" if escaped else character
    text = (Path(__file__).parents[2] / "invalid" / "warnings" / "unused-weight.yaml").read_text(encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        loads(text.replace("title: Passage", f'title: "Pas{told}sage"'))
    assert [fault.code for fault in caught.value.faults] == ["character"]
    assert f"U+{ord(character):04X}" in str(caught.value)


def test_hebrew_and_arabic_need_no_marks() -> None:
    text = (Path(__file__).parents[2] / "invalid" / "warnings" / "unused-weight.yaml").read_text(encoding="utf-8")
    assert loads(text.replace("title: Passage", "title: מעבר ممر")).issues["passage"].title


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0,05", "0.05"), ("-400,5", "-400.5"), ("1,000", "1000"), ("1,234,567.5", "1.23457e+06"), ("12 %", "0.12")],
)
def test_a_number_as_people_write_it_is_understood_in_the_suggestion(written: str, meant: str) -> None:
    text = STARTER.replace("north: {budget: 1, safety", f'north: {{budget: "{written}", safety', 1)
    (fault,) = faults(text)
    assert fault.suggestion == meant
