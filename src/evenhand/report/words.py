"""Findings in words: numbers, probabilities, states and sentences, the same for the terminal and for pages.

Every function takes the case and the plain document (``analyse --json``), never the engine's own classes. Each
sentence has one template, whichever side it speaks of; sides come in the order of the document. A loss is called
unnecessary only where nobody else pays.

Plain parts: :func:`figure`, :func:`number`, :func:`interval`, :func:`percent`, :func:`often`, :func:`listed`,
:func:`state`. Whole answers: :func:`headline`, :func:`losses_of`, :func:`why`, :func:`keys`, :func:`prediction`,
:func:`kind`, :func:`today`, :func:`doubt`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.casefile.model import Case, Judgement

__all__ = [
    "CAUSES",
    "KINDS",
    "LIMITS",
    "NO_REASON",
    "STABILITY",
    "STATUS",
    "Headline",
    "account_name",
    "as_given",
    "base_account",
    "beside",
    "cause",
    "common_ground",
    "day",
    "doubt",
    "duration",
    "expense",
    "figure",
    "figures",
    "headline",
    "interest_name",
    "interval",
    "judgement",
    "judgement_name",
    "key_list",
    "keys",
    "kind",
    "leading_interests",
    "limits",
    "listed",
    "loss_class",
    "losses_of",
    "main_causes",
    "nothing_lost",
    "number",
    "often",
    "party_name",
    "payers",
    "percent",
    "prediction",
    "share",
    "shares_of",
    "stance",
    "standing_set_aside",
    "state",
    "times",
    "today",
    "unit_words",
    "unlocked",
    "why",
    "with_standing",
]

Document = Mapping[str, Any]
Stances = Mapping[str, str]

THIN = "\u202f"
"""Narrow no-break space: between groups of three digits, and before the per cent sign."""
HARD = "\u00a0"
MINUS = "\u2212"
NO_REASON = "no stated reason"
NOTHING = 1e-9
"""Smaller figures are nothing."""


@dataclass(frozen=True)
class Cause:
    """What a cause of loss means to a reader."""

    name: str
    means: str
    helps: str
    source: str


CAUSES: dict[str, Cause] = {
    cause.name: cause
    for cause in (
        Cause(
            "misperception",
            "a side judges by its own account of the dispute, the others' interests included",
            "information, contact",
            "Jervis 1976; Bennett 1977",
        ),
        Cause(
            "standing", "rank and respect count beside substance", "a face-saving form", "Dafoe, Renshon & Huth 2014"
        ),
        Cause(
            "private interest",
            "what a ruler or a group gains for itself counts",
            "accountability, side payments",
            "Chiozza & Goemans 2011",
        ),
        Cause(
            "impatience",
            "a leader discounts later years more than the common rate does",
            "early benefits",
            "Powell 2006",
        ),
        Cause(
            "attachment",
            "losses weigh more than gains, and what is uncertain weighs less",
            "assurance, small steps",
            "Samuelson & Zeckhauser 1988; Levy 1997",
        ),
        Cause(
            "expectations",
            "a side accepts only what reaches the gains it counts on",
            "trimming expectations",
            "Gupta & Livne 1988",
        ),
        Cause("ratification", "somebody at home must consent", "a domestic coalition", "Putnam 1988; Iida 1993"),
        Cause(
            "linkage",
            "a stance is withheld while another issue stands as it does",
            "taking issues apart",
            "Tollison & Willett 1979",
        ),
        Cause(
            "commitment",
            "somebody would gain by leaving the agreement alone, or is not trusted to keep it",
            "verification, guarantees",
            "Fearon 1995; Kydd 2000",
        ),
    )
}
"""The causes in their order, each with its meaning."""

KINDS: dict[str, str] = {
    "unnecessary loss": "An agreement would improve on today for the sides, and nobody else would pay for it.",
    "loss at the expense of others": "The sides could improve on today, but only at the expense of somebody else.",
    "nothing of substance": "No state differs from today in substance for any side.",
    "cooperation that holds": "No side prefers any other state to today\u2019s.",
    "under temptation": "A side would gain by changing its stance alone, and the others would pay for it.",
    "tradeable": "No single state improves on today for every side, but a mix of states (in turn, or in parts) would.",
    "genuine conflict": "No state, and no mix of states, improves on today without a loss for a side.",
}

STABILITY: dict[str, str] = {
    "nash": "no side gains by leaving it alone (Nash)",
    "seq": "an answer that serves those who give it would undo the gain of leaving (sequential stability)",
    "gmr": "some answer would undo the gain of leaving (general metarationality)",
    "smr": "some answer would undo the gain of leaving, and it could not be escaped (symmetric metarationality)",
}

STATUS: dict[str, str] = {
    "verified": "stands in the source",
    "computed": "computed from data",
    "unverified": "from memory, not checked",
    "reading": "the authors\u2019 own reading",
}

LIMITS: tuple[str, ...] = (
    "The numbers are judgements entered by people. Change them, and the findings change.",
    "Findings say what follows from the numbers. They are not predictions of what will happen.",
    "Each side is treated as one will, apart from parties at home that must consent; what they hide is not modelled.",
    "Whether an act was right is not asked, and the gains of one party are never weighed against those of another.",
)

_BASE_LIMIT: dict[str, str] = {
    "authors": "The base account is that of the authors of the case, so that \u201cmisperception\u201d means deviation "
    "from the authors.",
    "pooled": "The base account is pooled from experts of every side, each side counting the same, so that "
    "\u201cmisperception\u201d means deviation from that pool.",
}


# --- Numbers


def _grouped(text: str) -> str:
    """Thin spaces between groups of three digits, from five digits before the point on."""
    whole, point, rest = text.partition(".")
    if len(whole) > 4:
        head = len(whole) % 3
        groups = [whole[:head]] if head else []
        groups += [whole[start : start + 3] for start in range(head, len(whole), 3)]
        whole = THIN.join(groups)
    return whole + point + rest


def _decimals(scale: float, digits: int) -> int:
    """Decimal places that show ``digits`` significant digits of a number of this size; negative above the point."""
    return digits - 1 - math.floor(math.log10(scale) + NOTHING) if scale > 0 else 0


def _fixed(value: float, decimals: int) -> str:
    rounded = round(value, decimals)
    text = f"{abs(rounded):.{max(decimals, 0)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if rounded < 0 and text != "0" else "") + _grouped(text)


def figure(value: float, digits: int = 2) -> str:
    """A number to so many significant digits, with a true minus sign and never \u201c-0\u201d.

    Examples
    --------
    >>> [figure(x) for x in (0.1234, 12.34, 99.6, 1234, -0.0, 1e-12)]
    ['0.12', '12', '100', '1200', '0', '0']
    >>> figure(-1.25) == "\u22121.2", figure(1234567) == "1\u202f200\u202f000"
    (True, True)
    """
    if not math.isfinite(value):
        return "unlimited" if value > 0 else "without lower limit" if value < 0 else "not known"
    if abs(value) < NOTHING:
        return "0"
    if abs(value) < 1e-5:
        exponent = math.floor(math.log10(abs(value)))
        raised = str(-exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{_fixed(value / 10.0**exponent, digits - 1)}{HARD}\u00d7{HARD}10\u207b{raised}"
    places = _decimals(abs(value), digits)
    return _fixed(round(value, places), _decimals(abs(round(value, places)), digits))


def as_given(value: float) -> str:
    """A number of the case as its author wrote it, without rounding.

    Examples
    --------
    >>> as_given(0.00027), as_given(350), as_given(12.0)
    ('0.00027', '350', '12')
    """
    if not math.isfinite(value):
        return figure(value)
    text = f"{abs(value):.12f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{abs(value):.6g}"
    return (MINUS if value < 0 and text != "0" else "") + _grouped(text)


_MONEY = re.compile(r"^(?P<currency>[A-Z]{3}|[$€£¥₽₹])(?: (?P<size>bn|tn|m|mn|million|billion|trillion|thousand|k))?$")
_ONE = {"lives": "life", "children": "child", "people": "person", "families": "family", "cities": "city"}


def unit_words(unit: str) -> tuple[str, str]:
    """What stands before and after a number of this unit.

    Examples
    --------
    >>> unit_words("USD bn/yr"), unit_words("lives/yr"), unit_words("warheads"), unit_words("")
    (('USD', 'bn a year'), ('', 'lives a year'), ('', 'warheads'), ('', ''))
    """
    amount, slash, per = unit.strip().partition("/")
    yearly = f" a {'year' if per.strip() in {'yr', 'y', 'a', 'year'} else per.strip()}" if slash and per.strip() else ""
    money = _MONEY.match(amount.strip())
    if money:
        return money["currency"], f"{money['size'] or ''}{yearly}".strip()
    return "", f"{amount.strip()}{yearly}".strip()


def _dressed(text: str, unit: str) -> str:
    before, after = unit_words(unit)
    if text.removeprefix(MINUS) == "1" and not before:
        first, space, rest = after.partition(" ")
        if first in _ONE or (first.endswith("s") and not first.endswith("ss") and len(first) > 3):
            after = _ONE.get(first, first[:-1]) + space + rest
    sign = MINUS if before and text.startswith(MINUS) else ""
    text = text.removeprefix(MINUS) if sign else text
    return sign + HARD.join(part for part in (before, text, after.replace(" a ", f" a{HARD}")) if part)


def number(value: float, unit: str = "", digits: int = 2) -> str:
    """A number with its unit in words.

    Examples
    --------
    >>> number(1.53, "USD bn/yr").replace("\\xa0", " "), number(1, "points").replace("\\xa0", " ")
    ('USD 1.5 bn a year', '1 point')
    """
    return _dressed(figure(value, digits), unit)


def interval(mean: float, low: float, high: float, unit: str = "") -> str:
    """A mean with its 90 % interval, all three to the same number of decimals.

    Examples
    --------
    >>> interval(1.53, 0.412, 12.04, "USD bn/yr").replace("\\xa0", " ")
    'USD 1.5 bn a year (0.4 to 12)'
    """
    text, low_text, high_text = figures(mean, low, high)
    if low_text == high_text == text:
        return _dressed(text, unit)
    return f"{_dressed(text, unit)} ({low_text}{HARD}to{HARD}{high_text})"


def figures(mean: float, low: float, high: float) -> tuple[str, str, str]:
    """A mean and the ends of its interval, to the same number of decimals."""
    if not all(map(math.isfinite, (mean, low, high))):
        return figure(mean), figure(low), figure(high)
    scale = max(abs(mean), 0.1 * max(abs(low), abs(high)))
    if scale < 1e-5:
        return figure(mean), figure(low), figure(high)
    places = _decimals(scale, 2)
    return _fixed(mean, places), _fixed(low, places), _fixed(high, places)


def percent(value: float) -> str:
    """A share or probability in per cent; what is nearly none or nearly all says so.

    Examples
    --------
    >>> [percent(p).replace("\u202f", " ").replace("\xa0", " ") for p in (0, 0.002, 0.624, 0.998, 1)]
    ['0 %', 'under 1 %', '62 %', 'over 99 %', '100 %']
    """
    if abs(value) < NOTHING:
        return f"0{THIN}%"
    if 0 < value < 0.005:
        return f"under{HARD}1{THIN}%"
    if 0.995 <= value < 1 - NOTHING:
        return f"over{HARD}99{THIN}%"
    return f"{_fixed(value * 100, 0)}{THIN}%"


_OFTEN = (
    (1 - NOTHING, "in every draw"),
    (0.95, "nearly always"),
    (0.75, "usually"),
    (0.55, "more often than not"),
    (0.45, "about as often as not"),
    (0.25, "less often than not"),
    (0.05, "sometimes"),
    (NOTHING, "hardly ever"),
)


def often(probability: float | None) -> str:
    """A probability in a word, with the figure beside it.

    Examples
    --------
    >>> often(0.87).replace("\u202f", " "), often(1.0).replace("\u202f", " "), often(None)
    ('usually, 87 %', 'in every draw, 100 %', 'no probability: ranks only')
    """
    if probability is None:
        return "no probability: ranks only"
    word = next((word for least, word in _OFTEN if probability >= least), "never")
    return f"{word}, {percent(probability)}"


def listed(items: Iterable[str], word: str = "and") -> str:
    """Items as one reads a list aloud.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # not from the locale: a report reads the same everywhere


