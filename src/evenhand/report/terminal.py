"""Findings as plain text for a terminal: a paragraph per issue, or everything about one issue.

A function of the case and the plain document only (``analyse --json``). Sides, parties and issues come in the order
of the document, each in the same words. Points appear as shares of the same party's own figures; what has no such
share is given in the unit in which the party counts.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evenhand.casefile.model import Case
from evenhand.report import answer, naming, numerals, phrasing, words
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext, pgettext, spoken
from evenhand.report.lines import Lines
from evenhand.report.phrasing import first_upper, sentence

__all__ = ["details", "findings"]

Document = Mapping[str, Any]

MOST_KEYS = 2
"""Most keys that stand in the brief answer."""
MOST_STATES = 6
"""Most states that are listed of one sort; all of them stand in the data."""
NOTHING = numerals.NOTHING
"""Fine typography as it is typed, so that what stands in a terminal can be searched and copied."""


def findings(
    case: Case,
    document: Document,
    *,
    source: str = "",
    account: str | None = None,
    width: int = 80,
    bold: bool = False,
) -> str:
    """One paragraph per issue that a busy reader understands, then what limits it and how to see more.

    Parameters
    ----------
    case : Case
        The case that was analysed; it gives the names and units.
    document : mapping
        The findings, as ``analyse --json`` has them.
    source : str
        How the reader named the case, for the command that shows more; its own name unless given.
    account : str, optional
        Whose account to show; the base account unless given.
    width : int
        Characters on a line.
    bold : bool
        Whether headings are marked for a terminal that shows bold type.
    """
    page = Lines(width, bold)
    _title(page, case, document, account)
    shown = _seen_by(document, account)
    _answer(page, case, shown)
    for issue in document["issues"]:
        page.gap()
        page.heading(_named(case, issue))
        _brief(page, case, shown, issue, account)
    _close(page, case, document, source or case.case)
    return page.done()


def details(
    case: Case,
    document: Document,
    *,
    source: str = "",
    account: str | None = None,
    width: int = 80,
    bold: bool = False,
) -> str:
    """Everything about each issue of the document; the parameters are those of :func:`findings`."""
    page = Lines(width, bold)
    _title(page, case, document, account)
    for issue in document["issues"]:
        page.gap()
        _detail(page, case, _seen_by(document, account), issue, account)
    _limits(page, case, document)
    page.text(_("The report:"))
    page.command(f"evenhand analyse {shlex.quote(source or case.case)} --html FILE")
    return page.done()


# --- around the issues

_LOSSES = ("unnecessary loss", "loss at the expense of others")


def _title(page: Lines, case: Case, document: Document, account: str | None) -> None:
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    as_of = numerals.day(document["case"].get("as of"))
    number = len(document["issues"])
    parts = [
        _("As of %(day)s") % {"day": as_of} if as_of else "",
        ngettext("%(count)s issue", "%(count)s issues", number) % {"count": number},
        words.run(case, document),
        naming.account_name(case, account or document["base"]),
    ]
    page.text(sentence(phrasing.clauses(parts)))
    if told := answer.points(case):
        page.text(told)


def _answer(page: Lines, case: Case, document: Document) -> None:
    """The answer as one would say it aloud, above the issues; of one issue its own paragraph says it."""
    if len(document["issues"]) < 2:
        return
    page.gap()
    page.heading(words.count(document))
    for label, lines in (
        (_("Where each side loses most of this, by its own weights"), answer.lost_most(case, document)),
        (_("What would unlock most"), [answer.unlocks_most(document)]),
    ):
        if any(lines):
            page.item(label, phrasing.sentence("; ".join(lines)), 2)


def _named(case: Case, issue: Document) -> str:
    """An issue's title with the name by which a command knows it."""
    return f"{naming.issue_title(case, issue)} [{issue['id']}]"


