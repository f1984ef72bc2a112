"""Cases without improvement get the right kind."""

from __future__ import annotations

import pytest
from games import case, named, solved, table

from evenhand.findings.kinds import kind

KINDS = [
    ({"yy": (2, 2)}, "unnecessary loss", None),
    ({}, "nothing of substance", None),
    ({"xy": (0, 0), "yy": (0, 0)}, "nothing of substance", None),
    ({"yy": (-1, 0), "xy": (-2, -2)}, "cooperation that holds", None),
    # both follow their temptation and lose
    ({"yx": (1, -3), "xy": (-3, 1), "yy": (-2, -2)}, "under temptation", "temptation"),
    # only a is tempted, and gains for good
    ({"yx": (1, -3)}, "under temptation", "seizure"),
    # both tempted, a gains all the same
    ({"yx": (3, -3), "xy": (-3, 1), "yy": (1, -4)}, "under temptation", "seizure"),
    ({"yz": (5, -1), "zy": (-1, 5)}, "tradeable", None),
    ({"yz": (4, -5), "zy": (-5, 4)}, "genuine conflict", None),
]


@pytest.mark.parametrize(("values", "name", "temptation"), KINDS)
def test_the_first_kind_that_fits(values: dict[str, tuple[float, float]], name: str, temptation: str | None) -> None:
    found = kind(solved(table(values)), 0)
    assert (found.name, found.temptation) == (name, temptation)
    assert (found.why is None) == (name == "unnecessary loss")
    mirrored = {o[::-1]: (v, u) for o, (u, v) in values.items()}
    assert kind(solved(table(mirrored)), 0).name == name


def test_a_loss_is_not_called_unnecessary_where_a_bystander_pays() -> None:
    p = solved(case({"yy": {"a.k": 2, "b.k": 2, "c.k": -1}}, parties={"c": {}}))
    assert kind(p, 0).name == "loss at the expense of others"
    p = solved(case({"yy": {"a.k": 2, "b.k": 2, "r.k": -1}}, parties={"r": {"ratifies": "a"}}, weights={"r": {"k": 1}}))
    assert kind(p, 0).name == "loss at the expense of others"


def test_a_bystander_without_weights_pays_where_any_of_its_interests_of_substance_falls() -> None:
    for gives, name in (
        ({"c.k": 9, "c.m": -1}, "loss at the expense of others"),
        ({"c.k": 1, "c.rank": -9}, "unnecessary loss"),
    ):
        p = solved(case({"yy": {"a.k": 2, "b.k": 2, **gives}}, parties={"c": {}}))
        assert kind(p, 0).name == name


def test_standing_alone_is_nothing_of_substance() -> None:
    p = solved(case({"yx": {"a.rank": 2, "b.rank": -2}}))
    assert kind(p, 0).name == "nothing of substance"
    assert named(p, p.reference(0)) == set()
