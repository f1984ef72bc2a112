"""Consent to a proposed state: every set of causes against the rule itself, and draws against another kernel."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from games import case, named, number, solved, table

from evenhand.solve.acceptance import conditions
from evenhand.solve.causes import ALL, bit
from evenhand.solve.consent import by_causes, consents, drawn_consent, judges, minimal_removals, nearest_accepted
from evenhand.solve.pressed import Reach, Trial, accepted
from evenhand.study.prepared import prepare

DILEMMA = {"yy": (2.0, 2.0), "xy": (3.0, -1.0), "yx": (-1.0, 3.0)}


@pytest.mark.parametrize("name", ["us-russia-2013", "nile-gerd-2020"])
def test_every_set_of_causes_agrees_with_the_conditions_one_by_one(name: str) -> None:
    prepared = prepare(name, 8)
    for issue in list(prepared.forms)[:4]:
        p = prepared.problem(issue)
        state = next(o for o in range(p.form.n_states) if o != p.form.default)
        found = by_causes(p, 0, state)
        assert len(found) == 1 << p.active.bit_count()
        for removed, accepts in found.items():
            causes = ALL & ~removed
            felt = p.felt(causes)
            for side, judge in enumerate(judges(p, 0, causes)):
                met = all(one.met for one in conditions(p, judge, side, state, causes, felt))
                assert accepts[side] == met, (issue, removed, side)


def test_minimal_sets_are_those_of_which_no_part_does() -> None:
    dice = np.random.default_rng(5)
    for _ in range(50):
        works = {removed: bool(dice.random() < 0.3) for removed in range(16)}
        expected = {
            removed
            for removed, good in works.items()
            if good
            and not any(
                works[sum(part)]
                for size in range(removed.bit_count())
                for part in combinations([1 << n for n in range(4) if removed >> n & 1], size)
            )
        }
        found = minimal_removals(works)
        assert {one.removed for one in found} == expected
        for one in found:
            assert one.undone == any(not works[m] for m in range(16) if m & one.removed == one.removed)


def test_in_a_prisoners_dilemma_commitment_is_what_must_go() -> None:
    p = solved(table(DILEMMA))
    found = by_causes(p, 0, number(p, "yy"))
    works = {removed: bool(each.all()) for removed, each in found.items()}
    assert [one.removed for one in minimal_removals(works)] == [bit("commitment")]


def test_the_nearest_viable_state_changes_the_fewest_stances() -> None:
    # zz is worth it to both and nobody gains by leaving; yy is worse for a; xz costs b something
    p = solved(table({"zz": (2.0, 2.0), "yy": (-1.0, 3.0), "xz": (1.0, -1.0), "zx": (-1.0, 1.0)}))
    assert named(p, [o in nearest_accepted(p, 0, number(p, "yy")) for o in range(9)]) == {"zz"}
    # from yz one stance is enough
    assert named(p, [o in nearest_accepted(p, 0, number(p, "yz")) for o in range(9)]) == {"zz"}
    dilemma = solved(table(DILEMMA))
    assert nearest_accepted(dilemma, 0, number(dilemma, "yy")) == []


def test_without_spread_every_draw_is_as_the_means_are() -> None:
    found = case({"yy": {"a.k": 2, "b.k": 2}, "xy": {"a.k": 3, "b.k": -1}})
    prepared = prepare(found, 32)
    p, state = prepared.problem("i"), number(solved(found), "yy")
    asked = [(ALL, 0), (ALL & ~bit("commitment"), 0), (0, 0)]
    drawn = drawn_consent(p, prepared.sample("i", prepared.runs[0]), state, asked)
    for place, (causes, view) in enumerate(asked):
        expected = consents(p, view, state, causes, p.felt(causes))
        assert (drawn[place] == expected[:, None]).all()
    assert not drawn[0].any() and drawn[1].all()


@pytest.mark.parametrize("name", ["us-russia-2013", "nile-gerd-2020"])
def test_draws_agree_with_those_of_persuasion(name: str) -> None:
    """The other kernel asks one side by one view about its own account."""
    prepared = prepare(name, 256)
    for issue in list(prepared.forms)[:4]:
        p = prepared.problem(issue)
        sample = prepared.sample(issue, slice(0, 256))
        state = next(o for o in range(p.form.n_states) if o != p.form.default)
        chosen = np.arange(p.form.n_states) == state
        nothing = Reach(-1, -1, p.form.kinds, np.zeros((len(p.form.parties), 0)), np.zeros(p.form.n_states, bool))
        for causes in (ALL, ALL & ~bit("attachment") & ~bit("impatience"), 0):
            found = drawn_consent(p, sample, state, [(causes, 0)])[0]
            for side, judge in enumerate(judges(p, 0, causes)):
                other = accepted(
                    p, sample, side, chosen, causes, [Trial(judge)], nothing, np.ones(256), np.ones(256),
                    np.zeros(256, dtype=np.int64), 1,
                )  # fmt: skip
                assert found[side].sum() == other[0, 0], (issue, causes, side)
