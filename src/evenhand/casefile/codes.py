"""The codes of everything that can be wrong or odd in a case file, each with what it means.

Each has a section in ``docs/reference/errors.md`` and a file that shows it in ``tests/invalid/``.
"""

from __future__ import annotations

__all__ = ["ENGINE_WARNINGS", "FAULTS", "WARNINGS"]

FAULTS: dict[str, str] = {
    # the form of the file
    "empty": "The file holds nothing, or only comments.",
    "syntax": "The text is not YAML; reading stops there.",
    "tab": "A tab stands where YAML allows only spaces.",
    "character": "The text holds an invisible character that no text should hold, or one that turns its direction.",
    "documents": "The file holds more than one YAML document.",
    "duplicate-key": "The same key stands twice in one mapping.",
    "key": "A key is a list or a mapping instead of a word.",
    "tag": "A value carries a YAML tag (`!…`), which could mean anything.",
    "alias": "An alias (`*name`) repeats something that does not exist, or itself.",
    "merge-key": "A merge key (`<<`) is used, which YAML 1.2 does not have.",
    "depth": "Mappings and lists stand within each other at more levels than a case has.",
    "size": "The file holds, or repeats by aliases, more values than a case can have.",
    # the shape of a case
    "unknown-key": "A key that a case file does not have in this place.",
    "missing-key": "A key that must stand here is missing.",
    "empty-value": "Nothing stands after a key, or an entry of a list is empty.",
    "wrong-type": "A value is of another kind than the one expected: a list for a mapping, a number for text.",
    "number": "A number is expected, and something else stands there.",
    "percentiles": "Percentiles are too many, out of order, or equal where they must differ.",
    "percentile-on-bound": "A percentile lies exactly on the bound of its quantity.",
    "bounds": "A number lies outside the bounds of its quantity.",
    "not-finite": "A number is infinite or no number (`.inf`, `.nan`).",
    "duration": "A time is not written as a time.",
    "date": "A day is not written as a day, or a year or month as one.",
    "name": "A name holds characters that names cannot have.",
    "choice": "A word is none of those that can stand here.",
    "statement": "A preference statement has none, or more than one, of its forms.",
    "benefit": "A benefit model is not one, or contradicts the effect to which it belongs.",
    "duplicate-stance": "A stance stands twice in the list of a side's stances.",
    # names that nothing bears
    "unknown-party": "A party is named that the case does not have.",
    "unknown-interest": "An interest is named that the case does not have.",
    "unknown-issue": "An issue is named that the case does not have.",
    "unknown-stance": "A stance is named that the side does not have on that issue.",
    "unknown-effect": "An account speaks of an effect that the case does not have.",
    "unknown-evidence": "A source is cited that the case does not list.",
    "unknown-expert": "A number is given by an expert whom the case does not list.",
    "not-a-side": "A party is named where only a side can be, and it has no stance there.",
    "gives-key": "An entry of `gives` does not have the form `party.interest`.",
    "blank-name": "Nothing can be read in a name or a title.",
    "reserved-name": "A party bears a name that has a meaning of its own.",
    "itself": "A party ratifies for itself, trusts itself, or bears the cost of pressure on itself.",
    # what does not fit together
    "ratifier": "A ratifier has nobody for whom it could consent.",
    "no-weights": "A party that decides in numbers has no weights.",
    "numeraire": "A party counts its points in an interest to which it gives no weight.",
    "no-issue": "The case has no issue.",
    "few-sides": "An issue has fewer than two sides.",
    "few-stances": "A side has fewer than two stances.",
    "too-many-states": "The stances of an issue make more states than can be examined.",
    "state-incomplete": "A state lacks the stance of a side.",
    "default-infeasible": "Today's state is among the infeasible ones.",
    "nothing-feasible": "Every state of an issue is infeasible.",
    "irreversible-default": "A side's default stance is marked as irreversible.",
    "duplicate-effect": "Two effects have the same id.",
    "duplicate-episode": "Two episodes have the same id.",
    "episode": "An episode ends before it begins.",
    "linkage": "A linkage contradicts itself.",
    "nothing-at-stake": "An issue has neither effects nor an order of its states.",
    "mixed-issue": "An issue has both effects and an order of its states, or a party two kinds of order.",
    "no-ranking": "A side has no order of the states on an issue where states are ordered.",
    "ranking": "A ranking leaves out, repeats or adds states.",
    "override-adds": "An account gives a number that the effect does not have in the base account.",
    "more": "The file has more faults than are listed.",
}
"""Faults: the case cannot be used until they are mended."""

WARNINGS: dict[str, str] = {
    "unused-weight": "A party weighs an interest of which no effect gives it anything.",
    "unweighed-interest": "A party receives an interest to which it gives no weight, though it weighs others.",
    "unused-interest": "An interest is neither given nor weighed.",
    "tiny-amounts": "All amounts of an interest are less than a millionth of its unit.",
    "same-name": "Two parties, two interests or two issues bear the same name.",
    "idle-party": "A party plays no part in the case.",
    "idle-infeasible": "An entry of `infeasible` excludes no further state.",
    "one-state": "Only today's state of an issue is feasible.",
    "empty-effect": "An effect gives nobody anything, in any account.",
    "effect-never": "The condition of an effect holds in no feasible state.",
    "effect-always": "The condition of an effect holds in every feasible state.",
    "once-lasts": "An effect comes once and is said to last.",
    "after-horizon": "An effect begins only after the years that are counted.",
    "idle-expectation": "An expectation of somebody who has no stance on the issue.",
    "idle-linkage": "A linkage speaks of another state of the other issue than today's.",
    "later-episode": "An episode, or a yearly score, is later than the day of the case.",
    "verified-without-evidence": "Something is marked as verified, and no source is named.",
    "uncited-evidence": "A source is listed, and nothing cites it.",
    "odd-address": "The address of a source is none that a reader could open.",
    "odd-date": "The date of a source is no year, month or day.",
    "idle-translation": "A name is translated that the case does not have.",
    "one-sided-experts": "A number was given by experts of one side only.",
}
"""Warnings: the case can be used, and something in it is probably not meant."""

ENGINE_WARNINGS: dict[str, str] = {
    "unstable-default": "By the case's own numbers a side would leave today's state by itself.",
}
"""Warnings that only the engine can give, because they follow from the numbers."""
