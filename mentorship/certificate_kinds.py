"""How the certificates of a completed pair speak: of mentoring, and of what a newcomer was accompanied in."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.certificate_kinds import Kind, register
from learning.certificate_sheet import Sheet


def _days(sheet: Sheet) -> dict[str, str]:
    return {
        "start": date_format(sheet.begun_on, "DATE_FORMAT") if sheet.begun_on else "",
        "end": date_format(sheet.finished_on, "DATE_FORMAT") if sheet.finished_on else "",
    }


def _mentor(sheet: Sheet) -> str:
    if sheet.finished_on:
        words = (
            _("has been a mentor to a newcomer from {start} to {end}.")
            if sheet.name
            else _("Who holds this certificate has been a mentor to a newcomer from {start} to {end}.")
        )
        return words.format(**_days(sheet))
    if sheet.name:
        return _("has been a mentor to a newcomer.")
    return _("Who holds this certificate has been a mentor to a newcomer.")


def _mentee(sheet: Sheet) -> str:
    if sheet.finished_on:
        words = (
            _("has worked with a mentor from {start} to {end}, and completed it.")
            if sheet.name
            else _(
                "Who holds this certificate has worked with a mentor from {start} to {end}, and completed it."
            )
        )
        return words.format(**_days(sheet))
    if sheet.name:
        return _("has worked with a mentor, and completed it.")
    return _("Who holds this certificate has worked with a mentor, and completed it.")


def _dated(sheet: Sheet) -> str:
    return _("From {start} to {end}").format(**_days(sheet))


def _sum(sheet: Sheet) -> str:
    words = ngettext("{count} meeting", "{count} meetings", sheet.meetings)
    return words.format(count=sheet.meetings) if sheet.meetings else ""


def _kind(heading: Callable[[], str], said: Callable[[Sheet], str]) -> Kind:
    return Kind(
        heading=heading,
        said=said,
        dated=_dated,
        sum=_sum,
        earned=lambda: _("You two completed your pair. You decide what others see of it."),
        date_label=lambda: _("Show from when to when"),
        lessons_label=lambda: _("Show how many meetings you noted down"),
        nothing_more=lambda: _("Shows the round and that it is valid, nothing else"),
    )


register("mentor", _kind(lambda: _("Certificate of mentoring"), _mentor))
register("mentee", _kind(lambda: _("Certificate of a completed mentorship"), _mentee))
