"""Letters that come back: whom they stop, and whom they must not."""

from __future__ import annotations

import io
import mailbox
from email.message import EmailMessage

import pytest
from evenhand_site.newsletter import bounces
from evenhand_site.newsletter.models import Delivery, Suppression
from returned import complaint, report


@pytest.fixture
def delivery(composed, subscriber):
    def make(reader=None):
        return Delivery.objects.create(issue=composed(), subscriber=reader or subscriber(), state="sent")

    return make


def take(*contents):
    return bounces.take_all(letter for content in contents for letter in bounces.messages(io.BytesIO(content)))


@pytest.mark.parametrize("by", ["message-id", "verp"])
@pytest.mark.parametrize("forward", ["message/rfc822", "text/rfc822-headers"])
def test_a_mailbox_that_does_not_exist_stops_the_subscriber_at_once(delivery, by, forward):
    sent = delivery()
    assert take(report(sent, by=by, forward=forward)) == {"hard": 1, "stopped": 1}
    sent.subscriber.refresh_from_db()
    sent.refresh_from_db()
    assert sent.subscriber.state == "bounced" and sent.bounce == "5.1.1"
    assert Suppression.objects.get().reason == "bounced"


def test_other_lasting_refusals_stop_at_the_third_letter(delivery, subscriber):
    reader = subscriber()
    for expected in ({"hard": 1}, {"hard": 1}, {"hard": 1, "stopped": 1}):
        assert take(report(delivery(reader), "5.2.2")) == expected
    reader.refresh_from_db()
    assert reader.state == "bounced"


def test_delays_and_full_mailboxes_are_counted_and_stop_nobody(delivery, subscriber):
    reader = subscriber()
    for _ in range(5):
        assert take(report(delivery(reader), "4.2.2")) == {"soft": 1}
    assert take(report(delivery(reader), "5.0.0", action="delayed")) == {"soft": 1}
    reader.refresh_from_db()
    assert reader.state == "active"


def test_reading_the_same_letters_twice_counts_once(delivery, subscriber):
    reader = subscriber()
    letters_ = [report(delivery(reader), "5.2.1") for _ in range(2)]
    assert take(*letters_) == {"hard": 2}
    assert take(*letters_, *letters_) == {"known already": 4}
    reader.refresh_from_db()
    assert reader.state == "active"


def test_a_complaint_stops_at_once_and_for_good(delivery):
    sent = delivery()
    assert take(complaint(sent)) == {"complaint": 1, "stopped": 1}
    sent.subscriber.refresh_from_db()
    assert sent.subscriber.state == "complained" and Suppression.objects.get().reason == "complained"


def test_not_spam_is_no_complaint(delivery):
    assert take(complaint(delivery(), kind="not-spam")) == {"not understood": 1}


def test_a_success_report_stops_nobody(delivery):
    assert take(report(delivery(), "2.0.0", action="delivered")) == {"not understood": 1}


def test_a_forged_report_stops_nobody(delivery):
    sent = delivery()
    forged = f"{sent.issue_id}.{sent.subscriber_id}.{'0' * 16}"
    assert take(report(sent, key=forged)) == {"not understood": 1}
    sent.subscriber.refresh_from_db()
    assert sent.subscriber.state == "active"


def test_mailboxes_of_every_form_are_read(delivery, tmp_path):
    contents = [report(delivery(), "5.2.2") for _ in range(3)]
    box = mailbox.mbox(tmp_path / "box")
    folder = mailbox.Maildir(tmp_path / "folder")
    for content in contents:
        box.add(content)
        folder.add(content)
    box.flush()
    (tmp_path / "one.eml").write_bytes(contents[0])
    for name, number in (("box", 3), ("folder", 3), ("one.eml", 1)):
        assert [bounces.read(letter).status for letter in bounces.messages(tmp_path / name)] == ["5.2.2"] * number


def test_other_letters_and_rubbish_are_not_understood(db, tmp_path):
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "Out of office", "reader@example.org"
    letter.set_content("Back on Monday.")
    broken = b"Content-Type: multipart/report; boundary=x\nSubject: broken\n\n--x\nContent-Type: message/delivery-st"
    assert take(letter.as_bytes(), broken, b"Subject: only\n\n\xff\xfe\0") == {"not understood": 3}
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(ValueError, match="neither a mailbox nor a letter"):
        list(bounces.messages(tmp_path / "picture.png"))
    with pytest.raises(ValueError, match="no maildir"):
        list(bounces.messages(tmp_path))
