"""The letters of homework, in the recipient's language: what happened and where to look, never what was handed in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Message, Topic
from learning.models import Exercise, PeerReview, Submission

MOST_TITLES = 10


def _address(name: str, *args: object) -> str:
    """An absolute address in the recipient's language."""
    return f"{settings.BASE_URL}{reverse(f'learning:{name}', args=args)}"


def _about(message: Message, state: str | None = None) -> tuple[Submission, str] | None:
    """The recipient's homework and the title of its exercise, while it stands where the letter says."""
    rows = Submission.objects.handed_in().filter(pk=message.context["submission"], member=message.recipient)
    row = (rows.filter(state=state) if state else rows).first()
    if row is None:
        return None
    found = Exercise.objects.in_language([row.exercise_key], get_language() or "").get(row.exercise_key)
    return row, found.title if found else _("an exercise")


def _letter(message: Message, state: str | None, subject: str, template: str) -> Letter | None:
    found = _about(message, state)
    if found is None:
        return None
    row, title = found
    context = {"title": title, "url": _address("homework", row.exercise_key)}
    return Letter(subject.format(title=title), f"learning/{template}", context)


@writes("learning.homework_answered", topic=Topic.HOMEWORK)
def answered(message: Message) -> Letter | None:
    subject = _("Your homework has an answer: {title}")
    return _letter(message, Submission.State.WAITING_LEARNER, subject, "homework_answered")


@writes("learning.homework_accepted", topic=Topic.HOMEWORK)
def accepted(message: Message) -> Letter | None:
    return _letter(
        message, Submission.State.ACCEPTED, _("Your homework is accepted: {title}"), "homework_accepted"
    )


@writes("learning.homework_read", topic=Topic.HOMEWORK)
def read_by_peer(message: Message) -> Letter | None:
    """Another learner has read it; None when a block stands between the two by now."""
    review = PeerReview.objects.filter(pk=message.context["review"]).first()
    author = Submission.objects.filter(pk=message.context["submission"])
    if review is None or not author.unblocked_for(review.reviewer).exists():
        return None
    return _letter(message, None, _("Another learner has read your homework: {title}"), "homework_read")


@writes("learning.homework_waiting", topic=Topic.HOMEWORK)
def waiting(message: Message) -> Letter | None:
    """Everything handed in within the same ten minutes that still waits and nobody has taken; None when nothing does."""
    start, end = (datetime.fromisoformat(message.context[name]) for name in ("start", "end"))
    rows = Submission.objects.reviewable_by(message.recipient).waiting_review()
    rows = rows.filter(waiting_since__gte=start, waiting_since__lt=end).unclaimed(timezone.now())
    keys = list(rows.values_list("exercise_key", flat=True))
    if not keys:
        return None
    titles = Exercise.objects.in_language(keys, get_language() or "")
    subject = ngettext("{count} piece of homework to read", "{count} pieces of homework to read", len(keys))
    context = {
        "count": len(keys),
        "titles": [titles[key].title for key in dict.fromkeys(keys) if key in titles][:MOST_TITLES],
        "url": _address("queue"),
    }
    return Letter(subject.format(count=len(keys)), "learning/homework_waiting", context)
