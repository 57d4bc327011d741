"""The review page: reading, writing at lines, answering; what is refused keeps every word."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Event
from learning.models import ReviewNote, Submission
from learning.services import peer_reviews, submissions
from tests.factories import homework as make

TEXT = "total = 0\nfor n in [1, 2]:\n    total += n\nprint(total)"
NEWER = "# sums\ntotal = 0\nfor n in [1, 2]:\n    total = total + n\nprint(total)"


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hana"))


@pytest.fixture
def task(home):
    return make.exercise(peer_reviews=1)


@pytest.fixture
def author(make_member):
    return make_member("Ann")


@pytest.fixture
def submission(author, task):
    return make.handed_in(author, task, TEXT)


@pytest.fixture
def desk(client, helper):
    client.force_login(helper)
    return client


@pytest.fixture
def url(submission):
    return reverse("learning:review", args=[submission.pk])


def typed(*rows: tuple[str, str, str], **more: str) -> dict[str, str]:
    """What the page sends: rows of line, kind and words, about version 1 unless told otherwise."""
    data = {"version": "1", "shown": "1", "rows": str(max(len(rows), 1)), "general": "", **more}
    for nth, (line, kind, body) in enumerate(rows):
        data |= {f"note-{nth}-line": line, f"note-{nth}-kind": kind, f"note-{nth}-body": body}
    return data


def notes() -> list[tuple]:
    return list(ReviewNote.objects.values_list("version__n", "author__display_name", "line", "kind", "body"))


def state() -> str:
    return Submission.objects.get(member__display_name="Ann").state


def test_the_page_shows_the_text_with_its_numbers_the_task_and_a_solution(desk, url):
    text = desk.get(url).text
    assert 'id="L3"' in text
    assert (
        'aria-label="Write at line 3">3</button><code class="line__text" translate="no">    total += n'
        in text
    )
    assert '<span class="hl-keyword">for</span>' in text
    assert "Count the odd numbers of a list." in text
    assert make.SOLUTION in text
    assert "Nobody has taken this one." in text


def test_an_answer_writes_its_notes_and_hands_the_turn_over(desk, url, helper):
    data = typed(
        ("3", "change", "Use sum()."), ("1", "praise", "Clear name."), general="Nearly there.", verb="ask"
    )
    response = desk.post(url, data, follow=True)
    assert response.redirect_chain == [("/learn/queue/", 302)]
    assert "Now it is Ann’s turn." in response.text
    assert notes() == [
        (1, "Hana", 1, "praise", "Clear name."),
        (1, "Hana", 3, "change", "Use sum()."),
        (1, "Hana", None, "comment", "Nearly there."),
    ]
    assert state() == "waiting_learner"
    event = Event.objects.filter(verb="ask").get()
    assert (event.actor, event.before, event.after, event.data["notes"]) == (
        helper,
        "waiting_review",
        "waiting_learner",
        3,
    )


@pytest.mark.parametrize("verb", ["ask", "accept"])
def test_the_same_form_sent_twice_is_one_answer(desk, url, verb):
    for _time in range(2):
        response = desk.post(url, typed(("1", "praise", "Good."), verb=verb))
        assert (response.status_code, response["Location"]) == (302, "/learn/queue/")
    assert notes() == [(1, "Hana", 1, "praise", "Good.")]
    assert Event.objects.filter(verb=verb).count() == 1


def test_accepting_needs_no_word(desk, url):
    desk.post(url, typed(verb="accept"))
    assert (state(), notes()) == ("accepted", [])
    assert "There is nothing more to do here." in desk.get(url).text


def test_answering_without_a_note_is_refused(desk, url):
    response = desk.post(url, typed(verb="ask"))
    assert "Write at least one note" in response.text
    assert state() == "waiting_review"


def test_what_is_refused_stands_in_the_form_again(desk, url):
    data = typed(("99", "praise", "Words <b>"), ("2", "change", ""), general="On the whole", verb="ask")
    text = desk.post(url, data).text
    assert "There is no line 99. The text has 4 lines." in text
    assert "Write what you want to say at this line, or empty its number." in text
    assert "Words &lt;b&gt;</textarea>" in text
    assert "On the whole</textarea>" in text
    assert 'value="99"' in text
    assert (state(), notes()) == ("waiting_review", [])


def test_another_row_and_a_row_at_a_line_keep_what_was_typed(desk, url):
    words = typed(("x", "change", "Kept"), general="All")
    more = desk.post(url, words | {"verb": "row"})
    assert re.findall(r'name="(note-\d-body)"', more.text) == ["note-0-body", "note-1-body"]
    at = desk.post(url, words | {"at": "3"})
    line = at.text.split('id="L3"')[1].split("</li>")[0]
    assert 'name="note-1-body"' in line
    assert "autofocus" in line
    for response in (more, at):
        assert ("Kept</textarea>" in response.text, "All</textarea>" in response.text) == (True, True)
        assert 'class="error-summary' not in response.text
    assert notes() == []


def test_a_note_typed_at_a_line_stands_there(desk, url):
    text = desk.post(url, typed(("2", "question", "Why?"), verb="keep")).text
    assert "Why?</textarea>" in text.split('id="L2"')[1].split("</li>")[0]


def test_a_version_that_came_meanwhile_is_said_and_the_notes_move_along(desk, url, author, task):
    make.handed_in(author, task, NEWER)
    data = typed(("2", "praise", "Stays"), ("3", "change", "Changes"), ("4", "praise", "Last"), general="All")
    refused = desk.post(url, data | {"verb": "ask"})
    assert "A newer version was handed in meanwhile." in refused.text
    assert "Ann handed in version 2 while you were writing." in refused.text
    assert "Stays</textarea>" in refused.text.split('id="L2"')[1].split("</li>")[0]
    assert 'value="ask"' not in refused.text
    newer = desk.post(url, data | {"verb": "look"})
    assert "Stays</textarea>" in newer.text.split('id="L3"')[1].split("</li>")[0]
    assert "Last</textarea>" in newer.text.split('id="L5"')[1].split("</li>")[0]
    assert "This was about line 3, which is not the same any more." in newer.text
    assert "Changes</textarea>" in newer.text
    assert ('name="version" value="2"' in newer.text, notes(), state()) == (True, [], "waiting_review")


def test_two_versions_stand_side_by_side(desk, url, author, task):
    make.handed_in(author, task, NEWER)
    text = desk.get(url).text
    assert "What changed since version 1" in text
    assert re.findall(r'<tr class="changes__row is-(\w+)">', text) == [
        "added",
        "same",
        "same",
        "changed",
        "same",
    ]
    assert "<del><code>    total += n</code></del>" in text


def test_looking_at_an_older_version_keeps_what_was_typed_about_the_newest(desk, url, author, task):
    make.handed_in(author, task, NEWER)
    text = desk.post(url, typed(("4", "change", "Words"), version="2", shown="2", show="1")).text
    assert ('name="version" value="2"' in text, 'name="shown" value="1"' in text) == (True, True)
    assert "Words</textarea>" in text.split('aria-labelledby="notes"')[1]
    assert ("total += n" in text.split("data-lines")[1], 'name="at"' in text) == (True, False)
    sent = desk.post(url, typed(("4", "change", "Words"), version="2", shown="1", verb="ask"))
    assert (sent.status_code, notes()) == (302, [(2, "Hana", 4, "change", "Words")])


def test_a_version_that_is_not_there_is_the_newest(desk, url):
    for version in ("", "7", "x", "-1", "9" * 9):
        assert (version, desk.get(url, {"version": version}).context["case"].shown.n) == (version, 1)
        answer = desk.post(url, typed(("1", "praise", f"x{version}"), version=version, verb="ask"))
        assert (version, answer.status_code) == (version, 302)
        Submission.objects.update(state="waiting_review", waiting_since=timezone.now())


def test_a_link_is_shown_and_leads_nowhere_by_itself(desk, author, home):
    exercise = make.exercise(accepts="link")
    row = make.handed_in(author, exercise, "", "https://example.org/<b>")
    text = desk.get(reverse("learning:review", args=[row.pk])).text
    assert 'href="https://example.org/&lt;b&gt;" rel="noopener noreferrer nofollow ugc"' in text
    assert ('name="note-0-line"' in text, 'name="note-0-body"' in text) == (False, True)


def test_taking_it_and_giving_it_back_keep_what_was_typed(desk, helper, url):
    text = desk.post(url, typed(("1", "praise", "Words"), verb="claim")).text
    assert ("You have taken this one until" in text, "Words</textarea>" in text) == (True, True)
    assert Submission.objects.get().is_claimed_by(helper)
    assert desk.post(url, typed(verb="release"))["Location"] == url
    assert not Submission.objects.get().is_claimed


def test_what_another_helper_has_taken_can_be_read_but_not_answered(desk, url, submission, make_member):
    submissions.claim(helper=make.helper(make_member("Olu")), submission=submission)
    text = desk.get(url).text
    assert "Olu has taken this one until" in text
    assert ('value="ask"' in text, 'value="accept"' in text, "<textarea" in text) == (False, False, False)
    refused = desk.post(url, typed(("1", "praise", "Words"), verb="ask"))
    assert "Olu is reading this one right now." in refused.text
    assert "Words" in refused.text
    assert notes() == []


def test_an_answer_that_came_too_late_keeps_its_words(desk, url, submission, make_member):
    submissions.accept(helper=make.helper(make_member("Olu")), submission=submission)
    refused = desk.post(url, typed(("1", "praise", "Words"), general="All", verb="ask"))
    assert "That is no longer possible." in refused.text
    assert ("Words" in refused.text, "All" in refused.text, notes()) == (True, True, [])


def test_words_written_for_homework_that_was_taken_back_are_given_back(desk, url, author, submission):
    submissions.withdraw(member=author, submission=submission)
    response = desk.post(url, typed(("2", "change", "Words"), general="All", verb="ask"))
    assert (response.status_code, "Words" in response.text, "All" in response.text) == (200, True, True)
    assert ("total" in response.text, notes()) == (False, [])
    assert (desk.get(url).status_code, desk.post(url, typed(verb="ask")).status_code) == (404, 404)


@pytest.mark.parametrize("who", ["author", "stranger", "blocked", "blocking", "draft"])
def test_who_may_not_review_it_finds_nothing(client, helper, who, author, submission, url, make_member):
    reader = {"author": make.helper(author), "stranger": make_member("Zoe")}.get(who, helper)
    if who == "blocked":
        Block.objects.create(blocker=author, blocked=helper)
    if who == "blocking":
        Block.objects.create(blocker=helper, blocked=author)
    if who == "draft":
        Submission.objects.update(state="draft", waiting_since=None)
    client.force_login(reader)
    assert client.get(url).status_code == 404
    for verb in ("ask", "accept", "claim", "release", "row", "look"):
        assert client.post(url, typed(("1", "praise", "x"), verb=verb)).status_code == 404
    assert notes() == []


def test_notes_of_somebody_a_block_hides_are_not_shown(desk, helper, url, submission, make_member):
    other = make.helper(make_member("Olu"))
    submissions.ask(helper=other, submission=submission, notes=[make.note("Seen by others", 1)])
    assert "Seen by others" in desk.get(url).text
    Block.objects.create(blocker=other, blocked=helper)
    assert "Seen by others" not in desk.get(url).text


def test_a_visitor_signs_in(client, url):
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"


def test_the_page_takes_as_many_statements_for_thirty_notes_as_for_one(
    desk, helper, url, author, task, submission
):
    def cost() -> int:
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        asked = [query["sql"] for query in queries]
        assert len(set(asked)) == len(asked)
        return len(asked)

    submissions.ask(helper=helper, submission=submission, notes=[make.note("One", 1)])
    one = cost()
    make.handed_in(author, task, NEWER)
    submissions.ask(
        helper=helper, submission=submission, notes=[make.note(f"Note {n}", n % 4 + 1) for n in range(30)]
    )
    assert (one, cost()) == (9, 9)


@pytest.fixture
def peer(client, make_member, task, submission):
    """A learner who handed in, too, and was asked to read Ann's."""
    member = make_member("Per")
    make.handed_in(member, task, "print(3)")
    client.force_login(member)
    return peer_reviews.offer(member=member, exercise=task)


