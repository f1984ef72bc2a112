"""A podcast: a section of episodes with its channel, and episodes in it."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from evenhand_site.podcasts.models import Episode, PodcastFeed
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def picture(db):
    def make(width=1400, height=1400):
        file = io.BytesIO()
        Picture.new("RGB", (width, height), "teal").save(file, "PNG")
        return get_image_model().objects.create(title="Cover", file=ContentFile(file.getvalue(), "cover.png"))

    return make


@pytest.fixture
def section(network):
    return network.section("Podcast", shows="episodes")


@pytest.fixture
def channel(section, picture):
    return PodcastFeed.objects.create(
        section=section, title="Even hands", description="Talks about <disputes> & what they cost.", image=picture(),
        author="Example network", owner_name="Example office", owner_email="office@example.org",
        category="News › Politics", copyright="© Example network",
    )  # fmt: skip


@pytest.fixture
def sound(db):
    def make(content=b"ID3" + bytes(5000), name="talk.mp3"):
        document = get_document_model()(title="Talk", file=ContentFile(content, name), file_size=len(content))
        document.save()
        return document

    return make


@pytest.fixture
def episode(network, section):
    def make(title="A talk", **fields):
        fields = {"audio_address": "https://sound.example.org/talk.mp3", "audio_bytes": 5000, **fields}
        return network.text(title, under=fields.pop("under", section), kind=Episode, **fields)

    return make
