"""What Today says of homework: answers that wait for the member, and what they have not handed in."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import today
from cms.models import Member
from learning.models import Exercise, Submission
from learning.outline import Way
from learning.services import homework_lists

ANSWERED, OWED = 20, 50
MOST_ANSWERED = 3


def lines(*, member: Member, ways: Iterable[Way], stamp: int, language: str) -> list[today.Line]:
    """A line for each of the last answers, one for all that is owed in the tracks followed: two queries."""
    rows = list(Submission.objects.filter(member=member).order_by("waiting_since", "pk"))
    answered = [row for row in rows if row.state == Submission.State.WAITING_LEARNER][:MOST_ANSWERED]
    begun = [step.key for way in ways for step in way.steps if step.state != "todo"]
    known = {row.exercise_key: row.state for row in rows}
    owed = homework_lists.owed_keys(lessons=begun, known=known, stamp=stamp)
    if not answered and not owed:
        return []
    keys = [*(row.exercise_key for row in answered), *owed[:1]]
    titles = {key: task.title for key, task in Exercise.objects.in_language(keys, language).items()}
    found = [_answer(row, titles[row.exercise_key]) for row in answered if row.exercise_key in titles]
    if owed and owed[0] in titles:
        found.append(_owed(owed, titles[owed[0]]))
    return found


def _answer(row: Submission, title: str) -> today.Line:
    return today.Line(
        title=title,
        url=reverse("learning:homework", args=[row.exercise_key]),
        action=_("Read the answer"),
        detail=_("Somebody has read your homework. Now it is your turn."),
        urgency=ANSWERED,
        icon="chat",
        since=row.waiting_since,
    )


def _owed(owed: list, title: str) -> today.Line:
    more = len(owed) - 1
    url = reverse("learning:homework-list") if more else reverse("learning:homework", args=[owed[0]])
    words = ngettext("Homework, and {count} more to hand in", "Homework, and {count} more to hand in", more)
    return today.Line(
        title=title,
        url=url,
        action=_("See your homework") if more else _("Hand it in"),
        detail=words.format(count=more) if more else _("Homework of a lesson you have begun"),
        urgency=OWED,
        icon="exercise",
    )
