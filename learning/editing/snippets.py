"""The library in the admin: exercises, topics and glossary terms."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from learning.models import Exercise, GlossaryTerm, Submission, Topic


class ExerciseIndex(IndexView):
    """The list, with how many learners have handed in each exercise, in whatever language."""

    def get_base_queryset(self):
        handed_in = (
            Submission.objects.handed_in()
            .filter(exercise_key=OuterRef("translation_key"))
            .order_by()
            .values("exercise_key")
            .annotate(number=Count("pk"))
        )
        counted = Coalesce(Subquery(handed_in.values("number")), 0)
        return super().get_base_queryset().annotate(handed_in=counted)


class ExerciseViewSet(SnippetViewSet):
    model = Exercise
    icon = "edit"
    index_view_class = ExerciseIndex
    list_display = [
        "title",
        "kind",
        "minutes",
        "release",
        Column("handed_in", label=_("Handed in"), width="10%"),
        LocaleColumn(),
    ]
    list_filter = ["kind", "release", "accepts"]
    list_per_page = 50
    search_backend_name = "default"


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "slug", LocaleColumn()]
    list_per_page = 100
    search_backend_name = "default"


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["term", "definition", LocaleColumn()]
    list_per_page = 100
    search_backend_name = "default"


class LibraryGroup(SnippetViewSetGroup):
    menu_label = _("Library")
    menu_icon = "folder-open-inverse"
    menu_order = 140
    items = (ExerciseViewSet(), TopicViewSet(), GlossaryTermViewSet())
