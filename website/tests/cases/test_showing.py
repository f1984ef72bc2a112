"""What a finding says: the numbers of the study, each side in the same words."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override
from evenhand_site.cases.findings import Findings
from evenhand_site.cases.showing import OF_CASE, SHOWS, show
from evenhand_site.cases.study import names_of
from evenhand_site.cases.wording import Wording, number, percent

import evenhand

SHIPPED = [
    "us-russia-2013", "nile-gerd-2020", "india-pakistan-2013", "prisoners-dilemma", "chicken", "ordinal", "deadlock",
    "ratifier", "turn-taking", "genuine-conflict", "at-a-bystanders-expense", "standing-alone", "assurance",
    "assurance-misread", "cooperation-under-temptation", "win-set",
]  # fmt: skip


def findings_of(case_id: str, draws: int = 16) -> Findings:
    case = evenhand.load(case_id)
    return Findings(json.loads(json.dumps(evenhand.analyse(case, draws=draws).document())), names_of(case))


@pytest.mark.parametrize("case_id", SHIPPED)
def test_every_finding_of_every_shipped_case_can_be_said(case_id):
    found = findings_of(case_id)
    for issue in found.issues:
        for what in SHOWS:
            shown = show(what, Wording(found), issue)
            assert shown.words and all(shown.words)
            if shown.table:
                assert all(len(row) == len(shown.table.heads) for row in shown.table.rows) and shown.table.rows


def test_losses_are_those_of_the_study_with_their_unit():
    found = findings_of("us-russia-2013", draws=64)
    issue = found.issue("trade-investment")
    rows = show("losses", Wording(found), issue).table.rows
    for side, row in zip(issue["sides"], rows, strict=True):
        income = issue["accounts"]["authors"]["losses"][side]["interests"]["income"]
        assert row[:4] == [found.party(side), "National income", "USD bn a year", number(income["mean"])]


def test_stances_are_told_in_the_words_of_the_case():
    found = findings_of("us-russia-2013")
    issue = found.issue("trade-investment")
    told = [row[1] for row in show("agreement", Wording(found), issue).table.rows]
    assert told == [
        "Sanitary bans and weak legal safety; ask for unconditional treatment",
        "Grant normal trade relations tied to a human-rights law",
    ]
    state = Wording(found).state(issue, {"ru": "open", "us": "treat"})
    assert state == (
        "Russia: “Legal safety for investors, sanitary equivalence, a working commission”; "
        "United States: “Conclude an investment treaty; keep conditions out of trade law”"
    )


@pytest.mark.parametrize(
    ("language", "told", "named"),
    [
        ("ru", "Россия: «правовая защита инвесторов, ", "Россия: «открыть»"),
        ("uk", "Росія: «правов", "Росія: «відкрити»"),
    ],
)
def test_stances_are_told_in_other_languages_where_the_case_speaks_them(language, told, named):
    found = findings_of("us-russia-2013")
    issue = found.issue("trade-investment")
    with override(language):
        assert Wording(found).state(issue, {"ru": "open"}).startswith(told)
        alone = Findings(found.document, {**found.names, "stances_in": {}})
        assert Wording(alone).state(issue, {"ru": "open"}) == named


def test_stances_that_the_case_only_names_and_studies_of_before_are_told_by_name():
    found = findings_of("prisoners-dilemma")
    before = Findings(found.document, {**found.names, "stances": {}})
    for each in (found, before):
        assert Wording(each).state(found.issues[0], {"alder": "arm"}) == "Alder: “arm”"


def test_causes_add_up_to_the_whole_of_each_sides_own_loss():
    found = findings_of("us-russia-2013", draws=64)
    for issue in found.with_loss:
        for side in issue["sides"]:
            shares = [found.share(issue, side, cause) for cause in found.base(issue)["causes"][side]]
            assert sum(shares) == pytest.approx(1)


def test_sides_that_exchange_their_names_exchange_their_findings():
    found = findings_of("us-russia-2013", draws=64)
    parties = found.names["parties"]
    other = Findings(found.document, {**found.names, "parties": {**parties, "ru": parties["us"], "us": parties["ru"]}})

    def exchanged(text: str) -> str:
        return text.replace(parties["ru"], "\0").replace(parties["us"], parties["ru"]).replace("\0", parties["us"])

    for issue in found.issues:
        title = {**issue, "title": "The issue"}
        for what in ("losses", "causes", "agreement", "expectations", "beliefs", "common-ground"):
            one, two = show(what, Wording(found), title), show(what, Wording(other), title)
            assert [exchanged(sentence) for sentence in one.words] == list(two.words)
            if one.table:
                assert [[exchanged(cell) for cell in row] for row in one.table.rows] == [
                    list(r) for r in two.table.rows
                ]


def test_every_name_of_the_reference_case_can_be_translated():
    from evenhand_site.cases import names

    from evenhand.report import naming, numerals, words

    case = evenhand.load("us-russia-2013")

    def marked(some) -> set[str]:
        return {str(each) for each in some}

    assert {party.name for party in case.parties.values()} <= marked(names.PARTIES)
    assert {interest.name for interest in case.interests.values()} <= marked(names.INTERESTS)
    assert {case.title, *(issue.title for issue in case.issues.values())} <= marked(names.ISSUES)
    units = {" ".join(filter(None, numerals.unit_words(interest.unit))) for interest in case.interests.values()}
    assert units <= marked(names.UNITS)
    stances = {naming.stance(s) for issue in case.issues.values() for side in issue.stances.values() for s in side}
    assert stances <= marked(names.STANCES)
    assert marked(names.CAUSES) == {naming.NO_REASON, *naming.CAUSES}
    assert marked(names.KINDS) == {naming.kind_name(kind) for kind in words.KINDS}
    assert marked(names.FREQUENCIES) == {numerals.often(p / 100).partition(",")[0] for p in range(101)}


@pytest.mark.parametrize(("language", "sign"), [("en", "."), ("ru", ","), ("uk", ",")])
def test_numbers_have_the_decimal_sign_of_the_reader(language, sign):
    with override(language):
        assert number(0.284) == f"0{sign}28"
        assert percent(0.624) == "62\u202f%"


def test_the_guide_for_editors_names_whatever_can_be_shown():
    guide = Path(__file__).parents[3].joinpath("docs/how-to/edit-the-site.md").read_text(encoding="utf-8")
    with override("en"):
        missing = [label for label, _show in (SHOWS | OF_CASE).values() if f"| {label} |" not in guide]
    assert missing == []


@pytest.mark.parametrize(
    ("key", "prediction", "told"),
    [
        ({"probability": 1.0}, {"by": "agreement"}, "so the case leaves out what does."),
        ({"probability": 0.5}, {"by": "agreement"}, "over the draws: about as often as not (50 %)."),
        ({"probability": 1.0, "undone_by_more": True}, {"by": "agreement"}, "over the draws: in every draw (100 %)."),
        ({"probability": 1.0}, {"by": "drift", "refused_by": ["birch"]}, "would lack consent: Birch."),
    ],
)
def test_that_no_cause_is_in_the_way_is_said_as_surely_as_it_is(key, prediction, told):
    found = findings_of("assurance")
    account = found.base(found.issues[0])
    account["keys"] = [{"remove": [], "undone_by_more": False, **key}]
    account["prediction"] = {"states": [], "pays": [], **prediction}
    (text,) = show("keys", Wording(found), found.issues[0]).words
    assert text.replace("\u202f", " ").endswith(told)