def _close(page: Lines, case: Case, document: Document, source: str) -> None:
    issues = document["issues"]
    page.gap()
    for cycle in document.get("deadlocks") or []:
        waiting = phrasing.listed(
            phrasing.quoted(naming.title_of(case, name) if name in case.issues else name) for name in cycle
        )
        page.item(_("Deadlock"), _("%(issues)s wait for each other.") % {"issues": waiting})
    page.item(_("Common ground"), _shared(sum(1 for issue in issues if issue["common_ground"]), len(issues)))
    _limits(page, case, document, gap=False)
    page.text(_("More on one issue, or the report:"))
    page.command(f"evenhand analyse {shlex.quote(source)} --issue {issues[0]['id'] if issues else 'ID'}")
    page.command(f"evenhand analyse {shlex.quote(source)} --html FILE")
    page.text(_("A short agenda, persuasion and pressure, and expectations over time:"))
    for command in ("agenda", "persuade", "courses"):
        page.command(f"evenhand {command} {shlex.quote(source)}")


def _shared(shared: int, total: int) -> str:
    """On how many issues there is common ground."""
    if total == 1 and shared:
        return _(
            "a state leaves every side as well off as today and one better off, whichever account is believed, "
            "without anybody else paying."
        )
    if total == 1:
        return _(
            "no state leaves every side as well off as today and one better off, whichever account is believed, "
            "without anybody else paying."
        )
    return _(
        "on %(shared)s of the %(total)s issues some state leaves every side as well off as today and one better off, "
        "whichever account is believed, and nobody else pays."
    ) % {"shared": shared, "total": total}


def _limits(page: Lines, case: Case, document: Document, *, gap: bool = True) -> None:
    if gap:
        page.gap()
    told = [*words.limits(case, document)[:2], words.too_small(case)]
    page.item(_("Limits"), " ".join(filter(None, told)))


def _seen_by(document: Document, account: str | None) -> Document:
    """The document with another account in the place of the base one."""
    return document if account is None else {**document, "base": account}


def _missing(case: Case, issue: Document, account: str | None) -> str:
    """Said where an issue has no such account."""
    if account is None or account in issue["accounts"]:
        return ""
    parts = {
        "account": first_upper(naming.account_name(case, account)),
        "base": naming.account_name(case, next(iter(issue["accounts"]))),
    }
    return _("(%(account)s does not differ here from %(base)s.) ") % parts


# --- one issue, in brief


def _brief(page: Lines, case: Case, document: Document, issue: Document, account: str | None) -> None:
    """Who loses how much of what, mainly why, and what would unlock it; or the kind of the issue."""
    told = words.headline(case, document, issue)
    lead = f"{sentence(naming.kind_name(told.kind))} " if told.kind in _LOSSES else ""
    page.text(f"{_missing(case, issue, account)}{lead}{sentence(told.lost)}", 2)
    for text in (told.why, words.keys(case, words.base_account(document, issue)) if told.unlocks else ""):
        if text:
            page.text(sentence(text), 2)


# --- one issue, in full


def _detail(page: Lines, case: Case, document: Document, issue: Document, account: str | None) -> None:
    found = words.base_account(document, issue)
    page.heading(_named(case, issue))
    if naming.question(case, issue["id"]):
        page.text(naming.question(case, issue["id"]), 2)
    _brief(page, case, document, issue, account)
    _stances(page, case, issue)
    _reference(page, case, issue, found)
    _losses(page, case, issue, found)
    _causes(page, case, issue, found)
    _keys(page, case, found)
    _alone(page, case, issue, found)
    _mix(page, case, issue, found)
    _ordinal(page, case, issue, found)
    _logic(page, case, issue, found)
    _accounts(page, case, issue)
    _common_ground(page, case, issue)
    _expectations(page, case, issue)
    _decides(page, case, found)


def _stances(page: Lines, case: Case, issue: Document) -> None:
    page.part(_("What each side could do"))
    described = case.issues[issue["id"]].stances if issue["id"] in case.issues else {}
    for side in issue["sides"]:
        today = issue["default"][side]
        choices = (_choice(case, issue, side, stance) for stance in described.get(side, {today: today}))
        page.item(naming.party_name(case, side), "; ".join(choices), 2)
    for party, side in issue["ratifiers"].items():
        told = _("must consent for %(party)s") % {"party": naming.party_name(case, side)}
        page.item(naming.party_name(case, party), told, 2)
    if issue["bystanders"]:
        page.item(_("Bystanders"), _names(case, issue["bystanders"]), 2)


