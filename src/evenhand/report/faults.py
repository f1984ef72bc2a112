"""What a check of a file found, in the language that is spoken now: faults, warnings, and how many there are.

The checker says what it finds in phrases (see `evenhand.errors`): English, with the template and the values they were
made of. Words that are no phrase, as those of the YAML library, stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.errors import CaseError, Fault, Phrase
from evenhand.report.language import gettext as _
from evenhand.report.language import language, mark_counted, ngettext, spoken
from evenhand.report.numerals import THIN

__all__ = ["counted", "refusal", "said", "told", "translatable"]


def said(words: str) -> str:
    """A message of the checker, or what it expected.

    Examples
    --------
    >>> from evenhand.errors import phrase
    >>> from evenhand.report.language import speaking
    >>> with speaking("uk"):
    ...     said(phrase("no issue is called `%(name)s`", name="arms"))
    'питання з іменем `arms` немає'
    """
    if not isinstance(words, Phrase):
        return words
    found = ngettext(words.template, words.many, words.number) if words.many else spoken(words.template)
    return found % {name: _value(value) for name, value in words.values.items()}


def translatable(words: str) -> bool:
    """Whether words of the checker can be said in every language; others are English."""
    return isinstance(words, Phrase)


def told(fault: Fault) -> str:
    """A fault or a warning on lines, as ``str`` of it is in English: place, message and code, and how to mend it."""
    place = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
    lines = [f"{place}: {said(fault.message)} [{fault.code}]"]
    if fault.text:
        lines.append("    " + _("found: %(text)s") % {"text": fault.text})
    if fault.expected:
        lines.append("    " + _("expected: %(words)s") % {"words": said(fault.expected)})
    if fault.suggestion:
        lines.append("    " + _("did you mean: %(suggestion)s?") % {"suggestion": fault.suggestion})
    return "\n".join(lines)


_REFUSED = {
    "case": mark_counted(
        "%(count)s fault in the case; nothing was done", "%(count)s faults in the case; nothing was done"
    ),
    "proposal": mark_counted(
        "%(count)s fault in the proposal; nothing was done", "%(count)s faults in the proposal; nothing was done"
    ),
}


def refusal(error: CaseError) -> str:
    """One line: how many faults a file has that was to be used."""
    count = len(error.faults)
    return ngettext(*_REFUSED[error.what], count) % {"count": count}


_HELD = {
    "issues": mark_counted("%(count)s issue", "%(count)s issues"),
    "parties": mark_counted("%(count)s party", "%(count)s parties"),
    "numbers": mark_counted("%(count)s number", "%(count)s numbers"),
    "sources": mark_counted("%(count)s source", "%(count)s sources"),
}


def counted(name: str, faults: int, warnings: int, held: Mapping[str, int]) -> str:
    """One line: how many faults and warnings a file has, and how much was looked at.

    Examples
    --------
    >>> counted("strait.yaml", 0, 2, {"issues": 1, "parties": 0})
    'strait.yaml: no faults, 2 warnings (1 issue)'
    """
    found = [ngettext("%(count)s fault", "%(count)s faults", faults) % {"count": faults} if faults else _("no faults")]
    if warnings:
        found.append(ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings})
    line = f"{name}: {', '.join(found)}"
    seen = [ngettext(*_HELD[kind], number) % {"count": number} for kind, number in held.items() if number]
    return f"{line} ({', '.join(seen)})" if seen else line


def _value(value: str | int) -> str:
    if isinstance(value, int):
        grouped = f"{value:,}"
        return grouped if language() == "en" else grouped.replace(",", THIN)
    return said(value)
