"""What a member may do, all of it in one query: for frames of pages that ask for more than one right.

The query has the same words for everybody, and is put together when a day begins: that takes ten times as long as
asking it.
"""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import CharField, Q, QuerySet, Value
from django.utils import timezone

from cms.models import ChapterRole, Member
from cms.models.chapters import first_day

ORGANIZES = "organizes or edits a chapter"  # a role, not a right, and known beside them
SOMEBODY = -1  # stands for the key of whoever is asked about
Mark = Callable[[Member], QuerySet]
_marks: list[Mark] = []


def mark(function: Mark) -> Mark:
    """Register rows of ("", a role) that apps above know of a member, such as what they are in a study group.

    They may depend on the day, not on the hour or the language, and of the member they know the key and nothing else.
    """
    if function not in _marks:
        _marks.append(function)
        _question.cache_clear()
    return function


def marked(role: str) -> tuple[Value, Value]:
    """The two columns of such a row."""
    return Value("", output_field=CharField()), Value(role, output_field=CharField())


def held(member: Member) -> frozenset[str]:
    """The rights given to this member or to a group of theirs, as "app.codename", ORGANIZES and
    what other apps know; asked once a request.

    Superusers hold what was given to them by name; that they may do anything is for the caller to say.
    """
    if not hasattr(member, "_rights_held"):
        now = timezone.now()
        statement, values = _question(now.date(), first_day(now))
        with connection.cursor() as cursor:
            cursor.execute(statement, [member.pk if value == SOMEBODY else value for value in values])
            rows = cursor.fetchall()
        member._rights_held = frozenset(f"{app}.{name}".removeprefix(".") for app, name in rows)
    return member._rights_held


@functools.lru_cache(maxsize=2)
def _question(today: date, first: date) -> tuple[str, tuple[Any, ...]]:
    """The statement and its values, on a day that is `today` by UTC and `first` where days begin first."""
    somebody = Member(pk=SOMEBODY)
    given = Permission.objects.filter(Q(user=somebody) | Q(group__user=somebody)).order_by()
    organized = ChapterRole.objects.editing().filter(member=somebody)
    marker = organized.order_by().values_list(*marked(ORGANIZES))
    marks = (mark(somebody).order_by() for mark in _marks)
    rows = given.values_list("content_type__app_label", "codename").union(marker, *marks).order_by()
    return rows.query.sql_with_params()


def holds(member: Member, right: str) -> bool:
    """Whether an active member may do something, by a group, by name or as a superuser: one query a request for all."""
    return member.is_active and (member.is_superuser or right in held(member))
