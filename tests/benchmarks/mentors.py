"""Places of mentors under load, over real HTTP: a hundred yes for one last place, and a round that pairs all at once.

    uv run python -m tests.benchmarks.mentors
    DATABASE_URL=postgres://… uv run python -m tests.benchmarks.mentors

A server with four processes of eight threads works on a throwaway copy of the database, on the loopback only. One line a
figure; ends with 1 when a promise is broken. Five seconds for a round are looked for on a machine that is not busy.
"""

import sys
import time
from collections import Counter
from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.models import Availability, HomePage, Member, MemberLanguage, Message
from cms.services import consents
from learning.models import Topic
from mentorship.models import Pairing, Participant, ParticipantTopic, Proposal, RoundIndexPage, RoundPage
from tests.benchmarks import serving
from tests.benchmarks.serving import Browser, Reply

broken: list[str] = []
LONGEST = 5.0


def make_round(title: str) -> RoundPage:
    home = HomePage.objects.get(locale=Locale.get_default())
    index = RoundIndexPage.objects.child_of(home).first()
    if index is None:
        index = home.add_child(instance=RoundIndexPage(title="Mentoring", slug="mentoring-rounds"))
    return index.add_child(instance=RoundPage(title=title))


def make_people(page: RoundPage, role: str, count: int, capacity: int, topic: Topic) -> list[Participant]:
    """Everybody fits everybody, and has room for `capacity`."""
    name = f"{page.slug}-{role}"
    members = [Member(email=f"{name}{nth}@example.org", display_name=f"{name} {nth}") for nth in range(count)]
    for member in members:
        member.set_unusable_password()
    Member.objects.bulk_create(members)
    MemberLanguage.objects.bulk_create(
        MemberLanguage(member=one, code="en", level="fluent") for one in members
    )
    Availability.objects.bulk_create(
        Availability(member=one, weekday=day, start=1080, end=1200) for one in members for day in (1, 3)
    )
    rows = Participant.objects.bulk_create(
        Participant(
            round_key=page.round_key,
            member=one,
            role=role,
            state="approved",
            goals="To go on",
            capacity=capacity,
            submitted_at=timezone.now(),
            consent=consents.give(member=one, document=consents.CODE_OF_CONDUCT),
        )
        for one in members
    )
    ParticipantTopic.objects.bulk_create(
        ParticipantTopic(participant=one, topic_key=topic.translation_key) for one in rows
    )
    return rows


def ask(page: RoundPage, pairs: list[tuple[Participant, Participant]]) -> list[Proposal]:
    """Organizers have proposed these pairs, and all mentors have said yes: the newcomers decide."""
    until = timezone.now() + timedelta(days=7)
    return Proposal.objects.bulk_create(
        Proposal(
            round_key=page.round_key,
            mentor=mentor,
            mentee=mentee,
            source="organizer",
            mentor_answer="yes",
            expires_at=until,
        )
        for mentor, mentee in pairs
    )


def say_yes(port: int, asked: list[Proposal], browsers: dict[int, Browser]) -> tuple[list[Reply], float]:
    """Every newcomer at once; the answers, and the seconds until the last of them."""
    forms = [
        browsers[one.mentee_id].post(reverse("mentorship:proposal-accept", args=[one.uuid])) for one in asked
    ]
    begun = time.perf_counter()
    return serving.fire(port, forms), time.perf_counter() - begun


def say(figure: str, page: RoundPage, replies: list[Reply], took: float, pairs: int) -> None:
    people = Participant.objects.filter(round_key=page.round_key)
    live = Pairing.objects.live().filter(mentor__round_key=page.round_key)
    seats = Counter(key for pair in live.values_list("mentor", "mentee") for key in pair)
    mails = Message.objects.filter(
        kind="mentorship.accepted", about__in=[f"mentorship.proposal:{pair.proposal.uuid}" for pair in live]
    )
    facts = {
        "5xx or nothing": sum(not 200 <= reply.status < 500 for reply in replies),
        "pairs": live.count(),
        "seats that miscount": sum(one.seats_taken != seats[one.pk] for one in people),
        "over capacity": sum(seats[one.pk] > one.capacity for one in people),
        "left open without a place": Proposal.objects.open()
        .filter(round_key=page.round_key, mentor__in=[one for one in people if not one.free_seats])
        .count(),
        "letters a pair": mails.count() / max(live.count(), 1),
    }
    promised = {**dict.fromkeys(facts, 0), "pairs": pairs, "letters a pair": 2}
    wrong = {name: (facts[name], promised[name]) for name in facts if facts[name] != promised[name]}
    if wrong:
        broken.append(figure)
    shown = ", ".join(f"{name} {value}" for name, value in facts.items())
    statuses = dict(Counter(reply.status for reply in replies))
    in_time = "" if took <= LONGEST else f" (more than {LONGEST:.0f} s)"
    sys.stdout.write(
        f"{figure} ({connection.vendor}): {shown}, statuses {statuses}, all within {took:.1f} s{in_time}: "
        f"{f'BROKEN {wrong}' if wrong else 'as promised'}\n"
    )
    sys.stdout.flush()


def main() -> int:
    begun = time.monotonic()
    with serving.copied_database() as address:
        topic = Topic.objects.create(name="Git", slug="git", locale=Locale.get_default())
        last, all_at_once, twice = (make_round(title) for title in ("Last", "All", "Twice"))
        [mentor] = make_people(last, "mentor", 1, 1, topic)
        crowd = make_people(last, "mentee", 100, 1, topic)
        wanted = ask(last, [(mentor, one) for one in crowd])
        rounds = []
        for page, each in ((all_at_once, 1), (twice, 2)):
            mentors = make_people(page, "mentor", 20, 3, topic)
            newcomers = make_people(page, "mentee", 200, 1, topic)
            crowd += newcomers
            pairs = [
                (mentors[(nth + other * 7) % 20], one)
                for nth, one in enumerate(newcomers)
                for other in range(each)
            ]
            rounds.append((page, ask(page, pairs)))
        signed_in = serving.sign_in([one.member for one in crowd])
        browsers = {one.pk: browser for one, browser in zip(crowd, signed_in, strict=True)}
        with serving.server(address) as port:
            say("F2 100 newcomers, one last place", last, *say_yes(port, wanted, browsers), pairs=1)
            for (page, asked), words in zip(rounds, ("one yes each", "two yes each"), strict=True):
                say(
                    f"F2 20 mentors, 3 places, 200 newcomers, {words}",
                    page,
                    *say_yes(port, asked, browsers),
                    pairs=60,
                )
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s in all\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
