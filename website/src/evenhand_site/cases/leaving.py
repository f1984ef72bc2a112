"""What leaves a case file together with a party: all that is said of this party only, which would name nobody then.

The conditions of effects stay: they speak of the others, too, and each has a field in which it is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import evenhand
from evenhand_site.cases.writing import Path

__all__ = ["only_of"]

_ANY = "*"
_KEY = "party"
"""The step is the party's id."""
_ITS = "party.interest"
"""The step is the party's id, a point, and an interest."""
_NAMED = "named"
"""What stands there is the party's id, alone or in a list."""
_PLACES = (
    f"weights/{_KEY}", f"accounts/{_KEY}", f"pressure/{_KEY}", f"pressure/*/costs/{_KEY}",
    f"parties/*/trust/{_KEY}", f"parties/*/ratifies/{_NAMED}",
    *(f"issues/*/{name}/{_KEY}"
      for name in ("stances", "default", "irreversible", "expects", "ranking", "preferences")),
    f"issues/*/effects/*/gives/{_ITS}", f"issues/*/effects/*/benefit/*/to/{_ITS}",
    *(f"accounts/*/{name}/{_KEY}"
      for name in ("weights", "attachment", "caution", "trust", "rate", "ratifiers")),
    f"accounts/*/trust/*/{_KEY}",
    *(f"accounts/*/{name}/*/{_KEY}" for name in ("expects", "ranking", "preferences")),
    f"accounts/*/effects/*/gives/{_ITS}", f"accounts/*/effects/*/benefit/*/to/{_ITS}",
    f"episodes/*/expected/{_KEY}", f"episodes/*/got/{_KEY}", f"episodes/*/unmet/{_NAMED}",
    f"courses/adaptation of/{_KEY}", f"experts/*/side/{_NAMED}", f"evidence/*/side/{_NAMED}",
    f"translations/*/parties/{_KEY}",
)  # fmt: skip


def only_of(document: evenhand.Document, party: str) -> list[Path]:
    """The paths of everything that is said of a party only, but for its own entry; the last in the file first."""
    data = document.value(())
    found = dict.fromkeys(path for place in _PLACES for path in _fitting(data, place.split("/"), party))
    own = [path for path in found if not any(path[:length] in found for length in range(1, len(path)))]
    return own[::-1]


def _fitting(value: Any, steps: list[str], party: str, path: Path = ()) -> Iterator[Path]:
    """The paths below a value that a place describes, in the order of the file."""
    if not steps:
        yield path
    elif steps == [_NAMED]:
        if value == party:
            yield path
        elif isinstance(value, list):
            yield from ((*path, index) for index, each in enumerate(value) if each == party)
    elif isinstance(value, (dict, list)):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in entries:
            if _meant(steps[0], key, party):
                yield from _fitting(below, steps[1:], party, (*path, key))


def _meant(step: str, key: str | int, party: str) -> bool:
    if step in (_ANY, _KEY):
        return step == _ANY or key == party
    return str(key).startswith(f"{party}.") if step == _ITS else key == step
