"""Findings in sentences, the same for the terminal and for pages.

Every function takes the case and the plain document (``analyse --json``), never the engine's own classes. Each
sentence has one template, whichever side it speaks of; sides come in the order of the document. A loss is called
unnecessary only where nobody else pays. Figures are written by `numerals`, names by `naming`.

Whole answers: :func:`headline`, :func:`losses_of`, :func:`why`, :func:`keys`, :func:`prediction`, :func:`kind`,
:func:`today`, :func:`doubt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.casefile import tiny_amounts
from evenhand.casefile.model import Case, Judgement
from evenhand.report.language import gettext as _
from evenhand.report.language import mark, ngettext, spoken
from evenhand.report.naming import (
    CAUSES,
    NO_REASON,
    Document,
    account_name,
    cause,
    causes,
    interest_name,
    issue_title,
    kind_name,
    party_name,
    stance,
    state,
    unit,
)
from evenhand.report.numerals import (
    NOTHING,
    as_given,
    mostly,
    number,
    often,
    over_draws,
    percent,
    times,
    unit_name,
)
from evenhand.report.phrasing import clauses, first_upper, listed, listed_among, quoted, sentence

__all__ = [
    "KINDS",
    "LIMITS",
    "LOSSES",
    "STABILITY",
    "STATUS",
    "Headline",
    "acting",
    "amount",
    "amounts",
    "at_the_expense",
    "base_account",
    "beside",
    "cause_share",
    "cause_told",
    "common_ground",
    "count",
    "doubt",
    "draws",
    "expense",
    "headline",
    "held",
    "held_by",
    "key_list",
    "keys",
    "kind",
    "leading_interests",
    "limits",
    "loss_class",
    "losses_of",
    "main_causes",
    "misperception",
    "moves",
    "nothing_lost",
    "payers",
    "prediction",
    "ranked",
    "ranks_only",
    "reason",
    "refusing",
    "run",
    "share",
    "shares_of",
    "side_why",
    "standing_set_aside",
    "surest_first",
    "temptation",
    "today",
    "too_small",
    "undone",
    "unexplained",
    "unlocked",
    "whose",
    "whose_of",
    "why",
    "with_standing",
]

LOSSES = ("unnecessary loss", "loss at the expense of others")

_REASONS = (
    mark("no side's considered value differs between any two states: nothing of substance is at stake"),
    mark("no side ranks any state above or below another"),
    mark("no side prefers any other state to today's"),
    mark("no state is better for every side, and a side would gain by leaving today's state at others' cost"),
    mark("no single state is better for every side, but a mix of states would be (taking turns, for instance)"),
    mark("no state, and no mix of states, is better for a side without being worse for another party"),
    mark("no state is better for every side; whether a mix of states would be cannot be told from rankings"),
    mark(
        "only the order of the states is given: sizes of losses, shares of causes, the choice among several "
        "improvements and probabilities need numbers (effects and weights)"
    ),
    mark("the case gives it no weights"),
)
"""Why something does not exist, as the findings say it (`why` in a document)."""

KINDS: dict[str, str] = {
    "unnecessary loss": mark("An agreement would improve on today for the sides, and nobody else would pay for it."),
    "loss at the expense of others": mark(
        "The sides could improve on today, but only at the expense of somebody else."
    ),
    "nothing of substance": mark("No state differs from today in substance for any side."),
    "cooperation that holds": mark("No side prefers any other state to today\u2019s."),
    "under temptation": mark("A side would gain by changing its stance alone, and the others would pay for it."),
    "tradeable": mark(
        "No single state improves on today for every side, but a mix of states (in turn, or in parts) would."
    ),
    "genuine conflict": mark(
        "No state, and no mix of states, improves on today without a loss for a side or for somebody else."
    ),
}

STABILITY: dict[str, str] = {
    "nash": mark(
        "as the sides see things, with every cause at work, none gains by leaving it alone (called a Nash equilibrium)"
    ),
    "seq": mark(
        "an answer of the others that serves them would undo the gain of leaving (called sequential stability)"
    ),
    "gmr": mark(
        "some answer of the others, whatever it costs them, would undo the gain of leaving (called general "
        "metarationality)"
    ),
    "smr": mark(
        "some answer of the others, whatever it costs them, would undo the gain of leaving, and no further move would "
        "win it back (called symmetric metarationality)"
    ),
}

STATUS: dict[str, str] = {
    "verified": mark("stands in the source"),
    "computed": mark("computed from data"),
    "unverified": mark("from memory, not checked"),
    "reading": mark("the authors\u2019 own reading"),
}

_ANSWERS = ("seq", "smr", "gmr")
"""Ways in which a state is held by an answer, the firmest first."""

LIMITS: tuple[str, ...] = (
    mark("The numbers are judgements entered by people. Change them, and the findings change."),
    mark("Findings say what follows from the numbers. They are not predictions of what will happen."),
    mark(
        "Each side is treated as one will, apart from parties at home that must consent; what they hide is not "
        "modelled."
    ),
    mark(
        "Whether an act was right is not asked, and the gains of one party are never weighed against those of another."
    ),
)

RANKED_LIMITS: tuple[str, str] = (
    mark("The rankings are judgements entered by people. Change them, and the findings change."),
    mark("Findings say what follows from the rankings. They are not predictions of what will happen."),
)
"""The first two of `LIMITS` where only the order of the states is given."""

_BASE_LIMIT: dict[str, str] = {
    "authors": mark(
        "The base account is that of the authors of the case, so that \u201cmisperception\u201d means deviation "
        "from the authors."
    ),
    "pooled": mark(
        "The base account is pooled from experts of every side, each side counting the same, so that "
        "\u201cmisperception\u201d means deviation from that pool."
    ),
}


# --- Names


def reason(case: Case, why: str | None) -> str:
    """Why something does not exist, as a document says it, in the language that is spoken."""
    if not why:
        return ""
    if why in _REASONS:
        return _(why)
    for first in _REASONS:
        if why.startswith(f"{first}; "):
            return f"{_(first)}; {reason(case, why[len(first) + 2 :])}"
    return why


def base_account(document: Document, issue: Document) -> Document:
    """What the base account says of an issue."""
    accounts: Mapping[str, Document] = issue["accounts"]
    return accounts[document["base"]] if document.get("base") in accounts else next(iter(accounts.values()))


def limits(case: Case, document: Document) -> tuple[str, ...]:
    """What a reader must know before the first figure."""
    first = RANKED_LIMITS if ranks_only(case, document) else LIMITS[:2]
    base = _BASE_LIMIT.get(document.get("base", "authors"), _BASE_LIMIT["authors"])
    return tuple(_(limit) for limit in (*first, *LIMITS[2:], base))


def too_small(case: Case) -> str:
    """That amounts of an interest are near to what is shown as nothing; empty where none is so small."""
    tiny = tiny_amounts(case)
    if not tiny:
        return ""
    each = (f"{interest_name(case, interest)} ({unit_name(unit(case, interest))})" for interest in tiny)
    return _(
        "Every amount of this is smaller than a millionth of a unit, and what is smaller than a billionth is shown as "
        "nothing: %(interests)s. A smaller unit would show all of it."
    ) % {"interests": listed(each)}


# --- What an issue is


def payers(case: Case, account: Document) -> str:
    """Who else would pay for the reference agreement, as a list of names; said where that is so on average only."""
    return listed(_payer(case, party, account) for party in _paying(account))


def _paying(account: Document) -> list[str]:
    return list(dict.fromkeys(party for option in account.get("reference") or [] for party in option.get("pays") or []))


def _payer(case: Case, party: str, account: Document) -> str:
    name = {"party": party_name(case, party)}
    return _("%(party)s (on average)") % name if _unsure_costs(case, party, account) else name["party"]


def _unsure_costs(case: Case, party: str, account: Document) -> list[str]:
    """The interests of substance in which a party pays for the agreement, where its 90 % interval spans zero."""
    loss = (account.get("losses") or {}).get(party) or {}
    paid = {
        name: item
        for name, item in (loss.get("interests") or {}).items()
        if item["mean"] < -NOTHING and (name not in case.interests or case.interests[name].kind == "substance")
    }
    spread = [loss["points"]] if loss.get("points") else list(paid.values())
    return list(paid) if all(item.get("p95", item["mean"]) > NOTHING for item in spread) else []


def _payers_in_full(case: Case, account: Document) -> str:
    """Who else would pay; where that is so on average only, with the interval of what it would pay."""
    found = []
    for party in _paying(account):
        costs = [_cost_of(case, name, account["losses"][party]) for name in _unsure_costs(case, party, account)]
        told = {"party": party_name(case, party), "amounts": "; ".join(costs)}
        found.append(_("%(party)s (on average; %(amounts)s)") % told if costs else told["party"])
    return listed(found)


def _cost_of(case: Case, interest: str, loss: Document) -> str:
    """What the agreement costs in one interest: what is lost today, with the sign changed."""
    item = loss["interests"][interest]
    parts = {
        "interest": interest_name(case, interest),
        "amount": mostly(-item["mean"], -item["p95"], -item["p5"], unit(case, interest)),
    }
    return _("%(interest)s: %(amount)s") % parts


def loss_class(account: Document) -> str:
    """The words for the class of the reference: unnecessary only where nobody else pays."""
    reference = account.get("reference") or []
    if not reference:
        return ""
    if any(option.get("pays") for option in reference):
        return "loss at the expense of others"
    return "unnecessary loss"


def standing_set_aside(account: Document) -> bool:
    """Whether the loss is one only if standing is set aside."""
    return any(option.get("standing_proof") is False for option in account.get("reference") or [])


def expense(case: Case, account: Document) -> str:
    """\u201cat the expense of \u2026\u201d, or that nobody else pays."""
    return at_the_expense(payers(case, account)) or _("at nobody else\u2019s expense")


def at_the_expense(names: str) -> str:
    """Who else pays, as a list of names; empty where nobody does."""
    return _("at the expense of %(names)s") % {"names": names} if names else ""


def _cost(case: Case, item: Document, account: Document | None = None) -> str:
    """Who else pays for a state, to stand behind it; of the agreement of an ``account``, said where on average only."""
    names = listed(_payer(case, party, account or {}) for party in item.get("pays") or [])
    return _(", at the expense of %(names)s") % {"names": names} if names else ""


def kind(case: Case, account: Document) -> str:
    """The kind of an issue in one plain sentence."""
    name: str = account["kind"]
    if name == "under temptation":
        return _temptation(case, account)
    if name == "loss at the expense of others" and payers(case, account):
        return _("The sides could improve on today, but only at the expense of %(names)s.") % {
            "names": payers(case, account)
        }
    text = spoken(KINDS.get(name, name))
    if name == "unnecessary loss" and standing_set_aside(account):
        return " ".join((text, _("It is a loss only if standing is set aside.")))
    return text


def _temptation(case: Case, account: Document) -> str:
    tempted = (account.get("temptations") or {}).items()
    text = sentence("; ".join(temptation(case, side, item) for side, item in tempted)) or spoken(
        KINDS["under temptation"]
    )
    if (account.get("temptation") or {}).get("as", "temptation") == "seizure":
        return " ".join((text, _("This is a seizure, not a way out of cooperation.")))
    return " ".join((text, _("This is a temptation to leave cooperation.")))


def temptation(case: Case, side: str, item: Document) -> str:
    """What a side would gain by, alone, and at whose expense."""
    parts = {
        "party": party_name(case, side),
        "moves": moves(case, item),
        "names": listed(party_name(case, party) for party in item.get("pays") or []),
    }
    if parts["moves"] and parts["names"]:
        return _("in substance %(party)s would gain by changing alone to %(moves)s at the expense of %(names)s") % parts
    if parts["moves"]:
        return _("in substance %(party)s would gain by changing alone to %(moves)s") % parts
    if parts["names"]:
        return _("in substance %(party)s would gain by changing alone at the expense of %(names)s") % parts
    return _("in substance %(party)s would gain by changing alone") % parts


def moves(case: Case, item: Document) -> str:
    """The stances to which a side would change."""
    return listed((stance(name, case) for name in item.get("stances") or []), "or")


# --- What is lost


def median_weight(case: Case, account: str, party: str, interest: str) -> float | None:
    """The value that an account gives one unit, for that party; None where the party has no weights."""
    weights: Mapping[str, Judgement] | None = case.weights.get(party)
    own = case.accounts[account].weights.get(party) if account in case.accounts else None
    if weights is None and own is None:
        return None
    value = (own or {}).get(interest) or (weights or {}).get(interest)
    if value is None:
        return 0.0
    return value.is_[len(value.is_) // 2] if len(value.is_) != 2 else sum(value.is_) / 2


def leading_interests(case: Case, party: str, loss: Document, account: str = "", most: int = 2) -> list[str]:
    """The interests that make up most of a party's loss or gain, largest first; only those on its side of zero.

    Without weights, in the order of the case.
    """
    return ranked(case, party, loss, account)[0][:most]


LEAST = 0.1
"""An interest is named where its worth is at least this part of the largest."""


def ranked(case: Case, party: str, loss: Document, account: str, least: float = LEAST) -> tuple[list[str], list[str]]:
    """Interests of substance that pull with the party's loss, and those that pull against it, by their worth.

    Those whose worth is less than the part ``least`` of the largest are left out, and those that the party does not
    weigh at all.
    """
    lost = {
        name: item["mean"]
        for name, item in (loss.get("interests") or {}).items()
        if abs(item["mean"]) > NOTHING and (name not in case.interests or case.interests[name].kind == "substance")
    }
    worth = {name: mean * (median_weight(case, account, party, name) or 0.0) for name, mean in lost.items()}
    if all(abs(value) < NOTHING for value in worth.values()):
        return list(lost), []
    points = (loss.get("points") or {}).get("mean")
    sign = 1.0 if (sum(worth.values()) if points is None else points) >= 0 else -1.0
    order = sorted(worth, key=lambda name: -abs(worth[name]))
    largest = abs(worth[order[0]])
    told = [name for name in order if abs(worth[name]) >= max(least * largest, NOTHING)]
    return [name for name in told if sign * worth[name] > 0], [name for name in told if sign * worth[name] < 0]


def amounts(case: Case, names: Sequence[str], loss: Document, sign: float, among: Sequence[str] = ()) -> str:
    """Interests with their amounts; that there are others, where ``among`` has more than are named."""
    if not names:
        return ""
    each = [amount(case, name, number(sign * loss["interests"][name]["mean"], unit(case, name))) for name in names]
    return listed_among(each) if set(among) - set(names) else listed(each)


def amount(case: Case, interest: str, figure: str) -> str:
    """An interest and so much of it: the name first, so that no unit reads as what is lost."""
    return _("%(interest)s (%(amount)s)") % {"amount": figure, "interest": interest_name(case, interest)}


def nothing_lost(loss: Document) -> bool:
    """Whether a party neither loses nor gains, on the mean."""
    points = loss.get("points")
    if points is not None:
        return bool(abs(points["mean"]) < NOTHING)
    return all(abs(item["mean"]) < NOTHING for item in (loss.get("interests") or {}).values())


def losses_of(case: Case, party: str, loss: Document, account: str = "") -> str:
    """What one party forgoes today, or by how much it is better off today; the same template for every party.

    No verb depends on whether the name is one or many.
    """
    name = party_name(case, party)
    if nothing_lost(loss):
        still = all(abs(item["mean"]) < NOTHING for item in (loss.get("interests") or {}).values())
        told = (
            _("%(party)s: nothing is lost") if still else _("%(party)s: nothing is lost on balance, by its own weights")
        )
        return told % {"party": name}
    leading, against = ranked(case, party, loss, account)
    also, contrary = ranked(case, party, loss, account, least=0.0)
    points: float | None = (loss.get("points") or {}).get("mean")
    if points is None:
        means = [loss["interests"][interest]["mean"] for interest in leading]
        better = bool(means) and all(mean < 0 for mean in means)
        leading, also = (
            [interest for interest in some if (loss["interests"][interest]["mean"] < 0) == better]
            for some in (leading, also)
        )
    else:
        better = points < 0
    sign = -1.0 if better else 1.0
    parts = {
        "party": name,
        "amounts": amounts(case, leading[:2], loss, sign, also),
        "other": amounts(case, against[:1], loss, -sign, contrary),
    }
    if not leading:
        return (_("%(party)s: better off today") if better else _("%(party)s: something is lost")) % parts
    if better and parts["other"]:
        return _("%(party)s: better off today in %(amounts)s, though with a loss in %(other)s") % parts
    if better:
        return _("%(party)s: better off today in %(amounts)s") % parts
    if parts["other"]:
        return _("%(party)s: a loss in %(amounts)s, though better off today in %(other)s") % parts
    return _("%(party)s: a loss in %(amounts)s") % parts


def with_standing(case: Case, party: str, loss: Document) -> str:
    """What is left of a loss once standing is counted, as a share of the party's own loss; empty where not given."""
    counted, points = loss.get("with_standing"), (loss.get("points") or {}).get("mean")
    if counted is None or points is None or abs(points) < NOTHING:
        return ""
    rest, name = counted / points, {"party": party_name(case, party)}
    if points < 0:
        return ""
    if rest < -NOTHING:
        return _worse_by(-rest) % {**name, "percent": percent(-rest), "times": times(-rest)}
    if rest < NOTHING:
        return _("counting standing too, %(party)s would come out as today") % name
    if rest > 1.005:
        return _better_by(rest) % {**name, "percent": percent(rest - 1), "times": times(rest)}
    if rest > 0.995:
        return _("counting standing too, %(party)s would keep that gain") % name
    return _("counting standing too, %(party)s would keep %(percent)s of that gain") % {
        **name,
        "percent": percent(rest),
    }


