"""Single judgements in which a side's view departs from another, and the view with some of them replaced.

A *correction* is one location (see :mod:`evenhand.game.views`): an effect's number, chance, delay or duration, a
parameter of its benefit model, a
weight or trait that the side ascribes to somebody else, its trust in another side; or ``("asks", ratifier)``, whether a
ratifier at home is asked. What a side itself values (its own weights, attachment, caution, rate and expectations) is no
judgement about the world that somebody could correct, and is never among them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from evenhand.game.benefits import PARAMETERS
from evenhand.game.structure import Structure
from evenhand.game.views import Location, View, Views

__all__ = ["ASKS", "beside", "corrected", "misjudgements"]

ASKS = "asks"
"""First word of the location of whether a ratifier is asked."""

_OF_EFFECT = ("value", "benefit", "chance", "after", "lasts")
_TASTES = ("weight", "attachment", "caution", "rate")


def misjudgements(form: Structure, own: View, truth: View, side: int) -> tuple[Location, ...]:
    """Locations where a side's view differs from another view and its consent can depend on it.

    Those are what the sides and its own ratifiers get and value, its own trust, and whether its ratifiers are asked.
    The order is that of the issue: effects, then parties.
    """
    name = form.parties[side]
    at_home = {form.parties[actor] for actor in _ratifiers(form, side)}
    counted = {*form.sides, *at_home}
    effects = _touching(form, counted)
    found = []
    for location in dict.fromkeys((*own.numbers, *truth.numbers)):
        kind, subject = location[0], location[1]
        if kind == "value" or (kind == "benefit" and len(location) > 3):
            matters = subject in effects and location[-1].split(".", 1)[0] in counted
        elif kind in _OF_EFFECT:
            matters = subject in effects
        elif kind in _TASTES:
            matters = subject in counted and subject != name
        else:
            matters = kind == "trust" and subject == name
        if matters and own.numbers.get(location, own.at(location) if kind != "rate" else None) != truth.numbers.get(
            location, truth.at(location) if kind != "rate" else None
        ):
            found.append(location)
    asked: list[Location] = [
        (ASKS, form.parties[actor])
        for actor in _ratifiers(form, side)
        if own.asks[actor - form.n_sides] != truth.asks[actor - form.n_sides]
    ]
    return (*sorted(found, key=lambda location: _place(form, location)), *asked)


def _ratifiers(form: Structure, side: int) -> list[int]:
    return [actor for actor in range(form.n_sides, form.n_sides + form.n_ratifiers) if form.ratifies[actor] == side]


def _touching(form: Structure, parties: Collection[str]) -> set[str]:
    """Effects that give something to one of some parties."""
    pairs = zip(form.item_effect, form.item_party, strict=True)
    return {form.effects[effect] for effect, party in pairs if form.parties[party] in parties}


def _place(form: Structure, location: Location) -> tuple[int, ...]:
    """Where a location comes: effects in the order of the issue, then parties in the order of the form."""
    kinds = (*_OF_EFFECT, *_TASTES, "trust")
    kind = kinds.index(location[0])
    if location[0] == "value":
        party, interest = location[2].split(".", 1)
        return 0, form.effects.index(location[1]), kind, form.parties.index(party), form.interests.index(interest)
    if location[0] == "benefit":
        target = location[3].split(".", 1) if len(location) > 3 else None
        receives = (form.parties.index(target[0]), form.interests.index(target[1])) if target else ()
        return 0, form.effects.index(location[1]), kind, PARAMETERS.index(location[2]), *receives
    if location[0] in _OF_EFFECT:
        return 0, form.effects.index(location[1]), kind
    last = location[2] if len(location) > 2 else ""
    rest = form.interests if location[0] == "weight" else form.parties
    return 1, kind, form.parties.index(location[1]), rest.index(last) if last else 0


def corrected(form: Structure, own: View, truth: View, chosen: Collection[Location]) -> View:
    """A view in which some judgements are replaced by those of another view."""
    numbers = dict(own.numbers)
    asks = list(own.asks)
    for location in chosen:
        if location[0] == ASKS:
            place = form.parties.index(location[1]) - form.n_sides
            asks[place] = truth.asks[place]
        elif location in truth.numbers:
            numbers[location] = truth.numbers[location]
        else:
            numbers.pop(location, None)
    return View(numbers, tuple(asks))


def beside(seen: Views, more: Sequence[View]) -> Views:
    """The views of an issue with further ones after them, each under an account of its own that no case can name."""
    first = len(seen.views)
    return replace(
        seen,
        accounts=(*seen.accounts, *(f"+{number}" for number in range(len(more)))),
        views=(*seen.views, *more),
        of_account=(*seen.of_account, *range(first, first + len(more))),
    )
