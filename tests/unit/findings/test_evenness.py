"""Counts and what to mend: each item arises exactly where one thing is uneven, and not where it is even."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from evenhand.casefile import Case, check
from evenhand.findings.evenness import Mend, departures, entries, mend, side_of, sides, supplied

Data = dict[str, Any]

EVEN: Data = {
    "case": "even",
    "title": "Even",
    "parties": {
        "a": {"name": "A", "attachment": 2, "caution": 0.1, "rate": 0.1, "trust": {"b": 0.5}},
        "b": {"name": "B", "attachment": 2, "caution": 0.1, "rate": 0.1, "trust": {"a": 0.5}},
        "home": {"name": "Those at home with B", "ratifies": "b"},
        "other": {"name": "Others"},
    },
    "interests": {"k": {"name": "K", "unit": "points"}, "l": {"name": "L", "unit": "points"}},
    "weights": {"a": {"k": 1, "l": 1}, "b": {"k": 1, "l": 1}, "home": {"k": 1}},
    "issues": {
        "s": {
            "title": "S",
            "stances": {"a": ["no", "yes"], "b": ["no", "yes"]},
            "default": {"a": "no", "b": "no"},
            "effects": [
                {
                    "id": "e",
                    "when": {"a": "yes", "b": "yes"},
                    "gives": {"a.k": 3, "b.k": 2, "home.l": 1, "other.l": 1},
                }
            ],
            "expects": {"a": {"k": 1}, "b": {"k": 1}},
        }
    },
    "evidence": {
        "free": {"title": "Of no side"},
        "of-a": {"title": "Of A", "side": "a"},
        "of-b": {"title": "Of B", "side": "b"},
    },
    "experts": {
        "xa": {"name": "X of A", "side": "a"},
        "xb": {"name": "X of B", "side": "b"},
        "x": {"name": "X of no side"},
    },
}
GIVES = ("issues", "s", "effects", 0, "gives")


def case(change: Callable[[Data], Any] | None = None) -> Case:
    data = copy.deepcopy(EVEN)
    if change is not None:
        change(data)
    made = Case.model_validate(data)
    assert check(made) == []
    return made


def gives(key: str, **number: Any) -> Callable[[Data], Any]:
    return lambda data: data["issues"]["s"]["effects"][0]["gives"].update({key: {"is": 2, **number}})


def accounts(**own: Any) -> Callable[[Data], Any]:
    return lambda data: data.update(accounts=own)


def of_party(name: str, trait: str) -> Callable[[Data], Any]:
    return lambda data: data["parties"][name].pop(trait)


def effect(**more: Any) -> Callable[[Data], Any]:
    return lambda data: data["issues"]["s"]["effects"][0].update(more)


def both(*changes: Callable[[Data], Any]) -> Callable[[Data], Any]:
    return lambda data: [change(data) for change in changes]


def test_nothing_is_to_be_mended_in_an_even_case() -> None:
    # none of its numbers names a source, and only one side has somebody at home to ask: both have tests of their own
    assert alike(case()) == []


def alike(made: Case) -> list[Mend]:
    """What is to be mended but sources that are missing throughout, and causes."""
    return [one for one in mend(made) if one.code not in ("no-source", "one-sided-cause")]


def test_a_ratifier_belongs_to_its_side_and_a_bystander_to_none() -> None:
    even = case()
    assert sides(even) == ("a", "b")
    assert [side_of(even, name) for name in ("a", "b", "home", "other", "nobody", None)] == [
        "a", "b", "b", None, None, None,
    ]  # fmt: skip


def test_every_number_is_counted_once() -> None:
    # parties: 3 traits and 1 trust each = 8; weights 5; effect 4; expectations 2
    listed = list(entries(case()))
    assert len(listed) == 19
    # a: 4 + 2 + 1 + 1 = 8; b: the same and two of its ratifier = 10; others: 1
    assert Counter(one.about for one in listed) == {"a": 8, "b": 10, None: 1}
    assert len({(one.place, one.account) for one in listed}) == 19


@pytest.mark.parametrize(
    ("number", "who"),
    [
        ({"evidence": ["of-b"]}, "own"),
        ({"evidence": ["of-a", "of-b"]}, "own"),
        ({"evidence": ["free", "of-b"]}, "own"),
        ({"experts": {"xb": 2}, "evidence": ["of-a"]}, "own"),
        ({"evidence": ["free"]}, "neither"),
        ({"evidence": ["free", "of-a"]}, "neither"),
        ({"experts": {"x": 2}}, "neither"),
        ({"evidence": ["of-a"]}, "opponent"),
        ({"experts": {"xa": 2}}, "opponent"),
        ({"note": "why"}, "authors"),
        ({"status": "reading"}, "authors"),
        ({}, "none"),
    ],
)
def test_who_supplies_a_number_about_b(number: Data, who: str) -> None:
    made = case(gives("b.k", **number))
    (entry,) = (one for one in entries(made) if one.place == ("value", "e", "b.k"))
    assert supplied(made, entry) == who


def test_an_effects_source_is_that_of_its_numbers_unless_they_name_their_own() -> None:
    made = case(both(effect(evidence=["of-a"]), gives("b.k", evidence=["of-b"])))
    found = {one.place[2]: supplied(made, one) for one in entries(made) if one.place[0] == "value"}
    assert found == {"a.k": "own", "b.k": "own", "home.l": "opponent", "other.l": "opponent"}


def test_an_account_supplies_its_own_numbers() -> None:
    made = case(accounts(a={"weights": {"a": {"k": 2}, "b": {"k": 2}}}))
    found = [(one.about, supplied(made, one)) for one in entries(made) if one.account]
    assert found == [("a", "own_account"), ("b", "opponent_account")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (gives("b.k", evidence=["of-a"]), [Mend("opponent-only", (*GIVES, "b.k"), ("a",), ("b",))]),
        (gives("home.l", evidence=["of-a"]), [Mend("opponent-only", (*GIVES, "home.l"), ("a",), ("b",))]),
        (gives("a.k", evidence=["of-b"]), [Mend("opponent-only", (*GIVES, "a.k"), ("b",), ("a",))]),
        (gives("b.k", evidence=["of-a", "free"]), []),
        (gives("b.k", evidence=["of-a", "of-b"]), []),
        (gives("other.l", evidence=["of-a"]), []),
        (
            both(
                gives("b.k", evidence=["of-a"]),
                accounts(a={}, b={"effects": {"e": {"gives": {"b.k": 1}}}}),
            ),
            [],
        ),
        (
            accounts(a={"weights": {"home": {"l": 2}}}, b={}),
            [Mend("opponent-only", ("accounts", "a", "weights", "home", "l"), ("a",), ("b",))],
        ),
        (accounts(a={"weights": {"b": {"l": 2}}}, b={}), []),
        (accounts(a={"weights": {"home": {"l": 2}}}, b={"weights": {"home": {"l": 1}}}), []),
        (gives("b.k", experts={"xb": 2}), [Mend("one-expert", (*GIVES, "b.k"), what={"expert": "xb"})]),
        (gives("b.k", experts={"xb": 2, "xa": 2}), []),
        (gives("b.k", status="reading"), [Mend("reading-without-note", (*GIVES, "b.k"))]),
        (gives("b.k", status="reading", note="why"), []),
        (both(effect(note="why"), gives("b.k", status="reading")), []),
        (gives("b.k", status="unverified"), []),
        (accounts(b={}), [Mend("no-account", ("accounts",), ("b",), ("a",))]),
        (accounts(a={}, b={}), []),
        *(
            (of_party("b", trait), [Mend("one-sided-number", ("parties", "b"), ("a",), ("b",), {"number": trait})])
            for trait in ("attachment", "caution", "rate", "trust")
        ),
        (both(of_party("a", "rate"), of_party("b", "rate")), []),
        (
            lambda data: data["weights"]["a"].pop("l"),
            [Mend("one-sided-number", ("weights", "a"), ("b",), ("a",), {"number": "weight", "interest": "l"})],
        ),
        (
            lambda data: data["issues"]["s"]["expects"].pop("a"),
            [
                Mend(
                    "one-sided-number",
                    ("issues", "s", "expects"),
                    ("b",),
                    ("a",),
                    {"number": "expects", "issue": "s"},
                )
            ],
        ),
        (lambda data: data["issues"]["s"].pop("expects"), []),
        # 1 of A, 2 of B: not fewer than half; 3 of B: fewer
        (lambda data: data["evidence"].update({"b2": {"title": "B", "side": "b"}}), []),
        (
            lambda data: data["evidence"].update({n: {"title": n, "side": "home"} for n in ("b2", "b3")}),
            [Mend("few-sources", ("evidence",), ("b",), ("a",))],
        ),
        (lambda data: data["evidence"].pop("of-a"), [Mend("few-sources", ("evidence",), ("b",), ("a",))]),
    ],
)
def test_each_item_arises_where_it_should_and_nowhere_else(change: Callable[[Data], Any], expected: list[Mend]) -> None:
    assert alike(case(change)) == expected


def of_code(made: Case, code: str) -> list[Mend]:
    return [one for one in mend(made) if one.code == code]


def given(*sides: str) -> Callable[[Data], Any]:
    """Rank and an office, and a reason to weigh them, for some sides; a linkage of each."""

    def change(data: Data) -> None:
        for name, kind in (("rank", "standing"), ("office", "private")):
            data["interests"][name] = {"name": name, "unit": "points", "kind": kind}
            for side in sides:
                data["weights"][side][name] = 1
                data["issues"]["s"]["effects"][0]["gives"][f"{side}.{name}"] = -1
        for side in ("a", "b"):
            data["weights"][side].setdefault("rank", 1)
        data["issues"]["t"] = {**copy.deepcopy(data["issues"]["s"]), "effects": []}
        data["issues"]["t"]["effects"] = [{"id": "f", "when": {"a": "yes", "b": "yes"}, "gives": {"a.k": 1, "b.k": 1}}]
        data["issues"]["s"]["linkage"] = [
            {"party": side, "withholds": "yes", "while": {"t": {side: "no"}}} for side in sides
        ]

    return change


def test_a_cause_that_one_side_is_given_is_said_for_either_side_alike() -> None:
    for side, other in (("a", "b"), ("b", "a")):
        found = of_code(case(given(side)), "one-sided-cause")
        assert [
            (one.given, one.missing, one.what["cause"]) for one in found if one.what["cause"] != "ratification"
        ] == [((side,), (other,), cause) for cause in ("standing", "private interest", "linkage")]


def test_a_cause_that_every_side_is_given_is_not_listed() -> None:
    # only b has somebody at home to ask: the ratifier of the fixture
    found = of_code(case(given("a", "b")), "one-sided-cause")
    assert found == [Mend("one-sided-cause", ("parties",), ("b",), ("a",), {"cause": "ratification"})]


def test_where_somebody_must_consent_at_home_on_every_side_nothing_is_said() -> None:
    def change(data: Data) -> None:
        data["parties"]["court"] = {"name": "Court", "ratifies": "a"}
        data["weights"]["court"] = {"k": 1}

    assert of_code(case(change), "one-sided-cause") == []


def test_a_weight_without_anything_to_weigh_gives_no_cause() -> None:
    # both sides weigh rank, and nobody gets any
    assert [one.what["cause"] for one in of_code(case(given()), "one-sided-cause")] == ["ratification"]


def test_numbers_that_name_nobody_and_say_nothing_are_without_a_source() -> None:
    unsourced = {one.place for one in entries(case())}
    assert {one.path for one in of_code(case(), "no-source")} == {one.path for one in entries(case())}
    for number in ({"evidence": ["free"]}, {"experts": {"x": 2}}, {"note": "why"}, {"status": "reading"}):
        made = case(gives("b.k", **number))
        left = [one.path for one in of_code(made, "no-source")]
        assert (*GIVES, "b.k") not in left and len(left) == len(unsourced) - 1


def test_the_weight_in_which_a_side_counts_needs_no_source() -> None:
    made = case(lambda data: data["parties"]["a"].update(numeraire="k"))
    left = [one.path for one in of_code(made, "no-source")]
    assert ("weights", "a", "k") not in left and ("weights", "a", "l") in left


def test_an_account_is_the_source_of_its_own_numbers() -> None:
    made = case(accounts(a={"weights": {"b": {"k": 3}}}, b={}))
    assert all(one.path[0] != "accounts" for one in of_code(made, "no-source"))


def test_departures_count_what_differs_and_whom_it_is_about() -> None:
    def change(data: Data) -> None:
        data["issues"]["s"]["effects"][0]["after"] = 1
        data["accounts"] = {
            "a": {
                # a.k repeats the base account; b.k and home.l differ, and so does the delay, which is about nobody
                "effects": {"e": {"gives": {"a.k": 3, "b.k": 5, "home.l": 2}, "after": 2}},
                "weights": {"a": {"k": 1, "l": 4}},
                "ratifiers": {"home": False},
            },
            "b": {"attachment": {"a": 2}, "expects": {"s": {"a": {"k": 2}}}},
        }

    a, b = departures(case(change))
    assert (a.account, a.about, a.total, a.issues) == ("a", {"a": 1, "b": 3, None: 1}, 5, ("s",))
    assert (b.account, b.about, b.total, b.issues) == ("b", {"a": 1, "b": 0, None: 0}, 1, ("s",))


def test_an_account_that_says_the_same_departs_nowhere() -> None:
    (a,) = departures(case(accounts(a={"weights": {"b": {"k": 1}}, "ratifiers": {"home": True}})))
    assert (a.total, a.issues) == (0, ())
