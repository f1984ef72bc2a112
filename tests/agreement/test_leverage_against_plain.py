"""Leverage, fast against plain: every pair of issues gone through draw by draw with dictionaries and loops."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import numpy as np
from hypothesis import assume, given
from strategies import case_data, case_of, law

import evenhand
from evenhand.study.prepared import prepare


def plain(case: Any, draws: int) -> dict[tuple[str, str, str, str], tuple[float, float]]:
    """Share of the draws with leverage, by the base account, and by all three with one threat and demand."""
    prepared = prepare(case, draws)
    values: dict[Any, Any] = {}
    for name, form in prepared.forms.items():
        p = prepared.problem(name)
        for run in prepared.runs:
            sample = prepared.sample(name, run)
            for view in range(len(p.seen.views)):
                for place, party in enumerate(form.parties):
                    for state, draw in product(range(form.n_states), range(run.stop - run.start)):
                        total = 0.0
                        for item, effect in enumerate(form.item_effect):
                            k = form.item_interest[item]
                            if form.item_party[item] == place and form.kinds[k] == 0:
                                change = float(form.holds[effect, state]) - float(form.holds[effect, form.default])
                                total += sample.weight[view, place, k, draw] * sample.amount[view, item, draw] * change
                        values[name, view, party, state, run.start + draw] = total
    sides = [party for party in case.parties if any(party in form.sides for form in prepared.forms.values())]
    found = {}
    for (p, q), (i, j) in product(permutations(sides, 2), permutations(prepared.forms, 2)):
        one, two = prepared.problem(i), prepared.problem(j)
        weighted = all(
            name in at.form.parties and at.means.weighted[at.form.parties.index(name)]
            for at, name in ((one, q), (two, p))
        )
        if p not in one.form.sides or q not in two.form.sides or not weighted:
            continue
        base = sum(_draw(values, draw, (p, q), (one, two), (i, j), every=False) for draw in range(draws))
        every = sum(_draw(values, draw, (p, q), (one, two), (i, j), every=True) for draw in range(draws))
        found[p, q, i, j] = (base / draws, every / draws)
    return found


def _draw(values: Any, draw: int, who: tuple[str, str], at: Any, names: tuple[str, str], every: bool) -> bool:
    (p, q), (one, two), (i, j) = who, at, names
    seen_i, seen_j = one.seen, two.seen
    accounts = [seen_i.accounts[0], *((p, q) if every else ())]

    def view(seen: Any, account: str) -> int:
        return seen.of_account[seen.accounts.index(account) if account in seen.accounts else 0]

    def worth(name: str, number: int, party: str, mix: dict[int, float]) -> float:
        return sum(part * values[name, number, party, state, draw] for state, part in mix.items())

    today = one.form.states[one.form.default]
    threats = []
    for state, row in enumerate(one.form.states):
        changed = [side for side, was, now in zip(one.form.sides, today, row, strict=True) if was != now]
        if changed == [p]:
            threats.append({state: 1.0})
    reference = np.flatnonzero(one.reference(view(seen_i, accounts[0])))
    if len(reference):
        threats.append({int(state): -1.0 / len(reference) for state in reference})
    demands, alone = [], []
    now = two.form.states[two.form.default]
    for state, row in enumerate(two.form.states):
        changed = {side for side, was, is_ in zip(two.form.sides, now, row, strict=True) if was != is_}
        if q in changed and changed <= {p, q}:
            demands.append(state)
        if changed == {p}:
            alone.append(state)
    tol_p, tol_q = (sum(x.tolerance[x.form.parties.index(party)] for x in (one, two)) for party in (p, q))
    for threat, demand in product(threats, demands):
        held = True
        for account in accounts:
            a, b = view(seen_i, account), view(seen_j, account)
            cost_q, cost_p = -worth(i, a, q, threat), -worth(i, a, p, threat)
            yields = -values[j, b, q, demand, draw]
            without = max([0.0, *(values[j, b, p, state, draw] for state in alone)])
            gains = values[j, b, p, demand, draw] - without
            held &= cost_q > tol_q and yields > tol_q and gains > tol_p
            held &= cost_q > yields + tol_q and cost_p < gains - tol_p
        if held:
            return True
    return False


@law
@given(case_data())
def test_leverage_is_what_loops_over_every_threat_and_demand_find(data: Any) -> None:
    case = case_of(data)
    assume(len(case.issues) > 1)
    expected = plain(case, 6)
    found = evenhand.leverage(case, draws=6, threads=1)
    assert {(one["by"], one["on"], one["with"], one["for"]) for one in found.pairs} == expected.keys()
    for one in found.pairs:
        assert (one["probability"], one["probability_in_all"]) == expected[
            one["by"], one["on"], one["with"], one["for"]
        ]
