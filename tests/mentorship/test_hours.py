import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mentorship import hours


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("Tue 18:00-20:00", [(1, 1080, 1200)]),
        ("tuesday 18-20, Sat 9:30–12", [(1, 1080, 1200), (5, 570, 720)]),
        ("Mon 6pm - 8:30pm\nmon 12am-1am", [(0, 0, 60), (0, 1080, 1230)]),
        ("Sun 23:00-01:00", [(0, 0, 60), (6, 1380, 1440)]),
        ("Fri 22-24; fri 20-22", [(4, 1200, 1440)]),
        ("Sat 22:00-00:00", [(5, 1320, 1440)]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert hours.parse(text) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("evenings", "“evenings” is not a weekly time. Write it like Tue 18:00-20:00."),
        ("T 18-20", "“T 18-20” is not a weekly time. Write it like Tue 18:00-20:00."),
        ("Tue 18:10-20:00", "“Tue 18:10-20:00”: begin and end at full or half hours."),
        ("Tue 18-18", "“Tue 18-18” ends when it begins."),
        ("Tue 18-25", "“Tue 18-25”: a day has 24 hours."),
        (
            "Tue 18:00-20:00 sharp",
            "“Tue 18:00-20:00 sharp” is not a weekly time. Write it like Tue 18:00-20:00.",
        ),
    ],
)
def test_what_cannot_be_read_is_named(text, words):
    with pytest.raises(hours.NotHours) as refusal:
        hours.parse(text)
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "martes 18:00 a 20:00"), ("fr", "mar 18h-20h30"), ("fr", "jeudi 18h00 à 20h00")],
)
def test_hours_are_read_in_the_readers_language(language, text):
    with override(language):
        found = hours.parse(text)
    assert [(start, found[0][0] in {1, 3}) for _day, start, _end in found] == [(1080, True)]


half_hours = st.tuples(st.integers(0, 6), st.integers(0, 47), st.integers(1, 48)).map(
    lambda span: (span[0], min(span[1], span[2] - 1) * 30, max(span[1] + 1, span[2]) * 30)
)


@given(st.lists(half_hours, max_size=6))
def test_written_hours_are_read_back_the_same(spans):
    assert hours.parse(hours.written(spans)) == hours.merged(spans)


@given(st.lists(half_hours, max_size=6))
def test_grid_and_words_together_are_all_the_hours(spans):
    cells, rest = hours.in_grid(spans)
    ticked = [(day, hour * 60, hour * 60 + 60) for day, hour in cells]
    assert hours.merged([*ticked, *rest]) == hours.merged(spans)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = hours.parse(text)
    except hours.NotHours:
        return
    assert all(0 <= start < end <= hours.DAY for _day, start, end in found)


def test_the_strip_shows_the_hours_that_matter():
    rows = hours.strip([(1, 1080, 1200)], [(1, 1110, 1140), (6, 1320, 1380)])
    assert [(row.label, row.cells) for row in rows] == [
        ("18:00", ("", "both", "", "", "", "", "")),
        ("19:00", ("", "mine", "", "", "", "", "")),
        ("22:00", ("", "", "", "", "", "", "both")),
    ]
