"""Where in a chapter's life one can report from: a study group, and a meetup with its help desk.

People are offered by name as far as the member sees names there; those they have blocked themselves are among them.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from cms import reporting
from cms.models import Block, Member
from cms.reporting import Place
from learning.models import RSVP, GroupMembership, Meetup, StudyGroup
from learning.services import group_pages

MOST = 200


@reporting.place("group")
def group(member: Member, key: UUID) -> Place | None:
    found = StudyGroup.objects.shown().select_related("chapter").filter(uuid=key).first()
    if found is None:
        return None
    rows = found.memberships.joined()
    knows = (
        rows.filter(member=member).exists() or StudyGroup.objects.run_by(member).filter(pk=found.pk).exists()
    )
    page = group_pages.of(group=found, language=get_language() or "")
    return Place(
        kind="group",
        key=key,
        name=found.name,
        url=page.url if page else "/",
        people=_people(member, rows if knows else rows.filter(role=GroupMembership.Role.ORGANIZER)),
        chapter=found.chapter,
    )


@reporting.place("meetup")
def meetup(member: Member, key: UUID) -> Place | None:
    found = Meetup.objects.seen_by(member).for_listing().filter(uuid=key).first()
    if found is None:
        return None
    rows = found.rsvps.confirmed()
    knows = found.may_run or rows.filter(member=member).exists()
    return Place(
        kind="meetup",
        key=key,
        name=f"{found.name} · {found.chapter.name}",
        url=reverse("learning:meetup", args=[key]),
        people=_people(member, rows if knows else rows.none()),
        chapter=found.chapter,
    )


def _people(member: Member, rows: QuerySet[GroupMembership] | QuerySet[RSVP]) -> tuple[Member, ...]:
    """The people of these rows by name, without the reader and without who blocked them."""
    shy = Block.objects.filter(blocked=member).values("blocker")
    found = Member.objects.filter(pk__in=rows.values("member")).exclude(Q(pk=member.pk) | Q(pk__in=shy))
    return tuple(found.order_by("display_name", "pk")[:MOST])