def _better_by(gains: float) -> str:
    if gains < 1.95:
        return _("counting standing too, %(party)s would gain %(percent)s more than that")
    return _("counting standing too, %(party)s would gain %(times)s that")


def _worse_by(gains: float) -> str:
    if gains < 0.995:
        return _("counting standing too, %(party)s would come out worse than today, by %(percent)s of that gain")
    if gains < 1.05:
        return _("counting standing too, %(party)s would come out worse than today, by as much as that gain")
    return _("counting standing too, %(party)s would come out worse than today, by %(times)s that gain")


# --- Why


def cause_share(name: str, value: float) -> str:
    """\u201cstanding (34 %)\u201d."""
    return _("%(cause)s (%(percent)s)") % {"cause": cause(name), "percent": percent(value)}


def cause_told(name: str, value: float) -> str:
    """A cause with its share of the own loss as a sentence has it: beyond all of it, in times.

    Examples
    --------
    >>> cause_told("standing", 1.86), cause_told("private interest", 1.01)
    ('standing (1.9 times the loss)', 'private interest (as much as the loss)')
    """
    if abs(value) < 1.005:
        return cause_share(name, value)
    if abs(value) < 1.05:
        return _("%(cause)s (as much as the loss)") % {"cause": cause(name)}
    return _("%(cause)s (%(times)s the loss)") % {"cause": cause(name), "times": times(abs(value))}


