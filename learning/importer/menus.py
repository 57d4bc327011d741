"""The blocks of a lesson, part by part, and what may stand in which place. A test compares them with the site's own."""

from typing import Any

from .shapes import (
    CODE_LANGUAGE,
    LINE,
    MENUS,
    RICH,
    TEXT,
    Choice,
    Day,
    Finder,
    Hours,
    Kind,
    Listed,
    Misshapen,
    Picture,
    Pointer,
    Streamed,
    Struct,
    Thing,
    Whole,
    Yes,
)
from .streams import Place

LONGEST_EVENING = 480
RESOURCE = Thing(
    "resource",
    {
        "url": TEXT,
        "title": TEXT,
        "kind": Choice(("tutorial", "reference", "community", "conference", "tool", "video", "book")),
        "language": TEXT,
        "description": TEXT,
    },
)
TERM = Thing("term", {"slug": TEXT, "term": TEXT, "definition": TEXT})
OUTPUT = Struct({"kind": Choice(("output", "error")), "text": TEXT})
CHOICE = Struct({"text": TEXT, "correct": Yes(), "explanation": TEXT})

LEAF: dict[str, Kind] = {
    "text": RICH,
    "heading": Struct({"text": TEXT, "level": Choice(("2", "3", "4")), "anchor": TEXT}),
    "image": Struct({"image": Picture(), "caption": LINE, "credit": TEXT}),
    "code": Struct(
        {
            "language": CODE_LANGUAGE,
            "code": TEXT,
            "caption": TEXT,
            "highlight": TEXT,
            "outputs": Listed(OUTPUT),
        }
    ),
    "table": Struct(
        {
            "caption": TEXT,
            "header": Choice(("row", "column", "both", "none")),
            "rows": Listed(Listed(LINE)),
        }
    ),
    "quote": Struct({"text": TEXT, "attribution": TEXT, "url": TEXT}),
    "video": Struct({"title": TEXT, "url": TEXT, "file": Pointer("file"), "transcript": RICH}),
    "download": Struct({"document": Pointer("file"), "title": TEXT, "description": TEXT}),
    "resource": Struct({"resource": RESOURCE, "note": TEXT}),
    "terminal": Struct(
        {
            "shell": Choice(("bash", "zsh", "powershell", "cmd", "python")),
            "session": TEXT,
            "caption": TEXT,
        }
    ),
    "glossary_term": Struct({"term": TERM, "note": TEXT}),
}


def _boxes(inside: Place) -> dict[str, Kind]:
    content = Streamed(inside)
    callouts = ("note", "tip", "warning", "prerequisite", "definition", "testimonial")
    return {
        "callout": Struct({"kind": Choice(callouts), "title": TEXT, "content": content}),
        "reveal": Struct({"summary": TEXT, "content": content}),
        "tabs": Struct({"tabs": Listed(Struct({"label": TEXT, "content": content}))}),
    }


_INNER = Streamed(Place.INNER)
MENUS[Place.LEAF] |= LEAF
MENUS[Place.INNER] |= LEAF | _boxes(Place.LEAF)
MENUS[Place.BODY] |= LEAF | _boxes(Place.INNER)
MENUS[Place.BODY] |= {
    "key_points": Struct({"points": Listed(TEXT)}),
    "checkpoint": Struct(
        {
            "kind": Choice(("single", "multiple", "short", "predict")),
            "question": RICH,
            "code": TEXT,
            "language": CODE_LANGUAGE,
            "choices": Listed(CHOICE),
            "answers": Listed(TEXT),
            "explanation": RICH,
        }
    ),
    "exercise": Struct({"exercise": Pointer("exercise"), "note": TEXT}),
    "pair_activity": Struct({"title": TEXT, "minutes": Whole(LONGEST_EVENING), "content": _INNER}),
    "discussion": Struct({"prompt": RICH, "minutes": Whole(LONGEST_EVENING), "content": _INNER}),
    "external_unit": Struct(
        {"course": TEXT, "unit": TEXT, "url": TEXT, "hours": Hours(), "due": Day(), "note": TEXT}
    ),
    "facilitator_note": Struct({"title": TEXT, "content": _INNER}),
}

_EXERCISE = Struct(
    {
        "title": TEXT,
        "kind": Choice(("practice", "homework", "project")),
        "minutes": Whole(),
        "starter": TEXT,
        "release": Choice(("always", "after_accept", "after_date", "never")),
        "release_on": Day(),
        "accepts": Choice(("text", "link", "both")),
        "peer_reviews": Whole(2),
        "prompt": _INNER,
        "solution": _INNER,
    }
)
_HINT = Struct({"content": Streamed(Place.LEAF)})


def exercise(data: Any, finder: Finder | None = None) -> dict[str, Any]:
    """An exercise in one spelling, without its ids. Raises Misshapen."""
    finder = finder or Finder()
    found = _EXERCISE.read(data, finder)
    hints = data.get("hints") or []
    if not isinstance(hints, list) or not all(isinstance(hint, dict) for hint in hints):
        raise Misshapen("hints: a list")
    found["peer_reviews"] = found["peer_reviews"] or 0
    found["release_on"] = found["release_on"] if found["release"] == "after_date" else None
    found["hints"] = [{"type": "hint", "value": _HINT.read(hint.get("value"), finder)} for hint in hints]
    return found
