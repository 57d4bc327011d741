"""How a chapter stands, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.chapter_status import Standing, Status, Why

NAMES: dict[Status, Promise] = {
    Status.FORMING: gettext_lazy("Forming"),
    Status.ACTIVE: gettext_lazy("Active"),
    Status.PAUSED: gettext_lazy("Paused"),
    Status.DORMANT: gettext_lazy("Dormant"),
    Status.CLOSED: gettext_lazy("Closed"),
}


def name(standing: Standing) -> str:
    return str(NAMES[standing.status])


def reason(standing: Standing) -> str:
    """Why it stands so: "met 5 days ago"."""
    days = standing.days
    match standing.why:
        case Why.CLOSED:
            return _("it said goodbye {ago}").format(ago=ago(days))
        case Why.RESTING:
            return _("its organizers said {ago} that they take a break").format(ago=ago(days))
        case Why.PLANNED_FIRST:
            return _("it meets for the first time {when}").format(when=ahead(days))
        case Why.PLANNED:
            return _("it meets again {when}").format(when=ahead(days))
        case Why.NOT_YET:
            return _("it has not met yet")
        case Why.NEVER:
            return _("nothing is planned, and nobody has met since it began {ago}").format(ago=ago(days))
        case Why.MET:
            return _("it met {ago}").format(ago=ago(days))
        case Why.ALONE:
            return _("nobody organizes it right now, and nothing is planned")
    return _("nothing is planned, and it met {ago} for the last time").format(ago=ago(days))


def ago(days: int) -> str:
    if days <= 1:
        return _("yesterday") if days == 1 else _("today")
    return _("{span} ago").format(span=span(days))


def ahead(days: int) -> str:
    if days <= 1:
        return _("tomorrow") if days == 1 else _("today")
    return _("in {span}").format(span=span(days))


def span(days: int) -> str:
    """A number of days for people: from three months on in months, from two years on in years."""
    if days < 90:
        return ngettext("{number} day", "{number} days", days).format(number=days)
    months = round(days / 30.44)
    if months < 24:
        return ngettext("{number} month", "{number} months", months).format(number=months)
    years = months // 12
    return ngettext("{number} year", "{number} years", years).format(number=years)
