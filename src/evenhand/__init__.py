"""Evenhand: what the parties to a dispute lose by confrontation, why, and what would unlock it.

>>> import evenhand
>>> study = evenhand.analyse(evenhand.load("prisoners-dilemma"), draws=100)
>>> study.issues[0].accounts["authors"].keys[0]["remove"]
['commitment']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = [
    "Document",
    "__version__",
    "agenda",
    "analyse",
    "back_test",
    "benefits",
    "cases",
    "changeable",
    "check",
    "compare",
    "courses",
    "describe_changes",
    "evenness",
    "initiative",
    "leverage",
    "load",
    "loads",
    "locate",
    "persuade",
    "prepare",
    "read_changes",
    "starter",
    "what_if",
    "whole",
]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from evenhand.casefile import Document, loads, starter
    from evenhand.catalog import cases, locate
    from evenhand.study.agenda import agenda
    from evenhand.study.analysis import analyse
    from evenhand.study.back_test import back_test
    from evenhand.study.benefits import benefits
    from evenhand.study.changes import changeable, read_changes
    from evenhand.study.checked import check
    from evenhand.study.evenness import evenness
    from evenhand.study.initiative import initiative
    from evenhand.study.leverage import leverage
    from evenhand.study.over_time import courses
    from evenhand.study.persuasion import persuade
    from evenhand.study.prepared import load, prepare
    from evenhand.study.versions import compare
    from evenhand.study.what_if import describe_changes, what_if
    from evenhand.study.whole import whole

_FRONT = {
    "Document": "casefile",
    "agenda": "study.agenda",
    "analyse": "study.analysis",
    "back_test": "study.back_test",
    "benefits": "study.benefits",
    "cases": "catalog",
    "changeable": "study.changes",
    "check": "study.checked",
    "compare": "study.versions",
    "courses": "study.over_time",
    "describe_changes": "study.what_if",
    "evenness": "study.evenness",
    "initiative": "study.initiative",
    "leverage": "study.leverage",
    "load": "study.prepared",
    "loads": "casefile",
    "locate": "catalog",
    "persuade": "study.persuasion",
    "prepare": "study.prepared",
    "read_changes": "study.changes",
    "starter": "casefile",
    "what_if": "study.what_if",
    "whole": "study.whole",
}
"""Where each function of the front is."""


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Import the engine when it is first used, so that ``evenhand --help`` answers at once."""
    if name not in _FRONT:
        raise AttributeError(f"module 'evenhand' has no attribute {name!r}")
    return getattr(import_module(f"evenhand.{_FRONT[name]}"), name)
