"""Courses of small cases, worked out by hand, and what holds for every case."""

from __future__ import annotations

import json
from typing import Any

import pytest

import evenhand
from evenhand.casefile import PARAMETERS, Case, check
from evenhand.errors import InputError

CALM: dict[str, Any] = {
    "hazard": 0, "disappointment": 1, "adaptation": 0, "duration": 1, "suspended": 0.5, "recovery": 0.5,
    "forgone": 0.8, "confrontation": 1,
}  # fmt: skip


def case(courses: dict[str, Any] | None = None, expects: dict[str, Any] | None = None, **more: Any) -> Case:
    """Both open: 3 to a and 2 to b each year, 1 to c, who has no weights; nothing is uncertain."""
    data: dict[str, Any] = {
        "case": "strait",
        "title": "Strait",
        "parties": {name: {"name": name.upper(), "numeraire": "money"} for name in ("a", "b")} | {"c": {"name": "C"}},
        "interests": {"money": {"name": "Money", "unit": "USD bn/yr"}},
        "weights": {"a": {"money": 1}, "b": {"money": 1}},
        "issues": {
            "passage": {
                "title": "Passage",
                "stances": {"a": ["shut", "open"], "b": ["shut", "open"]},
                "default": {"a": "shut", "b": "shut"},
                "effects": [
                    {
                        "id": "open",
                        "when": {"a": "open", "b": "open"},
                        "gives": {"a.money": 3, "b.money": 2, "c.money": 1},
                    }
                ],
                "expects": expects or {},
            },
        },
        "courses": CALM | (courses or {}),
        "horizon": 10,
        **more,
    }
    made = Case.model_validate(data)
    assert check(made) == []
    return made


def document(made: Case, draws: int = 64, **more: Any) -> dict[str, Any]:
    found = evenhand.courses(made, draws=draws, **more).document()
    return dict(json.loads(json.dumps(found, allow_nan=False)))


def test_without_crises_only_confrontation_forgoes_and_as_much_as_it_gives_up() -> None:
    # eight tenths of ten years: 8 years' worth; of 3, 2 and 1 a year
    found = document(case())["courses"]
    assert [found[name]["years_lost"]["mean"] for name in ("hold", "trim", "confront")] == [0, 0, pytest.approx(8)]
    lost = found["confront"]["losses"]
    assert [lost[party]["interests"]["money"]["mean"] for party in "abc"] == pytest.approx([24, 16, 8])
    assert lost["a"]["share"]["mean"] == pytest.approx(0.8)
    assert (lost["c"]["share"], lost["c"]["why"]) == (None, "no weights")
    assert found["hold"]["crises_per_decade"]["mean"] == 0
    assert found["confront"]["yearly"]["in_force"] == pytest.approx([0.2] * 10)


def test_a_crisis_every_year_it_can_begin_is_counted_per_decade() -> None:
    # certain crises of one year, one after the other: ten in ten years, half of everything suspended throughout
    found = document(case({"hazard": 1e6}))["courses"]["hold"]
    assert found["crises_per_decade"]["mean"] == 10
    assert found["share_lost"]["mean"] == pytest.approx(0.5)
    assert found["any_crisis"] == 1


def test_later_years_are_discounted_at_the_common_rate() -> None:
    # 0.8 · (1/1.25 + 1/1.25²) of two years
    found = document(case(rate=0.25), years=2)["courses"]["confront"]
    assert found["years_lost"]["mean"] == pytest.approx(0.8 * (0.8 + 0.64))


def test_who_counts_on_more_than_can_be_had_has_to_reassess_more() -> None:
    # a counts on 4 and can have 3, a quarter less; b counts on 2 and can have 2
    found = document(case(expects={"a": {"money": 4}, "b": {"money": 2}}))
    assert found["reassessment"]["a"]["share"]["mean"] == pytest.approx(0.25)
    assert found["reassessment"]["b"]["share"]["mean"] == 0
    assert [found["reassessment"][side]["most"] for side in "ab"] == [1, 0]
    assert found["reassessment"]["a"]["issues"] == ["passage"]
    assert found["agreements"][0]["sides"]["a"] == {"brings": pytest.approx(0.75), "trim": pytest.approx(0.25)}
    held, trimmed = (found["courses"][name]["yearly"]["disappointment"] for name in ("hold", "trim"))
    assert held["a"] == pytest.approx([0.25] * 10)  # a gap of 1 on a scale of 4; it does not adapt here
    assert trimmed["a"] == pytest.approx([0] * 10)


def test_half_a_trim_leaves_half_the_gap() -> None:
    found = document(case({"trim": 0.5}, {"a": {"money": 4}}))["courses"]["trim"]["yearly"]["disappointment"]
    assert found["a"][0] == pytest.approx(0.125)


def test_a_side_may_adapt_faster_than_the_others() -> None:
    # gaps of a quarter of 4 and a third of 3; a halves its gap each year, b keeps it
    made = case({"adaptation of": {"a": 0.5}}, {"a": {"money": 4}, "b": {"money": 3}})
    found = document(made)["courses"]["hold"]["yearly"]["disappointment"]
    assert found["a"][:3] == pytest.approx([0.25, 0.125, 0.0625])
    assert found["b"][:3] == pytest.approx([1 / 3] * 3)


