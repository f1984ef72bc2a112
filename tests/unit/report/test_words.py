"""Numbers and sentences for readers."""

from __future__ import annotations

import math
from typing import Any

import pytest
import synthetic
from hypothesis import given
from hypothesis import strategies as st

import evenhand
from evenhand.casefile import Duration, Judgement
from evenhand.report import naming, numerals, words


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1e-14, "0"),
        (0.125, "0.12"),
        (2.0, "2"),
        (9.96, "10"),
        (-3.14159, "\u22123.1"),
        (99.6, "100"),
        (1234.0, "1200"),
        (12345.0, "12 000"),
        (1_234_567.0, "1 200 000"),
        (0.00027, "0.00027"),
        (0.0000027, "2.7 \u00d7 10\u207b\u2076"),
        (math.inf, "unlimited"),
    ],
)
def test_figures_have_two_significant_digits(value: float, text: str) -> None:
    assert plain(numerals.figure(value)) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_figure_is_never_minus_zero_and_never_far_off(value: float) -> None:
    text = plain(numerals.figure(value)).replace("\u2212", "-")
    assert not text.startswith("-0") or text.startswith("-0.")
    assert "e" not in text
    if "10" not in text or "\u00d7" not in text:
        shown = float(text.replace(" ", ""))
        assert math.isclose(shown, value, rel_tol=0.051, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.53, "USD bn/yr", "USD 1.5 bn a year"),
        (-0.2, "USD bn/yr", "\u2212USD 0.2 bn a year"),
        (1, "lives/yr", "1 life a year"),
        (-1, "points", "\u22121 point"),
        (12, "GWh/yr", "12 GWh a year"),
        (470, "warheads", "470 warheads"),
        (3, "", "3"),
    ],
)
def test_units_are_read_as_words(value: float, unit: str, text: str) -> None:
    assert plain(numerals.number(value, unit)) == text


def test_an_interval_keeps_the_decimals_of_its_mean() -> None:
    assert plain(numerals.interval(1.53, 0.412, 12.04, "points")) == "1.5 points (0.4 to 12)"


def test_an_interval_without_spread_is_a_number() -> None:
    assert plain(numerals.interval(3, 3, 3, "points")) == "3 points"


def test_an_interval_around_nothing_shows_its_ends() -> None:
    assert plain(numerals.interval(0.0, -0.5, 0.5, "points")) == "0 points (\u22120.5 to 0.5)"


