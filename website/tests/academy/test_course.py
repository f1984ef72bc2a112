"""Courses and syllabi of the academy."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from evenhand_site.academy.models import Course
from wagtail.documents import get_document_model


@pytest.fixture
def section(network):
    return network.section("Online Academy", shows="courses")


@pytest.fixture
def syllabus(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = b"%PDF-1.7 " + bytes(3000)
    return get_document_model().objects.create(
        title="Syllabus of 2026", file=ContentFile(content, "syllabus.pdf"), file_size=len(content)
    )


def main_of(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_a_course_names_its_lecturers_place_and_time(network, section, client):
    lecturers = [network.person("Ada", "Example"), network.person("Bob", "Sample")]
    page = network.text(
        "Bargaining", under=section, kind=Course, by=lecturers, institution="University of Examples",
        term="Spring 2026", level="Graduate", enrolment="https://example.org/enrol",
    )  # fmt: skip
    shown = main_of(client, page)
    for words in ("Lecturers", "University of Examples", "Spring 2026", "Graduate", "https://example.org/enrol"):
        assert words in shown
    for person in lecturers:
        assert f'href="{person.get_absolute_url()}"' in shown


def test_a_syllabus_can_be_fetched(network, section, syllabus, client):
    page = network.text("Syllabus", under=section, kind=Course, syllabus=syllabus)
    shown = main_of(client, page)
    assert f'href="{syllabus.url}" download' in shown and "Syllabus of 2026" in shown
    assert "(PDF, 2.9\xa0KB)" in shown
    fetched = client.get(syllabus.url)
    assert fetched["Content-Type"] == "application/pdf" and b"".join(fetched).startswith(b"%PDF-1.7")


def test_one_lecturer_is_not_called_many(network, section, client):
    ada, bob = network.person("Ada", "Example"), network.person("Bob", "Sample")
    assert "Lecturer<" in main_of(client, network.text("One", under=section, kind=Course, by=[ada]))
    assert "Lecturers<" in main_of(client, network.text("Two", under=section, kind=Course, by=[ada, bob]))


def test_a_course_without_particulars_shows_no_empty_list(network, section, client):
    assert "facts course" not in main_of(client, network.text("Bare", under=section, kind=Course))


def test_the_academy_lists_its_courses(network, section, client):
    network.text("Bargaining", under=section, kind=Course, term="Spring 2026", lead="What two sides can gain.")
    shown = main_of(client, section)
    assert "Bargaining" in shown and "Spring 2026" in shown and "What two sides can gain." in shown


def test_a_missing_file_is_not_found_and_breaks_nothing(network, section, syllabus, client):
    page = network.text("Syllabus", under=section, kind=Course, syllabus=syllabus)
    syllabus.file.storage.delete(syllabus.file.name)
    assert "Syllabus of 2026" in main_of(client, page)
    assert client.get(syllabus.url).status_code == 404
