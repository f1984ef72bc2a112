"""The literal reference against games small enough to be worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from literal import (
    CAUSES,
    NO_STATED_REASON,
    Literal,
    analyse,
    certain,
    discount_moments,
    inverse_normal,
    median,
    moments,
    quantile,
    quantity,
    shapley,
    shapley_by_subsets,
    subsets,
    time_average,
)

from evenhand.casefile.model import Case, Chance, Judgement, NonNegative

NONE: frozenset[str] = frozenset()
ALL = frozenset(CAUSES)


def two_sided(payoffs: dict[str, dict[str, Any]], default: str = "dd", **more: Any) -> Case:
    """Sides a and b, each c or d; ``payoffs`` gives each state's changes from the default, such as a.money."""
    states = {key: value for key, value in payoffs.items() if value}
    issue = {
        "title": "Test",
        "stances": {"a": ["c", "d"], "b": ["c", "d"]},
        "default": {"a": default[0], "b": default[1]},
        "effects": [
            {"id": f"at-{o}", "when": {"a": o[0], "b": o[1]}, "gives": gives, **more.get("effect", {})}
            for o, gives in states.items()
        ],
        **more.get("issue", {}),
    }
    parties = {name: {"name": name.upper()} for name in ("a", "b", "x")}
    for name, extra in more.get("parties", {}).items():
        parties[name] = {"name": name, **extra}
    weights = {name: {"money": 1, "rank": 1, "office": 1, "calm": 1} for name in ("a", "b", "x")}
    weights.update(more.get("weights", {}))
    return Case.model_validate(
        {
            "case": "test",
            "title": "Test",
            "parties": parties,
            "interests": {
                "money": {"name": "Money", "unit": "USD"},
                "calm": {"name": "Calm", "unit": "points"},
                "rank": {"name": "Rank", "unit": "points", "kind": "standing"},
                "office": {"name": "Office", "unit": "points", "kind": "private"},
            },
            "weights": weights,
            "issues": {"one": issue, **more.get("issues", {})},
            "accounts": more.get("accounts", {}),
            **more.get("case", {}),
        }
    )


def money(cc: tuple[float, float], cd: tuple[float, float], dc: tuple[float, float], **more: Any) -> Case:
    """A 2×2 game with default dd = (0, 0)."""
    values = {"cc": cc, "cd": cd, "dc": dc}
    return two_sided({o: {"a.money": u, "b.money": v} for o, (u, v) in values.items()}, **more)


def check_sums(found: dict[str, Any]) -> None:
    for party, causes in found["causes"].items():
        assert sum(causes.values()) == pytest.approx(found["losses"][party], abs=1e-9)


# -- games


def test_prisoners_dilemma_is_explained_by_commitment() -> None:
    found = analyse(money((2, 2), (-1, 3), (3, -1)), "one")
    assert found["kind"] == "unnecessary loss"
    assert found["reference"] == [{"a": "c", "b": "c"}]
    assert found["losses"] == {"a": 2, "b": 2, "x": 0}
    assert found["causes"]["a"]["commitment"] == pytest.approx(2)
    assert found["causes"]["b"][NO_STATED_REASON] == pytest.approx(0)
    assert all(found["causes"]["a"][c] == 0 for c in CAUSES if c != "commitment")
    assert found["keys"] == [{"remove": ["commitment"], "undone": False}]
    assert found["unilateral"] == {"a": 0, "b": 0}
    assert found["temptation"] == {"a": 0, "b": 0}
    assert found["predictions"][ALL] == {("d", "d"): 1}
    check_sums(found)