def share(part: float, whole: float) -> float | None:
    """A part of a party's own loss; None where there is no loss to be divided."""
    return part / whole if whole > NOTHING else None


def shares_of(account: Document, party: str) -> dict[str, float] | None:
    """Each cause's share of a party's own loss, in the order of the causes; None where it loses nothing."""
    causes = (account.get("causes") or {}).get(party)
    loss = ((account.get("losses") or {}).get(party) or {}).get("points")
    if not causes or not loss or loss["mean"] <= NOTHING:
        return None
    order = [NO_REASON, *CAUSES]
    known = [name for name in order if name in causes] + [name for name in causes if name not in order]
    return {name: causes[name] / loss["mean"] for name in known}


def main_causes(account: Document, party: str) -> list[tuple[str, float]]:
    """The causes that each make up a fifth or more of a party's own loss, largest first, at most three."""
    shares = shares_of(account, party)
    if not shares:
        return []
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    told = [(name, value) for name, value in ranked if value >= 0.2][:3]
    return told or [(name, value) for name, value in ranked[:2] if value > 0.005]


def why(case: Case, issue: Document, account: Document) -> str:
    """Mainly why it is lost, side by side."""
    found = {side: main_causes(account, side) for side in issue["sides"]}
    told = {side: causes for side, causes in found.items() if causes}
    if not told:
        return ""
    no_cause = all((shares_of(account, side) or {}).get(NO_REASON, 0.0) > 1 - 0.005 for side in told)
    if no_cause and not acting(account):
        return clauses((_no_reason(account), _left_at_a_cost(case, account)))
    parts = [side_why(case, account, side, causes) for side, causes in told.items()]
    mainly = _("Mainly why, as shares of the own loss: %(sides)s") % {"sides": "; ".join(parts)}
    return clauses((mainly, whose(case, issue, account)))


