"""The wizard of a new group: what it is about, when it meets, all its dates, and then it opens. Each step is kept."""

import re
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.context import keys, site_facts, stamp
from cms.models import Chapter
from learning import schedule
from learning.exceptions import LearningError
from learning.group_forms import GroupForm, RuleForm, SecondRuleForm
from learning.models import Level, MeetingRule, StudyGroup, Venue
from learning.models.meetups import Kind
from learning.outline import Outline
from learning.services import courses, drafts, groups, tracks
from learning.services.drafts import Date
from learning.services.rules import Wish

from .group_doors import run_by_reader, told

TICKED = re.compile(r"([0-9]{1,18}):([0-9]{4}-[0-9]{2}-[0-9]{2})")
WEEKS = 12


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The first step of a new group, in the chapter of the address; where there are several, the choice."""
    mine = Chapter.objects.run_by(request.user)
    asked = request.GET.get("chapter", "")
    chapters = list(mine.filter(uuid=_uuid(asked)) if asked else mine)
    if not chapters:
        raise Http404
    if len(chapters) > 1:
        return render(request, "learning/group_chapter.html", {"chapters": chapters})
    return _about(request, chapters[0], None)


@run_by_reader(draft=True)
def about(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The first step of a draft again."""
    return _about(request, group.chapter, group)


@run_by_reader(draft=True)
def times(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The second step: one or two rules."""
    kept = list(group.rules.select_related("venue").order_by("pk"))
    data = request.POST if request.method == "POST" else None
    forms = [
        RuleForm(
            data, chapter=group.chapter, prefix="first", initial=_rule_initial(kept[:1], Kind.WEEKLY_MEETING)
        ),
        SecondRuleForm(
            data,
            chapter=group.chapter,
            prefix="second",
            initial=_rule_initial(kept[1:2], Kind.HOMEWORK_MEETUP),
        ),
    ]
    if data is not None and all(form.is_valid() for form in forms):
        wishes = [wish for form in forms if (wish := _wish(form, group))]
        if all(form.is_valid() for form in forms):
            drafts.keep_rules(group=group, wishes=wishes)
            return redirect("learning:group-plan-dates", uuid=group.uuid)
    return render(request, "learning/group_times.html", {"group": group, "forms": forms, "steps": _steps()})


@run_by_reader(draft=True)
def dates(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The third step: all dates, to skip some, and to open the group."""
    if request.method == "POST":
        skip = _ticked(request)
        if "open" not in request.POST:
            drafts.skip(group=group, dates=skip)
            messages.success(request, _("Your plan is kept. Nobody else sees it before you open the group."))
            return redirect("learning:group-plan-dates", uuid=group.uuid)
        opening = partial(
            groups.open_group,
            actor=request.user,
            group=group,
            skip=skip,
            despite_clashes="overlap" in request.POST,
        )
        if told(request, opening, _("The group is open, with all its meetups. You are its first member.")):
            return redirect("learning:group", uuid=group.uuid)
        drafts.skip(group=group, dates=skip)
    plans = drafts.preview(group=group)
    context = {
        "group": group,
        "plans": plans,
        "number": sum(len(plan.kept) for plan in plans),
        "overlaps": any(effect.clashes for plan in plans for effect in plan.kept),
        "steps": _steps(),
    }
    return render(request, "learning/group_dates.html", context)


@require_POST
@run_by_reader(draft=True)
def discard(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Throw the draft away."""
    told(request, partial(groups.discard, actor=request.user, group=group), _("The plan is gone."))
    return redirect("cms:today")


def _about(request: HttpRequest, chapter: Chapter, group: StudyGroup | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, tracks=_tracks(request), initial=_group_initial(chapter, group))
    if form.is_valid():
        key = group.uuid if group else form.cleaned_data["key"]
        try:
            kept = groups.create(actor=request.user, chapter=chapter, key=key, facts=form.facts)
            courses.set_weeks(group=kept, number=form.cleaned_data["weeks"] or 0 if kept.course else 0)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("learning:group-plan-times", uuid=kept.uuid)
    begun = [] if group else StudyGroup.objects.filter(chapter=chapter, state=StudyGroup.State.DRAFT)
    context = {"form": form, "chapter": chapter, "group": group, "begun": begun, "steps": _steps()}
    return render(request, "learning/group_about.html", context)


def _tracks(request: HttpRequest) -> list[Outline]:
    facts = site_facts(request)
    if facts is None:
        return []
    return tracks.outlines(
        facts=facts, language=get_language() or "", stamp=stamp(request), keys=keys(request)
    )


def _group_initial(chapter: Chapter, group: StudyGroup | None) -> dict[str, Any]:
    if group:
        names = {name for name in GroupForm.base_fields if hasattr(group, name)}
        return {
            **{name: getattr(group, name) for name in names - {"weeks"}},
            "key": group.uuid,
            "track": str(group.track_key or ""),
            "weeks": group.weeks.count() or None,
        }
    today = timezone.localdate()
    return {
        "key": uuid4(),
        "mode": StudyGroup.Attendance.ROOM,
        "join": StudyGroup.Join.OPEN,
        "level": Level.FIRST_STEPS,
        "timezone": chapter.timezone,
        "language": next(iter(chapter.languages), "en").partition("-")[0],
        "starts_on": today + timedelta(days=7),
        "ends_on": today + timedelta(weeks=WEEKS + 1),
    }


def _rule_initial(rule: list[MeetingRule], kind: str) -> dict[str, Any]:
    for each in rule:
        wish = drafts.wish_of(rule=each)
        names = ("kind", "weekday", "clock", "minutes", "interval", "venue", "online_url")
        return {"is_on": True, **{name: getattr(wish, name) for name in names}}
    usual = {Kind.WEEKLY_MEETING: (1, "18:00", 90), Kind.HOMEWORK_MEETUP: (5, "10:00", 120)}
    weekday, clock, minutes = usual[Kind(kind)]
    return {"kind": kind, "weekday": weekday, "clock": clock, "minutes": minutes, "interval": 1}


def _wish(form: RuleForm, group: StudyGroup) -> Wish | None:
    """What one form asks for; None when it is off, or asks for too much, which the form then says."""
    if form.cleaned_data.get("is_on") is False:
        return None
    venue = venue_of(form, group)
    try:
        return form.wish(first=group.starts_on, last=group.ends_on, venue=venue)
    except schedule.TooManyDates:
        words = _("That is more than {number} meetups. Choose an earlier last day, or meet less often.")
        form.add_error("interval", words.format(number=schedule.MOST_DATES))
        return None


def venue_of(form: RuleForm, group: StudyGroup) -> Venue | None:
    """The place that was chosen; one that was named and is new becomes a place of the chapter to choose from."""
    name = form.new_name
    return drafts.venue_named(chapter=group.chapter, name=name) if name else form.cleaned_data["venue"]


def _ticked(request: HttpRequest) -> list[Date]:
    """The dates whose boxes are ticked; nonsense ticks nothing."""
    found = []
    for text in request.POST.getlist("skip"):
        if match := TICKED.fullmatch(text):
            try:
                found.append((int(match[1]), date.fromisoformat(match[2])))
            except ValueError:
                continue
    return found


def _steps() -> list[str]:
    return [_("What"), _("When"), _("All dates")]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
