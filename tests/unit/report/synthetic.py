"""Documents for tests of the report: plausible in shape and sums, reckoned crudely from the medians of a case.

These are no findings. They let the report be tested without the engine, on any case, also on ones with ugly names.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

from evenhand.casefile import Case, Issue, loads

NAMES = [
    "no stated reason",
    "misperception",
    "standing",
    "private interest",
    "impatience",
    "attachment",
    "expectations",
    "ratification",
    "linkage",
    "commitment",
]


def _median(judgement: Any) -> float:
    values = judgement.is_
    return float(values[len(values) // 2] if len(values) != 2 else sum(values) / 2)


def spread(mean: float, width: float = 0.5) -> dict[str, float]:
    around = abs(mean) * width
    return {"mean": mean, "p5": mean - 1.5 * around, "median": mean - 0.1 * around, "p95": mean + 2 * around}


def _states(issue: Issue) -> list[dict[str, str]]:
    sides = list(issue.stances)
    every = [dict(zip(sides, names, strict=True)) for names in itertools.product(*issue.stances.values())]
    return [state for state in every if not any(_holds(rule, state) for rule in issue.infeasible)]


def _holds(condition: Any, state: dict[str, str]) -> bool:
    return all(state[side] in names for side, names in condition.items())


def _consequences(issue: Issue, state: dict[str, str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for effect in issue.effects:
        if _holds(effect.when, state):
            for target, judgement in effect.gives.items():
                party, interest = target.split(".")
                own = found.setdefault(party, {})
                chance = _median(effect.chance) if effect.chance else 1.0
                own[interest] = own.get(interest, 0.0) + chance * _median(judgement) / (20 if effect.once else 1)
    return found


def _value(case: Case, party: str, got: dict[str, float]) -> float:
    weights = case.weights.get(party, {})
    return sum(
        _median(weights[name]) * amount
        for name, amount in got.items()
        if name in weights and case.interests[name].kind == "substance"
    )


def _causes(points: float, dice: random.Random) -> dict[str, float]:
    parts = [max(0.0, dice.gauss(0.0, 1.0)) ** 2 for _ in NAMES]
    parts[0] *= 0.2
    parts[4] = -0.1
    total = sum(parts) or 1.0
    return {name: points * part / total for name, part in zip(NAMES, parts, strict=True)}


def _account(case: Case, name: str, issue: Issue, parties: list[str], dice: random.Random) -> dict[str, Any]:
    sides = list(issue.stances)
    default = dict(issue.default)
    today = _consequences(issue, default)
    values: list[tuple[dict[str, str], dict[str, dict[str, float]], dict[str, float]]] = []
    for state in _states(issue):
        reached = _consequences(issue, state)
        change = {
            party: {
                interest: reached.get(party, {}).get(interest, 0.0) - today.get(party, {}).get(interest, 0.0)
                for interest in {**reached.get(party, {}), **today.get(party, {})}
            }
            for party in parties
        }
        values.append((state, change, {party: _value(case, party, change[party]) for party in parties}))
    better = [
        item
        for item in values
        if all(item[2][side] >= 0 for side in sides) and any(item[2][side] > 1e-9 for side in sides)
    ]
    account: dict[str, Any] = {
        "kind": "genuine conflict",
        "why": None,
        "improvement_probability": 0.0,
        "reference": None,
        "nash_agrees": None,
        "beside": [],
        "losses": None,
        "unilateral_losses": {
            side: {"mean": 0.0, "p5": 0.0, "median": 0.0, "p95": 0.0, "stances": [], "whatever_others_do": False}
            for side in sides
        },
        "temptations": {},
        "temptation": None,
        "value_at_risk": None,
        "mix": None,
        "causes": None,
        "alone": None,
        "last": None,
        "causes_by_interest": None,
        "at_work": NAMES[1:],
        "doubt": None,
        "prediction": {
            "by": "nobody moves",
            "states": [{"stances": default, "share": 1.0}],
            "probability": 0.9,
            "pays": [],
        },
        "keys": None,
        "stability": {"default": {"nash": True, "seq": True, "gmr": True, "smr": False}, "reference": None},
        "netting_matters": False,
        "states": [
            {
                "stances": state,
                "class": "default" if state == default else "no improvement",
                "pays": [],
                "points": {party: round(value, 6) for party, value in own.items()},
            }
            for state, _, own in values
        ],
        "sensitivity": [],
        "monte_carlo_error": {
            "improvement_probability": 0.001,
            "doubt": 0.001,
            "losses": dict.fromkeys(parties, 0.01),
            "prediction": 0.002,
            "keys": [0.003],
        },
    }
    if issue.ordinal:
        account |= {
            "kind": "unnecessary loss",
            "why": "ranks have no sizes",
            "improvement_probability": None,
            "reference": [
                {
                    "stances": {s: list(n)[-1] for s, n in issue.stances.items()},
                    "standing_proof": True,
                    "pays": [],
                    "probability": 1.0,
                }
            ],
            "unilateral_losses": None,
            "keys": [{"remove": ["commitment"], "probability": None, "undone_by_more": False}],
            "states": None,
            "monte_carlo_error": None,
            "ordinal": {
                "improvements": [{"stances": {s: list(n)[-1] for s, n in issue.stances.items()}, "pays": []}],
                "efficient": [{s: list(n)[-1] for s, n in issue.stances.items()}],
                "misperceptions": ["Each side ranks leaving higher than it is."],
            },
        }
        return account
    if not better:
        return account
    state, change, own = max(better, key=lambda item: min(item[2][side] for side in sides))
    pays = [
        p
        for p in parties
        if p not in sides and (own[p] < 0 or (p not in case.weights and any(v < 0 for v in change[p].values())))
    ]
    proof = dice.random() < 0.6
    points = {party: own[party] for party in parties if party in case.weights}
    causes = {party: _causes(value, dice) for party, value in points.items()}
    account |= {
        "kind": "loss at the expense of others" if pays else "unnecessary loss",
        "improvement_probability": 0.93,
        "reference": [{"stances": state, "standing_proof": proof, "pays": pays, "probability": 1.0}],
        "nash_agrees": True,
        "beside": [{"stances": values[-1][0], "standing_proof": False, "pays": pays[:1], "gains": {sides[0]: 0.5}}],
        "losses": {
            party: {
                "points": spread(points[party]) if party in points else None,
                "with_standing": None if proof or party not in points else -0.4 * points[party],
                "range": {"min": 0.0, "max": 2 * points.get(party, 0.0)} if party in points else None,
                "hindsight": None,
                "interests": {name: spread(amount) for name, amount in change[party].items()},
            }
            for party in parties
        },
        "causes": causes,
        "alone": {party: {name: 0.8 * part for name, part in parts.items()} for party, parts in causes.items()},
        "last": {party: {name: 0.5 * part for name, part in parts.items()} for party, parts in causes.items()},
        "causes_by_interest": {
            party: {name: dict.fromkeys(NAMES, amount / 10) for name, amount in change[party].items()}
            for party in points
        },
        "doubt": 0.07,
        "keys": dice.choice(
            [
                [
                    {"remove": ["misperception"], "probability": 0.62, "undone_by_more": False},
                    {"remove": ["standing", "commitment"], "probability": 0.81, "undone_by_more": True},
                ],
                [{"remove": ["commitment"], "probability": 0.87, "undone_by_more": False}],
                [{"remove": [], "probability": 0.97, "undone_by_more": False}],
                [],
            ]
        ),
        "stability": {
            "default": {"nash": True, "seq": True, "gmr": True, "smr": True},
            "reference": {"nash": False, "seq": True, "gmr": True, "smr": True},
        },
        "sensitivity": [
            {"judgement": f"{issue.effects[0].id}: {next(iter(issue.effects[0].gives))}", "party": side, "share": 0.61}
            for side in sides
        ],
    }
    return account


def document(case: Case, seed: int = 1) -> dict[str, Any]:
    """A document of the right shape for any case."""
    dice = random.Random(seed)
    issues = []
    for issue_id, issue in case.issues.items():
        sides = list(issue.stances)
        got = {target.split(".")[0] for effect in issue.effects for target in effect.gives}
        ratifiers = {p: str(party.ratifies) for p, party in case.parties.items() if party.ratifies in sides}
        parties = sides + [p for p in case.parties if p in got and p not in sides]
        accounts = {
            name: _account(case, name, issue, parties, dice)
            for name in ["authors", *(s for s in sides if s in case.accounts)]
        }
        base = accounts["authors"]
        reference = (base["reference"] or [None])[0]
        beliefs = []
        if reference and base["losses"]:
            beliefs = [
                {
                    "about": about,
                    "by": by,
                    "stances": reference["stances"],
                    "believed": dice.uniform(-1, 1),
                    "own": dice.uniform(0, 1) if about in case.accounts else None,
                    "base": 1.0,
                }
                for about in sides
                for by in sides
                if about != by
            ]
        ground = (
            [
                {
                    "stances": reference["stances"],
                    "pays": reference["pays"],
                    "probability": 0.72,
                    "probability_if_independent": 0.66,
                }
            ]
            if reference
            else []
        )
        expects = None
        if issue.expects and base["losses"]:
            expects = {
                "parties": {
                    party: {
                        "expected": {"points": 1.2, "interests": {name: _median(j) for name, j in own.items()}},
                        "attainable": {"points": 0.8, "stances": reference["stances"]},
                        "best": {"points": 2.0, "stances": reference["stances"]},
                    }
                    for party, own in issue.expects.items()
                },
                "jointly_feasible": False,
                "trim": dict.fromkeys(issue.expects, 0.4),
                "trim_state": reference["stances"],
            }
        issues.append(
            {
                "id": issue_id,
                "title": issue.title,
                "default": dict(issue.default),
                "ordinal": issue.ordinal,
                "sides": sides,
                "ratifiers": ratifiers,
                "bystanders": [p for p in parties if p not in sides and p not in ratifiers],
                "accounts": accounts,
                "common_ground": [item for item in ground if not item["pays"]],
                "common_ground_at_cost": [item for item in ground if item["pays"]],
                "holds_in_all_accounts": {"kind": True, "reference": bool(reference), "keys": [["commitment"]]},
                "expectations": expects,
                "beliefs": beliefs,
            }
        )
    return {
        "schema": "evenhand.analysis/1",
        "evenhand": "0.1.0",
        "case": {"id": case.case, "title": case.title, "as of": case.as_of},
        "draws": 10000,
        "seed": 1,
        "replicates": 16,
        "base": "authors",
        "deadlocks": [list(case.issues)[:2]] if len(case.issues) > 1 else [],
        "unused_potential": {party: {"points": spread(2.0)} for party in list(case.weights)},
        "issues": issues,
    }


SCRIPT = "<script>alert('no')</script>"
LONG = "Verwaltungsgemeinschaftsangelegenheiten" * 4

UGLY = f"""
case: ugly
title: "Ugly {SCRIPT} & \\"quoted\\" title"
as of: 2024-02-29
authors: ["A <b>bold</b> author"]
summary: "Сводка: 河の問題 {SCRIPT}"
note: "]]> --> {{{{ 7 * 7 }}}} {{% raw %}}"
licence: CC0
parties:
  alder: {{name: "Äldér & Söhne <i>", numeraire: money, trust: {{birch: [0.2, 0.4, 0.7]}}, attachment: 2}}
  birch: {{name: "{LONG}", numeraire: money}}
  council: {{name: "Совет 'R' \\"x\\"", ratifies: birch, numeraire: money}}
  cedar: {{name: "سدر", note: "{SCRIPT}"}}
