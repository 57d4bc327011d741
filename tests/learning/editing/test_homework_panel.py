"""Homework that waits, on the admin's first page."""

from tests.factories import homework as make


def test_program_staff_see_what_waits_longest_and_editors_do_not(
    client, program_staff, editor, make_member, home
):
    row = make.handed_in(make_member("Ann"), make.exercise("Lists"))
    client.force_login(editor)
    assert "homework-waiting" not in client.get("/admin/").text
    client.force_login(program_staff)
    text = client.get("/admin/").text
    assert ("Lists, Ann" in text, f"/learn/review/{row.pk}/" in text, 'href="/learn/queue/"' in text) == (
        True,
        True,
        True,
    )


def test_without_anything_waiting_there_is_no_panel(client, program_staff, home):
    client.force_login(program_staff)
    assert "homework-waiting" not in client.get("/admin/").text
