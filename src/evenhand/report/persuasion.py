"""Persuasion and pressure in words: for the terminal, and as a section of HTML by itself.

A function of the case and of the document of ``evenhand persuade --json``. Every side gets the same sentences in the
same order; points appear as shares of the same party's own loss, amounts in natural units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from evenhand.casefile.model import Case
from evenhand.report import arguments, naming, numerals, phrasing, words
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext, pgettext, spoken
from evenhand.report.lines import Lines

__all__ = ["details", "findings", "section"]

Document = Mapping[str, Any]
_SEEN = 0.005
"""Half a percentage point: a smaller difference of two probabilities is not seen in the figures shown."""
MOST_SETS = 3
"""Most sets of corrections that stand in a sentence; all that were followed are in the data."""


def findings(case: Case, document: Document, *, source: str = "", width: int = 80, bold: bool = False) -> str:
    """For each issue and side a few sentences: whether it accepts, what would persuade it, what pressure would take."""
    page = Lines(width, bold)
    _title(page, case, document)
    for issue in document["issues"]:
        page.gap()
        page.heading(f"{naming.issue_title(case, issue)} [{issue['id']}]")
        if issue["why"]:
            page.text(phrasing.sentence(_reason(issue["why"])), 2)
            continue
        page.item(_("Agreement"), _agreement(case, issue), 2)
        for side, found in issue["sides"].items():
            page.item(naming.party_name(case, side), " ".join(brief(case, found)), 2)
    page.gap()
    for text in summary(document):
        page.text(text)
    _limits(page, document)
    page.text(_("More on one issue, with the arguments:"))
    first = next((issue["id"] for issue in document["issues"]), "ID")
    page.command(f"evenhand persuade {source or case.case} --issue {first}")
    return page.done()


def details(case: Case, document: Document, *, source: str = "", width: int = 80, bold: bool = False) -> str:
    """Everything about each issue of the document, side by side, with each side's case for the agreement."""
    page = Lines(width, bold)
    _title(page, case, document)
    for issue in document["issues"]:
        page.gap()
        page.heading(f"{naming.issue_title(case, issue)} [{issue['id']}]")
        if issue["why"]:
            page.text(phrasing.sentence(_reason(issue["why"])), 2)
            continue
        page.item(_("Today"), naming.state(case, {"sides": list(issue["default"])}, issue["default"]), 2)
        page.item(_("Agreement"), _agreement(case, issue), 2)
        for side, found in issue["sides"].items():
            _side(page, case, document, issue, side, found)
    page.gap()
    _limits(page, document)
    return page.done()


def section(case: Case, document: Document, *, alone: bool = False) -> Markup:
    """The same as a section of the report, in HTML; sources are those of its list.

    ``alone``: on the page of its one issue, whose title stands above it.
    """
    numbers = {name: number for number, name in enumerate(case.evidence, 1)}
    issues = [
        {
            "id": issue["id"],
            "title": naming.issue_title(case, issue),
            "why": phrasing.sentence(_reason(issue["why"])) if issue["why"] else "",
            "agreement": "" if issue["why"] else phrasing.sentence(_agreement(case, issue)),
            "sides": [
                _shown_side(case, document, issue, side, found, numbers) for side, found in issue["sides"].items()
            ],
        }
        for issue in document["issues"]
    ]
    head = [_("Way"), _("The side accepts"), _("Expected loss of each party, of its own loss today")]
    notes = [_with_code(f"{title}: {text}") for title, text in limits(document)]
    made = environment().get_template("persuasion.html.jinja")
    return Markup(made.render(issues=issues, head=head, told=summary(document), notes=notes, alone=alone))


def _shown_side(
    case: Case, document: Document, issue: Document, side: str, found: Document, numbers: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "name": naming.party_name(case, side),
        "accepts": " ".join(accepting(found)),
        "persuading": persuading(case, found),
        "pressing": [_with_code(text) for text in _levers(case, found)],
        "corrections": [_with_sources(correction(case, found, one), numbers) for one in found["corrections"]],
        "ways": [ways_row(case, found, way) for way in found["ways"]],
        "argument": [
            _with_sources(text, numbers) for text in arguments.argument(case, issue, side, document["account"])
        ],
    }


def _with_code(text: str) -> Markup:
    return Markup(re.sub("`([a-z]+)`", r"<code>\1</code>", str(escape(text))))


