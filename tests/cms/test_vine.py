import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms import vine
from cms.growth import Growth, Lesson, Module, State, measure

STATES = {"d": State.DONE, "s": State.STARTED, "t": State.TODO}


def grow(words: str) -> list[Module]:
    """One letter a lesson: done, started, todo; capitals are optional."""
    return [Module([Lesson(STATES[c.lower()], c.islower()) for c in word]) for word in words.split()]


words = st.lists(st.text("dstDST", max_size=9), max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("track", "numbers"),
    [
        ("", Growth(done=0, lessons=0, blooms=0, modules=0, next=None)),
        ("ttt tt", Growth(done=0, lessons=5, blooms=0, modules=2, next=0)),
        ("ddd dt", Growth(done=4, lessons=5, blooms=1, modules=2, next=4)),
        ("ddT ddd", Growth(done=5, lessons=5, blooms=2, modules=2, next=2)),
        ("Tdt", Growth(done=1, lessons=2, blooms=0, modules=1, next=2)),
        ("dTs", Growth(done=1, lessons=2, blooms=0, modules=1, next=2)),
        ("DT", Growth(done=1, lessons=2, blooms=0, modules=1, next=1)),
        ("DD", Growth(done=2, lessons=2, blooms=1, modules=1, next=None)),
    ],
)
def test_growth_counts_required_lessons_and_finds_the_next(track, numbers):
    assert measure(grow(track)) == numbers


def test_an_empty_module_never_blooms():
    assert Module().in_bloom is False


def shapes(svg: str) -> dict[str, int]:
    names = ("vine__leaf", "vine__leaf--started", "vine__bud", "vine__bloom", "vine__node", "vine__curl")
    return {name: len(re.findall(rf'[" ]{name}["]', svg)) for name in names}


def test_each_state_has_a_shape_of_its_own():
    assert shapes(vine.draw(grow("dD st tT"), title="x")) == {
        "vine__leaf": 2,
        "vine__leaf--started": 1,
        "vine__bud": 1,
        "vine__bloom": 1,
        "vine__node": 4,  # two undone required lessons, two modules that are not done
        "vine__curl": 1,
    }


@given(words)
def test_there_is_a_leaf_for_each_lesson_done_and_a_bloom_for_each_module(track):
    modules = grow(track)
    lessons = [lesson for module in modules for lesson in module.lessons]
    numbers, found = measure(modules), shapes(vine.draw(modules, title="x"))
    assert found["vine__leaf"] == sum(lesson.state == State.DONE for lesson in lessons)
    assert found["vine__leaf--started"] == sum(lesson.state == State.STARTED for lesson in lessons)
    assert found["vine__bloom"] == numbers.blooms
    assert found["vine__bud"] == (numbers.next is not None)


@given(words, st.booleans())
def test_nothing_is_drawn_outside_the_picture(track, vertical):
    svg = vine.draw(grow(track), title="x", vertical=vertical)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    for path in re.findall(r' d="([^"]+)"', svg.replace("vine__wood", "")):
        pairs = re.findall(r"(-?[\d.]+)[, ](-?[\d.]+)", path)
        assert all(-30 <= float(x) <= width + 30 and -30 <= float(y) <= height + 30 for x, y in pairs)


@given(words)
def test_the_drawing_carries_no_style_and_no_id(track):
    svg = vine.draw(grow(track), title="x")
    assert re.findall(r"\b(?:style|id)=", svg) == []


def test_the_words_are_in_the_drawing_and_escaped():
    svg = vine.draw(grow("dt"), title="1 of 2 <lessons>", description="Next: Q & A.")
    assert "<title>1 of 2 &lt;lessons&gt;</title><desc>Next: Q &amp; A.</desc>" in svg
    assert 'role="img"' in svg


def test_a_long_track_is_wound_in_even_rows_and_a_vertical_one_is_one_column():
    lying, standing = (vine.draw(grow("ttttt ttttt ttttt"), title="x", vertical=v) for v in (False, True))
    assert 'viewBox="0 0 268 130"' in lying
    assert 'viewBox="0 0 84 570"' in standing


def test_the_stem_is_solid_as_far_as_the_vine_has_grown():
    def stems(track: str) -> tuple[int, int]:
        svg = vine.draw(grow(track), title="x")
        return svg.count('class="vine__stem"'), svg.count('class="vine__guide"')

    assert [stems("ddd"), stems("dt"), stems("tt"), stems("")] == [(1, 0), (1, 1), (1, 1), (0, 0)]


def test_a_glyph_is_decoration_for_the_words_beside_it():
    glyphs = [
        vine.mark(Lesson(State.DONE)),
        vine.mark(Lesson(), is_next=True, side=-1),
        vine.bloom(is_open=True),
        vine.tendril(grown=False),
    ]
    assert [glyph.count('aria-hidden="true"') for glyph in glyphs] == [1, 1, 1, 1]


def test_an_outline_points_at_glyphs_that_are_drawn_once():
    names = re.findall(r'id="vine-([a-z-]+)"', vine.glyphs())
    used = {
        re.search(r"#vine-([a-z-]+)", vine.glyph(Lesson(state, required), is_next=is_next))[1]
        for state in State
        for required in (True, False)
        for is_next in (True, False)
    }
    assert used == set(names)
    assert len(names) == 6
