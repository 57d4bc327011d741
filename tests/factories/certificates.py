"""Members who finished a track, and so hold its certificate."""

from cms.models import Member
from learning.models import Certificate, LessonPage, TrackItem, TrackPage
from learning.services import enrollments, progress

from .remembered import remembered


@remembered
def finish(member: Member, track: TrackPage) -> Certificate:
    """Follow the track to its end, optional lessons left out; gives the certificate."""
    enrollments.start(member=member, track_key=track.translation_key)
    required = TrackItem.objects.filter(module__track=track, required=True).values("lesson")
    for lesson in LessonPage.objects.filter(pk__in=required):
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    return Certificate.objects.get(member=member, about_key=track.translation_key)
