"""Which letters a member wants to have. What one has to know cannot be declined; a constraint stands behind it."""

from collections.abc import Collection

from django.db import transaction

from cms.models import Member, MessageOptOut, Topic


def declined(*, member: Member) -> set[Topic]:
    """The topics of which this member wants no letters."""
    rows = MessageOptOut.objects.filter(member=member)
    return {Topic(topic) for topic in rows.values_list("topic", flat=True)}


def decline(*, member: Member, topic: Topic) -> None:
    """No more letters of this topic, those that wait among them. Twice is once."""
    MessageOptOut.objects.get_or_create(member=member, topic=topic)


@transaction.atomic
def keep(*, member: Member, shown: Collection[Topic], wanted: Collection[Topic]) -> None:
    """Keep what a member chose among the topics that were shown; a choice about any other stays."""
    for topic in shown:
        if topic not in wanted:
            decline(member=member, topic=topic)
    MessageOptOut.objects.filter(member=member, topic__in=set(shown) & set(wanted)).delete()
