"""The matrix of a track: who has handed in what, for those who may review, at a constant cost."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms.models import Block
from learning.models import Enrollment
from learning.services import enrollments, matrices, submissions
from tests.factories import homework as make
from tests.factories.learning import lesson as make_lesson
from tests.factories.learning import track as make_track

MATRIX = "/learn/matrix/"


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hana"))


@pytest.fixture
def desk(client, helper):
    client.force_login(helper)
    return client


@pytest.fixture
def tasks(lessons):
    """Homework and a project in the first lesson, practice beside them, homework in the third."""
    made = [make.exercise("One"), make.exercise("Two", kind="project"), make.exercise("Three")]
    make.place(lessons[0], made[0], make.exercise("Try it", kind="practice"), made[1])
    make.place(lessons[2], made[2])
    return made


@pytest.fixture
def follow(make_member, track):
    """Somebody who follows the track."""

    def start(name: str, **fields):
        member = make_member(name, **fields)
        enrollments.start(member=member, track_key=track.translation_key)
        return member

    return start


def table(response) -> list[list[str]]:
    """The rows of the page's table: the name, a word for each cell."""
    found = response.context["sheet"].matrix
    return [[row.name, *(str(cell.standing) for cell in row.cells)] for row in found.rows]


def test_each_learner_has_a_row_by_name_and_each_piece_a_column_in_the_order_of_the_track(
    desk, helper, tasks, follow
):
    bo, ann = follow("Bo"), follow("Ann")
    submissions.ask(helper=helper, submission=make.handed_in(ann, tasks[0]), notes=[make.note()])
    submissions.accept(helper=helper, submission=make.handed_in(ann, tasks[2]))
    make.handed_in(bo, tasks[1])
    submissions.save_draft(member=bo, exercise=tasks[2], text="x", url="")
    response = desk.get(MATRIX)
    found = response.context["sheet"].matrix
    assert [(column.title, column.lesson) for column in found.columns] == [
        ("One", "Lists"),
        ("Two", "Lists"),
        ("Three", "Files"),
    ]
    assert table(response) == [["Ann", "answered", "none", "accepted"], ["Bo", "none", "waits", "none"]]
    assert [(total.handed_in, total.missing) for total in found.totals] == [(1, 1), (1, 1), (1, 1)]
    assert ("2 learners follow First steps." in response.text, "Their turn</a>" in response.text) == (
        True,
        True,
    )


def test_who_left_and_who_is_blocked_is_not_in_it_nor_counted(desk, helper, tasks, follow, track):
    left, blocked, blocking, inactive = (
        follow("Lee"),
        follow("Bob"),
        follow("Bea"),
        follow("Ina", is_active=False),
    )
    follow("Ann")
    for each in (left, blocked, blocking, inactive):
        make.handed_in(each, tasks[0])
    enrollments.leave(member=left, track_key=track.translation_key)
    Block.objects.create(blocker=helper, blocked=blocked)
    Block.objects.create(blocker=blocking, blocked=helper)
    response = desk.get(MATRIX)
    assert table(response) == [["Ann", "none", "none", "none"]]
    assert [total.handed_in for total in response.context["sheet"].matrix.totals] == [0, 0, 0]
    assert "Bob" not in desk.get("/learn/matrix/export/").text


def test_ones_own_row_is_there_and_leads_nowhere(desk, helper, tasks, track):
    enrollments.start(member=helper, track_key=track.translation_key)
    row = make.handed_in(helper, tasks[0])
    text = desk.get(MATRIX).text
    assert ("Hana (you)" in text, f"/learn/review/{row.pk}/" in text) == (True, False)


def test_a_track_is_chosen_and_one_without_homework_is_not_found(desk, tasks, follow, track):
    empty = make_track("Nothing to do", [[make_lesson("Bare")]])
    work = make.exercise("Elsewhere")
    other = make_track("Another", [[make.place(make_lesson("Full"), work)]])
    response = desk.get(MATRIX, {"track": other.translation_key})
    assert [column.title for column in response.context["sheet"].matrix.columns] == ["Elsewhere"]
    assert "Nobody follows this track yet" in response.text
    assert "Nothing to do" not in response.text
    for nonsense in (empty.translation_key, "x", "00000000-0000-0000-0000-000000000000"):
        for path in (MATRIX, "/learn/matrix/export/"):
            assert desk.get(path, {"track": nonsense}).status_code == 404


def test_without_any_homework_the_page_says_what_will_be_there(desk, track):
    assert "No homework yet" in desk.get(MATRIX).text
    assert desk.get("/learn/matrix/export/").status_code == 404


def test_many_learners_come_in_pages_and_any_nonsense_is_the_nearest_one(desk, tasks, follow, monkeypatch):
    monkeypatch.setattr(matrices, "MOST_CELLS", 6)
    monkeypatch.setattr(matrices, "FEWEST_ROWS", 1)
    for name in ("Ann", "Bo", "Cy"):
        make.handed_in(follow(name), tasks[0])
    for page in ("0", "-1", "x", "9", "9" * 8, "٣"):
        response = desk.get(MATRIX, {"page": page})
        last = page in {"9", "9" * 8}
        assert (page, [row[0] for row in table(response)]) == (page, ["Cy"] if last else ["Ann", "Bo"])
        assert ("2 of 2" if last else "1 of 2") in response.text
        assert response.context["sheet"].matrix.totals[0].handed_in == 3


def test_the_export_is_the_whole_table_in_words_that_cannot_act(desk, helper, tasks, follow):
    make.handed_in(follow("=HYPERLINK(1)"), tasks[0])
    submissions.accept(helper=helper, submission=make.handed_in(follow("Bo"), tasks[2]))
    response = desk.get("/learn/matrix/export/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="homework-first-steps.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["Learner", "One", "Two", "Three", "Handed in", "Accepted"],
        ["'=HYPERLINK(1)", "Waits", "Not yet", "Not yet", "1", "0"],
        ["Bo", "Not yet", "Not yet", "Accepted", "1", "1"],
        ["Handed in", "1", "0", "1"],
        ["Accepted", "0", "0", "1"],
        ["Not handed in", "1", "2", "1"],
    ]


def test_the_words_are_the_readers(desk, tasks, follow):
    make.handed_in(follow("Ann"), tasks[0])
    with translation.override("en"):
        assert "Waits</a>" in desk.get(MATRIX).text


def test_it_takes_as_many_statements_for_three_learners_as_for_one(desk, tasks, follow):
    paths = [MATRIX, "/learn/matrix/export/"]

    def cost(path: str) -> int:
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(path).status_code == 200
        asked = [query["sql"] for query in queries]
        assert len(set(asked)) == len(asked)
        return len(asked)

    found = []
    for name in ("Ann", "Bo", "Cy"):
        member = follow(name)
        for task in tasks:
            make.handed_in(member, task)
        found.append([cost(path) for path in paths])
    colds = []
    for path in paths:
        cache.clear()
        with CaptureQueriesContext(connection) as cold:
            desk.get(path)
        colds.append(len(cold))
    assert (found[0], found[2], colds) == ([7, 7], [7, 7], [14, 14])
    assert Enrollment.objects.count() == 3