def test_without_expectations_holding_and_trimming_are_the_same_and_nothing_is_said_of_reassessment() -> None:
    found = document(case({"hazard": 0.2}))
    assert found["courses"]["hold"] == found["courses"]["trim"]
    assert found["reassessment"]["a"]["why"] == "no expectation"
    gap = next(item for item in found["differences"] if (item["of"], item["against"]) == ("trim", "hold"))
    assert gap["crises"] == {"better": 0, "same": 1, "worse": 0}


def test_fewer_crises_under_trim_path_by_path_where_disappointment_raises_the_hazard() -> None:
    made = case({"hazard": 0.05, "disappointment": 8}, {"a": {"money": 9}, "b": {"money": 9}})
    gap = document(made, draws=512)["differences"][0]
    assert (gap["of"], gap["against"]) == ("trim", "hold")
    assert gap["crises_per_decade"]["mean"] < -3 * gap["crises_per_decade"]["error"]
    assert gap["crises"]["better"] > gap["crises"]["worse"]


def test_an_agreement_that_the_case_leaves_out_brings_nothing() -> None:
    made = case({"agreements": ["other"]}, issues={**case().model_dump(by_alias=True)["issues"], "other": _other()})
    found = document(made)
    assert {item["issue"]: item["why"] for item in found["agreements"]} == {"passage": "not named", "other": None}
    assert found["courses"]["confront"]["losses"]["a"]["interests"]["money"]["mean"] == pytest.approx(8)


def test_where_no_agreement_is_in_force_nothing_can_be_lost_and_only_crises_are_compared() -> None:
    found = document(evenhand.load("genuine-conflict"))
    for course in found["courses"].values():
        assert course["years_lost"] is course["share_lost"] is None
    assert all(item["lost"] is None and item["crises"] is not None for item in found["differences"])
    assert all(item["flips"] is None or set(item["flips"]) == {"crises"} for item in found["sensitivity"])


def _other() -> dict[str, Any]:
    return {
        "title": "Other",
        "stances": {"a": ["no", "yes"], "b": ["no", "yes"]},
        "default": {"a": "no", "b": "no"},
        "effects": [{"id": "yes", "when": {"a": "yes", "b": "yes"}, "gives": {"a.money": 1, "b.money": 1}}],
    }


# --- parameters


def test_every_parameter_has_a_default_that_says_where_it_comes_from_and_is_shown() -> None:
    found = document(case().model_copy(update={"courses": None}))
    assert [item["parameter"] for item in found["parameters"]] == list(PARAMETERS)
    assert not any(item["given"] for item in found["parameters"])
    for item in found["parameters"]:
        assert item["status"] in ("reading", "computed")
        assert item["p5"] <= item["median"] <= item["p95"]


def test_a_given_parameter_is_shown_with_its_own_source() -> None:
    number = {"is": [0.1, 0.2, 0.4], "status": "reading", "note": "ours"}
    found = document(case({"hazard": number}))["parameters"][0]
    assert (found["given"], found["status"], found["note"], found["sources"]) == (True, "reading", "ours", [])
    assert (found["p5"], found["median"], found["p95"]) == pytest.approx((0.1, 0.2, 0.4))


def test_sensitivity_goes_from_one_end_of_a_parameter_to_the_other_and_a_single_number_moves_nothing() -> None:
    found = {item["parameter"]: item for item in document(case({"hazard": [0.05, 0.1, 0.3]}))["sensitivity"]}
    low, high = (found["hazard"][end]["crises_per_decade"]["hold"] for end in ("low", "high"))
    # nobody is disappointed: crises of a year begin with 1 − exp(−h); about 0.5 and 2.6 a decade
    assert low < 1 < high
    assert found["trim"]["low"] is found["trim"]["high"] is found["trim"]["flips"] is None


def test_the_order_of_the_courses_is_said_to_turn_on_a_number_that_turns_it() -> None:
    # with no agreement given up the courses differ by the hazard alone: below 1 confrontation calms, above it does not
    made = case({"hazard": 0.3, "forgone": 0, "confrontation": [0.2, 1.5, 4]})
    found = {item["parameter"]: item for item in document(made, draws=2048)["sensitivity"]}
    assert found["confrontation"]["flips"]["crises"] is True


# --- the record


EPISODES = [
    {"id": "late", "title": "Late", "from": 2005, "to": "2006-03", "unmet": ["a"], "crisis": True},
    {"id": "early", "title": "Early", "from": 1999, "unmet": [], "crisis": False,
     "expected": {"a": {"words": "much", "numbers": {"money": [1, 2, 3]}}}, "got": {"a": "enough"}},
    {"id": "open", "title": "Open", "from": 2001, "unmet": ["a", "b"]},
    {"id": "silent", "title": "Silent", "from": 2002, "crisis": True},
]  # fmt: skip


