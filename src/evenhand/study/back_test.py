"""Back-test: what the engine would have said of a case on its day, against the state that each issue came to stand in.

A case keeps what happened later under ``outcome later``, where an entry may say in which state it left the issue. No
finding knows of it; here alone it is compared with them. For each issue with such a reading

- the forecast is the probability f of the draws in which the sides are predicted to reach an improvement, with every
  cause at work and nothing taken away;
- the event y is 1 if within so many years the issue came to stand in such an improvement, if only for a while;
- hit, miss, false alarm and correct rejection follow from the prediction on the means and the event;
- the Brier score is the mean of (f - y)^2. It stands beside those of a forecast that is right on average, which knows
  the base rate b of the events from the same issues, b(1 - b), and of one that never expects anything, b. The skill is
  1 - score / b(1 - b), and is given with the range that it would have if any one issue had been read otherwise.

A key (what would unlock an issue) is a what-if: nobody recorded which causes went away, so keys are listed and not
scored. Readings are made by people who know how it went, of cases written by people who knew it too.

References
----------
.. [1] Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Outcome
from evenhand.errors import InputError
from evenhand.study.analysis import Progress, analyse
from evenhand.study.prepared import Prepared, prepare

__all__ = ["BackTest", "back_test", "brier", "skill"]

Source = Case | str | os.PathLike[str]
MOST_YEARS = 100


@dataclass(frozen=True)
class BackTest:
    """What a back-test found, one entry for each issue whose later state was read."""

    years: int
    draws: int
    seed: int
    issues: list[dict[str, Any]]
    unread: list[dict[str, str]]
    scores: dict[str, Any] | None

    def document(self) -> dict[str, Any]:
        """As plain data, schema ``evenhand.back-test/1``."""
        import evenhand

        head = {"schema": "evenhand.back-test/1", "evenhand": evenhand.__version__}
        return {**head, **vars(self)}


def back_test(
    cases: Sequence[Source],
    years: int = 5,
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> BackTest:
    """Compare what is found of cases with what happened afterwards.

    Parameters
    ----------
    cases : cases, files, or names of cases that ship.
    years : how long after its day a case is followed.
    draws, seed, threads, progress : see :func:`evenhand.study.analysis.analyse`.

    Raises
    ------
    InputError
        If a case has no day, two cases have one name, a number is out of range, or no case is given.

    Examples
    --------
    >>> found = back_test(["india-pakistan-2013"], draws=64)
    >>> found.scores["issues"], found.scores["came"]
    (6, 0)
    """
    if not cases:
        raise InputError("back-test: at least one case expected")
    if not 1 <= years <= MOST_YEARS:
        raise InputError(f"years: a whole number from 1 to {MOST_YEARS} expected, found {years}")
    issues: list[dict[str, Any]] = []
    unread: list[dict[str, str]] = []
    seen: set[str] = set()
    for source in cases:
        ready = prepare(source, draws, seed)
        if ready.case.case in seen:
            raise InputError(f"back-test: two cases are called `{ready.case.case}`; each counts once")
        seen.add(ready.case.case)
        if ready.case.as_of is None:
            raise InputError(f"{ready.case.case}: has no day (`as of: YYYY-MM-DD`), so nothing came after it")
        wanted = [name for name in ready.case.issues if name in ready.forms and _read(ready.case, name)]
        unread += [
            {"case": ready.case.case, "id": name, "why": "ordinal" if name not in ready.forms else "no later state"}
            for name in ready.case.issues
            if name not in wanted
        ]
        found = analyse(ready, draws, seed, threads, wanted, progress).document()
        issues += [_issue(ready, issue, found["base"], years) for issue in found["issues"]]
    return BackTest(years, draws, seed, issues, unread, _scores(issues) if issues else None)


def _read(case: Case, issue: str) -> list[Outcome]:
    """What happened later and left the issue in a state that somebody read, in the order of time."""
    held = [outcome for outcome in case.issues[issue].outcome_later if outcome.state]
    return sorted(held, key=lambda outcome: outcome.since or "")


def _issue(ready: Prepared, found: dict[str, Any], base: str, years: int) -> dict[str, Any]:
    p = ready.problem(found["id"])
    view, form, account = p.seen.of_account[0], p.form, found["accounts"][base]
    day = ready.case.as_of or ""
    last = f"{int(day[:4]) + years:04d}{day[4:7]}"
    good = [form.named(int(state)) for state in np.flatnonzero(p.good(view))]
    stood, came = dict(ready.case.issues[found["id"]].default), None
    later = []
    for outcome in _read(ready.case, found["id"]):
        since = outcome.since
        inside = since is None or day[: len(since)] <= since <= last[: len(since)]
        improvement = outcome.state in good
        later.append({"since": outcome.since, "stances": dict(outcome.state), "improvement": improvement})
        if inside:
            stood = dict(outcome.state)
            came = came or (improvement and (outcome.since or day[:7])) or None
    predicted = account["prediction"]
    expected = bool(predicted["states"]) and all(state["stances"] in good for state in predicted["states"])
    return {
        "case": ready.case.case,
        "id": found["id"],
        "title": found["title"],
        "kind": account["kind"],
        "improvement_probability": account["improvement_probability"],
        "key": _first(account["keys"]),
        "prediction": {"by": predicted["by"], "states": predicted["states"]},
        "forecast": predicted["improves"],
        "later": later,
        "came": came,
        "stood": stood,
        "ended": _ended(p.value[view, : form.n_sides], p.tolerance[: form.n_sides], form, stood, stood in good),
        "foreseen": any(state["stances"] == stood for state in predicted["states"]),
        "outcome": _OUTCOMES[expected, came is not None],
    }


_OUTCOMES = {
    (True, True): "hit",
    (False, True): "miss",
    (True, False): "false alarm",
    (False, False): "correct rejection",
}


def _first(keys: list[dict[str, Any]] | None) -> dict[str, Any] | None:
    """The key with the fewest causes, the most probable of several."""
    if not keys:
        return None
    return min(keys, key=lambda key: (len(key["remove"]), -key["probability"]))


def _ended(value: NDArray[np.float64], small: NDArray[np.float64], form: Any, stood: dict[str, str], good: bool) -> str:
    """What the state is to the sides, compared with the case's day."""
    here = [state for state in range(form.n_states) if form.named(state) == stood]
    if not here:
        return "ruled out"
    if here[0] == form.default:
        return "as before"
    if good:
        return "improvement"
    change = value[:, here[0]]
    return "worse for every side" if (change < -small).all() else "otherwise"


