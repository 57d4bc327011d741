"""A learner opens a hint, hands homework in, takes up the answer, and has it accepted, with and without scripts."""

import pytest
from allauth.account.models import EmailAddress

from cms.models import Member
from learning.models import Exercise, HintOpening, Submission
from learning.services import submissions
from tests.factories import homework as make
from tests.factories.homework import SOLUTION, note
from tests.factories.learning import lesson

pytestmark = pytest.mark.journey


@pytest.fixture
def task(garden) -> Exercise:
    made = make.exercise("Add them up", hints=make.hints("Begin with zero", "Use a loop"))
    make.place(lesson("Loops", completion_rule="homework"), made)
    return made


@pytest.fixture
def learner(make_member) -> Member:
    ann = make_member("Ann")
    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    return ann


def test_from_the_first_hint_over_two_rounds_to_accepted(
    either_page, task, learner, make_member, sign_in, complaints
):
    page, helper = either_page, make.helper(make_member("Hana"))
    sign_in(page, "ann@example.org")
    page.goto("/lessons/loops/")
    page.get_by_role("button", name="Open hint 1").click()
    page.get_by_text("Hint 1", exact=True).click()
    page.get_by_text("Begin with zero").wait_for()
    assert (page.get_by_text("Use a loop").count(), HintOpening.objects.get().opened) == (0, 1)
    page.get_by_role("link", name="Hand it in").click()
    page.get_by_role("textbox", name="Your text or code").fill("total = 1")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_text("It is a helper’s turn").wait_for()

    work = Submission.objects.get()
    submissions.ask(helper=helper, submission=work, notes=[note("What is zero plus one?", line=1)])
    page.goto("/today/")
    page.get_by_role("link", name="Read the answer").click()
    page.locator("#line-1").get_by_text("What is zero plus one?").wait_for()
    page.get_by_role("textbox", name="Your text or code").fill("total = 0")
    page.get_by_role("button", name="Hand in this version").click()
    page.get_by_role("heading", name="Version 2").wait_for()
    assert page.get_by_text(SOLUTION).count() == 0

    submissions.accept(helper=helper, submission=work, seen=2)
    page.reload()
    page.get_by_text(SOLUTION).wait_for()
    page.get_by_role("link", name="Loops").click()
    page.get_by_text("you can mark it done now").wait_for()
    assert complaints == []
