"""How a pair goes: the page behind a link of a letter or of Today, and the list of organizers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.models import Member
from mentorship import pulse_links, pulse_words
from mentorship.exceptions import MentorshipError
from mentorship.forms import FriendlyWordForm, PulseForm
from mentorship.models import Pairing, Pulse
from mentorship.services import access, pulses

MOST = 50


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more on GET, however often a program opens it; keep on POST. The token says for whom, and does no more."""
    known = pulse_links.read(token)
    if known is None:
        raise Http404
    response = _ask(request, *known)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_required
@never_cache
def own(request: HttpRequest, uuid: UUID, day: str) -> HttpResponse:
    """The same for somebody who is signed in."""
    if day not in Pulse.Day.values:
        raise Http404
    pairing = get_object_or_404(Pairing.objects.of(request.user).for_listing(), uuid=uuid)
    return _ask(request, pairing, request.user, day)


def _ask(request: HttpRequest, pairing: Pairing, member: Member, day: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PulseForm(data, day=day, initial={"answer": request.GET.get("answer", "")})
    if form.is_valid():
        try:
            pulses.answer(pairing=pairing, member=member, day=day, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(request.path)
    name = pairing.other_of(member).member.name
    given = pairing.pulses.filter(side=pairing.side_of(member), day=day).first()
    context = {
        "other": name,
        "question": pulse_words.question(day).format(name=name),
        "form": form,
        "given": dict(pulse_words.answers(day)).get(given.answer, "") if given else "",
        "waits": pairing.state == Pairing.State.HELD,
        "pairing": pairing if member == request.user else None,
    }
    return render(request, "mentorship/pulse.html", context)


@login_required
@never_cache
@require_safe
def low(request: HttpRequest) -> HttpResponse:
    """The pairs of one's rounds that could use a friendly word, the longest waiting first."""
    if not access.organizes_any(request.user):
        raise Http404
    return _list(request)


@login_required
@require_POST
def look_after(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has seen to it, with a word to the one who answered or without."""
    pulse = get_object_or_404(Pulse.objects.run_by(request.user).for_listing(), pk=pk)
    form = FriendlyWordForm(request.POST, prefix=f"pulse-{pk}")
    if not form.is_valid():
        return _list(request, {pk: form})
    pulses.look_after(actor=request.user, pulse=pulse, **form.cleaned_data)
    messages.success(request, _("Thank you. It is off the list."))
    return redirect("mentorship:pulse-list")


def _list(request: HttpRequest, typed: dict[int, FriendlyWordForm] | None = None) -> HttpResponse:
    found = Pulse.objects.low().run_by(request.user).for_listing()[:MOST]
    forms = {each.pk: FriendlyWordForm(prefix=f"pulse-{each.pk}") for each in found} | (typed or {})
    rows = [(each, forms[each.pk]) for each in found]
    return render(request, "mentorship/pulse_list.html", {"rows": rows})
