"""The resource library in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import Resource


class ResourceViewSet(SnippetViewSet):
    """Links worth keeping. Pages and lessons point at them, so that a moved address is mended in one place."""

    model = Resource
    icon = "link-external"
    add_to_admin_menu = True
    menu_label = _("Resources")
    menu_order = 150
    list_display = ["title", "kind", "language", LocaleColumn()]
    list_filter = ["kind", "language"]
    list_export = ["title", "url", "kind", "language", "description"]
    list_per_page = 50
    search_backend_name = "default"