def _choice(case: Case, issue: Document, side: str, stance: str) -> str:
    """A stance, its own words where they say more, and whether it is today's."""
    told = naming.stance_words(case, issue["id"], side, stance)
    today = pgettext("stance", "today")
    now = f" [{today}]" if stance == issue["default"][side] else ""
    return naming.stance(stance, case) + (f" ({told})" if told else "") + now


def _reference(page: Lines, case: Case, issue: Document, found: Document) -> None:
    page.part(_("What is compared"))
    page.item(_("Today"), words.today(case, issue), 2)
    reference = found["reference"] or []
    for option in reference:
        notes = [
            words.at_the_expense(_names(case, option["pays"])) or _("at nobody else\u2019s expense"),
            "" if option["standing_proof"] else _("only if standing is set aside"),
            _("one of %(count)s that are equally good") % {"count": len(reference)} if len(reference) > 1 else "",
        ]
        page.item(_("Agreement"), f"{naming.state(case, issue, option['stances'])} ({phrasing.clauses(notes)})", 2)
    for option in (found.get("beside") or [])[:MOST_STATES]:
        page.item(_("Beside it"), sentence(words.beside(case, issue, option)), 2)
    if found.get("why"):
        page.item(_("Note"), sentence(words.reason(case, found["why"])), 2)
    if found.get("nash_agrees") is False:
        page.item(_("Note"), _("The Nash bargaining solution would name another agreement."), 2)
    if found.get("improvement_probability") is not None:
        share = {"percent": numerals.percent(found["improvement_probability"])}
        page.item(_("How sure"), _("In %(percent)s of the draws some state improves on today.") % share, 2)


def _losses(page: Lines, case: Case, issue: Document, found: Document) -> None:
    if not found["losses"]:
        return
    interval = {"percent": numerals.percent(0.9)}
    page.part(_("What each party loses today: mean (%(percent)s interval); minus, better off today") % interval)
    nothing = []
    for party, loss in found["losses"].items():
        rows = _interests(case, loss)
        if not rows:
            nothing.append(party)
            continue
        page.label(naming.party_name(case, party), 2)
        page.table(rows, 4)
        for text in _about_loss(case, party, loss):
            page.text(text, 4)
    if nothing:
        page.text(_("Nothing: %(parties)s.") % {"parties": _names(case, nothing)}, 2)


def _interests(case: Case, loss: Document) -> list[tuple[str, str]]:
    rows = []
    for interest, item in loss["interests"].items():
        if max(abs(item[key]) for key in ("mean", "p5", "p95")) < NOTHING:
            continue
        shown = numerals.interval(item["mean"], item["p5"], item["p95"], naming.unit(case, interest))
        rows.append((naming.interest_name(case, interest), shown))
    return rows


def _about_loss(case: Case, party: str, loss: Document) -> list[str]:
    told = []
    points = loss["points"]
    if points is None:
        told.append(sentence(words.reason(case, loss.get("why") or "the case gives it no weights")))
    elif points["mean"] > NOTHING:
        told.append(_as_a_whole(loss))
    counted = words.with_standing(case, party, loss)
    return [*told, sentence(counted)] if counted else told


def _as_a_whole(loss: Document) -> str:
    """The party's loss in points, every figure as a share of its mean."""
    whole = loss["points"]["mean"]

    def shares(item: Document, low: str, high: str) -> str:
        return _("%(low)s to %(high)s") % {
            "low": numerals.percent(item[low] / whole),
            "high": numerals.percent(item[high] / whole),
        }

    parts = [
        _("As a whole: %(percent)s (%(interval)s)")
        % {
            "percent": numerals.percent(1.0),
            "interval": shares(loss["points"], "p5", "p95"),
        }
    ]
    span = loss.get("range")
    if span and span["max"] - span["min"] > NOTHING:
        parts.append(_("over all improvements %(range)s") % {"range": shares(span, "min", "max")})
    if loss.get("hindsight"):
        parts.append(_("with hindsight %(percent)s") % {"percent": numerals.percent(loss["hindsight"]["mean"] / whole)})
    return sentence(phrasing.clauses(parts))


