"""Findings in words: numbers, probabilities, states and sentences, the same for the terminal and for pages.

Every function takes the case and the plain document (``analyse --json``), never the engine's own classes. Each
sentence has one template, whichever side it speaks of; sides come in the order of the document. A loss is called
unnecessary only where nobody else pays. Words are those of the language that is spoken (see `language`); names are
printed as the case gives them for it, and never inflected.

Plain parts: :func:`figure`, :func:`number`, :func:`interval`, :func:`percent`, :func:`often`, :func:`listed`,
:func:`state`. Whole answers: :func:`headline`, :func:`losses_of`, :func:`why`, :func:`keys`, :func:`prediction`,
:func:`kind`, :func:`today`, :func:`doubt`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from evenhand.casefile import tiny_amounts
from evenhand.casefile.model import Case, Effect, Judgement, Translation
from evenhand.report import language
from evenhand.report.language import gettext as _
from evenhand.report.language import mark, mark_counted, mark_in, ngettext, pgettext, spoken, spoken_in

__all__ = [
    "CAUSES",
    "KINDS",
    "LIMITS",
    "LOSSES",
    "NO_REASON",
    "STABILITY",
    "STATUS",
    "Headline",
    "account_name",
    "amount",
    "as_given",
    "at_the_expense",
    "base_account",
    "beside",
    "case_title",
    "cause",
    "cause_share",
    "cause_told",
    "causes",
    "clauses",
    "common_ground",
    "compared",
    "count",
    "day",
    "doubt",
    "duration",
    "effect_name",
    "effect_number",
    "expense",
    "figure",
    "figures",
    "first_upper",
    "headline",
    "held",
    "held_by",
    "interest_kind",
    "interest_name",
    "interval",
    "issue_title",
    "judgement",
    "judgement_name",
    "key_list",
    "keys",
    "kind",
    "kind_name",
    "leading_interests",
    "limits",
    "listed",
    "loss_class",
    "losses_of",
    "main_causes",
    "misperception",
    "moment",
    "moves",
    "note",
    "nothing_lost",
    "number",
    "often",
    "parameter_name",
    "party_name",
    "payers",
    "percent",
    "prediction",
    "question",
    "quoted",
    "reason",
    "run",
    "sentence",
    "share",
    "shares_of",
    "side_why",
    "span",
    "stance",
    "stance_words",
    "standing_set_aside",
    "state",
    "state_kind",
    "summary",
    "temptation",
    "times",
    "title_of",
    "today",
    "too_small",
    "translated",
    "undone",
    "unit",
    "unit_name",
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
LOSSES = ("unnecessary loss", "loss at the expense of others")
NOTHING = 1e-9
"""Smaller figures are nothing."""


@dataclass(frozen=True)
class Cause:
    """What a cause of loss means to a reader; name, meaning and help are messages, to be looked up when shown."""

    name: str
    means: str
    helps: str
    source: str


CAUSES: dict[str, Cause] = {
    cause.name: cause
    for cause in (
        Cause(
            mark_in("cause", "misperception"),
            mark("a side judges by its own account of the dispute, the others\u2019 interests included"),
            mark("information, contact"),
            "Jervis 1976; Bennett 1977",
        ),
        Cause(
            mark_in("cause", "standing"),
            mark("rank and respect count beside substance"),
            mark("a face-saving form"),
            "Dafoe, Renshon & Huth 2014",
        ),
        Cause(
            mark_in("cause", "private interest"),
            mark("what a ruler or a group gains for itself counts"),
            mark("accountability, side payments"),
            "Chiozza & Goemans 2011",
        ),
        Cause(
            mark_in("cause", "impatience"),
            mark("a leader discounts later years more than the common rate does"),
            mark("early benefits"),
            "Powell 2006",
        ),
        Cause(
            mark_in("cause", "attachment"),
            mark("losses weigh more than gains, and what is uncertain weighs less"),
            mark("assurance, small steps"),
            "Samuelson & Zeckhauser 1988; Levy 1997",
        ),
        Cause(
            mark_in("cause", "expectations"),
            mark("a side accepts only what reaches the gains it counts on"),
            mark("trimming expectations"),
            "Gupta & Livne 1988",
        ),
        Cause(
            mark_in("cause", "ratification"),
            mark("somebody at home must consent"),
            mark("a domestic coalition"),
            "Putnam 1988; Iida 1993",
        ),
        Cause(
            mark_in("cause", "linkage"),
            mark("a stance is withheld while another issue stands as it does"),
            mark("taking issues apart"),
            "Tollison & Willett 1979",
        ),
        Cause(
            mark_in("cause", "commitment"),
            mark("somebody would gain by leaving the agreement alone, or is not trusted to keep it"),
            mark("verification, guarantees"),
            "Fearon 1995; Kydd 2000",
        ),
    )
}
"""The causes in their order, each with its meaning."""

_NAMES = (
    mark_in("cause", "no stated reason"),
    mark_in("kind of issue", "unnecessary loss"),
    mark_in("kind of issue", "loss at the expense of others"),
    mark_in("kind of issue", "nothing of substance"),
    mark_in("kind of issue", "cooperation that holds"),
    mark_in("kind of issue", "under temptation"),
    mark_in("kind of issue", "tradeable"),
    mark_in("kind of issue", "genuine conflict"),
    mark_in("kind of state", "today"),
    mark_in("kind of state", "improvement"),
    mark_in("kind of state", "improvement if standing is set aside"),
    mark_in("kind of state", "improvement at others' expense"),
    mark_in("kind of state", "improvement at others' expense, if standing is set aside"),
    mark_in("kind of state", "no improvement"),
    mark_in("kind of interest", "substance"),
    mark_in("kind of interest", "standing"),
    mark_in("kind of interest", "private"),
)
"""Names that the findings have in English, as translators find them."""

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
    "genuine conflict": mark("No state, and no mix of states, improves on today without a loss for a side."),
}

STABILITY: dict[str, str] = {
    "nash": mark("no side gains by leaving it alone (called a Nash equilibrium)"),
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


# --- Numbers


def _grouped(text: str) -> str:
    """Thin spaces between groups of three digits, from five digits before the point on."""
    whole, point, rest = text.partition(".")
    point = point and language.decimal_point()
    if len(whole) > 4:
        head = len(whole) % 3
        groups = [whole[:head]] if head else []
        groups += [whole[start : start + 3] for start in range(head, len(whole), 3)]
        whole = THIN.join(groups)
    return whole + point + rest


def _decimals(scale: float, digits: int) -> int:
    """Decimal places that show ``digits`` significant digits of a number of this size; negative above the point."""
    return digits - 1 - math.floor(math.log10(scale) + NOTHING) if scale > 0 else 0


def _fixed(value: float, decimals: int, padded: bool = False) -> str:
    rounded = round(value, decimals)
    text = f"{abs(rounded):.{max(decimals, 0)}f}"
    if "." in text and not padded:
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
        return _("unlimited") if value > 0 else _("without lower limit") if value < 0 else _("not known")
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
_YEAR = {"yr", "y", "a", "year"}
_FRACTION = "after a fraction"
"""Many languages have a form of a unit for 0.5 that is neither that for 1 nor that for 5."""

_UNITS: dict[str, tuple[tuple[str, str], str]] = {
    "points": (
        mark_counted("%(number)s\u00a0point", "%(number)s\u00a0points"),
        mark_in("after a fraction", "%(number)s\u00a0points"),
    ),
    "lives": (
        mark_counted("%(number)s\u00a0life", "%(number)s\u00a0lives"),
        mark_in("after a fraction", "%(number)s\u00a0lives"),
    ),
    "children": (
        mark_counted("%(number)s\u00a0child", "%(number)s\u00a0children"),
        mark_in("after a fraction", "%(number)s\u00a0children"),
    ),
    "people": (
        mark_counted("%(number)s\u00a0person", "%(number)s\u00a0people"),
        mark_in("after a fraction", "%(number)s\u00a0people"),
    ),
    "persons": (
        mark_counted("%(number)s\u00a0person", "%(number)s\u00a0persons"),
        mark_in("after a fraction", "%(number)s\u00a0persons"),
    ),
    "families": (
        mark_counted("%(number)s\u00a0family", "%(number)s\u00a0families"),
        mark_in("after a fraction", "%(number)s\u00a0families"),
    ),
    "warheads": (
        mark_counted("%(number)s\u00a0warhead", "%(number)s\u00a0warheads"),
        mark_in("after a fraction", "%(number)s\u00a0warheads"),
    ),
    "tonnes": (
        mark_counted("%(number)s\u00a0tonne", "%(number)s\u00a0tonnes"),
        mark_in("after a fraction", "%(number)s\u00a0tonnes"),
    ),
    "incidents": (
        mark_counted("%(number)s\u00a0incident", "%(number)s\u00a0incidents"),
        mark_in("after a fraction", "%(number)s\u00a0incidents"),
    ),
    "attempts": (
        mark_counted("%(number)s\u00a0attempt", "%(number)s\u00a0attempts"),
        mark_in("after a fraction", "%(number)s\u00a0attempts"),
    ),
    "jobs": (
        mark_counted("%(number)s\u00a0job", "%(number)s\u00a0jobs"),
        mark_in("after a fraction", "%(number)s\u00a0jobs"),
    ),
    "days": (
        mark_counted("%(number)s\u00a0day", "%(number)s\u00a0days"),
        mark_in("after a fraction", "%(number)s\u00a0days"),
    ),
    "months": (
        mark_counted("%(number)s\u00a0month", "%(number)s\u00a0months"),
        mark_in("after a fraction", "%(number)s\u00a0months"),
    ),
    "years": (
        mark_counted("%(number)s\u00a0year", "%(number)s\u00a0years"),
        mark_in("after a fraction", "%(number)s\u00a0years"),
    ),
    "GWh": (
        mark_counted("%(number)s\u00a0GWh", "%(number)s\u00a0GWh"),
        mark_in("after a fraction", "%(number)s\u00a0GWh"),
    ),
    "bcm": (
        mark_counted("%(number)s\u00a0bcm", "%(number)s\u00a0bcm"),
        mark_in("after a fraction", "%(number)s\u00a0bcm"),
    ),
}
"""Units that the languages know, each by its number and after a fraction; any other stands as the case has it."""

_MONEY_WORDS = (
    mark_in("money", "USD"),
    mark_in("money", "EUR"),
    mark_in("money", "GBP"),
    mark_in("money", "CNY"),
    mark_in("money", "RUB"),
    mark_in("money", "UAH"),
    mark_in("money", "INR"),
    mark_in("money", "k"),
    mark_in("money", "thousand"),
    mark_in("money", "m"),
    mark_in("money", "mn"),
    mark_in("money", "million"),
    mark_in("money", "bn"),
    mark_in("money", "billion"),
    mark_in("money", "tn"),
    mark_in("money", "trillion"),
)


def unit_words(unit: str) -> tuple[str, str]:
    """What stands before and after a number of this unit, in English.

    Examples
    --------
    >>> unit_words("USD bn/yr"), unit_words("lives/yr"), unit_words("warheads"), unit_words("")
    (('USD', 'bn a year'), ('', 'lives a year'), ('', 'warheads'), ('', ''))
    """
    amount, slash, per = unit.strip().partition("/")
    yearly = f" a {'year' if per.strip() in _YEAR else per.strip()}" if slash and per.strip() else ""
    money = _MONEY.match(amount.strip())
    if money:
        return money["currency"], f"{money['size'] or ''}{yearly}".strip()
    return "", f"{amount.strip()}{yearly}".strip()


def unit_name(unit: str) -> str:
    """A unit by itself, as many of it.

    Examples
    --------
    >>> unit_name("USD bn/yr").replace("\\xa0", " "), unit_name("lives/yr").replace("\\xa0", " ")
    ('USD bn a year', 'lives a year')
    """
    return re.sub(rf"(^|{HARD}) *#{HARD}?", r"\1", _dressed("#", unit)).strip(f"{HARD} ")


def _dressed(text: str, unit: str) -> str:
    """A number in figures with its unit in words."""
    amount, slash, per = (part.strip() for part in unit.strip().partition("/"))
    if not amount:
        return text
    money = _MONEY.match(amount)
    if money:
        size = spoken_in("money", money["size"]) if money["size"] else ""
        sign = MINUS if text.startswith(MINUS) else ""
        parts = {"sign": sign, "number": text.removeprefix(MINUS), "currency": spoken_in("money", money["currency"])}
        told = (
            _("%(sign)s%(currency)s\u00a0%(number)s\u00a0%(size)s") % {**parts, "size": size}
            if size
            else _("%(sign)s%(currency)s\u00a0%(number)s") % parts
        )
    else:
        told = _counted(text, amount)
    if not slash or not per:
        return told
    if per in _YEAR:
        return _("%(amount)s a\u00a0year") % {"amount": told}
    return _("%(amount)s a\u00a0%(per)s") % {"amount": told, "per": per}


def _counted(text: str, unit: str) -> str:
    """So many of a unit, in the form that goes with the number as it is shown."""
    shown = text.removeprefix(MINUS).replace(THIN, "")
    count = int(shown) if shown.isdecimal() else None
    first, space, rest = unit.partition(" ")
    if first in _UNITS:
        forms, after_fraction = _UNITS[first]
        whole = count is not None or shown == "#"
        form = ngettext(*forms, 1000 if count is None else count) if whole else pgettext(_FRACTION, after_fraction)
        return form % {"number": text} + (f"{space}{rest}" if rest else "")
    if count == 1 and (first in _ONE or (first.endswith("s") and not first.endswith("ss") and len(first) > 3)):
        unit = _ONE.get(first, first[:-1]) + space + rest
    return f"{text}{HARD}{unit}"


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
    return _around(_dressed(text, unit), low_text, high_text)


def _around(middle: str, low: str, high: str) -> str:
    return _("%(middle)s (%(low)s\u00a0to\u00a0%(high)s)") % {"middle": middle, "low": low, "high": high}


def span(low: str, high: str) -> str:
    """From one figure to another.

    Examples
    --------
    >>> span("1", "4").replace("\\xa0", " ")
    '1 to 4'
    """
    return _("%(low)s\u00a0to\u00a0%(high)s") % {"low": low, "high": high}


def figures(mean: float, low: float, high: float, padded: bool = False) -> tuple[str, str, str]:
    """A mean and the ends of its interval, rounded to the same decimal; ``padded``: with its zeros written out.

    Examples
    --------
    >>> figures(0.95, 0.0, 2.55), figures(0.82, 0.0, 2.5, padded=True), figures(12.0, 3.0, 25.0, padded=True)
    (('0.95', '0', '2.55'), ('0.82', '0.00', '2.50'), ('12', '3', '25'))
    """
    if not all(map(math.isfinite, (mean, low, high))):
        return figure(mean), figure(low), figure(high)
    scale = max(abs(mean), 0.1 * max(abs(low), abs(high)))
    if scale < 1e-5:
        return figure(mean), figure(low), figure(high)
    places = _decimals(scale, 2)
    return _fixed(mean, places, padded), _fixed(low, places, padded), _fixed(high, places, padded)


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
        return _("under\u00a0%(percent)s") % {"percent": f"1{THIN}%"}
    if 0.995 <= value < 1 - NOTHING:
        return _("over\u00a0%(percent)s") % {"percent": f"99{THIN}%"}
    return f"{_fixed(value * 100, 0)}{THIN}%"


def times(ratio: float) -> str:
    """How many times as much, to two digits.

    Examples
    --------
    >>> times(2.21), times(1.86), times(12)
    ('2.2 times', '1.9 times', '12 times')
    """
    text = figure(ratio)
    if not text.isdecimal():
        return pgettext("after a fraction", "%(number)s times") % {"number": text}
    return ngettext("%(number)s time", "%(number)s times", int(text)) % {"number": text}


def compared(ratio: float) -> str:
    """What is so many times another figure, beside that one: less, as much or more.

    Examples
    --------
    >>> [compared(ratio).replace("\u202f", " ") for ratio in (0, 0.4, 1.003, 1.21, 2.21)]
    ['nothing', '60 % less', 'as much', '21 % more', '2.2 times as much']
    """
    if ratio < 0.005:
        return _("nothing")
    if ratio < 0.995:
        return _("%(percent)s less") % {"percent": percent(1 - ratio)}
    if ratio <= 1.005:
        return _("as much")
    if ratio < 1.95:
        return _("%(percent)s more") % {"percent": percent(ratio - 1)}
    return _("%(times)s as much") % {"times": times(ratio)}


_OFTEN = (
    (1 - NOTHING, mark_in("how often", "in every draw")),
    (0.95, mark_in("how often", "nearly always")),
    (0.75, mark_in("how often", "usually")),
    (0.55, mark_in("how often", "more often than not")),
    (0.45, mark_in("how often", "about as often as not")),
    (0.25, mark_in("how often", "less often than not")),
    (0.05, mark_in("how often", "sometimes")),
    (NOTHING, mark_in("how often", "hardly ever")),
)


def often(probability: float | None) -> str:
    """A probability in a word, with the figure beside it.

    Examples
    --------
    >>> often(0.87).replace("\u202f", " "), often(1.0).replace("\u202f", " "), often(None)
    ('usually, 87 %', 'in every draw, 100 %', 'no probability: ranks only')
    """
    if probability is None:
        return _("no probability: ranks only")
    word = next((word for least, word in _OFTEN if probability >= least), mark_in("how often", "never"))
    return _("%(often)s, %(percent)s") % {"often": pgettext("how often", word), "percent": percent(probability)}


def listed(items: Iterable[str], word: str = "and") -> str:
    """Items as one reads a list aloud.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    parts = {"items": ", ".join(items[:-1]), "last": items[-1]}
    return (_("%(items)s or %(last)s") if word == "or" else _("%(items)s and %(last)s")) % parts


