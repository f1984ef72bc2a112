"""A finding in the body of a text: drawn from the study that was chosen, in that version."""

import hashlib
import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from evenhand_site.cases.blocks import FindingBlock, issues
from evenhand_site.cases.showing import OF_CASE, SHOWS
from evenhand_site.cases.wording import number
from wagtail.blocks import StructBlockValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def finding(study, **fields):
    return {"study": study.pk, "issue": "trade-investment", "show": "losses", "caption": "", **fields}


def text_with(network, value):
    section = network.section("Commentary")
    text = network.text("With a finding", under=section, by=[network.person()])
    text.body = json.dumps([{"type": "finding", "value": value}])
    text.save_revision().publish()
    return text


def test_a_text_prints_the_numbers_of_the_study_and_says_whose_they_are(client, network, reference):
    text = text_with(network, finding(reference, caption="What is forgone"))
    page = client.get(text.url).content.decode()
    issue = reference.findings.issue("trade-investment")
    for side in issue["sides"]:
        income = issue["accounts"]["authors"]["losses"][side]["interests"]["income"]["mean"]
        assert f">{number(income)}</td>" in page
    figure = BeautifulSoup(page, "html.parser").select_one("figure.finding")
    assert figure.select_one(".head").text == figure["aria-label"] == figure.caption.text == "What is forgone"
    assert reference.short in page and reference.get_absolute_url() in page


@pytest.mark.parametrize("caption", ["", "What the heron reckons"])
@pytest.mark.parametrize(("show", "issue"), [(show, "trade-investment") for show in SHOWS] + [("overview", "")])
def test_a_search_finds_and_shows_what_a_reader_reads_of_it(client, network, reference, show, issue, caption):
    text = text_with(network, finding(reference, show=show, issue=issue, caption=caption))
    page = BeautifulSoup(client.get(text.url).content, "html.parser").select_one("figure.finding")
    read = " ".join(page.get_text(" ").split())
    parts = text.entry.text.split("\n")
    assert parts and all(" ".join(part.split()) in f"{read} {page['aria-label']}" for part in parts)
    assert page["aria-label"] in parts and not {show, issue, str(reference.pk)} & set(parts)


def test_a_search_shows_it_in_the_language_of_the_text(network, reference):
    """Whoever publishes it reads English here."""
    text = network.text("З висновком", under=network.section("Коментарі", language="uk"))
    text.body = json.dumps([{"type": "finding", "value": finding(reference)}])
    text.save_revision().publish()
    with override("uk"):
        value = text.body[0].value
        assert value.label in text.entry.text and value.shown.words[0] in text.entry.text


def test_of_a_finding_whose_study_is_gone_a_search_knows_nothing(network, reference):
    text = text_with(network, finding(reference))
    type(text.entry).objects.update(text="")
    value = {**finding(reference), "study": 10**6}
    text.body = json.dumps([{"type": "finding", "value": value}])
    text.save_revision().publish()
    text.entry.refresh_from_db()
    assert text.entry.text == ""


@pytest.mark.parametrize(("issue", "words"), [("", "The whole study."), ("trade-investment", ", the whole study.")])
def test_what_leads_to_the_study_begins_a_sentence_or_goes_on_with_one(client, network, reference, issue, words):
    text = text_with(network, finding(reference, issue=issue, show="losses" if issue else "overview"))
    told = BeautifulSoup(client.get(text.url).content, "html.parser").select_one("figcaption").get_text()
    assert f"{words} To download:" in told and (issue or "the whole study" not in told)


def test_a_finding_stays_that_of_its_version_when_the_case_changes(client, network, reference):
    from evenhand_site.cases.models import CaseStudy

    text = text_with(network, finding(reference))
    before = client.get(text.url).content.decode()
    document = json.loads(reference.analysis)
    for issue in document["issues"]:
        for loss in (issue["accounts"]["authors"]["losses"] or {}).values():
            for item in loss["interests"].values():
                item["mean"] += 77
    columns = {name: getattr(reference, name) for name in ("case_id", "title", "draws", "seed", "engine", "names")}
    newer = CaseStudy.objects.create(**columns, version="f" * 64, analysis=json.dumps(document), file="")
    table = re.search(r"<table.*?</table>", before, re.DOTALL)[0]
    assert table in client.get(text.url).content.decode()
    assert table not in client.get(text_with_another(network, newer).url).content.decode()


