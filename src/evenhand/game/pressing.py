"""What pressure on a side does, by the case or, where it does not say, by documented readings.

The readings are the same for every side of every case:

- *believed* [0.4, 0.7, 0.9]: of the threats of sanctions that met no concession, 71 % were carried out (349 of 489
  between 1970 and 2000; TIES as grouped by Crisman-Cox & Gibilisco 2019);
- *backlash* [0.1, 0.35, 1.2]: that yielding to a threat costs rank is common ground (Galtung 1967; Dafoe, Renshon &
  Huth 2014), how much is nobody's measurement: half of what is believed of a threat, from a third to three times that;
- *costs* [0.05, 0.3, 1] of each unit to the other sides together, in equal parts: an exchange that is broken off served
  both; nothing for anybody else unless the case says so.

References
----------
Galtung, J. (1967). On the effects of international economic sanctions. World Politics 19(3), 378-416.
Dafoe, A., Renshon, J., & Huth, P. (2014). Reputation and status as motives for war. Annual Review of Political Science
17, 371-393.
Morgan, T. C., Bapat, N., & Kobayashi, Y. (2014). Threat and imposition of economic sanctions 1945-2005: updating the
TIES dataset. Conflict Management and Peace Science 31(5), 541-558.
Crisman-Cox, C., & Gibilisco, M. (2019). Estimating signaling games in international relations: problems and solutions.
Political Science Research and Methods, published online.
"""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.casefile import Case, Chance, Judgement, NonNegative, Pressure
from evenhand.elicitation import Distribution, pooled

__all__ = ["BACKLASH", "BELIEVED", "COSTS", "Pressing", "pressing"]

BELIEVED = Chance.model_validate([0.4, 0.7, 0.9])
BACKLASH = NonNegative.model_validate([0.1, 0.35, 1.2])
COSTS = NonNegative.model_validate([0.05, 0.3, 1.0])


@dataclass(frozen=True)
class Pressing:
    """Pressure on one side.

    ``costs``: each party that pays something to the mean cost of a unit of the penalty, in units of its own numeraire
    (without one, of the side's). ``unknown``: the other sides that count in another interest, and of whose cost the
    case says nothing. ``judgements``: what stands behind, under its name in the case file; ``given``: which of them are
    the case's own.
    """

    side: str
    believed: Distribution
    backlash: Distribution
    costs: dict[str, float]
    unknown: tuple[str, ...]
    judgements: dict[str, Judgement]
    given: frozenset[str]


def pressing(case: Case, side: str, sides: tuple[str, ...]) -> Pressing:
    """What pressure by the other sides of an issue does to one of them, and costs others."""
    said = case.pressure.get(side) or Pressure.model_validate({})
    judgements: dict[str, Judgement] = {
        "believed": said.believed or BELIEVED,
        "backlash": said.backlash or BACKLASH,
        **{f"costs.{party}": cost for party, cost in said.costs.items()},
    }
    given = {name for name in ("believed", "backlash") if getattr(said, name) is not None}
    costs = {party: pooled(case, cost).mean for party, cost in said.costs.items()}
    silent = [other for other in sides if other != side and other not in costs]
    alike = [other for other in silent if case.parties[other].numeraire == case.parties[side].numeraire]
    if silent:
        judgements["costs"] = COSTS
    costs.update(dict.fromkeys(alike, pooled(case, COSTS).mean / (len(sides) - 1)))
    return Pressing(
        side,
        pooled(case, judgements["believed"]),
        pooled(case, judgements["backlash"]),
        costs,
        tuple(other for other in silent if other not in alike),
        judgements,
        frozenset(given | {f"costs.{party}" for party in said.costs}),
    )
