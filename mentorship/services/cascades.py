"""The next choice: when a mentor says no or does not answer, the next one on the newcomer's list is asked, or for a
proposal of the matching the next best mentor of that run.

It happens in the transaction that ends the proposal before it, and both stand together or not at all. Everybody who may
be asked is locked with the two people of that proposal, in the order of their keys.
"""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Exists, F, OuterRef

from mentorship.models import MatchEdge, Participant, Phase, Preference, Proposal

from . import checking
from .openings import MOST_OPEN, open_between
from .proposal_rows import note_down, round_of

Answer = Proposal.Answer
#: Mentors of a run who are locked when the next one is to be asked.
MOST_LOCKED = 30


def choices(proposal: Proposal) -> list[int]:
    """The mentors who may be asked next, the best first: those on the newcomer's list, or those the run found."""
    if proposal.run_id:
        return _of_run(proposal)
    if not proposal.is_request:
        return []
    ranked = Preference.objects.filter(
        participant=proposal.mentee_id,
        rank__isnull=False,
        member__participations__round_key=proposal.round_key,
        member__participations__role=Participant.Role.MENTOR,
    )
    return list(ranked.order_by("rank").values_list("member__participations", flat=True))


def _of_run(proposal: Proposal) -> list[int]:
    """The best mentors of the run for this newcomer whom nobody has asked for them yet, by score."""
    edges = MatchEdge.objects.filter(
        run=proposal.run_id,
        mentee=proposal.mentee_id,
        mentor__state=Participant.State.APPROVED,
        mentor__paused_at=None,
        mentor__seats_taken__lt=F("mentor__capacity"),
    ).exclude(pin=MatchEdge.Pin.FORBID)
    asked = Proposal.objects.filter(mentee=proposal.mentee_id, mentor=OuterRef("mentor"))
    left = edges.filter(~Exists(asked)).order_by("-score", "mentor__uuid")
    return list(left.values_list("mentor", flat=True)[:MOST_LOCKED])


def ask_next(proposal: Proposal, among: Collection[int]) -> Proposal | None:
    """Ask the first choice nobody has asked for this newcomer yet and all rules allow now.

    `among`: the mentors the caller has locked. Who was added to the list since then is left for the next time.
    """
    mentee, round_page = proposal.mentee, round_of(proposal.round_key)
    if not among or round_page is None or round_page.phase == Phase.OVER or not mentee.free_seats:
        return None
    if proposal.run_id is None and (
        not round_page.takes_requests or Proposal.objects.open().asked_by(mentee).count() >= MOST_OPEN
    ):
        return None
    asked = set(Proposal.objects.filter(mentee=mentee, mentor__in=among).values_list("mentor", flat=True))
    wanted = [key for key in choices(proposal) if key in among and key not in asked]
    mentors = Participant.objects.select_related("member").in_bulk(wanted)
    spoken_for = _spoken_for(wanted) if proposal.run_id else Counter()
    for key in wanted:
        if mentors[key].free_seats <= spoken_for[key] or checking.broken_rules(
            mentors[key], mentee, round_page
        ):
            continue
        following = open_between(
            mentors[key],
            mentee,
            round_page,
            Proposal.Source.CASCADE,
            mentee_answer=Answer.WAITING if proposal.run_id else Answer.YES,
            after=proposal,
            run=proposal.run,
        )
        note_down(None, following, "opened", "", after=str(proposal.uuid))
        return following
    return None


def _spoken_for(mentors: Collection[int]) -> Counter[int]:
    """How many open questions each mentor has: a run asks nobody for a place that may be gone with the next yes."""
    rows = Proposal.objects.open().filter(mentor__in=mentors).order_by()
    return Counter(dict(rows.values_list("mentor").annotate(count=Count("pk"))))
