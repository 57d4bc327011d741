"""One newcomer or one pair of a run: candidates, what speaks for them, and pins to be tried before they are kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from mentorship import leftover_words, match_words, presentation, topics
from mentorship.editing.workbench import frame, own_run
from mentorship.exceptions import MentorshipError
from mentorship.models import MatchEdge, MatchLeftover, MatchRun, Participant
from mentorship.services import match_boards, match_pins

Pin, Role = MatchEdge.Pin, Participant.Role


def _participant(run: MatchRun, uuid: UUID, role: str) -> Participant:
    rows = Participant.objects.filter(round_key=run.round_key, role=role).sent().select_related("member")
    return get_object_or_404(rows, uuid=uuid)


def newcomer(request: HttpRequest, uuid: UUID, mentee: UUID) -> HttpResponse:
    """One newcomer in this run: whom they got or why nobody, and every mentor the run looked at for them."""
    run = own_run(request, uuid)
    if not run.has_result:
        raise Http404
    person = _participant(run, mentee, Role.MENTEE)
    left = MatchLeftover.objects.filter(run=run, mentee=person).first()
    words = request.GET.get("q", "")
    context = {
        **frame(run, person.member.name),
        "mentee": person,
        "why": leftover_words.cause(left) if left else "",
        "helps": leftover_words.helps(left.helps) if left else [],
        "candidates": match_boards.candidates_of(run=run, mentee=person),
        "words": words,
        "named": match_boards.mentors_named(run=run, words=words),
    }
    return render(request, "mentorship/admin/run_newcomer.html", context)


def pair(request: HttpRequest, uuid: UUID, mentee: UUID, mentor: UUID) -> HttpResponse:
    """One pair: what speaks for it, what would change if it were kept together or apart; a POST keeps the pin."""
    run = own_run(request, uuid)
    if not run.has_result:
        raise Http404
    one, other = _participant(run, mentee, Role.MENTEE), _participant(run, mentor, Role.MENTOR)
    if request.method == "POST":
        return _set_pin(request, run, one, other)
    edge = MatchEdge.objects.filter(run=run, mentee=one, mentor=other).first()
    reasons, score = match_pins.reasons_of(run=run, edge=edge, mentor=other, mentee=one)
    names = topics.names()
    context = {
        **frame(run, _("{mentee} and {mentor}").format(mentee=one.member.name, mentor=other.member.name)),
        "mentee": one,
        "mentor": other,
        "edge": edge,
        "score": score,
        "bars": match_words.bars(reasons, names),
        "week": presentation.week(reasons, one.member),
        "marks": match_words.marks(one, other),
        "pin_label": edge.get_pin_display() if edge else "",
        **(_foresight(run, edge, one, other) if run.is_draft else {}),
    }
    return render(request, "mentorship/admin/run_pair.html", context)


def _foresight(
    run: MatchRun, edge: MatchEdge | None, mentee: Participant, mentor: Participant
) -> dict[str, Any]:
    """The pin worth asking about for this pair: free what is pinned, keep apart what is chosen, keep together the rest."""
    pinned = edge is not None and edge.pin != Pin.NONE
    chosen = edge is not None and edge.chosen
    pin = Pin.NONE if pinned else Pin.FORBID if chosen else Pin.KEEP
    try:
        found = match_pins.foresee(run=run, mentor=mentor, mentee=mentee, pin=pin)
    except MentorshipError as refusal:
        return {"pin": pin, "refusal": refusal.message, "other_pin": Pin.FORBID if pin == Pin.KEEP else ""}
    keys = {key for change in found.changes for key in change if key is not None}
    names = match_boards.people_named(keys=keys)
    return {
        "pin": pin,
        "price": match_words.price(found.price, wins=pin == Pin.NONE),
        "changes": [
            (names[person], names.get(old, ""), names.get(new, "")) for person, old, new in found.changes
        ],
        "other_pin": "" if pinned else Pin.KEEP if chosen else Pin.FORBID,
    }


def _set_pin(request: HttpRequest, run: MatchRun, mentee: Participant, mentor: Participant) -> HttpResponse:
    pin = request.POST.get("pin", "")
    if pin not in Pin.values:
        raise Http404
    said = {
        Pin.KEEP: _("{mentee} and {mentor} are kept together."),
        Pin.FORBID: _("{mentee} and {mentor} are kept apart."),
        Pin.NONE: _("{mentee} and {mentor} are free again."),
    }[Pin(pin)]
    try:
        found = match_pins.set_pin(actor=request.user, run=run, mentor=mentor, mentee=mentee, pin=pin)
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    else:
        words = said.format(mentee=mentee.member.name, mentor=mentor.member.name)
        messages.success(request, f"{words} {match_words.price(found.price, wins=pin == Pin.NONE)}")
    return redirect("mentorship_run_pair", run.uuid, mentee.uuid, mentor.uuid)
