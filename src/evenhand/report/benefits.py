"""Benefit models of a case in words, then its unused potential, as plain text and as a section of a page.

A function of the case and the plain document only (``benefits --json``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, potential, words
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import pgettext
from evenhand.report.lines import Lines

__all__ = ["benefits", "section"]

Document = Mapping[str, Any]

_SHARES = frozenset({"cut", "change"})
_YEARS = frozenset({"payback", "safety", "safer", "life"})


def model_name(name: str) -> str:
    return {
        "investment": pgettext("benefit", "Investment and trade"),
        "security": pgettext("benefit", "Security"),
        "adversary": pgettext("benefit", "Gains at home from an adversary"),
    }[name]


def model_means(name: str) -> str:
    """What a model counts."""
    return {
        "investment": _("projects go ahead where they pay back while the rules can be relied upon"),
        "security": _("fewer confrontations, savings with both sides' will, the trade that follows"),
        "adversary": _("spending that the adversary justifies, and the part of it that a group keeps"),
    }[name]


def parameter_name(name: str, model: str) -> str:
    """A parameter in words."""
    receives = {
        "investment": _("yearly income from a unit of capital at work"),
        "security": _("harm of one confrontation"),
        "adversary": _("part of the spending that is kept"),
    }
    known = {
        "to": receives[model],
        "savings": _("savings once the schedule is through"),
        "trade to": _("income from a unit of trade"),
    }
    return known[name] if name in known else naming.parameter_name(name)


def parameter_of(case: Case, place: tuple[str, ...], model: str) -> str:
    """A parameter and whom it concerns, where it concerns one receiver: ``("to", "ru.income")``."""
    name = parameter_name(place[0], model)
    return f"{name}: {target_name(case, place[1])}" if len(place) > 1 else name


def sort_name(name: str) -> str:
    return {
        "speculative": pgettext("investment", "speculative"),
        "short-term": pgettext("investment", "short-term"),
        "long-term": pgettext("investment", "long-term"),
    }[name]


def target_name(case: Case, target: str) -> str:
    party, _dot, interest = target.partition(".")
    return f"{naming.party_name(case, party)}, {naming.interest_name(case, interest)}"


def _unit(case: Case, target: str) -> str:
    return naming.unit(case, target.partition(".")[2])


def condition(case: Case, item: Document) -> str:
    """While which stances are taken."""
    return "; ".join(
        f"{naming.party_name(case, side)}: {phrasing.listed((naming.stance(name, case) for name in stances), 'or')}"
        for side, stances in item["when"].items()
    )


def gives(case: Case, item: Document) -> list[tuple[str, str]]:
    """Who gets what a year, averaged over the horizon."""
    ways = {
        "to": "",
        "savings": _("savings"),
        "trade to": _("trade that follows"),
        "paid by": _("spending no longer paid; minus: paid"),
    }
    rows = []
    for one in item["gives"]:
        way = f" ({ways[one['by']]})" if ways[one["by"]] else ""
        amount = numerals.interval(one["mean"], one["p5"], one["p95"], _unit(case, one["to"]))
        rows.append((f"{target_name(case, one['to'])}{way}", amount))
    return rows


def parameters(case: Case, item: Document) -> list[tuple[str, str]]:
    """Every parameter with its median and 90 % interval."""
    rows = []
    for one in item["parameters"]:
        place = (one["parameter"], one["to"]) if one["to"] is not None else (one["parameter"],)
        label = parameter_of(case, place, item["model"])
        if one["parameter"] in _SHARES:
            ends = [numerals.percent(one[key]) for key in ("median", "p5", "p95")]
            text = (
                ends[0]
                if len(set(ends)) == 1
                else _("%(mid)s (%(low)s to %(high)s)") % dict(zip(("mid", "low", "high"), ends, strict=True))
            )
        else:
            unit = "years" if one["parameter"] in _YEARS else ""
            text = numerals.interval(one["median"], one["p5"], one["p95"], unit)
        rows.append((label, text))
    if item["schedule"]:
        steps = "; ".join(
            _("from year %(year)s: %(share)s") % {"year": year, "share": numerals.percent(share)}
            for year, share in item["schedule"].items()
        )
        rows.append((_("savings by schedule"), steps))
    return rows


def sorts(item: Document) -> list[str]:
    """What part of the projects goes ahead, without and with the effect, and of what sort."""
    if item["sorts"] is None:
        return []
    texts = {
        "without": _("Without it %(all)s of the projects go ahead: %(sorts)s."),
        "with": _("With it %(all)s of the projects go ahead: %(sorts)s."),
    }
    told = []
    for name, text in texts.items():
        found = item["sorts"][name]
        each = ", ".join(
            f"{sort_name(sort)} {numerals.percent(found[sort]['mean'])}" for sort in found if sort != "all"
        )
        told.append(text % {"all": numerals.percent(found["all"]["mean"]), "sorts": each})
    return told


def benefits(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """Unused potential and models as plain text; parameters as for :func:`evenhand.report.terminal.findings`."""
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(
        _("Benefits: %(run)s; %(account)s.")
        % {"run": words.run(case, document), "account": naming.account_name(case, document["account"])}
    )
    page.gap()
    page.heading(_("Unused potential: what each party forgoes, all issues together"))
    for text in potential.counted(case, document):
        page.text(text)
    for party in potential.shown(document):
        name, whole, rows, issues = potential.of_party(case, document, party)
        page.gap()
        page.item(name, f"{whole}.", 2)
        if rows:
            page.table(rows, 4)
        if issues:
            page.text(issues, 4)
    page.gap()
    page.heading(_("Benefit models: what they give a year, averaged over the years that are counted"))
    if not document["models"]:
        page.text(_("No effect of the case calls a benefit model; every number is given as it is."))
    for item in document["models"]:
        _told(page, case, item)
    page.gap()
    page.text(
        _(
            "Mean or median (%(percent)s interval); minus, better off today, or a loss. No figure is weighed against "
            "that of another party."
        )
        % {"percent": numerals.percent(0.9)}
    )
    return page.done()


def _told(page: Lines, case: Case, item: Document) -> None:
    page.gap()
    page.item(model_name(item["model"]), f"{naming.title_of(case, item['issue'])} [{item['effect']}]", 2)
    page.text(_("While: %(condition)s.") % {"condition": condition(case, item)}, 4)
    page.table(gives(case, item), 4)
    for text in sorts(item):
        page.text(text, 4)
    page.text(_("Parameters: %(means)s.") % {"means": model_means(item["model"])}, 4)
    page.table(parameters(case, item), 6)


class _Section:
    """What the template asks for."""

    def __init__(self, case: Case, document: Document) -> None:
        self.case, self.document = case, document

    def unique(self, label: str) -> str:
        """The label of a table; no two tables of the section have the same."""
        return label

    def models(self) -> list[dict[str, Any]]:
        return [
            {
                "name": model_name(item["model"]),
                "means": model_means(item["model"]),
                "issue": naming.title_of(self.case, item["issue"]),
                "condition": condition(self.case, item),
                "gives": gives(self.case, item),
                "sorts": sorts(item),
                "parameters": parameters(self.case, item),
            }
            for item in self.document["models"]
        ]


def section(case: Case, document: Document) -> Markup:
    """The benefit models as a section of a page; unused potential has its own (:mod:`evenhand.report.potential`)."""
    template = environment().get_template("benefits.html.jinja")
    return Markup(template.render(page=_Section(case, document)))


def chapter(case: Case, document: Document) -> Markup:
    """The benefit models and the unused potential, one after the other."""
    return section(case, document) + potential.section(case, document)
