"""A whole track as files of text: the configuration, the lessons, the license. Pictures and documents are copied beside."""

from dataclasses import dataclass, field
from typing import Any

from learning.importer import canonical
from learning.importer.frontmatter import text as one_line

from .blocks import Page
from .content import FileText, LessonText, TrackText
from .lessons import dumped, lesson_file, rich_value

EPISODES = "episodes"


@dataclass
class Bundle:
    """Text by path, and how many blocks were written as data."""

    files: dict[str, str] = field(default_factory=dict)
    as_data: int = 0


def bundle(track: TrackText) -> Bundle:
    """Write a track. Raises lessons.Unwritable."""
    found = Bundle({"config.yaml": dumped(_config(track))})
    for lesson in track.lessons:
        found.files[lesson.path], as_data = lesson_file(lesson)
        found.as_data += as_data
    found.files["LICENSE.md"] = license_file(track)
    return found


def _config(track: TrackText) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": track.id,
        "title": one_line(track.title),
        "lang": track.language,
        "description": one_line(track.summary),
        "audience": one_line(track.audience),
        "outcomes": _outcomes(track),
        "level": track.level,
        "topics": track.topics,
        "license": track.license,
        "modules": [
            {
                "title": one_line(module.title),
                **({"summary": one_line(module.summary)} if module.summary else {}),
                "episodes": [_episode(entry.file, entry.required, entry.note) for entry in module.episodes],
            }
            for module in track.modules
        ],
        "identity": {name: value for name, value in (("key", track.key), ("slug", track.slug)) if value},
        "pictures": [_file(entry) for entry in track.pictures],
        "documents": [_file(entry) for entry in track.documents],
    }
    return {name: value for name, value in values.items() if value}


def _outcomes(track: TrackText) -> list[str] | str:
    """A plain list where it is one, or else Markdown."""
    found = canonical.parts(track.outcomes)
    items = found[0].items if [part.tag for part in found] == ["ul"] else []
    plain = [canonical.words(item[0].html) for item in items if len(item) == 1 and item[0].tag == "p"]
    list_of = "".join(f"<li>{_text_of(entry)}</li>" for entry in plain)
    if plain and f"<ul>{list_of}</ul>" == canonical.written(found):
        return plain
    return rich_value(track.outcomes, Page(LessonText("config", "config.yaml", track.title)))


def _text_of(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _episode(file: str, required: bool, note: str) -> str | dict[str, Any]:
    if required and not note:
        return file
    return {"file": file, **({} if required else {"required": False}), **({"note": note} if note else {})}


def _file(entry: FileText) -> dict[str, str]:
    said = {"file": entry.path, "title": entry.title, "credit": entry.credit, "license": entry.license}
    return {name: one_line(value) for name, value in said.items() if value or name != "credit"}


def license_file(track: TrackText) -> str:
    """Who made what, under which license, lesson by lesson and picture by picture."""
    lines = [f"# {one_line(track.title)}", ""]
    lines += [f"License: {track.license}", ""] if track.license else []
    for lesson in track.lessons:
        said = [lesson.authors, lesson.license, canonical.words(lesson.attribution)]
        lines.append(
            f"- {one_line(lesson.title)}: {'. '.join(part for part in said if part) or 'no license named'}"
        )
    if pictures := [entry for entry in track.pictures if entry.credit or entry.license]:
        lines += ["", "Pictures:", ""]
        lines += [
            f"- {entry.path}: {', '.join(part for part in (entry.credit, entry.license) if part)}"
            for entry in pictures
        ]
    return "\n".join(lines) + "\n"
