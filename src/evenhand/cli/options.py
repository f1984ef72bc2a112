"""Options that every command has which computes, and the checks of names that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from evenhand.errors import InputError
from evenhand.report.language import LANGUAGES

if TYPE_CHECKING:
    from evenhand.casefile import Case

__all__ = [
    "MOST_DRAWS",
    "Whole",
    "computing",
    "in_language",
    "known",
    "known_account",
    "named_site",
    "on_a_site",
    "to_json",
]

MOST_DRAWS = 1_000_000
"""As in the engine, which is not imported for ``--help``."""

Command = Callable[..., Any]


class Whole(click.IntRange):
    """A whole number between bounds; what is none is sent back with what is expected, and the nearest reading."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = None
        if number is None or not self._holds(number):
            wanted = f"from {self.min} up" if self.max is None else f"from {self.min} to {self.max}"
            self.fail(f"{value!r}: a whole number {wanted} expected, in digits{self._meant(value)}", param, ctx)
        return number

    def _holds(self, number: float) -> bool:
        return number >= (self.min or 0) and (self.max is None or number <= self.max)

    def _meant(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return ""
        return f"; did you mean {number:.0f}?" if number.is_integer() and self._holds(number) else ""


def computing(command: Command) -> Command:
    """Draws, seed and threads."""
    for option in reversed(
        (
            click.option("--draws", type=Whole(1, MOST_DRAWS), default=10_000, show_default=True, metavar="N",
                         help="How often all judgements are drawn together."),
            click.option("--seed", type=Whole(0), default=1, show_default=True, metavar="N",
                         help="Same seed, same numbers, on any number of threads."),
            click.option("--threads", type=Whole(1), metavar="N",
                         help="Threads to use (all cores unless given)."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


to_json = click.option(
    "--json", "json_target", metavar="FILE",
    help="Write all findings as JSON (- for standard output, with nothing else on it).",
)  # fmt: skip


def _kept(context: click.Context, _option: click.Parameter, language: str) -> str:
    """The language, kept for faults of a case, which are told when the command is over."""
    context.meta["evenhand.language"] = language
    return language


in_language = click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, envvar="EVENHAND_LANGUAGE",
    show_envvar=True, help="Language of the findings and the report; data stay the same.", callback=_kept,
)  # fmt: skip


def on_a_site(command: Command) -> Command:
    """Which network's site, and who asks."""
    for option in reversed(
        (
            click.option("--site", metavar="URL", envvar="EVENHAND_SITE", show_envvar=True,
                         help="The site's address, such as https://www.example.org."),
            click.option("--token-file", metavar="FILE",
                         help="A file that holds your token; else it is taken from EVENHAND_TOKEN."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def named_site(given: str | None, remembered: str | None = None) -> str:
    """The address of the site that is meant, without a final slash.

    Raises
    ------
    InputError
        If none was named.
    """
    named = (given or remembered or "").rstrip("/")
    if not named:
        raise InputError("which site? Name its address with --site or in EVENHAND_SITE")
    return named


def known(kind: str, names: Iterable[str], there: list[str]) -> list[str]:
    """The names, each once, if all are there.

    Raises
    ------
    InputError
        Naming every one that is not, with the nearest that is.
    """
    from evenhand.casefile.shape import nearest

    names, unknown = list(names), []
    for name in names:
        if name not in there:
            near = nearest(name, there)
            hint = f"did you mean {near}?" if near else f"there {'is' if len(there) == 1 else 'are'} {', '.join(there)}"
            unknown.append(f"no {kind} is called `{name}`; {hint}")
    if unknown:
        raise InputError("\n".join(unknown))
    return list(dict.fromkeys(names))


def known_account(case: Case, account: str | None) -> None:
    """Refuse an account that the case does not have."""
    from evenhand.elicitation import base_name

    if account is not None:
        known("account", (account,), [base_name(case), *case.accounts])
