"""What each actor feels of every state while a set of causes is at work, and which difference counts.

Plain Python: :mod:`evenhand.solve.agreement` compiles :func:`feel` for its kernels, and what needs no more than this
(the check of a case) need not wait for the compiler to be loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.game import Means, Structure
from evenhand.solve.causes import ATTACHMENT, IMPATIENCE, PRIVATE, STANDING

__all__ = ["feel", "felt", "tolerance"]

Floats = NDArray[np.float64]


def feel(change: Any, weight: Any, kinds: Any, standing: bool, private: bool, attachment: float, out: Any) -> None:
    """Felt value of every state for one actor, before caution; fills ``out`` (n_states,).

    ``change`` (n_interests, n_states), ``weight`` (n_interests,). A loss within an interest weighs ``attachment``
    times a gain (Samuelson & Zeckhauser 1988, Journal of Risk and Uncertainty 1(1), 7-59).
    """
    out[:] = 0.0
    for interest in range(kinds.shape[0]):
        worth = weight[interest]
        if worth == 0.0 or (kinds[interest] == 1 and not standing) or (kinds[interest] == 2 and not private):
            continue
        for state in range(out.shape[0]):
            amount = worth * change[interest, state]
            out[state] += amount * attachment if amount < 0.0 else amount


def felt(form: Structure, means: Means, causes: int, feel: Callable[..., None] = feel) -> Floats:
    """Felt value on the means under a set of causes, shape (n_views, n_actors, n_states); ``feel`` may be compiled."""
    standing, private = bool(causes >> STANDING & 1), bool(causes >> PRIVATE & 1)
    change = means.felt_own if causes >> IMPATIENCE & 1 else means.felt_common
    attached = bool(causes >> ATTACHMENT & 1)
    out = np.zeros((*change.shape[:2], form.n_states))
    for view, actor in np.ndindex(*out.shape[:2]):
        weighing = float(means.attachment[view, actor]) if attached else 1.0
        worth = out[view, actor]
        feel(change[view, actor], means.weight[view, actor], form.kinds, standing, private, weighing, worth)
        if attached:
            worth -= means.caution[view, actor] * means.spread[view, standing + 2 * private, actor]
    return out


def tolerance(form: Structure, means: Means) -> Floats:
    """1e-9 of the largest Σ |w z| of each party; of the largest |z| for a party without weights."""
    scale = np.abs(means.weight[:, :, :, None] * means.common).sum(axis=2).max(axis=(0, 2))
    plain = np.abs(means.common).max(axis=(0, 2, 3), initial=0.0)
    scale = np.where(means.weighted, scale, plain)
    n_actors = means.attachment.shape[1]
    by_feeling = np.abs(means.weight[:, :n_actors, :, None] * means.felt_common).sum(axis=2).max(axis=(0, 2))
    scale[:n_actors] = np.maximum(scale[:n_actors], by_feeling)
    return np.asarray(1e-9 * scale)