_MONTHS = (
    mark_in("in a date", "January"),
    mark_in("in a date", "February"),
    mark_in("in a date", "March"),
    mark_in("in a date", "April"),
    mark_in("in a date", "May"),
    mark_in("in a date", "June"),
    mark_in("in a date", "July"),
    mark_in("in a date", "August"),
    mark_in("in a date", "September"),
    mark_in("in a date", "October"),
    mark_in("in a date", "November"),
    mark_in("in a date", "December"),
)  # not from the locale: a report reads the same everywhere


def day(iso: str | None) -> str:
    """A day such as 30 November 2013."""
    if not iso:
        return ""
    year, month, date = iso.split("-")
    named = pgettext("in a date", _MONTHS[int(month) - 1])
    return _("%(day)s\u00a0%(month)s %(year)s") % {"day": int(date), "month": named, "year": year}


_MONTHS_ALONE = (
    mark_in("month of a year", "January"),
    mark_in("month of a year", "February"),
    mark_in("month of a year", "March"),
    mark_in("month of a year", "April"),
    mark_in("month of a year", "May"),
    mark_in("month of a year", "June"),
    mark_in("month of a year", "July"),
    mark_in("month of a year", "August"),
    mark_in("month of a year", "September"),
    mark_in("month of a year", "October"),
    mark_in("month of a year", "November"),
    mark_in("month of a year", "December"),
)  # some languages have another form of the word where no day stands before it


