"""Invented people and rounds for the matching's properties, as hypothesis strategies."""

from datetime import date

from hypothesis import strategies as st

from mentorship.matching.people import Person, Relations, Terms, Topic, Weights, neighbors

#: Clocks that change by an hour, never, by half an hour, in the south, and a quarter of an hour off.
ZONES = [
    "Europe/Prague",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]
HALF_HOURS = [zone for zone in ZONES if zone not in {"Asia/Kathmandu", "Pacific/Chatham"}]


@st.composite
def spans(draw) -> tuple[int, int, int]:
    start = draw(st.integers(0, 47))
    end = draw(st.integers(start + 1, 48))
    return draw(st.integers(0, 6)), start * 30, end * 30


hours = st.lists(spans(), max_size=4).map(tuple)
members = st.integers(1, 9)


#: All there is to know of a person but who they are: made once, because making strategies takes longer than drawing.
facts = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from(ZONES),
        "hours": hours,
        "topics": st.dictionaries(
            st.sampled_from("abcd"), st.builds(Topic, st.integers(1, 3), st.integers(1, 3)), max_size=4
        ),
        "languages": st.dictionaries(st.sampled_from(["cs", "en", "es"]), st.booleans(), max_size=2),
        "formats": st.frozensets(st.sampled_from(["call", "chat", "in_person"])),
        "frequency": st.sampled_from([None, 1, 2, 3]),
        "stage": st.none() | st.integers(0, 5),
        "employer": st.sampled_from(["", "Acme", "Beta"]),
        "other_employer": st.booleans(),
        "chapter": st.sampled_from(["", "north", "south"]),
        "place": st.sampled_from(["", "Brno", "Quito"]),
        "ranks": st.dictionaries(members, st.integers(1, 5), max_size=3),
        "avoids": st.frozensets(members, max_size=1),
        "capacity": st.integers(0, 3),
        "seats_taken": st.sampled_from([0, 0, 0, 1]),
        "approved": st.sampled_from([True, True, True, False]),
        "paused": st.sampled_from([False, False, False, True]),
        "consented": st.sampled_from([True, True, True, False]),
    }
)
how_many = st.integers(1, 3), st.integers(3, 8)


@st.composite
def populations(draw) -> tuple[list[Person], list[Person]]:
    """Newcomers and mentors; a member may be both."""
    newcomers, last = (draw(number) for number in how_many)
    seekers = [Person(key=f"n{nth}", member=nth, **draw(facts)) for nth in range(1, newcomers + 1)]
    guides = [Person(key=f"m{nth}", member=nth, **draw(facts)) for nth in range(3, last + 1)]
    return seekers, guides


pairs = st.lists(st.tuples(members, members), max_size=3)
relations = st.builds(
    lambda blocked, met, apart, barred: Relations(
        blocked=neighbors(blocked), paired_before=neighbors(met), excluded=neighbors(apart), barred=barred
    ),
    pairs,
    pairs,
    pairs,
    st.frozensets(members, max_size=1),
)
weights = st.sampled_from([Weights(), Weights(needs=0, hours=50, wishes=0, working=20, stage=15, chapter=15)])
terms = st.builds(
    lambda first, weeks, least, weight: Terms(
        first=date.fromordinal(first),
        last=date.fromordinal(first + 7 * weeks),
        min_overlap=least,
        weights=weight,
    ),
    st.integers(date(2026, 1, 1).toordinal(), date(2027, 12, 31).toordinal()),
    st.integers(0, 30),
    st.sampled_from([0, 30, 120]),
    weights,
)
