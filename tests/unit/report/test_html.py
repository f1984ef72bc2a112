"""The report as one HTML page."""

from __future__ import annotations

import copy
import functools
import itertools
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import synthetic
from nu_checker import remarks

import evenhand
from evenhand.casefile import Case, loads, read
from evenhand.report import html
from evenhand.report.language import speaking
from evenhand.study.whole import CHAPTERS, whole

CATALOG = Path(evenhand.__file__).parent / "catalog"
CASES = sorted(CATALOG.glob("*/*.yaml"))
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """What stands in a page: elements, their attributes, text outside styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.text)).replace("\u202f", " ")


@functools.cache
def _synthetic_page(name: str) -> str:
    case: Case = getattr(synthetic, name)()
    return html.render(case, synthetic.document(case))


@functools.cache
def _catalogue_page(path: Path) -> str:
    case = read(path)
    return html.render(case, synthetic.document(case))


@functools.cache
def _whole_page(case_id: str) -> str:
    """With the chapters that go with the analysis; leverage needs two issues."""
    case = evenhand.load(case_id)
    issue, sides = next(iter(case.issues.items()))
    propose = {issue: {side: next(s for s in own if s != sides.default[side]) for side, own in sides.stances.items()}}
    study, chapters = whole(case, draws=16, propose=propose)
    assert list(chapters) == [name for name in CHAPTERS if name != "leverage" or len(case.issues) > 1]
    return html.render(case, {**study.document(), **chapters})


WHOLE = ("assurance-misread", "us-russia-2013")


@pytest.fixture(params=["ugly", "plain", *WHOLE])
def reader(request: pytest.FixtureRequest) -> Reader:
    return Reader(_whole_page(request.param) if request.param in WHOLE else _synthetic_page(request.param))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_of_the_catalogue_can_be_shown(path: Path) -> None:
    found = Reader(_catalogue_page(path))
    for issue in read(path).issues.values():
        assert re.sub(r"\s+", " ", issue.title) in found.words


def test_the_findings_of_the_engine_can_be_shown() -> None:
    for name in ("chicken", "ordinal", "turn-taking", "at-a-bystanders-expense", "cooperation-under-temptation"):
        case = read(CATALOG / "teaching" / f"{name}.yaml")
        document = json.loads(json.dumps(evenhand.analyse(case, draws=64).document()))
        assert case.title in Reader(html.render(case, document)).words


def test_a_large_report_is_small() -> None:
    case = read(CATALOG / "reference" / "us-russia-2013.yaml")
    document = synthetic.document(case)
    page = html.render(case, document)
    assert len(page.encode()) < 1_500_000


def test_text_of_the_case_is_escaped(reader: Reader) -> None:
    assert not reader.named("script")
    assert not reader.named("img")
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert not any((a.get("href") or "").startswith("javascript:") for a in reader.named("a"))


def test_what_looks_like_a_template_stays_text() -> None:
    assert "{{ 7 * 7 }}" in Reader(_synthetic_page("ugly")).words


def test_names_appear_as_they_were_written() -> None:
    text = Reader(_synthetic_page("ugly")).words
    for name in (
        synthetic.SCRIPT,
        "\u00c4ld\u00e9r & S\u00f6hne <i>",
        synthetic.LONG,
        "\u0633\u062f\u0631",
        "Совет 'R' \"x\"",
    ):
        assert name in text


def test_the_page_needs_nothing_beside_itself(reader: Reader) -> None:
    for tag, attributes in reader.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "audio", "video", "source"}
        assert "src" not in attributes
    assert not re.search(r"url\((?!#)", _synthetic_page("ugly"))
    assert "@import" not in _synthetic_page("ugly")


def test_every_link_inside_the_page_leads_somewhere(reader: Reader) -> None:
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(a.get("href") or "")[1:] for a in reader.named("a") if (a.get("href") or "").startswith("#")}
    assert targets <= set(ids)
    for _, attributes in reader.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)


def test_headings_go_down_one_step_at_a_time(reader: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_heads_and_can_be_scrolled_with_the_keyboard(reader: Reader) -> None:
    assert len(reader.named("main")) == 1
    assert reader.named("html")[0]["lang"] == "en"
    assert all(head.get("scope") for head in reader.named("th"))
    regions = [attributes for attributes in reader.named("div") if attributes.get("class") == "wide"]
    assert len(regions) == len(reader.named("table"))
    for region in regions:
        assert (region["tabindex"], region["role"]) == ("0", "region")
        assert region["aria-label"]


def test_charts_have_titles_or_are_hidden_from_listeners(reader: Reader) -> None:
    stack = reader.named("svg")
    assert stack
    for chart in stack:
        if chart.get("class") == "mark":
            continue
        assert chart.get("aria-hidden") == "true" or (chart["role"] == "img" and chart["aria-labelledby"])


def test_no_figure_is_minus_zero(reader: Reader) -> None:
    assert not re.search(r"[-\u2212]0(?![.\d])", " ".join(t for t in reader.text if "Command" not in t))
    assert "nan" not in reader.words.lower().split()
    assert "None" not in reader.words.split()


def test_what_happened_later_is_set_apart(reader: Reader) -> None:
    if any(a.get("class") == "later" for a in reader.named("aside")):
        assert "Afterwards; never an input" in reader.words
        assert f"Later {synthetic.SCRIPT}" in reader.words or synthetic.SCRIPT not in reader.words


def test_numbers_lead_to_their_sources() -> None:
    found = Reader(_synthetic_page("ugly"))
    links = [a for a in found.named("a") if a.get("href") == "#source-1"]
    assert len(links) >= 2
    assert all((a.get("aria-label") or "").startswith("Source 1: ") for a in links)
    assert "The <Org>" in found.words
    assert any(a.get("href") == "https://example.org/?a=1&b=%3Cc%3E" for a in found.named("a"))


@pytest.mark.parametrize("case_id", WHOLE)
def test_further_chapters_stand_in_the_page_and_in_its_contents(case_id: str) -> None:
    found = Reader(_whole_page(case_id))
    order = [attributes.get("id") for attributes in found.named("section")]
    last = ["leverage"] if len(evenhand.load(case_id).issues) > 1 else []
    chapters = ["agenda", "initiative", "persuasion", "benefits", "potential", "courses", *last, "evenness"]
    assert order[-len(chapters) - 2 :] == [*chapters, "case", "reading"]
    linked = {a["href"] for a in found.named("a")}
    assert {f"#{name}" for name in chapters if name != "potential"} <= linked


def test_without_their_documents_there_are_no_further_chapters() -> None:
    page = _synthetic_page("plain")
    assert not any(f'#{name}"' in page or f'id="{name}"' in page for name in CHAPTERS)


def test_further_chapters_speak_the_language_of_the_page() -> None:
    case = evenhand.load("us-russia-2013")
    study, chapters = whole(case, draws=4, issues=["strategic-reductions"])
    assert list(chapters) == ["persuasion", "evenness"]  # an agenda and courses are of the whole case
    with speaking("ru"):
        found = Reader(html.render(case, {**study.document(), **chapters})).words
    assert "Убеждение и давление" in found
    assert "На чем это держится" in found
    assert "сократить" in found
    assert "Persuasion" not in found
    assert "Russia:" not in found


def test_kinds_without_a_loss_say_what_they_are() -> None:
    text = Reader(_synthetic_page("ugly")).words
    assert "No state, and no mix of states, improves on today without a loss for a side or for somebody else." in text
    assert "Every side ranks an agreement" in text


def test_a_document_of_some_issues_only_can_be_shown() -> None:
    case = synthetic.ugly()
    document = synthetic.document(case)
    document["issues"] = document["issues"][1:2]
    assert "The answer in brief" in Reader(html.render(case, document)).words


def test_what_may_be_missing_may_be_missing() -> None:
    case = synthetic.plain()
    document = synthetic.document(case)
    account = document["issues"][0]["accounts"]["authors"]
    for key in ("prediction", "keys", "doubt", "sensitivity", "states", "stability", "causes", "monte_carlo_error"):
        changed = copy.deepcopy(document)
        changed["issues"][0]["accounts"]["authors"][key] = None if key in account else account[key]
        Reader(html.render(case, changed))
    bare = copy.deepcopy(document)
    bare["issues"][0] |= {"beliefs": [], "expectations": None, "common_ground": [], "holds_in_all_accounts": None}
    Reader(html.render(case, bare))


def _exchanged(value: Any, names: dict[str, str]) -> Any:
    """The same data with the names of the sides exchanged; order of lists and of keys kept by place."""
    if isinstance(value, dict):
        swapped = {names.get(key, key): _exchanged(item, names) for key, item in value.items()}
        return {key: swapped[key] for key in value} if set(swapped) == set(value) else swapped
    if isinstance(value, list):
        return [_exchanged(item, names) for item in value]
    return re.sub("|".join(names), lambda found: names[found[0]], value) if isinstance(value, str) else value


def test_the_sides_are_spoken_of_in_the_same_words() -> None:
    """Exchange what happens to the two sides, their order staying: the same words follow, with the names exchanged."""
    swap = {"alder": "birch", "birch": "alder"}
    text = re.sub("alder|birch", lambda found: swap[found[0]], synthetic.PLAIN)
    exchanged_case = loads(
        text.replace("name: Alder", "name: *").replace("name: Birch", "name: Alder").replace("name: *", "name: Birch")
    )
    case = synthetic.plain()
    document = synthetic.document(case)
    exchanged = _exchanged(document, swap)
    exchanged["issues"][0]["sides"] = document["issues"][0]["sides"]
    before = Reader(html.render(case, document)).words
    after = Reader(html.render(exchanged_case, exchanged)).words
    names = {"Alder": "Birch", "Birch": "Alder", "alder": "birch", "birch": "alder"}
    back = re.sub("|".join(names), lambda found: names[found[0]], after)
    assert before != after
    tokens = functools.partial(re.findall, r"[\w%\u2212]+(?:\.\d+)?")
    assert Counter(tokens(back)) == Counter(tokens(before))


def test_the_pages_are_valid_html(tmp_path: Path) -> None:
    reference = CATALOG / "reference" / "us-russia-2013.yaml"
    pages = {"ugly": _synthetic_page("ugly"), "plain": _synthetic_page("plain"), "large": _catalogue_page(reference)}
    pages |= {name: _whole_page(name) for name in WHOLE}
    assert remarks(pages, tmp_path) == []


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["unnecessary loss"], "On the one issue something is lost that could be had at nobody else\u2019s expense."),
        (["genuine conflict"], "On the one issue no state was found that would improve on today for every side."),
        (
            ["unnecessary loss", "unnecessary loss", "tradeable", "loss at the expense of others"],
            "On 2 of 4 issues something is lost that could be had at nobody else\u2019s expense; on 1 of 4 issues the "
            "sides could gain only at the expense of others; on 1 of 4 issues no state was found that would improve on "
            "today for every side.",
        ),
        (["tradeable", "tradeable"], "On both issues no state was found that would improve on today for every side."),
    ],
)
def test_the_report_counts_what_could_be_had_at_nobody_elses_expense(kinds: list[str], told: str) -> None:
    case = synthetic.plain()
    document = synthetic.document(case)
    issue = document["issues"][0]
    issue["accounts"]["authors"]["reference"] = None
    document["issues"] = [copy.deepcopy(issue) for _ in kinds]
    for item, kind in zip(document["issues"], kinds, strict=True):
        item["accounts"]["authors"]["kind"] = kind
    assert html.Page(case, document).count() == told
