import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms import covers, garden, icons
from cms.botany import lattice, number, place


def test_the_same_key_always_gives_the_same_cover():
    assert covers.draw("Loops") == covers.draw("Loops")


def test_other_keys_give_other_covers():
    assert len({covers.draw(f"key {nth}") for nth in range(200)}) == 200


def test_every_bed_of_color_is_used():
    beds = {re.search(r"cover--(\d)", covers.draw(f"key {nth}"))[1] for nth in range(200)}
    assert beds == {"1", "2", "3", "4", "5", "6"}


@given(st.text())
def test_a_cover_is_small_decoration_without_style_and_id_whatever_the_key(key):
    svg = covers.draw(key)
    assert re.findall(r"\b(?:style|id)=", svg) == []
    assert svg.count('aria-hidden="true"') == 1
    assert len(svg) < 5600


def test_the_garden_says_what_it_shows():
    svg = garden.draw("Four <vines>")
    assert "<title>Four &lt;vines&gt;</title>" in svg
    assert svg.count('class="vine__stem"') == 4
    assert len(svg) < 16_000


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-0.04, "0"), (1.0, "1"), (2.25, "2.2"), (-3.14, "-3.1"), (10, "10")]
)
def test_numbers_are_written_short(value, text):
    assert number(value) == text


def test_a_shape_is_moved_turned_and_enlarged():
    assert place("M0,0L1,0", (10, 20), 0, 5) == "M10,20L15,20"
    assert place("M0,0L1,0", (10, 20), 3.14159265 / 2, 5) == "M10,20L10,25"


def test_laths_end_at_the_edge():
    assert lattice(20, 10, 10) == "M0,0L10,10M0,10L10,0M10,0L20,10M10,10L20,0"


def test_an_icon_is_drawn_into_the_page_with_its_classes():
    assert icons.drawing("plus", extra="icon--l") == (
        '<svg class="icon icon--l" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="M12 4.5v15M4.5 12h15"/></svg>'
    )


def test_an_unknown_icon_is_noticed():
    with pytest.raises(KeyError):
        icons.drawing("unicorn")
