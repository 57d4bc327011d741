"""The library in the admin: exercises, topics and glossary terms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from learning.models import Exercise, GlossaryTerm, Topic


class ExerciseViewSet(SnippetViewSet):
    model = Exercise
    icon = "edit"
    list_display = ["title", "kind", "minutes", "release", LocaleColumn()]
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
