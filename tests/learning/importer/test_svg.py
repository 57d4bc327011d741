"""SVG files that would do more than show a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.importer import svg
from learning.importer.files import Unreadable

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def cleaned(inside: str, attributes: str = "") -> tuple[str, list[str]]:
    content, removed = svg.clean(f"{HEAD}{attributes}>{inside}</svg>".encode())
    return content.decode(), removed


def test_shapes_text_and_inner_references_stay():
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" /></linearGradient></defs><style>path { fill: url(#g) }</style>'
        '<g transform="scale(2)"><path d="M0 0" style="fill: url(#g)" /><use xlink:href="#g" /></g><text x="1">Ünï</text>'
        '<image href="data:image/png;base64,AAAA" />'
    )
    text, removed = cleaned(inside)

    assert (text.split(">", 2)[2].removesuffix("</svg>"), removed) == (inside, [])


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="alert(1)" d="M0 0"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">alert</p></foreignObject>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use href="https://example.org/alert.svg#x"/>',
        '<image href="https://example.org/alert.png"/>',
        '<image href="data:image/svg+xml;base64,alert"/>',
        "<style>@import 'alert.css';</style>",
        '<path style="fill: url(https://example.org/alert)" d="M0 0"/>',
        '<path style="fill: u/**/rl(//alert)" d="M0 0"/>',
        '<path fill="url(\\68ttps://alert)" d="M0 0"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>',
        '<g xml:base="https://alert.example/"/>',
    ],
)
def test_what_could_run_or_load_is_taken_out(inside):
    text, _removed = cleaned(inside)

    assert "alert" not in text
    assert "example" not in text


def test_what_was_taken_out_is_named():
    assert cleaned('<script/><path onload="x()" d="M0 0"/><metadata>m</metadata>')[1] == ["onload", "script"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not xml", "the file is not an SVG picture"),
        (b"<html/>", "the file is not an SVG picture"),
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
            "the SVG picture defines entities of its own",
        ),
        (f"{HEAD}>{'<g>' * 20_000}{'</g>' * 20_000}</svg>".encode(), "the SVG picture is nested too deep"),
    ],
)
def test_what_is_no_svg_is_refused(content, message):
    with pytest.raises(Unreadable, match=message):
        svg.clean(content)


@given(
    st.recursive(
        st.sampled_from(["<path/>", "<script/>", "t", "<x:y xmlns:x='u'/>"]),
        lambda inner: inner.map("<g>{}</g>".format),
    )
)
def test_cleaning_twice_changes_nothing_more(inside):
    once = svg.clean(f"{HEAD}>{inside}</svg>".encode())[0]

    assert svg.clean(once) == (once, [])
