"""The report of what to look at, its filter, its reach and what it asks of the database."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import GroupPagePermission, Locale

from cms.services import publication
from learning.models import LessonPage, LessonPrerequisite, LessonTopic, Topic
from tests.factories.library import make_lesson, make_track

CODE = [("code", {"language": "", "code": "x = 1", "caption": "", "highlight": "", "outputs": []})]
YESTERDAY = localdate() - timedelta(days=1)
REPORT = "/admin/reports/content/"


@pytest.fixture
def lessons(db):
    fine, due, rough, alone = (
        make_lesson("Fine"),
        make_lesson("Due", review_due=YESTERDAY),
        make_lesson("Rough", CODE),
        make_lesson("Alone"),
    )
    make_track("First steps", {"One": [fine, due, rough]})
    return {"Fine": fine, "Due": due, "Rough": rough, "Alone": alone}


def shown(client, query: str = "") -> list[str]:
    table = client.get(f"{REPORT}{query}").context["object_list"]
    return [lesson.title for lesson in table]


def test_the_report_names_each_lesson_with_its_reasons(client, editor, lessons):
    client.force_login(editor)
    page = client.get(REPORT).text
    assert shown(client) == ["Alone", "Due", "Rough"]
    assert all(
        words in page
        for words in ("In no track", "Review due", "A listing has no language, so it is not colored")
    )


def test_the_report_is_filtered_by_reason(client, editor, lessons):
    client.force_login(editor)
    assert [
        shown(client, f"?reason={reason}") for reason in ("review_is_due", "in_no_track", "has_findings")
    ] == [
        ["Due"],
        ["Alone"],
        ["Rough"],
    ]


def test_copies_in_other_languages_are_not_repeated(client, editor, lessons, languages_ready):
    client.force_login(editor)
    assert shown(client) == ["Alone", "Due", "Rough"]


def test_the_report_holds_only_what_the_person_may_edit(client, editor, lessons):
    GroupPagePermission.objects.filter(group__name="Editors").update(page=lessons["Due"])
    client.force_login(editor)
    assert shown(client) == ["Due"]


def test_the_report_is_for_editors(client, member, lessons):
    client.force_login(member)
    assert client.get(REPORT).status_code == 302


def test_the_report_is_exported(client, editor, lessons):
    client.force_login(editor)
    assert [client.get(f"{REPORT}?export={kind}").status_code for kind in ("csv", "xlsx")] == [200, 200]


def test_a_longer_report_asks_no_more_of_the_database(client, editor, lessons, django_assert_max_num_queries):
    client.force_login(editor)
    client.get(REPORT)
    with django_assert_max_num_queries(40) as few:
        client.get(REPORT)
    for number in range(3):
        make_lesson(f"More {number}", CODE, review_due=YESTERDAY)
    client.get(REPORT)
    with django_assert_max_num_queries(40) as many:
        client.get(REPORT)
    assert len(many) == len(few)


def test_the_first_page_reminds_of_reviews_that_are_due(client, editor, lessons):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_home")).text
    assert ("Reviews due" in page, ">Due</a>" in page) == (True, True)


def test_the_listings_show_lessons_and_tracks_once(client, editor, lessons, languages_ready):
    client.force_login(editor)
    pages = {name: client.get(reverse(f"{name}:index")).context["pages"] for name in ("lessons", "tracks")}
    assert {name: sorted(page.title for page in found) for name, found in pages.items()} == {
        "lessons": ["Alone", "Due", "Fine", "Rough"],
        "tracks": ["First steps"],
    }


def test_a_circle_that_got_in_is_named(client, editor, lessons):
    fine, due = lessons["Fine"], lessons["Due"]
    LessonPrerequisite.objects.create(lesson=fine, requires=due)
    LessonPrerequisite.objects.create(lesson=due, requires=fine)
    publication.bump()
    client.force_login(editor)
    assert shown(client, "?reason=in_a_circle") == ["Due", "Fine"]
    assert "Better after leads in a circle" in client.get(REPORT).text


def test_the_lessons_are_filtered_by_topic_and_level(client, editor, lessons):
    topic = Topic.objects.create(name="Climbing", slug="climbing", locale=Locale.get_default())
    for title in ("Fine", "Due"):
        lesson = LessonPage.objects.get(title=title, locale=Locale.get_default())
        LessonTopic.objects.create(lesson=lesson, topic=topic, locale=lesson.locale)
    LessonPage.objects.filter(title="Due").update(level=3)
    client.force_login(editor)

    def titles(**chosen) -> list[str]:
        return sorted(page.title for page in client.get(reverse("lessons:index"), chosen).context["pages"])

    assert titles(topic=topic.pk) == ["Due", "Fine"]
    assert titles(topic=topic.pk, level=3) == ["Due"]
    assert titles(topic="zebra") == ["Alone", "Due", "Fine", "Rough"]


@pytest.mark.parametrize(("listing", "word"), [("lessons", "rough"), ("tracks", "steps")])
def test_the_listings_can_be_searched(client, editor, lessons, listing, word):
    client.force_login(editor)
    found = client.get(reverse(f"{listing}:index"), {"q": word}).context["pages"]
    assert [page.title for page in found] == {"lessons": ["Rough"], "tracks": ["First steps"]}[listing]