def moment(text: str) -> str:
    """A year, or a month such as September 2001.

    Examples
    --------
    >>> moment("2001"), moment("2001-09").replace("\u00a0", " ")
    ('2001', 'September 2001')
    """
    year, dash, month = text.partition("-")
    if not dash:
        return year
    named = pgettext("month of a year", _MONTHS_ALONE[int(month) - 1])
    return pgettext("month of a year", "%(month)s\u00a0%(year)s") % {"month": named, "year": year}


def judgement(value: Judgement, unit: str = "") -> str:
    """A number of the case: a point, or its percentiles."""
    parts = [as_given(part) for part in value.is_]
    if len(parts) == 1 or len(set(parts)) == 1:
        return _dressed(parts[0], unit)
    if len(parts) == 2:
        return _("%(low)s to %(high)s") % {"low": parts[0], "high": _dressed(parts[1], unit)}
    return _around(_dressed(parts[1], unit), parts[0], parts[2])


def duration(value: Judgement) -> str:
    """A time in years, or in months where it is shorter than two years and even in them."""
    if len(value.is_) == 1:
        years = value.is_[0]
        if years < 2 and years != 1 and abs(years * 12 - round(years * 12)) < 1e-6:
            return _dressed(as_given(round(years * 12)), "months")
    return judgement(value, "years")


