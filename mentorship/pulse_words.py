"""How the pulse of a pair is asked: the question and its three answers, for a pair at work and for one that is over."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mentorship.models import Pulse

Answer = Pulse.Answer


def question(day: str) -> str:
    """With {name} for the other one."""
    return _("How was it with {name}?") if day == Pulse.Day.END else _("How is it going with {name}?")


def answers(day: str) -> list[tuple[int, str | Promise]]:
    """Value and words, the best first."""
    if day == Pulse.Day.END:
        return [
            (Answer.GOOD.value, _("It went well")),
            (Answer.FAIR.value, _("It could have been better")),
            (Answer.POOR.value, _("It did not go well")),
        ]
    return [(each.value, each.label) for each in (Answer.GOOD, Answer.FAIR, Answer.POOR)]
