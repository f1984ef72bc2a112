"""Pictures for links."""

import io

import pytest
from evenhand_site.house import open_graph
from PIL import Image


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_page_with_a_cyrillic_title_has_a_picture(client, network):
    section = network.section("Комментарии", language="ru")
    text = network.text("Уточнить ожидания: #panic() “$x$” \\ ґанок", under=section, by=[network.person()])
    answer = client.get(f"/og/{text.pk}.png")
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))


def test_other_words_make_another_picture(media):
    one, other = open_graph.picture(title="Ожидания"), open_graph.picture(title="Надежды")
    assert one.read_bytes() != other.read_bytes()
    assert open_graph.picture(title="Ожидания") == one
    assert len(list((media / "og").iterdir())) == 2


def test_a_kept_picture_is_not_made_again(monkeypatch):
    file = open_graph.picture(title="Once")
    file.write_bytes(b"as it was")
    assert open_graph.picture(title="Once").read_bytes() == b"as it was"


@pytest.mark.parametrize("title", ["x" * 5000, "word " * 1000, "", "\x00\x1b[31m\u202e", "😀" * 50, "\ud800"])
def test_any_title_makes_one_picture(title):
    with Image.open(open_graph.picture(title=title, above=title, below=title, network=title)) as image:
        assert image.size == (1200, 630)


def test_pages_that_are_not_public_have_none(client, network):
    draft = network.text("Draft", under=network.section(), publish=False)
    assert client.get(f"/og/{draft.pk}.png").status_code == 404
    assert client.get("/og/99999999999999999999999.png").status_code == 404
