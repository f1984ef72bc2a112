"""Leverage of every side over every other, for every ordered pair of issues, on the means and over the draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.findings.leverage import STATUSES, Lever, Option, alone, demands, lever, threats
from evenhand.solve.leverage import leverage as look
from evenhand.solve.prediction import Problem
from evenhand.study.figures import error_of_share
from evenhand.study.prepared import Prepared, prepare

__all__ = ["LeverageStudy", "leverage"]

SCHEMA = "evenhand.leverage/1"
Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

MOST_VALUES_AT_ONCE = 20_000_000


@dataclass(frozen=True)
class LeverageStudy:
    """The leverage table; every field is plain data, and points appear only as ratios of one party's own amounts."""

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    account: str
    sides: list[str]
    issues: list[dict[str, Any]]
    summary: list[dict[str, Any]]
    pairs: list[dict[str, Any]]

    def document(self) -> dict[str, Any]:
        """The table as plain data, ready for JSON (schema ``evenhand.leverage/1``)."""
        names = ("draws", "seed", "replicates", "base", "account", "sides", "issues", "summary", "pairs")
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            **{name: getattr(self, name) for name in names},
        }

    def to_frame(self) -> Any:
        """One row for each ordered pair of sides and of issues."""
        import pandas

        columns = ("by", "on", "with", "for", "status", "in_all_accounts", "probability", "probability_in_all")
        return pandas.DataFrame([{name: pair[name] for name in columns} for pair in self.pairs], columns=columns)


