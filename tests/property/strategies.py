"""Random small cases, valid as they are drawn, with many ties and everything that a case file may say.

Names are tokens that never contain each other (``p1``, ``k2``, ``s121``, ``e3``, ``issue1``), so that a case and its
document can be renamed as text.
"""

from __future__ import annotations

import os
from itertools import product
from typing import Any

from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st

from evenhand.casefile import Case, check

Data = dict[str, Any]

law = settings(
    max_examples=int(os.environ.get("EVENHAND_EXAMPLES", "25")),
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
"""How a law is tried: on few cases each time, on more with EVENHAND_EXAMPLES=500."""

SUBSTANCE, STANDING, PRIVATE = ("k1", "k2"), "k3", "k4"
KINDS = {"k1": "substance", "k2": "substance", "k3": "standing", "k4": "private"}


def case_of(data: Data) -> Case:
    """The case that plain data describe; it is valid."""
    case = Case.model_validate(data)
    assert check(case) == []
    return case


def _rarely(draw: st.DrawFn, chances: int = 3) -> bool:
    return draw(st.integers(0, chances)) == chances


@st.composite
def values(draw: st.DrawFn, spread: bool = True) -> Any:
    """A number without bounds: a small whole number, or percentiles around it."""
    middle = draw(st.sampled_from([1, -1, 2, 0, 3, -2, 4, 1, -3, 2, -4]))
    if not spread or not _rarely(draw):
        return middle
    down, up = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    return [middle - down, middle + up] if draw(st.booleans()) else [middle - down, middle, middle + up]


@st.composite
def bounded(draw: st.DrawFn, points: list[Any], triples: list[Any], spread: bool = True) -> Any:
    """One of some points, or of some percentiles."""
    return draw(st.sampled_from(triples if spread and _rarely(draw, 2) else points))


def weights(spread: bool = True) -> st.SearchStrategy[Any]:
    return bounded([0, 1, 1, 2, 3], [[1, 2, 3], [0.5, 1, 4], [1, 4]], spread)


def chances(spread: bool = True) -> st.SearchStrategy[Any]:
    return bounded([0, 0.25, 0.5, 1], [[0.1, 0.5, 0.9], [0.2, 0.4, 0.7], [0.1, 0.3]], spread)


def factors(spread: bool = True) -> st.SearchStrategy[Any]:
    return bounded([1, 1.5, 2, 3], [[1.5, 2, 3], [1.2, 2]], spread)


def traits(spread: bool = True) -> st.SearchStrategy[Any]:
    return bounded([0, 0.25, 0.5, 1], [[0.02, 0.05, 0.2], [0.1, 0.3]], spread)


@st.composite
def benefits(draw: st.DrawFn, keys: list[str], sides: int, spread: bool) -> Data:
    """A benefit model that gives something to these ``party.interest``; savings only where two sides act."""
    amounts = bounded([0, 0.5, 1, 2], [[0.5, 1, 3], [1, 2]], spread)
    times = bounded([0, 1, 3, "18 months"], [[1, 2, 5], [1, 3]], spread)
    cuts = bounded([0, 0.5, 1, -1], [[-0.5, 0.2, 0.8], [0.1, 0.4]], spread)
    kind = draw(st.sampled_from(["investment", "security", "adversary"]))
    if kind == "investment":
        return {
            kind: {
                "to": {key: draw(amounts) for key in keys},
                "flow": draw(amounts),
                "payback": draw(st.sampled_from([0, 1, 3])),
                "spread": draw(st.sampled_from([1, 2, 3])),
                "safety": draw(times),
                "safer": draw(st.sampled_from([0, 2, 4])),
                "hazard": draw(traits(spread)),
                "cut": draw(st.sampled_from([0, 0.5, -0.5])),
                "life": draw(st.sampled_from([0, 5, 20])),
            }
        }
    if kind == "adversary":
        shares = {key: draw(chances(spread)) for key in keys}
        return {kind: {"to": shares, "spending": draw(amounts), "change": draw(cuts), "paid by": keys[:1]}}
    security: Data = {"to": {key: draw(amounts) for key in keys}, "hazard": draw(traits(spread)), "cut": draw(cuts)}
    if sides > 1 and draw(st.booleans()):
        security |= {"savings": {keys[-1]: draw(values(spread))}, "schedule": {"2": 0.5, "6": 1}}
    if draw(st.booleans()):
        security["trade"] = {"to": {keys[0]: draw(amounts)}, "volume": draw(amounts), "response": draw(amounts)}
    return {kind: security}


@st.composite
def _issue(
    draw: st.DrawFn, number: int, sides: list[str], receivers: list[str], interests: list[str], spread: bool, most: int
) -> Data:
    stances = {
        side: [f"s{number}{place}{n}" for n in range(1, draw(st.integers(2, most)) + 1)]
        for place, side in enumerate(sides, 1)
    }
    default = {side: names[draw(st.integers(0, 1))] for side, names in stances.items()}
    issue: Data = {"title": f"Issue {number}", "stances": stances, "default": default}
    states = [dict(zip(stances, row, strict=True)) for row in product(*stances.values())]
    others = [state for state in states if state != default]
    if _rarely(draw, 4) and len(others) > 2:
        issue["infeasible"] = [draw(st.sampled_from(others))]
    if _rarely(draw, 4):
        side = draw(st.sampled_from(sides))
        issue["irreversible"] = {side: [draw(st.sampled_from([s for s in stances[side] if s != default[side]]))]}
    issue["effects"] = draw(_effects(number, stances, others, receivers, interests, spread))
    if _rarely(draw):
        issue["expects"] = {
            side: {draw(st.sampled_from(interests)): draw(values(spread))} for side in sides if draw(st.booleans())
        }
    return issue


@st.composite
def _effects(
    draw: st.DrawFn,
    number: int,
    stances: dict[str, list[str]],
    others: list[dict[str, str]],
    receivers: list[str],
    interests: list[str],
    spread: bool,
) -> list[Data]:
    """A table of what the sides have in the states, and rules for parts of states."""
    effects: list[Data] = []
    sides = list(stances)
    if len(others) <= 8 and draw(st.booleans()):
        for state in others:
            gives = {f"{side}.{interests[0]}": draw(values(spread)) for side in sides}
            if len(interests) > 1 and draw(st.booleans()):
                gives[f"{draw(st.sampled_from(sides))}.{draw(st.sampled_from(interests[1:]))}"] = draw(values(spread))
            effects.append({"id": f"e{number}x{len(effects)}", "when": state, "gives": gives})
    for _ in range(draw(st.integers(0 if effects else 1, 4))):
        acting = draw(st.lists(st.sampled_from(sides), min_size=1, max_size=2, unique=True))
        when: Data = {side: draw(st.sampled_from(stances[side])) for side in acting}
        if _rarely(draw, 4):
            when[acting[0]] = stances[acting[0]][:2]
        keys = draw(
            st.lists(
                st.sampled_from([f"{party}.{interest}" for party in receivers for interest in interests]),
                min_size=1,
                max_size=3,
                unique=True,
            )
        )
        effect: Data = {
            "id": f"e{number}x{len(effects)}",
            "when": when,
            "gives": {key: draw(values(spread)) for key in keys},
        }
        if _rarely(draw, 4):
            effect["chance"] = draw(chances(spread))
        if _rarely(draw, 2):
            effect["after"] = draw(st.sampled_from([1, 3, "18 months", 25]))
        if _rarely(draw, 4):
            effect.update({"once": True} if draw(st.booleans()) else {"lasts": draw(st.sampled_from([1, 2.5, 10]))})
        if _rarely(draw, 4):
            effect["benefit"] = draw(benefits(keys, len(acting), spread))
            if "schedule" in effect["benefit"].get("security", {}):
                effect.pop("once", None)
        effects.append(effect)
    return effects


@st.composite
def _account(draw: st.DrawFn, data: Data, spread: bool) -> Data:
    """A view that differs from the base account somewhere."""
    account: Data = {"effects": {}}
    for issue in data["issues"].values():
        for effect in issue["effects"]:
            if _rarely(draw, 2):
                key = draw(st.sampled_from(sorted(effect["gives"])))
                account["effects"][effect["id"]] = {"gives": {key: draw(values(spread))}}
                for model in effect.get("benefit", {}):
                    named = "spending" if model == "adversary" else "hazard"
                    account["effects"][effect["id"]]["benefit"] = {model: {named: draw(traits(spread))}}
    sides = sorted({side for issue in data["issues"].values() for side in issue["stances"]})
    if _rarely(draw, 2):
        party = draw(st.sampled_from(sides))
        account["weights"] = {party: {draw(st.sampled_from(sorted(data["interests"]))): draw(weights(spread))}}
    if _rarely(draw, 4):
        account["attachment"] = {draw(st.sampled_from(sides)): draw(factors(spread))}
    if _rarely(draw, 4):
        account["trust"] = {sides[0]: {sides[1]: draw(chances(spread))}}
    if _rarely(draw, 4):
        account["rate"] = {draw(st.sampled_from(sides)): draw(traits(spread))}
    ratifiers = sorted(name for name, party in data["parties"].items() if "ratifies" in party)
    if ratifiers and draw(st.booleans()):
        account["ratifiers"] = {ratifiers[0]: False}
    return account


@st.composite
def case_data(
    draw: st.DrawFn,
    spread: bool = True,
    most_sides: int = 3,
    most_states: int = 18,
    accounts: bool = True,
    most_issues: int = 2,
    more: bool = False,
) -> Data:
    """Plain data of a random valid case; with ``more``, often with experts of every side, pressure and courses."""
    sides = [f"p{n}" for n in range(1, draw(st.sampled_from([2, 2, 2, 3][: 4 if most_sides > 2 else 3])) + 1)]
    parties: dict[str, Data] = {side: {"name": side} for side in sides}
    interests = ["k1", *(k for k in ("k2", "k3", "k4") if draw(st.booleans()))]
    ratifier, bystander = draw(st.booleans()), draw(st.booleans())
    if ratifier:
        parties["p7"] = {"name": "p7", "ratifies": draw(st.sampled_from(sides))}
    if bystander:
        parties["p8"] = {"name": "p8"}
    data: Data = {"case": "random", "title": "Random", "parties": parties, "interests": {}, "weights": {}}
    if _rarely(draw):
        data["rate"] = draw(st.sampled_from([0.05, 0.5]))
    if _rarely(draw):
        data["horizon"] = draw(st.sampled_from([1, 5, 10]))
    for interest in interests:
        data["interests"][interest] = {"name": interest, "unit": "points", "kind": KINDS[interest]}
    for party in parties:
        if party == "p8" and draw(st.booleans()):
            continue
        data["weights"][party] = {k: draw(weights(spread)) for k in interests if k == "k1" or draw(st.booleans())}
    for party in [*sides, *(["p7"] if ratifier else [])]:
        if _rarely(draw):
            parties[party]["attachment"] = draw(factors(spread))
        if _rarely(draw, 2):
            parties[party]["rate"] = draw(traits(spread))
    for side in sides:
        if _rarely(draw, 4):
            parties[side]["caution"] = draw(st.sampled_from([0.5, 1, 2]))
        if _rarely(draw):
            parties[side]["trust"] = {other: draw(chances(spread)) for other in sides if other != side}
    most = 2 if len(sides) == 3 or most_states < 9 else 3
    data["issues"] = {
        f"issue{n}": draw(_issue(n, sides, list(parties), interests, spread, most))
        for n in range(1, draw(st.integers(1, most_issues)) + 1)
    }
    if len(data["issues"]) == 2 and draw(st.booleans()):
        one, two = data["issues"]["issue1"], data["issues"]["issue2"]
        side, other = draw(st.permutations(sides))[:2]
        withheld = next(s for s in one["stances"][side] if s != one["default"][side])
        at = two["default"][other] if draw(st.booleans()) else two["stances"][other][0]
        one["linkage"] = [{"party": side, "withholds": withheld, "while": {"issue2": {other: at}}}]
    if accounts and draw(st.booleans()):
        data["accounts"] = {
            side: draw(_account(data, spread))
            for side in draw(st.lists(st.sampled_from(sides), min_size=1, max_size=2, unique=True))
        }
    if more and draw(st.booleans()):
        draw(_heard(data, sides, spread))
    if more and _rarely(draw):
        held = draw(st.lists(st.sampled_from(sides), min_size=1, unique=True))
        data["pressure"] = {
            side: {"believed": draw(chances(spread)), "backlash": draw(traits(spread))} for side in held
        }
    if more and _rarely(draw):
        held = draw(st.lists(st.sampled_from(sides), min_size=1, unique=True))
        data["courses"] = {"hazard": draw(traits(spread)), "forgone": draw(chances(spread))}
        data["courses"]["adaptation of"] = {side: draw(chances(spread)) for side in held}
    assume(check(Case.model_validate(data)) == [])
    return data


@st.composite
def _heard(draw: st.DrawFn, data: Data, sides: list[str], spread: bool) -> None:
    """Lets experts of the sides, two of some, and of no side give some numbers, not all of them each."""
    of = [*sides, *draw(st.lists(st.sampled_from([*sides, ""]), max_size=2))]
    people = {f"x{n}": {"name": f"x{n}"} | ({"side": side} if side else {}) for n, side in enumerate(of, 1)}
    data["experts"] = people
    effects = [effect for issue in data["issues"].values() for effect in issue["effects"]]
    for given, say in [
        *((effect["gives"], values(spread)) for effect in effects),
        *((weights_, weights(spread)) for weights_ in data["weights"].values()),
    ]:
        for key, number in given.items():
            if _rarely(draw, 2):
                asked = people if draw(st.booleans()) else draw(st.sets(st.sampled_from(sorted(people)), min_size=1))
                given[key] = {"is": number, "experts": {name: draw(say) for name in people if name in asked}}


def cases(**options: Any) -> st.SearchStrategy[Case]:
    """Random valid cases."""
    return case_data(**options).map(case_of)


@st.composite
def mirrored_data(draw: st.DrawFn, spread: bool = True) -> Data:
    """A case of two sides that stays the same when the sides change places."""
    n = draw(st.integers(2, 3))
    interests = ["k1", *(k for k in ("k2", "k3", "k4") if draw(st.booleans()))]
    stances = [f"x{place}" for place in range(n)]
    default = stances[draw(st.integers(0, n - 1))]
    trait: Data = {}
    if draw(st.booleans()):
        trait["attachment"] = draw(factors(spread))
    if _rarely(draw):
        trait["rate"] = draw(traits(spread))
    if _rarely(draw):
        trait["caution"] = draw(st.sampled_from([0.5, 1]))
    trust = draw(chances(spread)) if draw(st.booleans()) else None
    weight = {k: draw(weights(spread)) for k in interests}
    effects: list[Data] = []
    for row, column in product(range(n), repeat=2):
        if row > column or (stances[row] == stances[column] == default):
            continue
        first = {f"p1.{k}": draw(values(spread)) for k in interests}
        if row == column:
            gives = {**first, **{key.replace("p1", "p2"): value for key, value in first.items()}}
            effects.append(
                {"id": f"e{row}{column}", "when": {"p1": stances[row], "p2": stances[column]}, "gives": gives}
            )
            continue
        second = {f"p2.{k}": draw(values(spread)) for k in interests}
        swapped = {
            **{key.replace("p2", "p1"): value for key, value in second.items()},
            **{key.replace("p1", "p2"): value for key, value in first.items()},
        }
        effects += [
            {"id": f"e{row}{column}", "when": {"p1": stances[row], "p2": stances[column]}, "gives": first | second},
            {"id": f"e{column}{row}", "when": {"p1": stances[column], "p2": stances[row]}, "gives": swapped},
        ]
    return {
        "case": "mirrored",
        "title": "Mirrored",
        "parties": {
            side: {"name": side, **trait, **({"trust": {other: trust}} if trust is not None else {})}
            for side, other in (("p1", "p2"), ("p2", "p1"))
        },
        "interests": {k: {"name": k, "unit": "points", "kind": KINDS[k]} for k in interests},
        "weights": {"p1": weight, "p2": weight},
        "issues": {
            "issue1": {
                "title": "Issue",
                "stances": {"p1": stances, "p2": stances},
                "default": {"p1": default, "p2": default},
                "effects": effects,
            }
        },
    }