interests:
  money: {{name: "Money > work", unit: USD bn/yr}}
  lives: {{name: "Lives <saved>", unit: lives/yr}}
  rank: {{name: Rank, unit: points, kind: standing}}
weights:
  alder: {{money: 1, lives: [0.001, 0.002, 0.004], rank: 0.3}}
  birch: {{money: 1, lives: [0.001, 0.002, 0.004], rank: 0.3}}
  council: {{money: 1}}
issues:
  river-gauges:
    title: "Gauges {SCRIPT}"
    question: "Shared, or not? <img src=x onerror=alert(1)>"
    stances:
      alder: {{hide: "Keep <them> to oneself", share: "Share & compare"}}
      birch: {{hide: "Keep <them> to oneself", share: "Share & compare"}}
    default: {{alder: hide, birch: hide}}
    effects:
      - id: both-share
        when: {{alder: share, birch: share}}
        gives:
          alder.money: {{is: [0.5, 1, 2], evidence: [book], status: verified}}
          birch.money: [0.5, 1, 2]
          alder.lives: [10, 30, 70]
          cedar.lives: [1, 2, 3]
          birch.rank: [-2, -1, -0.5]
        after: 18 months
        chance: [0.5, 0.7, 0.9]
        evidence: [book, film]
        status: reading
        note: "A note {SCRIPT} & more"
    expects: {{birch: {{money: 3}}}}
    linkage: [{{party: alder, withholds: share, while: {{ranks: {{birch: arm}}}}, note: "{SCRIPT}"}}]
    facts: [{{fact: "Fact {SCRIPT}", evidence: book, status: verified}}]
    outcome later: [{{fact: "Later {SCRIPT}", status: unverified}}]
    note: "{SCRIPT}"
  dam:
    title: "Dam: at the expense of {LONG}"
    stances: {{alder: [wait, build], birch: [wait, build]}}
    default: {{alder: wait, birch: wait}}
    effects:
      - id: dam-stands
        when: {{alder: build, birch: build}}
        gives: {{alder.money: 4, birch.money: 4, cedar.lives: -2}}
  ranks:
    title: Ranks only
    stances: {{alder: [arm, restrain], birch: [arm, restrain]}}
    default: {{alder: arm, birch: arm}}
    preferences:
      alder: [{{birch: restrain}}, {{if: {{birch: restrain}}, then: {{alder: restrain}}}}, {{not: {{alder: arm}}}}]
      birch: [{{any: [{{alder: restrain}}, {{birch: arm}}]}}, {{birch: arm}}]
  fields:
    title: Two fields
    stances: {{alder: [keep, cede], birch: [keep, cede]}}
    default: {{alder: keep, birch: keep}}
    effects:
      - {{id: alder-cedes, when: {{alder: cede}}, gives: {{alder.money: -4, birch.money: 3}}}}
      - {{id: birch-cedes, when: {{birch: cede}}, gives: {{alder.money: 3, birch.money: -4}}}}
