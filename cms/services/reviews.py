"""Translations on their way: what stands in for them, what has fallen behind, and handing one to the moderators."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.exceptions import NothingTranslated, TranslationRefused
from cms.models import Member


def with_state() -> QuerySet[Translation]:
    """The translations at work, each with `total` texts, `missing` texts, and `changed` ones of the original since.

    One query, whatever their number.
    """
    words = (
        StringSegment.objects.filter(source=OuterRef("source"))
        .annotate(
            into=OuterRef("target_locale"),
            done=Exists(
                StringTranslation.objects.filter(
                    translation_of=OuterRef("string"),
                    context=OuterRef("context"),
                    locale=OuterRef("into"),
                    has_error=False,
                )
            ),
        )
        .order_by()
        .values("source")
    )
    return (
        Translation.objects.filter(enabled=True)
        .annotate(
            total=Subquery(words.annotate(n=Count("pk")).values("n")),
            missing=Subquery(words.annotate(n=Count("pk", filter=Q(done=False))).values("n")),
            changed=Coalesce("lag__changed", 0),
        )
        .select_related("source__specific_content_type", "source__locale", "target_locale")
        .order_by("source__object_repr", "target_locale", "pk")
    )


def behind() -> QuerySet[Translation]:
    """Translations with texts still to translate, or whose original says something else since."""
    return with_state().filter(Q(missing__gt=0) | Q(changed__gt=0))


def forget_borrowed_revisions() -> int:
    """Pages that were copies until somebody began to translate them name the source's revision as their live one.

    Without it `page.stands_in` can tell, without a query, that nothing of their own was published yet.
    Gives the number of pages.
    """
    own = Revision.page_revisions.filter(
        pk=OuterRef("live_revision"), object_id=Cast(OuterRef("pk"), CharField())
    )
    begun = Page.objects.filter(alias_of=None, live_revision__isnull=False, latest_revision__isnull=False)
    return begun.filter(~Exists(own)).update(live_revision=None)


@transaction.atomic
def ask_for_review(*, translation: Translation, member: Member) -> WorkflowState:
    """Save the page as translated so far as a draft and start its workflow; the page readers see stays as it is.

    Asked again, the earlier review is cancelled and the new draft takes its place.
    Raises NothingTranslated when there is nothing to look at, TranslationRefused when the page would not be valid.
    """
    total, done = translation.get_progress()
    if total and not done:
        raise NothingTranslated
    draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    draft.slug = find_available_slug(draft.get_parent(), slugify(draft.slug), ignore_page_id=draft.pk)
    try:
        draft.save_revision(user=member, log_action=True)
    except ValidationError as error:
        raise TranslationRefused(" ".join(error.messages)) from error
    page = translation.get_target_instance().specific
    if page.current_workflow_state:
        page.current_workflow_state.cancel(user=member)
    return page.get_workflow().start(page, member)
