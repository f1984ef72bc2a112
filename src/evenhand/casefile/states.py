"""The states of an issue as sets: which of them fulfil a condition, without listing them.

State number s of sides i with n_i stances: s = Σ_i j_i Π_{h<i} n_h, j_i the number of the stance of side i. A set of
states is an integer whose bit s says whether state s belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

__all__ = ["MAX_STATES", "States"]

MAX_STATES = 4096
"""Most states that an issue may have."""


class States:
    """All combinations of the sides' stances.

    Examples
    --------
    >>> states = States({"north": ["stay", "leave"], "south": ["stay", "leave"]})
    >>> states.all.bit_count(), states.holding({"north": ["leave"]}).bit_count()
    (4, 2)
    >>> states.state(3)
    {'north': 'leave', 'south': 'leave'}
    """

    def __init__(self, stances: Mapping[str, Sequence[str]]) -> None:
        self.stances = {side: tuple(names) for side, names in stances.items()}
        self.count = prod(len(names) for names in self.stances.values())
        self.all = (1 << self.count) - 1
        self._strides: dict[str, int] = {}
        stride = 1
        for side, names in self.stances.items():
            self._strides[side] = stride
            stride *= len(names)

    def with_stance(self, side: str, stance: str) -> int:
        """The states in which ``side`` takes ``stance``."""
        stride, names = self._strides[side], self.stances[side]
        block = ((1 << stride) - 1) << (names.index(stance) * stride)
        return block * (self.all // ((1 << (stride * len(names))) - 1))

    def holding(self, condition: Mapping[str, Iterable[str]]) -> int:
        """The states in which each side of the condition takes one of the stances named."""
        found = self.all
        for side, stances in condition.items():
            one = 0
            for stance in stances:
                one |= self.with_stance(side, stance)
            found &= one
        return found

    def number(self, state: Mapping[str, str]) -> int:
        return sum(self._strides[side] * self.stances[side].index(state[side]) for side in self.stances)

    def state(self, number: int) -> dict[str, str]:
        return {side: names[number // self._strides[side] % len(names)] for side, names in self.stances.items()}
