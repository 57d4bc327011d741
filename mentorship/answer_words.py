"""How soon a mentor answers, in words: never a figure that looks exact."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WITHIN = [
    (timedelta(days=1), _("Usually answers within a day")),
    (timedelta(days=2), _("Usually answers within two days")),
    (timedelta(days=3), _("Usually answers within three days")),
    (timedelta(days=7), _("Usually answers within a week")),
]
MINE_WITHIN = [
    (timedelta(days=1), _("You usually answer within a day.")),
    (timedelta(days=2), _("You usually answer within two days.")),
    (timedelta(days=3), _("You usually answer within three days.")),
    (timedelta(days=7), _("You usually answer within a week.")),
]


def of_mentor(usual: timedelta | None) -> str | Promise:
    """What others read; nothing beyond a week, and nothing when it is not known."""
    return _within(WITHIN, usual)


def of_self(usual: timedelta | None) -> str | Promise:
    """The same, said to the mentor."""
    return _within(MINE_WITHIN, usual)


def _within(words: list[tuple[timedelta, Promise]], usual: timedelta | None) -> str | Promise:
    return next((text for most, text in words if usual is not None and usual <= most), "")