def test_prisoners_dilemma_with_cooperation_today_is_a_temptation() -> None:
    case = two_sided(
        {
            "cd": {"a.money": -3, "b.money": 1},
            "dc": {"a.money": 1, "b.money": -3},
            "dd": {"a.money": -2, "b.money": -2},
        },
        default="cc",
    )
    found = analyse(case, "one")
    assert found["kind"] == "under temptation"
    assert found["temptation"] == {"a": 1, "b": 1}
    assert found["keys"] == [] and found["causes"] == {}
    # They drift: from cc either moves (1/2 each), then the other answers; dd is where it ends.
    assert found["predictions"][NONE] == {("d", "d"): 1}


def test_assurance_without_doubt_has_no_stated_reason() -> None:
    found = analyse(money((2, 2), (-1, 1), (1, -1)), "one")
    assert found["causes"]["a"][NO_STATED_REASON] == pytest.approx(2)
    assert found["keys"] == [{"remove": [], "undone": False}]


@pytest.mark.parametrize(("trust", "blocked"), [(0.49, True), (0.5, False)])
def test_assurance_with_distrust(trust: float, blocked: bool) -> None:
    # Kept: 2 − 1 = 1. Alone: −1. trust·1 − (1 − trust)·1 ≥ 0 from trust = 1/2 on.
    found = analyse(money((2, 2), (-1, 1), (1, -1), parties={"a": {"trust": {"b": trust}}}), "one")
    assert found["causes"]["b"]["commitment"] == pytest.approx(2 if blocked else 0)
    assert found["last"]["a"]["commitment"] == pytest.approx(2 if blocked else 0)


def test_chicken_moves_from_one_agreement_to_two_tied_ones() -> None:
    found = analyse(money((3, 3), (1, 5), (5, 1)), "one")
    assert found["reference"] == [{"a": "c", "b": "c"}]
    assert found["unilateral"] == {"a": 1, "b": 1}
    assert found["predictions"][NONE] == {("c", "c"): 1}
    half = Fraction(1, 2)
    assert found["predictions"][ALL] == {("c", "d"): half, ("d", "c"): half}
    assert found["losses"]["a"] == 3
    assert found["causes"]["a"][NO_STATED_REASON] == pytest.approx(3)
    assert found["keys"] == [{"remove": [], "undone": False}]


def test_bystander_who_pays() -> None:
    states = {"cc": {"a.money": 2, "b.money": 2, "x.calm": -1}}
    found = analyse(two_sided(states), "one")
    assert found["kind"] == "loss at the expense of others"
    assert found["pays"] == ["x"]
    assert found["losses"] == {"a": 2, "b": 2, "x": -1}
    # A smaller agreement at nobody's cost comes first.
    found = analyse(two_sided({**states, "cd": {"a.money": 1, "b.money": 1}}), "one")
    assert found["kind"] == "unnecessary loss"
    assert found["reference"] == [{"a": "c", "b": "d"}]
    assert found["order"] == [[("c", "d")], [("c", "c")], [("d", "c"), ("d", "d")]]


def test_bystander_without_weights_pays_in_any_interest_and_may_be_the_only_one_to_gain() -> None:
    states = {"cc": {"x.money": 5, "x.calm": -1}}
    assert analyse(two_sided(states, weights={"x": {}}), "one")["kind"] == "nothing of substance"
    states = {"cc": {"x.money": 5, "x.calm": 1}}
    found = analyse(two_sided(states, weights={"x": {}}), "one")
    assert found["kind"] == "unnecessary loss"
    assert found["per interest"]["losses"]["x"] == {"money": 5, "calm": 1}
    assert "x" not in found["losses"]
    assert found["keys"] == [{"remove": [], "undone": False}]


