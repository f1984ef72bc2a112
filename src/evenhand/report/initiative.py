"""A tested proposal in words: for the terminal, and as a section of HTML by itself.

A function of the case and of the document of ``evenhand initiative --json``. Every side gets the same sentences in the
same order; points appear as shares of the same party's own, amounts in natural units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, words
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext
from evenhand.report.lines import Lines

__all__ = ["initiative", "section"]

Document = Mapping[str, Any]
Items = list[tuple[str, str]]
MOST_SETS = 3
"""Most sets of causes in a sentence; the others are in the data."""
NOTHING = numerals.NOTHING


def initiative(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """The whole proposal, issue by issue, as text no wider than a terminal."""
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(phrasing.sentence(head(case, document)))
    for text in verdict(document):
        page.text(text)
    for issue in document["issues"]:
        page.gap()
        page.heading(f"{naming.issue_title(case, issue)} [{issue['id']}]")
        for title, items in sections(case, document, issue):
            if title:
                page.part(title)
            for label, text in items:
                page.item(label, text, 2 if not title else 4)
    if document["package"] is not None:
        page.gap()
        page.heading(_("All issues together"))
        for title, items in together(case, document):
            page.part(title)
            for label, text in items:
                page.item(label, text, 4)
    page.gap()
    page.item(_("Limits"), limits())
    return page.done()


def section(case: Case, document: Document) -> Markup:
    """The same as a section of a page."""
    issues = [
        {"id": issue["id"], "title": naming.issue_title(case, issue), "sections": sections(case, document, issue)}
        for issue in document["issues"]
    ]
    labels = {"title": _("A proposal tested"), "together": _("All issues together"), "limits": _("Limits")}
    template = environment().get_template("initiative.html.jinja")
    made = template.render(
        labels=labels,
        notes=[phrasing.sentence(head(case, document)), *verdict(document)],
        issues=issues,
        together=together(case, document) if document["package"] is not None else [],
        limits=limits(),
    )
    return Markup(made)


# --- around the issues


def head(case: Case, document: Document) -> str:
    """What was tested, on how many draws, by whose account."""
    count = len(document["issues"])
    parts = [
        _("A proposal tested"),
        ngettext("%(count)d issue", "%(count)d issues", count) % {"count": count},
        _("%(draws)s draws, seed %(seed)s") % {"draws": numerals.as_given(document["draws"]), "seed": document["seed"]},
        _("taken to be true: %(account)s") % {"account": naming.account_name(case, document["account"])},
    ]
    return "; ".join(parts)


def verdict(document: Document) -> list[str]:
    """Whether every side accepts the proposal on every issue, each by itself."""
    count = len(document["issues"])
    if document["viable"]:
        text = ngettext(
            "As things stand every side accepts the proposal.",
            "As things stand every side accepts the proposal on each of the %(count)d issues by itself.",
            count,
        )
    else:
        refused = sum(not issue["viable"] for issue in document["issues"])
        text = ngettext(
            "As things stand the proposal is blocked.",
            "As things stand the proposal is blocked on %(refused)d of the %(count)d issues.",
            count,
        ) % {"refused": refused, "count": count}
    told = [text % {"count": count} if document["viable"] else text]
    if document["probability"] is not None:
        told.append(
            _("Over the draws all sides accept all of it: %(often)s.")
            % {"often": numerals.often(document["probability"])}
        )
    return told


def limits() -> str:
    """What a reader must know beside every figure."""
    return _(
        "Each issue is judged by itself. The numbers are judgements entered by people: tendencies follow from them,"
        " not certainties. What is felt is shown as a share of a party\u2019s own, never compared across parties."
    )


# --- one issue


def sections(case: Case, document: Document, issue: Document) -> list[tuple[str, Items]]:
    """Titled parts of what is said of an issue; the first has no title."""
    parts = [
        ("", [*_proposed(case, issue), *_linkage(case, issue), *_all_sides(case, issue)]),
        (_("Who accepts"), [(naming.party_name(case, s), _side(case, issue, s)) for s in issue["sides"]]),
        (_("Whichever account is believed"), _by_account(case, issue)),
        (_("What would have to change"), _changes(case, issue)),
        (_("Beside the best agreement there is"), _compared(case, issue)),
        (_("Who gets what"), _gains(case, issue)),
    ]
    return [(title, items) for title, items in parts if items]


def _proposed(case: Case, issue: Document) -> Items:
    asked = phrasing.listed(naming.party_name(case, side) for side in issue["asked"])
    return [
        (_("Today"), naming.state(case, issue, issue["default"])),
        (_("Proposed"), naming.state(case, issue, issue["proposed"])),
        (_("Asked to change a stance"), asked),
    ]


def _linkage(case: Case, issue: Document) -> Items:
    linkage = issue["linkage"]
    rows = []
    for one in linkage["lifted"]:
        text = _("%(what)s; the proposal lifts this, as it settles what is waited for")
        rows.append((_("Linkage"), text % {"what": _withheld(case, one)}))
    for one in linkage["at_work"]:
        if one in linkage["brought_in"]:
            text = _("%(what)s; the proposal itself brings this about")
        else:
            text = _("%(what)s; the proposal leaves this as it is")
        rows.append((_("Linkage"), text % {"what": _withheld(case, one)}))
    return rows


def _withheld(case: Case, one: Document) -> str:
    waits = phrasing.clauses(
        f"{naming.title_of(case, name)}: {naming.state(case, {'sides': list(stances)}, stances)}"
        for name, stances in one["while"].items()
    )
    return _("%(party)s: \u201c%(stance)s\u201d is withheld while another issue stands so (%(waits)s)") % {
        "party": naming.party_name(case, one["party"]),
        "stance": naming.stance(one["withholds"], case),
        "waits": waits,
    }


def _all_sides(case: Case, issue: Document) -> Items:
    rows = []
    if issue["probability"] is not None:
        rows.append((_("All sides accept"), numerals.often(issue["probability"])))
    rows.append((_("Stable"), stable(case, issue)))
    return rows


def stable(case: Case, issue: Document) -> str:
    """In which sense a state is stable against lone moves, or who would gain by leaving it."""
    if issue["stability"] is None:
        return _("not worked out: the issue has too many states")
    return words.held_by(case, issue["stability"], issue.get("leaving") or [])


def _side(case: Case, issue: Document, side: str) -> str:
    """One side's consent: the same sentences for every side."""
    found = issue["consent"][side]
    told = [_accepting(found), _margin(found), _rank(found)]
    obstacles = _obstacles(case, side, found["unmet"])
    if obstacles:
        told.append(_("In the way: %(obstacles)s.") % {"obstacles": phrasing.clauses(obstacles)})
    if not found["accepts"]:
        told.append(_causes(found["causes"]))
    if found["shortfall"] is not None:
        told.append(_missing(case, found["shortfall"]))
    return " ".join(text for text in told if text)


