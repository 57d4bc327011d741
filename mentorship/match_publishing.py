"""Publishes runs of the matching in the background: a worker is woken, and `manage.py tick` sweeps what was missed."""

from django.core.exceptions import PermissionDenied

from mentorship.exceptions import MentorshipError
from mentorship.models import MatchRun
from mentorship.services import publications

State = MatchRun.State


def publish_due() -> int:
    """Publish what is still to be published, whoever was to be woken for it; how many are."""
    waiting = MatchRun.objects.filter(state=State.PUBLISHING).order_by("pk")
    return sum(publish(pk) for pk in list(waiting.values_list("pk", flat=True)))


def publish(run_pk: int) -> bool:
    """Publish one run that is to be; all of it or nothing. True when it is. What refuses makes a draft of it again."""
    run = MatchRun.objects.filter(pk=run_pk, state=State.PUBLISHING).first()
    if run is None:
        return False
    try:
        publications.publish(run=run)
    except (MentorshipError, PermissionDenied) as refusal:
        code = getattr(refusal, "code", "not_allowed")
        MatchRun.objects.filter(pk=run_pk, state=State.PUBLISHING).update(state=State.DRAFT, error=code)
        return False
    return True