def day(iso: str | None) -> str:
    """A day such as 30 November 2013."""
    if not iso:
        return ""
    year, month, date = iso.split("-")
    return f"{int(date)}{HARD}{_MONTHS[int(month) - 1]} {year}"


def judgement(value: Judgement, unit: str = "") -> str:
    """A number of the case: a point, or its percentiles."""
    parts = [as_given(part) for part in value.is_]
    if len(parts) == 1 or len(set(parts)) == 1:
        return _dressed(parts[0], unit)
    if len(parts) == 2:
        before, after = unit_words(unit)
        text = f"{parts[0]}{HARD}to{HARD}{parts[1]}"
        return " ".join(part for part in (before, text, after) if part)
    return f"{_dressed(parts[1], unit)} ({parts[0]}{HARD}to{HARD}{parts[2]})"


def duration(value: Judgement) -> str:
    """A time in years, or in months where it is shorter than two years and even in them."""
    if len(value.is_) == 1:
        years = value.is_[0]
        if years < 2 and years != 1 and abs(years * 12 - round(years * 12)) < 1e-6:
            return _dressed(as_given(round(years * 12)), "months")
    return judgement(value, "years")


# --- Names


def party_name(case: Case, party: str) -> str:
    return case.parties[party].name if party in case.parties else party


