"""The documentation: its links lead somewhere, its commands run and print what it shows, and nothing is left out.

What the pages show of Evenhand's output is recorded again with ``EVENHAND_RECORD=1 pytest tests/docs``; look at the
difference. A page is a session in an empty folder, from top to bottom:

- a ``yaml`` block with a title is saved under it; a ``diff`` block with a title is applied to that file;
- in a ``console`` block the commands ``$ evenhand …`` and ``$ cp …`` are run, and their output is compared;
- where a line ``[…]`` stands alone, paragraphs of the output are left out; at the end of a paragraph, all of it but
  its first entry;
- a ``pycon`` block is a doctest.
"""

from __future__ import annotations

import contextlib
import doctest
import glob
import importlib.util
import io
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

import evenhand
from evenhand import catalog
from evenhand.casefile import PARAMETERS
from evenhand.casefile.codes import FAULTS, WARNINGS
from evenhand.cli import main
from evenhand.cli.commands import commands
from evenhand.findings import kinds
from evenhand.findings.evenness import MEND
from evenhand.solve.causes import CAUSES, NO_REASON

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
RECORD = os.environ.get("EVENHAND_RECORD") == "1"
LEFT_OUT = "[…]"
FENCE = re.compile(r"^```(?P<lang>[\w-]*)(?: +title=\"(?P<title>[^\"]+)\")?[^\n]*\n(?P<body>.*?)^```$", re.M | re.S)
LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)\)")


def name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def page(place: str) -> str:
    return (DOCS / place).read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


# --- what a page shows


@dataclass
class Step:
    """One command of a ``console`` block and the output that the page shows."""

    command: str
    shown: str


def steps(body: str) -> list[Step]:
    found: list[Step] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:], ""))
        elif found:
            found[-1].shown += line + "\n"
    return found


def block_of(told: list[Step]) -> str:
    return "".join(f"$ {step.command}\n" + (step.shown.rstrip("\n") + "\n" if step.shown else "") for step in told)


def run(command: str) -> str:
    """What ``evenhand …`` prints, standard error included; ``cp`` prints nothing."""
    words = [part for word in shlex.split(command) for part in (sorted(glob.glob(word)) or [word])]
    if words[0] == "cp":
        for source in words[1:-1]:
            shutil.copy(source, words[-1])
        return ""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        main(words[1:])
    return "".join(line.rstrip() + "\n" for line in printed.getvalue().splitlines())


def paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n")) if part.strip()]


def as_shown(real: str, shown: str) -> str:
    """The real output in the form in which the page shows it: whole, or the paragraphs that it names."""
    if LEFT_OUT not in shown.splitlines():
        return real
    known = paragraphs(real)
    kept = []
    for part in paragraphs(shown):
        first, cut = part.splitlines()[0], part.splitlines()[-1] == LEFT_OUT
        if first != LEFT_OUT:
            part = next((one for one in known if one.splitlines()[0] == first), part)
            part = f"{_first_entry(part)}\n{LEFT_OUT}" if cut else part
        kept.append(part)
    return "\n\n".join(kept) + "\n"


def _first_entry(part: str) -> str:
    """The first line of a paragraph, with those below it that stand further in."""
    first, *rest = part.splitlines()
    inner = " " * (len(first) - len(first.lstrip()) + 1)
    return "\n".join([first, *itertools.takewhile(lambda line: line.startswith(inner), rest)])