def whose(case: Case, issue: Document, account: Document) -> str:
    """On whose part causes are at work that are not every side's; empty where all are, or nothing tells.

    A cause's share of one party's loss may be another party's cause: what one side loses by the other's standing.
    """
    return whose_of(issue, account, lambda party: party_name(case, party))


def whose_of(issue: Document, account: Document, called: Callable[[str], str]) -> str:
    """The same, parties ``called`` otherwise than by the case."""
    told, ratifiers = [], issue.get("ratifiers") or {}
    for name in acting(account):
        actors = (account.get("whose") or {}).get(name) or []
        of = {ratifiers.get(actor, actor) if name == "ratification" else actor for actor in actors}
        if actors and not set(issue["sides"]) <= of:
            told.append(
                _("%(cause)s, %(parties)s only") % {"cause": cause(name), "parties": listed(map(called, actors))}
            )
    return _("on whose part: %(causes)s") % {"causes": "; ".join(told)} if told else ""


def acting(account: Document) -> list[str]:
    """The causes that have a share, for better or worse, of what some party loses; in the order of the causes."""
    shares = [shares_of(account, party) or {} for party in account.get("causes") or {}]
    return [name for name in CAUSES if any(abs(part.get(name, 0.0)) >= 0.005 for part in shares)]


def _no_reason(account: Document) -> str:
    """That no cause explains the loss: flatly only where it is so in nearly all draws."""
    if unlocked(account) and refusing(account):
        return _("No cause in the case keeps the sides from coming there by steps of their own")
    free = next((item for item in account.get("keys") or [] if not item["remove"]), None)
    if _nearly_always(free or account.get("prediction") or {}):
        return _("No reason for it stands in the case")
    return _("On the means no reason for it stands in the case")


