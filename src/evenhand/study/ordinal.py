"""Findings of an ordinal issue in the form of all results, the cardinal ones empty with the reason why."""

from __future__ import annotations

from typing import Any

from evenhand.casefile import Case
from evenhand.findings.ordinal import CANNOT, OrdinalFindings, ordinal
from evenhand.game import Structure, structure
from evenhand.solve.causes import ALL
from evenhand.study.results import AccountFindings, IssueFindings

__all__ = ["ordinal_issue"]


def ordinal_issue(case: Case, issue_id: str, causes: int = ALL) -> IssueFindings:
    """Findings of an issue given by rankings or preference statements; ``causes``: see :func:`ordinal`."""
    form = structure(case, issue_id)
    found = ordinal(case, form, causes)
    kinds = {one.kind for one in found}
    everywhere = set.intersection(*(set(one.improvements) for one in found))
    shared = set.intersection(*({remove for remove, _ in one.keys} for one in found))
    return IssueFindings(
        id=issue_id,
        title=case.issues[issue_id].title,
        default=form.named(form.default),
        ordinal=True,
        sides=list(form.sides),
        ratifiers={
            form.parties[place]: form.sides[form.ratifies[place]]
            for place in range(form.n_sides, form.n_sides + form.n_ratifiers)
        },
        bystanders=list(form.parties[form.n_sides + form.n_ratifiers :]),
        accounts={one.account: _account(form, one) for one in found},
        common_ground=_common(form, found, everywhere, free=True),
        common_ground_at_cost=_common(form, found, everywhere, free=False),
        holds_in_all_accounts={
            "kind": len(kinds) == 1,
            "reference": len({one.efficient for one in found}) == 1,
            "keys": [list(remove) for remove, _ in found[0].keys if remove in shared],
        },
        expectations=None,
        beliefs=[],
    )


def _common(form: Structure, found: tuple[OrdinalFindings, ...], states: set[int], free: bool) -> list[dict[str, Any]]:
    listed = []
    for state in sorted(states):
        pays = sorted({name for one in found for name in one.pays[state]})
        if bool(pays) != free:
            listed.append(
                {"stances": form.named(state), "pays": pays, "probability": None, "probability_if_independent": None}
            )
    return listed


def _account(form: Structure, one: OrdinalFindings) -> AccountFindings:
    def listed(states: tuple[int, ...]) -> list[dict[str, Any]]:
        return [{"stances": form.named(state), "pays": list(one.pays[state])} for state in states]

    held = [one.stable[state] for state in one.efficient]
    return AccountFindings(
        kind=one.kind,
        why=one.why if one.why == CANNOT else f"{one.why}; {CANNOT}",
        improvement_probability=None,
        reference=None,
        nash_agrees=None,
        beside=[],
        losses=None,
        unilateral_losses=None,
        temptations=None,
        temptation={"as": one.temptation} if one.temptation else None,
        value_at_risk=None,
        mix=None,
        causes=None,
        alone=None,
        last=None,
        causes_by_interest=None,
        at_work=list(one.at_work),
        doubt=None,
        prediction=None,
        keys=[{"remove": list(remove), "probability": None, "undone_by_more": undone} for remove, undone in one.keys]
        if one.efficient
        else None,
        stability={
            "default": one.stable[form.default],
            "reference": {name: any(part[name] for part in held) for name in held[0]} if held else None,
        },
        leaving={
            "default": list(one.leaving[form.default]),
            "reference": [side for side in form.sides if any(side in one.leaving[o] for o in one.efficient)],
        },
        netting_matters=None,
        states=[
            {
                "stances": form.named(state),
                "class": "default"
                if state == form.default
                else "no improvement"
                if state not in one.improvements
                else "improvement at others' expense"
                if one.pays[state]
                else "improvement",
                "pays": list(one.pays.get(state, ())),
                "points": {},
            }
            for state in range(form.n_states)
        ]
        if form.n_states <= 64
        else None,
        sensitivity=[],
        monte_carlo_error=None,
        ordinal={
            "improvements": listed(one.improvements),
            "efficient": listed(one.efficient),
            "misperceptions": list(one.misperceptions),
        },
    )
