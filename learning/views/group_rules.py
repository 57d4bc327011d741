"""Changing when a running group meets: first what would become of each meetup, then the change itself."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning import schedule
from learning.course_form import MoveForm
from learning.group_forms import RuleChangeForm
from learning.models import MeetingRule, StudyGroup
from learning.services import courses, drafts, rule_plans, rules
from learning.services.rules import Wish

from .group_doors import run_by_reader, told
from .group_plans import venue_of


@run_by_reader()
def listing(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """The rules of a group, and the weeks of its course."""
    found = group.rules.select_related("venue")
    context = {"group": group, "rules": found, "weeks": group.weeks.all(), "move": MoveForm()}
    return render(request, "learning/group_rules.html", context)


@run_by_reader()
def rule(request: HttpRequest, group: StudyGroup, rule: UUID) -> HttpResponse:
    """Change one rule. The first POST shows what it would do, the one that says "apply" does it."""
    found = get_object_or_404(group.rules.select_related("venue", "group"), uuid=rule)
    data = request.POST if request.method == "POST" else None
    form = RuleChangeForm(data, chapter=group.chapter, prefix="rule", initial=_initial(found))
    lines, touch = None, _touched(request)
    if form.is_valid() and (wish := _wish(form, group, found)):
        if "apply" in request.POST and not group.is_over:
            change = partial(rules.change, actor=request.user, rule=found, wish=wish, touch=touch)
            if told(request, change, _("Changed. Everybody with a seat that moved hears of it once.")):
                return redirect("learning:group-rules", uuid=group.uuid)
        lines = rule_plans.lines(rule=found, wish=wish, touch=touch)
    context = {"group": group, "rule": found, "form": form, "lines": lines}
    return render(request, "learning/group_rule.html", context)


@require_POST
@run_by_reader()
def move_course(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Move the weeks of the course by whole weeks: shown first, done when "apply" is said."""
    form = MoveForm(request.POST)
    shifts = None
    if form.is_valid():
        by = form.cleaned_data["by"]
        if "apply" in request.POST and not group.is_over:
            words = _("The course has moved. Your meetups stay where they are.")
            told(request, partial(courses.shift, actor=request.user, group=group, by=by), words)
            return redirect("learning:group-rules", uuid=group.uuid)
        shifts = courses.preview(group=group, by=by)
    return render(request, "learning/group_course.html", {"group": group, "form": form, "shifts": shifts})


def _initial(rule: MeetingRule) -> dict:
    wish = drafts.wish_of(rule=rule)
    names = ("kind", "weekday", "clock", "minutes", "interval", "venue", "online_url", "first", "last")
    skip = ", ".join(day.isoformat() for day in sorted(wish.skip))
    return {**{name: getattr(wish, name) for name in names}, "skip": skip}


def _wish(form: RuleChangeForm, group: StudyGroup, rule: MeetingRule) -> Wish | None:
    try:
        return form.changed(kind=rule.kind, venue=venue_of(form, group))
    except schedule.TooManyDates:
        words = _("That is more than {number} meetups. Choose an earlier last day, or meet less often.")
        form.add_error("interval", words.format(number=schedule.MOST_DATES))
        return None


def _touched(request: HttpRequest) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("touch"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
