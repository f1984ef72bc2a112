"""The nine causes that can keep sides from an improvement, as bits of a set.

See DESIGN of the method in docs/explanation/method.md for what each does at work and taken away.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ALL", "CAUSES", "NO_REASON", "bit", "members"]

MISPERCEPTION: Final = 0
STANDING: Final = 1
PRIVATE: Final = 2
IMPATIENCE: Final = 3
ATTACHMENT: Final = 4
EXPECTATIONS: Final = 5
RATIFICATION: Final = 6
LINKAGE: Final = 7
COMMITMENT: Final = 8

CAUSES: Final = (
    "misperception",
    "standing",
    "private interest",
    "impatience",
    "attachment",
    "expectations",
    "ratification",
    "linkage",
    "commitment",
)

NO_REASON: Final = "no stated reason"

ALL: Final = (1 << len(CAUSES)) - 1
"""Every cause at work."""


def bit(cause: str) -> int:
    """The set that holds one cause."""
    return 1 << CAUSES.index(cause)


def members(causes: int) -> tuple[str, ...]:
    """Names of the causes in a set, in their fixed order."""
    return tuple(name for place, name in enumerate(CAUSES) if causes >> place & 1)
