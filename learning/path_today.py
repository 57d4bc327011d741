"""What Today says of a personal path: the next lesson of it, for a member who follows no track right now."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import today
from cms.models import Member
from cms.services.structure import SiteFacts
from learning.services import itineraries, paths, standings
from learning.services.library import library

GO_ON = 45


def lines(member: Member, *, facts: SiteFacts, language: str, stamp: int) -> list[today.Line]:
    """One line, or none for a member without a path or at its end."""
    wishes = paths.wishes(member=member)
    if not wishes.has_goals:
        return []
    shelf = library(facts=facts, language=language, stamp=stamp)
    rows = standings.all_progress(member=member)
    way = itineraries.lay_out(
        library=shelf,
        wishes=wishes,
        states={key: row.state for key, row in rows.items()},
        today=timezone.localdate(timezone=member.zone),
    )
    if way.next is None:
        return []
    left = len(way.rows)
    words = ngettext(
        "The next of {lessons} lesson on your path", "The next of {lessons} lessons on your path", left
    )
    row = rows.get(way.next.entry.key)
    block = row.last_block_id if row else ""
    return [
        today.Line(
            title=way.next.entry.title,
            url=f"{way.next.entry.url}#b-{block}" if block else way.next.entry.url,
            action=_("Resume") if row else _("Start"),
            detail=words.format(lessons=left),
            urgency=GO_ON,
            icon="map-pin",
            since=row.last_seen_at if row else None,
        )
    ]
