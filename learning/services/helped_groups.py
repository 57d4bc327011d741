"""The study groups somebody helps or runs: that they do is known beside their rights, which groups on request."""

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from cms import rights
from cms.models import Block, Member
from learning.models import GroupMembership, StudyGroup

GOING = (StudyGroup.State.OPEN, StudyGroup.State.RUNNING)
HELPS, READS = "helps a group", "reads the homework of a group"


@rights.mark
def roles(member: Member) -> QuerySet:
    """READS for who helps a group that follows a track now, HELPS for who helps any other or did."""
    reading = Q(state__in=GOING, track_key__isnull=False)
    role = Case(When(reading, then=Value(READS)), default=Value(HELPS), output_field=CharField())
    groups = StudyGroup.objects.helped_by(member).shown()
    return groups.order_by().values_list(rights.marked("")[0], role).distinct()


def are_there(*, member: Member) -> bool:
    """Whether this member helps or runs a group or a chapter, as far as the first page is concerned. No statement more."""
    return bool(rights.held(member) & {HELPS, READS, rights.ORGANIZES})


def asking(*, member: Member) -> list[StudyGroup]:
    """Groups of this member in which people ask to join, each with their number in `asking`: without those whom a block
    keeps from this member. One statement."""
    blocked = Block.objects.filter(blocker=member).values("blocked")
    blocking = Block.objects.filter(blocked=member).values("blocker")
    waits = GroupMembership.objects.filter(group=OuterRef("pk"), state=GroupMembership.State.PENDING)
    seen = waits.exclude(member__in=blocked).exclude(member__in=blocking)
    pending = Q(memberships__state=GroupMembership.State.PENDING)
    hidden = Q(memberships__member__in=blocked) | Q(memberships__member__in=blocking)
    return list(
        StudyGroup.objects.run_by(member)
        .filter(Exists(seen), state__in=GOING)
        .annotate(asking=Count("memberships", filter=pending & ~hidden))
        .order_by("starts_on", "pk")
    )