def test_a_finding_of_a_case_that_was_studied_anew_says_so_keeps_its_figures_and_leads_to_both(
    client, network, reference
):
    from evenhand_site.cases.models import CaseStudy

    text = text_with(network, finding(reference))
    before = BeautifulSoup(client.get(text.url).content, "html.parser")
    assert not before.select(".moved-on")
    columns = {name: getattr(reference, name) for name in ("case_id", "title", "draws", "seed", "engine", "names")}
    CaseStudy.objects.create(**columns, version="d" * 64, analysis=reference.analysis, file=reference.file)
    after = BeautifulSoup(client.get(text.url).content, "html.parser")
    assert after.select_one(".finding table") == before.select_one(".finding table")
    links = [link["href"] for link in after.select(".finding a")]
    assert f"/en/cases/us-russia-2013/{reference.place}/trade-investment/" in links
    assert [link["href"] for link in after.select(".moved-on a")] == ["/en/cases/us-russia-2013/trade-investment/"]
    assert after.select_one(".moved-on strong").get_text() == "In the newest version this finding is the same."


def test_where_the_case_has_moved_on_the_text_says_how_the_finding_reads_now(client, network, reference):
    from evenhand_site.cases.models import CaseStudy

    def meanwhile(text, version, change):
        """What the text says once there is a version in which something is found otherwise on its issue."""
        document = json.loads(reference.analysis)
        (issue,) = [each for each in document["issues"] if each["id"] == "trade-investment"]
        change(issue["accounts"]["authors"])
        columns = {name: getattr(reference, name) for name in ("case_id", "title", "draws", "seed", "engine", "names")}
        CaseStudy.objects.create(**columns, version=version * 64, analysis=json.dumps(document), file=reference.file)
        return BeautifulSoup(client.get(text.url).content, "html.parser").select_one(".moved-on strong").get_text()

    def surer(account):
        account["improvement_probability"] = 0.123

    def dearer(account):
        for loss in account["losses"].values():
            for amount in loss["interests"].values():
                amount["mean"] += 77

    losses = text_with(network, finding(reference))
    doubt = network.text("Doubt", under=losses.get_parent().specific)
    doubt.body = json.dumps([{"type": "finding", "value": finding(reference, show="doubt")}])
    doubt.save_revision().publish()
    told = meanwhile(doubt, "b", surer)
    assert told.startswith("In the newest version this finding reads: ") and "12\u202f%" in told
    assert BeautifulSoup(client.get(losses.url).content, "html.parser").select_one(".moved-on strong").get_text() == (
        "In the newest version this finding is the same."
    )
    assert meanwhile(losses, "e", dearer) == "In the newest version this finding has other figures."


def test_a_finding_whose_issue_the_case_no_longer_has_leads_to_the_case(client, network, reference):
    from evenhand_site.cases.models import CaseStudy

    text = text_with(network, finding(reference))
    document = json.loads(reference.analysis)
    document["issues"] = [issue for issue in document["issues"] if issue["id"] != "trade-investment"]
    columns = {name: getattr(reference, name) for name in ("case_id", "title", "draws", "seed", "engine", "names")}
    CaseStudy.objects.create(**columns, version="c" * 64, analysis=json.dumps(document), file=reference.file)
    page = BeautifulSoup(client.get(text.url).content, "html.parser")
    assert page.select_one(".moved-on a")["href"] == "/en/cases/us-russia-2013/"
    assert page.select_one(".moved-on strong").get_text() == "The newest version has this issue no longer."


