"""What a learner does: answer, mark done, undo, keep the place, follow a track. Each is one POST to one service."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from learning.exceptions import LearningError, NoSuchCheckpoint
from learning.forms import DoneForm
from learning.models import LessonPage, TrackPage
from learning.rendering import render_checkpoint
from learning.services import checkpoints, enrollments, progress, standings

from . import reading
from .doors import place_url, posted_to, readable


@posted_to(LessonPage)
def answer(request: HttpRequest, page: LessonPage, block_id: str) -> HttpResponse:
    """Answer a checkpoint: back to its place in the lesson, or the checkpoint alone for htmx."""
    values = request.POST.getlist("answer")
    try:
        question = checkpoints.find(lesson=page, block_id=block_id)
        row = checkpoints.answer(member=request.user, lesson=page, block_id=block_id, values=values)
        given = checkpoints.given(lesson=page, rows=[row])[block_id]
    except NoSuchCheckpoint as unknown:
        raise Http404(unknown.message) from unknown
    except LearningError as refusal:
        given = checkpoints.not_taken(question=question, values=values, refusal=str(refusal.message))
    if request.htmx:
        return HttpResponse(
            render_checkpoint(page, block_id, question, request=request, given=given, refusal=given.refusal)
        )
    if given.refusal:
        return _lesson_again(request, page, reading.lesson(request, page, refused={block_id: given}))
    return redirect(place_url(request, page, block_id))


@posted_to(LessonPage)
def mark_done(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Mark the lesson done with how sure one feels."""
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            progress.mark_done(member=request.user, lesson=page, **form.cleaned_data)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _done(request, page)
    return _done(request, page, form)


@posted_to(LessonPage)
def undo(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Take "done" back."""
    progress.undo(member=request.user, lesson_key=page.translation_key)
    return _done(request, page)


@posted_to(LessonPage)
def seen(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Keep the place: sent by the page as one reads, or by a button where there are no scripts."""
    block_id = request.POST.get("block", "")[:64]
    progress.visit(member=request.user, lesson=page, block_id=block_id)
    if "button" not in request.POST:
        return HttpResponse(status=204)
    messages.success(request, _("Your place is kept. Come back whenever you like."))
    return redirect(place_url(request, page, block_id if block_id in progress.block_ids(page) else ""))


@posted_to(TrackPage)
def enroll(request: HttpRequest, page: TrackPage) -> HttpResponse:
    """Follow a track and go straight to its first lesson, or to where one stopped."""
    enrollments.start(member=request.user, track_key=page.translation_key)
    return redirect("learning:resume", key=page.translation_key)


@posted_to(TrackPage)
def pause(request: HttpRequest, page: TrackPage) -> HttpResponse:
    return _change(request, page, enrollments.pause, _("The track waits for you. Nothing is lost."))


@posted_to(TrackPage)
def leave(request: HttpRequest, page: TrackPage) -> HttpResponse:
    return _change(request, page, enrollments.leave, _("You left the track. What you finished stays yours."))


def resume(request: HttpRequest, key) -> HttpResponse:
    """Lead to the lesson and the block where the reader goes on in a track. Changes nothing."""
    page = readable(request, TrackPage, key)
    walked, mine = reading.walk(request, page)
    place = standings.resume_at(way=walked, standing=mine)
    return redirect(place.url if place else place_url(request, page))


def _change(request: HttpRequest, page: TrackPage, change, words: str) -> HttpResponse:
    try:
        change(member=request.user, track_key=page.translation_key)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect(place_url(request, page))


def _done(request: HttpRequest, page: LessonPage, form: DoneForm | None = None) -> HttpResponse:
    """Back to the end of the lesson, where the form says how things stand. Of the same page htmx takes what changed."""
    if form is None:
        return redirect(f"{place_url(request, page)}#done")
    return _lesson_again(request, page, reading.lesson(request, page) | {"form": form})


def _lesson_again(request: HttpRequest, page: LessonPage, context: dict) -> HttpResponse:
    """The lesson page with what was refused; its language links lead to the pages, not to this POST."""
    request.page_urls = {page.locale.language_code: place_url(request, page)}
    return render(request, "learning/lesson_page.html", {"page": page, "self": page, **context})
