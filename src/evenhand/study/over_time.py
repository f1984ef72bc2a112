"""Hold, trim and confront over a horizon of years, on the same draws and the same chances.

Every draw of the judgements is one path of each course. Parameters are drawn together with the judgements. What is
found: crises per decade, what each party forgoes, the differences between the courses path by path, how much less each
side would have to count on, and how far each parameter moves all this.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import PARAMETERS, Case, Episode, Judgement, parameter
from evenhand.elicitation import Distribution, base_name, pooled
from evenhand.errors import InputError
from evenhand.findings.courses import Start, start
from evenhand.game import chances, further
from evenhand.game.samples import Samples
from evenhand.solve.courses import COURSES, HOLD, TRIM, Parameters, Paths, paths
from evenhand.study.figures import summaries
from evenhand.study.prepared import Prepared, prepare

__all__ = ["CourseStudy", "courses"]

SCHEMA = "evenhand.courses/1"
Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

MOST_YEARS = 200
NO_EXPECTATION, NO_WEIGHTS, NO_SUBSTANCE = "no expectation", "no weights", "no substance"
"""Why a share does not exist; the report has the words."""
Z95 = 1.6448536269514722


@dataclass(frozen=True)
class CourseStudy:
    """Courses over time: the record, what they set out from, and what came of each.

    Every field is plain data; points never appear, only shares of the same party's own figures and natural units.
    """

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    account: str
    years: int
    rate: float
    sides: list[str]
    record: dict[str, Any]
    events: dict[str, Any]
    agreements: list[dict[str, Any]]
    reassessment: dict[str, dict[str, Any]]
    parameters: list[dict[str, Any]]
    courses: dict[str, dict[str, Any]]
    differences: list[dict[str, Any]]
    sensitivity: list[dict[str, Any]]

    def document(self) -> dict[str, Any]:
        """The study as plain data, ready for JSON (schema ``evenhand.courses/1``)."""
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            **{
                name: getattr(self, name)
                for name in (
                    "draws", "seed", "replicates", "base", "account", "years", "rate", "sides", "record", "events",
                    "agreements", "reassessment", "parameters", "courses", "differences", "sensitivity",
                )
            },
        }  # fmt: skip

    def to_frame(self) -> Any:
        """One row for each course and party: crises per decade, and what the party forgoes as a share of its own."""
        import pandas

        rows = []
        for course, found in self.courses.items():
            for party, loss in found["losses"].items():
                row = {"course": course, "party": party, "crises_per_decade": found["crises_per_decade"]["mean"]}
                if loss["share"] is not None:
                    row |= {"share": loss["share"]["mean"], "p5": loss["share"]["p5"], "p95": loss["share"]["p95"]}
                rows.append(row)
        return pandas.DataFrame(rows)


_ROUNDING = 1e-12
"""Of the size of the parts of a sum: what is smaller came about by rounding."""


def _counted(points: Any, tolerance: float) -> Any:
    """Points with what is only rounding taken as nothing: noise divided by noise would be all that there is."""
    return np.where(np.abs(points) <= tolerance, 0.0, points)


def courses(
    case: Case | Prepared | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    years: int | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> CourseStudy:
    """Compare holding to what is expected, trimming it, and confronting, over a horizon of years.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : threads to use; all cores unless given.
    years : years that are gone through; the case's ``courses: years`` unless given, else its horizon.
    account : judge by this side's account; the base account unless given.
    progress : called as ``progress(what, done, total)`` after each stage.

    Raises
    ------
    InputError
        If the case has no such account, no issue counted in numbers, or a number is out of range.
    """
    prepared = prepare(case, draws, seed, threads)
    case = prepared.case
    if years is None:
        years = case.courses.years if case.courses is not None else None
        years = case.horizon if years is None else years
    if not 1 <= years <= MOST_YEARS:
        raise InputError(f"years: a number from 1 to {MOST_YEARS} expected, found {years}")
    account = prepared.chosen(account)
    if not prepared.forms:
        raise InputError(f"{case.case}: no issue is counted in numbers, so nothing can be gone through year by year")
    return _Courses(prepared, years, account, threads, progress).study()


@dataclass(frozen=True)
class _World:
    """All that differs between paths, one row a draw."""

    aspired: Floats
    attained: Floats
    aimed: Floats
    change: dict[tuple[str, str], Floats]
    substance: dict[str, Floats]


class _Courses:
    def __init__(
        self, prepared: Prepared, years: int, account: str, threads: int | None, progress: Progress | None
    ) -> None:
        self.prepared, self.case, self.draws = prepared, prepared.case, prepared.draws
        self.years, self.account = years, account
        self.workers = max(1, threads or os.cpu_count() or 1)
        self.progress = progress or (lambda what, done, total: None)
        self.issues = list(prepared.forms)
        self.sides = [name for name in self.case.parties if any(name in form.sides for form in prepared.forms.values())]
        named = set(self.case.courses.agreements) if self.case.courses is not None else set()
        self.starts = {
            name: start(prepared.problem(name), self._view(name), not named or name in named) for name in self.issues
        }
        self.quantities = self._quantities()
        self.worth = (1.0 + self.case.rate) ** -np.arange(1.0, years + 1)
        self.uniform = chances(self.draws, years, prepared.seed)

    def _view(self, issue: str) -> int:
        seen = self.prepared.seen[issue]
        return seen.of_account[seen.accounts.index(self.account)] if self.account in seen.accounts else 0

    @property
    def any_in_force(self) -> bool:
        """Whether there is any agreement that could be lost."""
        return any(at.agreement is not None for at in self.starts.values())

    # -- what is drawn

    def _quantities(self) -> dict[tuple[str, str], Distribution]:
        """Every parameter by name and side, ``""`` for all sides, in the order in which they are drawn.

        Sides that have an adaptation of their own are ordered by its numbers, so that renaming leaves the draws.
        """
        found = {(name, ""): pooled(self.case, parameter(self.case, name)[0]) for name in PARAMETERS}
        own = self.case.courses.adaptation_of if self.case.courses is not None else {}
        for side in sorted(own, key=lambda name: own[name].model_dump_json()):
            if side in self.sides:
                found["adaptation", side] = pooled(self.case, own[side])
        return found

    @cached_property
    def normal(self) -> NDArray[np.float32]:
        return further(self.draws, len(self.quantities), self.prepared.seed)

    @cached_property
    def values(self) -> dict[tuple[str, str], Floats]:
        return {
            name: quantity.quantile(self.normal[:, self._column(name)]) for name, quantity in self.quantities.items()
        }

    def _column(self, name: tuple[str, str]) -> int:
        """The column from which a quantity is drawn: sides whose own numbers are the same share theirs."""
        _name, side = name
        own = self.case.courses.adaptation_of if side and self.case.courses is not None else {}
        alike = [other for other in self.quantities if other[1] and own[other[1]] == own[side]] if side else [name]
        return list(self.quantities).index(alike[0])

    @cached_property
    def world(self) -> _World:
        runs = self.prepared.runs
        shape = (self.draws.n, len(self.sides), len(self.issues))
        found = _World(np.zeros(shape), np.zeros(shape), np.zeros(shape), {}, {})
        for place, name in enumerate(self.issues):
            with ThreadPoolExecutor(self.workers) as pool:
                for run, part in zip(runs, pool.map(partial(self._issue, name), runs), strict=True):
                    self._put(found, place, run, *part)
            self.progress("drawing", place + 1, len(self.issues))
        return found

    def _issue(self, name: str, run: slice) -> tuple[_Full, _Full | None, Floats]:
        sample = self.prepared.sample(name, run)
        view, at, form = self._view(name), self.starts[name], self.prepared.forms[name]
        expects = (sample.weight[view, : form.n_sides] * sample.expects[view]).sum(axis=1)
        none = np.zeros(form.n_states)
        none[form.default] = 1.0
        agreed = _full(self.prepared, name, view, sample, at.agreement if at.agreement is not None else none)
        aimed = _full(self.prepared, name, view, sample, at.aim) if at.aim is not None else None
        return agreed, aimed, np.maximum(0.0, expects)

    def _put(self, world: _World, place: int, run: slice, agreed: _Full, aimed: _Full | None, expects: Floats) -> None:
        form = self.prepared.forms[self.issues[place]]
        tolerance = self.prepared.problem(self.issues[place]).tolerance
        for number, side in enumerate(form.sides):
            row = self.sides.index(side)
            brought = aimed.points.get(side, 0.0) if aimed is not None else 0.0
            for into, points in (
                (world.aspired, expects[number]),
                (world.attained, agreed.points.get(side, 0.0)),
                (world.aimed, brought),
            ):
                into[run, row, place] = _counted(points, float(tolerance[number]))
        for key, amount in agreed.change.items():
            before = world.change.setdefault(key, np.zeros(self.draws.n))[run]
            before[:] = _total([before, amount])
        for party, amount in agreed.substance.items():
            before = world.substance.setdefault(party, np.zeros(self.draws.n))[run]
            before[:] = _total([before, amount])

    # -- going through the years

    def _through(self, values: Mapping[tuple[str, str], Floats]) -> Paths:
        """All courses with these parameters, replicate by replicate; the same on any number of threads."""
        shares = np.zeros((len(self.sides), len(self.issues)))
        for place, name in enumerate(self.issues):
            for number, side in enumerate(self.prepared.forms[name].sides):
                shares[self.sides.index(side), place] = self.starts[name].trim_share[number]
        world = self.world

        def one(block: slice) -> Paths:
            trimmed = world.aspired[block] * (1.0 - values["trim", ""][block, None, None] * shares)
            return paths(
                world.aspired[block], trimmed, world.attained[block], self._parameters(values, block),
                self.uniform[block], self.worth,
            )  # fmt: skip

        with ThreadPoolExecutor(self.workers) as pool:
            parts = list(pool.map(one, self.draws.blocks))
        return Paths(
            crises=np.concatenate([part.crises for part in parts], axis=1),
            lost=np.concatenate([part.lost for part in parts], axis=1),
            disappointment=np.sum([part.disappointment for part in parts], axis=0),
            begun=np.sum([part.begun for part in parts], axis=0),
            had=np.sum([part.had for part in parts], axis=0),
        )

    def _parameters(self, values: Mapping[tuple[str, str], Floats], block: slice) -> Parameters:
        adaptation = [values.get(("adaptation", side), values["adaptation", ""])[block] for side in self.sides]
        return Parameters(
            adaptation=np.stack(adaptation, axis=1),
            **{name: values[name, ""][block] for name in PARAMETERS if name not in ("adaptation", "trim")},
        )

    @cached_property
    def found(self) -> Paths:
        return self._through(self.values)

    # -- findings

    def study(self) -> CourseStudy:
        import evenhand

        case = self.case
        self.progress("courses", 1, 2)
        return CourseStudy(
            case_id=case.case,
            title=case.title,
            as_of=case.as_of,
            version=evenhand.__version__,
            draws=self.draws.n,
            seed=self.prepared.seed,
            replicates=len(self.draws.blocks),
            base=base_name(case),
            account=self.account,
            years=self.years,
            rate=case.rate,
            sides=self.sides,
            record=_record(case),
            events={
                name: {
                    "title": series.title,
                    "unit": series.unit,
                    "years": dict(sorted(series.years.items())),
                    "status": series.status,
                    "evidence": list(series.evidence),
                    "note": series.note,
                }
                for name, series in case.events.items()
            },
            agreements=self._agreements(),
            reassessment=self._reassessment(),
            parameters=self._parameter_table(),
            courses={name: self._course(number) for number, name in enumerate(COURSES)},
            differences=[self._difference(*pair) for pair in combinations(range(len(COURSES)), 2)],
            sensitivity=self._sensitivity(),
        )

    def _figure(self, values: Floats) -> dict[str, float | None]:
        """Mean, 90 % interval over the paths, and Monte Carlo error of the mean."""
        return {**vars(summaries([float(values.mean())], values[:, None])[0]), "error": self._error(values)}

    def _error(self, values: Floats) -> float | None:
        means = np.array([values[block].mean() for block in self.draws.blocks])
        return float(means.std(ddof=1) / np.sqrt(len(means))) if len(means) > 1 else None

    def _agreements(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for name, issue in self.case.issues.items():
            if issue.ordinal:
                found.append({"issue": name, "title": issue.title, "in_force": None, "why": "ordinal", "sides": {}})
                continue
            at, form = self.starts[name], self.prepared.forms[name]
            states = np.flatnonzero(at.agreement).tolist() if at.agreement is not None else []
            found.append(
                {
                    "issue": name,
                    "title": issue.title,
                    "in_force": [form.named(state) for state in states] or None,
                    "why": at.why or None,
                    "sides": {
                        side: self._reach(at, number)
                        for number, side in enumerate(form.sides)
                        if at.expected[number] > 0
                    },
                }
            )
        return found

    def _reach(self, at: Start, side: int) -> dict[str, float]:
        """Shares of what the side counts on: what the agreement brings, and the trim."""
        return {
            "brings": float(at.attained[side] / at.expected[side]),
            "trim": float(at.trim_share[side]),
        }

    def _reassessment(self) -> dict[str, dict[str, Any]]:
        """How much less each side would have to count on in all, as a share of what it counts on."""
        expected = self.world.aspired.sum(axis=2)
        gap = np.clip(self.world.aspired - self.world.aimed, 0.0, self.world.aspired).sum(axis=2)
        share = np.divide(gap, expected, out=np.zeros_like(gap), where=expected > 0)
        counts = [any(self._expects(name, side) for name in self.issues) for side in self.sides]
        rivals = [number for number, some in enumerate(counts) if some]
        found: dict[str, dict[str, Any]] = {}
        for number, side in enumerate(self.sides):
            if not counts[number]:
                found[side] = {"share": None, "most": None, "issues": [], "why": NO_EXPECTATION}
                continue
            top = share[:, rivals].max(axis=1)
            ties = (share[:, rivals] >= top[:, None] - 1e-12).sum(axis=1)
            most = (share[:, number] >= top - 1e-12) / ties
            trims = self._on_means(side)
            found[side] = {
                "share": {**self._figure(share[:, number]), "mean": trims[1] / trims[0]},
                "most": float(most.mean()) if len(rivals) > 1 else None,
                "issues": [name for name in self.issues if self._expects(name, side, "trim")],
                "why": None,
            }
        return found

    def _expects(self, issue: str, side: str, what: str = "expected") -> bool:
        sides = self.prepared.forms[issue].sides
        return side in sides and bool(getattr(self.starts[issue], what)[sides.index(side)] > 0)

    def _on_means(self, side: str) -> tuple[float, float]:
        """What the side counts on in all, and the trim in all, on the means."""
        pairs = [
            (at.expected[form.sides.index(side)], at.trim[form.sides.index(side)])
            for at, form in ((self.starts[name], self.prepared.forms[name]) for name in self.issues)
            if side in form.sides
        ]
        return float(sum(pair[0] for pair in pairs)), float(sum(pair[1] for pair in pairs))

    def _parameter_table(self) -> list[dict[str, Any]]:
        found = []
        for name, side in self.quantities:
            own = self.case.courses.adaptation_of[side] if side and self.case.courses is not None else None
            number, given = (own, True) if own is not None else parameter(self.case, name)
            found.append(
                {
                    "parameter": name,
                    "side": side or None,
                    **dict(zip(("p5", "median", "p95"), self._percentiles(self.quantities[name, side]), strict=True)),
                    "given": given,
                    "status": number.status,
                    "evidence": list(number.evidence),
                    "sources": [] if given else list(PARAMETERS[name].sources),
                    "note": number.note,
                }
            )
        return found

    @staticmethod
    def _percentiles(quantity: Distribution) -> tuple[float, float, float]:
        low, middle, high = quantity.quantile(np.array([-Z95, 0.0, Z95])).tolist()
        return low, middle, high

    def _course(self, number: int) -> dict[str, Any]:
        found, n = self.found, self.draws.n
        return {
            "crises_per_decade": self._figure(found.crises[number] * 10.0 / self.years),
            "any_crisis": float((found.crises[number] > 0).mean()),
            "years_lost": self._figure(found.lost[number]) if self.any_in_force else None,
            "share_lost": self._figure(found.lost[number] / self.worth.sum()) if self.any_in_force else None,
            "losses": self._losses(number),
            "yearly": {
                "crisis": (found.begun[number] / n).tolist(),
                "in_force": (found.had[number] / n).tolist(),
                "disappointment": {
                    side: (found.disappointment[number, row] / n).tolist() for row, side in enumerate(self.sides)
                },
            },
        }

    def _losses(self, number: int) -> dict[str, dict[str, Any]]:
        """What each party forgoes, added up over the years: natural units, and the share of all it could have had."""
        lost, world = self.found.lost[number], self.world
        losses: dict[str, dict[str, Any]] = {}
        for party in self.case.parties:
            interests = {
                interest: self._figure(lost * change)
                for (name, interest), change in world.change.items()
                if name == party and change.any()
            }
            points = world.substance.get(party)
            if party not in self.sides and not (interests and (points is None or points.any())):
                continue  # nothing of substance is at stake for it
            losses[party] = {"share": None, "interests": interests, "why": None}
            whole = float(points.mean()) * float(self.worth.sum()) if points is not None else 0.0
            if points is None:
                losses[party]["why"] = NO_WEIGHTS
            elif whole <= 1e-9 * float(np.abs(points).max(initial=0.0)):
                losses[party]["why"] = NO_SUBSTANCE
            else:
                losses[party]["share"] = self._figure(lost * points / whole)
        return losses

    def _difference(self, first: int, second: int) -> dict[str, Any]:
        """The second course less the first, path by path; fewer crises and less forgone are better."""
        found = self.found
        entry: dict[str, Any] = {"of": COURSES[second], "against": COURSES[first]}
        for name, values, factor in (("crises", found.crises, 10.0 / self.years), ("lost", found.lost, 1.0)):
            if name == "lost" and not self.any_in_force:
                entry["years_lost"] = entry["lost"] = None
                continue
            gap = values[second] - values[first]
            gap[np.abs(gap) <= 1e-9 * max(1.0, float(self.worth.sum()))] = 0.0
            entry["crises_per_decade" if name == "crises" else "years_lost"] = self._figure(gap * factor)
            entry[name] = {
                "better": float((gap < 0).mean()),
                "same": float((gap == 0).mean()),
                "worse": float((gap > 0).mean()),
            }
        return entry

    def _sensitivity(self) -> list[dict[str, Any]]:
        """Each parameter at its 5th and at its 95th percentile, all others drawn as before, on the same chances."""
        found = []
        as_drawn = self._orders(self.found)
        for count, (name, quantity) in enumerate(self.quantities.items(), start=1):
            entry: dict[str, Any] = {"parameter": name[0], "side": name[1] or None, "low": None, "high": None}
            low, _, high = self._percentiles(quantity)
            if low < high:
                ends = [self._through({**self.values, name: np.full(self.draws.n, value)}) for value in (low, high)]
                entry["low"], entry["high"] = (self._end(one) for one in ends)
                orders = [self._orders(one) for one in ends]
                entry["flips"] = {
                    measure: any(_reversed(as_drawn[measure], order[measure]) for order in orders)
                    for measure in as_drawn
                }
            else:
                entry["flips"] = None
            found.append(entry)
            self.progress("parameters", count, len(self.quantities))
        return found

    def _end(self, found: Paths) -> dict[str, Any]:
        decade, lost = found.crises * 10.0 / self.years, found.lost.mean(axis=1).tolist()
        return {
            "crises_per_decade": {name: float(decade[number].mean()) for number, name in enumerate(COURSES)},
            "years_lost": dict(zip(COURSES, lost, strict=True)) if self.any_in_force else None,
            "trim_less_hold": float((decade[TRIM] - decade[HOLD]).mean()),
        }

    def _orders(self, found: Paths) -> dict[str, tuple[int, ...]]:
        """Which of each two courses is worse: 1 the second, -1 the first, 0 within three Monte Carlo errors."""
        orders = {}
        for name, values in (("crises", found.crises), ("lost", found.lost)):
            if name == "lost" and not self.any_in_force:
                continue
            signs = []
            for first, second in combinations(range(len(COURSES)), 2):
                gap = values[second] - values[first]
                mean, error = float(gap.mean()), self._error(gap) or 0.0
                signs.append(0 if abs(mean) <= max(3.0 * error, 1e-12) else 1 if mean > 0 else -1)
            orders[name] = tuple(signs)
        return orders


def _reversed(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Whether two courses change places; a tie is no change of places."""
    return any(a * b < 0 for a, b in zip(first, second, strict=True))