def test_ratifier_nets_what_its_side_gets_with_what_it_gets_itself() -> None:
    states = {"cc": {"a.money": 2, "a.calm": -1, "b.money": 2, "r.money": 0.5}}
    more: dict[str, Any] = {"parties": {"r": {"ratifies": "a"}}, "weights": {"r": {"money": 1, "calm": 3}}}
    found = analyse(two_sided(states, **more), "one")  # (2 + 0.5) − 3 < 0
    assert found["causes"]["b"]["ratification"] == pytest.approx(2)
    assert found["causes"]["r"]["ratification"] == pytest.approx(0.5)
    states["cc"]["r.money"] = 1
    found = analyse(two_sided(states, **more), "one")
    assert found["causes"]["b"]["ratification"] == 0
    # Its own loss makes it pay, whatever its side gets.
    states["cc"]["r.money"] = -0.1
    assert analyse(two_sided(states, **more), "one")["pays"] == ["r"]
    # a's own account takes no notice of it: a misperception that happens to help.
    states["cc"]["r.money"] = 0
    found = analyse(two_sided(states, **more, accounts={"a": {"ratifiers": {"r": False}}}), "one")
    assert found["causes"]["b"]["ratification"] == pytest.approx(1)
    assert found["causes"]["b"]["misperception"] == pytest.approx(-1)
    assert found["causes"]["b"][NO_STATED_REASON] == pytest.approx(2)


def test_linkage_bars_only_while_the_other_default_is_as_described() -> None:
    other = {"two": {"title": "Two", "stances": {"a": ["go", "stop"]}, "default": {"a": "go"}}}
    link = {"linkage": [{"party": "b", "withholds": "c", "while": {"two": {"a": "go"}}}]}
    found = analyse(money((2, 2), (0, 0), (0, 0), issue=link, issues=other), "one")
    assert found["causes"]["a"]["linkage"] == pytest.approx(2)
    assert found["keys"] == [{"remove": ["linkage"], "undone": False}]
    other["two"]["default"] = {"a": "stop"}
    found = analyse(money((2, 2), (0, 0), (0, 0), issue=link, issues=other), "one")
    assert found["causes"]["a"]["linkage"] == 0


def test_linkage_also_bars_moves() -> None:
    other = {"two": {"title": "Two", "stances": {"a": ["go", "stop"]}, "default": {"a": "go"}}}
    link = {"linkage": [{"party": "a", "withholds": "d", "while": {"two": {"a": "go"}}}]}
    case = two_sided({"dc": {"a.money": 1, "b.money": -1}}, default="cc", issue=link, issues=other)
    game = Literal(case, "one")
    assert game.prediction(NONE) == {("d", "d"): 1}  # a moves to dc, b away from it to dd
    assert game.prediction(frozenset({"linkage"})) == {("c", "c"): 1}


def test_standing_and_classes() -> None:
    states = {"cc": {"a.money": 2, "b.money": 2, "a.rank": -3}, "cd": {"a.money": 1, "b.money": 1}}
    found = analyse(two_sided(states), "one")
    assert found["reference"] == [{"a": "c", "b": "d"}]
    assert found["order"][:2] == [[("c", "d")], [("c", "c")]]
    del states["cd"]
    found = analyse(two_sided(states), "one")
    assert found["standing proof"] is False
    assert found["causes"]["b"]["standing"] == pytest.approx(2)


def test_attachment_weighs_losses_per_interest_after_netting() -> None:
    states = {"cc": {"a.money": 3, "a.calm": -2, "b.money": 1}}
    found = analyse(two_sided(states, parties={"a": {"attachment": 2}}), "one")
    assert found["causes"]["a"]["attachment"] == pytest.approx(1)
    assert found["causes"]["b"]["attachment"] == pytest.approx(1)
    found = analyse(two_sided(states, parties={"a": {"attachment": 1.5}}), "one")  # 3 − 1.5·2 = 0 is accepted
    assert found["causes"]["a"]["attachment"] == 0


