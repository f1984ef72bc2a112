"""What if, by hand: two sides that could both cut, one of which would lose rank by it."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import numpy as np
import pytest

import evenhand
from evenhand.casefile import Case, check
from evenhand.errors import InputError
from evenhand.study.analysis import analyse
from evenhand.study.changes import MOST, Change, Changes, changeable, read_changes
from evenhand.study.prepared import prepare
from evenhand.study.what_if import changed, touched, what_if


def case(order: tuple[str, ...] = ("north", "south"), standing: Any = 2, **more: Any) -> Case:
    """If both cut, north gains 2 and south 4, and south loses one point of standing; the road is another matter."""
    data: dict[str, Any] = {
        "case": "arms",
        "title": "Arms",
        "parties": {name: {"name": name.title(), "numeraire": "money"} for name in order} | {"isle": {"name": "Isle"}},
        "interests": {
            "money": {"name": "Money", "unit": "USD bn/yr"},
            "rank": {"name": "Rank", "unit": "points", "kind": "standing"},
        },
        "weights": {"north": {"money": 1}, "south": {"money": 1, "rank": standing}},
        "issues": {
            "cut": {
                "title": "Cut",
                "stances": {name: ["hold", "cut"] for name in order},
                "default": {"north": "hold", "south": "hold"},
                "effects": [
                    {
                        "id": "both",
                        "when": {"north": "cut", "south": "cut"},
                        "gives": {"north.money": 2, "south.money": [3, 4, 5], "south.rank": -1},
                    }
                ],
            },
            "road": {
                "title": "Road",
                "stances": {name: ["shut", "open"] for name in order},
                "default": {"north": "shut", "south": "shut"},
                "effects": [
                    {
                        "id": "opens",
                        "when": {"north": "open", "south": "open"},
                        "gives": {"north.money": [1, 2, 3], "south.money": [1, 2, 4]},
                        "chance": 0.5,
                    }
                ],
            },
        },
        **more,
    }
    made = Case.model_validate(data)
    assert check(made) == []
    return made


def found(*changes: str, of: Case | None = None, draws: int = 256) -> dict[str, Any]:
    document = what_if(of or case(), changes, draws=draws, threads=1).document()
    return {issue["id"]: issue for issue in document["issues"]}


def keys(figures: dict[str, Any]) -> list[list[str]]:
    return [key["remove"] for key in figures["keys"] or []]


# -- the texts


def test_texts_are_canonical() -> None:
    given = [
        "without=road",
        "off=private-interest",
        "w.south.rank= 3.0",
        "e.cut.both.south.money=2;4, 8",
        "off=standing",
    ]
    assert read_changes(case(), given).texts == (
        "off=standing",
        "off=private-interest",
        "without=road",
        "w.south.rank=3",
        "e.cut.both.south.money=2,4,8",
    )


@pytest.mark.parametrize(
    "text", ["off=private", "off=Private Interest", "off=private_interest", "off=private-interests"]
)
def test_a_cause_may_be_called_as_the_documentation_calls_it(text: str) -> None:
    assert read_changes(case(), [text]).texts == ("off=private-interest",)


def test_order_and_repetition_do_not_matter() -> None:
    given = ["w.south.rank=3", "off=standing", "e.road.opens.chance=.25", "w.south.rank=3.00"]
    assert len({read_changes(case(), order).texts for order in permutations(given)}) == 1


def test_what_is_so_already_is_no_change() -> None:
    assert read_changes(case(), ["w.south.rank=2", "e.cut.both.south.money=3,4,5", "believe=authors"]).texts == ()


def test_canonical_texts_are_read_as_themselves() -> None:
    texts = read_changes(case(), ["w.south.rank=0.1,0.30000000000000004,1e3", "believe=authors"]).texts
    assert texts == ("w.south.rank=0.1,0.30000000000000004,1000",)
    assert read_changes(case(), texts).texts == texts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("w.south.rnk=3", "did you mean w.south.rank"),
        ("w.south.rank=much", "`much` is no number"),
        ("w.south.rank=", "is no number"),
        ("w.south.rank=-1", "outside its bounds"),
        ("w.south.rank=5,4", "out of order"),
        ("w.south.rank=1,2,3,4", "4 numbers"),
        ("w.south.rank=1e300", "too large"),
        ("w.south.rank=1e999", "not a finite number; expected a number such as 4"),
        (
            "w.s\N{CYRILLIC SMALL LETTER O}uth.rank=3",
            "did you mean w.south.rank. .some of the letters typed only look the same",
        ),
        ("without=r\N{CYRILLIC SMALL LETTER O}ad", "did you mean road. .some of the letters typed only look the same"),
        ("w.south.rank=nan", "`nan` is no number"),
        ("w.south.rank=\N{ARABIC-INDIC DIGIT THREE}", "is no number"),
        ("w.south.money=2", "counts its points in"),
        ("e.cut.both.chance=0.5", "`both` states no `chance` in the file"),
        ("e.cut.both.chanse=0.5", "no number of this case"),
        ("e.road.opens.chance=2", "outside its bounds"),
        ("e.rode.opens.chance=0.2", "did you mean road"),
        ("off=comitment", "did you mean commitment"),
        ("off=x", "no cause is called `x`; causes are misperception, standing, private-interest, impatience"),
        ("believe=east", "there is authors"),
        ("without=rod", "did you mean road"),
        ("off", "not a change"),
        ("off.x=standing", "not a change"),
        ("w=3", "not a change"),
        ("", "not a change"),
        ("=", "not a change"),
        ("w.south.rank=" + "1" * 500, "longer than any change"),
    ],
)
def test_a_fault_says_what_is_known(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_changes(case(), [text])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        read_changes(case(), ["off=nothing", "w.south.rank=3", "w.south.rank=4", "without=x"])
    assert len(str(error.value).splitlines()) == 3


def test_something_stays_on_the_table_and_changes_are_bounded() -> None:
    with pytest.raises(InputError, match="at least one"):
        read_changes(case(), ["without=cut", "without=road"])
    with pytest.raises(InputError, match=f"at most {MOST}"):
        read_changes(case(), [f"w.south.rank={n}" for n in range(MOST + 1)])


def test_every_number_of_the_reference_case_can_be_changed_and_read_back() -> None:
    """A point at each number's own median is within its bounds, stands where it was put, and nowhere else."""
    reference = evenhand.load("us-russia-2013")
    targets = changeable(reference)
    assert len(targets) > 500
    for target, old in list(targets.items())[::7]:
        number = old.is_[len(old.is_) // 2] * 0.5 + (0.75 if old.floor == 1 else 1e-3)
        (change,) = read_changes(reference, [str(Change("w" if len(target) == 2 else "e", target, (number,)))]) or [
            None
        ]
        assert change is not None
        after = changeable(Changes((change,)).made_to(reference))
        assert {name for name in targets if after[name] != targets[name]} == {target}
        assert after[target].is_ == (number,)


# -- the findings


def test_a_weight_that_makes_rank_outweigh_the_gain() -> None:
    """4 - 2 = 2 is accepted; at 5 a point of rank, 4 - 5 = -1 is not, until standing is taken away."""
    cut = found("w.south.rank=5")["cut"]
    assert keys(cut["before"]) == [[]]
    assert keys(cut["after"]) == [["standing"]]
    assert cut["before"]["prediction"]["by"] == "agreement"
    assert cut["after"]["prediction"]["by"] == "nobody moves"
    assert [one["standing_proof"] for one in (cut["before"]["reference"][0], cut["after"]["reference"][0])] == [
        True,
        False,
    ]
    assert cut["loss"]["south"] == {"before": 4.0, "after": 4.0, "ratio": 1.0}
    assert {"reference", "causes", "keys", "prediction"} <= set(cut["changed"])
    assert "losses" not in cut["changed"]


def test_a_cause_that_is_off_counts_as_removed() -> None:
    cut = found("w.south.rank=5", "off=standing")["cut"]
    assert keys(cut["after"]) == [[]]
    assert cut["after"]["prediction"]["by"] == "agreement"
    assert "standing" not in cut["after"]["at_work"]
    assert cut["after"]["causes"]["south"]["standing"] == 0.0
    assert sum(cut["after"]["causes"]["south"].values()) == pytest.approx(4.0)


def test_a_loss_is_told_as_a_part_of_what_it_was() -> None:
    cut = found("e.cut.both.south.money=1")["cut"]
    assert cut["loss"] == {
        "north": {"before": 2.0, "after": 2.0, "ratio": 1.0},
        "south": {"before": 4.0, "after": 1.0, "ratio": 0.25},
    }
    assert cut["after"]["losses"]["south"]["interests"]["money"]["mean"] == 1.0


def test_a_weight_that_becomes_uncertain_is_drawn() -> None:
    """South accepts where its weight of rank is at most 4: for a median of 4 in half of the draws."""
    cut = found("w.south.rank=2,4,6", "e.cut.both.south.money=4", draws=4096)["cut"]
    assert cut["after"]["prediction"]["probability"] == pytest.approx(0.5, abs=0.02)


def test_an_issue_off_the_table_is_not_looked_at() -> None:
    document = what_if(case(), ["without=road"], draws=64, threads=1).document()
    road = document["issues"][1]
    assert (road["on_the_table"], road["after"]) == (False, None)
    assert document["unused_potential"]["north"] == {"before": 3.0, "after": 2.0, "ratio": pytest.approx(2 / 3)}


def test_the_account_to_believe_is_the_one_whose_findings_are_compared() -> None:
    """By south's account north would lose by the cut: no agreement is an improvement."""
    own = {"south": {"effects": {"both": {"gives": {"north.money": -1}}}}}
    cut = found("believe=south", of=case(accounts=own))["cut"]
    assert (cut["account"], cut["before"]["kind"], cut["after"]["kind"]) == (
        "south",
        "unnecessary loss",
        "genuine conflict",
    )
    assert cut["loss"]["north"] == {"before": 2.0, "after": None, "ratio": None}
    assert not cut["analysed_again"]


def test_an_account_keeps_its_own_number() -> None:
    own = {"south": {"weights": {"south": {"rank": 1}}}}
    document = what_if(case(accounts=own), ["w.south.rank=5", "off=commitment"], draws=64, threads=1).document()
    assert document["changes"][1:] == [
        {"change": "w.south.rank=5", "kind": "weight", "of": ["south", "rank"], "before": [2.0], "after": [5.0],
         "kept_by": ["south"]}
    ]  # fmt: skip
    assert document["issues"][0]["after"]["prediction"]["by"] == "agreement"  # south judges by its own account


# -- the same as editing the file, and as analysing everything again


def test_the_same_as_in_the_edited_file() -> None:
    """On the means to the last digit; the draws are others there, so drawn figures agree within their error."""
    reference = evenhand.load("us-russia-2013")
    document = what_if(reference, ["w.ru.standing=3"], draws=512).document()
    weights = {**reference.weights, "ru": {**reference.weights["ru"]}}
    weights["ru"]["standing"] = type(weights["ru"]["standing"]).model_validate(3)
    edited = analyse(reference.model_copy(update={"weights": weights}), draws=512).document()
    for one, other in zip(document["issues"], edited["issues"], strict=True):
        account, after = other["accounts"]["authors"], one["after"]
        for name in ("kind", "at_work", "causes"):
            assert after[name] == account[name], (one["id"], name)
        assert [state["stances"] for state in after["reference"] or []] == [
            state["stances"] for state in account["reference"] or []
        ]
        assert after["prediction"]["states"] == account["prediction"]["states"]
        assert keys(after) == keys(account)
        for party, loss in (after["losses"] or {}).items():
            same = account["losses"][party]
            assert (loss["points"] or {}).get("mean") == (same["points"] or {}).get("mean")
        assert after["improvement_probability"] == pytest.approx(account["improvement_probability"], abs=0.08)


def test_a_cause_off_is_the_same_as_none_of_it_in_the_file() -> None:
    """Without weights of rank standing cannot be at work."""
    off = found("off=standing", of=case(standing=5))["cut"]["after"]
    none = found("w.south.rank=0", of=case(standing=5))["cut"]["after"]
    assert off["prediction"] == none["prediction"]
    assert keys(off) == keys(none)
    assert off["causes"] == none["causes"]


@pytest.mark.parametrize("texts", [["w.south.rank=5"], ["e.cut.both.south.money=1,2,9"], ["off=standing"]])
def test_what_a_change_does_not_touch_has_the_numbers_it_had(texts: list[str]) -> None:
    """Analysing every issue again with the changed case gives the published figures on those left out."""
    ready = prepare(case(), 128, 1)
    after = changed(ready, read_changes(ready.case, texts))
    assert touched(ready, after) == ["cut"]
    published, again = (analyse(one, 128, 1, 1).document()["issues"] for one in (ready, after))
    assert again[1] == published[1]
    assert again[0] != published[0]


def test_the_reference_case_too_has_its_numbers_where_nothing_is_touched() -> None:
    reference = prepare("us-russia-2013", 64, 1)
    after = changed(
        reference,
        read_changes(
            reference.case, ["w.us-rights.mission=2", "e.snowden.sn-transferred.ru.security=1,3", "off=linkage"]
        ),
    )
    there = touched(reference, after)
    assert 0 < len(there) < 12
    rest = [name for name in reference.case.issues if name not in there]
    published, again = (analyse(one, 64, 1, 1, rest).document()["issues"] for one in (reference, after))
    assert again == published


def test_a_published_analysis_is_taken_as_it_is() -> None:
    ready = prepare(case(), 128, 1)
    published = json.loads(json.dumps(analyse(ready, 128, 1, 1).document()))
    fresh = what_if(case(), ["w.south.rank=5"], 128, 1, 1).document()
    assert what_if(ready, ["w.south.rank=5"], 128, 1, 1, before=published).document() == fresh
    with pytest.raises(InputError, match="128 draws"):
        what_if(case(), [], 64, 1, 1, before=published)
    with pytest.raises(InputError, match="of arms"):
        what_if("chicken", [], 128, 1, 1, before=published)


def test_numbers_keep_their_columns() -> None:
    ready = prepare(case(), 64, 1)
    after = changed(ready, read_changes(ready.case, ["w.south.rank=1,2,4", "e.cut.both.south.money=4"]))
    before, now = ready.draws, after.draws
    place = ("value", "opens", "north.money")
    assert np.array_equal(before.normal[:, before.column[place]], now.normal[:, now.column[place]])
    assert ("value", "both", "south.money") in before.column
    assert ("value", "both", "south.money") not in now.column
    new = now.normal[:, now.column["weight", "south", "rank"]]
    assert new.std() == pytest.approx(1.0, abs=0.1)


# -- evenness


def test_the_order_of_the_parties_changes_nothing() -> None:
    for texts in (["w.south.rank=5"], ["off=standing", "e.cut.both.south.money=1,2,4"]):
        one, other = (found(*texts, of=case(order)) for order in permutations(("north", "south")))
        for name in one:
            for part in ("before", "after"):
                assert one[name][part]["losses"] == other[name][part]["losses"]
                assert one[name][part]["keys"] == other[name][part]["keys"]
            assert one[name]["loss"] == other[name]["loss"]
            assert one[name]["changed"] == other[name]["changed"]


def test_a_frame_has_a_row_for_each_issue_and_party() -> None:
    frame = what_if(case(), ["w.south.rank=5"], draws=16, threads=1).to_frame()
    assert list(frame.columns) == ["issue", "party", "before", "after", "ratio"]
    assert len(frame) == 4


def test_an_issue_by_itself_has_the_numbers_that_it_has_among_all() -> None:
    """Also where several numbers, of several issues, are drawn that were certain."""
    changes = ["w.south.rank=1,2,4", "e.cut.both.north.money=1,2,3", "e.road.opens.chance=0.2,0.5,0.9"]
    together = found(*changes)
    for name, issue in together.items():
        (alone,) = what_if(case(), changes, 256, threads=1, issues=[name]).document()["issues"]
        assert alone == issue
