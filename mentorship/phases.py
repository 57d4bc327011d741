"""What happens next in a round, in words with its dates: for its page, and for each participant's own."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorship.models import Phase, RoundPage


def next_in(round_page: RoundPage) -> str:
    """A sentence or two on where the round stands today and what comes next."""
    if not round_page.dated:
        return _("There is no deadline: organizers read each application as it comes in.")
    if not all((round_page.opens_on, round_page.closes_on, round_page.matching_on, round_page.starts_on)):
        return _("The dates will stand here soon.")
    return _words(round_page.phase).format(
        opens=date_format(round_page.opens_on, "DATE_FORMAT"),
        closes=date_format(round_page.closes_on, "DATE_FORMAT"),
        matching=date_format(round_page.matching_on, "DATE_FORMAT"),
        starts=date_format(round_page.starts_on, "DATE_FORMAT"),
        ends=date_format(round_page.ends_on, "DATE_FORMAT") if round_page.ends_on else "",
    )


def _words(phase: Phase) -> str:
    return {
        Phase.PLANNED: _("Applications open on {opens} and close on {closes}."),
        Phase.OPEN: _("Applications close on {closes}. Then the organizers match, from {matching} on."),
        Phase.CLOSED: _(
            "Applications closed on {closes}. The organizers read what came in, and match from {matching} on."
        ),
        Phase.MATCHING: _("The organizers are matching. Pairs start on {starts}."),
        Phase.RUNNING: _("Pairs have been at work since {starts}, until {ends}."),
        Phase.OVER: _("The round ended on {ends}."),
    }[phase]


def dates(round_page: RoundPage) -> list[tuple[str, str, bool, bool]]:
    """The legs of a dated round: (name, its day as written, whether it is over, whether it is now)."""
    if not round_page.dated or not round_page.ends_on:
        return []
    legs = [
        (_("Applications open"), round_page.opens_on, Phase.OPEN),
        (_("Applications close"), round_page.closes_on, Phase.CLOSED),
        (_("Matching"), round_page.matching_on, Phase.MATCHING),
        (_("Pairs start"), round_page.starts_on, Phase.RUNNING),
        (_("End"), round_page.ends_on, Phase.OVER),
    ]
    order = [Phase.PLANNED, *(phase for _name, _day, phase in legs)]
    now = order.index(round_page.phase)
    return [
        (name, date_format(day, "DATE_FORMAT") if day else "", place < now, place == now)
        for place, (name, day, _phase) in enumerate(legs, 1)
    ]


def next_for(state: str, round_page: RoundPage) -> str:
    """What the dates of the round mean for somebody whose application stands in this state; nothing where they mean none."""
    if state in {"rejected", "withdrawn"} and not round_page.takes_applications:
        return ""
    if state in {"approved", "waitlisted"} and not round_page.dated:
        return ""
    if state in {"draft", "changes"} and round_page.dated and not round_page.takes_applications:
        if state == "changes" and round_page.takes_changes:
            return _("Applications are closed, but yours can still be sent again.")
        return _("Applications are closed, so this one cannot be sent any more. What you wrote is kept.")
    return next_in(round_page)
