"""What a cell of the matrix says, on the page and in a spreadsheet."""

from django.utils.translation import gettext as _

from learning.matrix import Standing


def words() -> dict[Standing, str]:
    """The word of each standing, in the reader's language."""
    return {
        Standing.NONE: _("Not yet"),
        Standing.WAITS: _("Waits"),
        Standing.ANSWERED: _("Their turn"),
        Standing.ACCEPTED: _("Accepted"),
    }
