"""The report of a case as one HTML file: made for a reader of policy, on a telephone, a desk or paper.

The page is a function of the case and of the plain document that ``analyse --json`` writes. Nothing is fetched and
nothing runs in it: styles and charts are inside, every chart has its words and its table. Text of the case is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from evenhand.casefile.model import Case, EffectOverride, Evidence, Issue, Judgement, Statement
from evenhand.catalog import cases
from evenhand.report import charts, words

__all__ = ["render"]

Document = Mapping[str, Any]
LOSSES = ("unnecessary loss", "loss at the expense of others")
TEMPLATES = Path(__file__).parent / "templates"


def render(case: Case, document: Document) -> str:
    """The whole report.

    Parameters
    ----------
    case : Case
        The case that was analysed.
    document : mapping
        The analysis as plain data (schema ``evenhand.analysis/1``).

    Returns
    -------
    str
        One HTML page that needs nothing beside itself.
    """
    page = Page(case, document)
    return _environment().get_template("report.html.jinja").render(page=page, case=case, document=document)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=words, charts=charts, CAUSES=words.CAUSES, NO_REASON=words.NO_REASON)
    environment.filters.update(
        figure=words.figure, percent=words.percent, often=words.often, listed=words.listed, sentence=sentence
    )
    return environment


def sentence(text: str) -> str:
    """Words with a capital letter at the beginning and a full stop at the end; empty stays empty."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "\u2026")) else f"{text}."


