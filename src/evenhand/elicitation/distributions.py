"""From percentiles to a distribution.

A judgement gives a point, ``[5th, 95th]`` or ``[5th, 50th, 95th]`` percentile. Unbounded quantities become two
half-normals joined at the median; bounded ones the Johnson quantile-parametrised distribution J-QPD, which meets
the percentiles exactly and never leaves the bounds.

Everything is written in the standard-normal quantile ``z``: the quantity's quantile at probability ``Phi(z)``.

References
----------
Hadlock, C. C., & Bickel, J. E. (2017). Johnson quantile-parameterized distributions. Decision Analysis 14(1),
35-64: J-QPD-B (eq. 6, bounded) and J-QPD-S (eq. 9, semi-bounded).
Lichtendahl, K. C., Grushka-Cockayne, Y., & Winkler, R. L. (2013). Is it better to average probabilities or
quantiles? Management Science 59(7), 1594-1611.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Z95", "Distribution", "Marginal", "marginal"]

Floats = NDArray[np.float64]

Z95 = 1.6448536269514722
"""Standard-normal quantile of 0.95; the 5th percentile lies at its negative."""

_GRID = np.linspace(-12.0, 12.0, 961)
_DENSITY = np.exp(-0.5 * _GRID**2)
_DENSITY = _DENSITY / _DENSITY.sum()


@dataclass(frozen=True)
class Marginal:
    """One judgement's distribution: percentiles (three, or one for a point) and bounds."""

    percentiles: tuple[float, ...]
    low: float = -math.inf
    high: float = math.inf

    @property
    def is_point(self) -> bool:
        return len(self.percentiles) == 1

    def quantile(self, z: Floats) -> Floats:
        """Quantile at probability ``Phi(z)``; same shape as ``z``."""
        z = np.asarray(z, dtype=np.float64)
        if self.is_point:
            return np.full_like(z, self.percentiles[0])
        if math.isfinite(self.low) and math.isfinite(self.high):
            return _bounded(z, self.percentiles, self.low, self.high)
        if math.isfinite(self.low):
            return _above(z, self.percentiles, self.low)
        if math.isfinite(self.high):
            mirrored = tuple(-value for value in reversed(self.percentiles))
            return -_above(-z, mirrored, -self.high)
        return _joined_half_normals(z, self.percentiles)


def marginal(values: tuple[float, ...], low: float = -math.inf, high: float = math.inf) -> Marginal:
    """Distribution with the given percentiles: a point, ``(5th, 95th)`` or ``(5th, 50th, 95th)``.

    A pair takes the median in the middle of the scale on which the bounds are infinitely far: the plain scale, the
    logarithm of the distance to the one bound, or the probit of the place between two.

    Raises
    ------
    ValueError
        If the values are not one to three rising numbers within the bounds.

    Examples
    --------
    >>> marginal((2.0, 8.0), low=0.0).percentiles
    (2.0, 4.0, 8.0)
    """
    if not 1 <= len(values) <= 3 or list(values) != sorted(values) or values[0] < low or values[-1] > high:
        raise ValueError(f"one to three rising numbers between {low} and {high} expected, found {values}")
    if values[0] == values[-1]:
        return Marginal((float(values[-1]),))
    if len(values) == 2:
        values = (values[0], _middle(values[0], values[1], low, high), values[1])
    return Marginal(tuple(float(value) for value in values), low, high)


def _middle(first: float, last: float, low: float, high: float) -> float:
    if math.isfinite(low) and math.isfinite(high):
        width = high - low
        return low + width * _phi(0.5 * (_probit((first - low) / width) + _probit((last - low) / width)))
    if math.isfinite(low):
        return low + math.sqrt((first - low) * (last - low))
    if math.isfinite(high):
        return high - math.sqrt((high - first) * (high - last))
    return 0.5 * (first + last)


