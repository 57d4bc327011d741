"""The learner's side of homework: the exercise on its own page, drafts, hand-ins, hints, and reading somebody else's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.context import stamp
from learning import exercise_pieces, handed_in
from learning.exceptions import LearningError
from learning.forms import HandInForm
from learning.models import Exercise, LessonPage, Submission
from learning.rendering import task_of
from learning.services import hints, homework, homework_lists, peer_reviews, submissions

from .doors import place_url, readable
from .originals import original_of


@login_required
@never_cache
def exercise(request: HttpRequest, key: UUID) -> HttpResponse:
    """The task, and the form to hand it in or to keep a draft. A refusal leaves what was typed in the form."""
    task, lesson = _open(request, key)
    if request.method != "POST":
        return _page(request, task, lesson)
    form = HandInForm(request.POST, exercise=task)
    if form.is_valid():
        sent = {"member": request.user, "exercise": task, **form.cleaned_data}
        try:
            if "save" in request.POST:
                submissions.save_draft(**sent)
                messages.success(request, _("Your draft is kept. Nobody but you sees it."))
            else:
                submissions.hand_in(lesson=lesson, **sent)
                messages.success(request, _("It is handed in. You get a mail when somebody has read it."))
        except LearningError as refusal:
            form.add_error(None, refusal.message)
            _keep(sent)
        else:
            return redirect(exercise_pieces.address(key, lesson))
    return _page(request, task, lesson, form)


@login_required
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back; the page says how to hand it in again."""
    submission = get_object_or_404(Submission, member=request.user, exercise_key=key)
    try:
        submissions.withdraw(member=request.user, submission=submission)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, _("You took it back. Your versions are kept, and you can hand it in again.")
        )
    return redirect("learning:homework", key)


@login_required
@require_POST
def hint(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Open the next hint: back to its place, or the hints alone for htmx."""
    task, _lesson = _open(request, key)
    lesson, block_id = _place(request)
    try:
        opened = hints.open_next(member=request.user, exercise=task, number=number).opened
    except LearningError as refusal:
        messages.error(request, refusal.message)
        opened = homework.mine(member=request.user, keys=[key])[key].opened
    if request.htmx:
        drawn = task_of(lesson, block_id, request=request) if lesson else None
        if drawn and drawn.key != key:
            drawn, lesson, block_id = None, None, ""
        drawn = drawn or exercise_pieces.whole(task, request=request, stamp=stamp(request))
        response = HttpResponse(
            exercise_pieces.hints_for(
                drawn, opened, request=request, lesson=lesson, block_id=block_id if lesson else ""
            )
        )
        patch_vary_headers(response, ["HX-Request"])
        return response
    return redirect(
        place_url(request, lesson, block_id) if lesson else f"{exercise_pieces.address(key)}#help-{key}"
    )


@login_required
@require_POST
def read_another(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for somebody else's homework to read."""
    task, _lesson = _open(request, key)
    try:
        offered = peer_reviews.offer(member=request.user, exercise=task)
    except LearningError as refusal:
        messages.info(request, refusal.message)
        return redirect(f"{exercise_pieces.address(key)}#peers")
    return redirect("learning:peer-review", offered.pk)


@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """The member's homework: what is theirs to do, what waits for a reviewer, what is accepted."""
    found = homework_lists.overview(member=request.user, language=get_language() or "", stamp=stamp(request))
    return render(request, "learning/homework_list.html", {"homework": found})


def _page(
    request: HttpRequest, task: Exercise, lesson: LessonPage | None, form: HandInForm | None = None
) -> HttpResponse:
    key = task.translation_key
    mine = homework.mine(member=request.user, keys=[key])[key]
    submission = mine.submission
    shown = handed_in.shown(submission, request.GET.get("version", "")) if submission else None
    drawn = exercise_pieces.whole(task, request=request, stamp=stamp(request))
    context: dict[str, Any] = {
        "exercise": task,
        "lesson": lesson,
        "lesson_url": place_url(request, lesson) if lesson else "",
        "task_html": exercise_pieces.for_member(drawn, mine, request=request),
        "original": _original(request, task),
        "solution": None
        if drawn.solution  # it stands in the task, for everybody
        else exercise_pieces.solution_for(task, is_accepted=mine.is_accepted, request=request),
        "submission": submission,
        "versions": shown.versions if shown else [],
        "shown": shown,
        "form": form or HandInForm(initial=handed_in.beginning(task, submission, shown), exercise=task),
        "reads_others": peer_reviews.readers_asked(exercise=task) if submission else 0,
        "peers": peer_reviews.mine(member=request.user, exercise=task) if submission else [],
    }
    return render(request, "learning/homework.html", context)


def _original(request: HttpRequest, task: Exercise) -> dict[str, str] | None:
    """A snippet has no address of its own: its original is read on this very page, in the other language."""
    found = original_of(request, task)
    return found and {**found, "url": translate_url(request.path, found["code"])}


def _open(request: HttpRequest, key: UUID) -> tuple[Exercise, LessonPage | None]:
    """The exercise in the reader's language and a lesson they may read that holds it: the one they came from, if any.

    Raises Http404 when there is none and they have never worked on it.
    """
    task = Exercise.objects.in_language([key], get_language() or "").get(key)
    if task is None:
        raise Http404
    places = homework.placements(stamp=stamp(request)).get(key, [])
    asked = request.POST.get("lesson") or request.GET.get("lesson") or ""
    for place in sorted(places, key=lambda each: str(each) != asked):
        try:
            return task, readable(request, LessonPage, place)
        except Http404:
            continue
    if not Submission.objects.filter(member=request.user, exercise_key=key).exists():
        raise Http404
    return task, None


def _place(request: HttpRequest) -> tuple[LessonPage | None, str]:
    """The lesson and the block a hint was opened in, nothing for the exercise's own page."""
    try:
        key = UUID(request.POST.get("lesson", ""))
    except ValueError:
        return None, ""
    lesson, block_id = readable(request, LessonPage, key), request.POST.get("block", "")
    return (lesson, block_id) if any(child.id == block_id for child in lesson.body) else (None, "")


def _keep(sent: dict[str, Any]) -> None:
    """Keep as a draft what was not taken, where it can be kept at all."""
    try:
        submissions.save_draft(**sent)
    except LearningError:
        return