def test_caution_counts_added_standard_deviation() -> None:
    sd = 4 / 1.6448536269514722
    case = two_sided({"cc": {"a.money": [-2, 2, 6], "b.money": 1}}, parties={"a": {"caution": 0.5}})
    game = Literal(case, "one")
    assert game.felt(game.views["authors"], "a", ("c", "c"), frozenset({"attachment"})) == pytest.approx(2 - sd / 2)
    assert game.felt(game.views["authors"], "a", ("c", "c"), NONE) == pytest.approx(2)
    # A sure sum with chance 1/2: the chance is what it is, so nothing is uncertain.
    case = two_sided({"cc": {"a.money": 2}}, parties={"a": {"caution": 5}}, effect={"chance": 0.5})
    game = Literal(case, "one")
    assert game.variance(game.views["authors"], "a", ["money"], ("c", "c")) == 0


def test_private_interest_impatience_and_expectations() -> None:
    found = analyse(two_sided({"cc": {"a.money": 2, "b.money": 2, "a.office": -3}}), "one")
    assert found["causes"]["a"]["private interest"] == pytest.approx(2)
    found = analyse(money((2, 2), (0, 0), (0, 0), issue={"expects": {"b": {"money": 3}}}), "one")
    assert found["causes"]["a"]["expectations"] == pytest.approx(2)
    issue = {
        "effects": [
            {"id": "cost", "when": {"a": "c", "b": "c"}, "gives": {"a.money": -1, "b.money": 1}, "lasts": 1},
            {"id": "gain", "when": {"a": "c", "b": "c"}, "gives": {"a.money": 2}, "after": 1, "lasts": 1},
        ]
    }
    # Horizon 2, own rate 3: years weigh 1/4 and 1/16, so 1/5 and 4/5 of the whole are −0.8 + 0.4 < 0.
    more: dict[str, Any] = {"issue": issue, "parties": {"a": {"rate": 3}}, "case": {"horizon": 2}}
    found = analyse(two_sided({}, **more), "one")
    assert found["losses"]["a"] == pytest.approx(0.5)
    assert found["causes"]["a"]["impatience"] == pytest.approx(0.5)


def test_misperception_reads_the_base_account_where_a_side_has_none() -> None:
    accounts = {"a": {"effects": {"at-cc": {"gives": {"a.money": -1}}}}}
    case = money((2, 2), (0, 0), (0, 0), accounts=accounts)
    found = analyse(case, "one")
    assert found["causes"]["b"]["misperception"] == pytest.approx(2)
    # As a sees it, a loses and b gains: no improvement, and a does not misperceive.
    found = analyse(case, "one", "a")
    assert found["kind"] == "genuine conflict"
    # In b's account a gains nothing; a has no account, so it judges by the base one.
    found = analyse(money((2, 2), (0, 0), (0, 0), accounts={"b": {"weights": {"a": {"money": 0}}}}), "one", "b")
    assert found["losses"] == {"a": 0, "b": 2, "x": 0}


def test_redundant_causes_share_and_are_removed_together() -> None:
    states = {"cc": {"a.money": 3, "a.calm": -2, "a.rank": -4, "b.money": 1}}
    found = analyse(two_sided(states, parties={"a": {"attachment": 2}}), "one")
    assert found["causes"]["a"]["standing"] == pytest.approx(0.5)
    assert found["causes"]["a"]["attachment"] == pytest.approx(0.5)
    assert found["alone"]["a"]["standing"] == pytest.approx(1)
    assert found["last"]["a"]["standing"] == pytest.approx(0)
    assert found["keys"] == [{"remove": ["standing", "attachment"], "undone": False}]
    check_sums(found)


def test_a_key_may_be_undone_by_removing_more() -> None:
    states = {"cc": {"a.money": 2, "a.calm": -1, "b.money": 2, "b.rank": -3}}
    more: dict[str, Any] = {
        "parties": {"r": {"ratifies": "a"}},
        "weights": {"r": {"calm": 1}},
        "accounts": {"b": {"effects": {"at-cc": {"gives": {"b.rank": 0}}}}},
    }
    found = analyse(two_sided(states, **more), "one")
    # b does not see that its rank suffers; a, who judges by the base account, does, and expects b to leave again.
    assert found["keys"] == [
        {"remove": ["standing", "ratification"], "undone": False},
        {"remove": ["ratification", "commitment"], "undone": True},
    ]
    assert found["predictions"][ALL - {"ratification", "commitment", "misperception"}] == {("d", "d"): 1}
    check_sums(found)


