"""The ways into a study group: which group is meant, who may do what there, and where a visitor signs in."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.exceptions import LearningError
from learning.models import StudyGroup
from learning.services import group_pages

from .doors import sign_in_url

View = Callable[..., HttpResponse]


def group_url(request: HttpRequest, group: StudyGroup) -> str:
    """The address of the group's page in the reader's language, empty while it has none."""
    page = group_pages.of(group=group, language=get_language() or "")
    return (page.get_url(request) or "") if page else ""


def posted_to_group(view: View) -> View:
    """Members' POSTs to a group that is no draft. A visitor signs in and comes back to the group's page."""

    @require_POST
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID, **parts: object) -> HttpResponse:
        group = get_object_or_404(StudyGroup.objects.shown().select_related("chapter"), uuid=uuid)
        if not request.user.is_authenticated:
            return redirect(sign_in_url(resolve_url("learning:group", uuid=uuid)))
        return view(request, group, **parts)

    return door


def run_by_reader(*, draft: bool = False) -> Callable[[View], View]:
    """Views of a group's organizers, or of a draft's. For everybody else the address does not exist (404)."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def door(request: HttpRequest, uuid: UUID, **parts: object) -> HttpResponse:
            if not request.user.is_authenticated:
                raise Http404
            groups = StudyGroup.objects.run_by(request.user).select_related("chapter").distinct()
            group = get_object_or_404(groups, uuid=uuid)
            if (group.state == StudyGroup.State.DRAFT) is not draft:
                raise Http404
            return view(request, group, **parts)

        return door

    return decorate


def told(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    """Do something and say so, or say why it was refused. Returns whether it was done."""
    try:
        act()
    except LearningError as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, words)
    return True
