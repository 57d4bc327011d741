"""What is sent twice at the same moment after a meetup, over real connections: one recap, one row of feedback."""

import pytest
from django.utils import timezone

from cms.models import Event
from learning.models import Attendance, MeetupFeedback, RecapPage
from learning.services import feedback, recaps
from tests.factories import groups as make
from tests.learning.test_at_once import TIMES, at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_a_recap_and_feedback_sent_many_times_at_once_are_one_of_each(home, member):
    meetup = make.over(make.meetup(group=make.group()))
    make.group_page(meetup.group)
    Attendance.objects.create(meetup=meetup, member=member, state="present", noted_at=timezone.now())
    pages = at_once(*[lambda: recaps.draft(actor=member, meetup=meetup, words="Loops.")] * TIMES)
    assert {page.pk for page in pages} == {RecapPage.objects.get(alias_of=None).pk}
    at_once(*[lambda: recaps.publish(actor=member, meetup=meetup)] * TIMES)
    answer = feedback.Answer(5, text="Good.", publish_ok=True)
    rows = at_once(*[lambda: feedback.give(member=member, meetup=meetup, answer=answer)] * TIMES)
    assert {row.pk for row in rows} == {MeetupFeedback.objects.get().pk}
    assert sorted(Event.objects.exclude(verb="planned").values_list("verb", flat=True)) == [
        "recap-drafted", "recap-published", "said",
    ]  # fmt: skip
