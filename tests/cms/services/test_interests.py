"""Where members would like a chapter: once a member and place, staff told once, those near told once."""

import pytest
from django.core import mail

from cms.exceptions import InterestTaken
from cms.models import Chapter, ChapterInterest, ChapterWish, Event, Message, ProgramSettings
from cms.places.near import read
from cms.services import interests, messages
from tests.factories import groups as make

pytestmark = pytest.mark.django_db

BRNO = "Brno"
NEAR_BRNO = ["49.2, 16.6", "49.3, 16.7", "49.1, 16.5", "49.0, 16.4", "49.4, 16.8", "49.2, 16.2"]


@pytest.fixture
def people(make_member):
    return [make_member(f"Person {nth}") for nth in range(7)]


def add(member, place=BRNO, note=""):
    return interests.add(member=member, place=read(place), note=note)


def fill(people, number):
    return [add(member, NEAR_BRNO[nth]) for nth, member in enumerate(people[:number])]


def wanted() -> int:
    return Message.objects.filter(kind="cms.chapter_wanted").count()


def test_the_same_place_again_changes_the_note(member):
    first, again = add(member), add(member, "49.2, 16.6", "I have a room")
    assert (first.pk, again.note) == (again.pk, "I have a room")
    row = ChapterInterest.objects.get()
    assert (row.place, row.country, row.timezone, row.point) == (
        "Brno, Czechia",
        "CZ",
        "Europe/Prague",
        (49.2, 16.6),
    )
    assert [event.verb for event in Event.objects.filter(object=f"cms.chapterinterest:{row.pk}")] == ["added"]


def test_five_places_are_enough_for_one_person(member):
    for latitude in range(5):
        add(member, f"{latitude}, 0")
    with pytest.raises(InterestTaken):
        add(member, "9, 0")
    interests.remove(interest=ChapterInterest.objects.first())
    assert add(member, "9, 0").point == (9.0, 0.0)


def test_staff_are_told_once_by_the_fifth_and_later_ones_join_in(people, program_staff, member):
    fill(people, 4)
    add(people[0], "49.3, 16.5")  # the same person again is no fifth
    assert (wanted(), ChapterWish.objects.count()) == (0, 0)
    add(people[4], NEAR_BRNO[4])
    add(people[5], NEAR_BRNO[5])
    add(people[6], "55.0, 16.6")
    assert list(Message.objects.filter(kind="cms.chapter_wanted").values_list("recipient", flat=True)) == [
        program_staff.pk
    ]
    wish = ChapterWish.objects.get()
    assert (wish.interests.count(), ChapterInterest.objects.filter(wish=None).count()) == (7, 1)


def test_how_many_are_enough_is_a_setting(people, program_staff, site):
    ProgramSettings.objects.create(site=site, interest_enough=3)
    fill(people, 3)
    assert wanted() == 1


def test_members_read_a_number_in_fives(people, program_staff):
    fill(people, 4)
    told = [interests.people_near(point=(49.2, 16.6))]
    add(people[4], NEAR_BRNO[4])
    add(people[5], NEAR_BRNO[5])
    told += [interests.people_near(point=point) for point in ((49.2, 16.6), (50.1, 14.4))]
    assert told == [0, 5, 0]


def test_the_letter_to_staff_says_where_and_how_many(
    people, program_staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fill(people, 5)
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == ([program_staff.email], "A chapter is wanted: 49.2, 16.6")
    assert "5 people near" in letter.body
    assert "/admin/chapter_interests/" in letter.body
    assert "Person" not in letter.body


def test_a_chapter_tells_everybody_near_it_once(people, program_staff):
    rows = fill(people, 5)
    far = add(people[6], "10, 10")
    chapter = make.chapter("Brno")
    told = [
        interests.become(actor=program_staff, interest=rows[1], chapter=chapter),
        interests.become(actor=program_staff, interest=rows[1], chapter=chapter),
    ]
    assert told == [5, 0]
    add(people[5], NEAR_BRNO[5])  # came later, waits for another one
    assert set(ChapterInterest.objects.open()) == {far, ChapterInterest.objects.get(member=people[5])}
    assert ChapterWish.objects.get().chapter == chapter
    letters = Message.objects.filter(kind="cms.chapter_founded")
    assert sorted(letters.values_list("recipient", flat=True)) == sorted(one.pk for one in people[:5])
    letters.update(due_at=chapter.last_met_at or letters[0].created_at)
    messages.send_due()
    sent = [letter for letter in mail.outbox if "Brno" in letter.subject]
    assert sorted(letter.to[0] for letter in sent) == sorted(one.email for one in people[:5])
    assert "List-Unsubscribe" in sent[0].extra_headers


def test_a_letter_about_a_chapter_that_closed_is_not_written(people, program_staff):
    rows = fill(people, 1)
    chapter = make.chapter("Brno")
    interests.become(actor=program_staff, interest=rows[0], chapter=chapter)
    Chapter.objects.update(closed_at=rows[0].created_at)
    Message.objects.update(due_at=rows[0].created_at)
    messages.send_due()
    assert list(Message.objects.filter(kind="cms.chapter_founded").values_list("stopped_why", flat=True)) == [
        "moot"
    ]
