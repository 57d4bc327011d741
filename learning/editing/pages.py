"""Flat listings of lessons and tracks: what the page tree hides, such as level, length and the next review."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import ModelChoiceFilter
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail_localize.models import Translation

from cms.models import TranslationLag
from learning.models import LessonPage, Topic, TrackItem, TrackPage


def originals(pages):
    """Without copies and translations: each lesson or track once, in the language it was written in."""
    translated = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    )
    return pages.filter(~Exists(translated), alias_of__isnull=True)


def _behind(page) -> str:
    words = ngettext("{number} behind", "{number} behind", page.behind)
    return words.format(number=page.behind) if page.behind else "–"


def _report(page) -> str | None:
    """The report of translations, narrowed to this page."""
    if not page.behind:
        return None
    address = reverse("wagtail_localize:translations_report")
    return f"{address}?{urlencode({'source_title': page.title})}"


class OriginalsView(IndexView):
    """With how many translations each has that say something else by now."""

    def get_base_queryset(self):
        return originals(super().get_base_queryset())

    def annotate_queryset(self, pages):
        lags = (
            TranslationLag.objects.filter(
                translation__enabled=True, translation__source__object_id=OuterRef("translation_key")
            )
            .order_by()
            .values("translation__source")
            .annotate(number=Count("pk"))
        )
        behind = Coalesce(Subquery(lags.values("number")), 0)
        return super().annotate_queryset(pages.annotate(behind=behind))

    def search_queryset(self, queryset):
        """Search knows no subqueries as filters, so it is given the keys of what they leave."""
        if self.is_searching:
            keys = list(queryset.order_by().values_list("pk", flat=True))
            found = self.annotate_queryset(self.model._default_manager.filter(pk__in=keys))
            queryset = self.order_queryset(found)
        return super().search_queryset(queryset)


class LessonsView(OriginalsView):
    def annotate_queryset(self, pages):
        placed = TrackItem.objects.filter(lesson__translation_key=OuterRef("translation_key"))
        return super().annotate_queryset(pages.annotate(in_a_track=Exists(placed)))


def _topics(request):
    """The topics as they are in the language lessons are written in first."""
    return Topic.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("name")


class LessonFilters(PageFilterSet):
    topic = ModelChoiceFilter(
        field_name="topics__topic", queryset=_topics, label=gettext_lazy("Topic"), widget=forms.RadioSelect
    )

    class Meta:
        model = LessonPage
        fields = ["level", "completion_rule", "review_due"]


TITLE = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
]
LAST = [
    TitleColumn("behind", label=gettext_lazy("Translations"), accessor=_behind, get_url=_report, width="10%"),
    DateColumn(
        "latest_revision_created_at",
        label=gettext_lazy("Updated"),
        sort_key="latest_revision_created_at",
        width="12%",
    ),
    PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live", width="12%"),
]


def _minutes(lesson: LessonPage) -> str:
    return _("{minutes} min").format(minutes=lesson.minutes) if lesson.minutes else "–"


class LessonListing(PageListingViewSet):
    model = LessonPage
    icon = "doc-full"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Lessons")
    menu_order = 110
    index_view_class = LessonsView
    filterset_class = LessonFilters
    columns = [
        *TITLE,
        Column("level", label=gettext_lazy("Level"), accessor="get_level_display", sort_key="level"),
        Column("minutes", label=gettext_lazy("Length"), accessor=_minutes, sort_key="teach_minutes"),
        BooleanColumn("in_a_track", label=gettext_lazy("In a track")),
        Column("review_due", label=gettext_lazy("Next review"), sort_key="review_due"),
        *LAST,
    ]


class TracksView(OriginalsView):
    def annotate_queryset(self, pages):
        return super().annotate_queryset(
            pages.annotate(
                lessons=Count("modules__items"),
                required=Count("modules__items", filter=Q(modules__items__required=True)),
            )
        )


class TrackListing(PageListingViewSet):
    model = TrackPage
    icon = "list-ol"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Tracks")
    menu_order = 120
    index_view_class = TracksView
    columns = [
        *TITLE,
        Column("level", label=gettext_lazy("Level"), accessor="get_level_display", sort_key="level"),
        Column("lessons", label=gettext_lazy("Lessons")),
        Column("required", label=gettext_lazy("Required")),
        *LAST,
    ]
