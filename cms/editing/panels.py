"""The admin's first page: what waits for the person who opens it."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cms.services import reviews

from .translation_report import state, targets

MOST = 5


@dataclass(kw_only=True)
class Row:
    """One line of a panel: where it leads, what it is, and a word on it."""

    url: str
    title: str
    note: str = ""
    language: str = ""


@dataclass(kw_only=True)
class WaitingPanel(Component):
    """A short list, and where the long one is. Without rows it is not there at all."""

    name: str
    heading: str
    order: int
    rows: list[Row] = field(default_factory=list)
    more: str = ""

    template_name = "cms/admin/waiting_panel.html"

    def get_context_data(self, parent_context):
        return {"panel": self}


def _may_edit(request):
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        request.user, ["add", "change"]
    )


def _may_change(request, model) -> bool:
    return policy_registry.get_by_type(model).user_has_permission(request.user, "change")


def drafts(request) -> WaitingPanel:
    """Pages this person changed last and did not publish."""
    mine = Q(owner=request.user, latest_revision__isnull=True) | Q(latest_revision__user=request.user)
    pages = (
        Page.objects.filter(mine, has_unpublished_changes=True)
        .select_related("locale")
        .order_by("-latest_revision_created_at", "-pk")[:MOST]
    )
    return WaitingPanel(
        name="drafts",
        heading=_("Your drafts"),
        order=230,
        rows=[
            Row(
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                title=page.get_admin_display_title(),
                language=str(page.locale),
            )
            for page in pages
        ],
    )


def translations_behind(request) -> WaitingPanel:
    """Pages and snippets whose translation has texts to translate, or whose original has moved on."""
    mine = Q(source__object_id__in=_may_edit(request).values("translation_key"))
    kinds = [model for model in get_snippet_models() if _may_change(request, model)]
    mine |= Q(source__specific_content_type__in=ContentType.objects.get_for_models(*kinds).values())
    found = list(reviews.behind().filter(mine)[:MOST])
    there = targets(found)
    finder = AdminURLFinder(request.user)
    return WaitingPanel(
        name="translations-behind",
        heading=_("Translations behind"),
        order=240,
        more=reverse("wagtail_localize:translations_report"),
        rows=[
            Row(
                url=url,
                title=translation.source.object_repr,
                note=state(translation),
                language=str(translation.target_locale),
            )
            for translation in found
            if there[translation.pk] is not None and (url := finder.get_edit_url(there[translation.pk]))
        ],
    )


def add_panels(request, panels: list) -> None:
    panels += [panel for panel in (drafts(request), translations_behind(request)) if panel.rows]
