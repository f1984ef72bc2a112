"""What leaves a case file together with a party: all that is said of this party, which would name nobody then.

The conditions of effects are among it: an effect that came about by stances of several sides depends on those of the
others alone from then on, and whoever takes a party out is told of which effects that holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import evenhand
from evenhand_site.cases.references import OF_A_PARTY_ONLY, references
from evenhand_site.cases.writing import Path

__all__ = ["conditions_on", "only_of"]

_WHEN = "issues/*/effects/*/when/@"


def only_of(document: evenhand.Document, party: str) -> list[Path]:
    """The paths of everything that is said of a party, but for its own entry; the last in the file first."""
    found = dict.fromkeys(each.path for each in references(document.value(()), (*OF_A_PARTY_ONLY, _WHEN), party))
    own = [path for path in found if not any(path[:length] in found for length in range(1, len(path)))]
    return own[::-1]


def conditions_on(document: evenhand.Document, parties: Sequence[str]) -> list[str]:
    """The effects that come about by stances of one of these parties."""
    data = document.value(())
    found = dict.fromkeys(each.path[:-2] for party in parties for each in references(data, [_WHEN], party))
    return [str(document.value((*path, "id")) or path[1]) for path in found]
