"""What the benefit models of a case give, and the unused potential of the relationship."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Effect
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.game.benefits import BRACKET, ahead, classes
from evenhand.game.views import expected_amounts
from evenhand.study.figures import summaries
from evenhand.study.potential import potential
from evenhand.study.prepared import Prepared, prepare

__all__ = ["BenefitStudy", "benefits"]

SCHEMA = "evenhand.benefits/1"
Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BenefitStudy:
    """The benefit models of a case and the unused potential; every field is plain data."""

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    account: str
    models: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    unused_potential: dict[str, dict[str, Any]]

    def document(self) -> dict[str, Any]:
        """The study as plain data, ready for JSON (schema ``evenhand.benefits/1``)."""
        names = ("draws", "seed", "replicates", "base", "account", "models", "issues", "unused_potential")
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            **{name: getattr(self, name) for name in names},
        }

    def to_frame(self) -> Any:
        """Unused potential, one row for each party and interest, in natural units."""
        import pandas

        rows = [
            {"party": party, "interest": interest, **figure}
            for party, found in self.unused_potential.items()
            for interest, figure in found["interests"].items()
        ]
        return pandas.DataFrame(rows, columns=["party", "interest", "mean", "p5", "median", "p95"])


def benefits(
    case: Case | Prepared | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> BenefitStudy:
    """Show what the benefit models of a case give, and what each party forgoes over all issues together.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : taken for the sake of likeness; one is enough.
    account : by this side's account; the base account unless given.
    progress : called as ``progress(what, done, total)`` after each part.

    Raises
    ------
    InputError
        If the case has no such account, no issue counted in numbers, or a number is out of range.
    """
    import evenhand

    prepared = prepare(case, draws, seed, threads)
    case = prepared.case
    base = base_name(case)
    account = prepared.chosen(account)
    if not prepared.forms:
        raise InputError(f"{case.case}: no issue is counted in numbers, so nothing can be added up")
    progress = progress or (lambda what, done, total: None)
    models = [
        _model(prepared, account, issue, effect)
        for issue in prepared.forms
        for effect in case.issues[issue].effects
        if effect.benefit is not None
    ]
    progress("models", 1, 2)
    unused = potential(prepared, account)
    progress("potential", 2, 2)
    return BenefitStudy(
        case_id=case.case,
        title=case.title,
        as_of=case.as_of,
        version=evenhand.__version__,
        draws=draws,
        seed=seed,
        replicates=len(prepared.draws.blocks),
        base=base,
        account=account,
        models=models,
        issues=unused.issues,
        unused_potential=unused.parties,
    )


def _model(prepared: Prepared, account: str, issue: str, effect: Effect) -> dict[str, Any]:
    """One effect's model: its parameters, what it gives, and what sorts of investment go ahead."""
    benefit = effect.benefit
    assert benefit is not None
    seen = prepared.seen[issue]
    number = seen.of_account[seen.accounts.index(account) if account in seen.accounts else 0]
    own = prepared.case.accounts[account].effects.get(effect.id) if account in prepared.case.accounts else None
    numbers = {**benefit.numbers, **(own.benefit.numbers if own is not None and own.benefit is not None else {})}
    return {
        "issue": issue,
        "effect": effect.id,
        "model": benefit.model,
        "when": {side: list(stances) for side, stances in effect.when.items()},
        "parameters": [
            {
                "parameter": place[0].replace("_", " "),
                "to": place[1] if len(place) > 1 else None,
                **dict(zip(("p5", "median", "p95"), _ends(prepared, issue, number, effect.id, place), strict=True)),
                "status": numbers[place].status or effect.status,
                "evidence": list(numbers[place].evidence or effect.evidence),
                "note": numbers[place].note,
            }
            for place in numbers
        ],
        "schedule": {f"{year:g}": share for year, share in benefit.security.schedule.items()}
        if benefit.security
        else {},
        "gives": _gives(prepared, issue, number, effect),
        "sorts": _sorts(prepared, issue, number, effect.id) if benefit.investment is not None else None,
    }


def _ends(prepared: Prepared, issue: str, number: int, effect: str, place: tuple[str, ...]) -> tuple[float, ...]:
    quantity = prepared.seen[issue].views[number].at(("benefit", effect, *place))
    if quantity.is_point:
        return (quantity.median,) * 3
    return tuple(float(end) for end in quantity.quantile(np.array([-1.0, 0.0, 1.0]) * 1.6448536269514722))


def _gives(prepared: Prepared, issue: str, number: int, effect: Effect) -> list[dict[str, Any]]:
    """What the model gives to whom, averaged over the horizon: exact mean and 90 % interval."""
    form = prepared.forms[issue]
    items = [
        item
        for item, recipe in enumerate(form.recipes)
        if form.item_effect[item] == form.effects.index(effect.id) and recipe.factors[0][0] == "benefit"
    ]
    exact = expected_amounts(form, prepared.seen[issue], number)
    drawn = [prepared.sample(issue, run).amount[number, items] for run in prepared.runs]
    figures = summaries([float(exact[item]) for item in items], np.concatenate(drawn, axis=1).T)
    return [
        {"to": form.recipes[item].target, "by": _by(form.recipes[item].factors), **vars(figure)}
        for item, figure in zip(items, figures, strict=True)
    ]


def _by(factors: tuple[tuple[str, ...], ...]) -> str:
    """In which way a model gives something: ``to``, ``savings``, ``trade to`` or ``paid by``."""
    last = factors[-1]
    return last[2] if len(last) > 3 else "paid by"


def _sorts(prepared: Prepared, issue: str, number: int, effect: str) -> dict[str, dict[str, dict[str, float]]]:
    """Parts of the projects that go ahead without and with the effect, by how soon they pay back."""
    drawn = {name: _drawn(prepared, issue, number, ("benefit", effect, name)) for name in BRACKET[:4]}
    found = {}
    for name, safety in (("without", drawn["safety"]), ("with", drawn["safety"] + drawn["safer"])):
        parts = {**classes(safety, drawn["payback"], drawn["spread"])}
        parts["all"] = ahead(safety, drawn["payback"], drawn["spread"])
        columns = np.column_stack([np.broadcast_to(part, prepared.draws.n) for part in parts.values()])
        figures = summaries([float(part) for part in columns.mean(axis=0)], columns)
        found[name] = {sort: vars(figure) for sort, figure in zip(parts, figures, strict=True)}
    return found


def _drawn(prepared: Prepared, issue: str, number: int, location: tuple[str, ...]) -> Floats:
    quantity = prepared.seen[issue].views[number].at(location)
    if quantity.is_point:
        return np.full(prepared.draws.n, quantity.median)
    return quantity.quantile(prepared.draws.normal[:, prepared.draws.column[location]])