def test_a_text_can_show_the_whole_case(client, network, reference):
    page = BeautifulSoup(
        client.get(text_with(network, finding(reference, show="overview", issue="")).url).content, "html.parser"
    )
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".finding tbody tr")]
    document = json.loads(reference.analysis)
    assert [row[0] for row in rows] == [issue["title"] for issue in document["issues"]]
    from evenhand.report import naming

    kinds = [issue["accounts"]["authors"]["kind"] for issue in document["issues"]]
    assert [row[1] for row in rows] == [naming.kind_name(kind) for kind in kinds]
    for side in (2, 3):  # each side's shares make up all of its own losses
        shares = [float(row[side].rstrip("\u00a0\u202f %").replace("under", "")) for row in rows if row[side] != "–"]
        assert abs(sum(shares) - 100) < 5
    links = [link["href"] for link in page.select(".finding a")]
    assert f"/en/cases/us-russia-2013/{reference.place}/issues.csv" in links


def test_a_case_leads_to_the_texts_that_show_it(client, network, reference, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        text = text_with(network, finding(reference))
    page = BeautifulSoup(client.get("/en/cases/us-russia-2013/").content, "html.parser")
    assert text.url in [link["href"] for link in page.select(".after a")]
    russian = BeautifulSoup(client.get("/ru/cases/us-russia-2013/").content, "html.parser")
    assert text.url not in [link["href"] for link in russian.select(".after a")]


def test_only_what_is_shown_of_the_whole_case_needs_no_issue(reference):
    block = FindingBlock()
    assert block.clean(block.to_python(finding(reference, show="overview", issue="")))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(finding(reference, show="keys", issue="")))
    (said,) = refused.value.block_errors["issue"].messages
    assert said.startswith("Choose an issue of this case: “")


@pytest.mark.parametrize("what", [*SHOWS, *OF_CASE])
def test_every_figure_has_a_name_for_listeners_a_source_and_its_data(client, network, reference, what):
    page = BeautifulSoup(client.get(text_with(network, finding(reference, show=what)).url).content, "html.parser")
    figure = page.select_one("figure.finding")
    assert figure["aria-label"] and reference.short in figure.figcaption.get_text()
    files = [link["href"] for link in figure.select("a") if not link["href"].endswith("/")]
    assert [file.rpartition(".")[2] for file in files] == ["csv", "json", "yaml"]
    for file in files:
        assert client.get(file).status_code == 200


def test_causes_are_drawn_with_the_figures_beside_the_chart_and_a_table_below(client, network, reference):
    section = network.section("Commentary")
    text = network.text("Two findings", under=section, by=[network.person()])
    issues = ("trade-investment", "trade-investment", "magnitsky-adoptions")
    blocks = [{"type": "finding", "value": finding(reference, show="causes", issue=issue)} for issue in issues]
    text.body = json.dumps(blocks)
    text.save_revision().publish()
    page = client.get(text.url)
    seen = BeautifulSoup(page.content, "html.parser")
    ids = [each["id"] for each in seen.find_all(id=True)]
    assert len(ids) == len(set(ids)) and len(seen.select("defs")) == 1  # though a figure stands there twice
    assert seen.select(".report defs")  # the style of patterns holds in there alone
    for issue, figure in zip(issues, seen.select("figure.finding"), strict=True):
        found = reference.findings
        sides = [side for side in found.issue(issue)["sides"] if found.loss(found.issue(issue), side)]
        assert len(figure.select("svg.chart")) == len(sides) == len(figure.select("ul.legend"))
        assert figure.select_one("details table caption")
        for side, legend in zip(sides, figure.select("ul.legend"), strict=True):
            told = {item.text.strip() for item in legend.find_all("li")}
            shares = [
                found.share(found.issue(issue), side, name) for name in found.base(found.issue(issue))["causes"][side]
            ]
            assert len(told) == sum(abs(share) >= 0.005 for share in shares)
    sheet = seen.select_one("figure.finding link[rel=stylesheet]")["href"]
    assert client.get(sheet).status_code == 200


def figure_of(client, network, study, **fields):
    seen = BeautifulSoup(client.get(text_with(network, finding(study, **fields)).url).content, "html.parser")
    return seen.select_one("figure.finding")


