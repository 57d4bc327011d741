"""What the site adds to the Wagtail admin."""

from wagtail import hooks

from cms.editing.chapters import ChapterGroup
from cms.editing.guards import keep_home, keep_members_apart
from cms.editing.snippets import ResourceViewSet
from cms.editing.translations import urls


@hooks.register("register_admin_viewset")
def viewsets():
    return [ResourceViewSet(), ChapterGroup()]


hooks.register("before_delete_page", keep_home)
hooks.register("before_bulk_action", keep_members_apart)
hooks.register("register_admin_urls", urls, order=-1)
