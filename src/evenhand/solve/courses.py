"""Hold, trim and confront, year by year: aspirations, disappointment, crises, agreements that are suspended and return.

Of every path, in year t, with the aspiration A of a side on an issue, the worth x of the agreements in force and the
share q of them that is suspended at the beginning of the year:

- a side's disappointment is its relative deprivation, ``Σ_issues max(0, A − (1−q)x) / Σ_issues (max(A₀, x, 0) − min(x,
  0))``, between 0 and 1 by its own scale; D is the mean over the sides, each counting the same;
- unless a crisis is under way, one begins with probability ``1 − exp(−hazard · ratio^D)``; it suspends a share of the
  agreements for its duration; what is suspended then shrinks by the share ``recovery`` each year;
- aspirations move towards what is had by the linear operator ``A ← A + adaptation · (had − A)``.

*Hold* keeps the aspirations as they are at the start, *trim* starts from lower ones, *confront* gives up a share of the
agreements and multiplies the hazard. All three meet the same chances.

References
----------
Bush, R. R., & Mosteller, F. (1955). Stochastic models for learning. Wiley (the linear operator).
Gurr, T. R. (1970). Why men rebel. Princeton University Press (relative deprivation).
Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical Society B 34(2), 187-220 (hazards
that multiply).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["CONFRONT", "COURSES", "HOLD", "TRIM", "Parameters", "Paths", "adapt", "paths"]

Floats = NDArray[np.float64]

COURSES = ("hold", "trim", "confront")
HOLD, TRIM, CONFRONT = range(3)


@dataclass(frozen=True)
class Parameters:
    """One number a path for each parameter, shape (n_paths,); ``adaptation`` (n_paths, n_sides)."""

    hazard: Floats
    disappointment: Floats
    adaptation: Floats
    duration: Floats
    suspended: Floats
    recovery: Floats
    forgone: Floats
    confrontation: Floats


@dataclass(frozen=True)
class Paths:
    """What came of each course on each path.

    Attributes
    ----------
    crises : shape (n_courses, n_paths), how many crises began.
    lost : shape (n_courses, n_paths), years' worth of the agreements that was not had, by the weights of the years.
    disappointment : shape (n_courses, n_sides, n_years), summed over the paths; at the beginning of each year.
    begun : shape (n_courses, n_years), paths on which a crisis began in that year.
    had : shape (n_courses, n_years), share of the agreements in force, summed over the paths.
    """

    crises: Floats
    lost: Floats
    disappointment: Floats
    begun: Floats
    had: Floats


def paths(
    aspired: Floats, trimmed: Floats, attained: Floats, parameters: Parameters, uniform: Floats, worth: Floats
) -> Paths:
    """Go through all courses on all paths.

    Parameters
    ----------
    aspired, trimmed : shape (n_paths, n_sides, n_issues), aspirations at the start, in each side's own points.
    attained : same shape, what the agreements in force bring; 0 where there is none.
    parameters : one number of each for each path.
    uniform : shape (n_paths, n_years), chances in [0, 1), the same for all courses.
    worth : shape (n_years,), weight of each year in what is lost.

    Notes
    -----
    Rescaling a side's points changes nothing; sides and issues may be reordered.
    """
    n, n_sides, _ = aspired.shape
    n_years = uniform.shape[1]
    out = Paths(
        crises=np.zeros((3, n)),
        lost=np.zeros((3, n)),
        disappointment=np.zeros((3, n_sides, n_years)),
        begun=np.zeros((3, n_years)),
        had=np.zeros((3, n_years)),
    )
    _go(
        aspired, trimmed, attained, parameters.hazard, parameters.disappointment, parameters.adaptation,
        parameters.duration, parameters.suspended, parameters.recovery, parameters.forgone, parameters.confrontation,
        uniform, worth, out.crises, out.lost, out.disappointment, out.begun, out.had,
    )  # fmt: skip
    return out


@njit(cache=True, nogil=True)
def adapt(aspiration: float, had: float, rate: float) -> float:
    """The linear operator of Bush & Mosteller: a share ``rate`` of the gap closes."""
    return aspiration + rate * (had - aspiration)


@njit(cache=True, nogil=True)
def _go(
    aspired: Any, trimmed: Any, attained: Any, hazard: Any, ratio: Any, rate: Any, duration: Any, suspended: Any,
    recovery: Any, forgone: Any, confrontation: Any, uniform: Any, worth: Any,
    crises: Any, lost: Any, disappointment: Any, begun: Any, had: Any,
) -> None:  # fmt: skip
    n, n_sides, n_issues = aspired.shape
    aspiration = np.empty((n_sides, n_issues))
    scale = np.empty(n_sides)
    for path in range(n):
        for side in range(n_sides):
            scale[side] = 0.0
            for issue in range(n_issues):
                x = attained[path, side, issue]
                scale[side] += max(aspired[path, side, issue], x, 0.0) - min(x, 0.0)
        for course in range(3):
            kept = 1.0 - forgone[path] if course == CONFRONT else 1.0
            base = hazard[path] * confrontation[path] if course == CONFRONT else hazard[path]
            aspiration[:] = trimmed[path] if course == TRIM else aspired[path]
            share, left = 0.0, 0.0
            for year in range(worth.shape[0]):
                mean = _deprive(
                    aspiration, attained[path], (1.0 - share) * kept, scale, disappointment[course, :, year]
                )
                under_way = left > 0.0
                if not under_way and uniform[path, year] < -np.expm1(-base * ratio[path] ** mean):
                    crises[course, path] += 1.0
                    begun[course, year] += 1.0
                    under_way, left = True, duration[path]
                    share = max(share, suspended[path])
                after = (1.0 - recovery[path]) * share
                if under_way:
                    part = min(1.0, left)
                    left -= part
                    gone = part * share + (1.0 - part) * after
                    share = share if left > 0.0 else after
                else:
                    gone, share = share, after
                lost[course, path] += worth[year] * (1.0 - kept * (1.0 - gone))
                had[course, year] += kept * (1.0 - gone)
                for side in range(n_sides):
                    for issue in range(n_issues):
                        now = kept * (1.0 - gone) * attained[path, side, issue]
                        aspiration[side, issue] = adapt(aspiration[side, issue], now, rate[path, side])


@njit(cache=True, nogil=True)
def _deprive(aspiration: Any, attained: Any, share: float, scale: Any, total: Any) -> float:
    """Mean disappointment over the sides; adds each side's to ``total`` (n_sides,)."""
    mean = 0.0
    for side in range(scale.shape[0]):
        gap = 0.0
        for issue in range(attained.shape[1]):
            gap += max(0.0, aspiration[side, issue] - share * attained[side, issue])
        own = gap / scale[side] if scale[side] > 0.0 else 0.0
        total[side] += own
        mean += own
    return mean / scale.shape[0]
