"""Shares of a loss that several causes bring about together.

References
----------
Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
"""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

__all__ = ["shapley"]


def shapley(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shapley value of each of ``n`` players.

    Parameters
    ----------
    worth : shape (2**n, …), worth of each coalition, bit ``i`` of the index for player ``i``.

    Returns
    -------
    shape (n, …); sums to the worth of all less that of none.

    Examples
    --------
    >>> shapley(np.array([0.0, 0.0, 0.0, 4.0])).tolist()
    [2.0, 2.0]
    """
    n = int(worth.shape[0]).bit_length() - 1
    if worth.shape[0] != 1 << n:
        raise ValueError(f"2**n coalitions expected, found {worth.shape[0]}")
    coalitions = np.arange(1 << n)
    size = np.array([int(number).bit_count() for number in coalitions])
    share = np.zeros((n, *worth.shape[1:]))
    for player in range(n):
        without = coalitions[coalitions >> player & 1 == 0]
        scale = np.array([factorial(int(s)) * factorial(n - int(s) - 1) / factorial(n) for s in size[without]])
        share[player] = np.tensordot(scale, worth[without | 1 << player] - worth[without], axes=1)
    return share
