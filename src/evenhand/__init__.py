"""Evenhand: what the parties to a dispute lose by confrontation, why, and what would unlock it.

>>> import evenhand
>>> study = evenhand.analyse(evenhand.load("prisoners-dilemma"), draws=100)
>>> study.issues[0].accounts["authors"].keys[0]["remove"]
['commitment']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["__version__", "agenda", "analyse", "courses", "load", "locate"]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from evenhand.catalog import locate
    from evenhand.study import analyse, courses, load
    from evenhand.study.agenda import agenda


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Import the engine when it is first used, so that ``evenhand --help`` answers at once."""
    if name in ("analyse", "courses", "load"):
        from evenhand import study

        return getattr(study, name)
    if name == "agenda":
        from evenhand.study.agenda import agenda

        return agenda
    if name == "locate":
        from evenhand.catalog import locate

        return locate
    raise AttributeError(f"module 'evenhand' has no attribute {name!r}")