def _accepting(found: Document) -> str:
    if found["probability"] is None:
        return _("accepts.") if found["accepts"] else _("refuses.")
    if found["accepts"]:
        return _("accepts (%(often)s).") % {"often": numerals.over_draws(found["probability"])}
    return _("refuses (%(often)s).") % {"often": numerals.accepts_over_draws(found["probability"])}


def _margin(found: Document) -> str:
    margin = found["margin"]
    if margin is None:
        return ""
    if abs(margin) <= NOTHING:
        return _("By its own feeling the proposal brings just what it asks for.")
    shown = {"share": numerals.percent(abs(margin))}
    if margin > 0:
        told = _(
            "By its own feeling the proposal brings more than it asks for, by %(share)s of its largest possible gain "
            "or loss on this issue."
        )
    else:
        told = _(
            "By its own feeling the proposal brings less than it asks for, by %(share)s of its largest possible gain "
            "or loss on this issue."
        )
    return told % shown


def _rank(found: Document) -> str:
    rank = found["rank"]
    if rank is None:
        return ""
    shown = {name: int(place) for name, place in rank.items()}
    return _("In its order the proposal has place %(proposed)d of %(of)d, today\u2019s state place %(today)d.") % shown


def _obstacles(case: Case, side: str, unmet: Sequence[Document]) -> list[str]:
    """What is not met, each kind once; want of trust only where the side would not be the one to leave."""
    leaving = [one for one in unmet if one["kind"] == "leaving"]
    told = []
    for one in unmet:
        if one["kind"] in ("felt value", "ratifier", "linkage"):
            told.append(_obstacle(case, one))
        elif one["kind"] == "trust" and not any(other["party"] == side for other in leaving):
            told.append(_("too little trust that the others keep to it"))
        elif one["kind"] == "leaving" and one is leaving[0]:
            goals = "; ".join(_leaving(case, other) for other in leaving)
            told.append(_("as it sees things, leaving alone would pay (%(goals)s)") % {"goals": goals})
    return told


