"""An agenda in words: for a terminal, and as a section of a page.

A function of the case and the plain document only (``agenda --json``). Every side and every issue has the same
templates; shares are parts of what the same side could gain, never of anything shared with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, words
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext
from evenhand.report.lines import Lines
from evenhand.report.phrasing import sentence

__all__ = ["agenda", "certain", "rows", "section"]

Document = Mapping[str, Any]
NOTHING = numerals.NOTHING
MOST_SHOWN = 3
"""Packages, ties and sizes that the terminal shows; all of them stand in the data."""


def agenda(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """The agenda as plain text that a mediator could put on a table.

    Parameters
    ----------
    case : the case, for names and units.
    document : the findings, as ``agenda --json`` has them.
    width : characters on a line.
    bold : whether headings are marked for a terminal that shows bold type.
    """
    told = rows(case, document)
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(told["scope"])
    page.gap()
    page.heading(told["headline"])
    for number, one in enumerate(told["issues"], 1):
        page.gap()
        page.item(str(number), f"{one['title']} [{one['id']}]", 2)
        for line in one["agreements"]:
            page.item(_("Agreement"), line, 5)
        for line in (*one["gains"], *one["others"]):
            page.text(line, 5)
        page.text(one["sure"], 5)
    for title, lines in told["parts"]:
        page.part(title)
        for line in lines:
            page.item("-", line, 2)
    page.gap()
    page.item(_("Limits"), " ".join(words.limits(case, document)[:2]))
    return page.done()


def section(case: Case, document: Document) -> Markup:
    """The agenda as a section of the report, in HTML; text of the case is escaped."""
    return Markup(environment().get_template("agenda.html.jinja").render(told=rows(case, document)))


def rows(case: Case, document: Document) -> dict[str, Any]:
    """What a page says of an agenda, in sentences: ``scope``, ``headline``, ``issues`` (each with ``id``, ``title``,
    ``agreements``, ``gains``, ``others``, ``sure``) and ``parts``, pairs of a title and lines.
    """
    agendas = document["agendas"]
    candidates = {one["id"]: one for one in document["candidates"]}
    first = agendas[0]["issues"] if agendas else []
    parts = (
        _of_one(case, document)
        if len(candidates) == 1
        else [
            (_("What it brings each side"), _brings(case, document)),
            (_("How sure it is"), _sure(case, document)),
            (_("If issues of standing are parked"), _parking(case, document)),
            (_("One issue more or less"), _sizes(case, document)),
            (_("Whichever account is believed"), _accounts(case, document)),
            (_("Not on the agenda"), _left_out(case, document)),
            (_("What if sides gave way on one issue for another"), _packages(case, document)),
        ]
    )
    return {
        "scope": " ".join([_scope(case, document), *([_meaning()] if first else [])]),
        "headline": _headline(document, len(first)),
        "issues": [_issue(case, document, candidates[name]) for name in first],
        "parts": [(title, lines) for title, lines in parts if lines],
    }


# --- the agenda


def _of_one(case: Case, document: Document) -> list[tuple[str, list[str]]]:
    """What is told beside an agenda where one issue only could stand on it: there is nothing to choose or to rank."""
    return [
        (_("Whichever account is believed"), _accounts(case, document)),
        (_("Not on the agenda"), _left_out(case, document)),
        (_("What if sides gave way on one issue for another"), _packages(case, document)),
    ]


def _scope(case: Case, document: Document) -> str:
    limit = ngettext("at most %(n)s issue", "at most %(n)s issues", document["at_most"]) % {"n": document["at_most"]}
    account = naming.account_name(case, document["account"])
    parked = {
        "not standing-proof": _("without agreements that leave a side worse off once standing counts"),
        "touched by standing": _("without all issues on which standing bears"),
    }
    told = [
        limit,
        parked.get(document["parked"] or "", ""),
        words.run(case, document),
        account,
    ]
    return sentence("; ".join(part for part in told if part))


def _meaning() -> str:
    """What ``acceptable`` says of an agenda and what it does not say."""
    return _(
        "Acceptable means: in what is at stake it leaves no side worse off than today. While the causes that keep an "
        "agreement away are at work, a side may still refuse it: the keys of each issue, and what is said of "
        "persuasion, tell what would have to change."
    )


def _headline(document: Document, size: int) -> str:
    if not size:
        return _no_agenda(document)
    told = ngettext(
        "The agenda: %(n)s issue, acceptable by itself on the means, at nobody else\u2019s expense",
        "The agenda: %(n)s issues, each acceptable by itself on the means, at nobody else\u2019s expense",
        size,
    ) % {"n": size}
    return phrasing.clauses((told, certain(document)))


def certain(document: Document) -> str:
    """In how many draws the agenda stands, and in how many it is the best of its size; empty without draws."""
    found, agendas = document["certainty"], document["agendas"]
    if not found or not agendas:
        return ""
    parts = {"stands": numerals.percent(_stand_together(document)), "best": _between(found["best"])}
    if len(document["candidates"]) == 1:
        return _("it leaves nobody worse off in %(stands)s of the draws") % parts
    told = _(
        "all of it stands, leaving nobody worse off, in %(stands)s of the draws, and it is the best agenda in "
        "%(best)s of all draws"
    )
    return told % parts


def _stand_together(document: Document) -> float:
    """The share of the draws in which all of an agenda stands; the mean of those that are equally good."""
    return float(sum(one["stands"] for one in document["agendas"]) / len(document["agendas"]))


def _no_agenda(document: Document) -> str:
    ranked = sum(one["why"] == "ranks only" for one in document["left_out"])
    if ranked and ranked == len(document["left_out"]):
        return _("No agenda: an agenda needs to know how much each side gains, and these issues have ranks only.")
    if ranked:
        return _(
            "No agenda: of the issues that have more than ranks, none has an agreement that every side gains from or "
            "can live with at nobody\u2019s cost."
        )
    return _("No agenda: no issue has an agreement that every side gains from or can live with at nobody\u2019s cost.")


def _issue(case: Case, document: Document, one: Document) -> dict[str, Any]:
    sides = [side for side in document["sides"] if side in one["gains"]]
    told = [line for side in sides if (line := _gain(case, document, side, one["gains"][side]["interests"], True))]
    others = [party for party in one["gains"] if party not in document["sides"]]
    return {
        "id": one["id"],
        "title": naming.issue_title(case, one),
        "agreements": [naming.state(case, one, stances) for stances in one["stances"]],
        "gains": told,
        "others": [line for p in others if (line := _gain(case, document, p, one["gains"][p]["interests"], False))],
        "sure": _stands(one),
    }


def _gain(case: Case, document: Document, party: str, interests: Document, side: bool) -> str:
    """What a party gains, and what it gives up for it, in natural units; empty where there is nothing to tell."""
    loss = {"interests": interests, "points": {"mean": 1.0} if side else None}
    (gained, lost), (all_gained, all_lost) = (
        _gained_and_lost(words.ranked(case, party, loss, document["account"], least), interests)
        for least in (words.LEAST, 0.0)
    )
    lost = lost if side else []
    parts = {
        "party": naming.party_name(case, party),
        "gains": words.amounts(case, gained[:2], loss, 1.0, all_gained),
        "costs": words.amounts(case, lost[: 1 if gained else 2], loss, -1.0, all_lost),
    }
    if not gained:
        return _("%(party)s: a loss in %(costs)s") % parts if lost else ""
    if lost:
        return _("%(party)s: a gain in %(gains)s, and a loss in %(costs)s") % parts
    if side:
        return _("%(party)s: a gain in %(gains)s") % parts
    return _("%(party)s (not at the table): a gain in %(gains)s") % parts


def _gained_and_lost(pulls: tuple[list[str], list[str]], interests: Document) -> tuple[list[str], list[str]]:
    """Of the interests that pull with a gain and against it, those in which something is gained, and lost."""
    leading, against = pulls
    gained = [name for name in leading if interests[name]["mean"] > 0]
    return gained, [name for name in (*against, *leading) if interests[name]["mean"] < 0]


def _stands(one: Document) -> str:
    sure = numerals.percent(one["stands"])
    if one["standing_proof"]:
        return _("It leaves no side worse off, and nobody else, in %(share)s of the draws.") % {"share": sure}
    return _(
        "It leaves no side worse off, and nobody else, in %(share)s of the draws, standing set aside; with standing "
        "counted a side would be worse off."
    ) % {"share": sure}


# --- what it brings, and how sure that is


def _brings(case: Case, document: Document) -> list[str]:
    if not document["agendas"]:
        return []
    first, *ties = document["agendas"]
    told = []
    for side in document["sides"]:
        name = naming.party_name(case, side)
        if document["attainable"][side] <= NOTHING:
            told.append(_("%(party)s: could gain nothing from any agenda") % {"party": name})
            continue
        told.append(
            _("%(party)s: %(share)s of the most that any agenda of this size could bring it")
            % {"party": name, "share": numerals.percent(first["shares"][side])}
        )
    for one in ties[:MOST_SHOWN]:
        each = "; ".join(
            f"{naming.party_name(case, s)}: {numerals.percent(one['shares'][s])}" for s in document["sides"]
        )
        told.append(
            _("Equally good: %(issues)s (%(shares)s)") % {"issues": _titles(case, one["issues"]), "shares": each}
        )
    if len(ties) > MOST_SHOWN or not document["complete"]:
        told.append(_("There are more that are equally good; the data name them."))
    if document["gap"]:
        told.append(
            _("The choice is not proved: another agenda could raise the smallest of these shares by up to %(gap)s.")
            % {"gap": numerals.percent(document["gap"])}
        )
    return told


def _between(found: Document) -> str:
    low, high = numerals.percent(found["low"]), numerals.percent(found["high"])
    return low if low == high else _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _sure(case: Case, document: Document) -> list[str]:
    found = document["certainty"]
    if not found:
        return []
    told = [
        _("All of it stands, leaving nobody worse off: %(often)s")
        % {"often": numerals.often(_stand_together(document))},
        _(
            "It is the best agenda: %(share)s of the draws; its smallest share is at most %(near)s below that of the "
            "best: %(within)s"
        )
        % {
            "share": _between(found["best"]),
            "near": numerals.percent(found["near"]["by"]),
            "within": _between(found["near"]),
        },
    ]
    for side in document["sides"]:
        if document["attainable"][side] > NOTHING:
            own = document["regret"][side]
            if max(own["mean"], own["p95"]) < NOTHING:
                told.append(
                    _("%(party)s: has the most that it could have, in every draw")
                    % {"party": naming.party_name(case, side)}
                )
                continue
            told.append(
                _("%(party)s: forgoes %(mean)s (%(low)s to %(high)s) of the most that it could have had in the draw")
                % {
                    "party": naming.party_name(case, side),
                    "mean": numerals.percent(own["mean"]),
                    "low": numerals.percent(own["p5"]),
                    "high": numerals.percent(own["p95"]),
                }
            )
    return told


# --- beside it


def _titles(case: Case, issues: Iterable[str]) -> str:
    return "; ".join(naming.title_of(case, name) if name in case.issues else name for name in issues)


def _parking(case: Case, document: Document) -> list[str]:
    told = []
    for one in document["parking"]:
        if one["with"] is None:
            continue
        count = len(one["issues"])
        which = (
            ngettext(
                "Parking the %(n)s issue whose agreement would leave a side worse off if standing counted",
                "Parking the %(n)s issues whose agreements would leave a side worse off if standing counted",
                count,
            )
            if one["parks"] == "not standing-proof"
            else ngettext(
                "Parking the %(n)s issue on which standing bears in any way",
                "Parking all %(n)s issues on which standing bears in any way",
                count,
            )
        ) % {"n": count}
        told.append(f"{which}: {_parked(case, document, one)}")
    return told


def _parked(case: Case, document: Document, one: Document) -> str:
    if one["why"]:
        return _("nothing is left for an agenda.")
    if one["without"]["agendas"] == one["with"]["agendas"]:
        return _("the agenda stays the same.")
    changes = []
    for side in document["sides"]:
        given = one["given_up"][side]
        name = naming.party_name(case, side)
        if given > 0.005:
            text = _("%(party)s: gives up %(share)s of what it could gain, and would rather not park them")
        elif given < -0.005:
            text = _("%(party)s: gains %(share)s of what it could gain, and would rather park them")
        else:
            text = _("%(party)s: keeps what it has")
        changes.append(text % {"party": name, "share": numerals.percent(abs(given))})
    counted = {side: -given for side, given in one["given_up_with_standing"].items() if abs(given) > 0.005}
    if counted:
        each = "; ".join(
            f"{naming.party_name(case, side)}: {'+' if more > 0 else ''}{numerals.percent(more)}"
            for side, more in counted.items()
        )
        changes.append(_("with standing counted, parking them changes %(shares)s") % {"shares": each})
    return _("the agenda would be %(issues)s. %(changes)s.") % {
        "issues": _titles(case, one["without"]["agendas"][0]),
        "changes": "; ".join(changes),
    }


def _sizes(case: Case, document: Document) -> list[str]:
    steps = {step["at_most"]: step for step in document["frontier"]}
    if not steps:
        return []
    here = min(document["at_most"], max(steps))
    told = []
    for size in (here - 1, here, here + 1):
        if size not in steps:
            continue
        each = "; ".join(
            f"{naming.party_name(case, side)}: {numerals.percent(steps[size]['of_total'][side])}"
            for side in document["sides"]
        )
        line = ngettext(
            "%(n)s issue brings, of all that could be gained: %(shares)s",
            "%(n)s issues bring, of all that could be gained: %(shares)s",
            size,
        ) % {"n": size, "shares": each}
        told.append(line + (f". {_change(case, steps[size])}" if size > here else ""))
    if here == max(steps):
        told.append(_("There is no other issue that could stand on it."))
    elif document["levels_off"] is not None and document["levels_off"] < max(steps):
        told.append(
            ngettext(
                "From %(n)s issue on, one more brings no side as much as %(part)s of all that it could gain.",
                "From %(n)s issues on, one more brings no side as much as %(part)s of all that it could gain.",
                document["levels_off"],
            )
            % {"n": document["levels_off"], "part": numerals.percent(0.05)}
        )
    return told


def _change(case: Case, step: Document) -> str:
    added = _titles(case, step["added"])
    if step["dropped"]:
        return sentence(
            _("In comes %(added)s; out goes %(dropped)s") % {"added": added, "dropped": _titles(case, step["dropped"])}
        )
    return sentence(_("In comes %(added)s") % {"added": added})


def _accounts(case: Case, document: Document) -> list[str]:
    if len(document["accounts"]) < 2:
        return []
    told = []
    for name, found in document["accounts"].items():
        if name == document["account"]:
            continue
        same = sorted(map(sorted, found["agendas"])) == sorted(sorted(one["issues"]) for one in document["agendas"])
        issues = _titles(case, found["agendas"][0]) if found["agendas"] else _("no agenda")
        text = _("By %(account)s: the same agenda") if same else _("By %(account)s: %(issues)s")
        told.append(text % {"account": naming.account_name(case, name), "issues": issues})
    common = document["common_ground"]
    if common["agendas"]:
        told.append(
            _("Acceptable whichever account is believed: %(issues)s") % {"issues": _titles(case, common["agendas"][0])}
        )
    else:
        told.append(_("No issue has an agreement that is acceptable in every account at nobody\u2019s cost."))
    return told


def _left_out(case: Case, document: Document) -> list[str]:
    told = []
    for one in document["left_out"]:
        pays = phrasing.listed(naming.party_name(case, party) for party in one["pays"])
        if pays:
            why = _("its agreement would be at the expense of %(parties)s") % {"parties": pays}
        elif one["why"] == "ranks only":
            why = _("only the order of its states is known, and ranks have no sizes")
        elif one["why"] == "standing":
            why = _("parked, because standing bears on it")
        else:
            why = _("no agreement that improves on today: %(kind)s") % {"kind": naming.kind_name(one["why"])}
        told.append(f"{naming.issue_title(case, one)}: {why}")
    return told


# --- packages


def _packages(case: Case, document: Document) -> list[str]:
    found = document["packages"]
    if not found["per_package"] or found["combinations"] == 0:
        return []
    if found["found"] is None:
        return [
            _("There are %(n)s combinations of states, too many to go through; fewer issues to a package need less.")
            % {"n": numerals.as_given(found["combinations"])}
        ]
    if not found["found"]:
        return [_("No package would bring the sides what agreements acceptable by themselves do not bring.")]
    told = [_what_packages_bring(found) % {"n": found["found"], "taken": found["taken"]}]
    told += [_package(case, document, one) for one in found["list"][:MOST_SHOWN]]
    if len(found["list"]) > MOST_SHOWN:
        told.append(
            ngettext("%(n)s more stands in the data.", "%(n)s more stand in the data.", found["taken"] - MOST_SHOWN)
            % {"n": found["taken"] - MOST_SHOWN}
        )
    return told


def _what_packages_bring(found: Document) -> str:
    """How packages compare with agreements acceptable by themselves; the list may hold only some of those found."""
    less = [bool(_less(one.get("compared") or {})) for one in found["list"]]
    if len(less) == found["found"] and not any(less):
        return ngettext(
            "A what-if, against the rule that each issue stands by itself. %(n)s package would bring some sides more "
            "than agreements that are acceptable by themselves, and none less; every side would take %(taken)s.",
            "A what-if, against the rule that each issue stands by itself. %(n)s packages would bring some sides more "
            "than agreements that are acceptable by themselves, and none less; every side would take %(taken)s of "
            "them.",
            found["found"],
        )
    if len(less) == found["found"] and all(less):
        return ngettext(
            "A what-if, against the rule that each issue stands by itself. %(n)s package would bring some sides more "
            "than agreements that are acceptable by themselves, but others less; every side would take %(taken)s.",
            "A what-if, against the rule that each issue stands by itself. %(n)s packages would bring some sides more "
            "than agreements that are acceptable by themselves, but others less; every side would take %(taken)s of "
            "them.",
            found["found"],
        )
    return ngettext(
        "A what-if, against the rule that each issue stands by itself. %(n)s package would bring some sides more "
        "than agreements that are acceptable by themselves, though others perhaps less; every side would take "
        "%(taken)s.",
        "A what-if, against the rule that each issue stands by itself. %(n)s packages would bring some sides more "
        "than agreements that are acceptable by themselves, though others perhaps less; every side would take "
        "%(taken)s of them.",
        found["found"],
    )


def _package(case: Case, document: Document, one: Document) -> str:
    states = " + ".join(
        f"{naming.issue_title(case, issue)} ({naming.state(case, issue, issue['stances'][0])})"
        for issue in one["issues"]
    )
    deals = []
    for side in document["sides"]:
        critical = one["critical"][side]
        if critical is None:
            continue
        lost = [naming.issue_title(case, issue) for issue in one["issues"] if issue["points"].get(side, 0.0) < 0]
        deals.append(
            _("%(party)s: gives way on %(issues)s; what it gets elsewhere is worth %(much)s")
            % {
                "party": naming.party_name(case, side),
                "issues": phrasing.listed(lost),
                "much": numerals.compared(critical),
            }
        )
    sure = _("taken by every side in %(share)s of the draws") % {"share": numerals.percent(one["probability"])}
    parts = (*deals, *_against_without(case, one.get("compared") or {}), sure)
    return sentence(f"{states}. {phrasing.first_upper('; '.join(parts))}")


def _against_without(case: Case, compared: Document) -> list[str]:
    """Who gets more, and who less, than by agreements acceptable by themselves on the same issues."""
    more = [side for side, found in compared.items() if _exceeds(found["points"]["with"], found["points"]["without"])]
    less = _less(compared)
    told = []
    if more:
        told.append(
            _("more than without the package for %(parties)s")
            % {"parties": phrasing.listed(_by_how_much(case, side, compared[side]) for side in more)}
        )
    if less:
        told.append(
            _("less than without the package for %(parties)s")
            % {"parties": phrasing.listed(_by_how_much(case, side, compared[side]) for side in less)}
        )
    return told


def _less(compared: Document) -> list[str]:
    return [side for side, found in compared.items() if _exceeds(found["points"]["without"], found["points"]["with"])]


def _exceeds(one: float, other: float) -> bool:
    return one - other > NOTHING * max(abs(one), abs(other))


def _by_how_much(case: Case, side: str, found: Document) -> str:
    name = naming.party_name(case, side)
    if found["change"] is None:
        return name
    share = numerals.percent(abs(found["change"]))
    return _("%(party)s (by %(share)s of its own loss on these issues)") % {"party": name, "share": share}
