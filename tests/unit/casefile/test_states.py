"""Sets of states agree with a plain listing of them."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from evenhand.casefile import States

STANCES = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(
    lambda sizes: {f"p{side}": [f"s{stance}" for stance in range(size)] for side, size in enumerate(sizes)}
)


@given(STANCES, st.data())
def test_a_condition_holds_where_each_side_takes_a_stance_named(
    stances: dict[str, list[str]], data: st.DataObject
) -> None:
    states = States(stances)
    sides = data.draw(st.sets(st.sampled_from(list(stances))))
    condition = {side: data.draw(st.lists(st.sampled_from(stances[side]), unique=True)) for side in sides}
    holding = states.holding(condition)
    listed = [dict(zip(stances, state, strict=True)) for state in product(*stances.values())]
    assert states.count == len(listed)
    for state in listed:
        number = states.number(state)
        assert states.state(number) == state
        assert bool(holding >> number & 1) == all(state[side] in names for side, names in condition.items())
    assert holding <= states.all


def test_the_stance_of_the_first_side_changes_fastest() -> None:
    states = States({"a": ["x", "y"], "b": ["x", "y", "z"]})
    assert [states.number({"a": a, "b": b}) for b in "xyz" for a in "xy"] == [0, 1, 2, 3, 4, 5]


def test_a_set_of_many_states_is_made_without_listing_them() -> None:
    stances = {f"p{side}": ["x", "y"] for side in range(12)}
    assert States(stances).holding({"p0": ["x"], "p11": ["y"]}).bit_count() == 1024