def _with_sources(text: str, numbers: Mapping[str, int]) -> Markup:
    """The text with the numbers of the report's list of sources in the place of their names."""

    def link(found: re.Match[str]) -> str:
        number = numbers.get(found[1])
        return found[0] if number is None else f'[<a href="#source-{number}">{number}</a>]'

    return Markup(re.sub(r"\[([^\[\]\s]+)\]", link, str(escape(text))))


# --- around the issues


def _title(page: Lines, case: Case, document: Document) -> None:
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    count = len(document["issues"])
    parts = [
        _("Persuasion and pressure"),
        ngettext("%(count)s issue", "%(count)s issues", count) % {"count": count},
        words.run(case, document),
        _("taken to be true: %(account)s") % {"account": naming.account_name(case, document["account"])},
    ]
    page.text(phrasing.sentence("; ".join(parts)))


def summary(document: Document) -> list[str]:
    """How often each way does, over all issues and sides that do not accept as things stand."""
    sides = [found for issue in document["issues"] for found in issue["sides"].values()]
    refusing = [found for found in sides if not found["accepts"]]
    counts = {"all": len(sides), "count": len(refusing)}
    told = [
        _(
            "Sides whose consent is asked (a side on two issues counts twice): %(all)d; those that refuse on the means:"
            " %(count)d."
        )
        % counts
    ]
    if not sides:
        return []
    if not refusing:
        return told
    does = {
        "persuasion": sum(bool(found["sets"]) for found in refusing),
        "substance": sum(found["accepts_alone"] for found in refusing),
        "alone": sum(bool(found["sets_alone"]) and not found["accepts_alone"] for found in refusing),
        "penalty": sum(found["penalty"]["smallest"] is not None for found in refusing),
        "reward": sum(found["reward"]["smallest"] is not None for found in refusing),
    }
    told += _winning(refusing, does)
    told.append(
        _(
            "In substance, all causes but misperception taken away, %(substance)d of them would accept as they see"
            " things now, and corrections would win over %(alone)d more."
        )
        % does
    )
    if does["penalty"]:
        told.append(_worth_threatening(sum(_pays(found) for found in refusing)))
    return told


def _worth_threatening(worth: int) -> str:
    """How many penalties leave those who threaten them better off than doing nothing."""
    if not worth:
        return _(
            "None of these penalties can be said to leave all who threaten it better off than doing nothing, what it "
            "costs them counted."
        )
    return ngettext(
        "%(worth)d of these penalties would leave all who threaten it better off than doing nothing, what it costs "
        "them counted.",
        "%(worth)d of these penalties would leave all who threaten them better off than doing nothing, what they cost "
        "them counted.",
        worth,
    ) % {"worth": worth}


def _winning(refusing: list[Document], does: Mapping[str, int]) -> list[str]:
    """How many corrections, penalties and rewards win over, and of how many sides the last two could be worked out."""
    of = {
        "all": len(refusing),
        "penalties": sum(found["penalty"]["interest"] is not None for found in refusing),
        "rewards": sum(found["reward"]["interest"] is not None for found in refusing),
    }
    if not of["penalties"] and not of["rewards"]:
        return [
            _("Of those that refuse, corrections alone win over %(persuasion)d.") % does,
            _("Neither a penalty nor a reward could be worked out for any of them."),
        ]
    told = [
        _(
            "Of those that refuse, corrections alone win over %(persuasion)d, a penalty %(penalty)d,"
            " a reward %(reward)d."
        )
        % does
    ]
    if min(of["penalties"], of["rewards"]) < of["all"]:
        told.append(
            _(
                "Of the %(all)d that refuse, a penalty could be worked out for %(penalties)d and a reward for"
                " %(rewards)d; the others are not in these counts."
            )
            % of
        )
    return told


def _pays(found: Document) -> bool:
    """Whether a penalty leaves those who threaten it better off than doing nothing, as far as that can be told."""
    ways = {way["way"]: way["losses"] for way in found["ways"]}
    if ways["penalty"] is None:
        return False
    pairs = [
        (ways["penalty"][party]["points"], ways["nothing"][party]["points"])
        for party in ways["nothing"]
        if party in found["senders"]
    ]
    return bool(pairs) and all(one is not None and other is not None and one < other for one, other in pairs)


def _limits(page: Lines, document: Document) -> None:
    for title, text in limits(document):
        page.item(title, text)


