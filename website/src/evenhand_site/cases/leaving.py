"""What leaves a case file together with a party: all that is said of this party, which would name nobody then.

What is said of stances of several sides is read as if the party went on as it does today: where that is its stance,
what is said of the others stays; where it is another one, the whole combination cannot come about any more and goes.
The conditions of effects are different: an effect that came about by stances of several sides depends on those of the
others alone from then on, and whoever takes a party out is told of which effects that holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import evenhand
from evenhand_site.cases.fields import mapping
from evenhand_site.cases.references import CONDITIONS, OF_A_PARTY_ONLY, fits, references
from evenhand_site.cases.writing import Path

__all__ = ["combinations_with", "conditions_on", "only_of"]

_WHEN = "issues/*/effects/*/when/@"
_READ_AFTERWARDS = "issues/*/outcome later/*/state/@"


def only_of(document: evenhand.Document, party: str) -> list[Path]:
    """The paths of everything that is said of a party, but for its own entry; the last in the file first."""
    data = document.value(())
    found = dict.fromkeys(
        [
            *(each.path for each in references(data, OF_A_PARTY_ONLY, party)),
            *(_goes(data, each.path, party) for each in references(data, CONDITIONS, party)),
            *_of_its_ratifiers(data, party),
        ]
    )
    own = [path for path in found if not any(path[:length] in found for length in range(1, len(path)))]
    return sorted(own, key=lambda path: document.places.span(path) or (0, 0), reverse=True)


def _goes(data: Any, path: Path, party: str) -> Path:
    """What goes of a combination of stances: the party's own, or the whole where it would do otherwise than today."""
    if fits(path, _WHEN) or fits(path, _READ_AFTERWARDS):
        return path
    linked = fits(path, "issues/*/linkage/*/while/*/@")
    issue = path[5] if linked else path[1 if path[0] == "issues" else 3]
    today = mapping(mapping(mapping(data.get("issues")).get(issue)).get("default")).get(party)
    value = data
    for step in path:
        value = value[step]
    if today is None or value == today or (isinstance(value, list) and today in value):
        return path
    return path[:4] if linked else path[:-1]


def _of_its_ratifiers(data: Any, party: str) -> Iterator[Path]:
    """What accounts say of those who consent for the party, and for nobody then."""
    for name, each in mapping(data.get("parties")).items():
        if mapping(each).get("ratifies") == party:
            yield from (found.path for found in references(data, ["accounts/*/ratifiers/@"], name))


def conditions_on(document: evenhand.Document, parties: Sequence[str]) -> list[str]:
    """The effects that come about by stances of one of these parties."""
    data = document.value(())
    found = dict.fromkeys(each.path[:-2] for party in parties for each in references(data, [_WHEN], party))
    return [str(document.value((*path, "id")) or path[1]) for path in found]


def combinations_with(document: evenhand.Document, parties: Sequence[str]) -> int:
    """How many combinations of stances go with these parties, which would do otherwise in them than today."""
    data = document.value(())
    named = [(party, each.path) for party in parties for each in references(data, CONDITIONS, party)]
    return len({gone for party, path in named if (gone := _goes(data, path, party)) != path})
