"""What the end of a group means for its people: whom it tells beforehand, and afterwards where each can go on."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from cms.models import Member
from learning.models import RSVP, Certificate, Meetup, StudyGroup
from learning.models.groups import GroupMembership
from learning.outline import Outline

from . import standings
from .standings import Place


@dataclass(frozen=True, slots=True)
class Telling:
    """How many meetups would be cancelled, how many people have a seat or a place there, how many belong to the group."""

    meetups: int
    people: int
    members: int


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Where a member goes on when the group is over: their certificate, or the next lesson of the track."""

    certificate: Certificate | None = None
    place: Place | None = None
    done: int = 0
    lessons: int = 0


def telling(*, group: StudyGroup) -> Telling:
    """Whom an end would tell: two statements."""
    ahead = Meetup.objects.filter(
        group=group, state=Meetup.State.PLANNED, starts_at__gt=timezone.now()
    ).aggregate(
        meetups=Count("pk", distinct=True),
        people=Count("rsvps__member", distinct=True, filter=~Q(rsvps__state=RSVP.State.RELEASED)),
    )
    members = group.memberships.filter(state=GroupMembership.State.JOINED).count()
    return Telling(ahead["meetups"], ahead["people"], members)


def afterwards(*, group: StudyGroup, member: Member, outline: Outline | None) -> Afterwards:
    """Where this member goes on after the last meetup: three statements."""
    if outline is None:
        return Afterwards()
    mine = standings.standing(member=member, outlines=[outline])
    way = standings.walk(outline=outline, standing=mine)
    found = Certificate.objects.filter(member=member, about_key=outline.key, revoked_at=None).first()
    place = None if found else standings.resume_at(way=way, standing=mine)
    return Afterwards(found, place, way.growth.done, way.growth.lessons)
