"""Ask my mentor: a question from within a lesson becomes words in the thread of the pair, with the lesson beside them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning.models import LessonPage
from learning.services import progress
from learning.views.doors import place_url, readable
from mentorship.exceptions import MentorshipError
from mentorship.forms import AskMentorForm
from mentorship.models import Pairing
from mentorship.services import pair_thread


@login_required
@never_cache
def ask_mentor(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write to the mentor about a lesson the reader may open, or about one block of it."""
    lesson = readable(request, LessonPage, key)
    block_id = (request.POST if request.method == "POST" else request.GET).get("block", "")
    block_id = block_id if block_id in progress.block_ids(lesson) else ""
    data = request.POST if request.method == "POST" else None
    pairings = list(Pairing.objects.taking_words_of(request.user))
    form = AskMentorForm(data, pairings=pairings, initial={"block": block_id})
    if pairings and form.is_valid():
        try:
            pair_thread.write(
                pairing=form.pairing,
                member=request.user,
                lesson_key=key,
                block_id=block_id,
                **form.facts,
            )
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your question is with your mentor."))
            return redirect(f"{reverse('mentorship:pairing', args=[form.pairing.uuid])}#thread")
    context = {
        "lesson": lesson,
        "back": place_url(request, lesson, block_id),
        "at_block": bool(block_id),
        "form": form,
        "names": [pairing.mentor.member.name for pairing in pairings],
        "typed": request.POST.get("text", "")[:4000],
    }
    return render(request, "mentorship/ask_mentor.html", context)
