"""What a stranger cannot tell apart: a row of somebody else's, and one that was never there."""

import re
from datetime import timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cms.models import Block
from mentorship.models import PairGoal, PairMeeting, Participant
from mentorship.services import proposals
from tests.factories.mentorship import make_member, make_pair, make_participant

TRIES = 30
NEAR = 0.050  # seconds


def seen(answer) -> tuple:
    """Everything that comes back, without what is another one each time."""
    headers = {
        name: re.sub(r"csrftoken=\w+|nonce-[\w+/=-]+", "", value) for name, value in answer.headers.items()
    }
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)
    return answer.status_code, re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "uuid", text), headers


def test_nothing_tells_a_stranger_whether_there_is_such_a_row(client, round_page):
    """Thirty times each, in turn: status, body and headers are the same, and the time it takes is near."""
    pair = make_pair(round_page)
    mentee, mentor = make_participant(round_page, "Olga"), make_participant(round_page, "Ada", "mentor")
    asked = proposals.request(mentee=mentee, mentor=mentor, note="")
    now = timezone.now()
    meeting = PairMeeting.objects.create(
        pairing=pair, proposed_by="mentor", starts_at=now, ends_at=now + timedelta(hours=1)
    )
    goal = PairGoal.objects.create(pairing=pair, title="Loops")
    stranger = make_participant(round_page, "Rosa", member=make_member("Rosa"))
    client.force_login(stranger.member)
    real = {
        "participation": (mentee.uuid,),
        "suggestions": (mentee.uuid,),
        "choices": (mentee.uuid,),
        "directory": (mentee.uuid,),
        "ask": (mentee.uuid, mentor.uuid),
        "proposal": (asked.uuid,),
        "pairing": (pair.uuid,),
        "pair-meeting-move": (pair.uuid, meeting.uuid),
    }
    posts = {
        "participation-withdraw": (mentee.uuid,),
        "participation-pause": (mentor.uuid,),
        "proposal-accept": (asked.uuid,),
        "proposal-decline": (asked.uuid,),
        "pairing-contact": (pair.uuid,),
        "pairing-end": (pair.uuid,),
        "pair-message": (pair.uuid,),
        "pair-goal": (pair.uuid, goal.uuid, "done"),
        "pair-course": (pair.uuid, "pause"),
    }
    for name, row in {**real, **posts}.items():
        send = client.post if name in posts else client.get
        never = [uuid4() if part != "done" and part != "pause" else part for part in row]
        there, nowhere = (seen(send(reverse(f"mentorship:{name}", args=args))) for args in (row, never))
        assert (name, there[0]) == (name, 404)
        assert (name, there) == (name, nowhere)
    for name in ("participation", "proposal", "pairing"):
        times: tuple[list[float], list[float]] = ([], [])
        for _try in range(TRIES):
            for nth, args in enumerate((real[name], (uuid4(),))):
                begun = perf_counter()
                client.get(reverse(f"mentorship:{name}", args=args))
                times[nth].append(perf_counter() - begun)
        assert abs(median(times[0]) - median(times[1])) < NEAR
    assert Participant.objects.filter(state="withdrawn").count() == 0


def test_a_mentor_one_cannot_meet_is_one_that_is_not_there(client, round_page, mentee, mentor):
    """On the page to ask them: a block, a mentor who left, and one who never was, look the same."""
    client.force_login(mentee.member)
    gone = make_participant(round_page, "Ada", "mentor", state="withdrawn")
    Block.objects.create(blocker=mentor.member, blocked=mentee.member)
    answers = [
        seen(client.get(reverse("mentorship:ask", args=[mentee.uuid, key])))
        for key in (mentor.uuid, gone.uuid, uuid4())
    ]
    assert answers[0][0] == 404
    assert answers[0] == answers[1] == answers[2]
