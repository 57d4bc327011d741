"""YAML from strangers turned into plain words, numbers and lists: no surprise types, no bombs."""

from typing import Any

import yaml

KNOWN = {
    "title", "id", "summary", "teaching", "exercises", "level", "topics", "tags", "authors", "requires",
    "questions", "objectives", "keypoints",
}  # fmt: skip
# What Jekyll, the Carpentries' old and new templates and R Markdown put there for themselves.
IGNORED = {
    "layout", "permalink", "root", "site", "output", "source", "editor_options", "start", "math", "math-rendering",
    "mathjax", "break", "permalink_is", "date", "slug", "category", "redirect_from", "editor", "author", "description",
    "order", "weight", "nav_order", "parent", "episode_order", "catalog", "venue", "subtitle",
}  # fmt: skip
MOST = 500
LARGEST = 10**18


class BadYaml(Exception):
    """The text is no YAML mapping; the line counts from 1 within the text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Tolerant(yaml.SafeLoader):
    """Reads what it can of a file with tags for other programs (`!!python/name:…`, `!ENV`): they are nothing."""


Tolerant.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
Tolerant.add_multi_constructor("!", lambda loader, suffix, node: None)


def load(source: str, loader: type[yaml.SafeLoader] = yaml.SafeLoader) -> dict[str, Any]:
    """A YAML mapping with text keys, or an empty one for empty text."""
    try:
        found = yaml.load(source, loader)  # noqa: S506  a SafeLoader both times
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadYaml(f"this is not YAML: {error.problem or 'unreadable'}", line) from None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError, AttributeError):
        raise BadYaml("this is not YAML", 1) from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadYaml("this is not a list of “name: value” lines", 1)
    return {text(key): value for key, value in found.items() if isinstance(key, str | int)}


def text(value: Any) -> str:
    """A value as one line of text; anything but words, numbers and dates is nothing."""
    if value is None or isinstance(value, dict | list | tuple | set | bytes | bool):
        return ""
    if isinstance(value, int) and abs(value) >= LARGEST:
        return ""
    said = str(value).encode("utf-8", "replace").decode()  # YAML can spell half a character
    return " ".join(said.replace("\0", " ").split())


def words(value: Any) -> list[str]:
    """A list of texts; a single text is a list of one (commas part it)."""
    if isinstance(value, list):
        found = [text(entry) for entry in value[:MOST]]
    else:
        found = [part.strip() for part in text(value).split(",")]
    return [entry for entry in found if entry]


def number(value: Any, highest: int) -> int | None:
    """A whole number from 0 to `highest`, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 9:
        value = int(value)
    if isinstance(value, float) and value == value and abs(value) <= highest:
        value = round(value)
    return value if isinstance(value, int) and 0 <= value <= highest else None
