"""Findings of a stored study as plain questions: which issues, who loses, why, what would unlock them.

All answers are those of the study's base account and come straight from its document (``evenhand.analysis/1``). Sides
stand in the order of the document. Points are only ever divided by the same party's own points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evenhand.report.naming import NO_REASON
from evenhand.report.numerals import NOTHING
from evenhand.report.words import shares_of

__all__ = ["NOTHING", "NO_REASON", "Findings"]

Document = Mapping[str, Any]
UNNECESSARY, AT_EXPENSE = "unnecessary loss", "loss at the expense of others"


@dataclass(frozen=True)
class Findings:
    """A study's document with the names of its parties and interests, the words of its stances, and its chapters."""

    document: Document
    names: Document
    chapters: Document = field(default_factory=dict)

    @cached_property
    def issues(self) -> list[Document]:
        return list(self.document["issues"])

    @cached_property
    def sides(self) -> list[str]:
        """Every side of the case, in the order in which the issues name them."""
        return list(dict.fromkeys(side for issue in self.issues for side in issue["sides"]))

    def issue(self, name: str) -> Document | None:
        return next((issue for issue in self.issues if issue["id"] == name), None)

    def base(self, issue: Document) -> Document:
        """What the base account says of an issue."""
        return issue["accounts"][self.document["base"]]

    def of_kind(self, *kinds: str) -> list[Document]:
        return [issue for issue in self.issues if self.base(issue)["kind"] in kinds]

    @cached_property
    def unnecessary(self) -> list[Document]:
        """Issues on which something is lost and nobody else would pay for getting it back."""
        return self.of_kind(UNNECESSARY)

    @cached_property
    def with_loss(self) -> list[Document]:
        """Issues on which something is lost, be it to be had at the expense of others."""
        return self.of_kind(UNNECESSARY, AT_EXPENSE)

    # --- names

    def party(self, party: str) -> str:
        return self.names["parties"].get(party, party)

    def interest(self, interest: str) -> tuple[str, str, str]:
        """Name, unit and kind of an interest."""
        return tuple(self.names["interests"].get(interest, (interest, "", "substance")))

    def stance(self, issue: Document, side: str, stance: str) -> str:
        """What a side does, in the words of the case."""
        known = self.names.get("stances", {}).get(issue["id"], {}).get(side, {})
        return known.get(stance) or stance.replace("-", " ").replace("_", " ")

    def stance_in(self, language: str, issue: Document, side: str, stance: str) -> str:
        """The same in another language, where the case speaks it; else nothing."""
        own = self.names.get("stances_in", {}).get(language, {})
        return own.get(issue["id"], {}).get(side, {}).get(stance, "")

    def substance(self, amounts: Mapping[str, Any]) -> dict[str, Any]:
        """Of amounts by interest those of substance, in the order of the case."""
        order = list(self.names["interests"])
        kept = {name: amount for name, amount in amounts.items() if self.interest(name)[2] == "substance"}
        return dict(sorted(kept.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))

    # --- what is lost

    def loss(self, issue: Document, party: str) -> float:
        """A party's mean loss in its own points; 0 where it has none."""
        points = ((self.base(issue).get("losses") or {}).get(party) or {}).get("points")
        return float(points["mean"]) if points else 0.0

    def amounts(self, issue: Document, party: str) -> dict[str, dict[str, float]]:
        """What a party forgoes in each interest of substance: mean and percentiles, in natural units."""
        loss = (self.base(issue).get("losses") or {}).get(party) or {}
        found = self.substance(loss.get("interests") or {})
        return {name: item for name, item in found.items() if any(abs(item[key]) > NOTHING for key in item)}

    def summed(self, party: str) -> dict[str, float]:
        """A party's mean losses in each interest of substance, added up over the issues."""
        sums: dict[str, float] = {}
        for issue in self.issues:
            for name, item in self.amounts(issue, party).items():
                sums[name] = sums.get(name, 0.0) + item["mean"]
        return {name: value for name, value in self.substance(sums).items() if abs(value) > NOTHING}

    def portions(self, side: str) -> dict[str, float]:
        """Each issue's share of a side's own unnecessary losses, largest first."""
        lost = {issue["id"]: self.loss(issue, side) for issue in self.unnecessary}
        lost = {name: value for name, value in lost.items() if value > NOTHING}
        total = sum(lost.values())
        return {name: value / total for name, value in sorted(lost.items(), key=lambda item: -item[1])}

    def losing_bystanders(self, issue: Document) -> list[str]:
        """Who is no side and forgoes something of substance: in points, or without weights in every interest."""
        return [party for party in issue["bystanders"] if self._loses(issue, party)]

    def _loses(self, issue: Document, party: str) -> bool:
        points = ((self.base(issue).get("losses") or {}).get(party) or {}).get("points")
        if points:
            return bool(points["mean"] > NOTHING)
        means = [item["mean"] for item in self.amounts(issue, party).values() if abs(item["mean"]) > NOTHING]
        return bool(means) and min(means) > 0

    def free_moves(self, issue: Document) -> list[str]:
        """Sides that would gain by changing their own stance alone, at no other's cost, whatever the others do."""
        moves = self.base(issue).get("unilateral_losses") or {}
        return [side for side in issue["sides"] if (moves.get(side) or {}).get("whatever_others_do")]

    # --- why

    def share(self, issue: Document, side: str, cause: str) -> float:
        """A cause's share of a side's own loss; 0 where it loses nothing."""
        return (shares_of(self.base(issue), side) or {}).get(cause, 0.0)

    def keys(self, issue: Document) -> list[Document]:
        """The sets of causes whose removal unlocks an issue, the surest first."""
        found = self.base(issue).get("keys") or []
        return sorted(found, key=lambda key: (-round(key.get("probability") or 0.0, 2), len(key["remove"])))

    def standing_set_aside(self, issue: Document) -> bool:
        """Whether the loss is one only if standing is set aside."""
        return any(option.get("standing_proof") is False for option in self.base(issue).get("reference") or [])

    # --- what the sides believe and expect

    def misread(self, by: str, about: str, least: float = 0.05) -> list[Document]:
        """Issues on which ``by`` sees the agreement's worth to ``about`` otherwise than that one's own account does.

        Both are shares of the largest value in question; ``least`` is the difference from which they count as apart.
        """
        return [
            issue
            for issue in self.with_loss
            if any(
                (belief["by"], belief["about"]) == (by, about)
                and belief.get("own") is not None
                and abs(belief["believed"] - belief["own"]) >= least
                for belief in issue.get("beliefs") or []
            )
        ]

    def expecting(self, side: str) -> dict[str, tuple[float, float]]:
        """Issues on which a side counts on gains: how much, and how much of that it would have to give up.

        In the side's own points; the trim is the one by which the expectations of all sides fit together.
        """
        found = {}
        for issue in self.issues:
            given = issue.get("expectations") or {}
            expected = ((given.get("parties") or {}).get(side) or {}).get("expected", {}).get("points", 0.0)
            if expected > NOTHING:
                found[issue["id"]] = (expected, (given.get("trim") or {}).get(side) or 0.0)
        return found

    def trimmed(self, side: str) -> float | None:
        """The share of all that a side counts on that it would have to give up; None where it counts on nothing."""
        found = self.expecting(side).values()
        return sum(trim for _, trim in found) / sum(expected for expected, _ in found) if found else None

    # --- what the further chapters found

    @property
    def record(self) -> Document:
        """Past episodes by whether expectations were met, and how many led to a crisis; empty where there are none."""
        return (self._chapter("courses").get("record") or {}).get("counts") or {}

    @property
    def crises(self) -> dict[str, float]:
        """Mean crises in ten years by course; empty where no courses were compared."""
        courses = self._chapter("courses").get("courses") or {}
        return {name: course["crises_per_decade"]["mean"] for name, course in courses.items()}

    @property
    def own_parameters(self) -> bool:
        """Whether the case itself gives a parameter of the courses; else all of them are the program's defaults."""
        return any(each.get("given") for each in self._chapter("courses").get("parameters") or ())

    @property
    def long_term(self) -> list[tuple[Document | None, float, float]]:
        """Per model of investment: its issue, and the long-term share of what goes ahead, today and with safety."""
        found = []
        for model in self._chapter("benefits").get("models") or []:
            sorts = model.get("sorts")
            if sorts:
                shares = [_share(sorts[safety]) for safety in ("without", "with")]
                found.append((self.issue(model["issue"]), shares[0], shares[1]))
        return found

    @property
    def packages(self) -> Document:
        """Package deals under free trading of issues; empty where none were looked for."""
        return self._chapter("agenda").get("packages") or {}

    @property
    def agenda(self) -> tuple[list[Document], dict[str, float]]:
        """The issues of the best agenda, and what it brings each side, as a share of its own; nothing without one."""
        chapter = self._chapter("agenda")
        best = next(iter(chapter.get("agendas") or ()), None)
        if not best or not best["issues"]:
            return [], {}
        issues = [issue for name in best["issues"] if (issue := self.issue(name))]
        reach = [each for each in chapter.get("frontier") or () if each["at_most"] <= chapter["at_most"]]
        return issues, dict(reach[-1]["of_total"]) if reach else {}

    @property
    def refused(self) -> list[Document]:
        """Consents that are refused: what would win them, by issue and side."""
        issues = self._chapter("persuasion").get("issues") or []
        sides = [side for issue in issues for side in (issue.get("sides") or {}).values() if side]
        return [side for side in sides if side.get("accepts") is False]

    @property
    def threats(self) -> list[Document]:
        """How many threats of each side against each other would be believed and work."""
        return list(self._chapter("leverage").get("summary") or [])

    def _chapter(self, name: str) -> Document:
        return self.chapters.get(name) or {}


def _share(sorts: Document) -> float:
    """The long-term share of all investment that goes ahead, on the means."""
    return sorts["long-term"]["mean"] / sorts["all"]["mean"] if sorts["all"]["mean"] > NOTHING else 0.0