def apply(change: str, file: Path) -> None:
    """Put the lines marked ``+`` in the place of those marked ``-``; both with the unmarked lines around them."""
    lines = change.splitlines()
    before = "".join(line[1:] + "\n" for line in lines if line[0] in " -")
    after = "".join(line[1:] + "\n" for line in lines if line[0] in " +")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name} does not hold exactly once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "src").symlink_to(ROOT / "src")
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_commands_print_what_the_page_shows(path: Path, session: Path) -> None:
    text = path.read_text(encoding="utf-8")
    recorded: list[str] = []
    end = 0
    known: dict[str, Any] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
    for block in FENCE.finditer(text):
        lang, title, body = block["lang"], block["title"], block["body"]
        if lang == "yaml" and title:
            (session / title).write_text(body, encoding="utf-8")
        elif lang == "diff" and title:
            apply(body, session / title)
        elif lang == "pycon":
            line = text[: block.start("body")].count("\n")
            test = doctest.DocTestParser().get_doctest(body, known, name(path), str(path), line)
            failed: list[str] = []
            runner.run(test, out=failed.append, clear_globs=False)
            known.update(test.globs)
            assert not failed, "".join(failed)
        elif lang == "console":
            told = steps(body)
            for step in told:
                if step.command.split()[0] not in ("evenhand", "cp"):
                    continue
                real = run(step.command)
                assert "Traceback" not in real, step.command
                if RECORD:
                    step.shown = as_shown(real, step.shown)
                assert_shown(step, real)
            if RECORD and told:
                recorded += [text[end : block.start("body")], block_of(told)]
                end = block.end("body")
    if RECORD:
        path.write_text("".join(recorded) + text[end:], encoding="utf-8")


def assert_shown(step: Step, real: str) -> None:
    whole = LEFT_OUT not in step.shown.splitlines()
    known = [real.rstrip()] if whole else paragraphs(real)
    known += [f"{_first_entry(part)}\n{LEFT_OUT}" for part in known if part]
    for part in [step.shown.rstrip()] if whole else paragraphs(step.shown):
        assert part == LEFT_OUT or part in known, f"$ {step.command}\ndoes not print:\n{part}\n\nbut:\n{real}"


# --- links, and the site as a whole