def limits(document: Document) -> list[tuple[str, str]]:
    """What a reader must know of pressure, where the case does not give its parameters, and of success."""
    told: list[tuple[str, str]] = []
    sides = [found for issue in document["issues"] for found in issue["sides"].values()]
    if not sides:
        return told
    pressed = any(found["penalty"]["interest"] is not None for found in sides)
    given = {one["given"] for found in document["pressure"].values() for one in found.values()}
    if pressed and False in given:
        text = _(
            "how far threats are believed, what yielding to them costs in standing and what they cost others are"
            " the program\u2019s own readings here, the same for every side; the case can give others (`pressure`)."
        )
        if True in given:
            text = _(
                "where the case does not say how far threats are believed, what yielding to them costs in standing or"
                " what they cost others, the program\u2019s own readings stand in, the same for every side"
                " (`pressure`)."
            )
        told.append((_("Pressure"), text))
    text = _(
        "Success means that this side accepts; the others are taken to do their part. The numbers are judgements"
        " entered by people: tendencies follow from them, not certainties."
    )
    return [*told, (_("Limits"), text)]


def _reason(why: str) -> str:
    known = {
        "only the order of the states is given: single numbers to correct, penalties and losses need numbers": _(
            "only the order of the states is given: single numbers to correct, penalties and losses need numbers"
        ),
        "no state is an improvement in this account, so there is nothing to persuade a side of": _(
            "no state is an improvement in this account, so there is nothing to persuade a side of"
        ),
    }
    return known.get(why, why)


def _agreement(case: Case, issue: Document) -> str:
    order = {"sides": list(issue["default"])}
    return phrasing.listed((naming.state(case, order, stances) for stances in issue["reference"]), "or")


# --- one side in brief


def brief(case: Case, found: Document) -> list[str]:
    """Whether a side accepts, what would persuade it, and what pressure and reward would take."""
    return [*accepting(found), *persuading(case, found), *pressing(case, found)]


def accepting(found: Document) -> list[str]:
    if found["accepts"]:
        return [_("Accepts as things stand (%(often)s).") % {"often": numerals.over_draws(found["probability"])}]
    return [_("Refuses as things stand (%(often)s).") % {"often": numerals.accepts_over_draws(found["probability"])}]


def persuading(case: Case, found: Document) -> list[str]:
    if found["accepts"]:
        return []
    told = []
    if found["sets"]:
        told.append(_("Enough would be to correct: %(sets)s.") % {"sets": "; ".join(_sets(case, found, MOST_SETS))})
    elif found["corrections"]:
        left = "; ".join(arguments.obstacles(case, found["left"]))
        told.append(_("No correction of its account is enough. After every one: %(left)s.") % {"left": left})
    else:
        left = "; ".join(arguments.obstacles(case, found["obstacles"]))
        told.append(_("There is nothing to correct. In the way: %(left)s.") % {"left": left})
    if found["accepts_alone"]:
        told.append(_("In substance alone it would accept as it sees things now."))
    elif found["sets_alone"]:
        first = _set(case, found, found["sets_alone"][0])
        told.append(_("In substance alone it would accept after this correction: %(set)s.") % {"set": first})
    return told


def _sets(case: Case, found: Document, most: int) -> list[str]:
    told = [_set(case, found, one) for one in found["sets"][:most]]
    more = found["sets_found"] - len(told)
    if more > 0:
        told.append(ngettext("and %(count)d other set", "and %(count)d other sets", more) % {"count": more})
    return told


def _set(case: Case, found: Document, one: Document) -> str:
    """A set of corrections with its probability and how firm its softest evidence is."""
    by_name = {each["name"]: each for each in found["corrections"]}
    named = phrasing.listed((arguments.correction_name(case, by_name[name]) for name in one["correct"]), "and")
    status = spoken(words.STATUS.get(one["status"] or "", "")) or _("no source named")
    parts = (numerals.percent(one["probability"]), status, words.undone(one, corrections=True))
    return f"{named} ({phrasing.clauses(parts)})"


def pressing(case: Case, found: Document) -> list[str]:
    """The smallest penalty and the smallest reward, or why there is none."""
    if found["accepts"]:
        return []
    penalty, reward = found["penalty"], found["reward"]
    if penalty["smallest"] is None and reward["smallest"] is None and penalty["interest"] and reward["interest"]:
        return [_("Neither a penalty nor a reward of any size makes it accept.")]
    if penalty["interest"] is None and reward["interest"] is None:
        return [
            _(
                "A penalty and a reward were not worked out: the case names no interest in whose unit this side counts "
                "all others (its numeraire)."
            )
        ]
    told = []
    if penalty["interest"] is None:
        told.append(_("The agreement asks nothing of it, so that no penalty can press for anything."))
    elif penalty["smallest"] is None:
        told.append(_("No penalty makes it accept."))
    else:
        told.append(_("The smallest penalty that does: %(amount)s (%(often)s).") % _shown(case, penalty))
    if reward["smallest"] is None:
        told.append(_("No reward makes it accept."))
    else:
        told.append(_("The smallest reward that does: %(amount)s (%(often)s).") % _shown(case, reward))
        told += _paid(case, reward) + _overpaid(case, found)
    return told