@dataclass(frozen=True)
class _Full:
    """A mix of states in one run of draws.

    ``change`` by party and interest, natural units; ``points`` of the sides, all their interests counted; ``substance``
    of every party with weights, substance alone.
    """

    change: dict[tuple[str, str], Floats]
    points: dict[str, Floats]
    substance: dict[str, Floats]


def _full(prepared: Prepared, issue: str, view: int, sample: Samples, mixed: Floats) -> _Full:
    p = prepared.problem(issue)
    form, shift = p.form, p.form.holds @ mixed - p.form.holds[:, p.form.default]
    change: dict[tuple[str, str], list[Floats]] = {}
    points: dict[str, list[Floats]] = {}
    none = np.zeros(sample.amount.shape[2])
    substance = {name: [none] for name, counts in zip(form.parties, p.means.weighted, strict=True) if counts}
    for item, (effect, party, interest) in enumerate(
        zip(form.item_effect.tolist(), form.item_party.tolist(), form.item_interest.tolist(), strict=True)
    ):
        if shift[effect] == 0.0:
            continue
        name, amount = form.parties[party], sample.amount[view, item] * shift[effect]
        change.setdefault((name, form.interests[interest]), []).append(amount)
        worth = sample.weight[view, party, interest] * amount
        if party < form.n_sides:
            points.setdefault(name, []).append(worth)
        if name in substance and form.kinds[interest] == 0:
            substance[name].append(worth)
    return _Full(
        {key: _total(parts) for key, parts in change.items()},
        {name: _total(parts) for name, parts in points.items()},
        {name: _total(parts) for name, parts in substance.items()},
    )


