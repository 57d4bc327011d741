"""Rounds and the people in them, for the tests of mentoring."""

from datetime import UTC, datetime
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Locale

from cms.models import Availability, HomePage, Member, MemberLanguage
from cms.services import consents
from learning.models import Topic
from mentorship.models import Participant, ParticipantTopic, RoundIndexPage, RoundPage
from mentorship.services import pair_course, pair_thread, proposals

from .remembered import remembered

#: A Wednesday in a week without a clock change.
NOW = datetime(2026, 9, 9, 10, 0, tzinfo=UTC)
EVENINGS = [(1, 1080, 1200), (3, 1080, 1200)]


@remembered
def make_round(title: str = "Autumn", **fields) -> RoundPage:
    """A live rolling round under the home page."""
    home = HomePage.objects.get(locale=Locale.get_default())
    index = RoundIndexPage.objects.child_of(home).first()
    if index is None:
        index = home.add_child(instance=RoundIndexPage(title="Mentoring", slug="mentoring-rounds"))
    page = index.add_child(instance=RoundPage(title=title, **fields))
    page.save_revision().publish()
    return RoundPage.objects.get(pk=page.pk)


def make_topic(name: str) -> Topic:
    return Topic.objects.filter(name=name).first() or _new_topic(name)


@remembered
def _new_topic(name: str) -> Topic:
    return Topic.objects.create(name=name, slug=name.lower(), locale=Locale.get_default())


def make_member(
    name: str, *, zone: str = "Europe/Prague", hours=EVENINGS, languages=None, **fields
) -> Member:
    """A member with weekly hours, languages and a private contact."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    member = Member.objects.create_user(
        email, display_name=name, timezone=zone, contact=f"private-{name.lower()}", **fields
    )
    MemberLanguage.objects.bulk_create(
        [
            MemberLanguage(member=member, code=code, level=level)
            for code, level in (languages or {"en": "fluent"}).items()
        ]
    )
    Availability.objects.bulk_create(
        [Availability(member=member, weekday=day, start=start, end=end) for day, start, end in hours]
    )
    return member


@remembered
def make_participant(
    round_page: RoundPage,
    name: str,
    role: str = "mentee",
    *,
    state: str = "approved",
    topics=("Git",),
    member: Member | None = None,
    **fields,
) -> Participant:
    """A participant ready to be paired, save for what the test changes."""
    member = member or make_member(name)
    consent = consents.give(member=member, document=consents.CODE_OF_CONDUCT)
    participant = Participant.objects.create(
        round_key=round_page.round_key,
        member=member,
        role=role,
        state=state,
        submitted_at=None if state == "draft" else timezone.now(),
        consent=None if state == "draft" else consent,
        **({"decision_reason": "One more sentence, please"} if state == "changes" else {}),
        **{"goals": "To go on", "formats": ["call"], "stage": 1 if role == "mentee" else 3, **fields},
    )
    ParticipantTopic.objects.bulk_create(
        [
            ParticipantTopic(participant=participant, topic_key=make_topic(topic).translation_key, level=2)
            for topic in topics
        ]
    )
    return participant


@remembered
def make_pair(round_page: RoundPage, mentor_name: str = "Mira", mentee_name: str = "Nora"):
    """A live pairing, made as people make it: asked and accepted."""
    mentor = make_participant(round_page, mentor_name, "mentor")
    mentee = make_participant(round_page, mentee_name)
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="Please")
    return proposals.accept(proposal=proposal, member=mentor.member).pairing


@remembered
def make_completed_pair(round_page: RoundPage, mentor_name: str = "Mira", mentee_name: str = "Nora"):
    """A pair that has talked, and of which both said that they are done."""
    pair = make_pair(round_page, mentor_name, mentee_name)
    for side in (pair.mentee, pair.mentor):
        pair_thread.write(pairing=pair, member=side.member, text="Hello", token=uuid4())
    for side in (pair.mentee, pair.mentor):
        done = pair_course.finish(pairing=pair, member=side.member)
    return done
