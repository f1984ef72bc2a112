"""Where numbers stand: told apart by whatever differs around them, and by no name and no order."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from evenhand.casefile import Case
from evenhand.game import locations, structure, views
from evenhand.game.surroundings import colours

SAME = [-2, 1, 5.5]


def case(**more: Any) -> dict[str, Any]:
    """Two sides, mirrored but for their names: each receives two interests by one effect, one of them uncertain."""
    data = {
        "case": "order",
        "title": "Order",
        "parties": {"aa": {"name": "Alfa"}, "bb": {"name": "Bravo"}},
        "interests": {"m": {"name": "Money", "unit": "bn"}, "s": {"name": "Safety", "unit": "bn"}},
        "weights": {"aa": {"m": 1, "s": 3}, "bb": {"m": 3, "s": 1}},
        "issues": {
            "one": {
                "title": "One",
                "stances": {"aa": ["n", "y"], "bb": ["n", "y"]},
                "default": {"aa": "n", "bb": "n"},
                "effects": [
                    {
                        "id": "e",
                        "when": {"aa": "y", "bb": "y"},
                        "gives": {"aa.m": SAME, "aa.s": 0.3, "bb.s": SAME, "bb.m": 0.3},
                    }
                ],
            }
        },
    }
    return {**data, **more}


ONE, OTHER = ("number", "value", "e", "aa.m"), ("number", "value", "e", "bb.s")


def forms(data: dict[str, Any]) -> list[Any]:
    read = Case.model_validate(data)
    return [(form, views(read, form)) for form in (structure(read, issue) for issue in read.issues)]


def apart(data: dict[str, Any]) -> bool:
    colour = colours(forms(data))
    return colour[ONE] != colour[OTHER]


def test_nothing_tells_the_numbers_of_mirrored_sides_apart() -> None:
    assert not apart(case())


def _with(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(case())
    place: Any = data
    *steps, last = path.split(".")
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return data


EFFECT = {"id": "other", "when": {"aa": "y"}, "gives": {"bb.m": 1}}


@pytest.mark.parametrize(
    "differing",
    [
        _with("weights.bb", {"m": 2, "s": 1}),
        _with("interests.s.kind", "private"),
        _with("parties.bb.attachment", 2),
        _with("parties.aa.trust", {"bb": 0.5}),
        _with("issues.one.stances.bb", ["n", "y", "z"]),
        _with("issues.one.irreversible", {"aa": ["y"]}),
        _with("issues.one.expects", {"aa": {"m": 1}}),
        _with("issues.one.effects.0.gives", {"aa.m": SAME, "aa.s": 0.3, "bb.s": SAME, "bb.m": 0.4}),
        _with("issues.one.effects", [*case()["issues"]["one"]["effects"], EFFECT]),
        case(accounts={"aa": {"effects": {"e": {"gives": {"bb.s": 1}}}}}),
        case(accounts={"aa": {"weights": {"bb": {"m": 2}}}}),
    ],
)
def test_any_difference_around_them_does(differing: dict[str, Any]) -> None:
    assert apart(differing)


def test_the_scale_of_a_partys_weights_is_no_difference() -> None:
    assert not apart(_with("weights.bb", {"m": 30, "s": 10}))


def test_names_and_order_change_no_colour() -> None:
    """One side's weights differ, and it stands first or last, under other names."""
    data = _with("weights.bb", {"m": 2, "s": 1})
    turned = copy.deepcopy(data)
    for place, key in ((turned, "parties"), (turned, "interests"), (turned["issues"]["one"], "stances")):
        place[key] = dict(reversed(place[key].items()))
    gives = turned["issues"]["one"]["effects"][0]["gives"]
    turned["issues"]["one"]["effects"][0]["gives"] = dict(reversed(gives.items()))
    assert colours(forms(turned)) == colours(forms(data))
    renamed = colours(forms(json.loads(json.dumps(data).replace('"aa', '"zz'))))
    assert {tuple(part.replace("zz", "aa") for part in node): rank for node, rank in renamed.items()} == colours(
        forms(data)
    )


def test_equal_numbers_are_drawn_by_where_they_stand_and_not_by_the_file() -> None:
    """Two sides receive the same number and weigh it unlike: each keeps its draws, whichever stands first."""
    data = _with("weights.bb", {"m": 2, "s": 1})
    turned = {**data, "parties": dict(reversed(data["parties"].items()))}
    assert locations(forms(data)) == locations(forms(turned))


def test_equal_numbers_of_mirrored_sides_change_places_with_them() -> None:
    turned = {**case(), "parties": dict(reversed(case()["parties"].items()))}
    assert locations(forms(case())) == locations(forms(turned))[::-1]