def _causes(page: Lines, case: Case, issue: Document, found: Document) -> None:
    if not found["causes"]:
        return
    page.part(_("Why it is lost: shares of each party\u2019s own loss"))
    page.text(_("alone: if it were the only cause; last: what would be regained without it, all others at work"), 2)
    for party in found["causes"]:
        shares = words.shares_of(found, party)
        if shares is None:
            continue
        loss = found["losses"][party]["points"]["mean"]
        alone, last = (
            {name: value / loss for name, value in ((found.get(kind) or {}).get(party) or {}).items()}
            for kind in ("alone", "last")
        )
        page.label(naming.party_name(case, party), 2)
        shown = [name for name in shares if any(abs(part.get(name, 0.0)) >= 0.0005 for part in (shares, alone, last))]
        page.bars([(naming.cause(name), shares[name], alone.get(name), last.get(name)) for name in shown], 4)
    if whose := words.whose(case, issue, found):
        page.text(sentence(whose), 2)
    idle = [name for name in found.get("at_work") or [] if not _matters(found, name)]
    if idle:
        page.text(_("At work without effect on any loss: %(causes)s.") % {"causes": naming.causes(idle)}, 2)


def _matters(found: Document, cause: str) -> bool:
    return any(
        abs(values.get(cause, 0.0)) > NOTHING
        for kind in ("causes", "alone", "last")
        for values in (found.get(kind) or {}).values()
    )


def _keys(page: Lines, case: Case, found: Document) -> None:
    if found["keys"] is None:
        return
    page.part(_("What would unlock it"))
    if len(found["keys"]) <= MOST_KEYS:
        page.text(sentence(words.keys(case, found)), 2)
    else:
        page.text(_("Each of these sets of causes, if all in it were removed:"), 2)
        for key in found["keys"]:
            sure = "" if key["probability"] is None else f" ({numerals.percent(key['probability'])})"
            page.item("-", phrasing.clauses((naming.causes(key["remove"]) + sure, words.undone(key))), 4)
    for cause in dict.fromkeys(name for key in found["keys"] for name in key["remove"]):
        if cause in naming.CAUSES:
            told = {"meaning": spoken(naming.CAUSES[cause].means), "help": spoken(naming.CAUSES[cause].helps)}
            page.item(first_upper(naming.cause(cause)), _("%(meaning)s; what helps: %(help)s") % told, 2)
    if words.doubt(found):
        page.text(sentence(words.doubt(found)), 2)


def _alone(page: Lines, case: Case, issue: Document, found: Document) -> None:
    """What a side could gain by its own change, at no cost to others or at their cost."""
    if found.get("unilateral_losses") is None and not found.get("temptations"):
        return
    page.part(_("What a side could do alone, in substance"))
    free = {side: item for side, item in (found.get("unilateral_losses") or {}).items() if item["mean"] > NOTHING}
    for side, item in free.items():
        told = {"gain": _worth(case, found, side, item), "moves": words.moves(case, item)}
        if item["whatever_others_do"]:
            text = _("gains %(gain)s by changing to %(moves)s, at no cost to anybody, whatever the others do") % told
        else:
            text = _("gains %(gain)s by changing to %(moves)s, at no cost to anybody") % told
        page.item(naming.party_name(case, side), text, 2)
    tempted = {side: item for side, item in (found.get("temptations") or {}).items() if item["mean"] > NOTHING}
    for side, item in tempted.items():
        page.item(naming.party_name(case, side), _tempted(case, found, side, item), 2)
    if not free and not tempted:
        page.text(_("In substance no side gains by changing its own stance alone."), 2)
    for party, points in (found.get("value_at_risk") or {}).items():
        if points > NOTHING:
            risk = _("at risk if a side changes alone: at most %(amount)s") % {
                "amount": _in_numeraire(case, party, points)
            }
            page.item(naming.party_name(case, party), risk, 2)


def _tempted(case: Case, found: Document, side: str, item: Document) -> str:
    told = {
        "gain": _worth(case, found, side, item),
        "moves": words.moves(case, item),
        "names": _names(case, item["pays"]),
    }
    if told["names"]:
        return _("would gain %(gain)s by changing to %(moves)s at the expense of %(names)s: a temptation") % told
    return _("would gain %(gain)s by changing to %(moves)s: a temptation") % told


