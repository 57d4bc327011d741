"""What members do with a chapter: follow it; and what its organizers say of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.addresses import way_on
from cms.forms.chapters import FactsForm
from cms.models import Chapter
from cms.services import chapter_facts, chapter_sheets, follows


@require_POST
@login_required
def follow(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hear the news of a chapter, or no longer; whichever the button said."""
    chapter = get_object_or_404(Chapter, uuid=uuid)
    if request.POST.get("follow") == "no":
        follows.unfollow(chapter=chapter, member=request.user)
        words = _("You do not follow {chapter} any longer.")
    else:
        follows.follow(chapter=chapter, member=request.user)
        words = _("You follow {chapter}. Its calendar is among yours, and you hear its news.")
    messages.success(request, words.format(chapter=chapter.name))
    return redirect(way_on(request, otherwise="/"))


@login_required
@never_cache
def facts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where a chapter is, its languages and its public address, for its organizers; for others there is no such page."""
    chapter = get_object_or_404(Chapter.objects.run_by(request.user), uuid=uuid)
    form = FactsForm(request.POST or None, instance=chapter)
    if form.is_valid():
        chapter_facts.describe(
            actor=request.user, chapter=chapter, facts=form.facts, rests=form.cleaned_data["rests"]
        )
        messages.success(request, _("Saved. The directory and the page of the chapter say it now."))
        return redirect("cms:chapter-facts", uuid)
    return render(
        request,
        "cms/chapter_facts.html",
        {"form": form, "name": chapter.name, "home": chapter_sheets.page_of(chapter=chapter)},
    )