# --- Names


def party_name(case: Case, party: str) -> str:
    """A party's name; its id where the case has none such."""
    return translated(case).parties.get(party) or (case.parties[party].name if party in case.parties else party)


_NONE = Translation()


def translated(case: Case) -> Translation:
    """The names of the case in the language that is spoken."""
    spoken_now = language.language()
    return next((own for name, own in case.translations.items() if name == spoken_now), _NONE)


def judgement_name(case: Case, name: str) -> str:
    """A judgement as a document names it (`effect: party.interest`, `weight party.interest`), to be read."""
    place, colon, target = name.rpartition(": ")
    if colon:
        return effect_number(case, place, target)
    party, dot, interest = name.removeprefix("weight ").partition(".")
    if not dot or party not in case.parties or interest not in case.interests:
        return name
    parts = {"interest": interest_name(case, interest), "party": party_name(case, party)}
    return _("weight: %(interest)s of %(party)s") % parts


def effect_name(case: Case, effect: str, target: str = "") -> str:
    """An effect by the stances at which it holds: it has no name but the one by which commands know it.

    That one stands behind it where another effect holds at the same stances (and has a number at the same target).
    """
    issue = next((one for one in case.issues.values() if any(effect == each.id for each in one.effects)), None)
    if issue is None:
        return stance(effect)
    here = next(one for one in issue.effects if one.id == effect)
    parts = [
        f"{party_name(case, side)}: {listed((stance(one, case) for one in stances), 'or')}"
        for side, stances in here.when.items()
    ]
    if not parts:
        return stance(effect)
    alike = [one for one in issue.effects if one is not here and one.when == here.when and _has(one, target)]
    return clauses(parts) + (f" [{effect}]" if alike else "")


