"""The report of a case as one HTML file: made for a reader of policy, on a telephone, a desk or paper.

The page is a function of the case and of the plain document that ``analyse --json`` writes. Nothing is fetched and
nothing runs in it: styles and charts are inside, every chart has its words and its table. Text of the case is escaped.
Words are those of the language that is spoken (see `language`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from evenhand.casefile.model import (
    Case,
)
from evenhand.report import (
    agenda,
    answer,
    benefits,
    charts,
    courses,
    evenness,
    initiative,
    leverage,
    naming,
    numerals,
    persuasion,
    phrasing,
    words,
)
from evenhand.report.case_numbers import CaseNumbers
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import pgettext
from evenhand.report.phrasing import sentence

__all__ = ["Section", "render", "sections", "sections_of"]

Document = Mapping[str, Any]


def render(case: Case, document: Document) -> str:
    """The whole report.

    Parameters
    ----------
    case : Case
        The case that was analysed.
    document : mapping
        The analysis as plain data (schema ``evenhand.analysis/1``); the documents of further chapters under their keys
        (:data:`evenhand.study.whole.CHAPTERS`), if these are to stand in the report.

    Returns
    -------
    str
        One HTML page that needs nothing beside itself.
    """
    page = Page(case, document)
    made = environment().get_template("report.html.jinja")
    return made.render(page=page, case=case, document=document, sections=_sections(page))


class Section(NamedTuple):
    """A part of the report: the anchor where it stands, its title in the contents, and its markup."""

    name: str
    title: str
    html: Markup


def sections(case: Case, document: Document) -> list[Section]:
    """The report's parts one by one, in its order, for a page of another frame.

    Such a page needs `charts.definitions` once, before them, and the rules of `styles.within`. Links between the parts
    lead to anchors, whichever page these come to stand in.
    """
    return _sections(Page(case, document))


def sections_of(case: Case, document: Document, issue: str) -> list[Section]:
    """What the report says of one issue, each part that has something to say, without the issue's title above it."""
    whole, persuading = Page(case, document), document.get("persuasion")
    one = {**document, "issues": [item for item in document["issues"] if item["id"] == issue]}
    page = Page(case, one, alone=True)
    page._scales = whole._scales  # bars are as long as in the report
    (item,) = page.issues
    account = page.base(item)
    told = {
        "issues": True,
        "ledger": bool(page.ledger(item)),
        "causes": account["keys"] is not None or bool(account.get("causes")),
        "beliefs": bool(item.get("beliefs")),
        "common-ground": bool(item.get("common_ground") or item.get("common_ground_at_cost")),
        "expectations": bool(page.expectations(1, item)),
    }
    found = [_section(page, name) for name, anything in told.items() if anything]
    if persuading:
        own = {**persuading, "issues": [each for each in persuading["issues"] if each["id"] == issue]}
        if own["issues"]:
            found.append(Section("persuasion", _("Persuasion and pressure"), persuasion.section(case, own, alone=True)))
    return [*found, _section(page, "case", _("The numbers of this issue and their sources"))]


def _sections(page: Page) -> list[Section]:
    """Every part of the report, in order."""
    first = ("brief", "ledger", "causes", "beliefs", "common-ground", "expectations", "issues")
    return [
        *(_section(page, name) for name in first),
        *(Section(*chapter) for chapter in _chapters(page.case, page.document)),
        *(_section(page, name) for name in ("case", "reading")),
    ]


def _section(page: Page, name: str, title: str = "") -> Section:
    titles = {
        "brief": _("The answer in brief"),
        "ledger": _("The ledger of losses"),
        "causes": _("Why it is lost"),
        "beliefs": _("What each side believes"),
        "common-ground": _("Common ground"),
        "expectations": _("Expectations"),
        "issues": _("Each issue in detail"),
        "case": _("The case: numbers and sources"),
        "reading": _("How to read and test this"),
    }
    part = {"common-ground": "ground", "case": "own_numbers" if page.alone else "case"}.get(name, name)
    made = environment().get_template("section.html.jinja")
    html = made.render(page=page, case=page.case, document=page.document, part=part)
    return Section(name, title or titles[name], Markup(html))


