"""What the page editor refuses in lessons and tracks, said beside the field that is to be mended."""

from collections import defaultdict

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from .prerequisites import circle, drafted, saved


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
        """Refuse the same lesson twice, in whatever languages, and a circle, through drafts of others as well."""
        if not chosen:
            return
        mine = self.instance.translation_key
        requires = saved(without=mine)
        with_drafts = defaultdict(list, {key: list(earlier) for key, earlier in requires.items()})
        for key, earlier in drafted(without=mine).items():
            with_drafts[key] += earlier
        seen: set = set()
        for form, page in chosen:
            key = page.translation_key
            way = circle({**requires, mine: [key]}, mine)
            in_draft = [] if way else circle({**with_drafts, mine: [key]}, mine)
            if key == mine:
                form.add_error("requires", _("A lesson cannot come before itself."))
            elif key in seen:
                form.add_error("requires", _("“{lesson}” is already in this list.").format(lesson=page.title))
            elif way:
                form.add_error(
                    "requires",
                    _("This would lead in a circle: {circle}.").format(circle=self._told(way)),
                )
            elif in_draft:
                words = _("This would lead in a circle with a draft that is not published yet: {circle}.")
                form.add_error("requires", words.format(circle=self._told(in_draft)))
            seen.add(key)

    def _told(self, way: list) -> str:
        """The lessons of a circle by name: in this language where there is one."""
        titles: dict = {}
        for page in Page.objects.filter(translation_key__in=way).order_by("pk"):
            if page.locale_id == self.instance.locale_id or page.translation_key not in titles:
                titles[page.translation_key] = page.title
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
