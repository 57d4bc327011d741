"""What the mentoring page is given beside its rounds: what people say, published with their consent."""

from typing import Any

from django.http import HttpRequest

from cms import page_context
from mentorship.models import RoundIndexPage
from mentorship.services import voices


@page_context.source(RoundIndexPage)
def what_people_say(request: HttpRequest, page: RoundIndexPage) -> dict[str, Any]:
    """The latest words, for this reader."""
    reader = request.user if request.user.is_authenticated else None
    return {"voices": voices.newest(reader=reader)}
