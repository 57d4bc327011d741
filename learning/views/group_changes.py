"""A group that is going on, changed by its organizers, and its end: reached, or called off."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning.exceptions import LearningError
from learning.group_change_form import GroupCancelForm, GroupChangeForm
from learning.group_exceptions import GroupOver
from learning.models import StudyGroup
from learning.services import group_ends, groups

from .group_doors import run_by_reader, told


@run_by_reader()
def edit(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Change what the group says of itself, who may join, and the seats of its meetups to come."""
    if group.is_over:
        return _over(request, group)
    form = GroupChangeForm(request.POST if request.method == "POST" else None, group=group)
    if form.is_valid():
        try:
            groups.change(actor=request.user, group=group, wanted=form.wanted)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved. Free seats are offered to those who wait, in order."))
            return redirect("learning:group-board", uuid=group.uuid)
    return render(request, "learning/group_edit.html", {"group": group, "form": form})


@require_safe
@run_by_reader()
def end(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """What it means to finish the group or to call it off, before either is done."""
    if group.is_over:
        return _over(request, group)
    return _end(request, group, GroupCancelForm())


@require_POST
@run_by_reader()
def finish(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The group has reached its end."""
    words = _("The group is finished. Its page stays, and tells everybody how to go on.")
    told(request, partial(groups.finish, actor=request.user, group=group), words)
    return redirect("learning:group", uuid=group.uuid)


@require_POST
@run_by_reader()
def cancel(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The group does not go on."""
    form = GroupCancelForm(request.POST)
    if not form.is_valid():
        return _end(request, group, form)
    words = _("The group is called off. Everybody with a seat or a place ahead gets a mail.")
    told(request, partial(groups.cancel, actor=request.user, group=group, **form.cleaned_data), words)
    return redirect("learning:group", uuid=group.uuid)


def _end(request: HttpRequest, group: StudyGroup, form: GroupCancelForm) -> HttpResponse:
    context = {"group": group, "form": form, "telling": group_ends.telling(group=group)}
    return render(request, "learning/group_end.html", context)


def _over(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    messages.error(request, GroupOver.message)
    return redirect("learning:group-board", uuid=group.uuid)