def _paid(case: Case, reward: Document) -> list[str]:
    """Who pays a reward, each by itself."""
    told = []
    for party, cost in (reward.get("costs") or {}).items():
        if cost["amount"] > numerals.NOTHING:
            shown = {"party": naming.party_name(case, party), "amount": _amount(case, cost["interest"], cost["amount"])}
            told.append(_("If the reward is taken, it costs %(party)s: %(amount)s.") % shown)
    for party in reward.get("unknown") or ():
        name = {"party": naming.party_name(case, party)}
        told.append(
            _("What its part of the reward costs is not known, as it counts in another interest: %(party)s.") % name
        )
    return told


def _overpaid(case: Case, found: Document) -> list[str]:
    """Who would pay more for the reward than the agreement brings it.

    The expected loss is (1 - p) loss + p cost: more than the loss exactly where the cost is.
    """
    ways = {way["way"]: way["losses"] for way in found["ways"]}
    if not ways.get("reward"):
        return []
    told = []
    for party, loss in ways["reward"].items():
        before, after = ways["nothing"][party]["points"], loss["points"]
        if loss["spent"] and before is not None and after is not None and after > before + numerals.NOTHING:
            name = {"party": naming.party_name(case, party)}
            told.append(_("That is more than the agreement would bring %(party)s, which pays it.") % name)
    return told


def _shown(case: Case, lever: Document) -> dict[str, str]:
    return {
        "amount": _amount(case, lever["interest"], lever["smallest"]),
        "often": numerals.often(lever["probability"]),
    }


def _amount(case: Case, interest: str, amount: float) -> str:
    return numerals.number(amount, naming.unit(case, interest))


# --- one side in full


def _side(page: Lines, case: Case, document: Document, issue: Document, side: str, found: Document) -> None:
    page.gap()
    page.heading(f"  {naming.party_name(case, side)}")
    for text in (*accepting(found), *_in_the_way(case, found)):
        page.text(text, 4)
    if (told := persuading(case, found)) or found["corrections"]:
        page.part(_("What it misjudges") if found["accepts"] else _("What would persuade it"))
    for text in told:
        page.text(text, 4)
    for one in found["corrections"]:
        page.item("-", correction(case, found, one), 4)
    page.part(_("What pressure would take"))
    for text in _levers(case, found):
        page.text(text, 4)
    page.part(_("Side by side: how often it accepts; each party\u2019s expected loss, of its own loss today"))
    for way in found["ways"]:
        name, often, losses = ways_row(case, found, way)
        page.item(name, f"{often}{'; ' + losses if losses else ''}", 4)
    page.part(_("The case for the agreement, from its own interest"))
    for text in arguments.argument(case, issue, side, document["account"]):
        page.text(text, 4)


def _in_the_way(case: Case, found: Document) -> list[str]:
    return [
        phrasing.sentence(_("In the way: %(what)s") % {"what": what})
        for what in arguments.obstacles(case, found["obstacles"])
    ]


def _levers(case: Case, found: Document) -> list[str]:
    """What penalties and rewards take of a side that refuses; one that accepts has no threshold."""
    if found["accepts"]:
        return [_("On the means it accepts already, so there is no threshold for a penalty or a reward to reach.")]
    return [*pressing(case, found), *pressure(case, found)]


def correction(case: Case, found: Document, one: Document) -> str:
    """One misjudgement: what is believed, what is so, what correcting it alone does, and the evidence.

    What it does is left out where the side accepts anyway.
    """
    believed, actual = arguments.correction_numbers(case, one)
    names = {"what": arguments.correction_name(case, one), "believed": believed, "actual": actual}
    parts = [_("%(what)s (believed %(believed)s, taken to be true %(actual)s)") % names]
    if not found["accepts"]:
        parts += _alone(one)
    sources = "; ".join(arguments.evidence(one["evidence"]))
    parts.append(_("evidence: %(sources)s") % {"sources": sources} if sources else _("no source named"))
    if one["status"]:
        parts.append(_("the number: %(status)s") % {"status": spoken(words.STATUS[one["status"]])})
    return phrasing.sentence("; ".join(parts))