@pytest.mark.parametrize(("value", "text"), [(0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %")])
def test_percentages_say_what_is_nearly_none_or_all(value: float, text: str) -> None:
    assert plain(numerals.percent(value)) == text


def test_probabilities_come_in_words_with_the_figure_beside() -> None:
    told = [numerals.often(p).split(",")[0] for p in (1, 0.96, 0.8, 0.6, 0.5, 0.3, 0.1, 0.01, 0)]
    assert len(set(told)) == len(told)
    assert told[0] == "in every draw"
    assert told[-1] == "never"


def test_dates_do_not_depend_on_the_locale() -> None:
    assert plain(numerals.day("2013-11-30")) == "30 November 2013"
    assert numerals.day(None) == ""


@pytest.mark.parametrize(
    ("given_value", "text"),
    [("18 months", "18 months"), (3, "3 years"), (1, "1 year"), ([1, 2, 4], "2 years (1 to 4)")],
)
def test_times_are_read_as_years_or_months(given_value: Any, text: str) -> None:
    assert plain(numerals.duration(Duration.model_validate(given_value))) == text


def test_a_number_of_the_case_is_not_rounded() -> None:
    value = Judgement.model_validate([0.00027, 0.1234567, 1234567])
    assert plain(numerals.judgement(value, "USD bn/yr")) == "USD 0.1234567 bn a year (0.00027 to 1 234 567)"


def account(**changes: Any) -> dict[str, Any]:
    reference = [
        {"stances": {"alder": "open", "birch": "open"}, "standing_proof": True, "pays": [], "probability": 1.0}
    ]
    losses = {
        "alder": {"points": {"mean": 2.0}, "interests": {"money": {"mean": 2.0}}},
        "birch": {"points": {"mean": 4.0}, "interests": {"money": {"mean": 4.0}}},
    }
    causes = {
        "alder": {"no stated reason": 0.0, "misperception": 2.4, "standing": -0.4},
        "birch": {"no stated reason": 4.0, "misperception": 0.0, "standing": 0.0},
    }
    return {"kind": "unnecessary loss", "reference": reference, "losses": losses, "causes": causes, **changes}


def issue(found: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    matter = {
        "id": "bridge",
        "title": "The bridge",
        "sides": ["alder", "birch"],
        "default": {"alder": "closed", "birch": "closed"},
        "accounts": {"authors": found},
    }
    return {"base": "authors", "issues": [matter]}, matter


def test_a_loss_is_unnecessary_only_where_nobody_else_pays() -> None:
    case = synthetic.plain()
    paid = account(kind="loss at the expense of others")
    paid["reference"][0]["pays"] = ["cedar"]
    document, matter = issue(paid)
    text = str(words.headline(case, document, matter))
    assert "unnecessary" not in text
    assert "at the expense of Cedar" in text
    assert "unnecessary" in str(words.headline(case, *issue(account())))


def test_where_standing_would_be_hurt_both_figures_are_in_the_headline() -> None:
    found = account()
    found["reference"][0]["standing_proof"] = False
    found["losses"]["alder"]["with_standing"] = -1.0
    found["losses"]["birch"]["with_standing"] = 2.0
    text = plain(words.headline(synthetic.plain(), *issue(found)).text)
    assert "A loss only if standing is set aside" in text
    assert "Alder would come out worse than today, by 50 % of that gain" in text
    assert "Birch would keep 50 % of that gain" in text
    assert "USD 2 bn a year" in text


@pytest.mark.parametrize(
    ("with_standing", "told"),
    [
        # of a gain of 2: what is left with standing counted
        (-4.42, "Alder would come out worse than today, by 2.2 times that gain"),
        (-2.02, "Alder would come out worse than today, by as much as that gain"),
        (2.36, "Alder would gain 18 % more than that"),
        (4.2, "Alder would gain 2.1 times that"),
    ],
)
def test_what_standing_changes_by_more_than_all_is_told_in_times(with_standing: float, told: str) -> None:
    loss = {"points": {"mean": 2.0}, "with_standing": with_standing}
    assert plain(words.with_standing(synthetic.plain(), "alder", loss)) == f"counting standing too, {told}"


def test_causes_that_are_more_than_the_whole_loss_are_told_in_times_of_it() -> None:
    found = account()
    mean = found["losses"]["alder"]["points"]["mean"]
    found["causes"]["alder"] = {"standing": 1.86 * mean, "private interest": 1.01 * mean, "attachment": -1.87 * mean}
    told = plain(words.side_why(synthetic.plain(), found, "alder", words.main_causes(found, "alder")))
    assert told == (
        "Alder, standing (1.9 times the loss) and private interest (as much as the loss), while attachment "
        "(1.9 times the loss) works the other way"
    )


def test_shares_of_a_loss_sum_to_one_and_keep_their_sign() -> None:
    shares = words.shares_of(account(), "alder")
    assert shares is not None
    assert math.isclose(sum(shares.values()), 1.0)
    assert shares["standing"] < 0


def test_a_side_without_a_loss_has_no_shares() -> None:
    found = account()
    found["losses"]["alder"]["points"]["mean"] = 0.0
    assert words.shares_of(found, "alder") is None


@pytest.mark.parametrize(
    ("lives", "told"),
    [
        (0.0, "Alder: nothing is lost"),
        (-100.0, "Alder: nothing is lost on balance, by its own weights"),
    ],
)
def test_nothing_is_lost_flatly_only_where_nothing_changes(lives: float, told: str) -> None:
    """What a party does not weigh, or what its weights make up for, still changes."""
    loss = {"points": {"mean": 0.0}, "interests": {"money": {"mean": 0.0}, "lives": {"mean": lives}}}
    assert words.losses_of(synthetic.plain(), "alder", loss) == told


def test_a_negative_loss_is_said_as_better_off_today() -> None:
    loss = {"points": None, "interests": {"lives": {"mean": -3.0}}}
    text = plain(words.losses_of(synthetic.plain(), "cedar", loss))
    assert text == "Cedar: better off today in Lives saved (3 lives a year)"


def test_what_pulls_the_other_way_is_not_hidden() -> None:
    loss = {"points": {"mean": 1.0}, "interests": {"money": {"mean": 2.0}, "lives": {"mean": -100.0}}}
    text = plain(words.losses_of(synthetic.plain(), "alder", loss))
    assert "a loss in Public budget (USD 2 bn a year)" in text
    assert "better off today in Lives saved (100 lives a year)" in text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (None, ""),
        ([], "No set of these causes, removed together, unlocks it"),
        ([([], 0.97)],
         "By the case's own numbers the sides come to an improvement by themselves (nearly always, 97 %): "
         "no cause in the case keeps them from it, so the case leaves out what does"),
        ([(["standing"], 0.8)], "Standing removed unlocks it (usually, 80 %)"),
        ([(["commitment"], None)], "Commitment removed unlocks it"),
        ([(["linkage"], 0.4), (["standing"], 0.8)], "Either standing (80 %) or linkage (40 %) removed unlocks it"),
        ([(["linkage", "standing"], 0.8)], "Linkage and standing removed together unlock it (usually, 80 %)"),
    ],
)  # fmt: skip
def test_keys_in_words(keys: Any, text: str) -> None:
    given_keys = keys and [{"remove": names, "probability": p, "undone_by_more": False} for names, p in keys]
    assert plain(words.keys(synthetic.plain(), {"keys": [] if keys == [] else given_keys})) == text


def test_of_many_keys_the_surest_is_named_and_the_others_counted() -> None:
    names = list(naming.CAUSES)
    keys = [{"remove": names[: 3 + n], "probability": 0.1 * (n + 1), "undone_by_more": n == 0} for n in range(5)]
    text = plain(words.keys(synthetic.plain(), {"keys": keys}))
    assert text.startswith("Misperception, standing, private interest, impatience, attachment, expectations and")
    assert text.endswith("so do 4 other sets of causes (10 % to 40 %)")
    assert len(words.key_list({"keys": keys})) == 5
    assert words.key_list({"keys": keys})[-1].endswith("; removing more can undo it)")


def test_removing_more_undoes_only_the_key_of_which_that_is_said() -> None:
    def told(*undone: bool) -> str:
        names = ("private interest", "attachment")
        keys = [
            {"remove": [name], "probability": 1.0, "undone_by_more": u} for name, u in zip(names, undone, strict=True)
        ]
        return plain(words.keys(synthetic.plain(), {"keys": keys}))

    attachment = "Either private interest (100 %) or attachment (100 %; removing more can undo it) removed unlocks it"
    assert told(False, True) == attachment
    assert told(True, True).endswith("attachment (100 %) removed unlocks it (removing more can undo it)")
    assert "undo" not in told(False, False)


def side_account(causes: dict[str, float], **more: Any) -> dict[str, Any]:
    points = {"mean": 1.0, "p5": 1.0, "median": 1.0, "p95": 1.0}
    return {"causes": {"alder": causes}, "losses": {"alder": {"points": points}}, **more}


@pytest.mark.parametrize(
    ("causes", "against"),
    [
        ({"private interest": 0.83, "attachment": 0.34, "standing": -0.17}, True),  # 117 % named
        ({"private interest": 0.6, "attachment": 0.3, "linkage": 0.15, "standing": -0.05}, False),  # 90 % named
        ({"private interest": 1.05, "standing": -0.03, "linkage": -0.02}, True),
    ],
)
def test_shares_of_more_than_all_name_what_works_the_other_way(causes: dict[str, float], against: bool) -> None:
    told = plain(words.why(synthetic.plain(), {"sides": ["alder"]}, side_account(causes)))
    helping = [name for name, value in causes.items() if value < 0]
    assert all((name in told) is against for name in helping)
    assert ("the other way" in told) is against


def test_no_reason_beside_a_key_says_at_whose_expense_todays_state_gives_way() -> None:
    prediction = {"by": "agreement", "states": [], "probability": 1.0, "improves": 0.0, "pays": ["birch"]}
    keys = [{"remove": ["commitment"], "probability": 1.0, "undone_by_more": False}]
    account = side_account({"no stated reason": 1.0}, prediction=prediction, keys=keys)

    def told(**more: Any) -> str:
        return plain(words.why(synthetic.plain(), {"sides": ["alder"]}, {**account, **more}))

    plainly = "No reason for it stands in the case"
    assert told() == (
        f"{plainly}; by the case\u2019s own logic today\u2019s state gives way by itself, but to one at the expense of "
        "Birch (in 100 % of the draws)"
    )
    assert told(prediction={**prediction, "pays": []}) == plainly
    assert told(prediction={**prediction, "by": "nobody moves"}) == plainly
    assert told(prediction=None) == plainly


RIDDLE = (
    "By the case's own numbers the sides come to an improvement by themselves (nearly always, 97 %): no cause in the "
    "case keeps them from it, so the case leaves out what does"
)


@pytest.mark.parametrize(
    ("probability", "undone", "shares", "why", "unlocks"),
    [
        (0.97, False, {}, "No reason for it stands in the case", RIDDLE),
        # a cause that has a share: neither sentence may say that nothing explains it
        (0.97, False, {"commitment": 0.17, "standing": -0.17},
         "Mainly why, as shares of the own loss: Alder, no stated reason (100 %)",
         "By the case's own logic the sides come to an improvement by themselves, and none of the causes in the case "
         "keeps them from it (nearly always, 97 %); standing and commitment act all the same"),
        # half of the draws: there something keeps them from it, or it is no improvement
        (0.5, True, {}, "On the means no reason for it stands in the case",
         "On the means the sides come to an improvement by themselves, and none of the causes in the case keeps them "
         "from it (about as often as not, 50 %); removing causes can undo it"),
    ],
)  # fmt: skip
def test_what_the_case_leaves_out_is_said_only_where_nothing_speaks_against_it(
    probability: float, undone: bool, shares: dict[str, float], why: str, unlocks: str
) -> None:
    keys = [{"remove": [], "probability": probability, "undone_by_more": undone}]
    found = side_account({"no stated reason": 1.0, **shares}, keys=keys)
    case = synthetic.plain()
    assert plain(words.why(case, {"sides": ["alder"]}, found)) == why
    assert plain(words.keys(case, found)) == unlocks


def drifting(refused_by: list[str], **more: Any) -> dict[str, Any]:
    prediction = {"by": "drift", "states": [{"stances": {}, "share": 1.0}], "pays": [], "refused_by": refused_by}
    keys = [{"remove": [], "probability": 1.0, "undone_by_more": False}]
    return side_account({"no stated reason": 1.0}, keys=keys, prediction={**prediction, **more})


def test_where_the_sides_only_drift_to_it_the_consent_that_an_agreement_would_lack_is_named() -> None:
    case, found = synthetic.plain(), drifting(["birch", "cedar"])
    assert plain(words.why(case, {"sides": ["alder"]}, found)) == (
        "No cause in the case keeps the sides from coming there by steps of their own"
    )
    told = plain(words.keys(case, found))
    assert told == (
        "By the case's own logic the sides come to an improvement only by steps of their own, which need nobody's "
        "consent (in every draw, 100 %); an agreement on it would lack the consent of Birch and Cedar; the case leaves "
        "out what keeps them from such steps"
    )
    places = [{"stances": {}, "share": 0.5}, {"stances": {}, "share": 0.5}]
    told = plain(words.keys(case, drifting(["birch"], states=places)))
    assert "an agreement on any of these would lack somebody's consent (Birch)" in told
    assert "consent" not in words.keys(case, drifting([]))
    assert "consent" not in words.keys(case, drifting(["birch"], by="agreement"))


@pytest.mark.parametrize("payer", ["alder", "birch", "cedar"])  # one rule, whoever pays
@pytest.mark.parametrize("weighed", [True, False])
def test_who_pays_on_average_only_is_said_with_the_interval(payer: str, weighed: bool) -> None:
    def told(low: float, high: float) -> tuple[str, str]:
        found = account(kind="loss at the expense of others")
        found["reference"][0]["pays"] = [payer]
        spread = {"mean": -0.2, "p5": low, "median": -0.2, "p95": high}
        found["losses"][payer] = {"points": spread if weighed else None, "interests": {"money": spread}}
        return plain(words.headline(case, *issue(found)).lost), plain(words.kind(case, found))

    case = synthetic.plain()
    name = case.parties[payer].name
    headline, kind = told(-0.9, 0.45)
    # what is lost today, with the sign changed, is what the agreement costs
    assert headline.endswith(
        f"only at the expense of {name} (on average; Public budget: USD 0.2 bn a year, in 90 % of the draws "
        "\u22120.45 to 0.9)"
    )
    assert kind == f"The sides could improve on today, but only at the expense of {name} (on average)."
    headline, kind = told(-0.9, -0.1)
    assert headline.endswith(f"only at the expense of {name}")
    assert kind.endswith(f"at the expense of {name}.")


def test_judgements_are_called_by_their_names() -> None:
    case = synthetic.plain()
    assert naming.judgement_name(case, "both-open: alder.money") == (
        "what \u201cAlder: open; Birch: open\u201d brings Alder: Public budget"
    )
    assert naming.judgement_name(case, "weight birch.lives") == "weight: Lives saved of Birch"
    assert naming.judgement_name(case, "both-open: lasts") == (
        "how long what \u201cAlder: open; Birch: open\u201d brings lasts"
    )
    assert naming.judgement_name(case, "something else") == "something else"


def test_effects_that_hold_at_the_same_stances_are_told_apart_where_they_give_the_same() -> None:
    case = synthetic.plain()
    (name, issue), *_ = case.issues.items()
    first = next(one for one in issue.effects if one.id == "both-open")
    target, other = next(iter(first.gives)), "birch.lives"
    twin = first.model_copy(update={"id": "twin", "gives": {target: first.gives[target]}})
    made = case.model_copy(
        update={"issues": {**case.issues, name: issue.model_copy(update={"effects": (*issue.effects, twin)})}}
    )
    assert "[twin]" in naming.effect_number(made, "twin", target)
    assert "[both-open]" in naming.effect_number(made, "both-open", target)
    assert "[" not in naming.effect_number(made, "both-open", other)
    assert "[" not in naming.effect_number(case, "both-open", target)


def test_every_kind_and_cause_has_words() -> None:
    assert len(words.KINDS) == 7
    assert next(iter(naming.CAUSES)) == "misperception"
    assert len(naming.CAUSES) == 9
    assert all(cause.means and cause.helps for cause in naming.CAUSES.values())


@pytest.mark.parametrize("base", ["authors", "pooled"])
def test_what_misperception_means_is_among_the_limits(base: str) -> None:
    assert any("misperception" in limit for limit in words.limits(synthetic.plain(), {"base": base}))


@pytest.mark.parametrize(("name", "word"), [("temptation", "cooperation"), ("seizure", "seizure")])
def test_temptation_is_named_for_what_it_is(name: str, word: str) -> None:
    found = {
        "kind": "under temptation",
        "temptation": {"as": name},
        "temptations": {"alder": {"stances": ["grab-all"], "pays": ["birch"]}},
    }
    text = words.kind(synthetic.plain(), found)
    assert "n substance Alder would gain by changing alone to grab all at the expense of Birch" in text
    assert word in text


def test_each_prediction_names_who_pays() -> None:
    case = synthetic.plain()
    _, matter = issue(account())
    states = [{"stances": {"alder": "open", "birch": "open"}, "share": 1.0}]
    for by, verb in (("agreement", "agree on"), ("drift", "drift")):
        found = {"prediction": {"by": by, "states": states, "probability": 0.4, "pays": ["cedar"]}}
        text = plain(words.prediction(case, matter, found))
        assert verb in text
        assert "Alder: open; Birch: open, at the expense of Cedar (in 40 % of the draws)" in text
    nobody = {"prediction": {"by": "nobody moves", "states": states, "probability": None, "pays": []}}
    assert "today\u2019s state stays" in words.prediction(case, matter, nobody)


@pytest.mark.parametrize("unit", ["jobs/yr", "children/yr", "warheads", "USD bn/yr", "points"])
def test_the_name_comes_before_the_amount_whatever_the_unit(unit: str) -> None:
    """Else a loss in deployed warheads faced reads as if warheads were lost."""
    case = synthetic.plain()
    named = next(iter(case.interests.values())).model_copy(update={"name": "Jobs", "unit": unit})
    made = case.model_copy(update={"interests": {**case.interests, "work": named}})
    assert words.amount(made, "work", "13") == "Jobs (13)"


@pytest.mark.parametrize(
    ("third", "told"),
    [
        (0.0, "Cedar: a loss in Public budget (USD 5 bn a year) and Lives saved (3 lives a year)"),
        (0.5, "Cedar: a loss in Public budget (USD 5 bn a year), Lives saved (3 lives a year) and others"),
        (-0.5, "Cedar: a loss in Public budget (USD 5 bn a year) and Lives saved (3 lives a year)"),
    ],
)
def test_that_more_than_the_first_two_interests_are_lost_is_not_hidden(third: float, told: str) -> None:
    case = synthetic.plain()
    trade = case.interests["lives"].model_copy(update={"name": "Trade"})
    made = case.model_copy(update={"interests": {**case.interests, "trade": trade}})
    means = {"money": 5.0, "lives": 3.0, "trade": third}
    loss = {"points": None, "interests": {name: {"mean": mean} for name, mean in means.items()}}
    assert plain(words.losses_of(made, "cedar", loss)) == told


def test_an_interest_too_small_to_be_named_is_among_the_others() -> None:
    """Alder weighs both: of the larger, 100 times the smaller is at stake."""
    loss = {"points": {"mean": 1.0}, "interests": {"money": {"mean": 2.0}, "lives": {"mean": 0.001}}}
    text = plain(words.losses_of(synthetic.plain(), "alder", loss))
    assert text == "Alder: a loss in Public budget (USD 2 bn a year) and others"


def test_where_what_pulls_the_other_way_is_too_small_to_be_named_nothing_is_left_hanging() -> None:
    loss = {"points": {"mean": 1.0}, "interests": {"money": {"mean": 2.0}, "lives": {"mean": -0.001}}}
    text = plain(words.losses_of(synthetic.plain(), "alder", loss))
    assert text == "Alder: a loss in Public budget (USD 2 bn a year)"


def test_each_says_in_what_reckoning_a_side_gains_alone() -> None:
    """In substance one may gain where, as the sides see things, none does."""
    item = {"stances": [], "pays": []}
    assert words.temptation(synthetic.plain(), "alder", item) == "in substance Alder would gain by changing alone"
    told = words.held_by(synthetic.plain(), {"nash": True}, [])
    assert told.startswith("as the sides see things, with every cause at work, none gains by leaving it alone")


def test_no_verb_depends_on_whether_a_party_is_one_or_many() -> None:
    """Coastal states and Peru have the same words beside their names."""
    case, found = synthetic.plain(), account()
    many = {**case.parties, "alder": case.parties["alder"].model_copy(update={"name": "Coastal states"})}
    made = case.model_copy(update={"parties": many})
    told = words.losses_of(made, "alder", found["losses"]["alder"])
    assert told == words.losses_of(case, "alder", found["losses"]["alder"]).replace("Alder", "Coastal states")
    assert told.startswith("Coastal states: ")


def test_what_holds_on_the_means_and_seldom_over_the_draws_is_not_told_as_if_it_were_usual() -> None:
    often, seldom = {"remove": ["misperception"], "probability": 0.9}, {"remove": ["misperception"], "probability": 0.2}
    account = {"kind": "unnecessary loss", "keys": [often]}
    assert plain(words.keys(synthetic.plain(), account)) == "Misperception removed unlocks it (usually, 90 %)"
    told = plain(words.keys(synthetic.plain(), {**account, "keys": [seldom]}))
    assert told == "Misperception removed unlocks it (on the means; over the draws sometimes, 20 %)"


def test_where_only_ranks_are_given_nothing_is_said_of_draws_and_numbers() -> None:
    ranked, counted = evenhand.load("ordinal"), evenhand.load("chicken")
    for case, by_rank in ((ranked, True), (counted, False)):
        document = evenhand.analyse(case, draws=4).document()
        assert ("draws, seed" in words.run(case, document)) is not by_rank
        told = " ".join(words.limits(case, document)[:2])
        assert ("rankings" in told) is by_rank and ("numbers" in told) is not by_rank


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ({}, ""),
        ({"standing": ["alder", "birch"]}, ""),
        ({"standing": ["birch"]}, "on whose part: standing, Birch only"),
        ({"standing": ["birch"], "linkage": ["alder"]}, "on whose part: standing, Birch only"),
    ],
)
def test_whose_a_cause_is_stands_beside_its_share_where_it_is_not_every_side_s(
    whose: dict[str, list[str]], told: str
) -> None:
    found = account()
    found["causes"] = {side: {"standing": found["losses"][side]["points"]["mean"]} for side in ("alder", "birch")}
    issue = {"sides": ["alder", "birch"], "ratifiers": {}}
    assert words.whose(synthetic.plain(), issue, found | {"whose": whose}) == told
    assert words.whose(synthetic.plain(), issue, found) == ""