def unexplained(account: Document) -> bool:
    """Whether the case leaves out what keeps the sides from an improvement.

    In nearly all draws they come to one with every cause at work, no cause has a share, and removing more undoes
    nothing.
    """
    free = next((item for item in account.get("keys") or [] if not item["remove"]), None)
    return free is not None and _nearly_always(free) and not acting(account) and not free.get("undone_by_more")


def _nearly_always(item: Document) -> bool:
    return item.get("probability") is None or item["probability"] >= 0.95


def refusing(account: Document) -> list[str]:
    """Who would refuse an agreement on that to which the sides drift."""
    there = account.get("prediction") or {}
    return there.get("refused_by") or [] if there.get("by") == "drift" else []


def _left_at_a_cost(case: Case, account: Document) -> str:
    """That today's state gives way by itself, but to one that somebody pays for; empty where it does not."""
    there = account.get("prediction") or {"by": "nobody moves", "pays": []}
    if there["by"] == "nobody moves" or not there["pays"] or unlocked(account) is not None:
        return ""
    return _(
        "by the case\u2019s own logic today\u2019s state gives way by itself, but to one at the expense of %(parties)s "
        "(in %(percent)s of the draws)"
    ) % {
        "parties": listed(party_name(case, party) for party in there["pays"]),
        "percent": percent(there["probability"]),
    }


def side_why(case: Case, account: Document, side: str, main: Sequence[tuple[str, float]]) -> str:
    """The main causes of one side's loss, and those that work the other way.

    The latter are why the others can add up to more than all: where they do, every one that shows is named, and
    otherwise those that take a fifth or more off the loss. What no reason explains is no cause: where it is negative,
    today's state is better than the one to which the causes by themselves would lead.
    """
    shares = shares_of(account, side) or {}
    least = 0.005 if sum(round(value, 2) for _cause, value in main) > 1 + NOTHING else 0.2 - NOTHING
    helping = sorted((value, name) for name, value in shares.items() if value < -least and name != NO_REASON)
    beyond = -shares.get(NO_REASON, 0.0)
    parts = {
        "party": party_name(case, side),
        "causes": listed(cause_told(name, value) for name, value in main),
        "against": listed(cause_told(name, value) for value, name in helping),
    }
    told = ngettext(
        "%(party)s, %(causes)s, while %(against)s works the other way",
        "%(party)s, %(causes)s, while %(against)s work the other way",
        len(helping),
    )
    text = (told if helping else _("%(party)s, %(causes)s")) % parts
    if beyond <= least:
        return text
    more = {"told": text, "party": parts["party"], "percent": percent(beyond), "times": times(beyond)}
    if beyond < 1.05:
        return (
            _("%(told)s (the causes alone would cost %(party)s more than today does, by %(percent)s of the loss)")
            % more
        )
    return _("%(told)s (the causes alone would cost %(party)s more than today does, by %(times)s the loss)") % more


# --- What would unlock it


def undone(item: Document, corrections: bool = False) -> str:
    """That some larger set of causes (or of ``corrections``) does not do what this one does; else nothing."""
    if not item.get("undone_by_more"):
        return ""
    return _("correcting more can undo it") if corrections else _("removing more can undo it")


def _key(item: Document, said: bool = False) -> str:
    """The causes of a key, with the share of the draws in which removing them unlocks the issue.

    Where removing more can undo it, that is said too, unless it is ``said`` elsewhere.
    """
    probability, names = item.get("probability"), causes(item["remove"])
    if len(item["remove"]) > 2:
        names = _("all of %(causes)s") % {"causes": names}
    noted = clauses(("" if probability is None else percent(probability), "" if said else undone(item)))
    return _("%(causes)s (%(percent)s)") % {"causes": names, "percent": noted} if noted else names


