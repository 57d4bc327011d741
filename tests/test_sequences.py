"""In every test the next keys are the same, also on PostgreSQL, and after a test that really commits."""

import pytest
from django.contrib.auth.models import Group

from tests.factories.mentorship import make_topic

seen: list[int] = []


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2, 3])
def test_a_key_is_given_out_anew_in_the_next_test(time):
    seen.append(Group.objects.create(name="Club").pk)
    assert len(set(seen)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_also_after_a_test_that_really_commits(time):
    seen.append(Group.objects.create(name="Club").pk)
    assert len(set(seen)) == 1


@pytest.mark.parametrize("time", [1, 2])
def test_what_is_made_after_something_was_put_back_has_the_key_after_it(time, home):
    topic = make_topic("Git")
    assert type(topic).objects.create(name="Testing", slug="testing", locale=topic.locale).pk > topic.pk