def judgement_name(case: Case, name: str) -> str:
    """A judgement as a document names it (`effect: party.interest`, `weight party.interest`), to be read."""
    place, colon, target = name.rpartition(": ")
    weight = target.startswith("weight ") and not colon
    party, dot, interest = target.removeprefix("weight ").partition(".")
    if dot and party in case.parties and interest in case.interests:
        told = f"{interest_name(case, interest)} of {party_name(case, party)}"
        return f"weight: {told}" if weight else f"{stance(place)}, {told}" if colon else told
    return f"{stance(place)}, {_PLACES.get(target, target)}" if colon else name


_PLACES = {"after": "when it starts", "lasts": "how long it lasts", "chance": "its chance"}


def times(value: float) -> str:
    """A share in per cent, or as so many times where it is far above all of it."""
    return f"{figure(value)} times" if value > 1.5 else f"{percent(value)} of"


def interest_name(case: Case, interest: str) -> str:
    return case.interests[interest].name if interest in case.interests else interest


def account_name(case: Case, account: str) -> str:
    """\u201cthe authors\u2019 account\u201d, \u201cthe pooled account\u201d, \u201cthe account of Russia\u201d."""
    own = {"authors": "the authors\u2019 account", "pooled": "the account pooled from experts"}
    return own[account] if account in own else f"the account of {party_name(case, account)}"


