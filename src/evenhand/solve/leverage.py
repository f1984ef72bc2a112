"""Whether a threat on one issue can move a side on another: effective and credible at once.

Side *p* threatens to withdraw cooperation on one issue (threats *t*) unless *q* yields on another (demands *o*). In
each side's own considered values:

- *effective*: carrying the threat out costs *q* more than yielding, ``C_q(t) > K_q(o)``, and yielding costs *q*
  something;
- *credible*: carrying it out costs *p* less than yielding brings it, ``C_p(t) < G_p(o)``, and that is something.

Each inequality compares amounts of one and the same side; nothing is compared between sides.

References
----------
Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press (chapter 2: threats, and whether it would be
in the threatener's interest to carry them out).
Tollison, R. D., & Willett, T. D. (1979). An economic theory of mutually advantageous issue linkages in international
negotiations. International Organization 33(4), 425-449.
Wagner, R. H. (1988). Economic interdependence, bargaining power, and political influence. International Organization
42(3), 461-483 (dependence alone gives no influence: what counts is what each would gain by an exchange).
"""

from __future__ import annotations

from typing import Any

from numba import njit

__all__ = ["effective", "leverage"]


@njit(cache=True, nogil=True)
def effective(cost_q: float, cost_p: float, yields_q: float, gains_p: float, tol_q: float, tol_p: float) -> int:
    """What a threat is worth against a demand: bit 0, effective; bit 1, credible; 0 for a demand that is none.

    ``cost_q``, ``cost_p``: what carrying out the threat costs the target and the threatener (below 0: brings);
    ``yields_q``: what yielding costs the target; ``gains_p``: what it brings the threatener; ``tol_q``, ``tol_p``:
    smallest amounts that count.
    """
    if yields_q <= tol_q or gains_p <= tol_p or cost_q <= tol_q:
        return 0
    return int(cost_q > yields_q + tol_q) + 2 * int(cost_p < gains_p - tol_p)


@njit(cache=True, nogil=True)
def leverage(
    cost_q: Any, cost_p: Any, yields_q: Any, gains_p: Any, tol_q: float, tol_p: float, first: Any, every: Any
) -> None:
    """In which draws some threat is effective and credible against some demand.

    Parameters
    ----------
    cost_q, cost_p : float64 (n_accounts, n_threats, n_draws).
    yields_q, gains_p : float64 (n_accounts, n_demands, n_draws).
    first, every : bool (n_draws,), out: by the first account; by all accounts with the same threat and demand.
    """
    n_accounts, n_threats, n_draws = cost_q.shape
    for draw in range(n_draws):
        first[draw] = False
        every[draw] = False
        for threat in range(n_threats):
            for demand in range(yields_q.shape[1]):
                held = 0
                for account in range(n_accounts):
                    if (
                        effective(
                            cost_q[account, threat, draw], cost_p[account, threat, draw],
                            yields_q[account, demand, draw], gains_p[account, demand, draw], tol_q, tol_p,
                        )
                        < 3
                    ):  # fmt: skip
                        break
                    held += 1
                first[draw] = first[draw] or held > 0
                every[draw] = every[draw] or held == n_accounts
            if every[draw]:
                break
