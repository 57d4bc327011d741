"""A helper takes somebody's homework, writes at a line and answers, with and without scripts."""

import pytest
from allauth.account.models import EmailAddress

from learning.models import ReviewNote, Submission
from tests.factories import homework as make
from tests.factories.learning import lesson

pytestmark = pytest.mark.journey

TEXT = "total = 0\nfor n in [1, 2]:\n    total += n\nprint(total)"


@pytest.fixture
def waiting(garden, make_member) -> Submission:
    """Ann's homework of a lesson, and Hana, who helps."""
    task = make.exercise("Add them up")
    make.place(lesson("Loops"), task)
    helper = make.helper(make_member("Hana"))
    EmailAddress.objects.create(user=helper, email=helper.email, verified=True, primary=True)
    return make.handed_in(make_member("Ann"), task, TEXT)


def test_a_helper_takes_it_writes_at_a_line_and_answers(either_page, waiting, sign_in, complaints):
    page = either_page
    sign_in(page, "hana@example.org")
    page.goto("/learn/queue/")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("heading", name="Add them up", level=1).wait_for()
    page.get_by_role("textbox", name="On the whole").fill("Nearly there.")
    page.get_by_role("button", name="Write at line 3").click()
    line = page.locator("#L3")
    line.get_by_role("combobox", name="Kind").select_option("change")
    line.get_by_role("textbox", name="Note").fill("Use sum().")
    page.get_by_role("button", name="Another note").click()
    assert line.get_by_role("textbox", name="Note").input_value() == "Use sum()."
    page.get_by_role("button", name="Answer: their turn now").click()
    page.get_by_text("Now it is Ann’s turn.").wait_for()
    assert list(ReviewNote.objects.values_list("line", "kind", "body")) == [
        (3, "change", "Use sum()."),
        (None, "comment", "Nearly there."),
    ]
    assert complaints == []


def test_the_line_numbers_are_one_stop_of_the_tab_key_and_the_arrows_walk_along(page, waiting, sign_in):
    sign_in(page, "hana@example.org")
    page.goto(f"/learn/review/{waiting.pk}/")
    page.locator("button.line__number").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("Why these?")
    assert page.locator("#L2").get_by_role("textbox", name="Note").input_value() == "Why these?"
    assert page.locator("button.line__number[tabindex='0']").all_inner_texts() == ["2"]
