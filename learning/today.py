"""What Today says of learning: where to go on in each track one follows, or where to begin."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms import today
from cms.models import Member
from cms.services import publication, restrictions, structure
from learning import homework_today, path_today
from learning.models import Enrollment, TrackIndexPage
from learning.outline import Way
from learning.services import standings, tracks
from learning.services.standings import Standing

CONTINUE, BEGIN = 40, 60


@today.source
def lessons(member: Member) -> list[today.Line]:
    """One line for each track in progress, the one read last first; a first step for who follows none."""
    stamp, language = today.stamp(), get_language() or ""
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    if facts is None:
        return []
    keys = restrictions.keys(member=member, gates=restrictions.gates(facts=facts, stamp=stamp))
    outlines = tracks.outlines(facts=facts, language=language, stamp=stamp, keys=keys)
    mine = standings.standing(member=member, outlines=outlines)
    ways = [standings.walk(outline=outline, standing=mine) for outline in outlines]
    active = [way for way in ways if _state(way, mine) == Enrollment.State.ACTIVE and not way.is_done]
    active.sort(key=lambda way: _last(way, mine), reverse=True)
    followed = [way for way in ways if _state(way, mine) in {Enrollment.State.ACTIVE, Enrollment.State.DONE}]
    lines = [_line(way, mine, nth) for nth, way in enumerate(active)]
    lines = (
        lines
        or path_today.lines(member, facts=facts, language=language, stamp=stamp)
        or _first_step(facts, language, stamp, has_tracks=bool(outlines))
    )
    return [*lines, *homework_today.lines(member=member, ways=followed, stamp=stamp, language=language)]


def _state(way: Way, mine: Standing) -> str:
    row = mine.enrollments.get(way.track.key)
    return row.state if row else ""


def _last(way: Way, mine: Standing):
    row = mine.enrollments[way.track.key]
    return row.last_seen_at or row.started_at


def _line(way: Way, mine: Standing, nth: int) -> today.Line:
    place = standings.resume_at(way=way, standing=mine)
    counted = ngettext(
        "{done} of {lessons} lesson", "{done} of {lessons} lessons", way.growth.lessons
    ).format(done=way.growth.done, lessons=way.growth.lessons)
    begun = place is not None and (place.block_id or mine.states.get(place.lesson.key))
    return today.Line(
        title=place.lesson.title if place else way.track.title,
        url=place.url if place else way.track.url,
        action=_("Resume") if begun else _("Start"),
        detail=_("{track}, {counted}").format(track=way.track.title, counted=counted),
        urgency=CONTINUE + min(nth, 9),
        icon="bud",
        since=_last(way, mine),
    )


def _first_step(
    facts: structure.SiteFacts, language: str, stamp: int, *, has_tracks: bool
) -> list[today.Line]:
    url = _tracks_url(facts, language, stamp) if has_tracks else ""
    if not url:
        return []
    return [
        today.Line(
            title=_("Pick a track to follow"),
            url=url,
            action=_("See the tracks"),
            detail=_("A track leads from lesson to lesson, at your own pace."),
            urgency=BEGIN,
            icon="track",
        )
    ]


def _tracks_url(facts: structure.SiteFacts, language: str, stamp: int) -> str:
    """Where the tracks of a language are listed, empty where they are not; kept for as long as nothing is published."""

    def read() -> str:
        live = TrackIndexPage.objects.filter(live=True, locale__language_code=language)
        path = live.values_list("url_path", flat=True).first()
        return facts.url_of(path, language) if path else ""

    return publication.prepared(f"tracks-url:{facts.site.pk}:{language}", stamp, read)
