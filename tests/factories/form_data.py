"""What the admin's forms send for blocks: from a value to the fields of the form, at any depth."""

from typing import Any

from django.utils.html import escape
from wagtail import blocks
from wagtail.test.utils.form_data import rich_text

COMMENTS = {
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "1000",
}


def formset(prefix: str, rows: list[dict] | None = None, *, initial: int = 0) -> dict[str, str]:
    """The fields of an inline panel."""
    rows = rows or []
    data = {
        f"{prefix}-TOTAL_FORMS": str(len(rows)),
        f"{prefix}-INITIAL_FORMS": str(initial),
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
        data |= {f"{prefix}-{number}-ORDER": str(number + 1), f"{prefix}-{number}-DELETE": ""}
    return data


def block_fields(block: blocks.Block, value: Any, prefix: str) -> dict[str, str]:
    """The fields of one block with this value (as its `preview_value` or as given by code)."""
    if isinstance(block, blocks.StreamBlock):
        if isinstance(value, blocks.StreamValue):
            value = [(child.block_type, child.value) for child in value]
        data = {f"{prefix}-count": str(len(value or []))}
        for number, (name, inner) in enumerate(value or []):
            at = f"{prefix}-{number}"
            data |= {f"{at}-type": name, f"{at}-order": str(number), f"{at}-deleted": "", f"{at}-id": ""}
            data |= block_fields(block.child_blocks[name], inner, f"{at}-value")
        return data
    if isinstance(block, blocks.ListBlock):
        data = {f"{prefix}-count": str(len(value or []))}
        for number, inner in enumerate(value or []):
            at = f"{prefix}-{number}"
            data |= {f"{at}-order": str(number), f"{at}-deleted": "", f"{at}-id": ""}
            data |= block_fields(block.child_block, inner, f"{at}-value")
        return data
    if isinstance(block, blocks.StructBlock):
        data = {}
        for name, child in block.child_blocks.items():
            inner = value.get(name, child.get_default()) if isinstance(value, dict) else child.get_default()
            data |= block_fields(child, inner, f"{prefix}-{name}")
        return data
    if isinstance(block, blocks.RichTextBlock):
        html = value.source if hasattr(value, "source") else value or ""
        return {prefix: rich_text(html if html.startswith("<") else f"<p>{escape(html)}</p>")}
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if value else {}
    return {prefix: "" if value is None else str(getattr(value, "pk", value))}


def lesson_fields(title: str, body: list[tuple], **more: str) -> dict[str, str]:
    """Everything the lesson editor sends for a lesson with this body."""
    from learning.blocks.body import LessonBody  # noqa: PLC0415 - blocks need the models to be loaded

    empty = rich_text("")
    return {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "summary": "",
        "objectives": empty,
        "questions": empty,
        "key_points": empty,
        "level": "1",
        "teach_minutes": "10",
        "practice_minutes": "5",
        "completion_rule": "self",
        "authors": "",
        "license": "CC BY 4.0",
        "attribution": empty,
        "reviewed_on": "",
        "review_due": "",
        "tags": "",
        "seo_title": "",
        "search_description": "",
        "cover": "",
        "go_live_at": "",
        "expire_at": "",
        **formset("topics"),
        **formset("prerequisites"),
        **COMMENTS,
        **block_fields(LessonBody(), body, "body"),
        **more,
    }
