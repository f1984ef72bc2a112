"""Evenness of issues of which only the order of the states is known: names and order of the file change nothing."""

from __future__ import annotations

import random
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from laws import assert_same, document, renamed, sorted_lists, without
from strategies import Data, case_of, law
from test_evenness import shuffled


@st.composite
def ranked_data(draw: st.DrawFn) -> Data:
    """A case whose sides, sometimes a ratifier and a bystander, rank the states, with ties; an account may differ."""
    dice = draw(st.randoms(use_true_random=False))
    sides = [f"p{n}" for n in range(1, dice.choice([2, 2, 3]) + 1)]
    stances = {side: [f"s{side[1]}{n}" for n in range(dice.choice([2, 2, 3]))] for side in sides}
    parties: Data = {side: {"name": side} for side in sides}
    if dice.random() < 0.4:
        parties["p7"] = {"name": "p7", "ratifies": dice.choice(sides)}
    if dice.random() < 0.3:
        parties["p8"] = {"name": "p8"}

    def ranking() -> list:
        states = [dict(zip(stances, row, strict=True)) for row in product(*stances.values())]
        dice.shuffle(states)
        found: list = []
        while states:
            tied = [states.pop() for _ in range(min(len(states), dice.choice([1, 1, 1, 2, 3])))]
            found.append(tied if len(tied) > 1 else tied[0])
        return found

    issue = {
        "title": "Issue",
        "stances": stances,
        "default": {side: dice.choice(names) for side, names in stances.items()},
        "ranking": {party: ranking() for party in parties},
    }
    data: Data = {"case": "random", "title": "Random", "parties": parties, "interests": {}, "issues": {"issue1": issue}}
    if dice.random() < 0.5:
        data["accounts"] = {dice.choice(sides): {"ranking": {"issue1": {dice.choice(list(parties)): ranking()}}}}
    return data


def compared(data: Data) -> Data:
    """An analysis less the sentences, which name stances in the order of the file."""
    return without(document(case_of(data)), ("misperceptions",))


@law
@given(ranked_data(), st.randoms(use_true_random=False))
def test_other_names_change_names_only(data: Data, dice: random.Random) -> None:
    stances = [name for names in data["issues"]["issue1"]["stances"].values() for name in names]
    names = [*data["parties"], "issue1", *stances]
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    assert_same(sorted_lists(compared(renamed(data, mapping))), sorted_lists(renamed(compared(data), mapping)))


@law
@given(ranked_data(), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(data: Data, dice: random.Random) -> None:
    assert_same(sorted_lists(compared(shuffled(data, dice))), sorted_lists(compared(data)))
