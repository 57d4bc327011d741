"""The list of mentors of a round, for those who take part in it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mentorship import presentation, topics
from mentorship.forms import DirectoryForm
from mentorship.models import Participant, RoundPage
from mentorship.services import directory

PER_SHEET = 24


@login_required
@never_cache
def mentors(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everybody who wants to be found, narrowed by the address; nobody any more when the round has ended."""
    mine = Participant.objects.of(request.user).filter(state=Participant.State.APPROVED, uuid=uuid)
    round_page = RoundPage.objects.for_reader(mine.values("round_key")[:1])
    if round_page is None or round_page.has_ended:
        raise Http404
    names = topics.names()
    reader, entries = directory.entries(reader_uuid=uuid, round_page=round_page)
    form = DirectoryForm(
        request.GET,
        entries=entries,
        topics=names,
        least=max(round_page.min_overlap_minutes, 1),
    )
    sheet = Paginator(form.found(), PER_SHEET).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "participant": reader,
        "round": round_page.read_as,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "cards": [presentation.of_entry(entry, names) for entry in sheet],
        "sheet": sheet,
        "query": f"&{query.urlencode()}" if query else "",
        "asks": round_page.takes_requests and not reader.is_mentor,
    }
    return render(request, "mentorship/directory.html", context)
