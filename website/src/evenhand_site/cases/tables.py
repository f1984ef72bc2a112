"""The figures of a study as tables for other programs (CSV, RFC 4180): one row for one number or one finding.

Names are those of the case file, figures are not rounded. Points and shares are of one party and are never compared
between parties.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evenhand_site.cases.findings import Findings

__all__ = ["OF_SHOWN", "TABLES", "as_csv"]

Row = Sequence[Any]


def as_csv(name: str, findings: Findings, issue: str = "") -> str:
    """A table of `TABLES`, of one issue if it is named, in every account; its first row says what stands below.

    Raises
    ------
    KeyError
        If there is no such table.
    """
    heads, rows = TABLES[name]
    wanted = [item for item in findings.issues if issue in ("", item["id"])]
    kept = io.StringIO()
    write = csv.writer(kept)
    write.writerow(["case", "issue", *heads])
    for item in wanted:
        for row in rows(findings, item):
            write.writerow(
                [findings.document["case"]["id"], item["id"], *("" if cell is None else cell for cell in row)]
            )
    return kept.getvalue()


def _issues(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for account, found in issue["accounts"].items():
        yield account, found["kind"], found["improvement_probability"], found["doubt"]


def _losses(findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for account, found in issue["accounts"].items():
        for party, loss in (found.get("losses") or {}).items():
            for interest, item in (loss.get("interests") or {}).items():
                _name, unit, kind = findings.interest(interest)
                yield account, party, interest, kind, unit, *(item[key] for key in ("mean", "p5", "median", "p95"))


def _causes(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    """Shares of a party's own loss: points themselves mean nothing to anybody else."""
    for account, found in issue["accounts"].items():
        for party, causes in (found.get("causes") or {}).items():
            whole = (((found.get("losses") or {}).get(party) or {}).get("points") or {}).get("mean")
            if whole:
                for cause, value in causes.items():
                    beside = [((found.get(key) or {}).get(party) or {}).get(cause) for key in ("alone", "last")]
                    yield account, party, cause, *(None if each is None else each / whole for each in (value, *beside))


def _keys(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for account, found in issue["accounts"].items():
        for key in found.get("keys") or ():
            yield account, "; ".join(key["remove"]), key.get("probability")


def _agreements(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    yield "", "default", _state(issue["default"]), "", None, None
    for account, found in issue["accounts"].items():
        sure = found["improvement_probability"]
        for option in found.get("reference") or ():
            pays = "; ".join(option["pays"])
            yield account, "agreement", _state(option["stances"]), pays, option["standing_proof"], sure


def _common_ground(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for kind in ("common_ground", "common_ground_at_cost"):
        for item in issue.get(kind) or ():
            yield _state(item["stances"]), "; ".join(item.get("pays") or ()), item.get("probability")


def _expectations(findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for party, item in ((issue.get("expectations") or {}).get("parties") or {}).items():
        for interest, amount in (item["expected"].get("interests") or {}).items():
            yield party, "expected", interest, findings.interest(interest)[1], amount, "", None
        best = item["best"]["points"]
        for what in ("attainable", "best"):
            share = item[what]["points"] / best if best > 0 else None
            yield party, what, "", "", None, _state(item[what].get("stances") or {}), share


def _beliefs(_findings: Findings, issue: Mapping[str, Any]) -> Iterator[Row]:
    for item in issue.get("beliefs") or ():
        yield item["by"], item["about"], _state(item["stances"]), item["believed"], item.get("own"), item["base"]


def _state(stances: Mapping[str, str]) -> str:
    return "; ".join(f"{side}: {stance}" for side, stance in stances.items())


Rows = Callable[[Findings, Mapping[str, Any]], Iterator[Row]]
TABLES: dict[str, tuple[Sequence[str], Rows]] = {
    "issues": (("account", "kind", "improvement_probability", "doubt"), _issues),
    "losses": (("account", "party", "interest", "kind", "unit", "mean", "p5", "median", "p95"), _losses),
    "causes": (("account", "party", "cause", "share", "alone", "last"), _causes),
    "keys": (("account", "remove", "probability"), _keys),
    "agreements": (("account", "what", "state", "pays", "standing_proof", "improvement_probability"), _agreements),
    "common-ground": (("state", "pays", "probability"), _common_ground),
    "expectations": (("party", "what", "interest", "unit", "amount", "state", "share_of_best"), _expectations),
    "beliefs": (("by", "about", "state", "believed", "own", "base"), _beliefs),
}
"""Every table by its name: the heads of its columns, and who makes its rows."""

OF_SHOWN = {
    "overview": "issues", "losses": "losses", "bystanders": "losses", "causes": "causes", "keys": "keys",
    "agreement": "agreements", "expectations": "expectations", "beliefs": "beliefs", "common-ground": "common-ground",
    "doubt": "issues",
}  # fmt: skip
"""Where the figures stand that a text shows of an issue (keys of `showing.SHOWS` and `showing.OF_CASE`)."""