def anchors(path: Path) -> set[str]:
    from markdown.extensions.toc import slugify

    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    found = set(re.findall(r"\{ *#([\w-]+) *\}", text))
    for heading in re.findall(r"^#+ +(.*)$", text, re.M):
        found.add(slugify(re.sub(r"[`*]|\{.*\}", "", heading).strip(), "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in (match["target"] for match in LINK.finditer(text)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = (path.parent / file).resolve() if file else path
        assert goal.is_file(), f"{name(path)}: {target}"
        assert not anchor or anchor in anchors(goal), f"{name(path)}: {target}"


def test_nothing_local_is_named() -> None:
    assert str(ROOT) not in everything()
    assert not re.search(r"/home/|/root/|/tmp/", everything())


def test_the_site_builds(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "index.html").is_file()


# --- nothing is left out


def test_every_command_and_option_is_documented() -> None:
    text = page("reference/command-line.md")
    for option in (option for parameter in commands.params for option in parameter.opts):
        assert f"`{option}`" in text, option
    for command in commands.commands.values():
        section = re.search(rf"^## `{command.name}`$(.*?)(?=^## |\Z)", text, re.M | re.S)
        assert section, command.name
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else [str(parameter.name).upper()]:
                assert f"`{option}" in section[1], f"{command.name} {option}"


def test_every_cause_and_kind_is_explained() -> None:
    glossary, method = page("reference/glossary.md"), page("explanation/method.md")
    sorts = [kinds.UNNECESSARY, kinds.AT_OTHERS_EXPENSE, kinds.NOTHING, kinds.HOLDS]
    for word in [*CAUSES, NO_REASON, *sorts, kinds.TEMPTED, kinds.TRADEABLE, kinds.CONFLICT]:
        assert word in glossary.lower(), word
        assert word in method.lower(), word


def test_every_case_that_ships_is_listed() -> None:
    listed = page("reference/catalogue.md")
    taught = page("tutorial/teaching-cases.md")
    for case_id, path in catalog.cases().items():
        assert f"`{case_id}`" in listed, case_id
        assert path.parent.name != "teaching" or f"`{case_id}`" in taught, case_id


def test_every_fault_and_warning_has_its_section() -> None:
    text = page("reference/errors.md")
    for code in [*FAULTS, *WARNINGS]:
        assert f"### `{code}`" in text, code


def keys(value: Any, free: bool = False) -> set[str]:
    """Keys of the analysis that are no names of the case."""
    if isinstance(value, list):
        return {key for part in value for key in keys(part)}
    if not isinstance(value, dict):
        return set()
    named = {
        "sides", "default", "stances", "ratifiers", "losses", "interests", "accounts", "unilateral_losses", "causes",
        "temptations", "value_at_risk", "alone", "last", "causes_by_interest", "points", "gains", "unused_potential",
        "parties", "trim", "trim_state",
    }  # fmt: skip
    found: set[str] = set()
    for key, part in value.items():
        if not free:
            found.add(key)
        inside = key in named and isinstance(part, dict) and not {"mean", "p5"} <= set(part)
        found |= keys(part, free=inside and not free)
    return found


def test_every_key_of_the_analysis_is_documented() -> None:
    text = page("reference/analysis-json.md")
    documented = set(re.findall(r"`([^`\n]+)`", text))
    for case_id in ("prisoners-dilemma", "ordinal", "turn-taking", "nile-gerd-2020", "at-a-bystanders-expense"):
        document = json.loads(json.dumps(evenhand.analyse(evenhand.load(case_id), draws=32).document()))
        case = evenhand.load(case_id)
        names = {*case.parties, *case.interests, *case.issues, "authors", "pooled", *CAUSES, NO_REASON}
        missing = keys(document) - documented - names
        assert not missing, f"{case_id}: {sorted(missing)}"


def test_every_key_of_the_courses_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/courses-json.md")))
    documented |= set(re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md")))
    for case_id in ("us-russia-2013", "chicken"):
        case = evenhand.load(case_id)
        document = json.loads(json.dumps(evenhand.courses(case, draws=32, years=3).document()))
        named = {"losses", "interests", "reassessment", "disappointment", "expected", "got", "numbers", "years"}
        missing: set[str] = set()

        def look(value: Any, free: bool = False, missing: set[str] = missing, named: set[str] = named) -> None:
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(key, str) and not free:
                    missing.add(key)
                if isinstance(part, (dict, list)):
                    look(part, key in named and isinstance(part, dict))

        look(document)
        missing -= documented | {*case.parties, *case.interests, *case.issues, *case.events}
        assert not missing, f"{case_id}: {sorted(missing)}"


def test_every_key_of_the_agenda_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/agenda-json.md")))
    by_name = {
        "attainable", "shares", "with_standing", "gains", "interests", "regret", "accounts", "given_up", "of_total",
        "given_up_with_standing", "agreements", "tolerance", "critical", "points", "default", "stances",
    }  # fmt: skip

    def named(value: Any, free: bool = False) -> set[str]:
        if isinstance(value, list):
            return {key for part in value for key in named(part)}
        if not isinstance(value, dict):
            return set()
        below = {key for name, part in value.items() for key in named(part, not free and name in by_name)}
        return below if free else {*value, *below}

    for case_id in ("prisoners-dilemma", "ordinal", "india-pakistan-2013", "nile-gerd-2020"):
        found = json.loads(json.dumps(evenhand.agenda(case_id, draws=32).document()))
        case = evenhand.load(case_id)
        missing = named(found) - documented - {"mean", "p5", "median", "p95", *case.parties, *case.interests}
        assert not missing, f"{case_id}: {sorted(missing)}"


def test_every_key_of_benefits_and_leverage_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/benefits-and-leverage-json.md")))
    documented |= set(re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md")))
    case = evenhand.load("us-russia-2013")
    named = {"unused_potential", "interests", "issues", "accounts", "when", "schedule", "stances", "demand"}
    for study in (evenhand.benefits(case, draws=16), evenhand.leverage(case, draws=16)):
        missing: set[str] = set()

        def look(value: Any, free: bool = False, missing: set[str] = missing) -> None:
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(key, str) and not free:
                    missing.add(key)
                if isinstance(part, (dict, list)):
                    look(part, key in named and isinstance(part, dict))

        look(json.loads(json.dumps(study.document())))
        missing -= documented | {*case.parties, *case.interests, *case.issues}
        assert not missing, sorted(missing)


def test_every_key_of_a_back_test_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/back-test-json.md")))
    documented |= set(re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md")))
    found = json.loads(json.dumps(evenhand.back_test(["india-pakistan-2013"], draws=32).document()))
    parties = set(evenhand.load("india-pakistan-2013").parties)
    assert not keys(found) - documented - parties


def test_every_key_of_a_what_if_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/what-if-json.md")))
    documented |= set(re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md")))
    case = evenhand.load("us-russia-2013")
    document = evenhand.what_if(case, ["w.ru.standing=3", "without=snowden"], draws=16).document()
    issue = document["issues"][0]
    found = {*document, *document["changes"][0], *issue, *issue["before"], *document["unused_potential"]["ru"]}
    assert found <= documented, sorted(found - documented)


def test_every_parameter_of_the_courses_is_explained() -> None:
    text = page("explanation/courses.md")
    for name in PARAMETERS:
        assert f"| `{name}` |" in text, name


def test_every_key_of_persuasion_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/persuasion-json.md")))
    for case_id in ("assurance-misread", "ordinal", "nile-gerd-2020", "at-a-bystanders-expense"):
        case = evenhand.load(case_id)
        document = json.loads(json.dumps(evenhand.persuade(case, draws=32).document()))
        missing = keys(document) - documented - {*case.parties, *case.interests, *case.issues}
        assert not missing, f"{case_id}: {sorted(missing)}"


def test_every_key_of_a_tested_proposal_is_documented() -> None:
    documented = set(re.findall(r"`([^`\n]+)`", page("reference/initiative-json.md")))
    documented |= set(re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md")))
    proposals = {
        "ordinal": {"armament": {"alder": "restrain"}},
        "prisoners-dilemma": {"armament": {"alder": "restrain"}},
        "nile-gerd-2020": {"drought": {"egy": "joint-rule"}, "allocations": {"egy": "set-aside"}},
    }

    def named(value: Any) -> set[str]:
        if isinstance(value, list):
            return {key for part in value for key in named(part)}
        return (
            {key for name, part in value.items() for key in {name, *named(part)}} if isinstance(value, dict) else set()
        )

    for case_id, propose in proposals.items():
        case = evenhand.load(case_id)
        document = json.loads(json.dumps(evenhand.initiative(case, propose, draws=32).document()))
        missing = named(document) - documented - {*case.parties, *case.interests, *case.issues, "authors"}
        assert not missing, f"{case_id}: {sorted(missing)}"


def test_every_key_of_the_evenness_is_documented() -> None:
    text = page("reference/evenness-json.md")
    documented = set(re.findall(r"`([^`\n]+)`", text)) | set(
        re.findall(r"`([^`\n]+)`", page("reference/analysis-json.md"))
    )
    for case_id in ("assurance-misread", "ordinal", "nile-gerd-2020"):
        case = evenhand.load(case_id)
        document = json.loads(json.dumps(evenhand.evenness(case).document()))
        types = {one.type for one in case.evidence.values()}
        missing: set[str] = set()

        def look(value: Any, missing: set[str] = missing) -> None:
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(key, str):
                    missing.add(key)
                if isinstance(part, (dict, list)):
                    look(part)

        look(document)
        missing -= documented | types | {*case.parties, *case.issues}
        assert not missing, f"{case_id}: {sorted(missing)}"
        for code in MEND:
            assert f"`{code}`" in text and f"| `{code}` |" in page("explanation/evenness.md"), code


def test_the_reference_of_the_case_file_is_up_to_date() -> None:
    place = DOCS / "generate_reference.py"
    spec = importlib.util.spec_from_file_location("generate_reference", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if RECORD:
        module.main()
    assert module.case_file() == page("reference/case-file.md"), "run: python docs/generate_reference.py"
