"""A study is computed once for each version of a case, and kept as it was."""

import hashlib
import json

import pytest
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.study import study

import evenhand
from evenhand.errors import EvenhandError


def test_a_study_bears_the_version_of_its_file(small):
    content = evenhand.locate("prisoners-dilemma").read_bytes()
    assert small.version == hashlib.sha256(content).hexdigest()
    assert small.file == content.decode()
    assert (small.case_id, small.draws, small.seed) == ("prisoners-dilemma", 64, 1)


def test_a_study_holds_the_document_of_the_engine_in_its_order(small):
    document = evenhand.analyse(evenhand.load("prisoners-dilemma"), draws=64, seed=1).document()
    assert list(json.loads(small.analysis)) == list(document)
    assert json.loads(small.analysis) == json.loads(json.dumps(document))


def test_a_stored_study_is_not_computed_again(small, monkeypatch):
    monkeypatch.setattr(evenhand, "analyse", lambda *_args, **_more: pytest.fail("computed again"))
    assert study("prisoners-dilemma", draws=64, seed=1) == small
    assert CaseStudy.objects.count() == 1


def test_other_draws_or_another_file_are_another_study(small, tmp_path):
    changed = tmp_path / "changed.yaml"
    changed.write_text(small.file + "\n# another version\n")
    other = study(str(changed), draws=64, seed=1)
    assert other.case_id == small.case_id and other.version != small.version
    assert study("prisoners-dilemma", draws=65, seed=1).pk not in {small.pk, other.pk}


def test_a_faulty_case_is_refused_and_nothing_is_stored(db, tmp_path):
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("case: faulty\ntittle: No\n")
    with pytest.raises(EvenhandError):
        study(str(faulty), draws=16)
    assert not CaseStudy.objects.exists()


def test_lists_of_studies_leave_the_long_texts_in_the_database(small, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert list(CaseStudy.objects.all()) == [small]
    assert "chapters" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Two who arm, 27 November 2026, 09:20, 10,000 draws ({})"),
        ("ru", "Two who arm, 27 ноября 2026 г. 9:20, 10 000 прогонов ({})"),
        ("uk", "Two who arm, 27 листопада 2026 р., 09:20, 10 000 прогонів ({})"),
    ],
)
def test_a_study_is_chosen_by_title_day_time_and_draws(language, words):
    from datetime import datetime

    from django.utils.timezone import get_default_timezone
    from django.utils.translation import override
    from evenhand_site.cases.models import CaseStudy

    made = datetime(2026, 11, 27, 9, 20, tzinfo=get_default_timezone())
    study = CaseStudy(case_id="x", version="2d8c" * 16, title="Two who arm", draws=10_000, seed=1, created=made)
    with override(language):
        assert str(study).replace("\xa0", " ") == words.format("2d8c2d8c2d8c")
