"""What a member may do, all of it in one query: for frames of pages that ask for more than one right."""

from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.db.models import CharField, Q, QuerySet, Value

from cms.models import ChapterRole, Member

ORGANIZES = "organizes or edits a chapter"  # a role, not a right, and known beside them
Mark = Callable[[Member], QuerySet]
_marks: list[Mark] = []


def mark(function: Mark) -> Mark:
    """Register rows of ("", a role) that apps above know of a member, such as what they are in a study group."""
    if function not in _marks:
        _marks.append(function)
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
        given = Permission.objects.filter(Q(user=member) | Q(group__user=member)).order_by()
        organized = ChapterRole.objects.editing().filter(member=member)
        marker = organized.order_by().values_list(*marked(ORGANIZES))
        marks = (mark(member).order_by() for mark in _marks)
        rows = given.values_list("content_type__app_label", "codename").union(marker, *marks).order_by()
        member._rights_held = frozenset(f"{app}.{name}".removeprefix(".") for app, name in rows)
    return member._rights_held


def holds(member: Member, right: str) -> bool:
    """Whether an active member may do something, by a group, by name or as a superuser: one query a request for all."""
    return member.is_active and (member.is_superuser or right in held(member))
