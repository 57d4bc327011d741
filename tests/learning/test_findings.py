"""What the checks find in a lesson, and that they find it at any depth."""

import pytest

from learning.findings import Finding, findings


def block(kind: str, value, name: str = "a") -> dict:
    return {"type": kind, "value": value, "id": name}


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("image", {"image": {"image": 1, "alt_text": " ", "decorative": False}}, "image_without_alt"),
        ("image", {"image": 1}, "image_without_alt"),
        ("code", {"language": "", "code": "x = 1"}, "code_without_language"),
        ("video", {"title": "Start", "transcript": "<p></p>"}, "video_without_transcript"),
        (
            "checkpoint",
            {"kind": "single", "choices": [{"text": "a", "correct": False}]},
            "checkpoint_without_answer",
        ),
        ("checkpoint", {"kind": "short", "answers": []}, "checkpoint_without_answer"),
        ("table", {"header": "none", "rows": []}, "table_without_headings"),
    ],
)
def test_each_lack_is_found_where_it_is(kind, value, code):
    inner = block(kind, value, "inner")
    outer = block("callout", {"kind": "note", "content": [inner]}, "outer")
    assert findings([outer]) == [Finding(code, "inner")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("image", {"image": {"image": 1, "alt_text": "A vine", "decorative": False}}),
        ("image", {"image": {"image": 1, "alt_text": "", "decorative": True}}),
        ("code", {"language": "python", "code": "x = 1"}),
        ("video", {"title": "Start", "transcript": "<p>Open a terminal.</p>"}),
        (
            "checkpoint",
            {
                "kind": "single",
                "choices": [{"type": "item", "value": {"text": "a", "correct": True}, "id": "1"}],
            },
        ),
        ("checkpoint", {"kind": "predict", "answers": [{"type": "item", "value": "3", "id": "1"}]}),
        ("table", {"header": "row", "rows": []}),
        ("text", "<p>Plain.</p>"),
    ],
)
def test_what_is_in_order_is_not_mentioned(kind, value):
    assert findings([block(kind, value)]) == []


def test_a_heading_that_skips_a_level_is_found():
    body = [block("heading", {"level": level}, level) for level in ("2", "4", "2", "3")]
    assert findings(body) == [Finding("heading_skips_a_level", "4")]
