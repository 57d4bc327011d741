"""What lesson and track pages are given beside the page: the way through the track and where the reader stands on it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import page_context
from cms.blocks import outline as headings
from cms.context import keys, site_facts, stamp
from cms.models import Member
from cms.services.publication import prepared
from learning import people_to_ask
from learning.exercise_pieces import Mine, Task
from learning.models import Enrollment, Exercise, LessonPage, LessonProgress, TrackPage
from learning.outline import Outline, Way
from learning.people_to_ask import Door
from learning.rendering import Segment, render_body
from learning.services import (
    advice,
    certificates,
    changes,
    checkpoints,
    homework,
    standings,
    tracks,
)
from learning.services.checkpoints import Given
from learning.services.library import Earlier, earlier
from learning.services.standings import Standing

from .doors import place_url, sign_in_url
from .originals import original_of

STOP_EVERY = 6  # blocks without a heading between two places to stop at


@page_context.source(LessonPage)
def lesson(
    request: HttpRequest, page: LessonPage, *, refused: Mapping[str, Given] | None = None
) -> dict[str, Any]:
    """The context of a lesson. For a visitor it costs no query once it is prepared.

    `refused` has answers to checkpoints that were not taken, to stand in their forms again.
    """
    member = request.user if request.user.is_authenticated else None
    is_preview = getattr(request, "is_preview", False)
    key = page.translation_key
    outlines = _outlines_with(request, page)
    before = _earlier(request, page)
    asked = [key, *(each.key for each in before)]
    mine = standings.standing(member=member, outlines=outlines, lesson_keys=asked) if member else Standing()
    outline = standings.choose(outlines=outlines, standing=mine)
    way = standings.walk(outline=outline, standing=mine, current=key) if outline else None
    rows = standings.answers(member=member, lesson_key=key) if member else []
    given = checkpoints.given(lesson=page, rows=rows) if rows else {}
    tasks = _Homework(member) if member else None
    doors = people_to_ask.doors(member, key) if member and not is_preview else []
    return {
        **_way_context(way),
        **(done_context(request, page, mine.progress.get(key)) if member else {}),
        "previous": way.previous_lesson if way else None,
        "next": way.following_lesson if way else None,
        "better_after": advice.better_after(member=member, before=before, states=mine.states),
        "toc": _headings(request, page),
        "body_html": render_body(
            page,
            request=request,
            given={**given, **(refused or {})},
            stamp=stamp(request),
            after=_after(request, page, doors) if member and not is_preview else None,
            mine=tasks if tasks and not is_preview else None,
        ),
        **(tasks.rule(page) if tasks else {}),
        # An editor who looks at a draft has not read the lesson.
        **({"resume_url": ""} if is_preview else {}),
        "content_language": content_language(page),
        "original": original_of(request, page),
        "sign_in_url": "" if member else sign_in_url(place_url(request, page)),
        "help_links": doors,
    }


class _Homework:
    """What a member has done with the exercises of a lesson, asked for once, when the lesson is drawn."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.is_open = False

    def __call__(self, tasks: list[Task]) -> dict[UUID, Mine]:
        mine = homework.mine(member=self.member, keys=[task.key for task in tasks])
        self.is_open = any(
            task.kind == Exercise.Kind.HOMEWORK and not mine[task.key].is_accepted for task in tasks
        )
        return mine

    def rule(self, page: LessonPage) -> dict[str, str]:
        """Where a lesson is done by its homework: what is still to come, or that it can be marked now."""
        if page.completion_rule != LessonPage.CompletionRule.HOMEWORK:
            return {}
        if self.is_open:
            return {"done_rule": _("You can mark it done as soon as its homework is accepted.")}
        return {"done_rule": _("Its homework is accepted: you can mark it done now.")}


def _headings(request: HttpRequest, page: LessonPage) -> list[headings.Heading]:
    if getattr(request, "is_preview", False):
        return headings.headings(page.body)
    return prepared(f"toc:{page.pk}", stamp(request), lambda: headings.headings(page.body))


def _stops(request: HttpRequest, page: LessonPage) -> Callable[[Segment], str]:
    """A button under each heading, and in long stretches without one, that keeps the place where no scripts do."""
    action = reverse("learning:lesson-seen", args=[page.translation_key])
    since = 0

    def stop(segment: Segment) -> str:
        nonlocal since
        since += 1
        if not segment.is_heading and since < STOP_EVERY:
            return ""
        since = 0
        context = {"action": action, "block_id": segment.block_id, "csrf_token": get_token(request)}
        return render_to_string("components/keep_place.html", context)

    return stop


