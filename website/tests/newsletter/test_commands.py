"""``evenhand newsletter``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from evenhand_site.commands.newsletter import newsletter
from evenhand_site.newsletter.models import Delivery, Subscriber
from returned import report


@pytest.fixture
def run(db):
    def call(*arguments, given=None):
        return CliRunner().invoke(newsletter, [str(argument) for argument in arguments], input=given)

    return call


def test_it_is_one_of_the_commands_of_evenhand():
    from importlib.metadata import entry_points

    (found,) = [each for each in entry_points(group="evenhand.commands") if each.name == "newsletter"]
    assert found.load() is newsletter


def test_send_sends_and_status_tells(run, composed, subscriber):
    assert run("send").stdout == "nothing was due\n"
    subscriber(), subscriber()
    composed()
    assert run("send").stdout == "2 sent\n"
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state="doubtful", fault="broke off")
    status = run("status").stdout
    assert "subscribers: 2 receives it" in status and "1 sent, 1 doubtful" in status and "broke off" in status


def test_lists_go_out_and_in(run, tmp_path, subscriber):
    subscriber("a@example.org")
    assert run("export", tmp_path / "list.csv").exit_code == 0
    Subscriber.objects.all().delete()
    assert run("import", tmp_path / "list.csv").stdout == "1 new\n"


@pytest.mark.parametrize(
    "content", [b"email,confirmed_at\nnobody,2024-01-01\n", b"\xff\xfe\x00", b"name\n", b"\x89PNG\r\n\x1a\n"]
)
def test_a_wrong_list_is_refused_with_status_2_and_nothing_is_taken(run, tmp_path, content):
    (tmp_path / "list.csv").write_bytes(content)
    answer = run("import", tmp_path / "list.csv")
    assert answer.exit_code == 2 and "list.csv" in answer.output and "Traceback" not in answer.output
    assert "codec" not in answer.output and "start byte" not in answer.output
    assert ("save it as UTF-8" in answer.output) == (content[0] >= 0x80)
    assert not Subscriber.objects.exists()


def test_bounces_come_from_files_and_standard_input(run, tmp_path, composed, subscriber):
    sent = Delivery.objects.create(issue=composed(), subscriber=subscriber(), state="sent")
    assert run("bounces", "-", given=report(sent)).stdout == "1 hard, 1 stopped\n"
    (tmp_path / "one.eml").write_bytes(report(sent))
    assert run("bounces", tmp_path / "one.eml").stdout == "1 known already\n"
    for wrong in (tmp_path / "none", tmp_path):
        assert run("bounces", wrong).exit_code == 2
