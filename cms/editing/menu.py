"""The admin's menu without what does not concern the person who opens it."""

KEYS = {"help"}  # leads to Wagtail's own site
INNARDS = {"page-types-usage", "workflow-tasks"}  # for those who look after the site itself


def tidy_main(request, items: list) -> None:
    items[:] = [item for item in items if item.name not in KEYS]


def tidy_reports(request, items: list) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in INNARDS]
