"""The content checker on pages and in previews: what Wagtail looks at, and a few rules more."""

from wagtail.admin.userbar import ContentCheckerItem


class Checker(ContentCheckerItem):
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "th-has-data-cells",
        "td-headers-attr",
        "list",
        "duplicate-id-aria",
        "video-caption",
    ]


def use_checker(request, items: list, page) -> None:
    """In place of Wagtail's own, wherever the userbar has one."""
    items[:] = [
        Checker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
