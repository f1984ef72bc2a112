"""Which judgements of a side can be corrected, and what a corrected view says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))

from games import case

from evenhand.game import structure, views
from evenhand.game.corrections import ASKS, beside, corrected, misjudgements

STATES = {"yy": {"a.k": 2, "b.k": 2, "c.k": 1}, "yx": {"a.k": -1, "b.k": 0}}
PARTIES = {"r": {"ratifies": "a"}, "q": {"ratifies": "b"}, "c": {}}


def seen(**account: Any) -> Any:
    found = case(STATES, parties=PARTIES, weights={"r": {"k": 1}, "q": {"k": 1}}, accounts={"a": account})
    form = structure(found, "i")
    held = views(found, form)
    return form, held.views[held.of_side[0]], held.views[0], held


def wrong(**account: Any) -> tuple[Any, ...]:
    form, own, truth, _ = seen(**account)
    return misjudgements(form, own, truth, 0)


def test_an_effect_for_a_side_can_be_corrected_and_one_for_a_bystander_does_not_matter() -> None:
    assert wrong(effects={"e-yy": {"gives": {"a.k": 1, "c.k": 5}}}) == (("value", "e-yy", "a.k"),)


def test_what_it_ascribes_to_others_can_be_corrected_and_what_it_values_itself_cannot() -> None:
    weights = {"a": {"k": 3}, "b": {"k": 3}, "r": {"k": 3}, "q": {"k": 3}}
    assert wrong(weights=weights) == (("weight", "b", "k"), ("weight", "r", "k"))  # q consents for the other side
    assert wrong(attachment={"a": 2, "b": 2}) == (("attachment", "b"),)
    assert wrong(rate={"a": 0.1, "b": 0.1}) == (("rate", "b"),)


def test_its_own_trust_and_its_own_ratifier_can_be_corrected() -> None:
    assert wrong(trust={"a": {"b": 0.5}, "b": {"a": 0.5}}) == (("trust", "a", "b"),)
    assert wrong(ratifiers={"r": False, "q": False}) == ((ASKS, "r"),)


def test_an_effect_comes_before_a_party_and_the_order_is_that_of_the_issue() -> None:
    found = wrong(weights={"b": {"k": 3}}, effects={"e-yx": {"gives": {"b.k": 6, "a.k": 0}}, "e-yy": {"chance": 0.5}})
    assert found == (("chance", "e-yy"), ("value", "e-yx", "a.k"), ("value", "e-yx", "b.k"), ("weight", "b", "k"))


def test_a_corrected_view_says_what_the_other_says_there_and_nothing_else() -> None:
    form, own, truth, held = seen(
        effects={"e-yy": {"gives": {"a.k": 1}, "chance": 0.5}}, trust={"a": {"b": 0.5}}, ratifiers={"r": False}
    )
    assert corrected(form, own, truth, ()) == own
    half = corrected(form, own, truth, [("chance", "e-yy"), (ASKS, "r")])
    assert half.at(("chance", "e-yy")).median == 1 and half.asks == truth.asks
    assert half.at(("value", "e-yy", "a.k")).median == 1 and half.at(("trust", "a", "b")).median == 0.5
    whole = corrected(form, own, truth, misjudgements(form, own, truth, 0))
    assert whole == truth
    more = beside(held, [half, whole])
    assert more.views[: len(held.views)] == held.views and more.views[-1] == whole
    assert [more.of_account.index(place) for place in range(len(more.views))] == list(range(len(more.accounts)))
