"""The personal path in the browser: a member's, a visitor's trial, the form, the buttons, and what each costs."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from learning.models import Knowledge, LearningGoal, LessonPage, LessonPrerequisite, LessonTopic, Topic
from learning.services import enrollments, paths, progress
from learning.services.paths import Wishes
from tests.factories import learning as make

PATH, EDIT = "/learn/path/", "/learn/path/edit/"


@pytest.fixture
def topics(db) -> dict[str, Topic]:
    """Loops, which a lesson teaches, and Dance, which none does."""
    english = Locale.get_default()
    return {
        name: Topic.objects.create(name=name, slug=name.lower(), locale=english)
        for name in ("Loops", "Dance")
    }


@pytest.fixture
def way(lessons, track, topics):
    lay(lessons, topics["Loops"])
    return lessons


def lay(lessons: list[LessonPage], topic: Topic) -> None:
    """Lists before Loops before Files; Loops teaches its topic."""
    lists, loops, files = lessons
    LessonPrerequisite.objects.create(lesson=loops, requires=lists)
    LessonPrerequisite.objects.create(lesson=files, requires=loops)
    LessonTopic.objects.create(lesson=loops, topic=topic, locale=Locale.get_default())


@pytest.fixture
def learner(client, member):
    client.force_login(member)
    return client


def key(content) -> str:
    return str(content.translation_key)


def wish(member, *, tracks=(), topics=(), known=(), minutes=90) -> None:
    paths.save(
        member=member,
        wishes=Wishes(
            tracks=frozenset(each.translation_key for each in tracks),
            topics=frozenset(each.translation_key for each in topics),
            known_lessons=frozenset(each.translation_key for each in known),
            minutes=minutes,
        ),
    )


def shown(response) -> list[str]:
    return [row.entry.title for row in response.context["way"].rows]


def test_a_member_without_a_path_is_asked_for_one(learner, way):
    response = learner.get(PATH)
    assert (response.status_code, response.templates[0].name) == (200, "learning/path_form.html")
    assert "Plan your path" in response.text


def test_a_saved_path_is_shown_with_its_whys(learner, member, way, track, topics):
    data = {"track": key(track), "topic": [key(topics["Loops"]), key(topics["Dance"])], "minutes": "20"}
    response = learner.post(EDIT, data)
    assert (response.status_code, response["Location"]) == (302, PATH)
    page = learner.get(PATH)
    assert shown(page) == ["Lists", "Loops"]
    assert "2 lessons, 30 min:" in page.text
    assert "about 2 weeks at 20 minutes a week." in page.text
    assert "Part of “First steps”. Teaches “Loops”, which you want." in page.text
    assert "No lesson teaches this yet." in page.text
    assert 'href="/lessons/lists/">' in page.text.split("Begin with: Lists")[0]


def test_done_lessons_drop_out_by_themselves_and_a_begun_one_is_resumed(learner, member, way, topics):
    wish(member, topics=[topics["Loops"]])
    progress.mark_done(member=member, lesson=way[0], confidence=2)
    progress.visit(member=member, lesson=way[1], block_id=make.BLOCKS["last"])
    page = learner.get(PATH)
    assert shown(page) == ["Loops"]
    assert f"/lessons/loops/#b-{make.BLOCKS['last']}" in page.text.split("Resume: Loops")[0]
    assert [(known.entry.title, known.why) for known in page.context["way"].left_out] == [("Lists", "done")]


def test_a_path_without_a_goal_is_refused_and_what_was_ticked_stays(learner, member, way, topics):
    page = learner.post(EDIT, {"known_topic": key(topics["Loops"]), "minutes": "45"})
    assert page.status_code == 200
    assert "Choose at least one track or topic you want to reach." in page.text
    assert (f'value="{key(topics["Loops"])}"' in page.text, 'value="45"' in page.text) == (True, True)
    assert LearningGoal.objects.count() == Knowledge.objects.count() == 0


def test_minutes_that_are_no_week_are_refused_beside_the_field(learner, member, way, track):
    for minutes in ("", "9", "2401", "soon", "9" * 40):
        page = learner.post(EDIT, {"track": key(track), "minutes": minutes})
        assert (minutes, page.status_code, [*page.context["form"].errors]) == (minutes, 200, ["minutes"])
        assert "checked" in page.text
        assert LearningGoal.objects.count() == 0


def test_a_goal_that_does_not_exist_is_refused(learner, member, way, track):
    for nonsense in (str(uuid.UUID(int=7)), "abc", "", "1" * 5000):
        page = learner.post(EDIT, {"track": [key(track), nonsense], "minutes": "90"})
        said = page.context["form"].errors.get("track")
        assert (nonsense, said) == (nonsense, ["Something you ticked is not there anymore. Look again."])
        assert LearningGoal.objects.count() == 0


def test_the_form_begins_with_what_is_kept_and_what_the_address_adds(learner, member, way, track, topics):
    wish(member, topics=[topics["Loops"]], known=[way[0]], minutes=45)
    form = learner.get(f"{EDIT}?track={key(track)}").context["form"]
    assert (form["track"].value(), form["topic"].value(), form["minutes"].value()) == (
        [key(track)],
        [key(topics["Loops"])],
        45,
    )
    assert [title for _key, title in form.fields["known_lesson"].choices] == ["Lists", "Loops"]
    assert LearningGoal.objects.count() == 1


def test_lessons_are_ticked_and_unticked_in_the_form_and_others_stay_known(learner, member, way, track):
    wish(member, tracks=[track], known=[way[0]])
    gone = uuid.UUID(int=9)
    paths.know(member=member, kind=Knowledge.Kind.LESSON, key=gone)
    learner.post(EDIT, {"track": key(track), "known_lesson": key(way[1]), "minutes": "90"})
    assert paths.wishes(member=member).known_lessons == {way[1].translation_key, gone}


def test_a_track_that_is_not_published_now_stays_a_goal_until_it_is_let_go(
    learner, member, way, track, topics
):
    wish(member, tracks=[track], topics=[topics["Loops"]])
    track.unpublish()
    assert "A track that is not published now" in learner.get(PATH).text
    assert [target.state for target in learner.get(PATH).context["way"].targets] == ["gone", "ahead"]
    learner.post(EDIT, {"track": key(track), "topic": key(topics["Loops"]), "minutes": "90"})
    assert LearningGoal.objects.count() == 2
    learner.post(EDIT, {"topic": key(topics["Loops"]), "minutes": "90"})
    assert LearningGoal.objects.count() == 1


def address(verb: str, kind: str, content) -> str:
    return reverse(f"learning:path-{verb}", args=[kind, content.translation_key])


def test_a_lesson_one_knows_is_left_out_and_comes_back(learner, member, way, track):
    wish(member, tracks=[track])
    learner.post(address("know", "lesson", way[0]))
    page = learner.post(address("know", "lesson", way[0]), follow=True)
    assert (shown(page), Knowledge.objects.count()) == (["Loops"], 1)
    assert "“Lists” is left out now, because you know it." in page.text
    assert "I do not know this after all" in page.text
    assert shown(learner.post(address("forget", "lesson", way[0]), follow=True)) == ["Lists", "Loops"]


def test_a_topic_one_knows_is_reached(learner, member, way, topics):
    wish(member, topics=[topics["Loops"]])
    page = learner.post(address("know", "topic", topics["Loops"]), follow=True)
    assert (shown(page), page.context["way"].is_reached) == ([], True)
    assert "You know everything this path would lead you through." in page.text


def test_with_htmx_a_button_gives_the_path_alone(learner, member, way, track):
    wish(member, tracks=[track])
    page = learner.post(address("know", "lesson", way[0]), headers={"HX-Request": "true"})
    assert (page.status_code, "HX-Request" in page["Vary"], "<html" in page.text) == (200, True, False)
    assert page.text.strip().startswith('<div id="path">')
    assert "“Lists” is left out now" in page.text


def test_what_is_not_there_cannot_be_known(learner, way):
    for kind in ("lesson", "topic", "track", "nonsense"):
        address = reverse("learning:path-know", args=[kind, uuid.UUID(int=7)])
        assert (kind, learner.post(address).status_code) == (kind, 404)
    assert Knowledge.objects.count() == 0


def test_a_path_is_put_away(learner, member, way, track):
    wish(member, tracks=[track], known=[way[0]])
    page = learner.post("/learn/path/away/", follow=True)
    assert "Your path is put away." in page.text
    assert (LearningGoal.objects.count(), Knowledge.objects.count()) == (0, 1)


def test_nothing_is_changed_by_looking(learner, member, way, track):
    wish(member, tracks=[track])
    for where in (
        "/learn/path/away/",
        address("know", "lesson", way[0]),
        address("forget", "lesson", way[0]),
    ):
        assert (where, learner.get(where).status_code) == (where, 405)


def test_a_visitor_tries_it_and_nothing_is_stored(client, way, track):
    assert "You can try it without an account." in client.get(PATH).text
    page = client.get(PATH, {"track": key(track), "minutes": "30"})
    assert shown(page) == ["Lists", "Loops"]
    assert "csrfmiddlewaretoken" not in page.text
    known = client.get(PATH, {"track": key(track), "minutes": "30", "known_lesson": key(way[0])})
    assert shown(known) == ["Loops"]
    again = {"track": key(track), "minutes": "30", "known_lesson": key(way[0]), "forget": key(way[0])}
    assert shown(client.get(PATH, again)) == ["Lists", "Loops"]
    assert LearningGoal.objects.count() == Knowledge.objects.count() == 0


def test_a_visitor_keeps_it_by_signing_in(client, member, way, track):
    page = client.get(PATH, {"track": key(track), "minutes": "30", "known_lesson": key(way[0])})
    client.force_login(member)
    form = client.get(page.context["edit_url"]).context["form"]
    assert (form["track"].value(), form["known_lesson"].value(), form["minutes"].value()) == (
        [key(track)],
        [key(way[0])],
        30,
    )
    assert page.context["edit_url"].split("?")[0] in page.context["sign_in_url"].replace("%2F", "/")


def test_a_visitors_nonsense_is_said_beside_the_form(client, way, track):
    for query, problem in {
        "minutes=30": "Choose at least one track or topic you want to reach.",
        f"track={key(track)}&minutes=5": "Give between 10 and 2400 minutes a week.",
        f"track={key(track)}&minutes=soon": "Enter a whole number.",
    }.items():
        page = client.get(f"{PATH}?{query}")
        assert (page.status_code, page.templates[0].name) == (200, "learning/path_form.html")
        assert problem in page.text


def test_a_visitor_who_posts_signs_in_first(client, way, track):
    for where in (EDIT, "/learn/path/away/", address("know", "lesson", way[0])):
        assert client.post(where, {"track": key(track), "minutes": "90"})["Location"].startswith(
            "/accounts/login/?next=%2Flearn%2Fpath%2F"
        )
    assert LearningGoal.objects.count() == Knowledge.objects.count() == 0


def test_a_path_of_somebody_else_is_not_mine(learner, make_member, way, track):
    wish(make_member("Bo"), tracks=[track])
    assert learner.get(PATH).templates[0].name == "learning/path_form.html"


def test_where_nothing_can_be_chosen_the_page_says_so(client, home):
    assert "No tracks and topics yet" in client.get(PATH).text


def test_a_path_reads_in_the_language_of_the_reader(learner, member, way, track, languages_ready):
    wish(member, tracks=[track])
    page = learner.get(f"/es{PATH}")
    assert [row.entry.url for row in page.context["way"].rows] == ["/es/lessons/lists/", "/es/lessons/loops/"]


def cost(client, where: str, *, cold: bool = False) -> int:
    client.get(where)
    if cold:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


@pytest.mark.parametrize("goals", [1, 3])
def test_what_a_path_costs(learner, member, way, topics, goals):
    tracks = [make.track(f"Track {nth}", [way[: nth + 1]]) for nth in range(goals)]
    wish(member, tracks=tracks, topics=list(topics.values()) if goals > 1 else [], known=way[:1])
    assert (cost(learner, PATH), cost(learner, PATH, cold=True), cost(learner, EDIT)) == (5, 16, 4)


def test_a_visitors_trial_costs_one_statement(client, way, track):
    assert cost(client, f"{PATH}?track={key(track)}&minutes=90") == 1


def advice(page) -> list[tuple[str, str]] | None:
    found = page.context["better_after"]
    return [(lesson.title, lesson.state) for lesson in found.lessons] if found else None


def test_a_lesson_says_what_it_is_better_after_and_where_the_reader_stands(learner, member, way, topics):
    said = [advice(learner.get("/lessons/files/"))]
    progress.visit(member=member, lesson=way[1])
    said.append(advice(learner.get("/lessons/files/")))
    paths.know(member=member, kind=Knowledge.Kind.TOPIC, key=topics["Loops"].translation_key)
    said.append(advice(learner.get("/lessons/files/")))
    progress.mark_done(member=member, lesson=way[1], confidence=3)
    said.append(advice(learner.get("/lessons/files/")))
    assert said == [[("Loops", state)] for state in ("todo", "started", "known", "done")]


def test_a_lesson_one_could_do_later_can_be_started_anyway(learner, member, way):
    assert '<a href="#lesson-text">Start anyway</a>' in learner.get("/lessons/files/").text
    paths.know(member=member, kind=Knowledge.Kind.LESSON, key=way[1].translation_key)
    page = learner.get("/lessons/files/")
    assert ("Start anyway" in page.text, "you know it" in page.text) == (False, True)


def test_a_visitor_is_told_what_comes_before_and_a_first_lesson_says_nothing(client, way):
    page = client.get("/lessons/files/")
    assert advice(page) == [("Loops", "")]
    assert "This is advice, nothing is locked." in page.text
    assert "Better after" not in client.get("/lessons/lists/").text


def test_advice_costs_a_member_one_statement_and_a_visitor_none(client, member, way):
    visitor = (cost(client, "/lessons/files/"), cost(client, "/lessons/lists/"))
    client.force_login(member)
    assert visitor == (2, 2)
    assert (cost(client, "/lessons/files/"), cost(client, "/lessons/lists/")) == (9, 8)


def lines(client) -> list[tuple[str, str]]:
    return [(str(line.title), str(line.detail)) for line in client.get("/today/").context["lines"]][:1]


def test_today_shows_the_next_lesson_of_a_path_until_a_track_is_in_progress(
    learner, member, way, track, topics
):
    wish(member, topics=[topics["Loops"]])
    said = [lines(learner)]
    progress.mark_done(member=member, lesson=way[0], confidence=2)
    said.append(lines(learner))
    enrollments.start(member=member, track_key=track.translation_key)
    said.append(lines(learner))
    assert said == [
        [("Lists", "The next of 2 lessons on your path")],
        [("Loops", "The next of 1 lesson on your path")],
        [("Loops", "First steps, 1 of 2 lessons")],
    ]


def test_today_is_silent_about_a_path_at_its_end(learner, member, way, topics):
    wish(member, topics=[topics["Dance"]])
    assert lines(learner) == [
        ("Pick a track to follow", "A track leads from lesson to lesson, at your own pace.")
    ]


def test_the_path_is_found_from_the_tracks(client, way, track):
    assert f'href="{PATH}"' in client.get("/tracks/").text
    assert f'href="{EDIT}?track={key(track)}"' in client.get("/tracks/first-steps/").text


@pytest.mark.parametrize("goals", [1, 3])
def test_what_a_path_costs_today(learner, member, way, goals):
    wish(member, tracks=[make.track(f"Track {nth}", [way[: nth + 1]]) for nth in range(goals)])
    assert cost(learner, "/today/") == 14
