"""A whole site goes out into an open archive and comes back from it."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from moves import FILES, move


@pytest.fixture
def full(network, settings, tmp_path):
    """A site with something of every kind, and a draft beside a published text."""
    from evenhand_site.comments.models import Comment
    from evenhand_site.publications.models import Correction, Footnote, Memo
    from wagtail.contrib.redirects.models import Redirect

    settings.MEDIA_ROOT = tmp_path / "media"
    move("blocks.xml", uploads=FILES / "uploads")
    section = network.section("Commentary", second_title="Комментарии")
    ada, topic = network.person("Ada", "Sample", family_ru="Образец"), network.topic("Truces")
    ada.expert_on = [topic]
    ada.save()
    text = network.text("Quiet talks", under=section, by=[ada], on=[topic], body="<p>See[^a] this.</p>")
    text.footnotes = [Footnote(key="a", text="<p>A note.</p>")]
    text.corrections = [Correction(date=date(2026, 3, 2), text="<p>A date was mended.</p>")]
    text.also_in = [network.section("Zebras")]
    text.save_revision().publish()
    text.refresh_from_db()
    text.title = "Quiet talks, rewritten"
    text.save_revision()
    network.text("Number nine", under=section, kind=Memo, number=9)
    later = network.text("Later", under=section, publish=False)
    later.go_live_at = datetime(2099, 1, 1, tzinfo=UTC)
    later.save_revision().publish()
    russian = network.text("Тихо", under=network.homes["ru"], translation_key=text.translation_key)
    home = network.homes["en"]
    home.lead_text_id = text.pk
    home.save()
    first = Comment.objects.create(
        page=text, author_name="Nora", author_email="nora@mail.example", text="Well said.", state="approved"
    )
    Comment.objects.create(page=text, parent=first, author_name="Nils", text="I differ.", state="pending")
    Redirect.add_redirect("/old/", redirect_to=russian)
    return text


def content(place):
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(place):
    found = {name: json.loads(data) for name, data in content(place).items() if name.startswith("pages/")}
    return {value["fields"]["title"]: value for value in found.values()}


def test_a_page_is_a_file_with_its_blocks_and_its_words_in_html(full, tmp_path):
    from evenhand_site.moving.exporting import export

    counts = export(tmp_path / "site.zip")
    page = pages(tmp_path / "site.zip")["Quiet talks"]
    assert page["type"] == "publications.publication"
    assert page["address"] == "/en/commentary/quiet-talks-1/"
    assert page["fields"]["body"][0]["value"] == "<p>See[^a] this.</p>"
    assert [note["key"] for note in page["fields"]["footnotes"]] == ["a"]
    assert page["html"].startswith("<p>See[^a] this.</p>")
    assert page["draft"]["title"] == "Quiet talks, rewritten"
    assert counts["pages"] == 10
    boxes = pages(tmp_path / "site.zip")["Boxes of words"]["html"]
    assert '<img src="../media/original_images/' in boxes
    assert "<caption>Who says what</caption>" in boxes


def test_the_manifest_knows_every_file(full, tmp_path):
    import hashlib

    from evenhand_site.moving.exporting import export

    export(tmp_path / "site.zip")
    members = content(tmp_path / "site.zip")
    manifest = json.loads(members.pop("manifest.json"))
    assert (manifest["format"], manifest["version"]) == ("evenhand-site", 1)
    assert {name: each["sha256"] for name, each in manifest["files"].items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in members.items()
    }


def test_the_same_site_gives_the_same_bytes(full, tmp_path):
    from evenhand_site.moving.exporting import export

    export(tmp_path / "one.zip")
    export(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_addresses_of_those_who_commented_stay_here_unless_asked_for(full, tmp_path):
    from evenhand_site.moving.exporting import export

    export(tmp_path / "open.zip")
    export(tmp_path / "private.zip", private=True)
    assert b"nora@mail.example" not in b"".join(content(tmp_path / "open.zip").values())
    assert b"nora@mail.example" in content(tmp_path / "private.zip")["comments.jsonl"]


def test_nothing_of_accounts_is_in_it(full, tmp_path, django_user_model):
    from evenhand_site.moving.exporting import export

    user = django_user_model.objects.create_user("karl-the-editor", password="a secret that nobody guesses")
    full.owner = user
    full.save()
    export(tmp_path / "site.zip", private=True)
    everything = b"".join(content(tmp_path / "site.zip").values())
    assert b"karl-the-editor" not in everything
    assert user.password.encode() not in everything


def test_it_comes_back_whole_into_an_empty_site(full, tmp_path, settings):
    from django.test import Client
    from evenhand_site.moving.exporting import export
    from evenhand_site.moving.loading import load
    from evenhand_site.publications.models import Publication, Topic
    from wagtail.models import Page

    export(tmp_path / "site.zip", private=True)
    key = full.pk
    empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    load(tmp_path / "site.zip")
    export(tmp_path / "again.zip", private=True)
    before, after = content(tmp_path / "site.zip"), content(tmp_path / "again.zip")
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert set(after) == set(before)
    text = Publication.objects.get(pk=key)
    assert Client().get(text.url).status_code == 200
    assert Client().get("/old/").url == text.get_translations().get().url
    assert text.get_latest_revision_as_object().title == "Quiet talks, rewritten"
    assert [str(person) for person in Topic.objects.get(name="Truces").experts.all()] == ["Ada Sample"]
    assert text in [page.specific for page in Page.objects.live().search("Quiet")]
    section = text.get_parent()
    section.add_child(instance=Publication(title="A new one", slug="new", locale=text.locale))


def empty():
    """Everything that an export holds goes; the site is founded anew."""
    from django.apps import apps
    from evenhand_site.house.founding import found
    from evenhand_site.house.models import HomePage
    from evenhand_site.moving.exporting import RECORDS
    from wagtail.contrib.redirects.models import Redirect

    for home in HomePage.objects.order_by("-path"):
        home.delete()
    for label in reversed(RECORDS.values()):
        apps.get_model(label).objects.all().delete()
    Redirect.objects.all().delete()
    found()


def test_a_site_with_content_is_not_overwritten(full, tmp_path):
    from evenhand_site.moving.exporting import export
    from evenhand_site.moving.loading import NotEmpty, load

    export(tmp_path / "site.zip")
    with pytest.raises(NotEmpty, match="not empty"):
        load(tmp_path / "site.zip")


def test_an_archive_whose_comments_are_in_other_letters_is_refused_in_plain_words(full, tmp_path, settings):
    from evenhand_site.moving.archive import ArchiveError, written
    from evenhand_site.moving.exporting import export
    from evenhand_site.moving.loading import load

    export(tmp_path / "site.zip")
    empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    members = content(tmp_path / "site.zip")
    with written(tmp_path / "bad.zip", json.loads(members.pop("manifest.json"))) as archive:
        for name, data in members.items():
            archive.add(name, [b"\xff\n" if name == "comments.jsonl" else data])
    with pytest.raises(ArchiveError, match=r"“comments\.jsonl” is not in UTF-8; nothing was read$"):
        load(tmp_path / "bad.zip")


def test_an_archive_that_does_not_fit_together_changes_nothing(full, tmp_path, settings):
    from evenhand_site.moving.archive import ArchiveError, written
    from evenhand_site.moving.exporting import export
    from evenhand_site.moving.loading import load
    from wagtail.models import Page

    export(tmp_path / "site.zip")
    empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    members = content(tmp_path / "site.zip")
    manifest = json.loads(members.pop("manifest.json"))
    with written(tmp_path / "bad.zip", manifest) as archive:
        for name, data in members.items():
            archive.add(name, [data.replace(b'"publications.memo"', b'"publications.nothing"')])
    before = list(Page.objects.order_by("pk").values_list("pk", "title"))
    with pytest.raises(ArchiveError, match="does not fit together"):
        load(tmp_path / "bad.zip")
    assert list(Page.objects.order_by("pk").values_list("pk", "title")) == before
    assert [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()] == []
