"""What has had its day: sessions that ran out, and the rows of background tasks that ended two weeks ago."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=14)
ENDED = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]


@transaction.atomic
def clear_sessions() -> int:
    """Remove sessions that ran out, and the addresses and browsers that were noted of ended ones. Returns how many."""
    cleared = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return cleared


@transaction.atomic
def clear_tasks() -> int:
    """Remove rows of tasks that ended two weeks ago: they were wake-ups, and nothing is asked of them. Returns how many."""
    before = timezone.now() - KEPT
    ended = DBTaskResult.objects.filter(Q(status__in=ENDED), finished_at__lt=before)
    return ended.delete()[0]