def _scores(issues: list[dict[str, Any]]) -> dict[str, Any]:
    forecast = np.array([issue["forecast"] for issue in issues])
    came = np.array([issue["came"] is not None for issue in issues], dtype=np.float64)
    rate = float(came.mean())
    others = [_flipped(came, place) for place in range(len(came))]
    skills = [one for one in (skill(forecast, other) for other in others) if one is not None]
    counted = {word: sum(issue["outcome"] == word for issue in issues) for word in _OUTCOMES.values()}
    worse = [issue for issue in issues if issue["ended"] == "worse for every side"]
    return {
        "issues": len(issues),
        "came": int(came.sum()),
        "expected": float(forecast.sum()),
        "outcomes": counted,
        "brier": brier(forecast, came),
        "baselines": {"base rate": rate * (1.0 - rate), "never": rate},
        "skill": skill(forecast, came),
        "skill_otherwise": [min(skills), max(skills)] if skills else None,
        "foreseen": sum(issue["foreseen"] for issue in issues),
        "as_before": sum(issue["ended"] == "as before" for issue in issues),
        "worse": len(worse),
        "worse_foreseen": sum(issue["foreseen"] for issue in worse),
    }


def _flipped(came: NDArray[np.float64], place: int) -> NDArray[np.float64]:
    """The events, had one issue been read otherwise."""
    other = came.copy()
    other[place] = 1.0 - other[place]
    return other


def brier(forecast: NDArray[np.float64], came: NDArray[np.float64]) -> float:
    """Mean squared difference between probabilities and what came (1) or did not (0); 0 is perfect.

    Examples
    --------
    >>> brier(np.array([0.9, 0.2]), np.array([1.0, 0.0]))  # (0.01 + 0.04) / 2
    0.025
    """
    return round(float(((forecast - came) ** 2).mean()), 12)


def skill(forecast: NDArray[np.float64], came: NDArray[np.float64]) -> float | None:
    """By what part the score is better than that of the base rate (below 0, worse); None where all came, or nothing.

    Examples
    --------
    >>> skill(np.array([0.9, 0.2]), np.array([1.0, 0.0]))  # 1 - 0.025 / 0.25
    0.9
    """
    rate = float(came.mean())
    spread = rate * (1.0 - rate)
    return None if spread == 0.0 else round(1.0 - brier(forecast, came) / spread, 12)
