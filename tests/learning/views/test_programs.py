"""Choosing the lessons of meetups, and the cohort line that members see of them."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from learning.models import LessonPage, MeetupLesson
from learning.services import memberships, programs, progress, rsvps
from tests.factories import groups as make
from tests.factories import homework as make_homework
from tests.learning.views.test_groups import PAGE, cost

NOTE = ("facilitator_note", {"title": "Watch out", "content": [("text", "<p>Count from zero aloud.</p>")]})


@pytest.fixture
def group(track):
    made = make.group(track_key=track.translation_key, starts_on=timezone.localdate())
    make.group_page(made)
    return made


@pytest.fixture
def meetup(group):
    return make.meetup(group=group, room=9, helpers=2)


@pytest.fixture
def olga(client, group, make_member):
    client.force_login(make.organizer(group.chapter, make_member("Olga")))
    return client


@pytest.fixture
def rosa(client, member, group, meetup):
    memberships.join(group=group, member=member, mode="room")
    client.force_login(member)
    return client


def keys(*lessons: LessonPage) -> list:
    return [each.translation_key for each in lessons]


def at(thing, name: str = "lessons") -> str:
    kind = "meetups" if name == "lessons" else "groups"
    return f"/learn/{kind}/{thing.uuid}/{name}/"


def assign(meetup, covered=(), due=()) -> None:
    programs.choose(actor=None, meetup=meetup, covered=keys(*covered), due=keys(*due))


def test_an_organizer_chooses_lessons_one_by_one(olga, meetup, lessons):
    page = olga.get(at(meetup))
    assert ("Lists" in page.text, "Files" in page.text, "Its homework is due" in page.text) == (
        True,
        True,
        False,
    )
    sent = {"covered": [str(key) for key in keys(lessons[1], lessons[0])]}
    for _time in range(2):
        said = olga.post(at(meetup), sent, follow=True)
    found = list(MeetupLesson.objects.values_list("lesson_key", "use"))
    assert (found, "about already" in said.text) == ([(key, "cover") for key in keys(*lessons[:2])], True)


def test_nonsense_is_refused_and_nothing_is_lost(olga, meetup, lessons):
    assign(meetup, covered=lessons[:1])
    for wrong in ("no-key", "00000000-0000-4000-8000-00000000ffff"):
        page = olga.post(at(meetup), {"covered": [wrong, str(lessons[1].translation_key)]})
        assert "not there any longer" in page.text
    assert list(MeetupLesson.objects.values_list("lesson_key", flat=True)) == keys(lessons[0])


def test_a_track_is_spread_with_a_look_at_it_first(olga, group, meetup, lessons):
    make.meetup(group=group, in_days=9)
    page = olga.get(at(group, "program"))
    assert ("Spread the rest of the track" in page.text, MeetupLesson.objects.count()) == (True, 0)
    token = page.context["spread"].token
    said = [olga.post(at(group, "program"), {"plan": token}, follow=True).text for _time in range(2)]
    assert ["Done. Members see" in text for text in said] == [True, False]
    assert list(MeetupLesson.objects.order_by("pk").values_list("lesson_key", flat=True)) == keys(*lessons)


def test_strangers_find_nothing_and_a_group_without_a_track_has_no_program(
    client, group, meetup, make_member
):
    wes = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    for who in (wes, make.joined(group, make_member("Ana")).member):
        client.force_login(who)
        for url in (at(meetup), at(group, "program")):
            assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    other = make.group("Companions", chapter=wes.chapter_roles.get().chapter)
    client.force_login(wes)
    assert client.get(at(other, "program")).status_code == 404


def words(page) -> str:
    return " ".join(page.text.split())


def test_a_member_sees_what_to_read_how_far_they_are_and_what_they_missed(
    rosa, member, group, meetup, lessons
):
    task = make_homework.exercise()
    make_homework.place(lessons[1], task)
    assign(make.over(make.meetup(group=group)), covered=lessons[2:])
    assign(meetup, covered=lessons[:2], due=lessons[1:2])
    progress.mark_done(member=member, lesson=lessons[0], confidence=2)
    page = rosa.get(PAGE)
    cohort = page.context["cohort"]
    assert [(each.title, each.state, each.homework) for each in cohort.readings] == [
        ("Lists", "done", 0),
        ("Loops", "", 1),
    ]
    assert ([each.title for each in cohort.plan.missed], cohort.minutes, cohort.homework) == (
        ["Files"],
        15,
        1,
    )
    assert "1 lesson to read, about 15 min, 1 homework to hand in" in words(page)
    assert "1 lesson of earlier meetups is still open for you" in words(page)
    there = rosa.get(meetup.get_absolute_url())
    assert there.context["sheet"].cohort == cohort
    later = make.meetup(group=group, in_days=30)
    assign(later, covered=lessons[:1])
    plan = rosa.get(later.get_absolute_url()).context["sheet"].cohort.plan
    assert [each.title for each in plan.missed] == ["Files"]  # not what the meetups before it will go through
    for lesson in lessons[1:]:
        progress.mark_done(member=member, lesson=lesson, confidence=2)
    make_homework.handed_in(member, task)
    page = rosa.get(PAGE)
    assert ("You have done everything" in page.text, page.context["cohort"].plan.missed) == (True, ())


def test_who_does_not_belong_has_no_plan_and_visitors_see_lessons_alone(
    client, member, group, meetup, lessons
):
    assign(make.over(make.meetup(group=group)), covered=lessons[2:])
    assign(meetup, covered=lessons[:1])
    pages = [client.get(PAGE), client.get(meetup.get_absolute_url())]
    client.force_login(member)
    pages += [client.get(PAGE), client.get(meetup.get_absolute_url())]
    assert [page.context["cohort"] for page in (pages[0], pages[2])] == [None, None]
    assert ["Catch up" in page.text for page in pages] == [False] * 4
    assert ["lesson to read" in page.text for page in pages] == [False, False, False, True]


def test_notes_are_for_organizers_and_for_who_has_a_helper_seat(
    client, olga, member, make_member, meetup, lessons
):
    page = LessonPage.objects.get(pk=lessons[0].pk)
    page.body.append(NOTE)
    page.save_revision().publish()
    assign(meetup, covered=lessons)
    url = meetup.get_absolute_url()
    shown = [olga.get(url).text]
    for name, role in (("Hugo", "helper"), ("Lea", "learner")):
        who = make.joined(meetup.group, make_member(name), role="helper").member
        rsvps.respond(meetup=meetup, member=who, mode="room", role=role)
        client.force_login(who)
        shown.append(client.get(url).text)
    client.logout()
    shown.append(client.get(url).text)
    assert ["Count from zero aloud." in text for text in shown] == [True, True, False, False]
    assert ["lessons to read" in text for text in shown] == [True, False, True, False]
    assert ("Notes on “Lists”" in shown[0], "Notes on “Loops”" in shown[0]) == (True, False)


def test_everything_costs_the_same_with_one_lesson_and_with_three(
    rosa, member, group, meetup, lessons, make_member
):
    make_homework.place(lessons[0], make_homework.exercise())
    earlier = make.over(make.meetup(group=group))
    urls = [PAGE, meetup.get_absolute_url()]
    found = []
    for number in (1, 3):
        assign(earlier, covered=lessons[3 - number :])
        assign(meetup, covered=lessons[:number], due=lessons[:number])
        found.append([(cost(rosa, url), cost(rosa, url, cold=True)) for url in urls])
    assert found == [[(16, 26), (13, 23)]] * 2
    make.organizer(group.chapter, member)
    urls = [at(meetup), at(group, "program"), meetup.get_absolute_url()]
    few = [cost(rosa, url) for url in urls]
    for nth in range(9):
        assign(make.meetup(group=group, in_days=8 + nth), covered=lessons[:2], due=lessons[:1])
    cache.clear()
    assert (few, [cost(rosa, url) for url in urls]) == ([5, 9, 13], [5, 9, 13])