def _has(effect: Effect, target: str) -> bool:
    """Whether an effect has a number at a target; at none, any does."""
    parameters = {place[0] for place in effect.benefit.numbers} if effect.benefit is not None else set()
    given = {name for name in ("chance", "after", "lasts") if getattr(effect, name) is not None}
    return not target or target in {*effect.receives, *parameters, *given}


def effect_number(case: Case, effect: str, target: str) -> str:
    """A number of an effect: ``party.interest`` that it gives, ``chance``, ``after``, ``lasts``, or a parameter."""
    party, dot, interest = target.partition(".")
    parts = {
        "when": effect_name(case, effect, target),
        "party": party_name(case, party),
        "interest": interest_name(case, interest),
        "parameter": parameter_name(target),
    }
    if dot and party in case.parties and interest in case.interests:
        return _("what \u201c%(when)s\u201d brings %(party)s: %(interest)s") % parts
    templates = {
        "chance": _("the chance of what \u201c%(when)s\u201d brings"),
        "after": _("when what \u201c%(when)s\u201d brings starts"),
        "lasts": _("how long what \u201c%(when)s\u201d brings lasts"),
    }
    return templates.get(target, _("%(parameter)s, of what \u201c%(when)s\u201d brings")) % parts


_PLACES = {
    "after": mark("when it starts"),
    "lasts": mark("how long it lasts"),
    "chance": mark("its chance"),
    "flow": mark("capital a year if the rules were safe"),
    "payback": mark("payback of the median project"),
    "spread": mark("payback of the slowest twentieth, as a multiple of the median"),
    "safety": mark("how long rules can be relied upon without it"),
    "safer": mark("how much longer rules can be relied upon with it"),
    "hazard": mark("yearly hazard without it"),
    "cut": mark("part of the hazard that it takes away"),
    "life": mark("a project earns for"),
    "trade volume": mark("trade a year"),
    "trade response": mark("trade grows, for each confrontation a year less, by"),
    "spending": mark("yearly spending that the adversary justifies"),
    "change": mark("part by which it changes"),
}
"""Parts of an effect and parameters of its benefit model, by their words in a case file."""