def test_a_learner_reads_another_ones_homework_with_fewer_verbs(client, peer, helper, submission):
    submissions.ask(helper=helper, submission=submission, notes=[make.note("Said by a helper", 1)])
    text = client.get(reverse("learning:peer-review", args=[peer.pk])).text
    assert ("You were asked to read" in text, "total += n" in text, 'value="write"' in text) == (
        True,
        True,
        True,
    )
    assert [word for word in ("value=\"ask\"", "value=\"accept\"", "value=\"claim\"", make.SOLUTION, "Said by a helper",
                              "/learn/queue/") if word in text] == []  # fmt: skip


def test_a_learner_writes_a_review_once(client, peer):
    url = reverse("learning:peer-review", args=[peer.pk])
    data = typed(("1", "praise", "Good name."), general="Try sum().", verb="write")
    for _time in range(2):
        assert client.post(url, data)["Location"] == "/today/"
    assert notes() == [(1, "Per", 1, "praise", "Good name."), (1, "Per", None, "comment", "Try sum().")]
    assert ReviewNote.objects.filter(is_peer=True).count() == 2
    text = client.get(url).text
    assert ("You sent your review on" in text, "Good name." in text, "<textarea" in text) == (
        True,
        True,
        False,
    )


def test_one_note_is_too_few_for_a_learners_review_and_stays(client, peer):
    response = client.post(
        reverse("learning:peer-review", args=[peer.pk]), typed(("1", "praise", "Good."), verb="write")
    )
    assert ("Write at least one note" in response.text, "Good.</textarea>" in response.text) == (True, True)
    assert notes() == []


