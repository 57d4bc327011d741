"""A button on a track in the admin: the whole of it as Markdown, for those who may edit it."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from learning.exceptions import LearningError
from learning.models import TrackPage
from learning.services import exports


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button, in the menu above a track that this person may edit."""
    is_track = page.cached_content_type.model_class() is TrackPage
    if is_track and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Download as Markdown"),
            reverse("track_markdown", args=[page.pk]),
            icon_name="download",
            priority=70,
        )


@require_GET
def track_markdown(request: HttpRequest, pk: int) -> HttpResponse:
    """The published track as a zip that `import_lessons` reads, answers and notes for facilitators included."""
    track = get_object_or_404(TrackPage, pk=pk)
    if not track.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    lessons, _unpublished = exports.lessons_of(track=track)
    if not all(page.permissions_for_user(request.user).can_edit() for page in lessons.values()):
        raise PermissionDenied
    try:
        made = exports.export(track=track)
    except LearningError as refusal:
        messages.error(request, refusal.message)
        return redirect("wagtailadmin_pages:edit", track.pk)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    exports.write_zip(made=made, target=target)
    target.seek(0)
    name = f"{made.name}-{made.text.language}-markdown.zip"
    response = FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
