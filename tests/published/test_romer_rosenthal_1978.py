"""The win-set of single-peaked preferences, and what the proposer gets from it.

Romer, T., & Rosenthal, H. (1978). Political resource allocation, controlled agendas, and the status quo. Public Choice
33(4), 27-43: against a status quo q, a voter whose preferences fall off alike on both sides of an ideal point r takes
every proposal between q and 2r - q; a setter that wants more proposes the far end, or its own ideal point if that is
nearer, and gets the more, the further q lies below r.

Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1), 23-34: with
single-peaked preferences the median member decides for a committee under majority rule.

Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. International Organization 42(3),
427-460, and Iida, K. (1993). When and how do domestic constraints matter? Two-level games with uncertainty. Journal of
Conflict Resolution 37(3), 403-426: a smaller win-set makes agreement less likely, and where there is one, moves it
towards whoever has to consent (Schelling's conjecture).
"""

from __future__ import annotations

from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case

SIZES = range(9)


def programme(today: int, ideals: dict[str, float], setter: float = 100.0) -> Case:
    """Two governments settle the size of a programme; members of an assembly consent for Birch.

    Size x brings Birch x and costs it x²/2. Who weighs what it brings with w values it at wx - x²/2, which is
    w²/2 - (x - w)²/2: highest at w, falling off alike on both sides.
    """
    names = [f"size-{size}" for size in SIZES]
    effects = [
        {
            "id": name,
            "when": {"alder": name},
            "gives": {
                "alder.service": size - today,
                "birch.service": size - today,
                "birch.tax": -(size**2 - today**2) / 2,
            },
        }
        for size, name in enumerate(names)
        if size != today
    ]
    weights: dict[str, Any] = {"alder": {"service": 1}, "birch": {"service": setter, "tax": 1}}
    return Case.model_validate(
        {
            "case": "setter",
            "title": "Romer and Rosenthal 1978",
            "parties": {
                "alder": {"name": "Alder"},
                "birch": {"name": "Birch"},
                **{member: {"name": member, "ratifies": "birch"} for member in ideals},
            },
            "interests": {"service": {"name": "Service", "unit": "points"}, "tax": {"name": "Tax", "unit": "points"}},
            "weights": weights | {member: {"service": ideal, "tax": 1} for member, ideal in ideals.items()},
            "issues": {
                "programme": {
                    "title": "Programme",
                    "stances": {"alder": names, "birch": names},
                    "default": {"alder": names[today], "birch": names[today]},
                    "infeasible": [
                        {"alder": name, "birch": [other for other in names if other != name]} for name in names
                    ],
                    "effects": effects,
                }
            },
        }
    )


def refusing(case: Case, size: int) -> set[str]:
    """Who at home refuses a size, when it is proposed."""
    name = f"size-{size}"
    found = evenhand.initiative(case, {"programme": {"alder": name, "birch": name}}, draws=8).document()
    unmet = found["issues"][0]["consent"]["birch"]["unmet"]
    return {one["party"] for one in unmet if one["kind"] == "ratifier"}


def agreed(case: Case) -> int:
    """The size on which the engine predicts that the sides settle."""
    (state,) = evenhand.analyse(case, draws=8)["programme"].accounts["authors"].prediction["states"]
    return int(state["stances"]["alder"].removeprefix("size-"))


# status quo q, ideal point r, win-set from q to 2r - q (or from 2r - q to q), by hand
WIN_SETS = [
    (1, 2, {1, 2, 3}),
    (0, 2, {0, 1, 2, 3, 4}),
    (2, 5, {2, 3, 4, 5, 6, 7, 8}),
    (6, 4, {2, 3, 4, 5, 6}),
    (3, 3, {3}),
]


@pytest.mark.parametrize(("today", "ideal", "win_set"), WIN_SETS)
def test_the_win_set_reaches_from_the_status_quo_to_its_mirror_image(today: int, ideal: int, win_set: set[int]) -> None:
    case = programme(today, {"assembly": ideal})
    assert {size for size in SIZES if size == today or not refusing(case, size)} == win_set


@pytest.mark.parametrize(
    ("today", "ideal", "setter", "proposal"),
    [
        (1, 2, 100, 3),  # 2r - q = 3
        (0, 2, 100, 4),  # 2r - q = 4: a worse status quo gives the setter more
        (0, 3, 100, 6),
        (0, 3, 5, 5),  # the setter's own ideal point, 5, lies within the win-set
        (2, 2, 100, 2),  # the status quo is what the voter likes best: nothing passes
    ],
)
def test_the_agreement_is_what_the_setter_would_propose(today: int, ideal: int, setter: float, proposal: int) -> None:
    """Alder and Birch's government want the same size, the setter's ideal point, so the two act as one."""
    case = programme(today, {"assembly": ideal}, setter)
    if setter < 100:
        data = case.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
        for effect in data["issues"]["programme"]["effects"]:  # Alder's ideal point is the same as the government's
            effect["gives"]["alder.tax"] = effect["gives"]["birch.tax"]
        data["weights"]["alder"] = {"service": setter, "tax": 1}
        case = Case.model_validate(data)
    assert agreed(case) == proposal


def test_the_median_member_decides_for_a_committee() -> None:
    """Ideal points 1, 2 and 5, today 1: the median member takes 1 to 3, and so does a majority (Black 1948)."""
    case = programme(1, {"low": 1, "median": 2, "high": 5})
    for size in SIZES:
        if size != 1:
            against = refusing(case, size)
            assert (len(against) < 2) == ("median" not in against) == (2 <= size <= 3), size


def test_a_smaller_win_set_moves_the_agreement_towards_whoever_must_consent() -> None:
    """The assembly's ideal point falls from 4 to 1, and with it what the sides can settle on, 2r - q."""
    assert [agreed(programme(0, {"assembly": ideal})) for ideal in (4, 3, 2, 1)] == [8, 6, 4, 2]
