import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms import garland


def test_a_key_always_gives_the_same_garland_and_another_key_another():
    drawn = [garland.draw(f"key {nth}", upright=True) for nth in range(100)]
    assert drawn == [garland.draw(f"key {nth}", upright=True) for nth in range(100)]
    assert len(set(drawn)) == 100


@pytest.mark.parametrize(("upright", "box"), [(True, "0 0 128 720"), (False, "0 0 720 128")])
def test_it_stands_or_lies(upright, box):
    assert f'viewBox="{box}"' in garland.draw("a", upright=upright)


@settings(max_examples=60)
@given(st.text(), st.booleans())
def test_it_is_small_decoration_without_style_and_id_whatever_the_key(key, upright):
    svg = garland.draw(key, upright=upright)
    assert re.findall(r"\b(?:style|id)=", svg) == []
    assert (svg.count('aria-hidden="true"'), "nan" in svg) == (1, False)
    assert len(svg) < 13_000
