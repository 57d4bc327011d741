"""Chapters, for program staff: where they are, how they stand, and whether anybody organizes them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms import chapter_words
from cms.forms.chapters import PlacedForm
from cms.models import Chapter, ChapterInterest
from cms.services import interests, standings

from .chapter_roles import ChapterRoleViewSet
from .interests import InterestViewSet


class ChapterForm(PlacedForm):
    interest = forms.ModelChoiceField(
        ChapterInterest.objects.open(), required=False, widget=forms.HiddenInput
    )
    field_order = ["name", "pick"]

    class Meta(PlacedForm.Meta):
        fields = [
            "name",
            "city",
            "region",
            "country",
            "timezone",
            "languages",
            "latitude",
            "longitude",
            "contact_email",
            "founded_on",
            "paused_at",
            "closed_at",
        ]
        widgets = {
            "founded_on": AdminDateInput,
            "paused_at": AdminDateTimeInput,
            "closed_at": AdminDateTimeInput,
        }


class ChapterCreateView(CreateView):
    """A new chapter; with `interest` in the address, one that comes of what people near a place wished for."""

    def get_initial(self) -> dict[str, Any]:
        key = self.request.GET.get("interest", "")
        wish = (
            ChapterInterest.objects.open().filter(pk=key).first() if key.isascii() and key.isdigit() else None
        )
        if wish is None:
            return super().get_initial()
        latitude, longitude = wish.point
        return {
            "interest": wish.pk,
            "city": wish.place.partition(",")[0] if wish.country else "",
            "country": wish.country,
            "timezone": wish.timezone or "UTC",
            "latitude": latitude,
            "longitude": longitude,
            "founded_on": timezone.localdate(),
        }

    def save_instance(self) -> Chapter:
        made = super().save_instance()
        if wish := self.form.cleaned_data["interest"]:
            interests.become(actor=self.request.user, interest=wish, chapter=made)
        return made


class ChapterIndexView(IndexView):
    """All chapters; how they stand and how many organize them, for those on the sheet."""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("standing", label=_("State"), accessor=self._standing),
            Column("organizers", label=_("Organizers"), accessor=self._organizers),
        ]

    def _standing(self, chapter: Chapter) -> str:
        return chapter_words.name(self._known[chapter.pk].standing)

    def _organizers(self, chapter: Chapter) -> str:
        number = self._known[chapter.pk].organizers
        return str(number) if number or chapter.closed_at else gettext("Nobody")

    @cached_property
    def _known(self) -> dict[int, standings.Known]:
        return standings.of(chapters=list(Chapter.objects.all()))


class ChapterViewSet(ModelViewSet):
    """The records of chapters; their pages are edited in the page tree."""

    model = Chapter
    icon = "group"
    list_display = ["name", "city", "country", "founded_on"]
    list_filter = ["country"]
    search_fields = ["name", "city", "region"]
    add_view_class = ChapterCreateView
    index_view_class = ChapterIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "city", "region", "country", "timezone", "contact_email", "founded_on"]

    def get_form_class(self, for_update=False):
        return ChapterForm


class ChapterGroup(ModelViewSetGroup):
    menu_label = _("Chapters")
    menu_icon = "group"
    menu_order = 160
    items = (
        ChapterViewSet("chapters"),
        ChapterRoleViewSet("chapter_roles"),
        InterestViewSet("chapter_interests"),
    )