def _after(request: HttpRequest, page: LessonPage, doors: list[Door]) -> Callable[[Segment], str]:
    """What a member finds after a block: whom to ask where there is something to solve, and a place to stop."""
    stop = _stops(request, page)

    def after(segment: Segment) -> str:
        solving = doors if segment.face or segment.task else ()
        ways = [{"door": door, "url": door.at(segment.block_id)} for door in solving]
        asked = [render_to_string("components/ask_here.html", way) for way in ways]
        return mark_safe("".join([*asked, stop(segment)]))

    return after


def _outlines_with(request: HttpRequest, page: LessonPage) -> list[Outline]:
    facts = site_facts(request)
    if facts is None:
        return []
    return tracks.outlines_with(
        lesson_key=page.translation_key,
        facts=facts,
        language=get_language() or "",
        stamp=stamp(request),
        keys=keys(request, page),
    )


def _earlier(request: HttpRequest, page: LessonPage) -> tuple[Earlier, ...]:
    facts = site_facts(request)
    if facts is None:
        return ()
    return earlier(
        lesson_key=page.translation_key, facts=facts, language=get_language() or "", stamp=stamp(request)
    )


def content_language(page: LessonPage | TrackPage) -> str:
    """The language the words of a page are in: an untranslated page still speaks its original's."""
    return page.words_language


def _way_context(way: Way | None) -> dict[str, Any]:
    if way is None:
        return {"track": None, "outline": (), "vine": None, "next_title": ""}
    return {
        "way": way,
        "track": way.track,
        "outline": way.legs,
        "vine": way.vine,
        "next_title": way.next.title if way.next else "",
    }


def done_context(request: HttpRequest, page: LessonPage, row: LessonProgress | None) -> dict[str, Any]:
    """What a signed-in reader may do with the lesson, and has done."""
    key = page.translation_key
    is_done = row is not None and row.state == LessonProgress.State.DONE
    since = changes.state(lesson=page, row=row, stamp=stamp(request))
    return {
        "state": row.state if row else "todo",
        "confidence": row.confidence if row else None,
        "last_block_id": row.last_block_id if row and not is_done else "",
        "changes_url": reverse("learning:lesson-changes", args=[key]) if since != changes.State.SAME else "",
        "done_url": reverse("learning:lesson-done", args=[key]),
        "undo_url": reverse("learning:lesson-undo", args=[key]),
        "resume_url": reverse("learning:lesson-seen", args=[key]),
    }


@page_context.source(TrackPage)
def track(request: HttpRequest, page: TrackPage) -> dict[str, Any]:
    """The context of a track: the way, what it takes, and the one next step."""
    way, mine = walk(request, page)
    enrollment = mine.enrollments.get(page.translation_key)
    has_left = enrollment is not None and enrollment.state == Enrollment.State.LEFT
    followed = None if has_left else enrollment
    key = page.translation_key
    return {
        **_way_context(way),
        "minutes": way.track.minutes,
        "lesson_count": len(way.track.lessons),
        "enrollment": followed,
        "enrolled": followed is not None,
        "has_left": has_left,
        "new_count": len(way.new) if followed else 0,
        "is_paused": bool(followed and followed.state == Enrollment.State.PAUSED),
        "resume": standings.resume_at(way=way, standing=mine) if followed else None,
        "first": next(iter(way.steps), None),
        # A visitor's page holds no form and so no token: it is the same for all visitors.
        "sign_in_url": "" if request.user.is_authenticated else sign_in_url(place_url(request, page)),
        "enroll_url": reverse("learning:enroll", args=[key]),
        "pause_url": reverse("learning:enrollment-pause", args=[key]),
        "leave_url": reverse("learning:enrollment-leave", args=[key]),
        "certificate": certificates.of_track(member=request.user, enrollment=followed),
        "content_language": content_language(page),
        "original": original_of(request, page),
    }


def walk(request: HttpRequest, page: TrackPage) -> tuple[Way, Standing]:
    """The reader's way through a track, and the records it was worked out from."""
    facts = site_facts(request)
    outline = facts and tracks.outline_of(
        track_key=page.translation_key,
        facts=facts,
        language=get_language() or "",
        stamp=stamp(request),
        keys=keys(request, page),
    )
    outline = outline or Outline(page.translation_key, page.title, place_url(request, page))
    mine = Standing()
    if request.user.is_authenticated:
        mine = standings.standing(member=request.user, outlines=[outline])
    return standings.walk(outline=outline, standing=mine), mine
