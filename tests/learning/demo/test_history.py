"""The demo's half a year names people it has, and nobody real."""

from cms.demo import people
from learning.demo import crowd


def test_ninety_six_follow_and_fifty_came():
    record = crowd.data()
    locals_of_portland = [one for one in people.records() if one.get("chapter") == "portland"]
    assert len(record["came"]) + len(locals_of_portland) == 50
    assert len(record["came"]) + len(record["follows"]) + len(locals_of_portland) == 96


def test_everybody_has_an_address_of_their_own_and_nobody_is_real():
    record = crowd.data()
    addresses = [crowd.email(name) for name in [*record["came"], *record["follows"]]]
    taken = {one["email"] for one in people.records()}
    assert (len(set(addresses)), taken & set(addresses)) == (len(addresses), set())
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}


def test_who_speaks_or_says_how_it_was_is_known():
    record = crowd.data()
    known = {one["key"] for one in people.records()} | set(record["came"])
    told = [each["who"] for part in ("talks", "feedback") for evening in record[part] for each in evening]
    assert {*told, record["missed"], record["organizer"]} - known == set()
