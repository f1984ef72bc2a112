"""Classes, the reference agreement and the Nash choice by hand."""

from __future__ import annotations

from games import case, named, number, solved, table

from evenhand.solve.improvements import nash_choice


def test_the_largest_smallest_share_is_chosen() -> None:
    # Shares of the most each can gain (4): 3/4, 3/4 against 1/4, 1.
    p = solved(table({"xy": (4, 1), "yx": (1, 4), "yy": (3, 3)}))
    assert named(p, p.reference(0)) == {"yy"}


def test_equal_smallest_shares_are_decided_by_the_next() -> None:
    p = solved(table({"xy": (2, 2), "yx": (2, 3), "yy": (4, 1)}))
    # Shares: xy 1/2, 2/3; yx 1/2, 1; yy 1/3, 1.
    assert named(p, p.reference(0)) == {"yx"}


def test_tied_states_are_all_named() -> None:
    p = solved(table({"xy": (1, 4), "yx": (4, 1)}))
    assert named(p, p.reference(0)) == {"xy", "yx"}


def test_classes_come_in_their_order() -> None:
    free = {"a.k": 1, "b.k": 1}
    p = solved(
        case(
            {
                "xy": {"a.k": 9, "b.k": 9, "c.k": -1, "a.rank": -20},
                "yx": {"a.k": 5, "b.k": 5, "c.k": -1},
                "yy": {**free, "a.rank": -2},
                "xz": free,
                "zz": {"a.k": -1, "b.k": 9},
            },
            parties={"c": {}},
        )
    )
    found = {name: int(p.classes[0, number(p, name)]) for name in ("xx", "xz", "yy", "yx", "xy", "zz")}
    assert found == {"xx": 4, "xz": 0, "yy": 1, "yx": 2, "xy": 3, "zz": 4}
    assert named(p, p.reference(0)) == {"xz"}


def test_a_gain_of_somebody_else_improves_where_nobody_pays() -> None:
    """Also the Nash choice exists where no side can gain anything."""
    states = {"yy": {"c.k": 1}, "xy": {"c.k": 1, "d.k": -1}}
    p = solved(case(states, parties={"c": {}, "d": {}}))
    assert named(p, p.reference(0)) == {"yy"}
    assert named(p, nash_choice(p.value[0], 2, p.classes[0] == 0, p.tolerance)) == {"yy"}


def test_private_interests_improve_nothing() -> None:
    p = solved(case({"yy": {"a.rent": 5, "b.rent": 5}}))
    assert not p.reference(0).any()


def test_a_difference_of_rounding_is_none() -> None:
    p = solved(table({"xy": (1, -1e-12), "yx": (1e-12, 1), "yy": (-1e-6, 1)}))
    assert named(p, p.classes[0] < 4) == {"xy", "yx"}
