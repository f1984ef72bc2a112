"""Leverage in words: a line for each ordered pair of sides, then where leverage is real, the same for everybody.

A function of the case and the plain document only (``leverage --json``). Amounts are shown as shares of another amount
of the same party; nothing is compared between parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, words
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext
from evenhand.report.lines import Lines

__all__ = ["leverage", "section"]

Document = Mapping[str, Any]

MOST_SHOWN = 5
"""Most pairs of issues that are told for one ordered pair of sides; all of them stand in the data."""


def who(case: Case, item: Document) -> str:
    """Whose threat, against whom."""
    return f"{naming.party_name(case, item['by'])} \u2192 {naming.party_name(case, item['on'])}"


def counted(item: Document) -> str:
    """On how many pairs of issues there is leverage."""
    n = item["pairs"]
    if not item["leverage"]:
        return ngettext(
            "no leverage on the %(n)s pair of issues.", "no leverage on any of %(n)s pairs of issues.", n
        ) % {"n": n}
    return ngettext(
        "leverage on %(found)s of %(n)s pair of issues; in every account that matters on %(shared)s, in most draws on "
        "%(usual)s.",
        "leverage on %(found)s of %(n)s pairs of issues; in every account that matters on %(shared)s, in most draws on "
        "%(usual)s.",
        n,
    ) % {"found": item["leverage"], "n": n, "shared": item["in_all_accounts"], "usual": item["usual"]}


def missing(item: Document) -> str:
    """What is missing on the other pairs."""
    told = {
        "not credible": _("carrying out the threat would cost more than it could win: %(n)s"),
        "not effective": _("the threat would hurt less than yielding: %(n)s"),
        "no demand": _("nothing to ask that would cost the other anything: %(n)s"),
        "no threat": _("nothing to withdraw that would hurt the other: %(n)s"),
    }
    return "; ".join(text % {"n": item[status]} for status, text in told.items() if item[status])


def real(document: Document, by: str, on: str) -> list[Document]:
    """Pairs of issues with leverage, the surest first; those that hold in every account before the others."""
    found = [
        pair for pair in document["pairs"] if (pair["by"], pair["on"]) == (by, on) and pair["status"] == "leverage"
    ]
    return sorted(found, key=lambda pair: (not pair["in_all_accounts"], -pair["probability"]))


def stance_of(case: Case, stances: Mapping[str, str], party: str) -> str:
    """What one party does in a state, after its name."""
    return f"{naming.party_name(case, party)}: {naming.stance(stances[party], case)}"


def moves(case: Case, pair: Document, best: Document) -> list[str]:
    """Threat and demand, one line each."""
    if best["threat"]["refuses_agreement"]:
        threat = _("threat: to refuse the agreement on: %(issue)s") % {"issue": naming.title_of(case, pair["with"])}
    else:
        threat = _("threat: %(stance)s, on: %(issue)s") % {
            "stance": stance_of(case, best["threat"]["stances"], pair["by"]),
            "issue": naming.title_of(case, pair["with"]),
        }
    asked = [side for side in (pair["on"], pair["by"]) if best["demand"].get(side, "") != _today(case, pair, side)]
    demand = _("demand: %(stance)s, on: %(issue)s") % {
        "stance": "; ".join(stance_of(case, best["demand"], side) for side in asked if side in best["demand"]),
        "issue": naming.title_of(case, pair["for"]),
    }
    return [threat, demand]


def _today(case: Case, pair: Document, side: str) -> str | None:
    return case.issues[pair["for"]].default.get(side) if pair["for"] in case.issues else None


def amounts(case: Case, pair: Document, best: Document) -> str:
    """What makes the threat effective and credible, as shares, and how surely."""
    if best["costs_nothing"]:
        text = _(
            "Yielding would cost the target %(yielding)s of what the threat would; carrying it out would cost the "
            "other nothing, so that the target cannot count on its not being done anyway."
        ) % {"yielding": numerals.percent(best["yielding"])}
    else:
        text = _(
            "Yielding would cost the target %(yielding)s of what the threat would; carrying it out would cost the "
            "other %(carrying)s of what yielding would bring it."
        ) % {"yielding": numerals.percent(best["yielding"]), "carrying": numerals.percent(best["carrying_out"])}
    sure = _("In the draws: %(often)s.") % {"often": numerals.often(pair["probability"])}
    return f"{text} {sure}"


def caveats(case: Case, pair: Document, best: Document) -> list[str]:
    """Who does not see it, who would refuse at home, who else would pay."""
    told = []
    against = [name for name, status in pair["accounts"].items() if status != "leverage"]
    if against:
        told.append(
            _("There is no leverage in the account of: %(accounts)s.")
            % {"accounts": phrasing.listed(naming.party_name(case, name) for name in against)}
        )
    elif not pair["in_all_accounts"]:
        told.append(_("Every account has leverage here, but by another threat or demand."))
    if best["refused_by"]:
        names = phrasing.listed(naming.party_name(case, name) for name in best["refused_by"])
        told.append(_("Would have to consent, and would rather bear the threat: %(parties)s.") % {"parties": names})
    if best["threat"]["pays"]:
        names = phrasing.listed(naming.party_name(case, name) for name in best["threat"]["pays"])
        told.append(_("The threat would be carried out at the expense of: %(parties)s.") % {"parties": names})
    if len(pair["best"]) > 1:
        told.append(
            ngettext(
                "%(n)s other threat or demand does as well.",
                "%(n)s other threats or demands do as well.",
                len(pair["best"]) - 1,
            )
            % {"n": len(pair["best"]) - 1}
        )
    return told


def verdict(document: Document) -> str:
    """How much leverage there is in all."""
    pairs = len(document["pairs"])
    found = sum(pair["status"] == "leverage" for pair in document["pairs"])
    sure = sum(pair["in_all_accounts"] and pair["probability"] > 0.5 for pair in document["pairs"])
    if not pairs:
        return _("No side can withdraw anything on one issue and ask anything on another.")
    return ngettext(
        "Of %(n)s pair of issues, counted for each side against each other, leverage on %(found)s (%(share)s); on "
        "%(sure)s in every account that matters and in most draws.",
        "Of %(n)s pairs of issues, counted for each side against each other, leverage on %(found)s (%(share)s); on "
        "%(sure)s in every account that matters and in most draws.",
        pairs,
    ) % {"n": pairs, "found": found, "share": numerals.percent(found / pairs), "sure": sure}


def rules() -> list[str]:
    """What is meant, before the first figure."""
    return [
        _(
            "A side has leverage where a threat to withdraw cooperation on one issue would cost the other more than "
            "yielding on another (effective), and would cost the side itself less than yielding would bring it "
            "(credible)."
        ),
        _(
            "Substance only; each judged in its own amounts. The accounts that matter are the one shown and those of "
            "the two sides. What a threat does to standing, or to the next agreement, is not in it."
        ),
    ]


def leverage(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """The table as plain text: how little leverage there is, and where it is real.

    Parameters
    ----------
    case : the case that was analysed; it gives the names.
    document : the findings, as ``leverage --json`` has them.
    width : characters on a line.
    bold : whether headings are marked for a terminal that shows bold type.
    """
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(
        _("Leverage: %(run)s; %(account)s.")
        % {"run": words.run(case, document), "account": naming.account_name(case, document["account"])}
    )
    for text in (*rules(), verdict(document)):
        page.gap()
        page.text(text)
    for text in left_out(document):
        page.text(text)
    for item in document["summary"]:
        page.gap()
        page.part(who(case, item))
        page.text(phrasing.sentence(counted(item)), 2)
        if missing(item):
            page.text(_("Elsewhere: %(missing)s.") % {"missing": missing(item)}, 2)
        found = real(document, item["by"], item["on"])
        for pair in found[:MOST_SHOWN]:
            first, *rest = _lines(case, pair)
            page.item("-", first, 4)
            for line in rest:
                page.text(line, 6)
        if len(found) > MOST_SHOWN:
            page.text(more(len(found) - MOST_SHOWN), 4)
    return page.done()


def more(n: int) -> str:
    return ngettext(
        "%(n)s more pair with leverage stands in the data.",
        "%(n)s more pairs with leverage stand in the data.",
        n,
    ) % {"n": n}


def left_out(document: Document) -> list[str]:
    """Issues on which there is nothing to weigh."""
    n = sum(not issue["counted"] for issue in document["issues"])
    if not n:
        return []
    return [
        ngettext(
            "%(n)s issue is left out: only the order of its states is known, so amounts cannot be weighed.",
            "%(n)s issues are left out: only the order of their states is known, so amounts cannot be weighed.",
            n,
        )
        % {"n": n}
    ]


def _lines(case: Case, pair: Document) -> Iterator[str]:
    best = pair["best"][0]
    threat, demand = moves(case, pair, best)
    yield phrasing.sentence(threat)
    yield phrasing.sentence(demand)
    yield " ".join((amounts(case, pair, best), *caveats(case, pair, best)))


class _Section:
    """What the template asks for."""

    def __init__(self, case: Case, document: Document) -> None:
        self.case, self.document = case, document

    def opening(self) -> list[str]:
        return [*rules(), verdict(self.document), *left_out(self.document)]

    def summary(self) -> list[tuple[str, str, str, list[list[str]], str]]:
        """Each ordered pair of sides: who, how much, what is missing, where it is real, how many more."""
        rows = []
        for item in self.document["summary"]:
            found = real(self.document, item["by"], item["on"])
            told = [list(_lines(self.case, pair)) for pair in found[:MOST_SHOWN]]
            rest = more(len(found) - MOST_SHOWN) if len(found) > MOST_SHOWN else ""
            rows.append((who(self.case, item), phrasing.sentence(counted(item)), missing(item), told, rest))
        return rows


def section(case: Case, document: Document) -> Markup:
    """The table as a section of a page."""
    template = environment().get_template("leverage.html.jinja")
    return Markup(template.render(page=_Section(case, document)))
