from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from cms.services import languages
from mentorship.matching.people import Terms
from mentorship.models import RoundPage
from tests.factories.mentorship import make_pair, make_participant, make_round

DATES = {
    "opens_on": date(2026, 9, 1),
    "closes_on": date(2026, 9, 20),
    "matching_on": date(2026, 9, 25),
    "starts_on": date(2026, 10, 1),
    "ends_on": date(2026, 12, 18),
}


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 8, 31), "planned"),
        (date(2026, 9, 1), "open"),
        (date(2026, 9, 20), "open"),
        (date(2026, 9, 21), "closed"),
        (date(2026, 9, 25), "matching"),
        (date(2026, 10, 1), "running"),
        (date(2026, 12, 18), "running"),
        (date(2026, 12, 19), "over"),
    ],
)
def test_the_phase_follows_from_the_dates(day, phase):
    assert RoundPage(kind="dated", live=True, **DATES).phase_on(day) == phase


def test_a_rolling_round_is_open_and_one_without_its_dates_is_in_preparation():
    day = date(2026, 9, 1)
    kinds = {
        "rolling": RoundPage(kind="rolling", live=True),
        "dated": RoundPage(kind="dated", live=True, **{**DATES, "ends_on": None}),
        "draft": RoundPage(kind="rolling", live=False),
    }
    assert {name: str(page.phase_on(day)) for name, page in kinds.items()} == {
        "rolling": "open",
        "dated": "planned",
        "draft": "planned",
    }


def test_the_terms_are_the_weeks_ahead():
    dated = RoundPage(kind="dated", live=True, **DATES)
    rolling = RoundPage(kind="rolling", live=True, pair_weeks=10, min_overlap_minutes=90)
    assert [
        dated.terms_on(date(2026, 9, 2)),
        dated.terms_on(date(2026, 11, 2)),
        dated.terms_on(date(2027, 11, 2)),
        rolling.terms_on(date(2026, 9, 2)),
    ] == [
        Terms(first=date(2026, 10, 1), last=date(2026, 12, 18)),
        Terms(first=date(2026, 11, 2), last=date(2026, 12, 18)),
        Terms(first=date(2027, 11, 2), last=date(2027, 11, 2)),
        Terms(first=date(2026, 9, 2), last=date(2026, 11, 11), min_overlap=90),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": date(2026, 8, 1)}, "closes_on"),
        ({"matching_on": date(2026, 9, 19)}, "matching_on"),
        ({"starts_on": date(2026, 9, 24)}, "starts_on"),
        ({"ends_on": date(2026, 10, 1)}, "ends_on"),
        ({"opens_on": None, "matching_on": None, "starts_on": date(2026, 9, 1)}, "starts_on"),
        ({"weight_needs": 50}, "weight_needs"),
    ],
)
def test_what_does_not_add_up_is_said_beside_its_field(changes, field):
    page = RoundPage(title="Autumn", slug="autumn", kind="dated", **{**DATES, **changes})
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_on": date(2026, 8, 1)},
        {"matching_on": date(2026, 9, 19)},
        {"starts_on": date(2026, 9, 24)},
        {"ends_on": date(2026, 10, 1)},
        {"weight_needs": 50},
    ],
)
def test_the_database_refuses_it_too(changes, home):
    page = make_round(kind="dated", **DATES)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundPage.objects.filter(pk=page.pk).update(**changes)


def test_a_draft_may_be_saved_with_dates_missing(home):
    page = make_round(kind="dated", opens_on=date(2026, 9, 1), ends_on=date(2026, 12, 1))
    assert page.phase == "planned"


def test_records_stay_with_the_round_whatever_becomes_of_its_page(home, languages_ready):
    page = make_round()
    pairing = make_pair(page)
    home.refresh_from_db()
    page.move(home, pos="last-child")
    page = RoundPage.objects.get(pk=page.pk)
    page.title, page.slug = "Winter", "winter"
    page.save_revision().publish()
    assert RoundPage.objects.of(pairing.mentor.round_key).get().title == "Winter"
    page.delete()
    pairing.refresh_from_db()
    assert pairing.state == "active"


def test_a_round_has_one_page_for_its_records_and_one_in_the_readers_language(home):
    page = make_round()
    languages.complete_trees()
    with override("es"):
        found = RoundPage.objects.for_reader(page.translation_key)
    assert (found.pk, found.read_as.locale.language_code) == (page.pk, "es")
    assert RoundPage.objects.originals().count() == 1


def test_the_pages_are_served_in_every_language(client, home):
    make_round(body=[("text", "<p>Welcome</p>")])
    languages.complete_trees()
    paths = [f"{prefix}/mentoring-rounds/{page}" for prefix in ("", "/es", "/fr") for page in ("", "autumn/")]
    assert [client.get(path).status_code for path in paths] == [200] * 6


def test_rounds_that_are_over_stand_last_on_the_mentoring_page(home):
    today = timezone.localdate()
    days = dict(zip(DATES, (today - timedelta(days=9 - day) for day in range(5)), strict=True))
    gone = make_round("Spring", kind=RoundPage.Kind.DATED, **days)
    make_round("Winter")
    assert [page.title for page in gone.get_parent().specific.rounds()] == ["Winter", "Spring"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_list_of_rounds_costs_the_same_for_one_and_for_three(
    rounds, client, home, django_assert_num_queries
):
    for number in range(rounds):
        make_round(f"Round {number}")
    client.get("/mentoring-rounds/")
    with django_assert_num_queries(4):
        client.get("/mentoring-rounds/")


def test_participants_know_their_free_seats(round_page):
    mentor = make_participant(round_page, "Mira", "mentor", capacity=3, formats=["call", "unheard"])
    assert (mentor.free_seats, mentor.format_labels) == (3, ["Video or voice calls"])
