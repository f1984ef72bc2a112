"""A case made ready once for all that is asked of it: forms, views, problems on the means, and every draw.

The draws are those of the whole case, whatever part of it is asked about, so that all findings of one seed fit
together.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.casefile import Case
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.game import Draws, Structure, Views, draw, locations, means, structure, views
from evenhand.game.samples import Samples, samples
from evenhand.solve.causes import ALL
from evenhand.solve.prediction import Problem, problem

__all__ = ["MOST_DRAWS", "Prepared", "load", "prepare"]

MOST_DRAWS = 1_000_000
MOST_DRAWS_AT_ONCE = 2_500


@dataclass(frozen=True)
class Prepared:
    """Every cardinal issue of a case in arrays, and the draws of its numbers.

    ``forms`` and ``seen`` have an entry for each issue with effects, in the order of the case; issues of which only the
    order of the states is known have none. ``at_work``: the causes that are not taken away beforehand.
    """

    case: Case
    forms: dict[str, Structure]
    seen: dict[str, Views]
    draws: Draws
    seed: int
    at_work: int = ALL
    _problems: dict[str, Problem] = field(default_factory=dict, repr=False, compare=False)

    def problem(self, issue: str) -> Problem:
        """The issue on the means, solved as far as every finding needs it; made when it is first asked for."""
        if issue not in self._problems:
            form, seen = self.forms[issue], self.seen[issue]
            self._problems[issue] = problem(form, seen, means(form, seen), self.at_work)
        return self._problems[issue]

    def chosen(self, account: str | None) -> str:
        """The account that findings are taken from: the base one unless another is named.

        Raises
        ------
        InputError
            If the case has no such account; those that it has are named.
        """
        known = (base_name(self.case), *self.case.accounts)
        if account is not None and account not in known:
            raise InputError(f"unknown account {account!r}; this case has: {', '.join(known)}")
        return account or known[0]

    @property
    def runs(self) -> list[slice]:
        """Replicates gathered to runs of draws that fit into memory together."""
        blocks = self.draws.blocks
        runs = [blocks[0]]
        for block in blocks[1:]:
            if block.stop - runs[-1].start <= MOST_DRAWS_AT_ONCE:
                runs[-1] = slice(runs[-1].start, block.stop)
            else:
                runs.append(block)
        return runs

    def sample(self, issue: str, run: slice, independent: bool = False) -> Samples:
        """The drawn numbers of an issue in a run of draws; ``independent``: see :func:`evenhand.game.samples`."""
        return samples(self.forms[issue], self.seen[issue], self.draws, run, independent)

    def size(self, issue: str) -> int:
        """How much work an issue is beside others: its states times the numbers that count in them."""
        form = self.forms.get(issue)
        return form.n_states * len(form.item_effect) * len(self.seen[issue].views) if form else 0

    def named(self, issues: Sequence[str] | None) -> list[str]:
        """The issues that are asked for, all of them where none is named.

        Raises
        ------
        InputError
            If the case has no issue of that name.
        """
        wanted = list(self.case.issues) if issues is None else list(issues)
        for name in wanted:
            if name not in self.case.issues:
                raise InputError(f"unknown issue {name!r}; this case has: {', '.join(self.case.issues)}")
        return wanted


def prepare(
    case: Case | Prepared | str | os.PathLike[str], draws: int = 10_000, seed: int = 1, threads: int | None = None
) -> Prepared:
    """Make a case ready.

    Parameters
    ----------
    case : a checked case, from :func:`load`, or what that takes: a file, or the name of a case that ships; a case that
        is ready for these draws and this seed stays as it is.
    draws : how often all judgements are drawn together.
    seed : same seed, same numbers, on any number of threads.
    threads : threads to draw with; all cores unless given.

    Raises
    ------
    InputError
        If a number is out of range.
    ValueError
        If the case is ready for other draws or another seed.
    """
    if isinstance(case, Prepared):
        if (case.draws.n, case.seed) != (draws, seed):
            raise ValueError(f"this case is ready for {case.draws.n} draws from seed {case.seed}")
        return case
    if not isinstance(case, Case):
        case = load(case)
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(f"draws: a number from 1 to {MOST_DRAWS:,} expected, found {draws}")
    if seed < 0:
        raise InputError(f"seed: 0 or a positive whole number expected, found {seed}")
    forms = {name: structure(case, name) for name, issue in case.issues.items() if not issue.ordinal}
    seen = {name: views(case, form) for name, form in forms.items()}
    return Prepared(
        case, forms, seen, draw(locations([(forms[name], seen[name]) for name in forms]), draws, seed, threads), seed
    )


def load(source: str | os.PathLike[str]) -> Case:
    """Read a case: a file, or the name of a case that ships (``us-russia-2013``)."""
    from evenhand.casefile import read
    from evenhand.catalog import locate

    return read(locate(str(source)) if not isinstance(source, Path) else source)
