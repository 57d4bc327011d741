"""Content to look at: reviews that are due, lessons in no track, translations behind, and what the checks found."""

from uuid import UUID

import django_filters
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.services import publication, reviews
from learning import paths
from learning.models import LessonPage, TrackItem
from learning.models.checks import told
from learning.models.prerequisites import saved

from .pages import originals

REASONS = [
    ("review_is_due", gettext_lazy("Review due")),
    ("in_no_track", gettext_lazy("In no track")),
    ("translation_behind", gettext_lazy("Translation behind")),
    ("in_a_circle", gettext_lazy("Better after leads in a circle")),
    ("has_findings", gettext_lazy("Something to mend")),
]


def found_in_lessons() -> dict[int, list]:
    """What the checks found, by lesson; read once for each change of content."""

    def make() -> dict[int, list]:
        bodies = {lesson.pk: told(lesson.body) for lesson in LessonPage.objects.only("pk", "body")}
        return {
            pk: [[str(item["text"]), item["times"]] for item in found]
            for pk, found in bodies.items()
            if found
        }

    return publication.prepared("lesson-findings", publication.version(), make)


def circular() -> set[UUID]:
    """The lessons whose advice leads back to themselves: paths do without it, and editors should mend it.

    The editor refuses a circle; two halves published at the same moment, or by a schedule, may still close one.
    """

    return publication.prepared("lesson-circles", publication.version(), lambda: paths.circular(saved()))


def to_look_at() -> QuerySet[LessonPage]:
    """Lessons with at least one reason, each reason a flag on the row."""
    today = localdate()
    placed = TrackItem.objects.filter(lesson__translation_key=OuterRef("translation_key"))
    behind = reviews.behind().filter(source__object_id=OuterRef("translation_key"))
    lessons = originals(LessonPage.objects.all()).annotate(
        review_is_due=_flag(Q(review_due__lte=today)),
        in_no_track=~Exists(placed),
        translation_behind=Exists(behind),
        in_a_circle=_flag(Q(translation_key__in=list(circular()))),
        has_findings=_flag(Q(pk__in=list(found_in_lessons()))),
    )
    return lessons.filter(
        Q(review_is_due=True)
        | Q(in_no_track=True)
        | Q(translation_behind=True)
        | Q(in_a_circle=True)
        | Q(has_findings=True)
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def reasons(lesson: LessonPage) -> str:
    """Why this lesson of `to_look_at` is in the report; `found` is what the checks found in it."""
    said = [str(words) for name, words in REASONS[:4] if getattr(lesson, name)]
    for text, times in lesson.found:
        said.append(text if times == 1 else _("{text} ({times} times)").format(text=text, times=times))
    return " · ".join(part.rstrip(".") for part in said)


class ReasonFilter(WagtailFilterSet):
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("Reason"), choices=REASONS, method="because", empty_label=gettext_lazy("Any")
    )

    class Meta:
        model = LessonPage
        fields = ["level"]

    def because(self, queryset, name, value):
        return queryset.filter(**{value: True})


class ContentReport(ReportView):
    model = LessonPage
    page_title = gettext_lazy("Content to look at")
    header_icon = "glasses"
    index_url_name = "content_to_look_at"
    index_results_url_name = "content_to_look_at_results"
    any_permission_required = ["add", "change", "publish"]
    filterset_class = ReasonFilter
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Lesson"), url_name="wagtailadmin_pages:edit", sort_key="title"
        ),
        Column("reasons", label=gettext_lazy("Why"), accessor=reasons),
        Column("review_due", label=gettext_lazy("Next review"), sort_key="review_due"),
        Column("locale", label=gettext_lazy("Language")),
    ]
    list_export = [
        "title",
        "review_due",
        "review_is_due",
        "in_no_track",
        "translation_behind",
        "in_a_circle",
        "has_findings",
    ]

    def get_queryset(self):
        """Only what this person may edit."""
        pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
            self.request.user, ["add", "change", "publish"]
        )
        return to_look_at().filter(pk__in=pages.values("pk")).select_related("locale").order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list):
        found = found_in_lessons()
        for lesson in object_list:
            lesson.found = found.get(lesson.pk, [])
        return object_list