def test_the_record_is_counted_in_the_order_of_time_and_nothing_else_is_made_of_it() -> None:
    plain, told = document(case()), document(case(episodes=EPISODES))
    assert [episode["id"] for episode in told["record"]["episodes"]] == ["early", "open", "silent", "late"]
    assert told["record"]["counts"] == {
        "unmet": {"episodes": 2, "crisis": 1, "no crisis": 0},
        "met": {"episodes": 1, "crisis": 0, "no crisis": 1},
        "not said": 1,
    }
    assert told["record"]["unmet"] == {"a": 2, "b": 1}
    assert told["record"]["episodes"][0]["expected"]["a"] == {"words": "much", "numbers": {"money": [1, 2, 3]}}
    assert {**told, "record": None} == {**plain, "record": None}


# --- seeds, threads, refusals


def test_the_same_seed_gives_the_same_on_any_number_of_threads_and_another_one_others() -> None:
    one = document(evenhand.load("us-russia-2013"), draws=100, threads=1)
    assert one == document(evenhand.load("us-russia-2013"), draws=100, threads=3)
    other = document(evenhand.load("us-russia-2013"), draws=100, seed=2)
    assert other["courses"]["hold"]["years_lost"] != one["courses"]["hold"]["years_lost"]


def test_a_longer_horizon_begins_like_a_shorter_one() -> None:
    made = case({"hazard": [0.1, 0.2, 0.4]})
    short, long = (document(made, years=years)["courses"]["hold"]["yearly"]["crisis"] for years in (5, 9))
    assert long[:5] == short


def test_years_come_from_the_command_then_the_case_then_its_horizon() -> None:
    assert document(case())["years"] == 10
    assert document(case({"years": 4}))["years"] == 4
    assert document(case({"years": 4}), years=3)["years"] == 3


@pytest.mark.parametrize(
    ("more", "says"),
    [({"years": 0}, "years: a number from 1 to 200"), ({"years": 201}, "found 201"), ({"account": "x"}, "'x'")],
)
def test_what_is_out_of_range_is_refused(more: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        evenhand.courses(case(), draws=8, **more)


def test_a_case_of_ranks_alone_is_refused_in_plain_words() -> None:
    with pytest.raises(InputError, match="no issue is counted in numbers"):
        evenhand.courses(evenhand.load("ordinal"), draws=8)


def test_a_single_draw_has_no_error() -> None:
    assert document(case(), draws=1)["courses"]["hold"]["crises_per_decade"]["error"] is None


def test_a_side_account_is_taken_as_if_it_were_true() -> None:
    made = case(accounts={"a": {"effects": {"open": {"gives": {"b.money": 5}}}}})
    found = document(made, account="a")
    assert found["account"] == "a"
    assert found["courses"]["confront"]["losses"]["b"]["interests"]["money"]["mean"] == pytest.approx(40)


def test_a_frame_has_a_row_for_each_course_and_party() -> None:
    frame = evenhand.courses(case(), draws=8).to_frame()
    assert len(frame) == 9
    assert set(frame["course"]) == {"hold", "trim", "confront"}


def unequal(*gives: float) -> Case:
    """Both open: 5 to a; to b what is given, from three effects."""
    whens = ({"a": "open", "b": "open"}, {"a": "open"}, {"b": "open"})
    effects = [
        {"id": f"e{number}", "when": when, "gives": {"b.money": gain, **({"a.money": 5} if number == 0 else {})}}
        for number, (when, gain) in enumerate(zip(whens, gives, strict=True))
    ]
    stances = {"a": ["shut", "open"], "b": ["shut", "open"]}
    issue = {"title": "Passage", "stances": stances, "default": {"a": "shut", "b": "shut"}, "effects": effects}
    return case({"hazard": 0.1, "disappointment": 6, "adaptation": 0.3}, issues={"passage": issue})


def test_rounding_disappoints_nobody() -> None:
    # 0.3 − 0.1 − 0.2 is nothing, though not in binary; ten times as much is exactly nothing
    small, large = (document(unequal(*gives)) for gives in ((0.3, -0.1, -0.2), (3, -1, -2)))
    assert 0.3 - 0.1 - 0.2 != 0
    assert small["courses"]["hold"]["crises_per_decade"] == large["courses"]["hold"]["crises_per_decade"]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_sides_with_the_same_adaptation_adapt_alike_whatever_their_order(order: tuple[str, str]) -> None:
    both = {"id": "open", "when": {"a": "open", "b": "open"}, "gives": {"a.money": 2, "b.money": 2}}
    stances = {"a": ["shut", "open"], "b": ["shut", "open"]}
    issue = {
        "title": "Passage", "stances": stances, "default": {"a": "shut", "b": "shut"}, "effects": [both],
        "expects": {"a": {"money": 4}, "b": {"money": 4}},
    }  # fmt: skip
    own = {side: [0.1, 0.3, 0.6] for side in order}
    found = document(case({"hazard": 0.1, "adaptation of": own}, issues={"passage": issue}))
    yearly = found["courses"]["hold"]["yearly"]["disappointment"]
    assert yearly["a"] == yearly["b"]
    assert yearly["a"][1] > 0
