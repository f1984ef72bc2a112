"""What tells two numbers of a case apart that say the same: where they stand, told without names and without an order.

Numbers, parties, interests, issues, stances and effects are the nodes of a graph; that a party receives an interest by
an effect, that an effect holds where a stance is taken, that an account says a number are its edges. Nodes are coloured
by what they are, then again and again by the colours of those that they share an edge with, until no colour splits any
more. Two numbers of one colour stand alike for all that can be seen from there, as those of exactly mirrored sides do.

References
----------
Weisfeiler, B., & Lehman, A. A. (1968). A reduction of a graph to a canonical form and an algebra arising during this
reduction. Nauchno-Technicheskaya Informatsia 2(9), 12-16 (colour refinement).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evenhand.elicitation import Distribution
from evenhand.game.structure import Structure
from evenhand.game.views import Location, Views

__all__ = ["Node", "colours", "said", "unit"]

Node = tuple[str, ...]
"""A kind of node (``number``, ``party``, ``interest``, ``issue``, ``stance``, ``effect``) and its name."""

Edge = tuple[str, tuple[Node, ...]]


def said(quantity: Distribution, unit: float = 1.0) -> str:
    """What a number says, counted in a unit: of each who gave it the percentiles, the bounds and the share."""
    return ";".join(
        ",".join(f"{value / unit:.9g}" for value in part.percentiles) + f"[{part.low:g},{part.high:g}]{share:.9g}"
        for part, share in zip(quantity.parts, quantity.shares, strict=True)
    )


def unit(location: Location, numbers: Mapping[Location, Distribution]) -> float:
    """What a number is counted in: a party's weights in their sum, so that their scale does not enter; else 1."""
    if location[0] != "weight":
        return 1.0
    return math.fsum(q.median for place, q in numbers.items() if place[:2] == location[:2]) or 1.0


def colours(forms: Sequence[tuple[Structure, Views]]) -> dict[Node, int]:
    """The colour of every node.

    Colours are ranks of what they stand for, so that they too depend on no name and no order.
    """
    edges = [edge for form, seen in forms for edge in (*_form(form), *_numbers(form, seen))]
    of_node: dict[Node, list[tuple[int, int]]] = {}
    for number, (_, nodes) in enumerate(edges):
        for position, node in enumerate(nodes):
            of_node.setdefault(node, []).append((number, position))
    labels = _ranks([label for label, _ in edges])
    colour = dict(zip(of_node, _ranks([node[0] for node in of_node]), strict=True))
    count = len(set(colour.values()))
    while True:
        seen_by = [(label, *(colour[node] for node in nodes)) for label, (_, nodes) in zip(labels, edges, strict=True)]
        signs = [
            (colour[node], *sorted((position, *seen_by[number]) for number, position in places))
            for node, places in of_node.items()
        ]
        colour = dict(zip(of_node, _ranks(signs), strict=True))
        before, count = count, len(set(colour.values()))
        if count == before:
            return colour


def _ranks(things: Sequence[Any]) -> list[int]:
    """The place of each among the different ones in their order."""
    place = {thing: rank for rank, thing in enumerate(sorted(set(things)))}
    return [place[thing] for thing in things]


def _form(form: Structure) -> Iterator[Edge]:
    """Who takes part in an issue, what can be done, when an effect holds and whom it gives what."""
    issue = ("issue", form.issue)
    for place, name in enumerate(form.parties):
        role = "side" if place < form.n_sides else "ratifier" if form.ratifies[place] >= 0 else "bystander"
        yield role, (("party", name), issue)
        if form.ratifies[place] >= 0:
            yield "ratifies", (("party", name), ("party", form.parties[form.ratifies[place]]))
    for name, kind in zip(form.interests, form.kinds.tolist(), strict=True):
        yield f"kind {kind}", (("interest", name), issue)
    for side, stances in enumerate(form.stances):
        for number, name in enumerate(stances):
            stance = ("stance", form.issue, form.sides[side], name)
            there = form.states[:, side] == number
            told = [
                int(there.sum()),
                int((form.moves[:, side, number] >= 0).sum()),
                int(form.states[form.default, side] == number),
                int((there & form.withheld_state).sum()),
                int(form.withheld_move[side, number]),
            ]
            yield f"stance {told}", (stance, ("party", form.sides[side]), issue)
            for effect, holds in zip(form.effects, form.holds, strict=True):
                yield f"holds {int((holds & there).sum())}", (("effect", effect), stance)
    for effect, holds, once in zip(form.effects, form.holds, form.once.tolist(), strict=True):
        yield f"effect {int(holds.sum())} {bool(holds[form.default])} {once}", (("effect", effect), issue)
    for item, recipe in enumerate(form.recipes):
        nodes = (
            ("effect", form.effects[form.item_effect[item]]),
            ("party", form.parties[form.item_party[item]]),
            ("interest", form.interests[form.item_interest[item]]),
        )
        yield f"gives {recipe.sign:g} {len(recipe.factors)} {recipe.scheduled}", nodes
        for factor in recipe.factors:
            yield "factor", (("number", *factor), *nodes)


def _numbers(form: Structure, seen: Views) -> Iterator[Edge]:
    """What each number is about, what it says, and what an account says that answers otherwise."""
    base = seen.views[0].numbers
    for account, view in zip(seen.accounts, seen.of_account, strict=True):
        numbers = seen.views[view].numbers
        for location, quantity in numbers.items():
            number = ("number", *location)
            if numbers is base:
                yield said(quantity, unit(location, base)), (number,)
                yield location[0], (number, *_about(location))
            elif quantity != base.get(location):
                yield f"account {said(quantity, unit(location, numbers))}", (number, ("party", account))
                yield f"account {location[0]}", (number, *_about(location))


def _about(location: Location) -> tuple[Node, ...]:
    """The nodes that a number's location names."""
    kind, subject = location[:2]
    if kind in ("value", "benefit", "chance", "after", "lasts"):
        named = tuple(
            node
            for key in location[2:]
            for node in (zip(("party", "interest"), key.split(".", 1), strict=True) if "." in key else ())
        )
        parameter = tuple(("parameter", key) for key in location[2:] if "." not in key)
        return (("effect", subject), *named, *parameter)
    if kind == "expects":
        return ("issue", subject), ("party", location[2]), ("interest", location[3])
    if kind == "weight":
        return ("party", subject), ("interest", location[2])
    return (("party", subject), *(("party", other) for other in location[2:]))