def surest_first(found: Sequence[Document]) -> list[Document]:
    """Keys by the share of the draws in which they unlock, those of fewer causes first where it is the same."""
    return sorted(found, key=lambda item: (-round(item.get("probability") or 0.0, 2), len(item["remove"])))


def key_list(account: Document) -> list[str]:
    """Every key by itself, the surest first; where removing more can undo it, that is said."""
    return [_key(item) for item in surest_first(account.get("keys") or []) if item["remove"]]


def unlocked(account: Document) -> bool | None:
    """True: no key is needed; False: no set of causes is a key; None: it depends on the keys, or is not known."""
    found = account.get("keys")
    if found is None:
        return None
    if any(not item["remove"] for item in found):
        return True
    return None if found else False


def keys(case: Case, account: Document) -> str:
    """Which causes, removed, unlock the issue."""
    found = account.get("keys")
    if found is None:
        return ""
    if not found:
        return _("No set of these causes, removed together, unlocks it")
    free = [item for item in found if not item["remove"]]
    if free:
        return _unlocked_already(case, account, free[0])
    if len(found) > 1 and all(len(item["remove"]) == 1 for item in found):
        every = all(item.get("undone_by_more") for item in found)
        told = {"keys": listed((_key(item, said=every) for item in surest_first(found)), "or")}
        if every:
            return _("Either %(keys)s removed unlocks it (removing more can undo it)") % told
        return _("Either %(keys)s removed unlocks it") % told
    first, *others = surest_first(found)
    short = others if len(found) <= 3 else [item for item in others if len(item["remove"]) <= 2][:2]
    so_does = _("so does removing %(keys)s") % {"keys": listed((_key(item) for item in short), "or")} if short else ""
    rest = _other_sets([item for item in others if item not in short])
    return clauses((first_upper(_first_key(first)), so_does, rest))


def _unlocked_already(case: Case, account: Document, free: Document) -> str:
    """That the sides come to an improvement with every cause at work.

    That the case leaves out what keeps them from it is said only where it is so in nearly all draws and no cause has a
    share; else it is a tendency, and the causes that act all the same are named.
    """
    names, who = acting(account), refusing(account)
    sure, riddle = _nearly_always(free), unexplained(account)
    undone_by = _("removing causes can undo it") if free.get("undone_by_more") else ""
    parts = {
        "cost": _(", at the expense of others") if account.get("kind") == "loss at the expense of others" else "",
        "sure": _in_draws(free),
    }
    if who:
        by_steps = _by_steps(sure) % parts
        left_out = _("the case leaves out what keeps them from such steps") if riddle else ""
        return clauses((by_steps, _no_consent(case, account, who), left_out, _acting(names), undone_by))
    if riddle:
        return _riddle(account) % parts
    return clauses((_by_themselves(sure) % parts, _acting(names), undone_by))


def _riddle(account: Document) -> str:
    if account.get("ordinal"):
        return _(
            "By the case's own rankings the sides come to an improvement by themselves%(cost)s: no cause in the case "
            "keeps them from it, so the case leaves out what does"
        )
    return _(
        "By the case's own numbers the sides come to an improvement by themselves%(cost)s%(sure)s: no cause in the "
        "case keeps them from it, so the case leaves out what does"
    )


def _by_themselves(sure: bool) -> str:
    if sure:
        return _(
            "By the case's own logic the sides come to an improvement by themselves%(cost)s, and none of the causes in "
            "the case keeps them from it%(sure)s"
        )
    return _(
        "On the means the sides come to an improvement by themselves%(cost)s, and none of the causes in the case "
        "keeps them from it%(sure)s"
    )


def _by_steps(sure: bool) -> str:
    if sure:
        return _(
            "By the case's own logic the sides come to an improvement only by steps of their own, which need nobody's "
            "consent%(cost)s%(sure)s"
        )
    return _(
        "On the means the sides come to an improvement only by steps of their own, which need nobody's "
        "consent%(cost)s%(sure)s"
    )


def _acting(names: Sequence[str]) -> str:
    if not names:
        return ""
    told = ngettext("%(causes)s acts all the same", "%(causes)s act all the same", len(names))
    return told % {"causes": causes(names)}


def _no_consent(case: Case, account: Document, who: Sequence[str]) -> str:
    parts = {"parties": listed(party_name(case, party) for party in who)}
    if len(account["prediction"]["states"]) > 1:
        return _("an agreement on any of these would lack somebody's consent (%(parties)s)") % parts
    return _("an agreement on it would lack the consent of %(parties)s") % parts


def _first_key(item: Document) -> str:
    sure = "" if item.get("probability") is None else over_draws(item["probability"])
    noted = clauses((sure, undone(item)))
    parts = {"causes": causes(item["remove"]), "sure": f" ({noted})" if noted else ""}
    if len(item["remove"]) > 1:
        return _("%(causes)s removed together unlock it%(sure)s") % parts
    return _("%(causes)s removed unlocks it%(sure)s") % parts