@pytest.mark.parametrize("what", ["losses", "bystanders"])
def test_what_is_forgone_is_a_bar_for_each_amount_with_the_figure_beside_it(client, network, reference, what):
    figure = figure_of(client, network, reference, show=what)
    rows = figure.select("details table tbody tr")
    told = [line.text for line in figure.select(".charts .told")]
    assert len(figure.select("svg.span")) == len(rows) == len(told) > 1
    for row, line in zip(rows, told, strict=True):
        mean, between = (cell.text for cell in row.find_all("td")[-2:])
        assert line.endswith(f": {mean} ({between})" if between else f": {mean}")
    assert [each.text for each in figure.select(".whose")] == list(dict.fromkeys(row.th.text for row in rows))


def bars(study, issue):
    """Of each bar of an issue's losses: whose, unit, amount, where it begins and how long it is in per cent."""
    from evenhand_site.cases.drawing import drawn

    found = study.findings
    amounts = [
        (side, found.interest(name)[1], item)
        for side in issue["sides"]
        for name, item in found.amounts(issue, side).items()
    ]
    drawings = [drawing for chart in drawn(study, "losses", issue["id"], "x") for _told, drawing in chart.drawings]
    for (side, unit, item), drawing in zip(amounts, drawings, strict=True):
        start, length = re.search(r'<rect x="([0-9.]+)%" y="4" width="([0-9.]+)%"', drawing).groups()
        yield side, unit, item, float(start), float(length)


def test_bars_of_one_figure_in_one_unit_share_a_scale_whoever_they_stand_for(reference):
    """The bar of half the amount is half as long; in points, which are judged for each party, only of one party."""
    shared, apart = 0, 0
    for issue in reference.findings.issues:
        scales = {}
        for side, unit, item, _start, length in bars(reference, issue):
            if length > 2:  # a shorter one is drawn longer, to be seen
                scales.setdefault((unit, side if unit == "points" else ""), []).append(length / abs(item["mean"]))
        for (unit, _side), ratios in scales.items():
            shared += unit != "points" and len(ratios) > 1
            assert max(ratios) == pytest.approx(min(ratios), rel=0.02)
        of_points = [ratios[0] for (unit, _side), ratios in scales.items() if unit == "points"]
        apart += bool(of_points) and max(of_points) > 1.1 * min(of_points)
    assert shared > 2 and apart > 0


def test_no_room_is_kept_below_zero_where_nothing_is_negative(reference):
    seen = set()
    for issue in reference.findings.issues:
        drawn = list(bars(reference, issue))
        negative = any(min(item["p5"], item["mean"]) < 0 for _side, _unit, item, _start, _length in drawn)
        starts = {start for _side, _unit, item, start, _length in drawn if item["mean"] > 0}
        assert len(starts) <= 1 and (negative or starts <= {0.0}) and not (negative and 0.0 in starts)
        seen.add(negative)
    assert seen == {True, False}


def test_a_figure_says_how_its_bars_are_to_be_read(client, network, reference):
    from evenhand_site.cases.drawing import drawn

    measured, judged = "in one unit share a scale", "compare figures of one party alone"
    told = {}
    for issue in ("trade-investment", "nuclear-security"):
        note = drawn(reference, "losses", issue, "x")[-1].note
        units = {unit for _side, unit, *_rest in bars(reference, reference.findings.issue(issue))}
        told[issue] = (measured in note, judged in note)
        assert told[issue] == (units != {"points"}, "points" in units)
    assert told == {"trade-investment": (True, False), "nuclear-security": (True, True)}
    (note,) = figure_of(client, network, reference, show="losses").select(".charts .note")
    assert measured in note.text


@pytest.mark.parametrize("what", SHOWS)
def test_a_figure_without_a_caption_names_its_issue_what_it_shows_and_its_case(client, network, reference, what):
    figure = figure_of(client, network, reference, show=what)
    head, case = figure.select_one(".head").text, figure.select_one(".of-case").text
    title = reference.findings.issue("trade-investment")["title"]
    assert head == f"{title}: {SHOWS[what][0]}" and case == reference.name
    assert figure["aria-label"] == f"{head} ({case})"
    assert figure.find(True) in (figure.link, figure.select_one(".head"))  # nothing else stands before it


def test_a_figure_of_the_whole_case_names_the_case(client, network, reference):
    figure = figure_of(client, network, reference, show="overview", issue="")
    assert figure.select_one(".head").text == figure["aria-label"] == f"{reference.name}: the whole case at a glance"