def stance(name: str) -> str:
    """A stance's own name, to be read."""
    return name.replace("-", " ").replace("_", " ")


def state(case: Case, issue: Document, stances: Stances) -> str:
    """\u201cRussia: reduce; United States: reduce\u201d, the sides in the document's order."""
    order = [side for side in issue["sides"] if side in stances] or list(stances)
    return "; ".join(f"{party_name(case, side)}: {stance(stances[side])}" for side in order)


def base_account(document: Document, issue: Document) -> Document:
    """What the base account says of an issue."""
    accounts: Mapping[str, Document] = issue["accounts"]
    return accounts[document["base"]] if document.get("base") in accounts else next(iter(accounts.values()))


def limits(document: Document) -> tuple[str, ...]:
    """What a reader must know before the first figure."""
    return (*LIMITS, _BASE_LIMIT.get(document.get("base", "authors"), _BASE_LIMIT["authors"]))


# --- What an issue is


def payers(case: Case, account: Document) -> str:
    """Who else would pay for the reference agreement, as a list of names."""
    found: list[str] = []
    for option in account.get("reference") or []:
        found += [party for party in option.get("pays") or [] if party not in found]
    return listed(party_name(case, party) for party in found)


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
    names = payers(case, account)
    return f"at the expense of {names}" if names else "at nobody else\u2019s expense"


