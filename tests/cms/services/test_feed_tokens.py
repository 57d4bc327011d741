import pytest
from django.db import IntegrityError, transaction

from cms.exceptions import SpentFeedToken, UnusableFeedToken
from cms.models import Event, FeedToken
from cms.services import feed_tokens

PURPOSE = FeedToken.Purpose.CALENDAR


def use(member, token: str = "") -> str:
    token = token or feed_tokens.offer()
    feed_tokens.use(member=member, purpose=PURPOSE, token=token)
    return token


def test_an_address_leads_to_its_owner_and_only_its_hash_is_kept(member):
    token = use(member)
    assert feed_tokens.owner(token=token, purpose=PURPOSE) == member
    assert (token in str(FeedToken.objects.values().get()), len(token)) == (False, 43)


def test_the_same_form_sent_twice_makes_one_address(member):
    token = use(member)
    use(member, token)
    assert (FeedToken.objects.count(), Event.objects.filter(verb="made").count()) == (1, 1)


def test_a_new_address_revokes_the_one_before(member):
    old, new = use(member), use(member)
    assert [feed_tokens.owner(token=each, purpose=PURPOSE) for each in (old, new)] == [None, member]
    assert FeedToken.objects.open().count() == 1


def test_a_revoked_address_is_dead_and_not_given_out_again(member):
    token = use(member)
    assert [feed_tokens.revoke(member=member, purpose=PURPOSE) for _time in range(2)] == [True, False]
    assert feed_tokens.owner(token=token, purpose=PURPOSE) is None
    with pytest.raises(SpentFeedToken):
        use(member, token)


def test_an_address_serves_one_purpose_and_one_person(member, make_member):
    token = use(member)
    assert feed_tokens.owner(token=token, purpose="letters") is None
    with pytest.raises(SpentFeedToken):
        use(make_member("Eve"), token)


def test_a_closed_account_has_no_address(member):
    token = use(member)
    member.is_active = False
    member.save()
    assert feed_tokens.owner(token=token, purpose=PURPOSE) is None


@pytest.mark.parametrize("token", ["", "short", "x" * 42, "x" * 44, "é" * 43, "x" * 42 + "\n", "\x00" * 43])
def test_what_the_site_never_offered_is_refused(token, member):
    with pytest.raises(UnusableFeedToken):
        feed_tokens.use(member=member, purpose=PURPOSE, token=token)
    assert feed_tokens.owner(token=token, purpose=PURPOSE) is None


def test_the_database_keeps_one_open_address_for_a_purpose(member):
    use(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedToken.objects.create(member=member, purpose=PURPOSE, hash="x")