def _leaving(case: Case, one: Document) -> str:
    """Who would leave, and with which stance of its own."""
    stances = phrasing.listed((naming.stance(state[one["party"]], case) for state in one["to"]), "or")
    return _("%(party)s: %(stance)s") % {"party": naming.party_name(case, one["party"]), "stance": stances}


def _obstacle(case: Case, one: Document) -> str:
    """A condition that is not met, with by what share of that party's own."""
    kind, party = one["kind"], naming.party_name(case, one["party"])
    if kind == "felt value":
        return _("what it feels, with all that counts for it")
    if kind == "linkage":
        return _("a linkage to another issue")
    if one["margin"] is None:
        return _("no consent at home (%(party)s)") % {"party": party}
    text = _("no consent at home (%(party)s, short by %(share)s of its largest possible gain or loss here)")
    return text % {"party": party, "share": numerals.percent(abs(one["margin"]))}


def _states(case: Case, issue: Document, states: Sequence[Mapping[str, str]]) -> str:
    """States as alternatives; of many only the first ones."""
    told = [naming.state(case, {"sides": issue.get("sides", list(one))}, one) for one in states[:MOST_SETS]]
    more = len(states) - len(told)
    if more > 0:
        told.append(ngettext("%(count)d other state", "%(count)d other states", more) % {"count": more})
    return phrasing.listed(told, "or")


def _causes(sets: Sequence[Document]) -> str:
    if not sets:
        return _("No set of causes, taken away, makes it accept.")
    return _("Enough for its consent would be to take away: %(sets)s.") % {"sets": _listed(sets)}


def _listed(sets: Sequence[Document]) -> str:
    """Sets of causes, the surest first."""
    ordered = sorted(sets, key=lambda one: (-(one["probability"] or 0.0), len(one["remove"])))
    told = [_set(one) for one in ordered[:MOST_SETS]]
    more = len(ordered) - len(told)
    if more > 0:
        told.append(ngettext("%(count)d other set", "%(count)d other sets", more) % {"count": more})
    return _("; or ").join(told)


def _set(one: Document) -> str:
    sure = "" if one["probability"] is None else numerals.percent(one["probability"])
    noted, names = phrasing.clauses((sure, words.undone(one))), naming.causes(one["remove"])
    return f"{names} ({noted})" if noted else names


def _missing(case: Case, shortfall: Document) -> str:
    unit = case.interests[shortfall["interest"]].unit if shortfall["interest"] in case.interests else ""
    shown = {
        "amount": numerals.number(shortfall["amount"], unit),
        "interest": naming.interest_name(case, shortfall["interest"]),
    }
    return _("To feel what it asks for, it would have to get besides, for sure: %(interest)s, %(amount)s.") % shown


def _by_account(case: Case, issue: Document) -> Items:
    """Who would accept if each account were what all judge by."""
    return [(naming.account_name(case, name), _told_by(case, issue, name)) for name in issue["accounts"]]


def _told_by(case: Case, issue: Document, name: str) -> str:
    told = []
    for side in issue["sides"]:
        found = issue["consent"][side]["by_account"][name]
        told.append(f"{naming.party_name(case, side)}: {_accepting(found)[:-1]}")
    text = "; ".join(told)
    account = issue["accounts"][name]
    return f"{text}. {_class(case, account)}"


def _class(case: Case, account: Document) -> str:
    pays = phrasing.listed(naming.party_name(case, party) for party in account["pays"])
    if account["improvement"] and not pays:
        return _("In substance it leaves no side worse off, and nobody else pays.")
    if account["improvement"]:
        return _("In substance it leaves no side worse off; others pay: %(pays)s.") % {"pays": pays}
    if pays:
        return _("In substance it is no improvement on today; others pay: %(pays)s.") % {"pays": pays}
    return _("In substance it is no improvement on today; nobody else pays.")


