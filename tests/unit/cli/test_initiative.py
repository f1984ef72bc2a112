"""``evenhand initiative``: in the terminal and as data; nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FEW = ("--draws", "100")
BOTH = ("--propose", "armament: alder=restrain, birch=restrain")


def test_findings_are_printed(run: Run) -> None:
    ran = run("initiative", "prisoners-dilemma", *BOTH, *FEW)
    assert (ran.status, ran.err) == (0, "")
    flat = " ".join(ran.out.split())
    assert "As things stand the proposal is blocked." in flat
    assert "Every side accepts without: Commitment (100 %)." in flat


def test_data_alone_on_standard_output(run: Run) -> None:
    ran = run("initiative", "prisoners-dilemma", *BOTH, *FEW, "--json", "-")
    found = json.loads(ran.out)
    assert found["schema"] == "evenhand.initiative/1" and found["draws"] == 100


def test_a_file_of_proposals_and_data_in_a_file(run: Run, tmp_path: Path) -> None:
    proposal, target = tmp_path / "proposal.yaml", tmp_path / "found.json"
    proposal.write_text("# both at once\narmament: {alder: restrain, birch: restrain}\ncaptives: {alder: release}\n")
    ran = run("initiative", "ordinal", "--propose", f"@{proposal}", *FEW, "--json", target)
    assert ran.status == 0 and ran.out.rstrip().endswith(str(target))
    assert [issue["id"] for issue in json.loads(target.read_text())["issues"]] == ["armament", "captives"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("armament", "`ISSUE: SIDE=STANCE, SIDE=STANCE` expected"),
        ("armament: alder", "`ISSUE: SIDE=STANCE, SIDE=STANCE` expected"),
        (": alder=restrain", "expected"),
        ("armament: alder=restrain,", "expected"),
        ("armament: alder=a=b", "expected"),
        ("armament: alder=restrain, alder=arm", "`alder` has two stances"),
        ("armamant: alder=restrain", "did you mean armament?"),
        ("armament: aldr=restrain", "did you mean alder?"),
        ("armament: alder=restrein", "did you mean restrain?"),
        ("armament: alder=arm", "today's state"),
        ("@", "the name of a file expected"),
        ("@nowhere.yaml", "no such file"),
    ],
)
def test_what_is_no_proposal_is_refused_and_nothing_written(run: Run, tmp_path: Path, text: str, message: str) -> None:
    target = tmp_path / "out.json"
    ran = run("initiative", "prisoners-dilemma", "--propose", text, *FEW, "--json", target)
    assert (ran.status, ran.out) == (2, "") and message in ran.err
    assert not target.exists()


def test_an_issue_is_proposed_once(run: Run) -> None:
    ran = run("initiative", "prisoners-dilemma", *BOTH, *BOTH, *FEW)
    assert ran.status == 2 and "`armament` is proposed twice" in ran.err


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n", "armament: restrain\n", "armament: {alder: restrain\n"])
def test_a_file_that_is_no_proposal_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    proposal = tmp_path / "proposal.yaml"
    proposal.write_text(text)
    ran = run("initiative", "prisoners-dilemma", "--propose", f"@{proposal}", *FEW)
    assert (ran.status, ran.out) == (2, "") and ran.err
    assert "in the case" not in ran.err and "no case" not in ran.err


@pytest.mark.parametrize(
    ("text", "said"), [("", "proposal.yaml: holds no proposal;"), ("# later\n", "holds no proposal;"),
                       ("a: [\n", "1 fault in the proposal; nothing was done")],
)  # fmt: skip
def test_the_faults_of_a_file_of_proposals_are_called_the_proposals(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    proposal = tmp_path / "proposal.yaml"
    proposal.write_text(text)
    ran = run("initiative", "prisoners-dilemma", "--propose", f"@{proposal}", *FEW)
    assert said in " ".join(ran.err.split())


def test_the_file_of_proposals_is_not_written_over(run: Run, tmp_path: Path) -> None:
    proposal = tmp_path / "proposal.yaml"
    proposal.write_text("armament: {alder: restrain}\n")
    ran = run("initiative", "prisoners-dilemma", "--propose", f"@{proposal}", *FEW, "--json", proposal)
    assert ran.status == 2 and proposal.read_text() == "armament: {alder: restrain}\n"
    assert "is the proposal itself" in " ".join(ran.err.split())


def test_a_proposal_is_asked_for(run: Run) -> None:
    ran = run("initiative", "prisoners-dilemma")
    assert ran.status == 2 and "--propose" in ran.err