def _chapters(case: Case, document: Document) -> list[tuple[str, str, Markup]]:
    """The further chapters that the document has: where each stands, its title, and its section."""
    shown = {
        "agenda": (_("A short agenda"), agenda.section),
        "initiative": (_("A proposal tested"), initiative.section),
        "persuasion": (_("Persuasion and pressure"), persuasion.section),
        "benefits": (_("Benefits, and unused potential"), benefits.chapter),
        "courses": (_("Expectations over time"), courses.section),
        "leverage": (_("Leverage"), leverage.section),
        "evenness": (_("What this rests on"), evenness.section),
    }
    return [
        (name, title, section(case, document[name])) for name, (title, section) in shown.items() if name in document
    ]


class Page(CaseNumbers):
    """What the templates ask of a case and its document; every method returns words, numbers or rows, never a guess.

    ``alone``: the page around is about the only issue of the document, and says its title.
    """

    def __init__(self, case: Case, document: Document, alone: bool = False) -> None:
        super().__init__(case)
        self.document = document
        self.alone = alone
        self.issues: Sequence[Document] = document["issues"]
        self._scales = self._ledger_scales()
        self._labels: Counter[str] = Counter()

    def unique(self, label: str) -> str:
        """A label for a landmark, numbered where it was given before."""
        self._labels[label] += 1
        return label if self._labels[label] == 1 else f"{label} ({self._labels[label]})"

    def title(self, issue: Document) -> str:
        return naming.issue_title(self.case, issue)

    def why(self, why: str | None) -> str:
        return sentence(words.reason(self.case, why))

    def base(self, issue: Document) -> Document:
        return words.base_account(self.document, issue)

    def accounts(self, issue: Document) -> list[tuple[str, Document]]:
        return list(issue["accounts"].items())

    def state(self, issue: Document, stances: Mapping[str, str]) -> str:
        return naming.state(self.case, issue, stances)

    def stance_rows(self, issue: Document, stances: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Side, stance, and the stance's own words where they say more."""
        return [
            (
                self.party(side),
                self.stance(stances[side]),
                naming.stance_words(self.case, issue["id"], side, stances[side]),
            )
            for side in issue["sides"]
        ]

    def states_as_lines(self, issue: Document, options: Iterable[Document]) -> str:
        return phrasing.listed((self.state(issue, option["stances"]) for option in options), "or")

    # --- the answer in brief

    def headlines(self) -> list[tuple[str, list[tuple[Document, words.Headline]]]]:
        """Issues under the plain words for their kind: those with a loss that nobody else would pay for first."""
        groups: dict[str, list[tuple[Document, words.Headline]]] = {
            _("Unnecessary losses: more could be had at nobody else\u2019s expense"): [],
            _("To be had only at the expense of others"): [],
            _("No improvement found"): [],
        }
        titles = list(groups)
        for issue in self.issues:
            line = words.headline(self.case, self.document, issue)
            groups[titles[words.LOSSES.index(line.kind) if line.kind in words.LOSSES else 2]].append((issue, line))
        return [(title, items) for title, items in groups.items() if items]

    def count(self) -> str:
        return words.count(self.document)

    def lost_most(self) -> list[str]:
        return answer.lost_most(self.case, self.document)

    def unlocks_most(self) -> str:
        return answer.unlocks_most(self.document)

    def agenda_line(self) -> str:
        return answer.agenda_line(self.case, self.document)

    def points(self) -> str:
        return answer.points(self.case)

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
        groups = {_("Who consents at home"): issue.get("ratifiers", {}), _("Bystanders"): issue.get("bystanders", ())}
        for title, parties in groups.items():
            parts = [self._ledger_part(party, losses[party], True) for party in parties if party in losses]
            rows, aside = ([row for part in parts for row in part[key]] for key in ("rows", "aside"))
            if rows or aside:
                sides.append({"title": title, "rows": rows, "aside": aside, "nothing": ""})
        return sides

    def _ledger_part(self, party: str, loss: Document, named: bool) -> dict[str, Any]:
        rows, aside = [], []
        for name, item in self._by_case(loss.get("interests") or {}):
            if all(abs(item[key]) <= numerals.NOTHING for key in ("mean", "p5", "p95")):
                continue
            unit, head = self.unit(name), self.interest(name)
            text = numerals.interval(item["mean"], item["p5"], item["p95"], unit)
            if self.interest_kind(name) != "substance":
                aside.append(f"{self.party(party) + ', ' if named else ''}{head}: {text}")
                continue
            least, most = self._scales.get((party, unit), (0.0, 1.0))
            rows.append(
                {
                    "party": self.party(party) if named else "",
                    "interest": head,
                    "text": text,
                    "better": item["mean"] < -numerals.NOTHING,
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
            return pgettext("part", "side")
        if party in issue.get("ratifiers", {}):
            return _("consents for %(party)s") % {"party": self.party(issue["ratifiers"][party])}
        return pgettext("part", "bystander")

    def with_losses(self) -> list[str]:
        return [issue["id"] for issue in self.issues if self.ledger(issue)]

    def own_shares(self) -> list[dict[str, Any]]:
        """Per side: each issue's share of that side's own losses, largest first."""
        sides = list(dict.fromkeys(side for issue in self.issues for side in issue["sides"]))
        found = []
        for side in sides:
            points = {issue["id"]: self._points(issue, side) for issue in self.issues}
            lost = {name: value for name, value in points.items() if value > numerals.NOTHING}
            total = sum(lost.values())
            titles = {issue["id"]: self.title(issue) for issue in self.issues}
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
        if not points or points["mean"] <= numerals.NOTHING:
            return ""
        low, high = points["p5"] / points["mean"], points["p95"] / points["mean"]
        return _("%(low)s to %(high)s") % {"low": numerals.percent(low), "high": numerals.percent(high)}

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
                (self.interest(name), numerals.number(value, self.unit(name)))
                for name, value in self._by_case(sums[party])
                if abs(value) > numerals.NOTHING
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
            title = _("Why %(party)s loses on \u201c%(issue)s\u201d, as shares of its own loss") % {
                "party": self.party(side),
                "issue": self.title(issue),
            }
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
                    "" if name not in own else numerals.percent(own[name] / whole)
                    for own in self._figures(account, party)[1:]
                ]
                if any(abs(own.get(name, 0.0)) > numerals.NOTHING for own in self._figures(account, party)):
                    rows.append((naming.cause(name), numerals.percent(value), cells[0], cells[1]))
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
                if any(abs(value) > numerals.NOTHING for value in parts.values())
            ]
            names = [
                name
                for name in charts.ORDER
                if any(abs(parts.get(name, 0.0)) > numerals.NOTHING for _, parts in interests)
            ]
            if interests and names:
                rows = [
                    (
                        naming.cause(name),
                        [numerals.number(parts.get(name, 0.0), self.unit(interest)) for interest, parts in interests],
                    )
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
            names = {"by": by, "about": about, "state": self.state(issue, item["stances"])}
            told = [
                _("%(by)s believes %(worth)s") % {**names, "worth": _worth(item["believed"])},
                self._says(item["about"], own) if own is not None else "",
                self._says(self.document["base"], base),
            ]
            title = _("What \u201c%(state)s\u201d is worth to %(about)s, and what %(by)s believes") % names
            described = sentence(phrasing.clauses(told))
            chart = charts.beliefs(item["believed"], own, base, title, described, f"belief-{number}-{place}", told)
            found.append({**item, "by": by, "about": about, "chart": chart, "gap": _gap(item["believed"], base)})
        return found

    def _says(self, account: str, value: float) -> str:
        return _("%(account)s says %(worth)s") % {"account": self.account(account), "worth": _worth(value)}

    def expectations(self, number: int, issue: Document) -> list[dict[str, Any]]:
        found = []
        given = issue.get("expectations") or {}
        for place, (party, item) in enumerate((given.get("parties") or {}).items()):
            best, expected = item["best"]["points"], item["expected"]["points"]
            attainable, name = item["attainable"]["points"], self.party(party)
            trim = (given.get("trim") or {}).get(party) or 0.0
            if not item["expected"].get("interests"):
                continue
            shares = (expected / best, attainable / best) if best > numerals.NOTHING else None
            title = _("What %(party)s counts on and what it can attain on \u201c%(issue)s\u201d") % {
                "party": name,
                "issue": self.title(issue),
            }
            told = ""
            if shares:
                told = self._against_best(*shares)
            found.append(
                {
                    "party": name,
                    "expects": phrasing.listed(
                        words.amount(self.case, interest, numerals.number(value, self.unit(interest)))
                        for interest, value in self._by_case(item["expected"].get("interests") or {})
                    ),
                    "chart": charts.expectations(*shares, title, told, f"expects-{number}-{place}") if shares else None,
                    "told": told or _("No state of this issue gives it anything of what counts here."),
                    "attainable": item["attainable"].get("stances"),
                    "best": item["best"].get("stances"),
                    "trim": numerals.percent(trim / expected)
                    if expected > numerals.NOTHING and trim > numerals.NOTHING
                    else "",
                }
            )
        return found

    def _against_best(self, expected: float, attainable: float) -> str:
        """What is expected and what can be attained, against the best imaginable."""
        if expected > 1.5:
            told = _(
                "That is %(figure)s times the best that any state of the case gives it; %(percent)s of the best can be "
                "attained with everyone\u2019s consent."
            )
            return told % {"figure": numerals.figure(expected), "percent": numerals.percent(attainable)}
        told = _(
            "That is %(expected)s of the best that any state of the case gives it; %(percent)s of the best can be "
            "attained with everyone\u2019s consent."
        )
        return told % {"expected": numerals.percent(expected), "percent": numerals.percent(attainable)}

    def together(self, issue: Document) -> str:
        """Whether the expectations can be met together, and where they could if trimmed."""
        found = issue["expectations"]
        if found["jointly_feasible"]:
            return _("The expectations can all be met at once.")
        if not found.get("trim_state"):
            return _("The expectations cannot all be met at once.")
        told = _("The expectations cannot all be met at once; trimmed, they could be met in this state: %(state)s.")
        return told % {"state": self.state(issue, found["trim_state"])}

    # --- details

    def about(self, account: Document, option: Document) -> list[str]:
        """Of an agreement: who else pays, whether standing allows it, what another rule would choose, how sure."""
        names = {"names": self.parties(option["pays"])}
        told = [_("At the expense of %(names)s.") % names if option["pays"] else _("Nobody else pays.")]
        if option["standing_proof"]:
            told.append(_("It is an improvement with standing counted in full."))
        else:
            told.append(_("It is an improvement only if standing is set aside."))
        if account["nash_agrees"] is not None:
            same = _("Another rule (Nash\u2019s) would choose the same.")
            told.append(same if account["nash_agrees"] else _("Another rule (Nash\u2019s) would choose otherwise."))
        if account["improvement_probability"] is not None:
            share = numerals.percent(account["improvement_probability"])
            told.append(_("In %(percent)s of the draws there is an improvement.") % {"percent": share})
        return told

    def compared(self, issue: Document) -> str:
        """What sort of loss it is, and the agreement compared with."""
        account = self.base(issue)
        told = [sentence(naming.kind_name(words.loss_class(account)))]
        if words.standing_set_aside(account):
            told.append(_("A loss only if standing is set aside."))
        states = self.states_as_lines(issue, account.get("reference") or [])
        return " ".join([*told, _("Compared with: %(states)s.") % {"states": states}])

    def unilateral(self, issue: Document, account: Document) -> list[str]:
        """What each side could gain by changing its own stance alone at no other's cost, as sentences."""
        found = []
        for side in issue["sides"]:
            item = (account.get("unilateral_losses") or {}).get(side)
            if not item:
                continue
            parts = {"party": self.party(side), "moves": words.moves(self.case, item)}
            if item["mean"] <= numerals.NOTHING or not parts["moves"]:
                found.append(
                    _("%(party)s would gain nothing by changing its own stance alone at no other\u2019s cost.") % parts
                )
                continue
            whole = ((account.get("losses") or {}).get(side) or {}).get("points") or {}
            if whole.get("mean", 0.0) > numerals.NOTHING:
                parts["percent"] = numerals.percent(item["mean"] / whole["mean"])
                told = _(
                    "%(party)s would gain by changing alone to %(moves)s, at no cost to another side or bystander: "
                    "%(percent)s of what it forgoes."
                )
            else:
                told = _(
                    "%(party)s would gain by changing alone to %(moves)s, at no cost to another side or bystander."
                )
            always = _("This holds whatever the others do: the strongest argument there is.")
            found.append(f"{told % parts} {always}" if item.get("whatever_others_do") else told % parts)
        return found

    def temptations(self, issue: Document, account: Document) -> list[str]:
        tempted = account.get("temptations") or {}
        return [
            sentence(words.temptation(self.case, side, tempted[side])) for side in issue["sides"] if side in tempted
        ]

    def at_stake(self, account: Document) -> list[str]:
        """Who would lose if cooperation ended; how much has no unit that may be shown."""
        risk = account.get("value_at_risk") or {}
        return [self.party(party) for party, value in risk.items() if value > numerals.NOTHING]

    def kind(self, account: Document) -> str:
        """What an issue is, and why there is no agreement or figure, said once."""
        told, why = sentence(words.kind(self.case, account)), account.get("why") or ""
        same = why.replace("'", "\u2019").casefold() in _english(account["kind"]).casefold()
        return told if same else f"{told} {self.why(why)}"

    def stability(self, account: Document) -> list[tuple[str, str]]:
        """Of today's state and of the agreement: what holds it; whoever need not be answered needs no answer named."""
        titles = (("default", _("Today\u2019s state")), ("reference", _("The agreement")))
        found = ((title, words.held(self.case, account, which)) for which, title in titles)
        return [(title, held) for title, held in found if held]

    def sensitivity(self, issue: Document, account: Document) -> list[tuple[str, str]]:
        """Per party, sides first: the judgements that decide most about its loss."""
        by_party: dict[str, list[str]] = {}
        for item in account.get("sensitivity") or []:
            told = _("%(judgement)s (%(percent)s of the spread)") % {
                "judgement": naming.judgement_name(self.case, item["judgement"]),
                "percent": numerals.percent(item["share"]),
            }
            by_party.setdefault(item["party"], []).append(told)
        return [(self.party(party), phrasing.clauses(by_party[party])) for party in self._in_order(issue, by_party)]

    def errors(self, account: Document) -> list[tuple[str, str]]:
        """Monte Carlo errors of the probabilities of an account."""
        given = account.get("monte_carlo_error") or {}
        names = (
            ("improvement_probability", _("probability that there is an improvement")),
            ("doubt", _("doubt")),
            ("prediction", _("probability of the prediction")),
        )
        found = [(told, _points_of_percent(given[key])) for key, told in names if given.get(key)]
        largest = max((value for value in given.get("keys") or [] if value is not None), default=None)
        return [*found, (_("probability of a key"), _points_of_percent(largest))] if largest else found

    def loss_errors(self, issue: Document, account: Document) -> str:
        """Monte Carlo errors of the mean losses, each as a share of the same party's own loss."""
        given = (account.get("monte_carlo_error") or {}).get("losses") or {}
        parts = []
        for party in self._in_order(issue, given):
            points = ((account.get("losses") or {}).get(party) or {}).get("points") or {}
            if points.get("mean", 0.0) > numerals.NOTHING and given[party] is not None:
                parts.append(f"{self.party(party)}: {numerals.percent(given[party] / points['mean'])}")
        return "; ".join(parts)

    def loss_lines(self, issue: Document, name: str, account: Document, sides_only: bool = False) -> list[str]:
        losses = account.get("losses") or {}
        return [
            words.losses_of(self.case, party, losses[party], name)
            for party in self._in_order(issue, losses)
            if party in issue["sides"] or not (sides_only or words.nothing_lost(losses[party]))
        ]

    def ranges(self, issue: Document, account: Document) -> str:
        """The range of each side's loss over all improvements, and with hindsight, beside its own loss."""
        found = []
        for side in issue["sides"]:
            loss = (account.get("losses") or {}).get(side) or {}
            whole = (loss.get("points") or {}).get("mean", 0.0)
            if whole <= numerals.NOTHING:
                continue
            parts = []
            if loss.get("range"):
                ends = [numerals.compared(loss["range"][key] / whole) for key in ("min", "max")]
                told = _("%(low)s at the smallest and %(high)s at the largest over all improvements") % {
                    "low": ends[0],
                    "high": ends[1],
                }
                parts += [told] if ends[0] != ends[1] else []
            if loss.get("hindsight"):
                known = numerals.compared(loss["hindsight"]["mean"] / whole)
                parts.append(_("%(more)s if the best state of each draw were known") % {"more": known})
            if parts:
                found.append(f"{self.party(side)}: {', '.join(parts)}")
        return "; ".join(found)

    def holds(self, issue: Document) -> list[str]:
        """What holds whichever account is believed."""
        given = issue.get("holds_in_all_accounts") or {}
        found: list[str] = []
        if len(issue["accounts"]) < 2:
            return found
        if given.get("kind"):
            found.append(_("the kind of the issue"))
        if given.get("reference") and self.base(issue).get("reference"):
            found.append(_("the agreement named"))
        return found + [
            _("the key \u201c%(causes)s\u201d") % {"causes": naming.causes(remove)}
            if remove
            else _("that no key is needed")
            for remove in given.get("keys") or []
        ]

    def deadlocks(self) -> list[str]:
        titles = {issue["id"]: self.title(issue) for issue in self.issues}
        return [
            phrasing.listed(phrasing.quoted(titles.get(name, name)) for name in cycle)
            for cycle in self.document.get("deadlocks") or []
        ]

    def citation(self) -> str:
        parts = {
            "authors": phrasing.listed(self.case.authors) or _("Authors of the case"),
            "title": self.case_title,
            "day": numerals.day(self.case.as_of),
            "case": self.case.case,
            "version": self.document.get("evenhand", ""),
            "run": self.run,
        }
        if self.case.as_of:
            return (
                _(
                    "%(authors)s. %(title)s, as of %(day)s. Case \u201c%(case)s\u201d, analysed with Evenhand "
                    "%(version)s, %(run)s."
                )
                % parts
            )
        return (
            _("%(authors)s. %(title)s. Case \u201c%(case)s\u201d, analysed with Evenhand %(version)s, %(run)s.") % parts
        )

    @property
    def case_title(self) -> str:
        return naming.case_title(self.case, self.document)

    @property
    def run(self) -> str:
        """How many draws, from which seed."""
        return words.run(self.case, self.document)


def _english(kind: str) -> str:
    """The words for a kind as they are before they are translated."""
    return words.KINDS.get(kind, "").replace("'", "\u2019")


def _worth(value: float) -> str:
    """A value as a share of the largest of those compared."""
    if abs(value) < 0.005:
        return _("no difference")
    share = {"percent": numerals.percent(abs(value))}
    return (_("a gain of %(percent)s") if value > 0 else _("a loss of %(percent)s")) % share


def _gap(believed: float, base: float) -> str:
    if abs(believed - base) < 0.05:
        return _("agrees with the base account")
    if believed * base < 0 and min(abs(believed), abs(base)) >= 0.05:
        if base > 0:
            return _("sees a loss where the base account sees a gain")
        return _("sees a gain where the base account sees a loss")
    return _("sees less than the base account") if believed < base else _("sees more than the base account")


def _points_of_percent(value: float) -> str:
    return _("\u00b1\u00a0%(points)s percentage points") % {"points": numerals.figure(value * 100)}
