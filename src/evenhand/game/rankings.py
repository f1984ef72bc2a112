"""How each party ranks the states of an ordinal issue, in the base account and in each side's own.

A ranking is given as a ladder of states, best first, or as statements in order of priority: of two states the better is
the one for which the first statement holds that tells them apart.

References
----------
Fraser, N. M., & Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland (option prioritisation).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Ranking, Statement
from evenhand.elicitation import base_name
from evenhand.game.structure import Structure

__all__ = ["Rankings", "rankings"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rankings:
    """Rankings by account, the base account first.

    ``worth`` (n_accounts, n_parties, n_states): larger is better, 0 for today's state; only the order counts.
    ``ranked`` (n_parties,): whether the party has a ranking. ``of_side``: the account by which each side judges.
    """

    accounts: tuple[str, ...]
    worth: Floats
    ranked: Bools
    of_side: tuple[int, ...]


def rankings(case: Case, form: Structure) -> Rankings:
    """Rankings of an ordinal issue."""
    accounts = (base_name(case), *(side for side in form.sides if side in case.accounts))
    return Rankings(
        accounts=accounts,
        worth=np.stack([_worth(case, form, None if place == 0 else name) for place, name in enumerate(accounts)]),
        ranked=np.array([_given(case, form, None, party) is not None for party in form.parties], dtype=np.bool_),
        of_side=tuple(accounts.index(side) if side in accounts[1:] else 0 for side in form.sides),
    )


def _given(case: Case, form: Structure, account: str | None, party: str) -> Ranking | tuple[Statement, ...] | None:
    issue = case.issues[form.issue]
    if account:
        own = case.accounts[account]
        found = own.ranking.get(form.issue, {}).get(party) or own.preferences.get(form.issue, {}).get(party)
        if found is not None:
            return found
    return issue.ranking.get(party) or issue.preferences.get(party)


def _worth(case: Case, form: Structure, account: str | None) -> Floats:
    worth = np.zeros((len(form.parties), form.n_states))
    for place, party in enumerate(form.parties):
        given = _given(case, form, account, party)
        if given is None:
            continue
        statements = [entry for entry in given if isinstance(entry, Statement)]
        scores = [tuple(_true(statement, form.named(o)) for statement in statements) for o in range(form.n_states)]
        ladder = sorted(set(scores))
        worth[place] = [ladder.index(score) for score in scores]
        for step, tied in enumerate(entry for entry in given if not isinstance(entry, Statement)):
            for state in tied:
                worth[place, [form.named(o) == state for o in range(form.n_states)]] = -step
    return np.asarray(worth - worth[:, [form.default]])


def _true(statement: Statement, state: dict[str, str]) -> bool:
    def holds(condition: dict[str, tuple[str, ...]]) -> bool:
        return all(state[side] in stances for side, stances in condition.items())

    if statement.all is not None:
        return holds(statement.all)
    if statement.any is not None:
        return any(holds(condition) for condition in statement.any)
    if statement.not_ is not None:
        return not holds(statement.not_)
    return not holds(statement.if_ or {}) or holds(statement.then or {})