def test_an_irreversible_stance_cannot_be_left() -> None:
    found = analyse(money((2, 2), (-1, 3), (3, -1), issue={"irreversible": {"a": ["c"], "b": ["c"]}}), "one")
    assert found["causes"]["a"]["commitment"] == 0
    # Nobody can leave, so a kept word brings 0, and the risk of −1 is not borne at any trust below 1.
    more: dict[str, Any] = {
        "issue": {"irreversible": {"a": ["c"], "b": ["c"]}},
        "parties": {"a": {"trust": {"b": 0.99}}},
    }
    assert analyse(money((2, 2), (-1, 3), (3, -1), **more), "one")["causes"]["a"]["commitment"] == pytest.approx(2)


def test_drift_round_in_circles_counts_its_time_average() -> None:
    found = analyse(money((0, 0), (-2, 2), (-2, 2)), "one")
    assert found["kind"] == "under temptation"
    assert set(found["predictions"][NONE].values()) == {Fraction(1, 4)}


def test_kinds_without_improvement() -> None:
    assert analyse(money((0, 0), (0, 0), (0, 0)), "one")["kind"] == "nothing of substance"
    assert analyse(money((-1, 0), (0, -1), (-1, -1)), "one")["kind"] == "cooperation that holds"
    # cc: (3, −1). One more state is needed to trade: b's gain when a stands off, with both moving.
    issue = {
        "stances": {"a": ["d", "p", "q"], "b": ["d", "p", "q"]},
        "effects": [
            {"id": "one", "when": {"a": "p", "b": "p"}, "gives": {"a.money": 3, "b.money": -1}},
            {"id": "two", "when": {"a": "q", "b": "q"}, "gives": {"a.money": -1, "b.money": 3}},
        ],
    }
    assert analyse(two_sided({}, issue=issue), "one")["kind"] == "tradeable"
    issue["effects"][1]["gives"] = {"a.money": -1, "b.money": 0.2}  # type: ignore[index]
    assert analyse(two_sided({}, issue=issue), "one")["kind"] == "genuine conflict"


def test_infeasible_states_are_left_out() -> None:
    game = Literal(money((2, 2), (-1, 3), (3, -1), issue={"infeasible": [{"a": "d", "b": "c"}]}), "one")
    assert ("d", "c") not in game.states and len(game.states) == 3


# -- judgements


@pytest.mark.parametrize(
    "judgement",
    [
        Judgement.model_validate([2, 4, 8]),
        NonNegative.model_validate([2, 4, 8]),
        NonNegative.model_validate([2, 4, 5]),
        NonNegative.model_validate([2, 4, 4.5]),
        Chance.model_validate([0.1, 0.2, 0.7]),
        Chance.model_validate([0.1, 0.6, 0.7]),
        Judgement.model_validate({"is": [2, 4, 8], "at most": 9}),
        Judgement.model_validate({"is": [2, 7, 8], "at most": 9}),
        NonNegative.model_validate([1, 4, 16]),
    ],
)
def test_quantiles_meet_the_percentiles(judgement: Judgement) -> None:
    known = quantity(judgement)
    z = 1.6448536269514722
    assert [quantile(known, x) for x in (-z, 0, z)] == pytest.approx(judgement.is_)
    rising = [quantile(known, x / 4) for x in range(-24, 25)]
    assert rising == sorted(rising)


def test_medians_of_pairs() -> None:
    assert median(quantity(Judgement.model_validate([2, 8]))) == 5
    assert median(quantity(NonNegative.model_validate([2, 8]))) == pytest.approx(4)
    assert median(quantity(Chance.model_validate([0.2, 0.8]))) == pytest.approx(0.5)
    assert median(quantity(Judgement.model_validate({"is": [1, 8.5], "at most": 9}))) == pytest.approx(7)


