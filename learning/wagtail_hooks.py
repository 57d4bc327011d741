"""What learning adds to the Wagtail admin."""

from wagtail import hooks

from learning.editing.snippets import LibraryGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return [LibraryGroup()]
