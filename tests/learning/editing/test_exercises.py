"""Exercises in the admin: how many learners have handed each in."""

import re

import pytest
from wagtail.models import Locale

from learning.services import submissions
from tests.factories import homework as make


@pytest.mark.parametrize("query", ["", "?q=count", "?kind=homework", "?ordering=title"])
def test_the_list_says_how_many_were_handed_in(client, program_staff, make_member, query):
    task = make.exercise()
    task.copy_for_translation(Locale.objects.get(language_code="es")).save()
    make.exercise("Count again")
    for name in ("Ada", "Bo", "Cleo"):
        make.handed_in(make_member(name), task)
    submissions.save_draft(member=make_member("Sami"), exercise=task, text="a", url="")
    gone = make.handed_in(make_member("Uma"), task)
    submissions.withdraw(member=gone.member, submission=gone)
    client.force_login(program_staff)
    listed = client.get(f"/admin/snippets/learning/exercise/{query}")
    assert {row.title: row.handed_in for row in listed.context["object_list"]} == {
        "Count the odd ones": 3,
        "Count again": 0,
    }
    assert len(re.findall(r"Handed in", listed.text)) >= 1
