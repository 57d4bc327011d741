import re
from math import cos, radians, sin
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"
ROLE = re.compile(r"--([a-z-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\);")


def luminance(oklch: str) -> float:
    """WCAG's relative luminance of an `oklch()` color (Ottosson 2020), clipped to sRGB."""
    lightness, chroma, hue = (float(part.rstrip("%")) for part in oklch.split()[:3])
    lightness /= 100
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, value)) for value in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


ROLES = {
    name: (luminance(light), luminance(dark))
    for name, light, dark in ROLE.findall((CSS / "tokens.css").read_text())
}


def contrast(one: str, other: str) -> float:
    """The weaker of the contrasts in light and in dark."""
    pairs = zip(ROLES[one], ROLES[other], strict=True)
    return min((max(pair) + 0.05) / (min(pair) + 0.05) for pair in pairs)


@pytest.mark.parametrize(
    "ground", ["paper", "raise", "mist", "leaf-soft", "bloom-soft", "sun-soft", "berry-soft"]
)
def test_running_text_has_seven_to_one_on_every_ground(ground):
    assert contrast("ink", ground) >= 7


@pytest.mark.parametrize("ground", ["paper", "raise", "mist"])
@pytest.mark.parametrize("role", ["muted", "leaf", "bloom", "sun", "berry", "sky"])
def test_every_other_text_has_four_and_a_half_to_one(role, ground):
    assert contrast(role, ground) >= 4.5


@pytest.mark.parametrize("role", ["leaf", "bloom", "sun", "berry"])
def test_words_on_a_color_can_be_read(role):
    assert contrast(f"on-{role}", role) >= 4.5


@pytest.mark.parametrize("role", ["leaf", "bloom", "sun", "berry", "sky"])
def test_a_color_can_be_read_on_its_own_soft_ground(role):
    assert contrast(role, f"{role}-soft") >= 4.5


@pytest.mark.parametrize("ground", ["paper", "raise", "mist"])
def test_the_border_of_a_control_can_be_seen(ground):
    assert contrast("edge", ground) >= 3


@pytest.mark.parametrize("word", sorted(name for name in ROLES if name.startswith("code-")))
def test_every_word_of_code_can_be_read(word):
    if word not in {"code-paper", "code-line", "code-mark"}:
        assert contrast(word, "code-paper") >= 4.5
        assert contrast(word, "code-mark") >= 4.5


def test_components_take_their_colors_from_roles():
    """Raw colors stand in the tokens; only drawings (covers, garden) mix their own."""
    own = {"cover.css", "hero.css"}
    raw = [
        file.name
        for file in sorted((CSS / "components").glob("*.css"))
        if re.search(r"oklch\(\d|#[0-9a-f]{3,8}\b|rgb\(", file.read_text()) and file.name not in own
    ]
    assert raw == []
