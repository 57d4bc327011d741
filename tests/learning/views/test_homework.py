"""The learner's pages of homework: a success, a refusal and a stranger each, and nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from learning.models import HintOpening, PeerReview, Submission
from learning.services import peer_reviews, submissions
from tests.factories import homework as make
from tests.factories.homework import SOLUTION, note


def url(name: str, task, *more) -> str:
    return reverse(f"learning:{name}", args=[task.translation_key, *more])


@pytest.fixture
def learner(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def task(lesson):
    made = make.exercise(hints=make.hints("The first hint", "The second hint"), peer_reviews=1)
    make.place(lesson, made)
    return made


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hugo"))


def test_homework_is_handed_in_and_the_page_says_whose_turn_it_is(learner, member, task, lesson):
    page = f"{url('homework', task)}?lesson={lesson.translation_key}"
    before = learner.get(page)
    assert ("Count the odd numbers" in before.text, "Not handed in" in before.text) == (True, True)
    sent = learner.post(
        url("homework", task), {"text": "print(1)", "lesson": lesson.translation_key, "hand_in": "1"}
    )
    assert (sent.status_code, sent["Location"]) == (302, page)
    after = learner.get(page).text
    assert ("a helper’s turn" in after, 'id="line-1"' in after, "Take it back" in after) == (True, True, True)
    row = Submission.objects.get()
    assert (row.state, row.lesson_key) == ("waiting_review", lesson.translation_key)


def test_a_refusal_keeps_what_was_typed_in_the_form_and_as_a_draft(learner, task):
    sent = learner.post(
        url("homework", task), {"text": "My <b>words</b>", "url": "not a link", "hand_in": "1"}
    )
    assert sent.status_code == 200
    assert "That is not a link others can open" in sent.text
    assert "My &lt;b&gt;words&lt;/b&gt;" in sent.text
    row = Submission.objects.get()
    assert (row.state, row.draft_text, row.draft_url) == ("draft", "My <b>words</b>", "not a link")


def test_a_refused_nothing_makes_no_row_but_a_sentence(learner, task):
    sent = learner.post(url("homework", task), {"text": "", "url": "", "hand_in": "1"})
    assert "Write something or give a link first." in sent.text


def test_a_draft_is_kept_on_request_and_stands_in_the_form_again(learner, task):
    sent = learner.post(url("homework", task), {"text": "half", "url": "", "save": "1"}, follow=True)
    assert ("Your draft is kept" in sent.text, ">\nhalf</textarea>" in sent.text) == (True, True)
    assert Submission.objects.get().state == "draft"


def test_the_form_asks_for_what_the_exercise_takes(learner, lesson):
    only = {kind: make.exercise(f"As {kind}", accepts=kind) for kind in ("text", "link", "both")}
    make.place(lesson, *only.values())
    seen = {kind: learner.get(url("homework", task)).context["form"].fields for kind, task in only.items()}
    assert {kind: list(fields) for kind, fields in seen.items()} == {
        "text": ["text"],
        "link": ["url"],
        "both": ["text", "url"],
    }


def test_notes_stand_at_their_lines_of_the_version_they_are_about(learner, member, task, helper):
    work = make.handed_in(member, task)
    submissions.ask(
        helper=helper, submission=work, notes=[note("At the second line", line=2), note("On the whole")]
    )
    make.handed_in(member, task, "print(3)")
    latest, first = (learner.get(url("homework", task) + query) for query in ("", "?version=1"))
    assert [
        (text.count("At the second line"), text.count("On the whole")) for text in (latest.text, first.text)
    ] == [
        (0, 0),
        (1, 1),
    ]
    lines = first.context["shown"].text.lines
    assert [(line.number, len(line.notes)) for line in lines] == [(1, 0), (2, 1)]
    assert learner.get(url("homework", task) + "?version=x").context["shown"].version.n == 2


def test_the_solution_is_out_when_the_homework_is_accepted_and_only_for_its_author(
    client, learner, member, make_member, task, lesson, helper
):
    work = make.handed_in(member, task)
    assert SOLUTION not in learner.get(url("homework", task)).text
    submissions.accept(helper=helper, submission=work)
    assert SOLUTION in learner.get(url("homework", task)).text
    assert SOLUTION not in learner.get("/lessons/lists/").text
    client.force_login(make_member("Sami"))
    assert SOLUTION not in client.get(url("homework", task)).text
    client.logout()
    assert SOLUTION not in client.get("/lessons/lists/").text


def test_it_is_taken_back_and_handed_in_again(learner, member, task):
    make.handed_in(member, task)
    assert learner.post(url("homework-withdraw", task))["Location"] == url("homework", task)
    assert "Hand it in again" in learner.get(url("homework", task)).text
    learner.post(url("homework", task), {"text": "print(1)\r\nprint(2)", "hand_in": "1"})
    row = Submission.objects.get()
    assert (row.state, row.versions.count()) == ("waiting_review", 1)


def test_accepted_homework_is_not_taken_back_and_the_page_says_why(learner, member, task, helper):
    submissions.accept(helper=helper, submission=make.handed_in(member, task))
    seen = learner.post(url("homework-withdraw", task), follow=True).text
    assert "That is no longer possible. This homework now stands at: Accepted." in seen


def test_hints_open_one_by_one_and_stay_open(learner, task, lesson):
    lesson_page = learner.get("/lessons/lists/").text
    assert ("The first hint" in lesson_page, "Open hint 1" in lesson_page) == (False, True)
    block_id = lesson.body[-1].id
    sent = learner.post(url("hint", task, 1), {"lesson": lesson.translation_key, "block": block_id})
    assert sent["Location"] == f"/lessons/lists/#b-{block_id}"
    assert learner.post(url("hint", task, 1)).status_code == 302
    lesson_page = learner.get("/lessons/lists/").text
    assert ("The first hint" in lesson_page, "The second hint" in lesson_page) == (True, False)
    skipping = learner.post(url("hint", task, 3), follow=True).text
    assert "Hints open one after the other" in skipping
    part = learner.post(
        url("hint", task, 2),
        {"lesson": lesson.translation_key, "block": block_id},
        headers={"HX-Request": "true"},
    )
    assert ("The second hint" in part.text, "<html" in part.text, "Open hint" in part.text) == (
        True,
        False,
        False,
    )
    assert HintOpening.objects.get().opened == 2


def test_a_visitor_opens_hints_without_an_account_and_shares_the_page(client, task, lesson):
    seen = client.get("/lessons/lists/")
    assert [text in seen.text for text in ("The first hint", "The second hint", "Hand it in")] == [True] * 3
    assert ("csrfmiddlewaretoken" in re_lesson(seen.text), "sessionid" in seen.cookies) == (False, False)


def re_lesson(text: str) -> str:
    return text[text.index('class="prose"') : text.index('class="lesson-end"')]


def test_somebody_elses_is_offered_after_handing_in(learner, member, make_member, task):
    refused = learner.post(url("peer-offer", task), follow=True).text
    assert "Hand in your own first." in refused
    make.handed_in(make_member("Sami"), task)
    make.handed_in(member, task, "mine")
    sent = learner.post(url("peer-offer", task))
    review = PeerReview.objects.get()
    assert sent["Location"] == reverse("learning:peer-review", args=[review.pk])
    assert "The homework of Sami" in learner.get(url("homework", task)).text
    peer_reviews.write(reviewer=member, submission=review.submission, notes=[note("One"), note("Two")])
    assert "Nobody else’s" not in learner.post(url("peer-offer", task), follow=True).text


def test_the_list_says_what_is_owed_and_whose_turn_it_is(learner, member, task, lesson, helper):
    tasks = {name: make.exercise(name) for name in ("Answered", "Waiting", "Done", "Draft", "Back")}
    make.place(lesson, *tasks.values())
    rows = {name: make.handed_in(member, each) for name, each in tasks.items() if name != "Draft"}
    submissions.save_draft(member=member, exercise=tasks["Draft"], text="a", url="")
    submissions.ask(helper=helper, submission=rows["Answered"], notes=[note()])
    submissions.accept(helper=helper, submission=rows["Done"])
    submissions.withdraw(member=member, submission=rows["Back"])
    found = learner.get(reverse("learning:homework-list")).context["homework"]
    assert [
        [row.title for row in group]
        for group in (found.answered, found.owed, found.waiting, found.accepted, found.withdrawn)
    ] == [["Answered"], ["Draft"], ["Waiting"], ["Done"], ["Back"]]


def test_an_empty_list_says_what_will_be_here(learner):
    assert "No homework yet" in learner.get(reverse("learning:homework-list")).text


WRITES = [
    ("homework", [], {"text": "a"}),
    ("homework-withdraw", [], {}),
    ("hint", [1], {}),
    ("peer-offer", [], {}),
]


def test_a_visitor_is_led_to_the_sign_in(client, task):
    for name, more, data in WRITES:
        answer = client.post(url(name, task, *more), data)
        led = answer["Location"].startswith("/accounts/login/")
        assert (name, answer.status_code, led) == (name, 302, True)
    assert Submission.objects.count() == 0


def test_what_nobody_knows_or_may_read_is_not_found(learner, task, lesson):
    PageViewRestriction.objects.create(page=lesson, restriction_type="password", password="secret")
    for name, more, data in WRITES:
        unknown = reverse(f"learning:{name}", args=[uuid.uuid4(), *more])
        found = [learner.post(address, data).status_code for address in (unknown, url(name, task, *more))]
        assert (name, found) == (name, [404, 404])


def test_nothing_is_written_by_a_get(learner, task):
    addresses = [url("homework-withdraw", task), url("peer-offer", task), url("hint", task, 1)]
    assert [learner.get(address).status_code for address in addresses] == [405] * 3


def test_an_exercise_that_stands_in_no_lesson_is_there_for_who_worked_on_it_only(
    client, learner, member, make_member, task, lesson
):
    make.handed_in(member, task)
    lesson.unpublish()
    assert learner.get(url("homework", task)).status_code == 200
    client.force_login(make_member("Sami"))
    assert client.get(url("homework", task)).status_code == 404


def test_practice_is_not_handed_in(learner, lesson):
    task = make.exercise(kind="practice")
    make.place(lesson, task)
    assert "hand-in" not in re_lesson(learner.get("/lessons/lists/").text)
    assert "<textarea" not in learner.get(url("homework", task)).text
    assert "This exercise is for practice." in learner.post(url("homework", task), {"text": "a"}).text
