"""What a round's page is given beside the page: what happens next, and for members where they stand in it."""

from typing import Any

from django.http import HttpRequest

from cms import page_context
from mentorship import phases
from mentorship.models import Participant, RoundPage
from mentorship.services import access


@page_context.source(RoundPage)
def standing(request: HttpRequest, page: RoundPage) -> dict[str, Any]:
    """Nothing is asked for a visitor; one query for a member, and whether they organize the round."""
    told = {"next_in_round": phases.next_in(page), "dates": phases.dates(page), "taken": set()}
    user = request.user
    if not user.is_authenticated:
        return told
    mine = list(Participant.objects.of(user).filter(round_key=page.round_key))
    return {
        **told,
        "mine": [(participant, phases.next_for(participant.state, page)) for participant in mine],
        "taken": {participant.role for participant in mine},
        "organizes": access.organizes(user, page.round_key),
    }