def _other_sets(rest: Sequence[Document]) -> str:
    if not rest:
        return ""
    probabilities = [item["probability"] for item in rest if item.get("probability") is not None]
    sure = ""
    if probabilities:
        least, most = percent(min(probabilities)), percent(max(probabilities))
        sure = f" ({least if least == most else _('%(low)s to %(high)s') % {'low': least, 'high': most}})"
    told = ngettext(
        "so does %(count)s other set of causes%(sure)s", "so do %(count)s other sets of causes%(sure)s", len(rest)
    )
    return told % {"count": len(rest), "sure": sure}


def _in_draws(item: Document) -> str:
    return "" if item.get("probability") is None else f" ({often(item['probability'])})"


def doubt(account: Document) -> str:
    """How often a side would refuse the reference with nothing in the way."""
    value = account.get("doubt")
    if value is None:
        return ""
    return _("In %(percent)s of the draws a side would refuse the agreement though nothing stood in the way") % {
        "percent": percent(value)
    }


# --- What the case's own logic leads to


def prediction(case: Case, issue: Document, account: Document) -> str:
    """Where the sides come to by the case's own logic, all causes at work."""
    found = account.get("prediction")
    if not found:
        return ""
    sure = ""
    if found.get("probability") is not None:
        sure = _(" (in %(percent)s of the draws)") % {"percent": percent(found["probability"])}
    states = found.get("states") or []
    if found["by"] == "nobody moves":
        return _("With all causes at work nobody moves: today\u2019s state stays%(sure)s") % {"sure": sure}
    places = [
        state(case, issue, item["stances"])
        + (f" ({percent(item['share'])})" if item.get("share", 1.0) < 1 - NOTHING else "")
        for item in states
    ]
    agreed = [item["stances"] for item in account.get("reference") or []]
    same = all(item["stances"] in agreed for item in states)
    parts = {"cost": _cost(case, found, account if same else None), "sure": sure}
    if found["by"] == "agreement":
        parts["states"] = listed(places, "or")
        if len(places) > 1:
            return (
                _("With all causes at work the sides agree on one of these agreements: %(states)s%(cost)s%(sure)s")
                % parts
            )
        return _("With all causes at work the sides agree on %(states)s%(cost)s%(sure)s") % parts
    parts["states"] = listed(places)
    return _("With all causes at work the sides drift, each by itself, to %(states)s%(cost)s%(sure)s") % parts


def held(case: Case, account: Document, which: str) -> str:
    """What holds today's state (`default`) or the agreement (`reference`), or who would gain by leaving it alone."""
    stable = (account.get("stability") or {}).get(which)
    return held_by(case, stable, (account.get("leaving") or {}).get(which) or []) if stable else ""


def held_by(case: Case, stable: Mapping[str, bool], gaining: Sequence[str]) -> str:
    """What holds a state, from the senses in which it is stable and the sides that would gain by leaving it alone."""
    if stable["nash"]:
        return spoken(STABILITY["nash"])
    parts = {
        "parties": listed(party_name(case, side) for side in gaining) or _("a side"),
        "answer": next((spoken(STABILITY[name]) for name in _ANSWERS if stable[name]), ""),
    }
    if parts["answer"]:
        text = ngettext(
            "%(parties)s would gain by leaving it alone, as it sees things itself with every cause at work; %(answer)s",
            "%(parties)s would gain by leaving it alone, each as it sees things itself with every cause at work; "
            "%(answer)s",
            max(1, len(gaining)),
        )
    else:
        text = ngettext(
            "%(parties)s would gain by leaving it alone, as it sees things itself with every cause at work, and no "
            "answer would undo that gain",
            "%(parties)s would gain by leaving it alone, each as it sees things itself with every cause at work, and "
            "no answer would undo that gain",
            max(1, len(gaining)),
        )
    return text % parts


def ranks_only(case: Case, document: Document) -> bool:
    """Whether every issue of a document (without any, of its case) has only an order of its states, so no draws."""
    named = [issue["id"] for issue in document.get("issues") or [] if issue.get("id") in case.issues]
    issues = [case.issues[name] for name in named or case.issues]
    return bool(issues) and all(issue.ordinal for issue in issues)


def run(case: Case, document: Document) -> str:
    """How many draws were made, from which seed; that there is nothing to draw where only ranks are given."""
    return _("by ranks only, without draws") if ranks_only(case, document) else draws(document)


def draws(document: Document) -> str:
    """How many draws were made, from which seed."""
    told = ngettext("%(draws)s draw, seed %(seed)s", "%(draws)s draws, seed %(seed)s", document["draws"])
    return told % {"draws": as_given(document["draws"]), "seed": document["seed"]}


def today(case: Case, issue: Document) -> str:
    return state(case, issue, issue["default"])


def beside(case: Case, issue: Document, item: Document) -> str:
    """A state that would give a side more than the reference does, and who would pay."""
    gains = listed(party_name(case, party) for party, more in (item.get("gains") or {}).items() if more > NOTHING)
    parts = {"state": state(case, issue, item["stances"]), "parties": gains, "cost": _cost(case, item)}
    if gains:
        text = _("\u201c%(state)s\u201d would give %(parties)s more%(cost)s") % parts
    else:
        text = _("\u201c%(state)s\u201d would give a side more%(cost)s") % parts
    aside = _("it holds only if standing is set aside") if item.get("standing_proof") is False else ""
    return clauses((text, aside))