def parameter_name(name: str) -> str:
    """A parameter of a benefit model that does not concern one receiver alone."""
    return spoken(_PLACES.get(name, name))


def interest_name(case: Case, interest: str) -> str:
    """An interest's name; its id where the case has none such."""
    own = translated(case).interests.get(interest)
    return own or (case.interests[interest].name if interest in case.interests else interest)


def unit(case: Case, interest: str) -> str:
    """The unit of an interest, as :func:`number` takes it."""
    own = case.interests[interest].unit if interest in case.interests else ""
    return translated(case).units.get(own, own)


def account_name(case: Case, account: str) -> str:
    """\u201cthe authors\u2019 account\u201d, \u201cthe account of Russia\u201d."""
    if account == "authors":
        return _("the authors\u2019 account")
    if account == "pooled":
        return _("the account pooled from experts")
    return _("the account of %(party)s") % {"party": party_name(case, account)}


def stance(name: str, case: Case | None = None) -> str:
    """A stance's own name, to be read; the case gives it in the language that is spoken, if it does."""
    own = translated(case).stances.get(name) if case is not None else None
    return own or name.replace("-", " ").replace("_", " ")


def stance_words(case: Case, issue: str, side: str, name: str) -> str:
    """What the case says of a stance beside its name; nothing where not in the language that is spoken."""
    own = translated(case)
    if own is not _NONE:
        return own.words.get(issue, {}).get(side, {}).get(name, "")
    told = case.issues[issue].stances.get(side, {}).get(name, "") if issue in case.issues else ""
    return "" if told == stance(name) else told


def state(case: Case, issue: Document, stances: Stances) -> str:
    """\u201cRussia: reduce; United States: reduce\u201d, the sides in the document's order."""
    order = [side for side in issue["sides"] if side in stances] or list(stances)
    return "; ".join(f"{party_name(case, side)}: {stance(stances[side], case)}" for side in order)


def quoted(text: str) -> str:
    """A text between the quotation marks of the language."""
    return _("\u201c%(text)s\u201d") % {"text": text}


def clauses(parts: Iterable[str]) -> str:
    """Clauses that each say something by themselves, in one sentence."""
    return "; ".join(part for part in parts if part)


def sentence(text: str) -> str:
    """Words with a capital letter at the beginning and a full stop at the end; empty stays empty."""
    text = first_upper(text.strip())
    return text if not text or text.endswith((".", "!", "?", "\u2026")) else f"{text}."


def first_upper(text: str) -> str:
    """The same with a capital letter at the beginning."""
    return text[:1].upper() + text[1:]


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


def kind_name(name: str) -> str:
    """The name of an issue's kind."""
    return pgettext("kind of issue", name)


def state_kind(name: str) -> str:
    """What a state is beside today's: an improvement, at whose expense, or none."""
    return spoken_in("kind of state", "today" if name == "default" else name)


def interest_kind(name: str) -> str:
    """Whether an interest is one of substance, of standing, or private."""
    return pgettext("kind of interest", name)


def base_account(document: Document, issue: Document) -> Document:
    """What the base account says of an issue."""
    accounts: Mapping[str, Document] = issue["accounts"]
    return accounts[document["base"]] if document.get("base") in accounts else next(iter(accounts.values()))


def limits(document: Document) -> tuple[str, ...]:
    """What a reader must know before the first figure."""
    base = _BASE_LIMIT.get(document.get("base", "authors"), _BASE_LIMIT["authors"])
    return tuple(_(limit) for limit in (*LIMITS, base))


def too_small(case: Case) -> str:
    """That amounts of an interest are near to what is shown as nothing; empty where none is so small."""
    tiny = tiny_amounts(case)
    if not tiny:
        return ""
    each = (f"{interest_name(case, interest)} ({unit_name(unit(case, interest))})" for interest in tiny)
    return _(
        "What is smaller than a billionth of a unit is shown as nothing, and every amount of this is near to it or "
        "below: %(interests)s. A smaller unit would show it."
    ) % {"interests": listed(each)}


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
    return at_the_expense(payers(case, account)) or _("at nobody else\u2019s expense")


def at_the_expense(names: str) -> str:
    """Who else pays, as a list of names; empty where nobody does."""
    return _("at the expense of %(names)s") % {"names": names} if names else ""


