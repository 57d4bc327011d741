"""Who an exported lesson was on its site: its keys and the names of its blocks, so that what learners did stays with them.

The front matter's `identity` is written by the export. A block is found again by its kind and the fingerprint of its words;
one whose words were changed since keeps its name if it still stands between the same neighbors.
"""

import hashlib
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from . import canonical, frontmatter, menus, shapes  # noqa: F401  menus fills the shapes in

POINTERS = {"image", "exercise", "resource", "term", "document", "file"}


@dataclass
class Lineage:
    """`key` and the values of `exercises` and `requires` are translation keys; `blocks` are (type, print, id)."""

    key: str = ""
    slug: str = ""
    requires: list[str] = field(default_factory=list)
    exercises: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, str, str]] = field(default_factory=list)


def lineage(said: Any) -> Lineage:
    """Read `identity`; what is no key or name is left out."""
    given = said if isinstance(said, dict) else {}
    exercises = given.get("exercises")
    blocks = given.get("blocks")
    found = Lineage(
        key=_uuid(given.get("key")),
        slug=frontmatter.text(given.get("slug")),
        requires=[key for entry in frontmatter.words(given.get("requires") or []) if (key := _uuid(entry))],
        exercises={
            frontmatter.text(name): key
            for name, value in (exercises.items() if isinstance(exercises, dict) else ())
            if (key := _uuid(value))
        },
    )
    if not _is_name(found.slug):
        found.slug = ""
    for entry in blocks if isinstance(blocks, list) else []:
        parts = frontmatter.text(entry).split()
        if len(parts) == 3 and _is_name(parts[2]):
            found.blocks.append((parts[0], parts[1], parts[2]))
    return found


def _uuid(value: Any) -> str:
    try:
        return str(UUID(frontmatter.text(value)))
    except ValueError:
        return ""


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 100 and all(letter.isalnum() or letter in "-_" for letter in text)


def fingerprint(block: dict[str, Any]) -> str:
    """Eight letters for what a block says, whatever it points at."""
    try:
        plain = shapes.block(block)["value"]
    except shapes.Misshapen:
        plain = ""
    said = json.dumps(_said(plain), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return canonical.words(value)
    if isinstance(value, list):
        return [_said(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _said(entry) for name, entry in value.items() if name not in POINTERS}
    return value


def lines(blocks: list[dict[str, Any]]) -> list[str]:
    """The names of blocks as the front matter keeps them."""
    return [f"{block['type']} {fingerprint(block)} {block['id']}" for block in blocks if block.get("id")]


def named(blocks: list[dict[str, Any]], known: Lineage) -> list[dict[str, Any]]:
    """The blocks with the names the front matter has for them; new ones have none."""
    if not known.blocks:
        return blocks
    before = [f"{kind} {print_}" for kind, print_, _name in known.blocks]
    after = [f"{block['type']} {fingerprint(block)}" for block in blocks]
    names: dict[int, str] = {}
    for tag, old, old_end, new, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            names |= {new + step: known.blocks[old + step][2] for step in range(new_end - new)}
        elif tag == "replace":
            waiting = list(range(old, old_end))
            for place in range(new, new_end):
                same = next((nth for nth in waiting if known.blocks[nth][0] == blocks[place]["type"]), None)
                if same is not None:
                    names[place] = known.blocks[same][2]
                    waiting = [nth for nth in waiting if nth > same]
    taken: set[str] = set()
    found = []
    for place, block in enumerate(blocks):
        name = names.get(place, "")
        found.append({**block, "id": name} if name and name not in taken else block)
        taken.add(name)
    return found