def common_ground(case: Case, issue: Document, item: Document) -> str:
    """A state that improves on today whichever account is believed."""
    return _("%(state)s (%(often)s)%(cost)s") % {
        "state": state(case, issue, item["stances"]),
        "often": often(item.get("probability")),
        "cost": _cost(case, item),
    }


_MISREAD = re.compile(
    r"(?P<by>\S+)'s account has (?P<about>\S+) rank \((?P<state>[^()]*)\) (?P<believed>above|level with|below) today's "
    r"state, (?P<whose>.+) (?P<own>above|level with|below) it"
)

_RANKED = {
    "above": mark("above today\u2019s state"),
    "level with": mark("level with today\u2019s state"),
    "below": mark("below today\u2019s state"),
}


def misperception(case: Case, issue: Document, told: str) -> str:
    """A difference of rankings as a document says it, to be read."""
    found = _MISREAD.fullmatch(told)
    if not found or found["by"] not in case.parties:
        return told
    stances = dict(part.split(" ", 1) for part in found["state"].split(", "))
    base = found["whose"] == "the base account"
    parts = {
        "about": party_name(case, found["about"]),
        "account": account_name(case, found["by"]),
        "own": _("the base account") if base else account_name(case, found["about"]),
        "state": state(case, issue, stances),
        "believed": spoken(_RANKED[found["believed"]]),
        "held": spoken(_RANKED[found["own"]]),
    }
    return _("how %(about)s ranks \u201c%(state)s\u201d: %(believed)s, by %(account)s; %(held)s, by %(own)s") % parts


# --- The answer in one line


@dataclass(frozen=True)
class Headline:
    """The answer for one issue: what it is, who forgoes what, mainly why, what would unlock it."""

    title: str
    kind: str
    lost: str
    why: str
    unlocks: str

    @property
    def text(self) -> str:
        """All but the title, as sentences."""
        parts = [part for part in (self.lost, self.why, self.unlocks) if part]
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)

    def __str__(self) -> str:
        return f"{self.title}: {kind_name(self.kind)}. {self.text}"


def count(document: Document) -> str:
    """On how many issues something is lost that nobody else would pay for, and what the others are, by the base."""
    accounts = [base_account(document, issue) for issue in document["issues"]]
    kinds = [account["kind"] for account in accounts]
    total, unnecessary, expense = len(kinds), kinds.count(LOSSES[0]), kinds.count(LOSSES[1])
    aside = sum(account["kind"] == LOSSES[0] and standing_set_aside(account) for account in accounts)
    parts = []
    if unnecessary:
        if not aside:
            told = _("on %(issues)s something is lost that could be had at nobody else\u2019s expense")
        elif aside == unnecessary:
            told = _(
                "on %(issues)s something is lost that could be had at nobody else\u2019s expense, but only if standing "
                "is set aside"
            )
        else:
            told = _(
                "on %(issues)s something is lost that could be had at nobody else\u2019s expense (on %(aside)s of them "
                "only if standing is set aside)"
            )
        parts.append(told % {"issues": _of(unnecessary, total), "aside": aside})
    if expense:
        told = _("on %(issues)s the sides could gain only at the expense of others")
        parts.append(told % {"issues": _of(expense, total)})
    rest = total - unnecessary - expense
    if rest:
        told = _("on %(issues)s no state was found that would improve on today for every side")
        parts.append(told % {"issues": _of(rest, total)})
    return sentence(clauses(parts))


def _of(count: int, total: int) -> str:
    if count == total and total <= 2:
        return _("the one issue") if total == 1 else _("both issues")
    if count == total:
        return ngettext("all %(count)s issues", "all %(count)s issues", total) % {"count": total}
    told = ngettext("%(count)s of %(total)s issues", "%(count)s of %(total)s issues", total)
    return told % {"count": count, "total": total}


def headline(case: Case, document: Document, issue: Document) -> Headline:
    """One issue in brief, by the base account."""
    account = base_account(document, issue)
    name = account["kind"]
    losses = account.get("losses")
    if name not in LOSSES:
        return Headline(issue_title(case, issue), name, kind(case, account), "", "")
    if losses is None:
        ranked = account.get("reference") or (account.get("ordinal") or {}).get("improvements") or []
        agreed = listed((quoted(state(case, issue, item["stances"])) for item in ranked), "or")
        lost = _("Every side ranks an agreement%(states)s at least as high as today; ranks have no sizes") % {
            "states": f" ({agreed})" if agreed else ""
        }
        return Headline(issue_title(case, issue), name, lost, "", keys(case, account))
    parts = [losses_of(case, side, losses[side], document["base"]) for side in issue["sides"] if side in losses]
    if name == "loss at the expense of others":
        names = _payers_in_full(case, account)
        parts.append(
            _("this could be had only at the expense of %(names)s") % {"names": names}
            if names
            else _("this could be had only at nobody else\u2019s expense")
        )
    lost = clauses(parts)
    if standing_set_aside(account):
        counted = [with_standing(case, side, losses[side]) for side in issue["sides"] if side in losses]
        told = clauses(counted)
        aside = _("A loss only if standing is set aside")
        lost = f"{lost}. {aside}: {told}" if told else f"{lost}. {aside}"
    return Headline(issue_title(case, issue), name, lost, why(case, issue, account), keys(case, account))
