"""Whether it matters that losses are weighed interest by interest and not after netting over all interests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenhand.solve import causes as cause
from evenhand.solve.prediction import Predictions, Problem, predict_one

__all__ = ["netting_matters"]


def netting_matters(p: Problem, view: int, found: Predictions) -> bool:
    """Whether the prediction with all causes at work changes when attachment weighs the netted loss.

    The netted felt value is reached by handing the solver one interest whose weight is 1 and whose change is Σ w z.
    """
    if not p.active >> cause.ATTACHMENT & 1 or (p.means.attachment <= 1).all():
        return False
    n_sides, m = p.form.n_sides, p.means
    n_actors = p.n_actors
    felt = {name: getattr(m, name) * m.weight[:, :n_actors, :, None] for name in ("felt_common", "felt_own")}
    demand = (m.weight[:, :n_sides] * m.expects).sum(axis=2, keepdims=True)
    merged = replace(
        m,
        felt_common=felt["felt_common"].sum(axis=2, keepdims=True),
        felt_own=felt["felt_own"].sum(axis=2, keepdims=True),
        weight=np.ones((*m.weight.shape[:2], 1)),
        expects=demand,
        common=m.common[:, :, :1] * 0.0,
        spread=np.broadcast_to(m.spread[:, 3:], m.spread.shape),
    )
    form = replace(p.form, kinds=np.zeros(1, dtype=np.int64), interests=p.form.interests[:1])
    netted = predict_one(replace(p, form=form, means=merged), view, p.at_work)
    return bool(((netted > 0) != (found.share[found.place(p.at_work)] > 0)).any())