def kind(case: Case, account: Document) -> str:
    """The kind of an issue in one plain sentence."""
    name: str = account["kind"]
    if name == "under temptation":
        return _temptation(case, account)
    if name == "loss at the expense of others" and payers(case, account):
        return f"The sides could improve on today, but only {expense(case, account)}."
    text = KINDS.get(name, name)
    if name == "unnecessary loss" and standing_set_aside(account):
        return f"{text} It is a loss only if standing is set aside."
    return text


def _temptation(case: Case, account: Document) -> str:
    how = (account.get("temptation") or {}).get("as", "temptation")
    found = []
    for side, item in (account.get("temptations") or {}).items():
        pays = listed(party_name(case, party) for party in item.get("pays") or [])
        moves = listed((stance(name) for name in item.get("stances") or []), "or")
        cost = f" at the expense of {pays}" if pays else ""
        found.append(f"{party_name(case, side)} would gain by changing alone{f' to {moves}' if moves else ''}{cost}")
    text = f"{'; '.join(found)}." if found else KINDS["under temptation"]
    named = "a seizure, not a way out of cooperation" if how == "seizure" else "a temptation to leave cooperation"
    return f"{text} This is {named}."


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
    return _ranked(case, party, loss, account)[0][:most]


def _ranked(case: Case, party: str, loss: Document, account: str) -> tuple[list[str], list[str]]:
    """Interests of substance that pull with the party's loss, and those that pull against it, by their worth."""
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
    told = [name for name in order if abs(worth[name]) >= max(0.1 * largest, NOTHING)]
    return [name for name in told if sign * worth[name] > 0], [name for name in told if sign * worth[name] < 0]


def _amounts(case: Case, names: Sequence[str], loss: Document, sign: float) -> str:
    parts = []
    for name in names:
        unit = case.interests[name].unit if name in case.interests else ""
        parts.append(f"{number(sign * loss['interests'][name]['mean'], unit)} ({interest_name(case, name)})")
    return listed(parts)


def nothing_lost(loss: Document) -> bool:
    """Whether a party neither loses nor gains, on the mean."""
    points = loss.get("points")
    if points is not None:
        return bool(abs(points["mean"]) < NOTHING)
    return all(abs(item["mean"]) < NOTHING for item in (loss.get("interests") or {}).values())


def losses_of(case: Case, party: str, loss: Document, account: str = "") -> str:
    """What one party forgoes today, or by how much it is better off today; the same template for every party."""
    name = party_name(case, party)
    if nothing_lost(loss):
        return f"{name} loses nothing"
    leading, against = _ranked(case, party, loss, account)
    points: float | None = (loss.get("points") or {}).get("mean")
    if points is None:
        means = [loss["interests"][interest]["mean"] for interest in leading]
        better = bool(means) and all(mean < 0 for mean in means)
        leading = [interest for interest in leading if (loss["interests"][interest]["mean"] < 0) == better]
    else:
        better = points < 0
    if not leading:
        return f"{name} is better off today" if better else f"{name} loses something"
    sign = -1.0 if better else 1.0
    text = _amounts(case, leading[:2], loss, sign)
    other = _amounts(case, against[:1], loss, -sign)
    if better:
        return f"{name} is better off today by {text}{f', though it forgoes {other}' if other else ''}"
    return f"{name} forgoes {text}{f', though today spares it {other}' if other else ''}"


def with_standing(case: Case, party: str, loss: Document) -> str:
    """What is left of a loss once standing is counted, as a share of the party's own loss; empty where not given."""
    counted, points = loss.get("with_standing"), (loss.get("points") or {}).get("mean")
    if counted is None or points is None or abs(points) < NOTHING:
        return ""
    rest, name = counted / points, party_name(case, party)
    if points < 0:
        return ""
    if rest < -NOTHING:
        return f"counting standing too, {name} would come out worse than today, by {percent(-rest)} of that gain"
    if rest < NOTHING:
        return f"counting standing too, {name} would come out as today"
    if rest > 1.005:
        return f"counting standing too, {name} would gain {percent(rest - 1)} more than that"
    if rest > 0.995:
        return f"counting standing too, {name} would keep that gain"
    return f"counting standing too, {name} would keep {percent(rest)} of that gain"


