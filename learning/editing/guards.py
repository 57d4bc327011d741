"""What the admin says before content goes away on which people worked, and what it refuses to take out of a track."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from learning.models import Exercise, TrackPage
from learning.services import impact

MOST_NAMED = 3


def deleting(people: int) -> str:
    """What deleting means for the people who worked on it; empty for nobody."""
    if not people:
        return ""
    words = ngettext(
        "{people} person has worked on this. What they did is kept, but they cannot read it anymore. "
        "Unpublishing can be taken back, deleting cannot.",
        "{people} people have worked on this. What they did is kept, but they cannot read it anymore. "
        "Unpublishing can be taken back, deleting cannot.",
        people,
    )
    return words.format(people=people)


def unpublishing(people: int) -> str:
    """What unpublishing means for the people who worked on it; empty for nobody."""
    if not people:
        return ""
    words = ngettext(
        "{people} person has worked on this. What they did is kept, and is there again when you publish it again.",
        "{people} people have worked on this. What they did is kept, and is there again when you publish it again.",
        people,
    )
    return words.format(people=people)


def deleting_exercises(people: int) -> str:
    """What deleting exercises means for those who met them; empty for nobody."""
    if not people:
        return ""
    words = ngettext(
        "{people} person has met this exercise in a lesson. It goes out of the lesson; what was done is kept.",
        "{people} people have met this exercise in a lesson. It goes out of the lesson; what was done is kept.",
        people,
    )
    return words.format(people=people)


def before_delete_page(request, page: Page) -> HttpResponse | None:
    """A lesson that stands in a track stays; for others the number of people is said before the question."""
    if refused := still_in_tracks([page]):
        messages.error(request, refused)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    _warn(request, deleting, impact.people_of_pages, pages=[page])
    return None


def before_delete_snippet(request, instances: Sequence) -> None:
    exercises = [each for each in instances if isinstance(each, Exercise)]
    if exercises:
        _warn(request, deleting_exercises, impact.people_of_exercises, exercises=exercises)


def before_bulk_action(request, action_type: str, objects: Sequence, action) -> HttpResponse | None:
    """The same for many pages at once: none of them goes while one of them stands in a track."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type == "delete" and (refused := still_in_tracks(pages)):
        messages.error(request, refused)
        return redirect("wagtailadmin_explore_root")
    return None


def _warn(request, words, count, **what) -> None:
    """Only where the question is asked: after the answer there is nothing to decide."""
    if request.method == "GET" and (said := words(count(**what))):
        messages.warning(request, said)


def still_in_tracks(pages: Sequence[Page]) -> str:
    """Why these pages are not deleted: a track would lose a lesson. Empty when none would."""
    holding = impact.tracks_holding(pages=pages)
    if not holding:
        return ""
    words = ngettext(
        "{title} is not deleted: it stands in a track ({tracks}). Take it out of the track first, or unpublish it: "
        "then nobody sees it, and the track stays whole.",
        "{title} is not deleted: it stands in tracks ({tracks}). Take it out of them first, or unpublish it: "
        "then nobody sees it, and the tracks stay whole.",
        len(holding),
    )
    title = _("“{title}”").format(title=pages[0].title) if len(pages) == 1 else _("One of these pages")
    return words.format(title=title, tracks=_named(holding))


def _named(tracks: Sequence[TrackPage]) -> str:
    """The first few by title, each once, whatever its languages, and how many more."""
    titles = list(dict.fromkeys(track.title for track in tracks))
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    more = len(titles) - MOST_NAMED
    return _("{titles} and {more} more").format(titles=named, more=more) if more > 0 else named
