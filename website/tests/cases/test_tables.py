"""The figures of a study as CSV: what stands in its document, unrounded, and nothing that compares parties."""

import csv
import io
import json

import pytest
from evenhand_site.cases.showing import OF_CASE, SHOWS
from evenhand_site.cases.tables import OF_SHOWN, TABLES, as_csv


def rows(name, study, issue=""):
    return list(csv.DictReader(io.StringIO(as_csv(name, study.findings, issue), newline="")))


@pytest.mark.parametrize("name", list(TABLES))
def test_every_row_has_every_column_and_names_its_case_and_issue(reference, name):
    found = rows(name, reference)
    issues = [issue["id"] for issue in json.loads(reference.analysis)["issues"]]
    assert found and {row["case"] for row in found} == {"us-russia-2013"}
    assert {row["issue"] for row in found} <= set(issues)
    assert all(None not in row and None not in row.values() for row in found)


def test_losses_are_those_of_the_document_to_the_last_digit(reference):
    document = json.loads(reference.analysis)
    expected = [
        (issue["id"], account, party, interest, amount["mean"], amount["p95"])
        for issue in document["issues"]
        for account, found in issue["accounts"].items()
        for party, loss in (found["losses"] or {}).items()
        for interest, amount in loss["interests"].items()
    ]
    found = rows("losses", reference)
    assert [
        (row["issue"], row["account"], row["party"], row["interest"], float(row["mean"]), float(row["p95"]))
        for row in found
    ] == expected


def test_causes_are_shares_of_a_partys_own_loss_and_make_up_all_of_it(reference):
    sums = {}
    for row in rows("causes", reference):
        key = row["issue"], row["account"], row["party"]
        sums[key] = sums.get(key, 0.0) + float(row["share"])
    assert len(sums) > 20 and all(abs(total - 1) < 1e-6 for total in sums.values())


def test_a_table_of_one_issue_has_the_rows_of_that_issue(reference):
    whole = [row for row in rows("keys", reference) if row["issue"] == "trade-investment"]
    assert whole and rows("keys", reference, "trade-investment") == whole


def test_every_figure_that_a_text_can_show_has_its_table():
    assert set(OF_SHOWN) == {*SHOWS, *OF_CASE} and set(OF_SHOWN.values()) <= set(TABLES)


def test_a_case_that_only_ranks_its_states_has_tables_too(db):
    from evenhand_site.cases.study import study

    ranked = study("ordinal", draws=16)
    assert [list(rows(name, ranked)) for name in TABLES]
    assert rows("losses", ranked) == []