def leverage(
    case: Case | Prepared | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> LeverageStudy:
    """Whose threat to withdraw cooperation on one issue could move whom on another.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : threads to use; all cores unless given.
    account : this account in the place of the base one; the two sides' own are looked at in any case.
    progress : called as ``progress(issue, done, total)`` while issues are drawn.

    Raises
    ------
    InputError
        If the case has no such account, fewer than two issues counted in numbers, or a number is out of range.
    """
    prepared = prepare(case, draws, seed, threads)
    account = prepared.chosen(account)
    if len(prepared.forms) < 2:
        raise InputError(
            f"{prepared.case.case}: leverage is about a threat on one issue and a demand on another, and this case has "
            f"{'one issue' if prepared.forms else 'no issue'} counted in numbers"
        )
    return _Table(prepared, account, threads, progress).study()


@dataclass(frozen=True)
class _Pair:
    """One threatener, one target, one issue to threaten on and one to ask on; views of each account on both."""

    by: str
    on: str
    threat_issue: str
    demand_issue: str
    accounts: tuple[str, ...]
    views: tuple[tuple[int, int], ...]
    threats: tuple[Option, ...]
    demands: tuple[Option, ...]
    alone: tuple[int, ...]


class _Table:
    def __init__(self, prepared: Prepared, account: str, threads: int | None, progress: Progress | None) -> None:
        self.prepared, self.case, self.account = prepared, prepared.case, account
        self.workers = max(1, threads or os.cpu_count() or 1)
        self.progress = progress or (lambda what, done, total: None)
        self.issues = list(prepared.forms)
        self.problems: dict[str, Problem] = {name: prepared.problem(name) for name in self.issues}
        self.sides = [name for name in self.case.parties if any(name in form.sides for form in prepared.forms.values())]
        self.pairs = [pair for pair in self._pairs() if pair is not None]

    def _pairs(self) -> Iterator[_Pair | None]:
        for by, on in permutations(self.sides, 2):
            for first, second in permutations(self.issues, 2):
                yield self._pair(by, on, first, second)

    def _pair(self, by: str, on: str, first: str, second: str) -> _Pair | None:
        """The pair, where one can withdraw and the other yield, and each side cares about both issues."""
        one, two = self.problems[first], self.problems[second]
        if by not in one.form.sides or on not in two.form.sides:
            return None
        for p, name in ((one, on), (two, by)):
            if name not in p.form.parties or not p.means.weighted[p.form.parties.index(name)]:
                return None
        accounts: dict[tuple[int, int], str] = {}
        for account in (self.account, by, on):
            accounts.setdefault((self._view(first, account), self._view(second, account)), account)
        view = self._view(first, self.account)
        asks = two.form.sides.index(by) if by in two.form.sides else -1
        return _Pair(
            by, on, first, second, tuple(accounts.values()), tuple(accounts),
            threats(one, one.form.sides.index(by), view), demands(two, asks, two.form.sides.index(on)),
            alone(two, asks),
        )  # fmt: skip

    def _view(self, issue: str, account: str) -> int:
        seen = self.prepared.seen[issue]
        return seen.of_account[seen.accounts.index(account)] if account in seen.accounts else seen.of_account[0]

    # -- on the means

    def _amounts(self, pair: _Pair, value: Callable[[str, int, str], Floats]) -> tuple[Floats, Floats, Floats, Floats]:
        """Costs of the threats and of yielding, and gains; ``value(issue, view, party)`` is (n_states, …).

        What yielding brings whoever asks is counted from the best that it could have on that issue alone.
        """
        threat = np.stack([option.worth for option in pair.threats]) if pair.threats else None
        demand = np.stack([option.worth for option in pair.demands]) if pair.demands else None

        def worth(options: Floats | None, issue: str, view: int, party: str) -> Floats:
            table = value(issue, view, party)
            return options @ table if options is not None else np.zeros((0, *table.shape[1:]))

        rows = []
        for one, two in pair.views:
            without = value(pair.demand_issue, two, pair.by)[list(pair.alone)].max(axis=0, initial=0.0)
            rows.append(
                (
                    -worth(threat, pair.threat_issue, one, pair.on),
                    -worth(threat, pair.threat_issue, one, pair.by),
                    -worth(demand, pair.demand_issue, two, pair.on),
                    worth(demand, pair.demand_issue, two, pair.by) - without,
                )
            )
        return tuple(np.stack(part) for part in zip(*rows, strict=True))  # type: ignore[return-value]

    def _mean(self, issue: str, view: int, party: str) -> Floats:
        p = self.problems[issue]
        return np.asarray(p.value[view, p.form.parties.index(party)])

    def _tolerance(self, pair: _Pair) -> tuple[float, float]:
        def of(party: str) -> float:
            both = (self.problems[pair.threat_issue], self.problems[pair.demand_issue])
            return float(sum(p.tolerance[p.form.parties.index(party)] for p in both))

        return of(pair.on), of(pair.by)

    @cached_property
    def levers(self) -> list[Lever]:
        return [lever(*self._amounts(pair, self._mean), self._tolerance(pair)) for pair in self.pairs]

    # -- over the draws

    @cached_property
    def held(self) -> tuple[Floats, Floats]:
        """In how many draws of each replicate there is leverage, by the first account and by all; (n_pairs, n)."""
        blocks = self.prepared.draws.blocks
        first, every = np.zeros((2, len(self.pairs), len(blocks)))
        todo = [(number, part) for number, block in enumerate(blocks) for part in self._parts(block)]
        for done, (number, part) in enumerate(todo, start=1):
            values = self._values(part)
            with ThreadPoolExecutor(self.workers) as pool:
                counts = list(pool.map(partial(self._count, values=values), range(len(self.pairs))))
            for place, (one, all_) in enumerate(counts):
                first[place, number] += one
                every[place, number] += all_
            self.progress("draws", done, len(todo))
        return first, every

    def _parts(self, block: slice) -> Iterator[slice]:
        """A replicate in parts that fit into memory."""
        rows = sum(
            len(self.prepared.seen[name].views) * len(self.sides) * self.problems[name].form.n_states
            for name in self.issues
        )
        step = max(1, MOST_VALUES_AT_ONCE // rows)
        for start in range(block.start, block.stop, step):
            yield slice(start, min(start + step, block.stop))

    def _values(self, part: slice) -> dict[tuple[str, int, str], Floats]:
        """Drawn considered value of every state, (n_states, n), by issue, view and side."""
        with ThreadPoolExecutor(self.workers) as pool:
            found = pool.map(lambda name: self._issue_values(name, part), self.issues)
            return {key: table for tables in found for key, table in tables.items()}

    def _issue_values(self, name: str, part: slice) -> dict[tuple[str, int, str], Floats]:
        p = self.problems[name]
        form, sample = p.form, self.prepared.sample(name, part)
        shift = form.holds.astype(np.float64) - form.holds[:, [form.default]]
        tables = {}
        for view in range(len(p.seen.views)):
            for party in (party for party in self.sides if party in form.parties):
                place = form.parties.index(party)
                worth = np.zeros((len(form.effects), part.stop - part.start))
                for item in np.flatnonzero((form.item_party == place) & (form.kinds[form.item_interest] == 0)):
                    weight = sample.weight[view, place, form.item_interest[item]]
                    worth[form.item_effect[item]] += weight * sample.amount[view, item]
                tables[name, view, party] = shift.T @ worth
        return tables

    def _count(self, place: int, values: dict[tuple[str, int, str], Floats]) -> tuple[int, int]:
        pair = self.pairs[place]
        if not pair.threats or not pair.demands:
            return 0, 0
        amounts = self._amounts(pair, lambda issue, view, party: values[issue, view, party])
        first, every = np.zeros((2, amounts[0].shape[2]), dtype=np.bool_)
        look(*amounts, *self._tolerance(pair), first, every)
        return int(first.sum()), int(every.sum())

    # -- findings

    def study(self) -> LeverageStudy:
        import evenhand

        rows = [self._row(place) for place in range(len(self.pairs))]
        return LeverageStudy(
            case_id=self.case.case,
            title=self.case.title,
            as_of=self.case.as_of,
            version=evenhand.__version__,
            draws=self.prepared.draws.n,
            seed=self.prepared.seed,
            replicates=len(self.prepared.draws.blocks),
            base=base_name(self.case),
            account=self.account,
            sides=self.sides,
            issues=[
                {
                    "id": name,
                    "title": issue.title,
                    "counted": not issue.ordinal,
                    "why": "ordinal" if issue.ordinal else None,
                }
                for name, issue in self.case.issues.items()
            ],
            summary=[self._summary(by, on, rows) for by, on in permutations(self.sides, 2)],
            pairs=rows,
        )

    def _summary(self, by: str, on: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        mine = [row for row in rows if (row["by"], row["on"]) == (by, on)]
        return {
            "by": by,
            "on": on,
            "pairs": len(mine),
            **{status: sum(row["status"] == status for row in mine) for status in STATUSES},
            "in_all_accounts": sum(row["in_all_accounts"] for row in mine),
            "usual": sum(row["probability"] > 0.5 for row in mine),
        }

    def _row(self, place: int) -> dict[str, Any]:
        pair, found = self.pairs[place], self.levers[place]
        first, every = self.held
        n = self.prepared.draws.n
        sizes = np.array([block.stop - block.start for block in self.prepared.draws.blocks], dtype=np.float64)
        return {
            "by": pair.by,
            "on": pair.on,
            "with": pair.threat_issue,
            "for": pair.demand_issue,
            "status": found.status[0],
            "accounts": self._by_account(pair, found),
            "in_all_accounts": found.in_all,
            "probability": float(first[place].sum() / n),
            "probability_in_all": float(every[place].sum() / n),
            "error": error_of_share(first[place], sizes),
            "best": [self._best(pair, found, *both) for both in found.best] if found.status[0] == "leverage" else [],
        }

    def _by_account(self, pair: _Pair, found: Lever) -> dict[str, str]:
        """What each account says; the accounts of the two sides say what the base one does where they do not differ."""
        told = dict(zip(pair.views, found.status, strict=True))
        return {
            account: told[self._view(pair.threat_issue, account), self._view(pair.demand_issue, account)]
            for account in dict.fromkeys((self.account, pair.by, pair.on))
        }

    def _best(self, pair: _Pair, found: Lever, threat: int, demand: int) -> dict[str, Any]:
        one, two = self.problems[pair.threat_issue].form, self.problems[pair.demand_issue].form
        option, asked = pair.threats[threat], pair.demands[demand]
        view = pair.views[0][0]
        pays = self.problems[pair.threat_issue].pays[view, :, option.state]
        return {
            "threat": {
                "refuses_agreement": option.agreement,
                "stances": one.named(option.state) if not option.agreement else None,
                "agreement": [one.named(int(state)) for state in np.flatnonzero(option.worth < 0)],
                "pays": [] if option.agreement else [one.parties[party] for party in np.flatnonzero(pays)],
            },
            "demand": two.named(asked.state),
            "carrying_out": float(found.cost_p[threat] / found.gains_p[demand]),
            "yielding": float(found.yields_q[demand] / found.cost_q[threat]),
            "costs_nothing": bool(found.cost_p[threat] <= self._tolerance(pair)[1]),
            "refused_by": self._refused_by(pair, option, asked),
        }

    def _refused_by(self, pair: _Pair, option: Option, asked: Option) -> list[str]:
        """Ratifiers of the target to whom yielding costs no less than the threat: substance only, their own weights."""
        one, two = self.problems[pair.threat_issue], self.problems[pair.demand_issue]
        n_sides, target = two.form.n_sides, two.form.sides.index(pair.on)
        by_issue = [p.felt(0)[view] for p, view in zip((one, two), pair.views[0], strict=True)]
        found = []
        for actor in range(n_sides, n_sides + two.form.n_ratifiers):
            name = two.form.parties[actor]
            asks = two.asks[pair.views[0][1], actor - n_sides]
            if two.form.ratifies[actor] != target or not asks:
                continue
            yields = -float(by_issue[1][actor] @ asked.worth)
            here = one.form.parties.index(name) if name in one.form.parties else -1
            threat = -float(by_issue[0][here] @ option.worth) if 0 <= here < one.n_actors else 0.0
            if yields > two.tolerance[actor] and yields >= threat:
                found.append(name)
        return found