def _alone(one: Document) -> list[str]:
    """What correcting one misjudgement alone does; nothing where nobody can tell."""
    if one["accepts"]:
        return [_("alone enough")]
    closes, moves = one["closes"], one["moves"]
    if closes is not None:
        told = (
            _("alone closes %(share)s of what is missing")
            if closes >= 0
            else _("alone adds %(share)s to what is missing")
        )
        return [told % {"share": numerals.percent(abs(closes))}]
    if moves is None:
        return []
    told = (
        _("alone adds %(share)s of its own loss to what it feels")
        if moves >= 0
        else _("alone takes %(share)s of its own loss from what it feels")
    )
    return [told % {"share": numerals.percent(abs(moves))}]


def pressure(case: Case, found: Document) -> list[str]:
    """What the smallest penalty costs, its backlash, and where more of it turns against itself."""
    penalty = found["penalty"]
    if penalty["interest"] is None:
        return []  # said already: what could not be worked out, or that nothing is asked
    told = [
        _("No amount of a penalty gets past this: %(what)s.") % {"what": what}
        for what in arguments.obstacles(case, penalty["unmet"])
    ]
    for party, cost in (penalty["costs"] or {}).items():
        if cost["amount"] > numerals.NOTHING:
            shown = {"party": naming.party_name(case, party), "amount": _amount(case, cost["interest"], cost["amount"])}
            told.append(_("If it has to be carried out, it also costs %(party)s: %(amount)s.") % shown)
    for party in penalty["unknown"]:
        name = {"party": naming.party_name(case, party)}
        told.append(_("What carrying it out costs is not known, as it counts in another interest: %(party)s.") % name)
    if penalty["standing"] and penalty["smallest"]:
        lost = penalty["standing"]
        shown = {"amount": _amount(case, lost["interest"], lost["amount"]),
                 "interest": naming.interest_name(case, lost["interest"])}  # fmt: skip
        told.append(_("Yielding to it would cost the side %(amount)s (%(interest)s).") % shown)
    told += _threshold(case, penalty)
    return told


def _threshold(case: Case, penalty: Document) -> list[str]:
    if penalty["turns"] is not None:
        if penalty["turns"] <= numerals.NOTHING:
            return [_("On the means any penalty makes agreement less likely: its backlash outweighs it.")]
        shown = {"amount": _amount(case, penalty["interest"], penalty["turns"])}
        return [_("Beyond %(amount)s more pressure makes agreement less likely, on the means.") % shown]
    peak, curve = penalty["peak"], penalty["curve"]
    if not peak or peak["probability"] <= numerals.NOTHING:
        return []
    last = curve[-1]
    shown = {
        "amount": _amount(case, penalty["interest"], peak["amount"]),
        "often": numerals.percent(peak["probability"]),
        "most": _amount(case, penalty["interest"], last["amount"]),
        "then": numerals.percent(last["probability"]),
    }
    if last["probability"] < peak["probability"] - _SEEN:
        return [_("It accepts most often at a penalty of %(amount)s (%(often)s); at %(most)s it is %(then)s.") % shown]
    if penalty["smallest"] is None:
        told = _(
            "The largest penalty that was looked at (%(most)s) makes it accept in %(then)s of the draws, though none "
            "does on the means."
        )
        return [told % shown]
    if last["probability"] < penalty["probability"] + _SEEN:
        return []
    return [_("More pressure than that goes on helping as far as was looked: %(then)s at %(most)s.") % shown]


def ways_row(case: Case, found: Document, way: Document) -> tuple[str, str, str]:
    """One way of getting agreement: its name, how often the side accepts, and everybody's expected loss."""
    names = {
        "nothing": _("Nothing done"),
        "persuasion": _("Persuasion") if found["sets"] else _("Persuasion (every correction)"),
        "penalty": _("Penalty"),
        "reward": _("Reward"),
    }
    name = names[way["way"]]
    if found["accepts"] and way["way"] != "nothing":
        return name, pgettext("a correction, a penalty or a reward", "not needed"), ""
    if way["amount"]:
        lever = found[way["way"]]
        name = pgettext("a penalty or reward and its size", "%(way)s of %(amount)s") % {
            "way": name, "amount": _amount(case, lever["interest"], way["amount"])}  # fmt: skip
    if way["losses"] is None:
        return name, _("none does"), ""
    parts = []
    for party, loss in way["losses"].items():
        if loss["share"] is not None:
            parts.append(f"{naming.party_name(case, party)} {numerals.percent(loss['share'])}")
        elif loss["spent"] and loss["points"] is None:
            parts.append(_("%(party)s: cost not counted in points") % {"party": naming.party_name(case, party)})
    return name, numerals.often(way["probability"]), ", ".join(parts)
