"""Several people's numbers to one distribution, every side's experts counting the same.

While experts of every side are not in, the authors' number stands: a number that one side's experts alone gave
would favour that side.
"""

from __future__ import annotations

from evenhand.casefile import Case, Judgement, judgements
from evenhand.elicitation.distributions import Distribution, marginal

__all__ = ["base_name", "pooled"]


def base_name(case: Case) -> str:
    """``pooled`` once at least one number was given by experts of every side, else ``authors``."""
    if not case.experts:
        return "authors"
    sides = _sides(case)
    return "pooled" if any(_is_complete(case, judgement, sides) for _, judgement in judgements(case)) else "authors"


def pooled(case: Case, judgement: Judgement) -> Distribution:
    """Distribution of a number: the experts' where every side has one, else the authors'.

    Experts are averaged quantile by quantile, first within a side (experts of no side form a group of their own),
    then over the groups with equal shares. They enter by what they say, not in the order of the file, which would
    otherwise be told by the last digit of a sum.
    """
    low, high = judgement.bounds
    if not judgement.experts or not _is_complete(case, judgement, _sides(case)):
        return Distribution((marginal(judgement.is_, low, high),))
    groups: dict[str | None, list[str]] = {}
    for expert in judgement.experts:
        groups.setdefault(case.experts[expert].side, []).append(expert)
    parts = sorted(
        (
            (marginal(judgement.experts[expert], low, high), 1.0 / (len(groups) * len(members)))
            for members in groups.values()
            for expert in members
        ),
        key=lambda one: (one[0].percentiles, one[1]),
    )
    return Distribution(tuple(part for part, _ in parts), tuple(share for _, share in parts))


def _sides(case: Case) -> frozenset[str]:
    return frozenset(side for issue in case.issues.values() for side in issue.stances)


def _is_complete(case: Case, judgement: Judgement, sides: frozenset[str]) -> bool:
    heard = {case.experts[expert].side for expert in judgement.experts if expert in case.experts}
    return bool(judgement.experts) and sides <= heard
