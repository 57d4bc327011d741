"""The report of translations at work: how much is done, and whether the source has moved on since."""

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportFilterSet

from cms.services import reviews


def state(translation: Translation) -> str:
    """What is to be done, in a word or two. Takes a translation of `reviews.with_state()`."""
    said = []
    if translation.missing:
        words = _("{missing} of {total} texts to translate")
        said.append(words.format(missing=translation.missing, total=translation.total))
    if translation.changed:
        words = ngettext(
            "{changed} text of the original has changed since",
            "{changed} texts of the original have changed since",
            translation.changed,
        )
        said.append(words.format(changed=translation.changed))
    return " · ".join(said) or _("Up to date")


def update_url(translation: Translation) -> str | None:
    """Where the changes of the original are taken over into the translation, when there are any."""
    if not translation.changed:
        return None
    return reverse("wagtail_localize:update_translations", args=[translation.source_id])


def targets(found: list[Translation]) -> dict[int, Model]:
    """The translated page or snippet of each, one query a type."""
    by_type: dict = {}
    for translation in found:
        by_type.setdefault(translation.source.specific_content_type, []).append(translation)
    result = {}
    for content_type, some in by_type.items():
        model = content_type.model_class()
        there = {
            (item.translation_key, item.locale_id): item
            for item in model._base_manager.filter(
                translation_key__in={translation.source.object_id for translation in some}
            )
        }
        for translation in some:
            result[translation.pk] = there.get((translation.source.object_id, translation.target_locale_id))
    return result


class TranslationFilters(TranslationsReportFilterSet):
    """wagtail-localize's, over our rows."""

    def filter_queryset(self, queryset):
        waiting = self.form.cleaned_data.pop("waiting_for_translation", None)
        queryset = super().filter_queryset(queryset)
        if waiting is not None:
            queryset = queryset.filter(missing__gt=0) if waiting else queryset.filter(missing=0)
        return queryset


class TranslationReport(ReportView):
    """In place of wagtail-localize's report, which asks the database five times a row and in no order."""

    model = Translation
    index_url_name = "wagtail_localize:translations_report"
    index_results_url_name = "wagtail_localize:translations_report_results"
    header_icon = "wagtail-localize-language"
    page_title = gettext_lazy("Translations")
    filterset_class = TranslationFilters
    any_permission_required = None
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Content"),
            accessor="source.object_repr",
            get_url=lambda row: row.edit_url,
        ),
        Column(
            "kind",
            label=gettext_lazy("Type"),
            accessor=lambda row: capfirst(row.source.specific_content_type.name),
        ),
        Column("source_locale", label=gettext_lazy("From"), accessor="source.locale"),
        Column("target_locale", label=gettext_lazy("Into")),
        Column("state", label=gettext_lazy("State"), accessor=state),
        TitleColumn(
            "take_over",
            label=gettext_lazy("What changed"),
            accessor=lambda row: _("Take it over") if row.changed else "",
            get_url=update_url,
        ),
    ]
    list_export = ["source.object_repr", "source.locale", "target_locale", "total", "missing", "changed"]

    def get_queryset(self):
        return reviews.with_state()

    def decorate_paginated_queryset(self, object_list):
        rows = list(object_list)
        there = targets(rows)
        finder = AdminURLFinder(self.request.user)
        for row in rows:
            target = there.get(row.pk)
            row.edit_url = finder.get_edit_url(target) if target else None
        return rows
