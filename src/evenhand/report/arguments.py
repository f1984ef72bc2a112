"""The case for an agreement from a side's own interest: one template of whole sentences, the same for every side.

A function of the case and of the document of ``evenhand persuade --json``. What does not speak for the agreement is
said as well. Swapping the sides of a case swaps the texts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, words
from evenhand.report.language import gettext as _
from evenhand.report.language import spoken

__all__ = ["argument", "correction_name", "correction_numbers", "evidence", "obstacles"]

Document = Mapping[str, Any]
NOTHING = numerals.NOTHING


def argument(case: Case, issue: Document, side: str, account: str) -> list[str]:
    """The case for the agreement as one side might put it to itself, in sentences, and what stands against it."""
    found = issue["sides"][side]
    made = found["argument"]
    return [
        *_stance(case, side, made),
        *_misjudged(case, found, account),
        *_own_account(case, side, made),
        *_gains(case, side, made),
        *_standing(case, side, made),
        *_alone(case, side, made),
        *_against(case, side, found),
    ]


def _amounts(case: Case, interests: Document, sign: float, kind: str = "substance") -> list[str]:
    """Amounts by interest, of one kind only, of what is gained (sign 1) or lost (-1) in the agreement."""
    told = []
    for name, item in interests.items():
        known = case.interests.get(name)
        if ("substance" if known is None else known.kind) != kind or sign * item["mean"] <= NOTHING:
            continue
        low, high = (item["p5"], item["p95"]) if sign > 0 else (item["p95"], item["p5"])
        shown = numerals.interval(sign * item["mean"], sign * low, sign * high, naming.unit(case, name))
        told.append(f"{naming.interest_name(case, name)}: {shown}")
    return told


def _stance(case: Case, side: str, made: Document) -> list[str]:
    names = {"party": naming.party_name(case, side)}
    lost = _amounts(case, made["loss"]["interests"], 1.0)
    if not lost:
        return [_("%(party)s: today\u2019s state costs it nothing of substance, compared with the agreement.") % names]
    text = _("%(party)s: compared with the agreement, this is what today\u2019s state costs it. %(amounts)s.")
    told = [text % {**names, "amounts": "; ".join(lost)}]
    if made["sources"]:
        told.append(_("The figures rest on: %(sources)s.") % {"sources": "; ".join(evidence(made["sources"]))})
    else:
        told.append(_("No source is named for these figures."))
    return told


def _misjudged(case: Case, found: Document, account: str) -> list[str]:
    wrong = [one for one in found["corrections"] if (one["moves"] or 0.0) > NOTHING or one["accepts"]]
    if not wrong:
        return [_("Its account misjudges nothing that keeps it from agreeing.")]
    told = []
    for one in wrong:
        believed, actual = correction_numbers(case, one)
        names = {"what": correction_name(case, one), "believed": believed, "actual": actual,
                 "account": naming.account_name(case, account)}  # fmt: skip
        if one["evidence"]:
            text = _("It misjudges %(what)s: it takes it to be %(believed)s, where %(account)s has %(actual)s"
                     " (%(sources)s).")  # fmt: skip
            told.append(text % {**names, "sources": "; ".join(evidence(one["evidence"]))})
        else:
            text = _("It misjudges %(what)s: it takes it to be %(believed)s, where %(account)s has %(actual)s;"
                     " no source is named.")  # fmt: skip
            told.append(text % names)
    return told


def _own_account(case: Case, side: str, made: Document) -> list[str]:
    share = made["loss"]["share_of_own"]
    if share is None:
        return []
    if share < -NOTHING:
        return [_("By its own account the agreement would leave it worse off in substance.")]
    if share < NOTHING:
        return [_("By its own account the agreement would bring it nothing of substance.")]
    shown = {"share": numerals.percent(share)}
    return [_("By its own account the agreement would bring it %(share)s of that worth.") % shown]


def _gains(case: Case, side: str, made: Document) -> list[str]:
    """What others would gain: the other parties in the order of the document."""
    told = []
    for party, interests in made["others"].items():
        amounts = _amounts(case, interests, 1.0)
        if amounts:
            names = {"party": naming.party_name(case, party), "amounts": "; ".join(amounts)}
            told.append(_("Others would gain too. %(party)s, in %(amounts)s.") % names)
    return told


def _standing(case: Case, side: str, made: Document) -> list[str]:
    found = made["standing"]
    lost = _amounts(case, made["loss"]["interests"], -1.0, "standing")
    if found["kept"] and not any(interest.kind == "standing" for interest in case.interests.values()):
        return []
    if found["kept"] and lost:
        text = _(
            "The agreement costs rank and respect (%(amounts)s); even so, all counted, the side comes out no worse."
        )
        return [text % {"amounts": "; ".join(lost)}]
    if found["kept"]:
        return [_("Its standing is protected: counting rank and respect too, the agreement leaves it no worse off.")]
    if found["needed"]:
        unit = naming.unit(case, found["needed"]["interest"])
        shown = {
            "amount": numerals.number(found["needed"]["amount"], unit),
            "interest": naming.interest_name(case, found["needed"]["interest"]),
        }
        text = _("Counting rank and respect too, it would come out worse; a form that saves it %(amount)s"
                 " (%(interest)s) would make up for that.")  # fmt: skip
        return [text % shown]
    return [_("Counting rank and respect too, it would come out worse.")]


def _alone(case: Case, side: str, made: Document) -> list[str]:
    found = made["unilateral"]
    if not found or found["share"] is None:
        return [_("By changing its own stance alone it can have nothing of this without a cost to somebody else.")]
    shown = {
        "share": numerals.percent(found["share"]),
        "stances": phrasing.listed((naming.stance(one, case) for one in found["stances"]), "or"),
    }
    if found["whatever_others_do"]:
        return [_("Alone, by changing to %(stances)s, it can have %(share)s of this, whatever the others do.") % shown]
    return [_("Alone, by changing to %(stances)s, it can have %(share)s of this at no cost to anybody.") % shown]


def _against(case: Case, side: str, found: Document) -> list[str]:
    """What does not speak for it, in the order: its own costs, others\u2019 costs, temptation, what is in the way."""
    made, told = found["argument"], []
    costs = _amounts(case, made["loss"]["interests"], -1.0)
    if costs:
        told.append(_("Against it: what the agreement costs. %(amounts)s.") % {"amounts": "; ".join(costs)})
    lost = _amounts(case, made["loss"]["interests"], -1.0, "standing")
    if lost:
        text = _("Against it: what the agreement costs in rank and respect. %(amounts)s.")
        told.append(text % {"amounts": "; ".join(lost)})
    if made["pays"]:
        names = phrasing.listed((naming.party_name(case, party) for party in made["pays"]), "and")
        told.append(_("Against it: somebody else would pay (%(parties)s).") % {"parties": names})
    tempted = made["temptation"]
    if tempted:
        shown = {
            "stances": phrasing.listed((naming.stance(one, case) for one in tempted["stances"]), "or"),
            "parties": phrasing.listed((naming.party_name(case, party) for party in tempted["pays"]), "and"),
        }
        text = _("Against it: it would gain by changing alone to %(stances)s, at the expense of others (%(parties)s).")
        told.append(text % shown)
    told += [_("Against it: %(reason)s.") % {"reason": reason} for reason in obstacles(case, found["obstacles"])]
    if not told:
        told.append(_("Nothing in the case speaks against it."))
    return told


# --- parts that the account of persuasion and pressure uses as well


def obstacles(case: Case, found: Sequence[Document]) -> list[str]:
    """Unmet conditions as parts of a sentence, each kind once with everybody whom it concerns."""
    told = []
    for kind in dict.fromkeys(one["kind"] for one in found):
        alike = [one for one in found if one["kind"] == kind]
        told.append(_obstacle(kind, alike[0], "; ".join(naming.party_name(case, one["party"]) for one in alike)))
    return told


def _obstacle(kind: str, one: Document, parties: str) -> str:
    if kind == "felt value" and one["share"] is not None and one["share"] <= 1.005:
        text = _("what it feels of the agreement, all its interests counted, falls short by %(share)s of its own loss")
        return text % {"share": numerals.percent(one["share"])}
    if kind == "felt value" and one["share"] is not None:
        text = _("what it feels of the agreement, all its interests counted, falls short by %(times)s its own loss")
        return text % {"times": numerals.times(one["share"])}
    if kind == "felt value":
        return _("what it feels of the agreement, all its interests counted, falls short")
    if kind == "ratifier":
        return _("consent at home is missing (%(parties)s)") % {"parties": parties}
    if kind == "linkage":
        return _("it withholds its part, or another does, while another issue stands as it does")
    if kind == "leaving":
        return _("as it sees things, somebody would gain by leaving the agreement alone (%(parties)s)") % {
            "parties": parties
        }
    return _("it trusts too little that the others keep the agreement")


def correction_name(case: Case, one: Document) -> str:
    """What a correction is about; an effect is named by the stances at which it holds."""
    kind = one["kind"]
    if one["effect"]:
        targets: dict[str, str] = {"value": f"{one['party']}.{one['interest']}", "benefit": one["of"] or ""}
        return naming.effect_number(case, one["effect"], targets.get(kind, str(kind)))
    names = {
        "party": naming.party_name(case, one["party"]) if one["party"] else "",
        "interest": naming.interest_name(case, one["interest"]) if one["interest"] else "",
        "other": naming.party_name(case, one["of"]) if one["of"] and kind == "trust" else "",
    }
    templates = {
        "weight": _("what a unit is worth: %(interest)s, %(party)s"),
        "attachment": _("how much more a loss weighs than a gain: %(party)s"),
        "caution": _("how much uncertainty weighs: %(party)s"),
        "rate": _("how fast later years lose worth: %(party)s"),
        "trust": _("the chance that another side keeps its word: %(other)s"),
        "asks": _("whether consent at home is needed: %(party)s"),
    }
    return templates[kind] % names


def correction_numbers(case: Case, one: Document) -> tuple[str, str]:
    """What is believed and what is so, in words."""

    def shown(value: Any) -> str:
        if isinstance(value, bool):
            return _("needed") if value else _("not needed")
        if value["mean"] is None:
            return _("for good")
        if one["kind"] in ("chance", "trust", "rate"):
            return numerals.percent(value["mean"])
        if one["kind"] in ("after", "lasts"):
            return numerals.number(value["mean"], "years")
        unit = naming.unit(case, one["interest"]) if one["kind"] == "value" and one["interest"] else ""
        return numerals.number(value["mean"], unit)

    return shown(one["believed"]), shown(one["true"])


def evidence(sources: Sequence[Document]) -> list[str]:
    """Sources by title, each with how far it was checked where the case says so."""
    told = []
    for one in sources:
        status = spoken(words.STATUS.get(one["status"] or "", ""))
        told.append(f"{one['title']} [{one['id']}]" + (f" ({status})" if status else ""))
    return told