def _worth(case: Case, found: Document, party: str, item: Document) -> str:
    """A gain in points, as a share of the party's own loss, or in the unit in which it counts."""
    loss = ((found.get("losses") or {}).get(party) or {}).get("points")
    if loss and loss["mean"] > NOTHING:
        return _("%(percent)s of its own loss") % {"percent": numerals.percent(item["mean"] / loss["mean"])}
    return _in_numeraire(case, party, item["mean"])


def _in_numeraire(case: Case, party: str, points: float) -> str:
    interest = case.parties[party].numeraire if party in case.parties else None
    if interest is None or interest not in case.interests:
        return _("something")
    told = {
        "amount": numerals.number(points, naming.unit(case, interest)),
        "interest": naming.interest_name(case, interest),
    }
    return _("something worth %(amount)s to it (%(interest)s)") % told


def _mix(page: Lines, case: Case, issue: Document, found: Document) -> None:
    if not found.get("mix"):
        return
    page.part(_("A mix that leaves no side worse off"))
    for item in found["mix"]:
        page.item(numerals.percent(item["share"]), naming.state(case, issue, item["stances"]), 2)


def _ordinal(page: Lines, case: Case, issue: Document, found: Document) -> None:
    ranks = found.get("ordinal")
    if not ranks:
        return
    page.part(_("By rank"))
    states = [naming.state(case, issue, item["stances"]) for item in ranks["improvements"]]
    none = _("Nothing is ranked higher than today by all")
    _some(page, _("Every side ranks it at least as high as today"), states, none)
    efficient = [naming.state(case, issue, item.get("stances", item)) for item in ranks["efficient"]]
    _some(page, _("No other is better for all"), efficient, "")
    for text in ranks["misperceptions"]:
        page.item(_("Misperception"), sentence(words.misperception(case, issue, text)), 2)


def _some(page: Lines, label: str, states: Sequence[str], none: str) -> None:
    for text in states[:MOST_STATES]:
        page.item(label, text, 2)
    if len(states) > MOST_STATES:
        more = len(states) - MOST_STATES
        said = ngettext("… and %(count)s more, in the data.", "… and %(count)s more, all in the data.", more)
        page.text(said % {"count": more}, 2)
    if not states and none:
        page.text(sentence(none), 2)


def _logic(page: Lines, case: Case, issue: Document, found: Document) -> None:
    page.part(_("What the case\u2019s own logic leads to"))
    if words.prediction(case, issue, found):
        page.text(sentence(words.prediction(case, issue, found)), 2)
    for which, label in (("default", _("Today\u2019s state")), ("reference", _("The agreement"))):
        if held := words.held(case, found, which):
            page.item(label, held, 2)
    if found.get("netting_matters"):
        page.text(_("Weighing losses after netting over all interests would change a finding here."), 2)


def _accounts(page: Lines, case: Case, issue: Document) -> None:
    if len(issue["accounts"]) < 2:
        return
    page.part(_("By each account"))
    for name, found in issue["accounts"].items():
        agreed = phrasing.listed(
            (naming.state(case, issue, item["stances"]) for item in found["reference"] or []), "or"
        )
        parts = [
            sentence(naming.kind_name(found["kind"])),
            sentence(agreed) if agreed else "",
            sentence(words.keys(case, found)) if found["keys"] is not None else "",
        ]
        page.item(first_upper(naming.account_name(case, name)), " ".join(part for part in parts if part), 2)
    _in_all(page, issue.get("holds_in_all_accounts") or {})
    for belief in issue.get("beliefs") or []:
        if _contrary(belief):
            page.text(_belief(case, issue, belief), 2)


def _in_all(page: Lines, held: Document) -> None:
    """What every account says alike: what the issue is, which agreement is compared, and what would unlock it."""
    same = [_("what kind of issue it is")] * bool(held.get("kind"))
    same += [_("which agreement today is compared with")] * bool(held.get("reference"))
    keys = [phrasing.quoted(naming.causes(key)) for key in held.get("keys") or [] if key]
    if keys:
        same.append(_("that removing %(keys)s would unlock it") % {"keys": phrasing.listed(keys, "or")})
    if same:
        page.item(_("In all accounts the same"), phrasing.clauses(same), 2)
    else:
        told = _(
            "The accounts agree neither on what kind of issue it is, nor on the agreement, nor on what would unlock it."
        )
        page.text(told, 2)