def test_a_learner_is_told_of_a_newer_version_too(client, peer, author, task):
    make.handed_in(author, task, NEWER)
    url = reverse("learning:peer-review", args=[peer.pk])
    data = typed(("2", "praise", "Good."), general="All")
    refused = client.post(url, data | {"verb": "write"})
    assert "Ann handed in version 2 while you were writing." in refused.text
    newer = client.post(url, data | {"verb": "look"})
    assert "Good.</textarea>" in newer.text.split('id="L3"')[1].split("</li>")[0]
    assert client.post(url, data | {"verb": "write", "version": "2"}).status_code == 302


def test_a_learner_has_no_helpers_verbs(client, peer):
    for verb in ("ask", "accept", "claim", "release"):
        response = client.post(
            reverse("learning:peer-review", args=[peer.pk]), typed(("1", "praise", "x"), verb=verb)
        )
        assert (verb, response.status_code) == (verb, 404)
        assert (state(), notes()) == ("waiting_review", [])


def test_anothers_review_and_one_across_a_block_are_not_there(client, peer, author, make_member):
    url = reverse("learning:peer-review", args=[peer.pk])
    Block.objects.create(blocker=author, blocked=peer.reviewer)
    assert (client.get(url).status_code, client.post(url, typed(verb="write")).status_code) == (404, 404)
    Block.objects.all().delete()
    client.force_login(make_member("Zoe"))
    assert client.get(url).status_code == 404


def test_a_review_page_is_kept_nowhere(desk, url):
    assert "no-store" in desk.get(url)["Cache-Control"]
