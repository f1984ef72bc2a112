"""Results of an analysis, typed and frozen; field by field what ``evenhand analyse --json`` prints."""

from __future__ import annotations

import html
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

__all__ = ["AccountFindings", "IssueFindings", "PartyLoss", "Study", "Summary"]

SCHEMA = "evenhand.analysis/1"


@dataclass(frozen=True)
class Summary:
    """Mean and 90 % interval of a figure. The mean is exact, at median weights; the rest is from the draws."""

    mean: float
    p5: float
    median: float
    p95: float


@dataclass(frozen=True)
class PartyLoss:
    """What a party loses at the default compared with the reference agreement; positive is a loss.

    ``points`` is None for a party without weights (``why``). ``with_standing``: mean points with standing counted,
    where the reference agreement is not standing-proof. ``range``: over all improvements. ``hindsight``: against the
    best state of each draw. ``interests``: natural units.
    """

    points: Summary | None
    with_standing: float | None
    range: dict[str, float] | None
    hindsight: Summary | None
    interests: dict[str, Summary]
    why: str | None = None


@dataclass(frozen=True)
class AccountFindings:
    """Findings of one issue as if one account were true. States are maps from side to stance."""

    kind: str
    why: str | None
    improvement_probability: float | None
    reference: list[dict[str, Any]] | None
    nash_agrees: bool | None
    beside: list[dict[str, Any]]
    losses: dict[str, PartyLoss] | None
    unilateral_losses: dict[str, dict[str, Any]] | None
    temptations: dict[str, dict[str, Any]] | None
    temptation: dict[str, str] | None
    value_at_risk: dict[str, float] | None
    mix: list[dict[str, Any]] | None
    causes: dict[str, dict[str, float]] | None
    alone: dict[str, dict[str, float]] | None
    last: dict[str, dict[str, float]] | None
    causes_by_interest: dict[str, dict[str, dict[str, float]]] | None
    at_work: list[str]
    doubt: float | None
    prediction: dict[str, Any] | None
    keys: list[dict[str, Any]] | None
    stability: dict[str, dict[str, bool] | None] | None
    netting_matters: bool | None
    states: list[dict[str, Any]] | None
    sensitivity: list[dict[str, Any]]
    monte_carlo_error: dict[str, Any] | None
    ordinal: dict[str, Any] | None = None
    leaving: dict[str, list[str]] | None = None
    whose: dict[str, list[str]] | None = None


@dataclass(frozen=True)
class IssueFindings:
    """Findings of one issue in every account."""

    id: str
    title: str
    default: dict[str, str]
    ordinal: bool
    sides: list[str]
    ratifiers: dict[str, str]
    bystanders: list[str]
    accounts: dict[str, AccountFindings]
    common_ground: list[dict[str, Any]]
    common_ground_at_cost: list[dict[str, Any]]
    holds_in_all_accounts: dict[str, Any]
    expectations: dict[str, Any] | None
    beliefs: list[dict[str, Any]]


@dataclass(frozen=True)
class Study:
    """An analysis of a case: every issue, every account, all draws."""

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    deadlocks: list[list[str]]
    unused_potential: dict[str, dict[str, Summary]]
    issues: list[IssueFindings]

    def __getitem__(self, issue: str) -> IssueFindings:
        """Findings of an issue by its name."""
        for found in self.issues:
            if found.id == issue:
                return found
        raise KeyError(issue)

    def document(self) -> dict[str, Any]:
        """The analysis as plain data, ready for JSON (schema ``evenhand.analysis/1``)."""
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            "draws": self.draws,
            "seed": self.seed,
            "replicates": self.replicates,
            "base": self.base,
            "deadlocks": _plain(self.deadlocks),
            "unused_potential": _plain(self.unused_potential),
            "issues": [_plain(issue) for issue in self.issues],
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row for each issue, account and party: losses and shares of the causes in the party's own points.

        Points must not be compared between parties.
        """
        import pandas

        rows = []
        for issue in self.issues:
            for account, found in issue.accounts.items():
                for party, loss in (found.losses or {}).items():
                    row: dict[str, Any] = {"issue": issue.id, "account": account, "party": party, "kind": found.kind}
                    if loss.points is not None:
                        row |= {"loss": loss.points.mean, "p5": loss.points.p5, "p95": loss.points.p95}
                        row |= (found.causes or {}).get(party, {})
                    rows.append(row)
                if not found.losses:
                    rows.append({"issue": issue.id, "account": account, "kind": found.kind})
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        cells = []
        for issue in self.issues:
            found = issue.accounts[self.base]
            keys = "; ".join(" + ".join(key["remove"]) or "nothing needed" for key in found.keys or []) or "none"
            line = (issue.title, found.kind, keys)
            cells.append("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in line) + "</tr>")
        head = "<tr><th>issue</th><th>kind</th><th>what would unlock it</th></tr>"
        return f"<table><caption>{html.escape(self.title)}</caption>{head}{''.join(cells)}</table>"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        for optional in ("why", "ordinal"):
            if optional in plain and plain[optional] is None and optional != "why":
                del plain[optional]
        return plain
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
