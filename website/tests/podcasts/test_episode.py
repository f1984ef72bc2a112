"""The page of an episode."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError


def main_of(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_an_episode_can_be_heard_and_fetched(episode, sound, client):
    document = sound(b"x" * 2048)
    shown = main_of(client, episode(audio=document, audio_address="", seconds=3723, body="<p>Hello, listeners.</p>"))
    assert f'<audio controls preload="none" src="{document.url}">' in shown
    assert f'<a href="{document.url}" download>' in shown and "1:02:03" in shown
    assert "Transcript" in shown and "Hello, listeners." in shown


def test_an_episode_without_sound_shows_no_player(episode, client):
    assert "<audio" not in main_of(client, episode(audio_address=""))


def test_a_player_can_seek_in_the_sound_of_the_site(episode, sound, client):
    page = episode(audio=sound(bytes(range(256)) * 40), audio_address="")
    part = client.get(page.sound.address, headers={"range": "bytes=256-259"})
    assert part.status_code == 206 and b"".join(part) == bytes([0, 1, 2, 3])
    assert part["Content-Range"] == "bytes 256-259/10240" and part["Content-Type"] == "audio/mpeg"


def test_a_section_lists_its_episodes(episode, section, client):
    episode("The first talk", lead="About expectations.", seconds=600)
    shown = client.get(section.url).content.decode()
    assert "The first talk" in shown and "About expectations." in shown
    assert "feed.xml" not in shown


def test_a_section_with_a_channel_leads_to_its_feed(channel, section, client):
    assert 'href="/en/podcast/podcast/feed.xml"' in client.get(section.url).content.decode()


@pytest.mark.parametrize(("seconds", "words"), [(None, ""), (0, ""), (59, "0:59"), (2525, "42:05"), (3723, "1:02:03")])
def test_the_length_is_printed_as_clocks_show_it(episode, seconds, words):
    assert episode(seconds=seconds).duration == words


def test_a_file_and_an_address_together_are_refused(episode, sound):
    with pytest.raises(ValidationError, match="not both"):
        episode(audio=sound())


def test_a_file_that_players_do_not_take_is_refused(episode, sound):
    with pytest.raises(ValidationError, match="MP3 and M4A"):
        episode(audio=sound(name="talk.pdf"), audio_address="")


def test_a_type_that_is_no_sound_is_refused(episode):
    with pytest.raises(ValidationError, match="audio/"):
        episode(audio_type="text/html")
