"""Gives the blocks of a changed lesson the ids they had, so that progress, answers and translations stay with them."""

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

ALIKE = 0.6
LONG = 400  # letters
WORDS = re.compile(r"\w+|\W")


def carried(old: Any, new: Any) -> Any:
    """The new raw stream data with the ids of the old; what is really new has none.

    An entry that brings an id keeps it. Entries are paired if they are equal and in order, then if they are equal
    anywhere (moved), then by likeness.
    """
    if isinstance(old, list) and isinstance(new, list):
        if not all(isinstance(entry, dict) and "type" in entry for entry in [*old, *new]):
            return new
        pairs = _pairs(old, new)
        return [
            _carried_entry(old[pairs[place]], entry) if place in pairs else entry
            for place, entry in enumerate(new)
        ]
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: carried(old.get(name), value) for name, value in new.items()}
    return new


def completed(raw: Any) -> Any:
    """Raw stream data with an id on each block and list item that has none. Wagtail reads an item without one as
    a bare value, so this must come before the data reaches a stream field."""
    if isinstance(raw, list):
        return [completed(entry) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    entry = {name: completed(value) for name, value in raw.items()}
    return entry | {"id": str(uuid4())} if "type" in raw and "value" in raw and not raw.get("id") else entry


def _carried_entry(old: dict, new: dict) -> dict:
    entry = {**new, "value": carried(old.get("value"), new.get("value"))}
    name = new.get("id") or old.get("id")
    return {**entry, "id": name} if name else entry


def _pairs(old: list[dict], new: list[dict]) -> dict[int, int]:
    """Position in `new` → position in `old`, each used once."""
    before, after = [_said(entry) for entry in old], [_said(entry) for entry in new]
    pairs: dict[int, int] = {}
    places = {entry["id"]: place for place, entry in enumerate(old) if entry.get("id")}
    named = {place: places[entry["id"]] for place, entry in enumerate(new) if entry.get("id") in places}
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        pairs.update({block.b + step: block.a + step for step in range(block.size)})
    claimed = set(named.values())
    pairs = {
        place: mine for place, mine in pairs.items() if place not in named and mine not in claimed
    } | named
    left_old = [place for place in range(len(old)) if place not in set(pairs.values())]
    left_new = [place for place in range(len(new)) if place not in pairs]
    alike: list[tuple[float, int, int]] = []
    for mine in left_new:
        for theirs in left_old:
            if old[theirs]["type"] == new[mine]["type"]:
                likeness = _likeness(before[theirs], after[mine])
                if likeness >= ALIKE:
                    alike.append((-likeness, mine, theirs))
    taken: set[int] = set()
    for _rank, mine, theirs in sorted(alike):
        if mine not in pairs and theirs not in taken:
            pairs[mine] = theirs
            taken.add(theirs)
    return pairs


def _likeness(old: str, new: str) -> float:
    """Letter by letter; of long texts word by word, which says much the same in a third of the time."""
    if old == new:
        return 1.0
    before: Sequence[str] = old[:4000]
    after: Sequence[str] = new[:4000]
    if min(len(before), len(after)) > LONG:
        before, after = WORDS.findall(old[:4000]), WORDS.findall(new[:4000])
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _said(entry: dict) -> str:
    return json.dumps([entry["type"], _without_ids(entry.get("value"))], sort_keys=True, default=str)


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(entry) for entry in value]
    if isinstance(value, dict):
        block = "type" in value and "value" in value
        return {name: _without_ids(said) for name, said in value.items() if not (block and name == "id")}
    return value
