"""Issues whose linkages wait for each other: none can move first.

References
----------
Tollison, R. D., & Willett, T. D. (1979). An economic theory of mutually advantageous issue linkages in international
negotiations. International Organization 33(4), 425-449.
"""

from __future__ import annotations

from evenhand.casefile import Case
from evenhand.game import barring_linkages

__all__ = ["deadlocks"]


def deadlocks(case: Case) -> tuple[tuple[str, ...], ...]:
    """Groups of issues that wait for each other in a circle, in the order of the case file."""
    waits = {
        name: {other for linkage in barring_linkages(case, issue) for other in linkage.while_}
        for name, issue in case.issues.items()
    }
    reach = {name: _reached(name, waits) for name in waits}
    groups: list[tuple[str, ...]] = []
    for name in case.issues:
        group = tuple(other for other in case.issues if other in reach[name] and name in reach[other])
        if name in reach[name] and group not in groups:
            groups.append(group)
    return tuple(groups)


def _reached(start: str, waits: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in waits.get(waiting.pop(), set()) - seen:
            seen.add(other)
            waiting.append(other)
    return seen