def _changes(case: Case, issue: Document) -> Items:
    """Sets of causes that make all sides accept, and the nearest state that they accept as things stand."""
    rows = []
    if not issue["viable"]:
        if issue["keys"]:
            rows.append((_("Every side accepts without"), phrasing.sentence(_listed(issue["keys"]))))
        else:
            rows.append((_("Every side accepts without"), _("no set of causes is enough.") + " " + _why(issue)))
        near = issue["nearest"]
        if near:
            rows.append((_("Nearest state that every side accepts"), _near(case, issue, near)))
        elif near is not None:
            rows.append((_("Nearest state that every side accepts"), _("there is none as things stand.")))
    return rows


def _why(issue: Document) -> str:
    if (issue["why"] or "").startswith("a side is worse off"):
        return _("A side is worse off in substance.")
    return ""


def _near(case: Case, issue: Document, near: Sequence[Document]) -> str:
    count = near[0]["changes"]
    states = _states(case, issue, [one["stances"] for one in near])
    text = ngettext(
        "%(states)s (%(count)d stance is another than proposed).",
        "%(states)s (%(count)d stances are others than proposed).",
        count,
    )
    return text % {"states": states, "count": count}


def _compared(case: Case, issue: Document) -> Items:
    return [(naming.account_name(case, name), _beside(case, issue, one)) for name, one in issue["accounts"].items()]


def _beside(case: Case, issue: Document, account: Document) -> str:
    """The proposal beside the reference agreement of an account."""
    if account["reference"] is None:
        return _("no state is an improvement, so there is no reference agreement.")
    if account["is_reference"]:
        return _("it is the reference agreement itself, or one of those.")
    told = [
        _("the reference agreement is another (%(state)s).")
        % {"state": phrasing.listed((naming.state(case, issue, one) for one in account["reference"]), "or")}
    ]
    shares = account["of_reference"] or {}
    parts = [
        f"{naming.party_name(case, side)}: {numerals.percent(share)}"
        for side, share in shares.items()
        if share is not None
    ]
    if parts:
        told.append(_("Of its own gain there the proposal brings: %(shares)s.") % {"shares": "; ".join(parts)})
    if account["better"]:
        told.append(
            _("Better for a side and worse for none, and for nobody else: %(state)s.")
            % {"state": _states(case, issue, account["better"])}
        )
    return " ".join(told)


def _gains(case: Case, issue: Document) -> Items:
    """What everybody gets in natural units, bystanders as well."""
    if issue["gains"] is None:
        return []
    rows = []
    for party, found in issue["gains"].items():
        told = amounts(case, found["interests"])
        rows.append((naming.party_name(case, party), told or _("nothing changes on the mean.")))
    if issue["nobody_else_pays"] is not None and len(issue["gains"]) > len(issue["sides"]):
        rows.append((_("Nobody else pays"), numerals.often(issue["nobody_else_pays"])))
    return rows


def amounts(case: Case, interests: Mapping[str, Document]) -> str:
    """Each interest with what the proposal brings of it, less today."""
    told = []
    for name, item in interests.items():
        if abs(item["mean"]) <= NOTHING and abs(item["p5"]) <= NOTHING and abs(item["p95"]) <= NOTHING:
            continue
        unit = case.interests[name].unit if name in case.interests else ""
        shown = numerals.interval(item["mean"], item["p5"], item["p95"], unit)
        told.append(f"{naming.interest_name(case, name)}: {shown}")
    return "; ".join(told)


# --- several issues


def together(case: Case, document: Document) -> list[tuple[str, Items]]:
    """Totals over the issues, and the proposal as a package."""
    totals = [
        (naming.party_name(case, party), amounts(case, interests) or _("nothing changes on the mean."))
        for party, interests in document["totals"].items()
    ]
    found = document["package"]
    package = [(naming.party_name(case, side), _lambda(found, side)) for side in found["critical"]]
    return [(_("Who gets what, over all of them"), totals), (_("As a package, a what-if"), package)]


def _lambda(found: Document, side: str) -> str:
    often = {"often": numerals.often(found["probability"][side])}
    critical = found["critical"][side]
    if critical is None:
        return _("loses on no issue, so that it need not trade one for another (gains on balance %(often)s).") % often
    shown = {**often, "times": numerals.figure(critical)}
    if found["taken"][side]:
        return (
            _("its gains are %(times)s times its losses, so that it takes the package if it trades freely (%(often)s).")
            % shown
        )
    return _("its gains are %(times)s times its losses: not enough, even if it trades freely (%(often)s).") % shown
