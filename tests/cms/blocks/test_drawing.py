"""What single blocks draw, and what they refuse."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_svg

from cms.blocks.body import PageBody
from cms.blocks.verbatim import VerbatimBlock

MENU = PageBody()


def drawn(kind: str, /, **value) -> str:
    block = MENU.child_blocks[kind]
    return re.sub(r"\s+", " ", block.render(block.normalize(value), context={}))


def refusals(kind: str, /, **value) -> list[str]:
    block = MENU.child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(value))
    return sorted(refused.value.block_errors)


def table(header: str) -> str:
    return re.sub(r"\s*\n\s*", "", drawn("table", header=header, caption="", rows=[["a", "b"], ["c", "d"]]))


def test_a_table_says_what_its_headings_head():
    cell = re.compile(r'<(th scope="\w+"|td)>(\w)')
    assert {header: cell.findall(table(header)) for header in ("row", "column", "both", "none")} == {
        "row": [('th scope="col"', "a"), ('th scope="col"', "b"), ("td", "c"), ("td", "d")],
        "column": [('th scope="row"', "a"), ("td", "b"), ('th scope="row"', "c"), ("td", "d")],
        "both": [('th scope="col"', "a"), ('th scope="col"', "b"), ('th scope="row"', "c"), ("td", "d")],
        "none": [("td", "a"), ("td", "b"), ("td", "c"), ("td", "d")],
    }  # fmt: skip


def test_a_listing_can_be_copied_and_scrolled_by_keyboard():
    html = drawn("code", language="python", code="a = 1\nb = 2", caption="x.py", highlight="2", outputs=[])
    assert 'data-copy="Copy" data-copied="Copied"' in html
    assert '<pre tabindex="0" role="group" aria-label="Code in Python" translate="no">' in html
    assert '<mark class="hl-line">b' in html


def test_outputs_say_what_they_are():
    html = drawn(
        "code",
        language="text",
        code="x",
        outputs=[{"kind": "output", "text": "<1>"}, {"kind": "error", "text": "2"}],
    )
    assert re.findall(r'listing__label">(\w+)</p>.*?<samp>(.*?)</samp>', html) == [
        ("Output", "&lt;1&gt;"),
        ("Error", "2"),
    ]


@pytest.fixture
def picture(db):
    return get_image_model().objects.create(title="n.png", file=get_test_image_file(filename="n.png"))


def test_a_picture_comes_in_modern_formats_with_its_size(picture):
    html = drawn("image", image={"image": picture, "alt_text": "Boxes", "decorative": False})
    assert re.findall(r'type="image/(\w+)"', html) == ["avif", "webp"]
    assert re.search(r'<img [^>]*alt="Boxes"', html)
    assert re.search(r'width="\d+" height="\d+"|height="\d+" [^>]*width="\d+"', html)
    assert 'loading="lazy"' in html


def test_a_decorative_picture_says_nothing(picture):
    html = drawn("image", image={"image": picture, "alt_text": "Boxes", "decorative": True})
    assert re.search(r'<img [^>]*alt=""', html)


def test_a_drawing_stays_a_drawing(db):
    drawing = get_image_model().objects.create(title="d.svg", file=get_test_image_file_svg())
    html = drawn("image", image={"image": drawing, "alt_text": "A drawing", "decorative": False})
    assert set(re.findall(r"\.(svg|png|webp|avif|jpg)", html)) == {"svg"}


def test_a_video_elsewhere_is_a_link_and_loads_nothing():
    html = drawn(
        "video", title="T", url="https://www.youtube.com/watch?v=1", file=None, transcript="<p>Words</p>"
    )
    assert re.findall(r"<(iframe|img|video|script|embed)", html) == []
    assert "youtube.com, opens there" in html
    assert re.search(r"<details.*Words.*</details>", html)


def test_a_video_of_our_own_waits_until_it_is_asked_for(db):
    film = get_document_model().objects.create(title="Film", file="film.mp4", file_size=2_000_000)
    html = drawn("video", title="T", url="", file=film, transcript="<p>Words</p>")
    assert '<video controls preload="none" aria-label="T">' in html
    assert 'type="video/mp4"' in html


def test_a_download_tells_its_kind_and_size(db):
    document = get_document_model().objects.create(title="Handout", file="handout.pdf", file_size=48_000)
    html = drawn("download", document=document, title="", description="")
    assert "PDF, 46.9 KB" in html.replace("\xa0", " ")


def test_what_was_deleted_leaves_no_trace():
    kinds = {"image": {"image": None}, "download": {"document": None}, "resource": {"resource": None}}
    assert {kind: drawn(kind, **value).strip() for kind, value in kinds.items()} == dict.fromkeys(kinds, "")


def test_a_quote_cites_its_source():
    html = drawn("quote", text="Come.", attribution="Ana", url="https://example.org/q")
    assert '<blockquote cite="https://example.org/q"><p>Come.</p></blockquote>' in html
    assert "<cite>Ana</cite>" in html


def test_a_callout_says_its_meaning_in_words():
    html = drawn("callout", kind="warning", title="Hot", content=[("text", "<p>Mind.</p>")])
    assert '<aside class="callout callout--warning" aria-label="Warning: Hot">' in html
    assert "Warning" in re.sub(r"<[^>]+>", "", html)


def test_blocks_refuse_what_makes_no_sense():
    assert refusals("video", title="T", url="", file=None, transcript="<p>W</p>") == ["url"]
    assert refusals("call_to_action", text="Go", url="", page=None) == ["page"]
    assert refusals("table", header="row", caption="", rows=[["a", "b"], ["c"]]) == ["rows"]
    assert refusals("code", language="python", code="x", highlight="two", outputs=[]) == ["highlight"]
    assert refusals("code", language="python", code=" \n ", outputs=[]) == ["code"]


def test_text_that_is_code_keeps_its_spaces():
    block = VerbatimBlock()
    assert block.clean("\r\n    first\r\n\r\n\tsecond  \r\n\r\n") == "    first\n\n\tsecond"


def test_optional_code_may_be_empty():
    assert VerbatimBlock(required=False, default="").clean("  ") == ""