def _probability(z: Floats) -> Floats:
    """Normal probability; few values are not worth the time that importing the vectorised function takes."""
    if z.size <= 2 * _GRID.size:
        return np.array([_phi(value) for value in z.ravel().tolist()]).reshape(z.shape)
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _probit(p: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def _joined_half_normals(z: Floats, percentiles: tuple[float, ...]) -> Floats:
    p5, p50, p95 = percentiles
    return p50 + z * np.where(z < 0, (p50 - p5) / Z95, (p95 - p50) / Z95)


def _above(z: Floats, percentiles: tuple[float, ...], low: float) -> Floats:
    """J-QPD-S: bounded below."""
    lo, mid, hi = (math.log(value - low) for value in percentiles)
    skew = lo + hi - 2 * mid
    if abs(skew) < 1e-12 * (hi - lo):
        return low + math.exp(mid) * np.exp((hi - lo) / (2 * Z95) * z)
    sign = math.copysign(1.0, skew)
    base = percentiles[0] - low if sign > 0 else percentiles[2] - low
    near = min(mid - lo, hi - mid)
    delta = math.sinh(math.acosh((hi - lo) / (2 * near))) / Z95
    scale = near / (delta * Z95)
    return low + base * np.exp(scale * np.sinh(np.arcsinh(delta * z) + math.asinh(sign * Z95 * delta)))


def _bounded(z: Floats, percentiles: tuple[float, ...], low: float, high: float) -> Floats:
    """J-QPD-B: bounded on both sides."""
    lo, mid, hi = (_probit((value - low) / (high - low)) for value in percentiles)
    skew = lo + hi - 2 * mid
    if abs(skew) < 1e-12 * (hi - lo):
        return low + (high - low) * _probability(mid + (hi - lo) / (2 * Z95) * z)
    sign = math.copysign(1.0, skew)
    start = lo if sign > 0 else hi
    delta = math.acosh((hi - lo) / (2 * min(mid - lo, hi - mid))) / Z95
    scale = (hi - lo) / math.sinh(2 * delta * Z95)
    return low + (high - low) * _probability(start + scale * np.sinh(delta * (z + sign * Z95)))


@dataclass(frozen=True)
class Distribution:
    """A judgement as the analysis uses it: one marginal, or several experts' averaged quantile by quantile.

    ``shares`` sum to 1. Quantile averaging keeps the experts' location and width instead of adding their
    disagreement to it (Lichtendahl et al. 2013).
    """

    parts: tuple[Marginal, ...]
    shares: tuple[float, ...] = (1.0,)

    @classmethod
    def point(cls, value: float) -> Distribution:
        return cls((Marginal((float(value),)),))

    @cached_property
    def is_point(self) -> bool:
        return all(part.is_point for part in self.parts)

    def quantile(self, z: Floats | NDArray[np.float32]) -> Floats:
        """Quantile at probability ``Phi(z)``; same shape as ``z``."""
        z = np.asarray(z, dtype=np.float64)
        total = self.shares[0] * self.parts[0].quantile(z) if len(self.parts) > 1 else self.parts[0].quantile(z)
        for share, part in zip(self.shares[1:], self.parts[1:], strict=True):
            total = total + share * part.quantile(z)
        return total

    @cached_property
    def median(self) -> float:
        if len(self.parts) == 1:
            percentiles = self.parts[0].percentiles
            return percentiles[len(percentiles) // 2]
        return float(self.quantile(np.zeros(1))[0])

    @property
    def mean(self) -> float:
        """Expected value, exact for points and half-normals, by quadrature to about 1e-6 of the spread otherwise."""
        return self._moments[0]

    @property
    def second_moment(self) -> float:
        """Expected square."""
        return self._moments[1]

    @cached_property
    def _moments(self) -> tuple[float, float]:
        return moments(self)


def moments(distribution: Distribution) -> tuple[float, float]:
    """Expected value and expected square of a quantity."""
    parts = distribution.parts
    if len(parts) == 1 and parts[0].is_point:
        value = parts[0].percentiles[0]
        return value, value * value
    if len(parts) == 1 and not (math.isfinite(parts[0].low) or math.isfinite(parts[0].high)):
        p5, p50, p95 = parts[0].percentiles
        left, right = (p50 - p5) / Z95, (p95 - p50) / Z95
        shift = (right - left) / math.sqrt(2 * math.pi)
        return p50 + shift, p50 * p50 + 2 * p50 * shift + 0.5 * (left * left + right * right)
    values = distribution.quantile(_GRID)
    return float(values @ _DENSITY), float((values * values) @ _DENSITY)