def _cost(case: Case, item: Document) -> str:
    """Who else pays for a state, to stand behind it."""
    names = listed(party_name(case, party) for party in item.get("pays") or [])
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
        return _("%(party)s would gain by changing alone to %(moves)s at the expense of %(names)s") % parts
    if parts["moves"]:
        return _("%(party)s would gain by changing alone to %(moves)s") % parts
    if parts["names"]:
        return _("%(party)s would gain by changing alone at the expense of %(names)s") % parts
    return _("%(party)s would gain by changing alone") % parts


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
    return listed(
        amount(case, name, number(sign * loss["interests"][name]["mean"], unit(case, name))) for name in names
    )


def amount(case: Case, interest: str, figure: str) -> str:
    """So much of an interest; one that is called like its unit is not named twice."""
    if _like(interest_name(case, interest), _counted("5", unit(case, interest).partition("/")[0].strip())[2:]):
        return figure
    return _("%(amount)s (%(interest)s)") % {"amount": figure, "interest": interest_name(case, interest)}


def _like(name: str, counted: str) -> bool:
    """Whether a name is a unit in the plural; endings may differ, as after a number ("Рабочие места", "рабочих мест").

    Examples
    --------
    >>> _like("Jobs", "jobs"), _like("Рабочие места", "рабочих мест"), _like("Lives saved", "lives"), _like("Order", "")
    (True, True, False, False)
    """
    pairs = list(zip_longest(name.casefold().split(), counted.casefold().split(), fillvalue=""))
    stems = [max(3, min(map(len, pair)) - 2) for pair in pairs]
    return bool(pairs) and all(one[:size] == other[:size] for (one, other), size in zip(pairs, stems, strict=True))


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
        return _("%(party)s: nothing is lost") % {"party": name}
    leading, against = _ranked(case, party, loss, account)
    points: float | None = (loss.get("points") or {}).get("mean")
    if points is None:
        means = [loss["interests"][interest]["mean"] for interest in leading]
        better = bool(means) and all(mean < 0 for mean in means)
        leading = [interest for interest in leading if (loss["interests"][interest]["mean"] < 0) == better]
    else:
        better = points < 0
    sign = -1.0 if better else 1.0
    parts = {
        "party": name,
        "amounts": _amounts(case, leading[:2], loss, sign),
        "other": _amounts(case, against[:1], loss, -sign),
    }
    if not leading:
        return (_("%(party)s: better off today") if better else _("%(party)s: something is lost")) % parts
    if better and parts["other"]:
        return _("%(party)s: better off today by %(amounts)s, though at a loss of %(other)s") % parts
    if better:
        return _("%(party)s: better off today by %(amounts)s") % parts
    if parts["other"]:
        return _("%(party)s: a loss of %(amounts)s, though today saves %(other)s") % parts
    return _("%(party)s: a loss of %(amounts)s") % parts


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
        return _("counting standing too, %(party)s would gain %(more)s") % {**name, "more": compared(rest)}
    if rest > 0.995:
        return _("counting standing too, %(party)s would keep that gain") % name
    return _("counting standing too, %(party)s would keep %(percent)s of that gain") % {
        **name,
        "percent": percent(rest),
    }


def _worse_by(gains: float) -> str:
    if gains < 0.995:
        return _("counting standing too, %(party)s would come out worse than today, by %(percent)s of that gain")
    if gains < 1.05:
        return _("counting standing too, %(party)s would come out worse than today, by as much as that gain")
    return _("counting standing too, %(party)s would come out worse than today, by %(times)s that gain")


# --- Why


def cause(name: str) -> str:
    """A cause's name as it stands in a sentence."""
    return pgettext("cause", name)


