"""Lessons as the export takes them, and every kind of block with awkward words in it."""

from html import escape
from typing import Any

from learning.exporter.content import ExerciseText, LessonText

AWKWARD = [
    "plain words",
    "a `code` b `` ` ``",
    "--- three ---- four",
    "::: callout",
    "# no heading",
    "- no item",
    "1. one",
    "+ x",
    "> q",
    "*a* _b_ __c__ snake_case",
    "<b>x</b> <script>",
    "&amp; &#0; & co",
    "a | b || c",
    "[x](y) ![a](b) [x]: y",
    "{% x %} {{ y }} {: .z}",
    "\\ back \\* slash\\",
    "emoji 🎉 \N{ZERO WIDTH JOINER}👩‍🔬",
    "العربية من اليمين",
    "~~x~~ ~",
    "trailing `",
    "***",
    "---",
    "!",
    "$x$ {#id}",
    "answer: no",
    "[x] done",
    "two  spaces",
    "“quotes” \"double\" 'single'",
    "C#",
    "|---|",
    "a\u00a0b",
    "http://x.org/?a=1&b=2",
    "{.file}",
]


def items(*values: Any) -> list[dict]:
    return [{"type": "item", "value": value} for value in values]


def html(words: str) -> str:
    return escape(words, quote=False)


def text(words: str) -> dict:
    return {"type": "text", "value": f"<p>{html(words)}</p>"}


def every_block(w: str) -> list[dict]:
    """Every kind of block but the exercise, all saying `w` wherever they say anything."""
    h = html(w)
    nested = f"<ul><li>{h}<ol><li><b>{h}</b></li></ol></li><li><code>{h}</code></li></ul>"
    rich = f'<p>{h}</p>{nested}<hr/><p>{h}<br/><a href="#x">{h}</a></p>'
    inside = [text(w), {"type": "heading", "value": {"text": w, "level": "3", "anchor": ""}}]
    return [
        {"type": "text", "value": rich},
        text(w),
        {"type": "heading", "value": {"text": w, "level": "2", "anchor": ""}},
        {
            "type": "image",
            "value": {
                "image": {"image": "fig/a.png", "alt_text": w, "decorative": False},
                "caption": h,
                "credit": w,
            },
        },
        {
            "type": "image",
            "value": {
                "image": {"image": "fig/a.png", "alt_text": "", "decorative": True},
                "caption": "",
                "credit": "",
            },
        },
        {
            "type": "code",
            "value": {
                "language": "pycon",
                "code": w,
                "caption": w,
                "highlight": "1,3-4",
                "outputs": items({"kind": "output", "text": w}, {"kind": "error", "text": w}),
            },
        },
        {"type": "terminal", "value": {"shell": "python", "session": f"{w}\n\n{w}", "caption": w}},
        {"type": "quote", "value": {"text": w, "attribution": w, "url": "https://example.org/"}},
        {
            "type": "table",
            "value": {
                "caption": w,
                "header": "both",
                "rows": items(items(h, f"<b>{h}</b>"), items(f"<code>{h}</code>", "")),
            },
        },
        {
            "type": "video",
            "value": {"title": w, "url": "https://example.org/v", "file": None, "transcript": f"<p>{h}</p>"},
        },
        {
            "type": "video",
            "value": {"title": w, "url": "", "file": "files/a.mp4", "transcript": f"<p>{h}</p>"},
        },
        {"type": "download", "value": {"document": "files/a.pdf", "title": w, "description": w}},
        {
            "type": "resource",
            "value": {
                "resource": {
                    "url": "https://example.org/",
                    "title": w,
                    "kind": "book",
                    "language": "es",
                    "description": w,
                },
                "note": w,
            },
        },
        {
            "type": "glossary_term",
            "value": {"term": {"slug": "some-slug", "term": w, "definition": w}, "note": w},
        },
        {
            "type": "callout",
            "value": {
                "kind": "testimonial",
                "title": w,
                "content": [*inside, {"type": "reveal", "value": {"summary": w, "content": inside}}],
            },
        },
        {"type": "reveal", "value": {"summary": w, "content": inside}},
        {
            "type": "tabs",
            "value": {
                "tabs": items(
                    {"label": w[:40], "content": inside},
                    {"label": f"b {w}"[:40], "content": [text(w), text(w)]},
                )
            },
        },
        {"type": "key_points", "value": {"points": items(w, f"{w} again")}},
        {"type": "checkpoint", "value": checkpoint(w, "single", right=1)},
        {"type": "checkpoint", "value": checkpoint(w, "multiple", right=2)},
        {"type": "checkpoint", "value": {**checkpoint(w, "short"), "answers": items(w, f"{w}\n{w}")}},
        {
            "type": "checkpoint",
            "value": {**checkpoint(w, "predict"), "code": w, "answers": items(f"{w}\n{w}")},
        },
        {"type": "pair_activity", "value": {"title": w, "minutes": 10, "content": inside}},
        {
            "type": "discussion",
            "value": {"prompt": f"<p>{h}</p><p>{h}</p>", "minutes": None, "content": inside},
        },
        {
            "type": "external_unit",
            "value": {
                "course": w,
                "unit": w,
                "url": "https://example.org/",
                "hours": "4.5",
                "due": "2026-12-05",
                "note": w,
            },
        },
        {"type": "facilitator_note", "value": {"title": w, "content": inside}},
    ]


def checkpoint(w: str, kind: str, right: int = 0) -> dict:
    choices = [
        {"text": w, "correct": True, "explanation": w},
        {"text": f"{w} b", "correct": right > 1, "explanation": ""},
    ]
    return {
        "kind": kind,
        "question": f"<p>{html(w)}</p>",
        "code": "",
        "language": "python",
        "choices": items(*choices) if right else [],
        "answers": [],
        "explanation": f"<p>{html(w)}</p>",
    }


def exercise(w: str, **said: Any) -> dict:
    """What an exercise says, with every part filled."""
    hints = [
        {"type": "hint", "value": {"content": [text(w)]}},
        {"type": "hint", "value": {"content": [text("more")]}},
    ]
    return {
        "title": w,
        "kind": "homework",
        "minutes": 20,
        "starter": f"{w}\n",
        "release": "after_date",
        "release_on": "2026-12-05",
        "accepts": "both",
        "peer_reviews": 2,
        "prompt": [text(w)],
        "solution": [text(w), text(w)],
        "hints": hints,
        **said,
    }


def lesson(blocks: list[dict], **said: Any) -> LessonText:
    """A lesson of these blocks, each with a name."""
    named = [{**block, "id": f"block-{place}"} for place, block in enumerate(blocks)]
    return LessonText("words", "episodes/01-words.md", "Words", blocks=named, **said)


def with_exercise(w: str, **said: Any) -> LessonText:
    """A lesson with one exercise that is at home in it, shown twice, and one of another lesson."""
    placed = [
        {"exercise": "swap", "note": w},
        {"exercise": "words#swap", "note": ""},
        {"exercise": "other#gone", "note": w},
    ]
    return lesson(
        [{"type": "exercise", "value": value} for value in placed],
        exercises={"swap": ExerciseText("swap", "8fa98d4b-e406-48d0-bd1f-bde19646b0f4", exercise(w, **said))},
    )