# --- Why


def cause(name: str) -> str:
    """A cause's name as it stands in a sentence."""
    return name


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
    if all((shares_of(account, side) or {}).get(NO_REASON, 0.0) > 1 - 0.005 for side in told):
        return "No reason for it stands in the case"
    parts = [
        f"{party_name(case, side)}, {listed(f'{name} ({percent(value)})' for name, value in causes)}"
        + _working_against(account, side)
        for side, causes in told.items()
    ]
    return f"Mainly why, as shares of the own loss: {'; '.join(parts)}"


def _working_against(account: Document, side: str) -> str:
    """The causes that take a fifth or more off a side's loss: they are why the others can add up to more than all."""
    shares = shares_of(account, side) or {}
    helping = sorted((value, name) for name, value in shares.items() if value < -0.2 + NOTHING)
    if not helping:
        return ""
    told = listed(f"{name} ({percent(value)})" for value, name in helping)
    return f", while {told} work{'s' if len(helping) == 1 else ''} the other way"


# --- What would unlock it


def _key(item: Document) -> str:
    """The causes of a key, with the share of the draws in which removing them unlocks the issue."""
    probability = item.get("probability")
    together = "all of " if len(item["remove"]) > 2 else ""
    return together + listed(item["remove"]) + ("" if probability is None else f" ({percent(probability)})")


def _surest_first(found: Sequence[Document]) -> list[Document]:
    return sorted(found, key=lambda item: (-round(item.get("probability") or 0.0, 2), len(item["remove"])))


def key_list(account: Document) -> list[str]:
    """Every key by itself, the surest first; where removing more would undo it, that is said."""
    undone = "; removing more would undo it"
    return [
        _key(item) + (undone if item.get("undone_by_more") else "")
        for item in _surest_first(account.get("keys") or [])
        if item["remove"]
    ]


def unlocked(account: Document) -> bool | None:
    """True: no key is needed; False: no set of causes is a key; None: it depends on the keys, or is not known."""
    found = account.get("keys")
    if found is None:
        return None
    if any(not item["remove"] for item in found):
        return True
    return None if found else False


def keys(account: Document) -> str:
    """Which causes, removed, unlock the issue."""
    found = account.get("keys")
    if found is None:
        return ""
    if not found:
        return "No set of these causes, removed together, unlocks it"
    free = [item for item in found if not item["remove"]]
    if free:
        pays = account.get("kind") == "loss at the expense of others"
        cost = ", at the expense of others" if pays else ""
        return (
            f"By the case's own numbers the sides come to an improvement by themselves{cost}{_in_draws(free[0])}: "
            "no cause in the case keeps them from it, so the case leaves out what does"
        )
    if len(found) > 1 and all(len(item["remove"]) == 1 for item in found):
        text = f"either {listed((_key(item) for item in _surest_first(found)), 'or')} removed unlocks it"
        return _undone(text[0].upper() + text[1:], found)
    first, *others = _surest_first(found)
    how = "removed together unlock" if len(first["remove"]) > 1 else "removed unlocks"
    undone = "removing more would undo it" if first.get("undone_by_more") else ""
    sure = "" if first.get("probability") is None else often(first["probability"])
    noted = "; ".join(part for part in (sure, undone) if part)
    text = f"{listed(first['remove'])} {how} it{f' ({noted})' if noted else ''}"
    text = text[0].upper() + text[1:]
    short = others if len(found) <= 3 else [item for item in others if len(item["remove"]) <= 2][:2]
    if short:
        text += f"; so does removing {listed((_key(item) for item in short), 'or')}"
    return text + _other_sets([item for item in others if item not in short])


def _undone(text: str, found: Sequence[Document]) -> str:
    return f"{text} (removing more would undo it)" if any(item.get("undone_by_more") for item in found) else text