accounts:
  alder:
    note: "{SCRIPT}"
    weights: {{birch: {{rank: 5}}}}
    effects: {{both-share: {{gives: {{birch.money: [2, 3, 5]}}, note: "{SCRIPT}", status: reading, evidence: [film]}}}}
    ratifiers: {{council: false}}
evidence:
  book:
    type: book
    title: "Book {SCRIPT}"
    author: [{{family: "O'Neil <b>", given: "Zoë"}}, {{literal: "The <Org>"}}]
    issued: 2013-12
    URL: "https://example.org/?a=1&b=<c>"
    side: alder
  film:
    type: motion_picture
    title: Film
    author: A. Author
    issued: {{date-parts: [[2012, 5, 3]]}}
    URL: "javascript:alert(1)"
"""


def ugly() -> Case:
    return loads(UGLY)


PLAIN = """
case: twins
title: Two sides of a river
as of: 2024-01-01
summary: A test case whose sides are alike but for their numbers.
parties:
  alder: {name: Alder, numeraire: money}
  birch: {name: Birch, numeraire: money}
  cedar: {name: Cedar}
interests:
  money: {name: Public budget, unit: USD bn/yr}
  lives: {name: Lives saved, unit: lives/yr}
weights:
  alder: {money: 1, lives: 0.01}
  birch: {money: 1, lives: 0.01}
issues:
  bridge:
    title: The bridge
    stances: {alder: [closed, open], birch: [closed, open]}
    default: {alder: closed, birch: closed}
    effects:
      - id: both-open
        when: {alder: open, birch: open}
        gives: {alder.money: [1, 2, 4], birch.money: [3, 5, 9], alder.lives: 40, birch.lives: 7, cedar.lives: 2}
    expects: {alder: {money: 3}, birch: {money: 4}}
accounts:
  alder: {effects: {both-open: {gives: {birch.money: 9}}}}
  birch: {effects: {both-open: {gives: {alder.money: 8}}}}
"""


def plain() -> Case:
    return loads(PLAIN)