def _total(parts: Sequence[Floats]) -> Floats:
    """What parts come to; what rounding leaves where they cancel is nothing."""
    total, size = np.sum(parts, axis=0), np.sum(np.abs(parts), axis=0)
    return np.where(np.abs(total) <= _ROUNDING * size, 0.0, total)


# -- the record


def _record(case: Case) -> dict[str, Any]:
    """The episodes, and how often unmet expectations were followed by a crisis: counted, nothing inferred."""
    told = sorted(case.episodes, key=lambda episode: episode.from_)
    return {
        "episodes": [_episode(episode) for episode in told],
        "counts": {
            "unmet": _count(episode for episode in told if episode.unmet),
            "met": _count(episode for episode in told if episode.unmet == ()),
            "not said": sum(episode.unmet is None for episode in told),
        },
        "unmet": {
            side: sum(side in (episode.unmet or ()) for episode in told)
            for side in dict.fromkeys(name for episode in told for name in (*episode.expected, *(episode.unmet or ())))
        },
    }


def _count(episodes: Any) -> dict[str, int]:
    found = list(episodes)
    return {
        "episodes": len(found),
        "crisis": sum(episode.crisis is True for episode in found),
        "no crisis": sum(episode.crisis is False for episode in found),
    }


def _episode(episode: Episode) -> dict[str, Any]:
    return {
        "id": episode.id,
        "title": episode.title,
        "from": episode.from_,
        "to": episode.to,
        "expected": {side: _told(one) for side, one in episode.expected.items()},
        "got": {side: _told(one) for side, one in episode.got.items()},
        "unmet": list(episode.unmet) if episode.unmet is not None else None,
        "followed": episode.followed,
        "crisis": episode.crisis,
        "status": episode.status,
        "evidence": list(episode.evidence),
        "note": episode.note,
    }


def _told(one: Any) -> dict[str, Any]:
    return {"words": one.words, "numbers": {name: _numbers(number) for name, number in one.numbers.items()}}


def _numbers(number: Judgement) -> list[float]:
    return list(number.is_)
