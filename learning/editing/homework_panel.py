"""Homework that waits for a reader, on the admin's first page of those who may review it."""

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.editing.panels import MOST, Row, WaitingPanel
from learning.models import Exercise
from learning.services import queues, reviewers


def homework_waiting(request) -> WaitingPanel:
    """The pieces that wait longest; the whole queue is on the site."""
    panel = WaitingPanel(
        name="homework-waiting", heading=_("Homework to read"), order=236, more=reverse("learning:queue")
    )
    if not reviewers.is_reviewer(member=request.user):
        return panel
    waiting = queues.sheet(helper=request.user).rows[:MOST]
    tasks = Exercise.objects.in_language([row.exercise_key for row in waiting], get_language() or "")
    panel.rows = [
        Row(
            url=reverse("learning:review", args=[row.pk]),
            title=_("{exercise}, {name}").format(
                exercise=tasks[row.exercise_key].title
                if row.exercise_key in tasks
                else _("An exercise that was deleted"),
                name=row.member.name,
            ),
            note=timesince(row.waiting_since),
        )
        for row in waiting
    ]
    return panel