class Page:
    """What the templates ask of a case and its document; every method returns words, numbers or rows, never a guess."""

    def __init__(self, case: Case, document: Document) -> None:
        self.case = case
        self.document = document
        self.issues: Sequence[Document] = document["issues"]
        self.sources = {name: number for number, name in enumerate(case.evidence, 1)}
        self._scales = self._ledger_scales()
        self._labels: Counter[str] = Counter()

    # --- names

    def unique(self, label: str) -> str:
        """A label for a landmark, numbered where it was given before."""
        self._labels[label] += 1
        return label if self._labels[label] == 1 else f"{label} ({self._labels[label]})"

    def party(self, party: str) -> str:
        return words.party_name(self.case, party)

    def parties(self, parties: Iterable[str]) -> str:
        return words.listed(self.party(party) for party in parties)

    def interest(self, interest: str) -> str:
        return words.interest_name(self.case, interest)

    def unit(self, interest: str) -> str:
        return self.case.interests[interest].unit if interest in self.case.interests else ""

    def interest_kind(self, interest: str) -> str:
        return self.case.interests[interest].kind if interest in self.case.interests else "substance"

    def account(self, account: str) -> str:
        return words.account_name(self.case, account)

    def of_case(self, issue: Document) -> Issue | None:
        return self.case.issues.get(issue["id"])

    def base(self, issue: Document) -> Document:
        return words.base_account(self.document, issue)

    def accounts(self, issue: Document) -> list[tuple[str, Document]]:
        return list(issue["accounts"].items())

    def state(self, issue: Document, stances: Mapping[str, str]) -> str:
        return words.state(self.case, issue, stances)

    def stance_rows(self, issue: Document, stances: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Side, stance, and the stance's own words where they say more."""
        found = self.of_case(issue)
        rows = []
        for side in issue["sides"]:
            name = stances[side]
            told = found.stances.get(side, {}).get(name, "") if found else ""
            rows.append((self.party(side), words.stance(name), "" if told == words.stance(name) else told))
        return rows

    def states_as_lines(self, issue: Document, options: Iterable[Document]) -> str:
        return words.listed((self.state(issue, option["stances"]) for option in options), "or")

    # --- the answer in brief

    def headlines(self) -> list[tuple[str, list[tuple[Document, words.Headline]]]]:
        """Issues under the plain words for their kind: those with a loss for no one's benefit first."""
        groups: dict[str, list[tuple[Document, words.Headline]]] = {
            "Lost for no one\u2019s benefit": [],
            "To be had only at the expense of others": [],
            "No improvement found": [],
        }
        titles = list(groups)
        for issue in self.issues:
            line = words.headline(self.case, self.document, issue)
            groups[titles[LOSSES.index(line.kind) if line.kind in LOSSES else 2]].append((issue, line))
        return [(title, items) for title, items in groups.items() if items]

    def count(self) -> str:
        """How many issues lose something for no one's benefit, and what the others are."""
        kinds = [self.base(issue)["kind"] for issue in self.issues]
        total, unnecessary, expense = len(kinds), kinds.count(LOSSES[0]), kinds.count(LOSSES[1])
        aside = sum(
            self.base(issue)["kind"] == LOSSES[0] and words.standing_set_aside(self.base(issue))
            for issue in self.issues
        )
        which = "" if not aside else " only if standing is set aside" if aside == unnecessary else None
        lost = "something is lost for no one\u2019s benefit"
        if which is None:
            which = f" (on {aside} of them only if standing is set aside)"
        parts = [f"On {_of(unnecessary, total)} {lost}{which}" if unnecessary else ""]
        others = {
            "the sides could gain only at the expense of others": expense,
            "no state was found that would improve on today for every side": total - unnecessary - expense,
        }
        parts += [f"on {_of(count, total)} {told}" for told, count in others.items() if count]
        return sentence("; ".join(part for part in parts if part))

    # --- the ledger

    def ledger(self, issue: Document) -> list[dict[str, Any]]:
        """Rows in natural units: each side, then who consents at home, then bystanders.

        What does not enter the loss (standing, private interests) is told in words below the rows.
        """
        losses = self.base(issue).get("losses") or {}
        sides = [
            {"title": self.party(side), **self._ledger_part(side, losses[side], False)}
            for side in issue["sides"]
            if side in losses
        ]
        groups = {"Who consents at home": issue.get("ratifiers", {}), "Bystanders": issue.get("bystanders", ())}
        for title, parties in groups.items():
            parts = [self._ledger_part(party, losses[party], True) for party in parties if party in losses]
            rows, aside = ([row for part in parts for row in part[key]] for key in ("rows", "aside"))
            if rows or aside:
                sides.append({"title": title, "rows": rows, "aside": aside, "nothing": ""})
        return sides

    def _ledger_part(self, party: str, loss: Document, named: bool) -> dict[str, Any]:
        rows, aside = [], []
        for name, item in self._by_case(loss.get("interests") or {}):
            if all(abs(item[key]) <= words.NOTHING for key in ("mean", "p5", "p95")):
                continue
            unit, head = self.unit(name), self.interest(name)
            text = words.interval(item["mean"], item["p5"], item["p95"], unit)
            if self.interest_kind(name) != "substance":
                aside.append(f"{self.party(party) + ', ' if named else ''}{head}: {text}")
                continue
            least, most = self._scales.get((party, unit), (0.0, 1.0))
            rows.append(
                {
                    "party": self.party(party) if named else "",
                    "interest": head,
                    "text": text,
                    "better": item["mean"] < -words.NOTHING,
                    "bar": charts.span(item["mean"], item["p5"], item["p95"], least, most),
                }
            )
        return {
            "rows": rows,
            "aside": aside,
            "nothing": sentence(words.losses_of(self.case, party, loss, self.document["base"])),
        }

    def _ledger_scales(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Ends of the scale of each party's bars in each unit, over all issues."""
        ends: dict[tuple[str, str], tuple[float, float]] = {}
        for issue in self.issues:
            for party, loss in (self.base(issue).get("losses") or {}).items():
                for name, item in (loss.get("interests") or {}).items():
                    key = (party, self.unit(name))
                    low, high = ends.get(key, (0.0, 0.0))
                    ends[key] = (min(low, item["p5"], item["mean"]), max(high, item["p95"], item["mean"]))
        return ends

    def _by_case(self, interests: Document) -> list[tuple[str, Any]]:
        order = {name: place for place, name in enumerate(self.case.interests)}
        return sorted(interests.items(), key=lambda item: order.get(item[0], len(order)))

    def _in_order(self, issue: Document, some: Document) -> list[str]:
        """Sides in the document's order, then who consents at home, then bystanders, then anybody else."""
        first = [*issue["sides"], *issue.get("ratifiers", {}), *issue.get("bystanders", ())]
        return [party for party in first if party in some] + [party for party in some if party not in first]

    def role(self, issue: Document, party: str) -> str:
        if party in issue["sides"]:
            return "side"
        if party in issue.get("ratifiers", {}):
            return f"consents for {self.party(issue['ratifiers'][party])}"
        return "bystander"

    def with_losses(self) -> list[str]:
        return [issue["id"] for issue in self.issues if self.ledger(issue)]

    def own_shares(self) -> list[dict[str, Any]]:
        """Per side: each issue's share of that side's own losses, largest first."""
        sides = list(dict.fromkeys(side for issue in self.issues for side in issue["sides"]))
        found = []
        for side in sides:
            points = {issue["id"]: self._points(issue, side) for issue in self.issues}
            lost = {name: value for name, value in points.items() if value > words.NOTHING}
            total = sum(lost.values())
            titles = {issue["id"]: issue["title"] for issue in self.issues}
            ranked = sorted(lost, key=lambda name: -lost[name])
            rows = [(name, titles[name], lost[name] / total, charts.own_share(lost[name] / total)) for name in ranked]
            if len(rows) > 1:
                found.append({"side": side, "rows": rows, "interval": self._potential(side)})
        return found

    def _points(self, issue: Document, side: str) -> float:
        loss = (self.base(issue).get("losses") or {}).get(side) or {}
        return float((loss.get("points") or {}).get("mean", 0.0))

    def _potential(self, side: str) -> str:
        """The 90 % interval of a side's summed losses, as shares of their mean."""
        points = ((self.document.get("unused_potential") or {}).get(side) or {}).get("points")
        if not points or points["mean"] <= words.NOTHING:
            return ""
        low, high = points["p5"] / points["mean"], points["p95"] / points["mean"]
        return f"{words.percent(low)} to {words.percent(high)}"

    def summed(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Per party and interest of substance: the mean losses of the issues, added up in the interest's unit."""
        sums: dict[str, dict[str, float]] = {}
        for issue in self.issues:
            for party, loss in (self.base(issue).get("losses") or {}).items():
                for name, item in (loss.get("interests") or {}).items():
                    if self.interest_kind(name) == "substance":
                        own = sums.setdefault(party, {})
                        own[name] = own.get(name, 0.0) + item["mean"]
        order = list(self.case.parties)
        found = []
        for party in sorted(sums, key=lambda name: order.index(name) if name in order else len(order)):
            rows = [
                (self.interest(name), words.number(value, self.unit(name)))
                for name, value in self._by_case(sums[party])
                if abs(value) > words.NOTHING
            ]
            if rows:
                found.append((self.party(party), rows))
        return found

    # --- causes

    def causes(self, number: int, issue: Document) -> list[dict[str, Any]]:
        """Per side: the bar of its own loss by cause and the shares with alone and last."""
        account = self.base(issue)
        shares = {side: words.shares_of(account, side) for side in issue["sides"]}
        left = charts.reach(parts for parts in shares.values() if parts)
        found = []
        for place, side in enumerate(issue["sides"]):
            parts = shares[side]
            title = f"Why {self.party(side)} loses on \u201c{issue['title']}\u201d, as shares of its own loss"
            bar = charts.stacked(parts, title, f"why-{number}-{place}", left) if parts else None
            shown = {name: parts[name] for name in charts.ORDER if abs(parts.get(name, 0.0)) >= 0.005} if parts else {}
            found.append({"side": side, "bar": bar, "shares": shown, "left": left})
        return found

    def causes_table(self, issue: Document) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        """Per party: cause, share, alone, last, each as a share of the party's own loss."""
        account = self.base(issue)
        found = []
        for party in self._in_order(issue, account.get("causes") or {}):
            parts = words.shares_of(account, party)
            if not parts:
                continue
            whole = account["losses"][party]["points"]["mean"]
            rows = []
            for name, value in parts.items():
                cells = [
                    "" if name not in own else words.percent(own[name] / whole)
                    for own in self._figures(account, party)[1:]
                ]
                if any(abs(own.get(name, 0.0)) > words.NOTHING for own in self._figures(account, party)):
                    rows.append((name, words.percent(value), cells[0], cells[1]))
            found.append((self.party(party), rows))
        return found

    def _figures(self, account: Document, party: str) -> list[Mapping[str, float]]:
        """A party's shares of the causes, each cause alone, and each last."""
        return [(account.get(key) or {}).get(party) or {} for key in ("causes", "alone", "last")]

    def causes_by_interest(self, issue: Document) -> list[dict[str, Any]]:
        """Per side: interests and what each cause costs in them, in natural units."""
        account = self.base(issue)
        found = []
        for side in issue["sides"]:
            own = (account.get("causes_by_interest") or {}).get(side) or {}
            interests = [
                (name, parts)
                for name, parts in self._by_case(own)
                if any(abs(value) > words.NOTHING for value in parts.values())
            ]
            names = [
                name
                for name in charts.ORDER
                if any(abs(parts.get(name, 0.0)) > words.NOTHING for _, parts in interests)
            ]
            if interests and names:
                rows = [
                    (name, [words.number(parts.get(name, 0.0), self.unit(interest)) for interest, parts in interests])
                    for name in reversed(names)
                ]
                found.append(
                    {"side": side, "heads": [self.interest(name) for name, _ in interests], "rows": rows[::-1]}
                )
        return found

    # --- beliefs and expectations

    def beliefs(self, number: int, issue: Document) -> list[dict[str, Any]]:
        found = []
        for place, item in enumerate(issue.get("beliefs") or []):
            by, about = self.party(item["by"]), self.party(item["about"])
            own, base = item.get("own"), item["base"]
            told = f"{by} believes {_worth(item['believed'])}; "
            told += f"{self.account(item['about'])} says {_worth(own)}; " if own is not None else ""
            told += f"{self.account(self.document['base'])} says {_worth(base)}."
            title = f"What \u201c{self.state(issue, item['stances'])}\u201d is worth to {about}, and what {by} believes"
            chart = charts.beliefs(item["believed"], own, base, title, told, f"belief-{number}-{place}")
            found.append({**item, "by": by, "about": about, "chart": chart, "gap": _gap(item["believed"], base)})
        return found

    def expectations(self, number: int, issue: Document) -> list[dict[str, Any]]:
        found = []
        given = issue.get("expectations") or {}
        for place, (party, item) in enumerate((given.get("parties") or {}).items()):
            best, expected = item["best"]["points"], item["expected"]["points"]
            attainable, name = item["attainable"]["points"], self.party(party)
            trim = (given.get("trim") or {}).get(party) or 0.0
            if not item["expected"].get("interests"):
                continue
            shares = (expected / best, attainable / best) if best > words.NOTHING else None
            title = f"What {name} counts on and what it can attain on \u201c{issue['title']}\u201d"
            told = ""
            if shares:
                told = (
                    f"That is {words.times(shares[0])} the best that any state of the case gives it; "
                    f"{words.percent(shares[1])} of the best can be attained with everyone\u2019s consent."
                )
            found.append(
                {
                    "party": name,
                    "expects": [
                        (self.interest(interest), words.number(value, self.unit(interest)))
                        for interest, value in self._by_case(item["expected"].get("interests") or {})
                    ],
                    "chart": charts.expectations(*shares, title, told, f"expects-{number}-{place}") if shares else None,
                    "told": told or "No state of this issue gives it anything of what counts here.",
                    "attainable": item["attainable"].get("stances"),
                    "best": item["best"].get("stances"),
                    "trim": words.percent(trim / expected) if expected > words.NOTHING and trim > words.NOTHING else "",
                }
            )
        return found

    # --- details

    def unilateral(self, issue: Document, account: Document) -> list[str]:
        """What each side could gain by changing its own stance alone at no other's cost, as sentences."""
        found = []
        for side in issue["sides"]:
            item = (account.get("unilateral_losses") or {}).get(side)
            if not item:
                continue
            name, move = self.party(side), words.listed((words.stance(s) for s in item.get("stances") or []), "or")
            if item["mean"] <= words.NOTHING or not move:
                found.append(f"{name} would gain nothing by changing its own stance alone at no other\u2019s cost.")
                continue
            text = f"{name} would gain by changing alone to {move}, at no cost to another side or bystander"
            whole = ((account.get("losses") or {}).get(side) or {}).get("points") or {}
            if whole.get("mean", 0.0) > words.NOTHING:
                text += f": {words.percent(item['mean'] / whole['mean'])} of what it forgoes"
            if item.get("whatever_others_do"):
                text += ". This holds whatever the others do: the strongest argument there is"
            found.append(f"{text}.")
        return found

    def temptations(self, issue: Document, account: Document) -> list[str]:
        found = []
        for side in issue["sides"]:
            item = (account.get("temptations") or {}).get(side)
            if item:
                moves = words.listed((words.stance(name) for name in item.get("stances") or []), "or")
                pays = self.parties(item.get("pays") or [])
                cost = f" at the expense of {pays}" if pays else ""
                found.append(f"{self.party(side)} would gain by changing alone to {moves}{cost}.")
        return found

    def at_stake(self, account: Document) -> list[str]:
        """Who would lose if cooperation ended; how much has no unit that may be shown."""
        risk = account.get("value_at_risk") or {}
        return [self.party(party) for party, value in risk.items() if value > words.NOTHING]

    def kind(self, account: Document) -> str:
        """What an issue is, and why there is no agreement or figure, said once."""
        told, why = sentence(words.kind(self.case, account)), sentence(account.get("why") or "")
        same = why.replace("'", "\u2019").casefold() in told.replace("'", "\u2019").casefold()
        return told if same else f"{told} {why}"

    def stability(self, account: Document) -> list[tuple[str, str]]:
        """Of today's state and of the agreement: what holds it; whoever need not be answered needs no answer named."""
        found = []
        for key, title in (("default", "Today\u2019s state"), ("reference", "The agreement")):
            given = (account.get("stability") or {}).get(key)
            if given and given.get("nash"):
                found.append((title, words.STABILITY["nash"]))
            elif given:
                answers = [text for name, text in words.STABILITY.items() if given.get(name)]
                held = f"; {words.listed(answers)}" if answers else ", and no answer would undo that gain"
                found.append((title, f"a side gains by leaving it alone{held}"))
        return found

    def sensitivity(self, issue: Document, account: Document) -> list[tuple[str, list[tuple[str, float]]]]:
        """Per party, sides first: the judgements that decide most about its loss."""
        by_party: dict[str, list[tuple[str, float]]] = {}
        for item in account.get("sensitivity") or []:
            by_party.setdefault(item["party"], []).append((item["judgement"], item["share"]))
        return [(self.party(party), by_party[party]) for party in self._in_order(issue, by_party)]

    def errors(self, account: Document) -> list[tuple[str, str]]:
        """Monte Carlo errors of the probabilities of an account."""
        given = account.get("monte_carlo_error") or {}
        names = (
            ("improvement_probability", "probability that there is an improvement"),
            ("doubt", "doubt"),
            ("prediction", "probability of the prediction"),
        )
        found = [(told, _points_of_percent(given[key])) for key, told in names if given.get(key)]
        largest = max((value for value in given.get("keys") or [] if value is not None), default=None)
        return [*found, ("probability of a key", _points_of_percent(largest))] if largest else found

    def loss_errors(self, issue: Document, account: Document) -> str:
        """Monte Carlo errors of the mean losses, each as a share of the same party's own loss."""
        given = (account.get("monte_carlo_error") or {}).get("losses") or {}
        parts = []
        for party in self._in_order(issue, given):
            points = ((account.get("losses") or {}).get(party) or {}).get("points") or {}
            if points.get("mean", 0.0) > words.NOTHING and given[party] is not None:
                parts.append(f"{self.party(party)} {words.percent(given[party] / points['mean'])}")
        return words.listed(parts)

    def loss_lines(self, issue: Document, name: str, account: Document, sides_only: bool = False) -> list[str]:
        losses = account.get("losses") or {}
        return [
            words.losses_of(self.case, party, losses[party], name)
            for party in self._in_order(issue, losses)
            if party in issue["sides"] or not (sides_only or words.nothing_lost(losses[party]))
        ]

    def ranges(self, issue: Document, account: Document) -> str:
        """The range of each side's loss over all improvements, and with hindsight, as shares of its own loss."""
        found = []
        for side in issue["sides"]:
            loss = (account.get("losses") or {}).get(side) or {}
            whole = (loss.get("points") or {}).get("mean", 0.0)
            if whole <= words.NOTHING:
                continue
            parts = []
            if loss.get("range"):
                ends = [words.percent(loss["range"][key] / whole) for key in ("min", "max")]
                parts += [f"{ends[0]} to {ends[1]} over all improvements"] if ends[0] != ends[1] else []
            if loss.get("hindsight"):
                known = words.percent(loss["hindsight"]["mean"] / whole)
                parts.append(f"{known} if the best state of each draw were known")
            if parts:
                found.append(f"{self.party(side)} {', '.join(parts)}")
        return "; ".join(found)

    def holds(self, issue: Document) -> list[str]:
        """What holds whichever account is believed."""
        given = issue.get("holds_in_all_accounts") or {}
        found: list[str] = []
        if len(issue["accounts"]) < 2:
            return found
        if given.get("kind"):
            found.append("the kind of the issue")
        if given.get("reference") and self.base(issue).get("reference"):
            found.append("the agreement named")
        return found + [
            f"the key \u201c{' together with '.join(remove)}\u201d" if remove else "that no key is needed"
            for remove in given.get("keys") or []
        ]

    def deadlocks(self) -> list[str]:
        titles = {issue["id"]: issue["title"] for issue in self.issues}
        return [
            words.listed(f"\u201c{titles.get(name, name)}\u201d" for name in cycle)
            for cycle in self.document.get("deadlocks") or []
        ]

    # --- the case

    def condition(self, issue: Issue, condition: Mapping[str, Sequence[str]]) -> str:
        """When an effect holds, in words."""
        if not condition:
            return "always"
        order = [side for side in issue.stances if side in condition] + [s for s in condition if s not in issue.stances]
        return "; ".join(
            f"{self.party(side)}: {words.listed((words.stance(name) for name in condition[side]), 'or')}"
            for side in order
        )

    def target(self, target: str) -> tuple[str, str, str]:
        """Party, interest and unit of a `party.interest`."""
        party, _, interest = target.partition(".")
        return self.party(party), self.interest(interest), self.unit(interest)

    def judgement(self, value: Judgement, unit: str = "") -> str:
        return words.judgement(value, unit)

    def experts(self, value: Judgement, unit: str = "") -> list[tuple[str, str]]:
        found = []
        for name, numbers in value.experts.items():
            expert = self.case.experts.get(name)
            given = value.model_copy(update={"is_": numbers})
            found.append((expert.name if expert else name, words.judgement(given, unit)))
        return found

    def sides(self) -> set[str]:
        return {side for issue in self.case.issues.values() for side in issue.stances}

    def differences(self, side: str) -> list[tuple[str, Markup, Markup]]:
        """What an account sees otherwise than the base account: what, the base number, its own with source."""
        account, case = self.case.accounts[side], self.case
        rows: list[tuple[str, Markup, Markup]] = []

        def add(what: str, base: Judgement | None, own: Judgement, unit: str = "") -> None:
            before = escape(words.judgement(base, unit)) if base is not None else escape("none")
            rows.append((what, before, self.sourced(own, unit)))

        for party, weights in account.weights.items():
            for interest, value in weights.items():
                base = case.weights.get(party, {}).get(interest)
                add(f"Weight of {self.interest(interest)} for {self.party(party)}", base, value)
        for place, override in account.effects.items():
            rows += self._effect_differences(place, override)
        for key, title in (("attachment", "Attachment of"), ("caution", "Caution of"), ("rate", "Discount rate of")):
            for party, value in getattr(account, key).items():
                add(f"{title} {self.party(party)}", getattr(case.parties[party], key), value)
        for party, others in account.trust.items():
            for other, chance in others.items():
                add(
                    f"Trust of {self.party(party)} in {self.party(other)}", case.parties[party].trust.get(other), chance
                )
        for issue_id, parties in account.expects.items():
            issue = case.issues[issue_id]
            for party, interests in parties.items():
                for interest, expected in interests.items():
                    what = f"{issue.title}: {self.party(party)} counts on {self.interest(interest)}"
                    add(what, issue.expects.get(party, {}).get(interest), expected, self.unit(interest))
        for party, noticed in account.ratifiers.items():
            rows.append(
                (f"Consent of {self.party(party)}", escape("counts"), escape("counts" if noticed else "no notice"))
            )
        for issue_id in dict.fromkeys([*account.ranking, *account.preferences]):
            rows.append((f"Order of the states: {case.issues[issue_id].title}", escape("as above"), escape("its own")))
        return rows

    def _effect_differences(self, place: str, override: EffectOverride) -> list[tuple[str, Markup, Markup]]:
        effect = next(one for issue in self.case.issues.values() for one in issue.effects if one.id == place)
        name = words.stance(place)
        rows = []
        for target, value in override.gives.items():
            party, interest, unit = self.target(target)
            base = words.judgement(effect.gives[target], unit) if target in effect.gives else "none"
            rows.append((f"{name}: {interest} of {party}", escape(base), self.sourced(value, unit)))
        if override.chance:
            base = words.judgement(effect.chance) if effect.chance else "certain"
            rows.append((f"{name}: chance", escape(base), self.sourced(override.chance)))
        for key, none in (("after", "at once"), ("lasts", "to the end")):
            own, given = getattr(override, key), getattr(effect, key)
            if own:
                base = words.duration(given) if given else none
                rows.append((f"{name}: {key}", escape(base), escape(words.duration(own))))
        if rows:
            told = self.source_words(override.status, override.note, override.evidence)
            what, base_text, own_text = rows[-1]
            if told:
                rows[-1] = (what, base_text, own_text + Markup('<span class="tags">{}</span>').format(told))
        return rows

    def source_words(self, status: str | None, note: str, evidence: Iterable[str]) -> Markup:
        """Status, note and sources, in one line."""
        text = ": ".join(part for part in (words.STATUS[status] if status else "", note) if part)
        return escape(text) + self.refs(evidence)

    def sourced(self, value: Judgement, unit: str = "") -> Markup:
        """A number of the case with what stands behind it."""
        told = self.source_words(value.status, value.note, value.evidence)
        text = escape(words.judgement(value, unit))
        text += Markup(' <span class="muted">\u2013 {}</span>').format(told) if told else Markup("")
        for expert, given in self.experts(value, unit):
            text += Markup('<span class="tags">{}: {}</span>').format(expert, given)
        return text

    def statement(self, issue: Issue, statement: Statement) -> str:
        if statement.all is not None:
            return self.condition(issue, statement.all)
        if statement.any is not None:
            return " \u2014 or ".join(self.condition(issue, part) for part in statement.any)
        if statement.not_ is not None:
            return f"not ({self.condition(issue, statement.not_)})"
        return f"if {self.condition(issue, statement.if_ or {})}, then {self.condition(issue, statement.then or {})}"

    def tied(self, issue: Issue, states: Iterable[Mapping[str, str]]) -> str:
        return " = ".join(
            "; ".join(f"{self.party(side)}: {words.stance(state[side])}" for side in issue.stances if side in state)
            for state in states
        )

    def refs(self, names: Iterable[str]) -> Markup:
        """Footnote links to the sources of a number."""
        links = [
            Markup('<a href="#source-{0}" aria-label="Source {0}: {1}">{0}</a>').format(
                self.sources[name], self.case.evidence[name].title
            )
            for name in dict.fromkeys(names)
            if name in self.sources
        ]
        return Markup('<span class="refs">{}</span>').format(Markup(", ").join(links)) if links else Markup("")

    def source(self, name: str) -> Markup:
        """A source as one reads it in a list."""
        item = self.case.evidence[name]
        extra = item.model_extra or {}
        parts = [_authors(item.author), _issued(item.issued)]
        head = f"{parts[0]}{f' ({parts[1]})' if parts[1] else ''}" if parts[0] else parts[1]
        where = ", ".join(str(extra[key]) for key in ("container-title", "publisher") if extra.get(key))
        url = item.URL or ""
        title = (
            Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(_address(url), item.title)
            if urlsplit(url).scheme in {"http", "https"}
            else escape(item.title)
        )
        text = Markup("{}. ").format(head) if head else Markup("")
        text += Markup("<cite>{}</cite>").format(title)
        return text + (Markup(". {}").format(where) if where else Markup("")) + "."

    def source_tags(self, item: Evidence) -> list[str]:
        tags = [item.type.replace("_", " ").replace("-", ", ")]
        if item.side:
            tags.append(f"own source: {self.party(item.side)}")
        if item.status:
            tags.append(words.STATUS[item.status])
        return tags

    @property
    def ships(self) -> bool:
        """Whether a case of this name comes with Evenhand, so that a copy can be had."""
        return self.case.case in cases()

    def citation(self) -> str:
        authors = words.listed(self.case.authors) or "Authors of the case"
        as_of = f", as of {words.day(self.case.as_of)}" if self.case.as_of else ""
        run = f"{words.as_given(self.document['draws'])} draws, seed {self.document['seed']}"
        return (
            f"{authors}. {self.case.title}{as_of}. Case \u201c{self.case.case}\u201d, analysed with Evenhand "
            f"{self.document.get('evenhand', '')}, {run}."
        )


def _of(count: int, total: int) -> str:
    if count == total:
        return {1: "the one issue", 2: "both issues"}.get(total, f"all {total} issues")
    return f"{count} of {total} issues"


def _worth(value: float) -> str:
    """A value as a share of the largest of those compared."""
    if abs(value) < 0.005:
        return "no difference"
    return f"a {'gain' if value > 0 else 'loss'} of {words.percent(abs(value))}"


def _gap(believed: float, base: float) -> str:
    if abs(believed - base) < 0.05:
        return "agrees with the base account"
    if believed * base < 0 and min(abs(believed), abs(base)) >= 0.05:
        return (
            "sees a loss where the base account sees a gain"
            if base > 0
            else "sees a gain where the base account sees a loss"
        )
    return "sees less than the base account" if believed < base else "sees more than the base account"


def _address(url: str) -> str:
    """An address whose forbidden characters are percent-encoded; what is encoded already stays."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _points_of_percent(value: float) -> str:
    return f"\u00b1\u00a0{words.figure(value * 100)} percentage points"


def _authors(author: Any) -> str:
    if isinstance(author, str):
        return author
    names = []
    for item in author or []:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, Mapping):
            family = " ".join(str(item[key]) for key in ("given", "family") if item.get(key))
            names.append(str(item.get("literal") or family))
    return words.listed(name for name in names if name)


def _issued(issued: Any) -> str:
    if isinstance(issued, Mapping):
        parts = (issued.get("date-parts") or [[]])[0]
        return "-".join(f"{int(part):02d}" for part in parts) or str(issued.get("raw") or issued.get("literal") or "")
    return "" if issued is None else str(issued)
