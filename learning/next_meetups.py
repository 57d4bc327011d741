"""What the directory of chapters says of meetups: the next one of each chapter that takes place."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from cms import coming
from cms.coming import Coming
from learning.models import Meetup


@coming.source
def meetups(chapters: Collection[int]) -> dict[int, Coming]:
    """One statement for all of them."""
    planned = Meetup.objects.upcoming().shown().filter(state=Meetup.State.PLANNED)
    first = planned.filter(chapter=OuterRef("chapter")).values("pk")[:1]
    found = Meetup.objects.filter(chapter__in=chapters, pk=Subquery(first)).for_listing()
    return {
        each.chapter_id: Coming(each.name, each.get_absolute_url(), each.starts_at, each.timezone)
        for each in found
    }
