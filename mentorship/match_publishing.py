"""Publishes runs of the matching in the background: a worker is woken, and `manage.py tick` sweeps what was missed."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from mentorship.exceptions import MentorshipError
from mentorship.models import MatchRun
from mentorship.services import publications

logger = logging.getLogger(__name__)
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
        return _draft_again(run_pk, getattr(refusal, "code", "not_allowed"))
    except OperationalError:
        raise  # the database is away for a moment: `tick` comes by again
    except Exception as problem:
        logger.error("Publishing the matching run %s came to nothing", run_pk, exc_info=True)
        return _draft_again(run_pk, f"{type(problem).__name__}: {problem}")
    return True


def _draft_again(run_pk: int, why: str) -> bool:
    MatchRun.objects.filter(pk=run_pk, state=State.PUBLISHING).update(state=State.DRAFT, error=why[:200])
    return False
