"""Takes over the questions of another round: as content to edit further, with keys of their own."""

from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from cms.models import Member
from mentorship.exceptions import NothingToTakeOver
from mentorship.models import Question, RoundPage

FIELDS = ("label", "help_text", "kind", "audience", "required", "sensitive", "options", "minimum", "maximum")


def rounds_with_questions(*, besides: RoundPage) -> QuerySet[RoundPage]:
    """Published rounds in the language of this one that ask something, the latest first."""
    return (
        RoundPage.objects.live()
        .filter(locale=besides.locale_id, questions__isnull=False)
        .exclude(pk=besides.pk)
        .distinct()
        .order_by("-first_published_at", "-pk")
    )


@transaction.atomic
def take_over(*, actor: Member, source: RoundPage, target: RoundPage) -> int:
    """Add to the target's draft what the source asks and the target does not; how many. Raises NothingToTakeOver.

    Nothing is published: an editor looks the questions over first. Answers of the earlier round stay with it.
    """
    RoundPage.objects.select_for_update().get(pk=target.pk)
    draft = target.get_latest_revision_as_object()
    standing = {(question.kind, question.label, question.audience) for question in draft.questions.all()}
    last = max((question.sort_order or 0 for question in draft.questions.all()), default=-1)
    wanted = [
        question
        for question in source.questions.order_by("sort_order", "pk")
        if (question.kind, question.label, question.audience) not in standing
    ]
    if not wanted:
        raise NothingToTakeOver
    for place, question in enumerate(wanted, last + 1):
        facts = {name: getattr(question, name) for name in FIELDS}
        draft.questions.add(
            Question(**facts, locale_id=draft.locale_id, translation_key=uuid4(), sort_order=place)
        )
    draft.save_revision(user=actor, log_action=True)
    return len(wanted)