def test_moments() -> None:
    left, right = 2 / 1.6448536269514722, 4 / 1.6448536269514722
    mean, variance = moments(quantity(Judgement.model_validate([2, 4, 8])))
    assert mean == pytest.approx(4 + (right - left) / math.sqrt(2 * math.pi))
    assert variance == pytest.approx((left**2 + right**2) / 2 - (mean - 4) ** 2)
    assert moments(quantity(Judgement.model_validate([2, 2, 2]))) == (2, 0)
    # A pair with one bound is lognormal.
    sigma = math.log(2) / 1.6448536269514722
    mean, variance = moments(quantity(NonNegative.model_validate([2, 8])))
    assert mean == pytest.approx(4 * math.exp(sigma**2 / 2))
    assert variance == pytest.approx(mean**2 * (math.exp(sigma**2) - 1))
    # A pair with two bounds is a normal seen through Φ: E Φ(m + sN) = Φ(m / √(1 + s²)).
    mean, _ = moments(quantity(Chance.model_validate([0.5, 0.9])))
    z = inverse_normal(0.9)
    middle, slope = z / 2, z / (2 * 1.6448536269514722)
    assert inverse_normal(mean) == pytest.approx(middle / math.sqrt(1 + slope**2))


def test_discount() -> None:
    def factor(after: float, lasts: float, rate: float) -> float:
        return discount_moments(certain(after), certain(lasts), rate, 20)[0]

    assert factor(0, 20, 0.1) == pytest.approx(1)
    assert factor(3, 20, 0) == pytest.approx(17 / 20)
    assert factor(0, 1, 0) == pytest.approx(1 / 20)
    assert factor(0.5, 1, 0) == pytest.approx(1 / 20)
    assert factor(19.5, 1, 0) == pytest.approx(0.5 / 20)
    assert factor(25, 1, 0) == 0
    whole = sum(1.1**-t for t in range(1, 21))
    assert factor(0.5, 1, 0.1) == pytest.approx((0.5 / 1.1 + 0.5 / 1.1**2) / whole)
    # Without discounting, and well within the horizon, the mean is that of the duration.
    lasts = quantity(NonNegative.model_validate([1, 2]))
    assert discount_moments(certain(0), lasts, 0.0, 200)[0] == pytest.approx(moments(lasts)[0] / 200)
    after = quantity(NonNegative.model_validate([1, 3]))
    mean, variance = discount_moments(after, lasts, 0.0, 200)
    assert mean == pytest.approx(moments(lasts)[0] / 200, rel=1e-6)
    assert variance == pytest.approx(moments(lasts)[1] / 200**2, rel=1e-4)


# -- mathematics


def test_shapley_by_orderings_and_by_subsets_agree() -> None:
    players = ["u", "v", "w"]
    values = {present: float(len(present) ** 2 + ("u" in present)) for present in subsets(players)}
    assert shapley(players, values) == pytest.approx({"u": 4, "v": 3, "w": 3})
    assert shapley_by_subsets(players, values) == pytest.approx({"u": 4, "v": 3, "w": 3})


def test_time_average_of_a_chain_that_passes_through() -> None:
    third, half = Fraction(1, 3), Fraction(1, 2)
    chain: dict[tuple[str, ...], dict[tuple[str, ...], Fraction]] = {
        ("s",): {("s",): third, ("t",): third, ("u",): third},
        ("t",): {("t",): Fraction(1)},
        ("u",): {("v",): Fraction(1)},
        ("v",): {("u",): half, ("v",): half},
    }
    assert time_average(("s",), lambda o: chain[o]) == {
        ("t",): half,
        ("u",): Fraction(1, 6),
        ("v",): third,
    }
