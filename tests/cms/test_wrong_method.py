"""Addresses that only take what a form sends, opened by a person."""

import pytest
from django.urls import reverse


@pytest.fixture
def address(client, member) -> str:
    client.force_login(member)
    return reverse("learning:feed-revoke")


def test_a_person_who_comes_back_from_signing_in_reads_that_nothing_was_done(client, address):
    response = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "<h1>Nothing was done</h1>" in response.text
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    "headers", [{}, {"Accept": "application/json"}, {"Accept": "text/html", "HX-Request": "true"}]
)
def test_programs_get_the_bare_answer(client, address, headers):
    response = client.get(address, headers=headers)
    assert (response.status_code, response["Allow"], response.content) == (405, "POST", b"")
