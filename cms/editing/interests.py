"""Who would like a chapter where: program staff read the list, and make a chapter of it."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.distance import kilometers
from cms.models import ChapterInterest
from cms.services.interests import NEAR


class InterestIndexView(IndexView):
    """Everybody on the list, the latest first, with how many there are near each of them."""

    def get_base_queryset(self) -> Any:
        return ChapterInterest.objects.select_related("member", "chapter")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "place", label=_("Place"), accessor="place", get_url=self.get_inspect_url
            ),
            Column("member", label=_("Member"), accessor="member.name"),
            Column("near", label=_("People within 50 km"), accessor=self._near),
            Column("note", label=_("Note"), accessor="note"),
            DateColumn("created_at", label=_("Since"), sort_key="created_at"),
            Column("chapter", label=_("Became"), accessor="chapter"),
        ]

    def _near(self, interest: ChapterInterest) -> int:
        here = interest.point
        return len({who for who, point in self._open if kilometers(here, point) <= NEAR})

    @cached_property
    def _open(self) -> list[tuple[int, tuple[float, float]]]:
        """Everybody who waits, with their place: one statement for all rows."""
        rows = ChapterInterest.objects.open().filter(member__is_active=True)
        return [
            (who, (float(latitude), float(longitude)))
            for who, latitude, longitude in rows.values_list("member", "latitude", "longitude")
        ]


class InterestInspectView(InspectView):
    """One wish, and the way to a chapter."""

    template_name = "cms/admin/interest.html"
    page_title = _("Interest in a chapter")

    def get_page_subtitle(self) -> str:
        return self.object.place

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        may = found.chapter_id is None and self.request.user.has_perm("cms.add_chapter")
        return {
            **super().get_context_data(**kwargs),
            "interest": found,
            "found_url": f"{reverse('chapters:add')}?interest={found.pk}" if may else "",
        }


class InterestViewSet(ModelViewSet):
    """Where members would like a chapter. Looked at, never edited: it is what they said."""

    model = ChapterInterest
    icon = "pick"
    menu_label = _("Wanted chapters")
    exclude_form_fields = ["member"]
    index_view_class = InterestIndexView
    inspect_view_class = InterestInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = {"country": ["exact"], "chapter": ["isnull"]}
    search_fields = ["place", "note"]

    def get_urlpatterns(self) -> list:
        kept = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {name: None if name in gone else value for name, value in given.items()}
