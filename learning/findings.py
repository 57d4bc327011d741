"""What an editor should look at in the body of a lesson. Pure: reads the stored blocks, asks no database."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

HEADING_LEVELS = range(2, 5)


@dataclass(frozen=True)
class Finding:
    """`code` says what is wrong, `block_id` where: the id of the block in the body."""

    code: str
    block_id: str


def findings(body: list[dict]) -> list[Finding]:
    """Everything to look at, in reading order. Takes a StreamField's raw data."""
    found = [Finding(code, block.get("id", "")) for block in _blocks(body) for code in _checks(block)]
    return found + _headings(body)


def twins(body: list[dict]) -> set[str]:
    """The ids that two blocks of a body share, at whatever depth: what learners answered would belong to both."""
    counted = Counter(block["id"] for block in _blocks(body) if block.get("id") and block["type"] != "item")
    return {block_id for block_id, times in counted.items() if times > 1}


def _blocks(value) -> Iterator[dict]:
    """Every block at any depth, outermost first."""
    if isinstance(value, dict):
        if "type" in value and "value" in value:
            yield value
        for inner in value.values():
            yield from _blocks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _blocks(inner)


def _checks(block: dict) -> Iterator[str]:
    value = block["value"]
    if not isinstance(value, dict):
        return
    match block["type"]:
        case "image" if not _described(value.get("image")):
            yield "image_without_alt"
        case "code" if not value.get("language"):
            yield "code_without_language"
        case "video" if not _text(value.get("transcript")):
            yield "video_without_transcript"
        case "checkpoint" if not _has_answer(value):
            yield "checkpoint_without_answer"
        case "table" if value.get("header") == "none":
            yield "table_without_headings"


def _described(picture: dict | int | None) -> bool:
    """A picture stored by its number alone never had an alternative text."""
    if isinstance(picture, int):
        return False
    return not picture or bool(picture.get("decorative") or (picture.get("alt_text") or "").strip())


def _text(html: str | None) -> str:
    return (html or "").replace("<p>", "").replace("</p>", "").replace("<p/>", "").strip()


def _has_answer(value: dict) -> bool:
    """Lists are stored as [{"type": "item", "value": …}], older ones as plain values."""
    items = [
        item.get("value", item) if isinstance(item, dict) else item for item in value.get("choices") or []
    ]
    if value.get("kind") in {"single", "multiple"}:
        return any(isinstance(item, dict) and item.get("correct") for item in items)
    return bool(value.get("answers"))


def _headings(body: list[dict]) -> list[Finding]:
    """Headings that skip a level; the title of the page is level 1."""
    found, before = [], 1
    for block in body:
        if block.get("type") == "heading":
            level = int(block["value"].get("level") or 2)
            if level in HEADING_LEVELS and level > before + 1:
                found.append(Finding("heading_skips_a_level", block.get("id", "")))
            before = level
    return found