def _other_sets(rest: Sequence[Document]) -> str:
    if not rest:
        return ""
    probabilities = [item["probability"] for item in rest if item.get("probability") is not None]
    text = f"; so do{'es' if len(rest) == 1 else ''} {len(rest)} other set{'' if len(rest) == 1 else 's'} of causes"
    if not probabilities:
        return text
    least, most = percent(min(probabilities)), percent(max(probabilities))
    return f"{text} ({least if least == most else f'{least} to {most}'})"


def _in_draws(item: Document) -> str:
    return "" if item.get("probability") is None else f" ({often(item['probability'])})"


def doubt(account: Document) -> str:
    """How often a side would refuse the reference with nothing in the way."""
    value = account.get("doubt")
    if value is None:
        return ""
    return f"In {percent(value)} of the draws a side would refuse the agreement though nothing stood in the way"


# --- What the case's own logic leads to


def prediction(case: Case, issue: Document, account: Document) -> str:
    """Where the sides come to by the case's own logic, all causes at work."""
    found = account.get("prediction")
    if not found:
        return ""
    sure = "" if found.get("probability") is None else f" (in {percent(found['probability'])} of the draws)"
    states = found.get("states") or []
    if found["by"] == "nobody moves":
        return f"With all causes at work nobody moves: today\u2019s state stays{sure}"
    places = [
        state(case, issue, item["stances"])
        + (f" ({percent(item['share'])})" if item.get("share", 1.0) < 1 - NOTHING else "")
        for item in states
    ]
    pays = listed(party_name(case, party) for party in found.get("pays") or [])
    cost = f", at the expense of {pays}" if pays else ""
    if found["by"] == "agreement":
        which = "one of these agreements: " if len(places) > 1 else ""
        return f"With all causes at work the sides agree on {which}{listed(places, 'or')}{cost}{sure}"
    return f"With all causes at work the sides drift, each by itself, to {listed(places)}{cost}{sure}"


def today(case: Case, issue: Document) -> str:
    return state(case, issue, issue["default"])


def beside(case: Case, issue: Document, item: Document) -> str:
    """A state that would give a side more than the reference does, and who would pay."""
    gains = listed(party_name(case, party) for party, more in (item.get("gains") or {}).items() if more > NOTHING)
    pays = listed(party_name(case, party) for party in item.get("pays") or [])
    text = f"\u201c{state(case, issue, item['stances'])}\u201d would give {gains or 'a side'} more"
    if pays:
        text += f", at the expense of {pays}"
    if item.get("standing_proof") is False:
        text += "; it holds only if standing is set aside"
    return text


def common_ground(case: Case, issue: Document, item: Document) -> str:
    """A state that improves on today whichever account is believed."""
    pays = listed(party_name(case, party) for party in item.get("pays") or [])
    cost = f", at the expense of {pays}" if pays else ""
    return f"{state(case, issue, item['stances'])} ({often(item.get('probability'))}){cost}"


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
        return f"{self.title}: {self.kind}. {self.text}"


def headline(case: Case, document: Document, issue: Document) -> Headline:
    """One issue in brief, by the base account."""
    account = base_account(document, issue)
    name = account["kind"]
    losses = account.get("losses")
    if name not in {"unnecessary loss", "loss at the expense of others"}:
        return Headline(issue["title"], name, kind(case, account), "", "")
    if losses is None:
        ranked = account.get("reference") or (account.get("ordinal") or {}).get("improvements") or []
        agreed = listed((f"\u201c{state(case, issue, item['stances'])}\u201d" for item in ranked), "or")
        where = f" ({agreed})" if agreed else ""
        lost = f"Every side ranks an agreement{where} at least as high as today; ranks have no sizes"
        return Headline(issue["title"], name, lost, "", keys(account))
    parts = [losses_of(case, side, losses[side], document["base"]) for side in issue["sides"] if side in losses]
    lost = "; ".join(parts)
    if name == "loss at the expense of others":
        lost = f"{lost}; this could be had only {expense(case, account)}"
    if standing_set_aside(account):
        counted = [with_standing(case, side, losses[side]) for side in issue["sides"] if side in losses]
        told = [text for text in counted if text]
        lost += f". A loss only if standing is set aside{': ' + '; '.join(told) if told else ''}"
    return Headline(issue["title"], name, lost, why(case, issue, account), keys(account))
