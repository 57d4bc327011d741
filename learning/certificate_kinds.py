"""The words of a certificate, by kind: the track here, other kinds are registered by the apps above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.templatetags.trellis import hours

if TYPE_CHECKING:
    from learning.certificate_sheet import Sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind speaks. What is told of a sheet may say only what the sheet shows."""

    heading: Callable[[], str]
    said: Callable[["Sheet"], str]
    dated: Callable[["Sheet"], str]
    sum: Callable[["Sheet"], str]
    earned: Callable[[], str]
    date_label: Callable[[], str]
    lessons_label: Callable[[], str]
    nothing_more: Callable[[], str]


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    _kinds[name] = kind


def named(name: str) -> Kind:
    return _kinds[name]


def day(sheet: "Sheet") -> str:
    return date_format(sheet.finished_on, "DATE_FORMAT") if sheet.finished_on else ""


def _said(sheet: "Sheet") -> str:
    if sheet.name and sheet.finished_on:
        return _("has finished this track on %(day)s.") % {"day": day(sheet)}
    if sheet.name:
        return _("has finished this track.")
    if sheet.finished_on:
        return _("Who holds this certificate has finished this track on %(day)s.") % {"day": day(sheet)}
    return _("Who holds this certificate has finished this track.")


def _sum(sheet: "Sheet") -> str:
    if not sheet.lessons:
        return ""
    words = ngettext("%(lessons)s lesson, %(hours)s", "%(lessons)s lessons, %(hours)s", len(sheet.lessons))
    return words % {"lessons": len(sheet.lessons), "hours": hours(sheet.minutes)}


register(
    "track",
    Kind(
        heading=lambda: _("Certificate"),
        said=_said,
        dated=lambda sheet: _("Finished on %(day)s") % {"day": day(sheet)},
        sum=_sum,
        earned=lambda: _("You finished the track. You decide what others see of it."),
        date_label=lambda: _("Show the day I finished"),
        lessons_label=lambda: _("Show the lessons and the hours"),
        nothing_more=lambda: _("Shows the track and that it is valid, nothing else"),
    ),
)