def _contrary(belief: Document) -> bool:
    """Whether one takes a state for a loss to the other that the other (or the base account) takes for a gain."""
    truth = belief["own"] if belief["own"] is not None else belief["base"]
    return bool(belief["believed"] * truth < -NOTHING)


def _belief(case: Case, issue: Document, belief: Document) -> str:
    parts = {
        "state": naming.state(case, issue, belief["stances"]),
        "about": naming.party_name(case, belief["about"]),
        "by": naming.party_name(case, belief["by"]),
    }
    loss, own = belief["believed"] < 0, belief["own"] is not None
    if loss and own:
        return _("%(state)s: to %(about)s a loss, as %(by)s sees it; a gain, by its own account.") % parts
    if loss:
        return _("%(state)s: to %(about)s a loss, as %(by)s sees it; a gain, by the base account.") % parts
    if own:
        return _("%(state)s: to %(about)s a gain, as %(by)s sees it; a loss, by its own account.") % parts
    return _("%(state)s: to %(about)s a gain, as %(by)s sees it; a loss, by the base account.") % parts


def _common_ground(page: Lines, case: Case, issue: Document) -> None:
    page.part(_("Common ground, whichever account is believed"))
    states = [words.common_ground(case, issue, item) for item in issue["common_ground"]]
    none = _("No such state without others paying")
    _some(page, _("Every side as well off as today, one better off"), states, none)
    costly = [words.common_ground(case, issue, item) for item in issue.get("common_ground_at_cost") or []]
    _some(page, _("At somebody\u2019s cost"), costly, "")


def _expectations(page: Lines, case: Case, issue: Document) -> None:
    found = issue.get("expectations")
    if not found:
        return
    page.part(_("What is expected, and what can be had"))
    for party, item in found["parties"].items():
        page.item(naming.party_name(case, party), _expectation(case, issue, item), 2)
    if found["jointly_feasible"]:
        page.text(_("The expectations can be met together."), 2)
        return
    page.text(_("The expectations cannot be met together."), 2)
    for party, points in found["trim"].items():
        expected = found["parties"].get(party, {}).get("expected", {}).get("points") or 0.0
        if points > NOTHING and expected > NOTHING:
            trim = _("would have to count on %(percent)s less") % {"percent": numerals.percent(points / expected)}
            page.item(naming.party_name(case, party), trim, 2)


def _expectation(case: Case, issue: Document, item: Document) -> str:
    expected, attainable, best = item["expected"], item["attainable"], item["best"]
    amounts = phrasing.listed(
        words.amount(case, name, numerals.number(value, naming.unit(case, name)))
        for name, value in (expected.get("interests") or {}).items()
        if name in case.interests
    )
    parts = [_("counts on %(amounts)s") % {"amounts": amounts} if amounts else _("counts on nothing")]
    for label, had in ((_("with everyone\u2019s consent"), attainable), (pgettext("expectation", "at best"), best)):
        if not had or had.get("stances") is None:
            continue
        share = ""
        if (expected.get("points") or 0.0) > NOTHING:
            share = _(" (%(percent)s of it)") % {"percent": numerals.percent(had["points"] / expected["points"])}
        parts.append(f"{label}, {naming.state(case, issue, had['stances'])}{share}")
    return phrasing.clauses(parts)


def _decides(page: Lines, case: Case, found: Document) -> None:
    if found.get("sensitivity"):
        page.part(_("Which judgements decide: share of the spread of each party\u2019s loss"))
        for party in dict.fromkeys(item["party"] for item in found["sensitivity"]):
            told = [
                f"{naming.judgement_name(case, item['judgement'])} ({numerals.percent(max(item['share'], 0.0))})"
                for item in found["sensitivity"]
                if item["party"] == party and item["share"] >= 0.005
            ]
            if told:
                page.item(naming.party_name(case, party), "; ".join(told), 2)
    error = (found.get("monte_carlo_error") or {}).get("improvement_probability")
    if error is not None and error > NOTHING:
        moved = _("Probabilities on this page move by %(percent)s from one seed to another.")
        page.text(moved % {"percent": numerals.percent(error)}, 2)


# --- words


def _names(case: Case, parties: Iterable[str]) -> str:
    return phrasing.listed(naming.party_name(case, party) for party in parties)


# --- the page
