"""Pages go live and end on the day their editors chose, with no command but the tick."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from cms.models import StandardPage


def test_a_tick_takes_down_what_has_ended_and_publishes_what_is_due(home, client):
    ended = home.add_child(instance=StandardPage(title="Ended"))
    waiting = home.add_child(instance=StandardPage(title="Waiting", live=False))
    past = timezone.now() - timedelta(minutes=1)
    waiting.go_live_at = past
    waiting.save_revision(approved_go_live_at=past)
    StandardPage.objects.filter(pk=ended.pk).update(expire_at=past)
    assert (client.get("/ended/").status_code, client.get("/waiting/").status_code) == (200, 404)

    for _time in range(2):
        call_command("tick")
    assert (client.get("/ended/").status_code, client.get("/waiting/").status_code) == (404, 200)
