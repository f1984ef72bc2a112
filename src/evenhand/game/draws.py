"""All uncertain numbers of a case drawn together by scrambled Sobol' points.

Every location (see :mod:`evenhand.game.views`) has a column of its own, the same for all accounts and causes. Columns
are assigned by what the numbers say and by where they stand (:mod:`evenhand.game.surroundings`), not by names or by the
order of the file, so that renaming or reordering parties, issues and stances leaves every draw where it was. Only
numbers that stand exactly alike, as those of mirrored sides, are drawn in the file's order, party by party: they change
places with their sides. A party's weights enter relative to each other, so that rescaling them changes nothing.
Independent scramblings (replicates) give the Monte Carlo error.

References
----------
Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14(4), 466-489.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenhand.game.structure import Structure
from evenhand.game.surroundings import colours, said, unit
from evenhand.game.views import Location, Views

__all__ = ["REPLICATES", "Draws", "chances", "draw", "further", "locations", "redrawn"]

Floats = NDArray[np.float64]

REPLICATES = 16
"""Independent scramblings; their spread is the Monte Carlo error."""

_FURTHER, _CHANCES, _CHANGED = 1 << 16, 1 << 17, 1 << 18
"""Branches of the seed apart from those of the replicates."""

_OF_AN_EFFECT = frozenset({"value", "benefit", "chance", "after", "lasts"})
_UNDRAWN = frozenset({"caution"})


@dataclass(frozen=True)
class Draws:
    """Standard-normal quantiles, one row a draw, one column a location, in single precision to halve the memory.

    ``blocks`` are the replicates' rows. ``column`` finds a location; the answer that an account puts in its place has
    a second, independent column under ``(account, *location)``.
    """

    normal: NDArray[np.float32]
    blocks: tuple[slice, ...]
    column: dict[Location, int]

    @property
    def n(self) -> int:
        return int(self.normal.shape[0])

    def some(self, n: int) -> NDArray[np.int64]:
        """Rows of about ``n`` draws, all where there are no more: the first of each replicate.

        The first points of a Sobol' sequence fill the whole range; every fourth, say, lies in a part of it.
        """
        each = -(-n // len(self.blocks))
        return np.concatenate([np.arange(one.start, min(one.stop, one.start + each)) for one in self.blocks])


def locations(forms: Sequence[tuple[Structure, Views]]) -> list[Location]:
    """Uncertain locations of a case, ordered by what the numbers say, then by where they stand.

    Among those that say the same and stand alike: by party, so that mirrored sides stay mirrored, then by the file.
    """
    keyed: dict[Location, set[str]] = {}
    asked: dict[Location, tuple[Location, str]] = {}
    for form, seen in forms:
        issue_key = _issue_key(form, seen)
        known: dict[Location, str] = {}
        for name, location, account in _uncertain(seen):
            if location not in known:
                known[location] = _key(location, form, seen, issue_key)
            keyed.setdefault(name, set()).add(known[location] + ("own" if account else ""))
            asked[name] = location, account
    parties = dict.fromkeys(name for form, _ in forms for name in form.parties)
    place = {party: index for index, party in enumerate(parties)}
    colour = colours(forms)

    def order(name: Location) -> tuple[list[str], int, int, int]:
        location, account = asked[name]
        by = ("party", account)
        return sorted(keyed[name]), colour["number", *location], colour.get(by, -1), place.get(_party(location), -1)

    return sorted(keyed, key=order)


def _uncertain(seen: Views) -> Iterator[tuple[Location, Location, str]]:
    """The column of each uncertain number of an issue, its location, and the account whose own answer it is, if any."""
    for view_number, view in enumerate(seen.views):
        for location, quantity in view.numbers.items():
            if location[0] in _UNDRAWN or quantity.is_point:
                continue
            yield location, location, ""
            if view_number and quantity != seen.views[0].numbers.get(location):
                yield from (((account, *location), location, account) for account in _holders(seen, view_number))


def _party(location: Location) -> str:
    """Whose number it is."""
    if location[0] in ("value", "benefit"):
        return location[-1].split(".", 1)[0] if "." in location[-1] else ""
    return {"expects": location[-2], "chance": "", "after": "", "lasts": ""}.get(location[0], location[1])


def _holders(seen: Views, view: int) -> list[str]:
    return [account for account, number in zip(seen.accounts, seen.of_account, strict=True) if number == view][:1]


def _issue_key(form: Structure, seen: Views) -> str:
    base = seen.views[0].numbers
    told = sorted(said(q) for place, q in base.items() if place[0] in _OF_AN_EFFECT)
    return f"{form.n_states}:{len(form.effects)}:{'|'.join(told)}"


def _key(location: Location, form: Structure, seen: Views, issue_key: str) -> str:
    kind, subject = location[0], location[1]
    answers = []
    for view in seen.views:
        quantity = view.numbers.get(location)
        if quantity is not None:
            answers.append(said(quantity, unit(location, view.numbers)))
    named = location[2] if kind == "benefit" else ""  # the parameter: a word of the file, not a name that it gives
    parts = [kind + named, "/".join(sorted(answers))]
    base = seen.views[0].numbers
    if kind in _OF_AN_EFFECT:
        same = sorted(said(q) for place, q in base.items() if len(place) > 1 and place[1] == subject)
        pattern = form.holds[form.effects.index(subject)]
        parts += [issue_key, "|".join(same), str(int(pattern.sum())), str(bool(pattern[form.default]))]
    elif kind == "expects":
        parts.append(issue_key)
    else:
        parts += sorted(said(q, unit(place, base)) for place, q in base.items() if place[:2] == ("weight", subject))
        parts += sorted(
            said(q) for place, q in base.items() if place[0] in ("attachment", "rate") and place[1] == subject
        )
    return "\n".join(parts)


def draw(places: Sequence[Location], n: int, seed: int, threads: int | None = None) -> Draws:
    """Draw ``n`` rows of standard-normal quantiles for the given locations; the same on any number of ``threads``.

    Raises
    ------
    ValueError
        If ``n`` is smaller than 1 or there are more than 21,201 locations (as far as direction numbers are known).
    """
    if n < 1:
        raise ValueError(f"at least one draw expected, found {n}")
    replicates = min(REPLICATES, n)
    edges = [n * part // replicates for part in range(replicates + 1)]
    blocks = tuple(slice(first, last) for first, last in pairwise(edges))
    normal = np.empty((n, len(places)), dtype=np.float32, order="F")
    if places:
        from scipy.special import ndtri
        from scipy.stats import qmc

        def fill(block: slice, child: np.random.SeedSequence) -> None:
            size = block.stop - block.start
            sobol = qmc.Sobol(len(places), scramble=True, rng=np.random.default_rng(child))
            uniform = sobol.random_base2(max(0, (size - 1).bit_length()))[:size]
            normal[block] = ndtri(np.clip(uniform, 2.0**-33, 1 - 2.0**-33))

        seeds = np.random.SeedSequence(seed).spawn(replicates)
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            list(pool.map(fill, blocks, seeds))
    return Draws(normal, blocks, {place: index for index, place in enumerate(places)})


def redrawn(found: Draws, forms: Sequence[tuple[Structure, Views]], seed: int) -> Draws:
    """The same draws for issues some of whose numbers have changed.

    A number keeps its column whatever it says now, so that findings differ by what was changed and by nothing else
    (common random numbers); one that has become certain gives it up, one that was certain gets a column apart.

    References
    ----------
    Kahn, H., & Marshall, A. W. (1953). Methods of reducing sample size in Monte Carlo computations. Journal of the
    Operations Research Society of America 1(5), 263-278 (correlated sampling).
    """
    wanted = {name for _, seen in forms for name, _, _ in _uncertain(seen)}
    there = {location for _, seen in forms for view in seen.views for location in view.numbers}
    column = {name: place for name, place in found.column.items() if name in wanted or name not in there}
    if wanted <= column.keys():
        return Draws(found.normal, found.blocks, column)
    new = [name for name in locations(forms) if name not in column]
    beside = further(found, len(new), seed, _CHANGED)
    column |= {name: found.normal.shape[1] + place for place, name in enumerate(new)}
    return Draws(np.asfortranarray(np.hstack([found.normal, beside])), found.blocks, column)


def further(found: Draws, count: int, seed: int, branch: int = _FURTHER) -> NDArray[np.float32]:
    """Columns for quantities that stand beside those of the issues, shape (n, count), a row for each draw.

    Latin hypercubes, one a replicate and apart from the points of the issues, so that these stay as they are whatever
    stands beside them; more columns leave the first as they are.

    References
    ----------
    McKay, M. D., Beckman, R. J., & Conover, W. J. (1979). A comparison of three methods for selecting values of input
    variables. Technometrics 21(2), 239-245.
    """
    from scipy.special import ndtri

    normal = np.empty((found.n, count), dtype=np.float32, order="F")
    children = np.random.SeedSequence(seed, spawn_key=(branch,)).spawn(len(found.blocks))
    for block, child in zip(found.blocks, children, strict=True):
        size = block.stop - block.start
        rng = np.random.Generator(np.random.Philox(child))
        for column in range(count):
            uniform = (rng.permutation(size) + rng.random(size)) / size
            normal[block, column] = ndtri(np.clip(uniform, 2.0**-33, 1 - 2.0**-33))
    return normal


def chances(found: Draws, count: int, seed: int) -> NDArray[np.float64]:
    """Independent chances in [0, 1), shape (n, count), a row for each draw; more columns leave the first as they are.

    Philox, one stream a replicate.
    """
    out = np.empty((found.n, count))
    children = np.random.SeedSequence(seed, spawn_key=(_CHANCES,)).spawn(len(found.blocks))
    for block, child in zip(found.blocks, children, strict=True):
        out[block] = np.random.Generator(np.random.Philox(child)).random((count, block.stop - block.start)).T
    return out
