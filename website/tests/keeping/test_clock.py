"""What happens by the clock."""

from datetime import timedelta

from django.utils import timezone
from evenhand_site.house.models import HousePage
from evenhand_site.keeping import clock


def test_a_scheduled_text_appears_at_its_time(client, homes):
    page = HousePage(title="Later", slug="later", live=False)
    homes["en"].add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    clock.beat()
    assert client.get("/en/later/").status_code == 404
    revision = page.revisions.latest("created_at")
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    revision.save()
    clock.beat()
    assert client.get("/en/later/").status_code == 200


def test_a_job_that_fails_does_not_stop_the_others(db, monkeypatch, caplog):
    done = []
    monkeypatch.setattr("evenhand_site.keeping.clock.publish_scheduled", lambda: done.append(1))
    monkeypatch.setattr(clock, "JOBS", [("broken", "evenhand_site.keeping.clock:nothing"), *clock.JOBS[:1]])
    monkeypatch.setattr(clock, "nothing", lambda: 1 / 0, raising=False)
    assert clock.beat() == ["broken"]
    assert done == [1] and "broken failed" in caplog.text


def test_the_last_beat_is_known(db):
    clock.beat()
    assert 0 <= clock.last_beat() < 60
