from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.services import housekeeping


def open_session(member, *, ended: bool) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.create()
    if ended:
        Session.objects.filter(pk=store.session_key).update(expire_date=timezone.now() - timedelta(minutes=1))
    UserSession.objects.create(
        user=member, session_key=store.session_key, ip="192.0.2.7", user_agent="A browser"
    )
    return store.session_key


def test_a_session_that_ran_out_goes_with_what_was_noted_of_it_and_others_stay(member):
    open_session(member, ended=True)
    kept = open_session(member, ended=False)
    assert [housekeeping.clear_sessions(), housekeeping.clear_sessions()] == [1, 0]
    assert list(Session.objects.values_list("pk", flat=True)) == [kept]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [kept]


def test_tasks_that_ended_two_weeks_ago_go_and_what_waits_stays(db):
    now = timezone.now()

    def make(status, ended) -> str:
        row = DBTaskResult.objects.create(
            status=status, finished_at=ended, args_kwargs={"args": [], "kwargs": {}}, task_path="cms.tasks.x",
            queue_name="mail", backend_name="background", exception_class_path="", traceback="",
        )  # fmt: skip
        return str(row.pk)

    make(TaskResultStatus.SUCCESSFUL, now - timedelta(days=15))
    make(TaskResultStatus.FAILED, now - timedelta(days=15))
    kept = {make(TaskResultStatus.SUCCESSFUL, now - timedelta(days=13)), make(TaskResultStatus.READY, None)}
    assert [housekeeping.clear_tasks(), housekeeping.clear_tasks()] == [2, 0]
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == kept
