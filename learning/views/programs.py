"""What meetups are about, for their organizers: lessons of one meetup, and a whole track over the meetups ahead."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.context import stamp
from learning.models import Meetup, MeetupLesson, StudyGroup
from learning.outline import Outline
from learning.program_form import ProgramForm
from learning.services import homework, programs, tracks

from .doors import shelf_of
from .group_doors import run_by_reader, told
from .meetup_desk import organizing


@organizing
def lessons(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Choose the lessons of one meetup: of its group's track, or of every track where it has none."""
    outlines = _outlines(request, found.group)
    kept = list(MeetupLesson.objects.filter(meetup=found).values_list("lesson_key", "use"))
    uses = MeetupLesson.Use
    form = ProgramForm(
        request.POST if request.method == "POST" else None,
        outlines=outlines,
        homework=homework.owing_lessons(stamp=stamp(request)),
        initial={
            "covered": [key for key, use in kept if use == uses.COVER],
            "due": [key for key, use in kept if use == uses.HOMEWORK_DUE],
        },
    )
    if form.is_valid():
        changed = programs.choose(actor=request.user, meetup=found, **_chosen(form, kept, outlines))
        messages.success(request, _("Saved.") if changed else _("That is what it is about already."))
        return redirect("learning:meetup-desk", found.uuid)
    return render(request, "learning/meetup_lessons.html", {"meetup": found, "form": form})


@run_by_reader()
def program(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The program of a group: what each meetup ahead is about, and the rest of the track spread over them on request."""
    outline = next(iter(_outlines(request, group)), None) if group.track_key else None
    if outline is None:
        raise Http404
    asked = homework.owing_lessons(stamp=stamp(request))
    if request.method == "POST":
        write = partial(
            programs.apply,
            actor=request.user,
            group=group,
            outline=outline,
            homework=asked,
            token=request.POST.get("plan", ""),
        )
        told(request, write, _("Done. Members see the lessons on the page of the group and of each meetup."))
        return redirect("learning:group-program", uuid=group.uuid)
    context = {
        "group": group,
        "outline": outline,
        "evenings": programs.program(group=group, outline=outline),
        "spread": None if group.is_over else programs.preview(group=group, outline=outline, homework=asked),
    }
    return render(request, "learning/group_program.html", context)


def _outlines(request: HttpRequest, group: StudyGroup | None) -> list[Outline]:
    """The track of a group, or every track where it follows none of this site."""
    shelf = shelf_of(request)
    if shelf is None:
        return []
    if group and group.track_key and (found := tracks.outline_of(track_key=group.track_key, **shelf.around)):
        return [found]
    return tracks.outlines(**shelf.around)


def _chosen(
    form: ProgramForm, kept: list[tuple[UUID, str]], outlines: list[Outline]
) -> dict[str, list[UUID]]:
    """What was ticked, and before it what stands in no track here and so could not be shown: it is kept."""
    shown = {each.key for outline in outlines for each in outline.lessons}
    uses = {"covered": MeetupLesson.Use.COVER, "due": MeetupLesson.Use.HOMEWORK_DUE}
    return {
        name: [key for key, kind in kept if kind == use and key not in shown] + form.in_order(name)
        for name, use in uses.items()
    }