def test_expectations_are_drawn_against_the_best_with_the_shares_in_words(client, network, reference):
    issue = next(
        issue
        for issue in reference.findings.issues
        if any(
            one["expected"]["points"] > 0.1
            for one in (issue.get("expectations") or {"parties": {}})["parties"].values()
        )
    )
    figure = figure_of(client, network, reference, show="expectations", issue=issue["id"])
    given = {side: one for side, one in issue["expectations"]["parties"].items() if one["expected"]["points"] > 0}
    charts = figure.select("svg.expectations")
    assert len(charts) == len(given) == len(figure.select("details tbody tr"))
    for chart, one in zip(charts, given.values(), strict=True):
        share = 100 * one["expected"]["points"] / one["best"]["points"]
        assert chart["role"] == "img" and f"{share:.0f}" in chart.desc.text


def test_beliefs_are_drawn_with_a_legend_that_has_the_figures(client, network, reference):
    issue = next(issue for issue in reference.findings.issues if issue.get("beliefs"))
    figure = figure_of(client, network, reference, show="beliefs", issue=issue["id"])
    rows = figure.select("details tbody tr")
    legends = [[item.text.strip() for item in legend.select("li")] for legend in figure.select("ul.legend")]
    assert len(figure.select("svg.beliefs")) == len(rows) == len(legends)
    for row, legend in zip(rows, legends, strict=True):
        figures = [cell.text for cell in row.find_all("td")[-3:]]
        assert [line.partition(": ")[2] for line in legend] == [one for one in figures if one != "–"]


def test_the_whole_case_is_drawn_as_shares_of_each_sides_own_losses(client, network, reference):
    figure = figure_of(client, network, reference, show="overview", issue="")
    portions = [reference.findings.portions(side) for side in reference.findings.sides]
    assert len(figure.select("svg.span")) == sum(map(len, portions)) == len(figure.select(".told"))


@pytest.mark.parametrize("what", ["losses", "bystanders", "causes", "expectations", "beliefs"])
def test_charts_of_one_page_never_share_a_name(client, network, reference, what):
    section = network.section("Commentary")
    text = network.text("All", under=section, by=[network.person()])
    issues = [issue["id"] for issue in reference.findings.issues]
    text.body = json.dumps([{"type": "finding", "value": finding(reference, show=what, issue=one)} for one in issues])
    text.save_revision().publish()
    seen = BeautifulSoup(client.get(text.url).content, "html.parser")
    ids = [each["id"] for each in seen.find_all(id=True)]
    assert len(ids) == len(set(ids)) and len(seen.select("defs")) == 1


def test_a_chart_is_left_out_where_there_is_no_page_for_it(network, reference):
    """Feeds and papers have the table."""
    text = text_with(network, finding(reference, show="causes"))
    printed = text.body[0].render()
    assert "<svg" not in printed and "<details" not in printed and "<table" in printed


@pytest.mark.parametrize("what", [*SHOWS, *OF_CASE])
def test_on_a_narrow_screen_each_cell_of_a_wide_table_knows_its_column(client, network, reference, what):
    seen = BeautifulSoup(client.get(text_with(network, finding(reference, show=what)).url).content, "html.parser")
    for table in seen.select("table.stacking"):
        heads = [head.text for head in table.select("thead th")]
        for row in table.select("tbody tr"):
            assert [cell["data-label"] for cell in row.find_all("td")] == heads[1:]


def text_with_another(network, study):
    text = network.text("Newer", under=network.homes["en"].get_children().first().specific)
    text.body = json.dumps([{"type": "finding", "value": finding(study)}])
    text.save_revision().publish()
    return text


def test_an_issue_that_no_case_has_is_refused(small):
    block = FindingBlock()
    value = block.to_python(finding(small, issue="nothing"))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert isinstance(refused.value.block_errors["issue"], ValidationError)


def test_an_issue_of_another_case_is_refused_with_those_that_the_study_has(small, reference):
    block = FindingBlock()
    value = block.to_python(finding(small, issue="trade-investment"))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert f"“{small.findings.issues[0]['title']}”" in str(refused.value.block_errors["issue"])


