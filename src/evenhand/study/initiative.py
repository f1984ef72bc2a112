"""A proposal tested: who accepts it and by what margin, who blocks and why, and what would make it viable."""

from __future__ import annotations

import html
import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Linkage
from evenhand.casefile.shape import nearest
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.findings.initiative import Compared, Initiative, linkages, linked, number_of
from evenhand.findings.packages import critical_tolerance
from evenhand.game import structure
from evenhand.game.samples import samples
from evenhand.solve.acceptance import Condition
from evenhand.solve.around import around
from evenhand.solve.causes import ALL, CAUSES, bit, members
from evenhand.solve.consent import Removal, drawn_consent
from evenhand.solve.drawn import drawn_at
from evenhand.solve.improvements import NO_CLASS
from evenhand.study.figures import error_of_share, summaries
from evenhand.study.ordinal_initiative import ordinal_initiative
from evenhand.study.prepared import Prepared, prepare

if TYPE_CHECKING:
    import pandas

__all__ = ["InitiativeStudy", "initiative", "resolved"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Plain = dict[str, Any]
Progress = Callable[[str, int, int], None]
Proposal = Mapping[str, Mapping[str, str]]

SCHEMA = "evenhand.initiative/1"
MOST_SETS = 8
"""Most minimal sets of causes that are followed through the draws and listed, the smallest first."""
MOST_LISTED = 64
"""Most states that are listed as nearest, and as better."""
MOST_STATES_NEAREST = 20_000
MOST_STATES_STABILITY = 4_096
MISPERCEPTION = bit(CAUSES[0])
_CLASSES = ("free and standing-proof", "free", "at others' expense and standing-proof", "at others' expense")
_SUBSTANCE = "a side is worse off in substance, so that removing causes is not enough"
_ANOTHER = "no set of causes is enough: something that is no cause stands in the way"


@dataclass(frozen=True)
class InitiativeStudy:
    """A proposal and all that is said of it, as plain data."""

    found: Plain

    def document(self) -> Plain:
        """All findings as plain data, ready for JSON (schema ``evenhand.initiative/1``)."""
        return self.found

    @property
    def viable(self) -> bool:
        """Whether every side accepts the proposal on every issue, by itself."""
        return bool(self.found["viable"])

    def __getitem__(self, issue: str) -> Plain:
        """Findings of an issue by its name."""
        for found in self.found["issues"]:
            if found["id"] == issue:
                return dict(found)
        raise KeyError(issue)

    def to_frame(self) -> pandas.DataFrame:
        """One row for each issue and side: whether it accepts, how often, and its margin as a share of its own."""
        import pandas

        rows = [
            {"issue": issue["id"], "side": side, **{name: one[name] for name in ("accepts", "probability", "margin")}}
            for issue in self.found["issues"]
            for side, one in issue["consent"].items()
        ]
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        lines = []
        for issue in self.found["issues"]:
            for side, one in issue["consent"].items():
                cells = (issue["title"], side, "accepts" if one["accepts"] else "refuses", str(one["probability"]))
                lines.append("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in cells) + "</tr>")
        head = "<tr><th>issue</th><th>side</th><th>on the means</th><th>accepts in so many draws</th></tr>"
        title = html.escape(self.found["case"]["title"])
        return f"<table><caption>{title}</caption>{head}{''.join(lines)}</table>"


def initiative(
    case: Case | Prepared | str | os.PathLike[str],
    propose: Proposal,
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> InitiativeStudy:
    """Test a proposal: a state for each of one or more issues.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    propose : issue to side to stance; a side that is not named keeps today's stance.
    threads : threads to use; all cores unless given.
    account : the account that is taken to be true; the base one unless given.
    progress : called as ``progress(issue, done, total)`` after each issue.

    Raises
    ------
    InputError
        If an issue, a side, a stance or an account is unknown, a proposed state is infeasible or today's, or a number
        is out of range; all faults of a proposal at once.

    Examples
    --------
    >>> initiative("prisoners-dilemma", {"armament": {"alder": "restrain", "birch": "restrain"}}, draws=100).viable
    False
    """
    import evenhand

    prepared = prepare(case, draws, seed, threads)
    case = prepared.case
    base = base_name(case)
    account = prepared.chosen(account)
    proposed = resolved(case, propose)
    found: list[_Issue] = []
    workers = max(1, min(threads or os.cpu_count() or 1, len(proposed)))
    with ThreadPoolExecutor(workers) as pool:
        tasks = {name: pool.submit(_issue, prepared, name, proposed, account) for name in proposed}
        try:
            for count, (name, task) in enumerate(tasks.items(), start=1):
                found.append(task.result())
                if progress is not None:
                    progress(name, count, len(proposed))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    sizes = np.array([block.stop - block.start for block in prepared.draws.blocks], dtype=np.float64)
    joint = np.logical_and.reduce([one.willing for one in found if one.willing is not None] or [np.zeros(0, bool)])
    known = all(one.willing is not None for one in found)
    return InitiativeStudy(
        {
            "schema": SCHEMA,
            "evenhand": evenhand.__version__,
            "case": {"id": case.case, "title": case.title, "as of": case.as_of},
            "draws": draws,
            "seed": seed,
            "replicates": len(prepared.draws.blocks),
            "base": base,
            "account": account,
            "viable": all(one.document["viable"] for one in found),
            "probability": float(joint.mean()) if known else None,
            "monte_carlo_error": error_of_share(_per_block(prepared, joint), sizes) if known else None,
            "issues": [one.document for one in found],
            **_together(prepared, found),
        }
    )


# --- the proposal


def resolved(case: Case, propose: Proposal) -> dict[str, dict[str, str]]:
    """The whole state that is proposed for each issue, in the order of the case.

    Raises
    ------
    InputError
        With a line for each fault: an unknown issue, side or stance, an infeasible state, or today's state.
    """
    if not isinstance(propose, Mapping) or not propose:
        raise InputError("a proposal names at least one issue with a stance of a side")
    faults: list[str] = []
    for issue, stances in propose.items():
        faults += _faults(case, issue, stances)
    if faults:
        raise InputError("\n".join(faults))
    return {
        name: {
            party: propose[name].get(party, issue.default[party]) for party in case.parties if party in issue.stances
        }
        for name, issue in case.issues.items()
        if name in propose
    }


def _faults(case: Case, name: object, stances: object) -> list[str]:
    if not isinstance(name, str) or name not in case.issues:
        return [_unknown("issue", str(name), list(case.issues))]
    issue = case.issues[name]
    if not isinstance(stances, Mapping) or not stances:
        return [f"{name}: a stance for at least one side expected, such as {_example(case, name)}"]
    faults = []
    for side, stance in stances.items():
        if side not in issue.stances:
            faults.append(f"{name}: {_unknown('side', str(side), list(issue.stances))}")
        elif not isinstance(stance, str) or stance not in issue.stances[side]:
            faults.append(f"{name}: {_unknown(f'stance of {side}', str(stance), list(issue.stances[side]))}")
    if faults:
        return faults
    whole = {**issue.default, **stances}
    if whole == dict(issue.default):
        return [f"{name}: this is today's state; a proposal changes the stance of some side"]
    if number_of(structure(case, name), whole) < 0:
        told = ", ".join(f"{side}={whole[side]}" for side in issue.stances)
        return [f"{name}: the state {told} is infeasible by the case"]
    return []


def _unknown(kind: str, name: str, there: list[str]) -> str:
    near = nearest(name, there)
    hint = f"did you mean {near}?" if near else f"there {'is' if len(there) == 1 else 'are'} {', '.join(there)}"
    return f"no {kind} is called `{name}`; {hint}"


def _example(case: Case, name: str) -> str:
    issue = case.issues[name]
    side = next(iter(issue.stances))
    other = next((stance for stance in issue.stances[side] if stance != issue.default[side]), "")
    return f"`{name}: {side}={other}`"


# --- one issue


@dataclass(frozen=True)
class _Issue:
    """One issue's findings, and what the draws say of it for the whole proposal.

    ``willing`` (n_draws,): every side accepts; None where only an order is known. ``change``: (party, interest) to the
    mean and the draws; ``value``: side to the mean considered value, its draws, and the tolerance.
    """

    document: Plain
    willing: Bools | None
    change: dict[tuple[str, str], tuple[float, Floats]] = field(default_factory=dict)
    value: dict[str, tuple[float, Floats, float]] = field(default_factory=dict)


def _issue(prepared: Prepared, name: str, proposed: Mapping[str, dict[str, str]], account: str) -> _Issue:
    case, issue = prepared.case, prepared.case.issues[name]
    links = linkages(case, issue, proposed)
    head = {
        "id": name,
        "title": issue.title,
        "default": {side: issue.default[side] for side in proposed[name]},
        "proposed": dict(proposed[name]),
        "asked": [side for side, stance in proposed[name].items() if stance != issue.default[side]],
        "linkage": {
            "at_work": [_linkage(one) for one in links.at_work],
            "lifted": [_linkage(one) for one in links.lifted],
            "brought_in": [_linkage(one) for one in links.brought],
        },
        "ordinal": issue.ordinal,
    }
    if issue.ordinal:
        form = linked(structure(case, name), links.at_work)
        return _Issue({**head, **ordinal_initiative(case, form, number_of(form, proposed[name]), account)}, None)
    p = prepared.problem(name)
    found = Initiative(p, number_of(p.form, proposed[name]), links)
    return _Cardinal(prepared, found, account).findings(head)


def _linkage(one: Linkage) -> Plain:
    return {"party": one.party, "withholds": one.withholds, "while": {k: dict(v) for k, v in one.while_.items()}}


def _per_block(prepared: Prepared, of_draws: Bools) -> Floats:
    return np.array([float(of_draws[block].sum()) for block in prepared.draws.blocks])


class _Cardinal:
    """An issue with numbers: on the means, then through the draws."""

    def __init__(self, prepared: Prepared, found: Initiative, account: str) -> None:
        self.prepared, self.case, self.found, self.form = prepared, prepared.case, found, found.form
        seen = found.p.seen
        self.views = dict(zip(seen.accounts, seen.of_account, strict=True))
        self.account = account if account in self.views else seen.accounts[0]
        self.view = self.views[self.account]
        self.removals = {name: found.removals(view) for name, view in self.views.items()}
        self._follow()

    def _follow(self) -> None:
        """Goes through the draws once, for everything that is asked of them."""
        found = self.found
        asked = [(ALL, 0)] + [(ALL & ~MISPERCEPTION, view) for view in self.views.values()]
        for name, (everybody, each, _) in self.removals.items():
            sets = everybody[:MOST_SETS] + [one for some in each for one in some[:MOST_SETS]] * (name == self.account)
            asked += [(ALL & ~one.removed, self.views[name]) for one in sets]
        asked = sorted(set(asked))
        chosen = np.zeros(self.form.n_states, dtype=np.bool_)
        chosen[found.state] = True
        near, states = around(found.p, chosen)
        state = int(np.flatnonzero(states)[0])
        consent: list[Bools] = []
        pieces = []
        for run in self.prepared.runs:
            drawn = samples(near.form, near.seen, self.prepared.draws, run)
            consent.append(drawn_consent(near, drawn, state, asked))
            pieces.append(drawn_at(near, drawn, self.view, state))
        joined = np.concatenate(consent, axis=2)
        self.consent = dict(zip(asked, joined, strict=True))
        self.change = {place: np.concatenate([one.change[place] for one in pieces]) for place in pieces[0].change}
        self.value = np.concatenate([one.value for one in pieces], axis=1)
        self.free = np.concatenate([one.free for one in pieces])

    def findings(self, head: Plain) -> _Issue:
        found, form = self.found, self.form
        willing = np.asarray(self.consent[ALL, 0].all(axis=0))
        sizes = np.array([block.stop - block.start for block in self.prepared.draws.blocks], dtype=np.float64)
        everybody, _, substance = self.removals[self.account]
        document = {
            **head,
            "sides": list(form.sides),
            "ratifiers": {
                form.parties[place]: form.sides[form.ratifies[place]]
                for place in range(form.n_sides, form.n_sides + form.n_ratifiers)
            },
            "bystanders": list(form.parties[form.n_sides + form.n_ratifiers :]),
            "viable": bool(found.accepts.all()),
            "probability": float(willing.mean()),
            "monte_carlo_error": error_of_share(_per_block(self.prepared, willing), sizes),
            "consent": {side: self._side(place) for place, side in enumerate(form.sides)},
            "stability": found.stability() if form.n_states <= MOST_STATES_STABILITY else None,
            "leaving": list(found.leaving()),
            "keys": self._sets(everybody, self.account, None),
            "why": None if everybody else _ANOTHER if substance.all() else _SUBSTANCE,
            "gains": self._gains(),
            "nobody_else_pays": float(self.free.mean()),
            "accounts": {name: self._account(name) for name in self.views},
            "nearest": self._nearest(),
        }
        mean = found.p.value[self.view, :, found.state]
        return _Issue(
            document,
            willing,
            {
                (form.parties[party], form.interests[interest]): (
                    float(found.p.means.common[self.view, party, interest, found.state]),
                    drawn,
                )
                for (party, interest), drawn in self.change.items()
            },
            {
                side: (float(mean[place]), self.value[place], float(found.p.tolerance[place]))
                for place, side in enumerate(form.sides)
            },
        )

    def _side(self, side: int) -> Plain:
        found = self.found
        numeraire = self.case.parties[self.form.parties[side]].numeraire
        short = found.shortfall(self.case, side, numeraire)
        _, each, _ = self.removals[self.account]
        return {
            "accepts": bool(found.accepts[side]),
            "probability": float(self.consent[ALL, 0][side].mean()),
            "margin": found.margin(side),
            "unmet": self._unmet(found.conditions(side), int(found.p.side_view[side])),
            "causes": self._sets(each[side], self.account, side),
            "shortfall": None if not short else {"interest": numeraire, "amount": short},
            "rank": None,
            "by_account": {
                name: {
                    "accepts": bool(found.accepts_by(view)[side]),
                    "probability": float(self.consent[ALL & ~MISPERCEPTION, view][side].mean()),
                    "margin": found.margin(side, view),
                    "unmet": self._unmet(found.conditions(side, view), view),
                }
                for name, view in self.views.items()
            },
        }

    def _unmet(self, conditions: Sequence[Condition], view: int) -> list[Plain]:
        """Unmet conditions, each kind and party once, with its worst margin and every state that has it."""
        worst: dict[tuple[str, int], list[Condition]] = {}
        for one in conditions:
            if one.met:
                continue
            known = worst.setdefault((one.kind, one.actor), [])
            small = float(self.found.p.tolerance[one.actor])
            if not known or one.margin < known[0].margin - small:
                known[:] = [one]
            elif one.margin <= known[0].margin + small:
                known.append(one)
        return [
            {
                "kind": kind,
                "party": self.form.parties[actor],
                "to": [self.form.named(each.goal) for each in known if each.goal >= 0] or None,
                "margin": self.found.share(view, actor, known[0].margin),
            }
            for (kind, actor), known in worst.items()
        ]

    def _sets(self, removals: Sequence[Removal], account: str, side: int | None) -> list[Plain]:
        rows = []
        for one in removals[:MOST_SETS]:
            drawn = self.consent[ALL & ~one.removed, self.views[account]]
            accepted = drawn.all(axis=0) if side is None else drawn[side]
            rows.append(
                {
                    "remove": list(members(one.removed)),
                    "probability": float(accepted.mean()),
                    "undone_by_more": one.undone,
                }
            )
        return sorted(rows, key=lambda row: (len(row["remove"]), -row["probability"]))

    def _gains(self) -> Plain:
        """What every party gets, in natural units; ``share`` of the most that its own considered value could change."""
        found, form = self.found, self.form
        rows: Plain = {}
        for place, party in enumerate(form.parties):
            touched = [interest for owner, interest in self.change if owner == place]
            means = [float(found.p.means.common[self.view, place, interest, found.state]) for interest in touched]
            drawn = [self.change[place, interest] for interest in touched]
            told = summaries(means, np.stack(drawn, axis=1)) if touched else []
            most = float(np.abs(found.p.value[self.view, place]).max())
            weighted = bool(found.p.means.weighted[place]) and most > found.p.tolerance[place]
            rows[party] = {
                "share": float(found.p.value[self.view, place, found.state]) / most if weighted else None,
                "interests": {form.interests[interest]: vars(one) for interest, one in zip(touched, told, strict=True)},
            }
        return rows

    def _account(self, name: str) -> Plain:
        view = self.views[name]
        compared: Compared = self.found.compared(view)
        everybody, _, _ = self.removals[name]
        return {
            "improvement": compared.improvement,
            "class": "no improvement" if compared.number == NO_CLASS else _CLASSES[compared.number],
            "pays": list(compared.pays),
            "is_reference": compared.is_reference,
            "reference": [self.form.named(int(o)) for o in np.flatnonzero(self.found.p.reference(view))] or None,
            "of_reference": compared.shares if compared.has_reference else None,
            "better": [self.form.named(state) for state in compared.better[:MOST_LISTED]],
            "keys": self._sets(everybody, name, None),
        }

    def _nearest(self) -> list[Plain] | None:
        """Viable states with the fewest changed stances; None where there are too many states to be gone through."""
        if self.form.n_states > MOST_STATES_NEAREST:
            return None
        row = self.form.states[self.found.state]
        return [
            {"stances": self.form.named(state), "changes": int((self.form.states[state] != row).sum())}
            for state in self.found.nearest(self.view)[:MOST_LISTED]
        ]


# --- several issues


def _together(prepared: Prepared, found: Sequence[_Issue]) -> Plain:
    """What every party gets over the issues, and the proposal as a package; null where one issue has numbers."""
    with_numbers = [one for one in found if one.willing is not None]
    if len(with_numbers) < 2:
        return {"totals": None, "package": None}
    return {"totals": _totals(prepared.case, with_numbers), "package": _package(prepared.case, with_numbers)}


def _totals(case: Case, found: Sequence[_Issue]) -> Plain:
    rows: Plain = {}
    for party in case.parties:
        own = {
            interest: [one.change[party, interest] for one in found if (party, interest) in one.change]
            for interest in case.interests
        }
        own = {interest: parts for interest, parts in own.items() if parts}
        if not own:
            continue
        means = [math.fsum(mean for mean, _ in parts) for parts in own.values()]
        drawn = np.stack([np.sum([each for _, each in parts], axis=0) for parts in own.values()], axis=1)
        told = dict(zip(own, summaries(means, drawn), strict=True))
        rows[party] = {interest: vars(one) for interest, one in told.items()}
    return rows


def _package(case: Case, found: Sequence[_Issue]) -> Plain:
    """The proposal as a what-if package: critical λ of each side, and how often it takes it at λ = 1."""
    sides = [side for side in case.parties if any(side in one.value for one in found)]
    critical: dict[str, float | None] = {}
    often: dict[str, float] = {}
    joint: Bools | None = None
    for side in sides:
        parts = [one.value[side] for one in found if side in one.value]
        small = sum(tolerance for _, _, tolerance in parts)
        gain = np.array(math.fsum(max(0.0, mean) for mean, _, _ in parts))
        loss = np.array(math.fsum(max(0.0, -mean) for mean, _, _ in parts))
        limit = float(critical_tolerance(gain, loss, small))
        critical[side] = limit if math.isfinite(limit) else None
        taken = np.asarray(np.sum([drawn for _, drawn, _ in parts], axis=0) >= -small)
        often[side] = float(taken.mean())
        joint = taken if joint is None else joint & taken
    finite = [value for value in critical.values() if value is not None]
    return {
        "critical": critical,
        "tolerance": min(finite) if finite else None,
        "taken": {side: value is None or value >= 1.0 - 1e-9 for side, value in critical.items()},
        "probability": often,
        "probability_of_all": float(joint.mean()) if joint is not None else None,
    }
