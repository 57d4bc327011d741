"""What changed in a lesson since its reader finished it, and the word that they have read it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.context import stamp
from learning.models import LessonPage, LessonProgress
from learning.services import changes, progress
from learning.services.changes import State

from .doors import place_url, posted_to, readable, sign_in_url


@require_safe
def lesson_changes(request: HttpRequest, key: UUID) -> HttpResponse:
    """The differences, block by block. Who has not finished the lesson reads the lesson."""
    page = readable(request, LessonPage, key)
    if not request.user.is_authenticated:
        return redirect(sign_in_url(request.path))
    row = LessonProgress.objects.finished(request.user, key)
    if row is None:
        return redirect(place_url(request, page))
    found = changes.since(lesson=page, row=row, stamp=stamp(request))
    context = {
        "lesson": page,
        "changes": found,
        "entries": [{"it": each, "name": found.names.get(each.id, "")} for each in found.differences],
        "is_gone": found.state == State.GONE,
        "lesson_url": place_url(request, page),
        "read_url": reverse("learning:lesson-read", args=[key]) if found.state != State.SAME else "",
        "content_language": page.words_language,
    }
    return render(request, "learning/lesson_changes.html", context)


@posted_to(LessonPage)
def read_again(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Note that what changed was read, and go back to the end of the lesson."""
    progress.read_again(member=request.user, lesson=page)
    messages.success(request, _("Noted. The lesson stays done, as it is now."))
    return redirect(f"{place_url(request, page)}#done")
