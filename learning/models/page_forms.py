"""What the page editor refuses in lessons and tracks, said beside the field that is to be mended."""

from collections import defaultdict

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from .prerequisites import circle


def _chosen(formset, field: str) -> list[tuple]:
    """The forms of an inline panel that stay, each with the page chosen in it."""
    formset.is_valid()
    return [
        (form, form.cleaned_data[field])
        for form in formset.forms
        if hasattr(form, "cleaned_data")
        and form.cleaned_data.get(field)
        and not form.cleaned_data.get("DELETE")
    ]


class LessonPageForm(WagtailAdminPageForm):
    """Advice on what to do before must not lead in a circle."""

    def clean(self):
        cleaned = super().clean()
        if "prerequisites" in self.formsets:
            self._refuse_circles(_chosen(self.formsets["prerequisites"], "requires"))
        return cleaned

    def _refuse_circles(self, chosen: list[tuple]) -> None:
        mine = self.instance.translation_key
        requires = defaultdict(list)
        edges = apps.get_model("learning", "LessonPrerequisite").objects.exclude(lesson__translation_key=mine)
        for lesson, earlier in edges.values_list("lesson__translation_key", "requires__translation_key"):
            requires[lesson].append(earlier)
        for form, earlier in chosen:
            way = circle({**requires, mine: [earlier.translation_key]}, mine)
            if len(way) == 2:
                form.add_error("requires", _("A lesson cannot come before itself."))
            elif way:
                form.add_error(
                    "requires",
                    _("This would lead in a circle: {circle}.").format(circle=self._told(way)),
                )

    def _told(self, way: list) -> str:
        titles = dict(
            Page.objects.filter(translation_key__in=way, locale=self.instance.locale).values_list(
                "translation_key", "title"
            )
        )
        titles[self.instance.translation_key] = self.cleaned_data.get("title") or self.instance.title
        return " ← ".join(titles.get(key, "…") for key in way)


class TrackPageForm(WagtailAdminPageForm):
    """The same lesson stands once in a track, whatever the module."""

    def clean(self):
        cleaned = super().clean()
        if "modules" in self.formsets:
            self._refuse_twins(self.formsets["modules"])
        return cleaned

    def _refuse_twins(self, modules) -> None:
        modules.is_valid()
        seen: dict = {}
        for module in modules.forms:
            if modules.can_delete and modules._should_delete_form(module):
                continue
            name = (getattr(module, "cleaned_data", None) or {}).get("title") or "…"
            for form, lesson in _chosen(module.formsets["items"], "lesson"):
                if lesson.translation_key in seen:
                    form.add_error(
                        "lesson",
                        _("“{lesson}” is already in this track, in the module “{module}”.").format(
                            lesson=lesson.title, module=seen[lesson.translation_key]
                        ),
                    )
                else:
                    seen[lesson.translation_key] = name
