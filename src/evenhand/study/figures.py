"""From draws to figures: summaries, Monte Carlo errors, and which judgement a loss hangs on.

References
----------
Plischke, E., Borgonovo, E., & Smith, C. L. (2013). Global sensitivity measures from given data. European Journal of
Operational Research 226(3), 536-550 (first-order Sobol' indices from binned draws).
Strong, M., & Oakley, J. E. (2013). An efficient method for computing single-parameter partial expected value of
perfect information. Medical Decision Making 33(6), 755-766.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.study.results import Summary

__all__ = ["error_of_share", "summaries", "value_of_knowing", "variance_share"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

_BINS = 32


def summaries(means: Sequence[float], draws: Floats) -> list[Summary]:
    """Summary of several figures: exact means, and percentiles of the columns of ``draws`` (n_draws, n_figures)."""
    if not means:
        return []
    ordered = np.sort(draws, axis=0)
    p5, p50, p95 = (_quantile(ordered, part) for part in (0.05, 0.5, 0.95))
    found = []
    for mean, low, first, middle, last, high in zip(means, ordered[0], p5, p50, p95, ordered[-1], strict=True):
        if high - low <= 1e-12 * max(abs(low), abs(high)) and abs(mean - low) <= 1e-9 * abs(mean):
            first = middle = last = mean  # no spread but that of rounding
        found.append(Summary(*(float(part) + 0.0 for part in (mean, first, middle, last))))
    return found


def _quantile(ordered: Floats, part: float) -> Floats:
    place = part * (ordered.shape[0] - 1)
    low = int(place)
    high = min(low + 1, ordered.shape[0] - 1)
    return np.asarray(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


def error_of_share(counts: Floats, sizes: Floats) -> float | None:
    """Standard error of a share of draws from its replicates, ``counts / sizes``; None with fewer than two."""
    if len(sizes) < 2:
        return None
    return float((counts / sizes).std(ddof=1) / np.sqrt(len(sizes)))


def variance_share(normal: Singles, figure: Floats, small: float = 0.0) -> float:
    """First-order Sobol' index: part of a figure's variance that one judgement, given in quantiles, explains.

    A spread within ``small``, in the unit of the figure, is rounding: nothing explains it.
    """
    total = float(figure.var())
    if total <= small**2:
        return 0.0
    size, mean = _bins(normal, figure)
    between = float((size * (mean - figure.mean()) ** 2).sum() / size.sum())
    chance = (total - between) * (len(size) - 1) / max(1.0, size.sum() - len(size))
    return float(min(1.0, max(0.0, (between - chance) / total)))


def value_of_knowing(normal: Singles, figure: Floats) -> float:
    """Expected value of partial perfect information for taking what brings ``figure`` or keeping what brings 0."""
    size, mean = _bins(normal, figure)
    informed = float((size * np.maximum(mean, 0.0)).sum() / size.sum())
    return max(0.0, informed - max(0.0, float(figure.mean())))


def _bins(normal: Singles, figure: Floats) -> tuple[Floats, Floats]:
    bins = max(2, min(_BINS, len(figure) // 8))
    place = np.minimum((_cumulative(normal) * bins).astype(np.int64), bins - 1)
    size = np.bincount(place, minlength=bins).astype(np.float64)
    total = np.bincount(place, weights=figure, minlength=bins)
    return size[size > 0], total[size > 0] / size[size > 0]


def _cumulative(normal: Singles) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(normal.astype(np.float64)))