def test_editors_choose_an_issue_by_its_title_among_those_of_each_case(small, reference):
    with override("ru"):
        label = str(FindingBlock().child_blocks["issue"].label)
        form = FindingBlock().child_blocks["issue"].field.widget.render("issue", "trade-investment")
    assert label == "вопрос"
    assert 'label="Соединенные Штаты и Россия, ноябрь 2013 года"' in form
    assert re.search(r'<option value="trade-investment" selected>\s*Торговля и инвестиции', form)
    assert '<option value="armament">' in form


def another(study, **changed):
    """A newer study of the same analysis, but for what is changed."""
    from evenhand_site.cases.models import CaseStudy

    names = ("case_id", "title", "draws", "seed", "engine", "names", "analysis", "file")
    version = hashlib.sha256(repr(sorted(changed.items())).encode()).hexdigest()  # a version stands for its content
    return CaseStudy.objects.create(**{name: getattr(study, name) for name in names} | {"version": version} | changed)


def test_issues_of_the_newest_study_come_first_and_those_that_it_lacks_apart(small):
    document = json.loads(small.analysis)
    document["issues"][0] |= {"id": "testing-bombs"}  # renamed; its title is the same
    another(small, analysis=json.dumps(document))
    title = small.findings.issues[0]["title"]
    assert issues()[0] == (small.name, [("testing-bombs", title), *issues()[0][1][1:]])
    assert issues()[1:] == [(f"{small.name} (earlier versions)", [(small.findings.issues[0]["id"], title)])]


def test_cases_of_one_title_are_told_apart_by_their_names(small):
    another(small, case_id="prisoners-again")
    assert [group for group, _issues in issues()] == [
        f"{small.name} (prisoners-again)",
        f"{small.name} (prisoners-dilemma)",
    ]


@pytest.mark.parametrize(
    ("show", "action"), [("losses", {}), ("", {}), ("losses", {"action-publish": "action-publish"})]
)
def test_an_issue_of_another_case_is_refused_beside_the_field_when_a_draft_is_saved(
    admin_client, network, small, reference, show, action
):
    section = network.section("Commentary")
    blocks = streamfield([("finding", finding(small, show=show))])
    rich = {name: rich_text("") for name in ("author_note", "project_note")}
    empty = {name: inline_formset([]) for name in ("authorships", "footnotes", "corrections", "comments")}
    fields = {"title": "A text", "slug": "a-text", "date": "2026-03-01", "signed_by_network": "on", "body": blocks}
    where = reverse("wagtailadmin_pages:add", args=["publications", "publication", section.pk])
    answer = admin_client.post(where, nested_form_data(fields | rich | empty) | action)
    assert answer.status_code == 200 and not section.get_children().exists()
    assert "Choose an issue of this case: " in unescape(answer.content.decode())


def test_the_choice_of_an_issue_knows_those_of_every_study(small, reference):
    field = BeautifulSoup(FindingBlock().child_blocks["issue"].field.widget.render("issue", ""), "html.parser").select
    (chosen,) = field("select")
    known = json.loads(chosen["data-of"])
    assert known[str(small.pk)]["issues"] == [issue["id"] for issue in small.findings.issues]
    assert known[str(reference.pk)]["groups"][0] in [group["label"] for group in field("optgroup")]


def test_what_can_be_shown_is_accepted(small):
    block = FindingBlock()
    cleaned = block.clean(block.to_python(finding(small, issue="armament", show="keys")))
    assert cleaned["study"] == small


def test_a_finding_whose_study_is_gone_says_so(client, network, small):
    text = text_with(network, finding(small, issue="armament"))
    small.delete()
    answer = client.get(text.url)
    assert answer.status_code == 200 and "no longer kept here" in answer.content.decode()


def test_many_findings_of_one_study_cost_one_reading_of_it(network, small, django_assert_max_num_queries):
    block = FindingBlock()
    values = block.bulk_to_python(
        [finding(small, issue="armament", show=show) for show in ("losses", "keys", "causes")]
    )
    block.render(values[0])
    with django_assert_max_num_queries(len(values)):  # whether there is a newer study; nothing is read of it
        assert "commitment" in "".join(block.render(value) for value in values)
