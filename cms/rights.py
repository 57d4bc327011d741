"""What a member may do, all of it in one query: for frames of pages that ask for more than one right."""

from django.contrib.auth.models import Permission
from django.db.models import CharField, Q, Value

from cms.models import ChapterRole, Member

ORGANIZES = "organizes or edits a chapter"  # a role, not a right, and known beside them


def held(member: Member) -> frozenset[str]:
    """The rights given to this member or to a group of theirs, as "app.codename", and ORGANIZES; asked once a request.

    Superusers hold what was given to them by name; that they may do anything is for the caller to say.
    """
    if not hasattr(member, "_rights_held"):
        given = Permission.objects.filter(Q(user=member) | Q(group__user=member)).order_by()
        organized = ChapterRole.objects.editing().filter(member=member)
        marker = organized.order_by().values_list(
            Value("", output_field=CharField()), Value(ORGANIZES, output_field=CharField())
        )
        rows = given.values_list("content_type__app_label", "codename").union(marker).order_by()
        member._rights_held = frozenset(f"{app}.{name}".removeprefix(".") for app, name in rows)
    return member._rights_held
