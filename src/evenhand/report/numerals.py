"""Numbers as people read them: figures, amounts with units, intervals, probabilities, dates; the same everywhere.

Figures are rounded here and nowhere else; signs, spaces and decimal points are those of the language that is spoken
(see `language`). Nothing here knows of a case but :func:`judgement`, a number as its author gave it.
"""

from __future__ import annotations

import math
import re

from evenhand.casefile.model import Judgement
from evenhand.report import language
from evenhand.report.language import gettext as _
from evenhand.report.language import mark_counted, mark_in, ngettext, pgettext, spoken_in

__all__ = [
    "HARD",
    "MINUS",
    "NOTHING",
    "THIN",
    "accepts_over_draws",
    "as_given",
    "compared",
    "counted",
    "day",
    "duration",
    "figure",
    "figures",
    "interval",
    "judgement",
    "moment",
    "mostly",
    "number",
    "often",
    "over_draws",
    "percent",
    "span",
    "times",
    "unit_name",
    "unit_words",
]

THIN = "\u202f"
"""Narrow no-break space: between groups of three digits, and before the per cent sign."""

HARD = "\u00a0"

MINUS = "\u2212"

NOTHING = 1e-9
"""Smaller figures are nothing."""


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
        told = counted(text, amount)
    if not slash or not per:
        return told
    if per in _YEAR:
        return _("%(amount)s a\u00a0year") % {"amount": told}
    return _("%(amount)s a\u00a0%(per)s") % {"amount": told, "per": per}


def counted(text: str, unit: str) -> str:
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


def mostly(mean: float, low: float, high: float, unit: str = "") -> str:
    """The same as :func:`interval`, in words.

    Examples
    --------
    >>> mostly(0.2, -0.45, 0.9, "points").replace("\\xa0", " ").replace("\u202f", " ")
    '0.2 points, in 90 % of the draws −0.45 to 0.9'
    """
    text, low_text, high_text = figures(mean, low, high)
    return _("%(middle)s, in %(percent)s of the draws %(low)s\u00a0to\u00a0%(high)s") % {
        "middle": _dressed(text, unit),
        "percent": percent(0.9),
        "low": low_text,
        "high": high_text,
    }


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
    if not (whole := text.replace(THIN, "")).isdecimal():
        return pgettext("after a fraction", "%(number)s times") % {"number": text}
    return ngettext("%(number)s time", "%(number)s times", int(whole)) % {"number": text}


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


def over_draws(probability: float) -> str:
    """How often over the draws holds what holds on the means; said apart where mostly it does not.

    Examples
    --------
    >>> over_draws(0.87).replace("\u202f", " "), over_draws(0.32).replace("\u202f", " ")
    ('usually, 87 %', 'on the means; over the draws less often than not, 32 %')
    """
    told = often(probability)
    return told if probability >= 0.45 else _("on the means; over the draws %(often)s") % {"often": told}


def accepts_over_draws(probability: float | None) -> str:
    """How often over the draws a side accepts that refuses on the means; said apart where mostly it does.

    Examples
    --------
    >>> accepts_over_draws(0.32).replace("\u202f", " "), accepts_over_draws(0.87).replace("\u202f", " ")
    ('accepts less often than not, 32 %', 'on the means; over the draws it accepts usually, 87 %')
    """
    told = {"often": often(probability)}
    if probability is None or probability < 0.55:
        return _("accepts %(often)s") % told
    return _("on the means; over the draws it accepts %(often)s") % told


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