def causes(names: Iterable[str], word: str = "and") -> str:
    """Names of causes, as one reads a list aloud."""
    return listed((cause(name) for name in names), word)


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
    if all((shares_of(account, side) or {}).get(NO_REASON, 0.0) > 1 - 0.005 for side in told):
        return clauses((_("No reason for it stands in the case"), _left_at_a_cost(case, account)))
    parts = [side_why(case, account, side, causes) for side, causes in told.items()]
    return _("Mainly why, as shares of the own loss: %(sides)s") % {"sides": "; ".join(parts)}


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
    otherwise those that take a fifth or more off the loss.
    """
    shares = shares_of(account, side) or {}
    least = 0.005 if sum(round(value, 2) for _cause, value in main) > 1 + NOTHING else 0.2 - NOTHING
    helping = sorted((value, name) for name, value in shares.items() if value < -least)
    parts = {
        "party": party_name(case, side),
        "causes": listed(cause_told(name, value) for name, value in main),
        "against": listed(cause_told(name, value) for value, name in helping),
    }
    if not helping:
        return _("%(party)s, %(causes)s") % parts
    told = ngettext(
        "%(party)s, %(causes)s, while %(against)s works the other way",
        "%(party)s, %(causes)s, while %(against)s work the other way",
        len(helping),
    )
    return told % parts


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


def _surest_first(found: Sequence[Document]) -> list[Document]:
    return sorted(found, key=lambda item: (-round(item.get("probability") or 0.0, 2), len(item["remove"])))


def key_list(account: Document) -> list[str]:
    """Every key by itself, the surest first; where removing more can undo it, that is said."""
    return [_key(item) for item in _surest_first(account.get("keys") or []) if item["remove"]]


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
        return _("No set of these causes, removed together, unlocks it")
    free = [item for item in found if not item["remove"]]
    if free:
        sure = {"sure": _in_draws(free[0])}
        if account.get("kind") == "loss at the expense of others":
            return (
                _(
                    "By the case's own numbers the sides come to an improvement by themselves, at the expense of "
                    "others%(sure)s: no cause in the case keeps them from it, so the case leaves out what does"
                )
                % sure
            )
        return (
            _(
                "By the case's own numbers the sides come to an improvement by themselves%(sure)s: no cause in the "
                "case keeps them from it, so the case leaves out what does"
            )
            % sure
        )
    if len(found) > 1 and all(len(item["remove"]) == 1 for item in found):
        every = all(item.get("undone_by_more") for item in found)
        told = {"keys": listed((_key(item, said=every) for item in _surest_first(found)), "or")}
        if every:
            return _("Either %(keys)s removed unlocks it (removing more can undo it)") % told
        return _("Either %(keys)s removed unlocks it") % told
    first, *others = _surest_first(found)
    short = others if len(found) <= 3 else [item for item in others if len(item["remove"]) <= 2][:2]
    so_does = _("so does removing %(keys)s") % {"keys": listed((_key(item) for item in short), "or")} if short else ""
    rest = _other_sets([item for item in others if item not in short])
    return clauses((first_upper(_first_key(first)), so_does, rest))


def _first_key(item: Document) -> str:
    sure = "" if item.get("probability") is None else often(item["probability"])
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
    parts = {"cost": _cost(case, found), "sure": sure}
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
            "%(parties)s would gain by leaving it alone, as it sees things itself; %(answer)s",
            "%(parties)s would gain by leaving it alone, each as it sees things itself; %(answer)s",
            max(1, len(gaining)),
        )
    else:
        text = ngettext(
            "%(parties)s would gain by leaving it alone, as it sees things itself, and no answer would undo that gain",
            "%(parties)s would gain by leaving it alone, each as it sees things itself, and no answer would undo that "
            "gain",
            max(1, len(gaining)),
        )
    return text % parts


def run(document: Document) -> str:
    """How many draws were made, from which seed."""
    told = ngettext("%(draws)s draw, seed %(seed)s", "%(draws)s draws, seed %(seed)s", document["draws"])
    return told % {"draws": as_given(document["draws"]), "seed": document["seed"]}


def title_of(case: Case, issue: str) -> str:
    """The title of an issue of the case."""
    return translated(case).issues.get(issue) or case.issues[issue].title


def question(case: Case, issue: str) -> str:
    """The matter as a question, where the case asks one."""
    own = translated(case).questions.get(issue)
    return own or (case.issues[issue].question if issue in case.issues else "")


def summary(case: Case) -> str:
    """What the case says of itself."""
    return translated(case).summary or case.summary


def note(case: Case) -> str:
    """What limits the case, as it says itself."""
    return translated(case).note or case.note


def issue_title(case: Case, issue: Document) -> str:
    """An issue's title."""
    return translated(case).issues.get(issue["id"]) or str(issue["title"])


def case_title(case: Case, document: Document) -> str:
    """The case's title."""
    return translated(case).title or str(document["case"]["title"])


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
    """How many issues lose something for no one's benefit, and what the others are, by the base account."""
    accounts = [base_account(document, issue) for issue in document["issues"]]
    kinds = [account["kind"] for account in accounts]
    total, unnecessary, expense = len(kinds), kinds.count(LOSSES[0]), kinds.count(LOSSES[1])
    aside = sum(account["kind"] == LOSSES[0] and standing_set_aside(account) for account in accounts)
    parts = []
    if unnecessary:
        if not aside:
            told = _("on %(issues)s something is lost for no one\u2019s benefit")
        elif aside == unnecessary:
            told = _("on %(issues)s something is lost for no one\u2019s benefit only if standing is set aside")
        else:
            told = _(
                "on %(issues)s something is lost for no one\u2019s benefit (on %(aside)s of them only if standing "
                "is set aside)"
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
        return Headline(issue_title(case, issue), name, lost, "", keys(account))
    parts = [losses_of(case, side, losses[side], document["base"]) for side in issue["sides"] if side in losses]
    if name == "loss at the expense of others":
        names = payers(case, account)
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
    return Headline(issue_title(case, issue), name, lost, why(case, issue, account), keys(account))
