from django.utils import timezone

from cms import emails
from cms.chores import all_chores
from cms.models import Block, Message
from mentorship import line
from mentorship.models import Pairing, Participant
from mentorship.services import proposals
from tests.factories.mentorship import make_pair, make_participant, make_round


def test_nobody_is_asked_about_a_time_they_planned_across_a_block(round_page):
    asked = all_chores()["pairs at their end asked"]
    letters = Message.objects.filter(kind="mentorship.pair_due").order_by("pk")
    pair, other = make_pair(round_page), make_pair(round_page, "Max", "Nils")
    Pairing.objects.update(due_on=timezone.localdate())
    Block.objects.create(blocker=pair.mentee.member, blocked=pair.mentor.member)
    assert (asked(), list(letters.values_list("recipient__display_name", flat=True))) == (2, ["Max", "Nils"])
    Block.objects.create(blocker=other.mentor.member, blocked=other.mentee.member)
    assert [emails.preview(message) for message in letters] == [None, None]


def test_a_place_in_line_is_not_taken_along_past_a_pair_of_a_later_round(round_page):
    give_back = all_chores()["first places given back"]
    before = make_participant(round_page, "Nora", priority_tier=1)
    later = make_round("Winter")
    assert line.stands_first(before.member)
    mentee = make_participant(later, "Nora", member=before.member, priority_tier=1)
    mentor = make_participant(later, "Mira", "mentor")
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="")
    proposals.accept(proposal=proposal, member=mentor.member)
    assert give_back() == 0
    Pairing.objects.update(state="completed", ended_at=timezone.now())
    Participant.objects.update(seats_taken=0)
    assert (give_back(), line.stands_first(before.member)) == (2, False)
    after = make_participant(make_round("Spring"), "Nora", member=before.member, priority_tier=1)
    assert (give_back(), line.place_of(after)) == (0, 1)
