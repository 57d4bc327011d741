"""How a meetup was: who may say it and until when, what organizers read, what becomes a review, and what it costs."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Member
from learning.models import RSVP, Attendance, Meetup, MeetupFeedback
from learning.services import feedback, reviews_of_groups
from learning.services.reviews_of_groups import Review
from tests.factories import groups as make
from tests.learning.views.test_groups import cost

GOOD = {"rating": "5", "pace": "2", "confidence": "3", "text": "I understood loops.", "publish_ok": "on"}


@pytest.fixture
def meetup(home) -> Meetup:
    return make.over(make.meetup(group=make.group(), title="Loops"))


@pytest.fixture
def olga(make_member, meetup) -> Member:
    return make.organizer(meetup.chapter, make_member("Olga"))


@pytest.fixture
def ana(client, make_member, meetup) -> Member:
    """Was there, and is signed in."""
    made = came(meetup, make_member("Ana"))
    client.force_login(made)
    return made


def came(meetup: Meetup, member: Member, state: str = "present") -> Member:
    Attendance.objects.create(meetup=meetup, member=member, state=state, noted_at=timezone.now())
    return member


def seat(meetup: Meetup, member: Member, state: str = "confirmed") -> Member:
    RSVP.objects.create(meetup=meetup, member=member, state=state, answered_at=timezone.now())
    return member


def says(meetup: Meetup, member: Member, **fields) -> MeetupFeedback:
    facts = {"rating": 4, "text": f"Words of {member}", "publish_ok": True, **fields}
    return feedback.give(member=came(meetup, member), meetup=meetup, answer=feedback.Answer(**facts))


def at(meetup: Meetup, name: str = "feedback") -> str:
    return reverse(f"learning:{name}", args=[meetup.uuid])


def errors(answer) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [each.get_text().strip() for each in page.select(".error-summary p, .error-summary li")]


def kept(row: MeetupFeedback) -> tuple:
    row.refresh_from_db()
    return row.rating, row.pace, row.confidence, row.text, row.publish_ok, row.consent_version


def test_said_twice_it_is_one_row_and_can_be_changed(client, ana, meetup):
    for _time in range(2):
        answer = client.post(at(meetup), GOOD)
        assert (answer.status_code, answer["Location"]) == (302, at(meetup))
    row = MeetupFeedback.objects.get()
    assert kept(row) == (5, 2, 3, "I understood loops.", True, feedback.CONSENT)
    client.post(at(meetup), {"rating": "3", "pace": "", "confidence": "", "text": ""})
    assert (kept(row), MeetupFeedback.objects.count()) == ((3, None, None, "", False, ""), 1)


def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, ana, meetup):
    for changed, words in (
        ({"rating": ""}, "How was it for you?: Choose a number from 1 to 5."),
        (
            {"rating": "6"},
            "How was it for you?: Select a valid choice. 6 is not one of the available choices.",
        ),
        ({"text": "x" * 1501}, "In your words: Ensure this value has at most 1500 characters (it has 1501)."),
    ):
        assert errors(client.post(at(meetup), {**GOOD, **changed})) == [words]
    answer = client.post(at(meetup), {**GOOD, "text": " "})
    assert "There are no words to publish. Write some, or leave this out." in errors(answer)[0]
    assert MeetupFeedback.objects.count() == 0


def test_who_was_there_or_had_a_seat_may_say_it_and_nobody_else(client, meetup, make_member):
    people = {
        "came": came(meetup, make_member("A")),
        "late": came(meetup, make_member("B"), "late"),
        "had a seat": came(seat(meetup, make_member("C")) and meetup, make_member("D")),
        "seat but absent": seat(meetup, came(meetup, make_member("E"), "absent")),
        "absent": came(meetup, make_member("F"), "absent"),
        "waited": make_member("G"),
        "gave it up": seat(meetup, make_member("H"), "released"),
        "stranger": make_member("I"),
    }
    found = {}
    for name, who in people.items():
        client.force_login(who)
        found[name] = [
            client.get(at(meetup)).status_code,
            client.post(at(meetup), {"rating": "4"}).status_code,
        ]
    assert found == {
        "came": [200, 302], "late": [200, 302], "had a seat": [200, 302], "seat but absent": [200, 302],
        "absent": [404, 404], "waited": [404, 404], "gave it up": [404, 404], "stranger": [404, 404],
    }  # fmt: skip
    client.logout()
    assert client.get(at(meetup)).status_code == 302


def test_it_is_asked_from_the_end_until_thirty_days_later(client, ana, meetup):
    assert "Say how it was for you" in client.get(meetup.get_absolute_url()).text
    for change, words in (
        ({"ends_at": timezone.now() + timedelta(hours=1)}, "You can say how it was once the meetup is over."),
        ({"ends_at": timezone.now() - timedelta(days=30, minutes=1)}, "Feedback is taken for 30 days after a meetup."),
        ({"state": "cancelled"}, "This meetup did not take place, so there is nothing to tell of it."),
    ):  # fmt: skip
        ends_at = change.get("ends_at", meetup.ends_at)
        fields = {"starts_at": ends_at - timedelta(hours=2), "ends_at": ends_at, **change}
        Meetup.objects.filter(pk=meetup.pk).update(**fields)
        answer = client.post(at(meetup), GOOD)
        assert (answer.status_code, words in answer.text) == (200, True)
        assert "Say how it was for you" not in client.get(meetup.get_absolute_url()).text
    assert MeetupFeedback.objects.count() == 0


def test_sums_are_shown_three_answers_at_a_time_and_words_without_names(client, olga, meetup, make_member):
    client.force_login(olga)
    for name in ("Ana", "Bo"):
        says(meetup, make_member(name), text=f"Secret {name[0]}", publish_ok=False, pace=2)
    page = client.get(at(meetup, "said")).text
    named = re.search(r"\bAna\b", page) is not None  # a token may hold the letters
    assert ("Numbers are shown from 3 answers on" in page, "Secret A" in page, named) == (True, True, False)
    says(meetup, make_member("Cy"), text="", publish_ok=False, rating=1)
    sums = client.get(at(meetup, "said")).context["sums"]
    assert (sums.number, sums.average, sums.ratings, sums.paces, sums.sures) == (
        3, 3.0, ((5, 0), (4, 2), (3, 0), (2, 0), (1, 1)),
        (("Too slow", 0), ("As I like it", 2), ("Too fast", 0)), ((3, 0), (2, 0), (1, 0)),
    )  # fmt: skip
    for name in ("Di", "Ed"):
        says(meetup, make_member(name), text="", publish_ok=False, rating=5)
        assert client.get(at(meetup, "said")).context["sums"] == sums
    says(meetup, make_member("Flo"), text="", publish_ok=False, rating=5)
    assert client.get(at(meetup, "said")).context["sums"].number == 6


def publish(client, row: MeetupFeedback, seen: str = "") -> None:
    row.refresh_from_db()
    url = reverse("learning:review-publish", args=[row.pk])
    return client.post(url, {"seen": seen or row.given_at.isoformat()}, follow=True)


def test_consented_words_become_a_review_on_the_pages_of_group_and_chapter(client, olga, meetup, make_member):
    row, silent = says(meetup, make_member("Ana")), says(meetup, make_member("Bo"), publish_ok=False)
    page = make.group_page(meetup.group)
    client.force_login(olga)
    for each in (row, row, silent):
        publish(client, each)
    silent.refresh_from_db()
    review = Review("Words of Ana", "Ana", "Loops", meetup.local_date)
    assert (silent.published_at, reviews_of_groups.reviews_of(group=meetup.group)) == (None, [review])
    assert reviews_of_groups.reviews_of(chapter=meetup.chapter) == [review]
    assert reviews_of_groups.reviews_of(chapter=make.chapter("Brno")) == []
    client.logout()
    for where in (page, page.get_parent()):
        assert "Words of Ana" in client.get(where.get_url()).text
    client.force_login(olga)
    client.post(reverse("learning:review-take-down", args=[row.pk]))
    assert reviews_of_groups.reviews_of(group=meetup.group) == []


def test_words_that_changed_since_they_were_read_are_not_published(client, olga, meetup, make_member):
    ana = make_member("Ana")
    row = says(meetup, ana)
    seen = row.given_at.isoformat()
    feedback.give(member=ana, meetup=meetup, answer=feedback.Answer(4, text="Other words", publish_ok=True))
    client.force_login(olga)
    assert "These words have changed since you read them." in publish(client, row, seen).text
    publish(client, row)
    assert [each.text for each in reviews_of_groups.reviews_of(group=meetup.group)] == ["Other words"]
    feedback.give(member=ana, meetup=meetup, answer=feedback.Answer(5, text="Other words", publish_ok=True))
    assert [each.text for each in reviews_of_groups.reviews_of(group=meetup.group)] == ["Other words"]
    feedback.give(member=ana, meetup=meetup, answer=feedback.Answer(5, text="Newer", publish_ok=True))
    assert reviews_of_groups.reviews_of(group=meetup.group) == []


def test_taking_the_consent_back_removes_a_review_at_once_and_at_any_time(client, olga, meetup, make_member):
    ana = make_member("Ana")
    row = says(meetup, ana)
    client.force_login(olga)
    publish(client, row)
    Meetup.objects.update(
        starts_at=timezone.now() - timedelta(days=401), ends_at=timezone.now() - timedelta(days=400)
    )
    client.force_login(ana)
    assert "Your words are published" in client.get(at(meetup)).text
    for _time in range(2):
        assert client.post(at(meetup, "feedback-withdraw")).status_code == 302
    assert reviews_of_groups.reviews_of(group=meetup.group) == []
    assert kept(row)[3:] == ("Words of Ana", False, "")
    client.force_login(make_member("Stranger"))
    assert client.post(at(meetup, "feedback-withdraw")).status_code == 404


def test_blocks_hide_words_from_organizers_and_reviews_from_readers(olga, meetup, make_member):
    ana = make_member("Ana")
    row = says(meetup, ana)
    reviews_of_groups.publish(actor=olga, row=row, seen=row.given_at.isoformat())
    Block.objects.create(blocker=ana, blocked=olga)
    assert feedback.words(meetup=meetup, organizer=olga) == []
    assert reviews_of_groups.reviews_of(group=meetup.group, member=olga) == []


def test_the_database_publishes_nothing_without_consent_to_words(meetup, member):
    for wrong in (
        {"published_at": timezone.now()},
        {"publish_ok": True, "text": "x"},
        {"publish_ok": True, "consent_version": "1"},
        {"text": "x", "consent_version": "1"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetupFeedback.objects.create(meetup=meetup, member=member, rating=4, **wrong)


def test_organizers_of_another_chapter_and_members_find_nothing(client, meetup, make_member):
    row = says(meetup, make_member("Ana"))
    wes = make.organizer(make.chapter("Brno"), make_member("Wes"))
    for who in (wes, Member.objects.get(display_name="Ana")):
        client.force_login(who)
        assert client.get(at(meetup, "said")).status_code == 404
        assert [
            client.post(reverse(f"learning:review-{verb}", args=[row.pk])).status_code
            for verb in ("publish", "take-down")
        ] == [404, 404]
    assert client.get(reverse("learning:review-publish", args=[row.pk])).status_code == 405


def test_feedback_costs_the_same_for_one_and_for_three(client, olga, meetup, ana, make_member):
    def costs(number: int) -> list[int]:
        for nth in range(number):
            row = says(meetup, make_member(f"P{number}-{nth}"))
            reviews_of_groups.publish(actor=olga, row=row, seen=row.given_at.isoformat())
        client.force_login(ana)
        form = cost(client, at(meetup))
        client.force_login(olga)
        return [form, cost(client, at(meetup, "said")), cost(client, meetup.get_absolute_url())]

    assert (costs(1), costs(3)) == ([7, 7, 13], [7, 7, 13])
