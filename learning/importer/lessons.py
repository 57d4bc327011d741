"""One lesson file to plain data: front matter, fields, blocks, exercises, pictures."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from . import boxes, cards, exercises, frontmatter, quizzes  # noqa: F401  they register their divs
from .blocks import convert
from .dialects import CLASSIC, Dialect
from .inline import rich
from .markdown import Document, inline, parse
from .reading import FIELDS, Exercise, Labels, Links, Reading
from .report import Problem, Weight
from .slugs import plain
from .streams import Place, Stream, raw
from .titles import named_after, take_title

TITLE_LIMIT, SUMMARY_LIMIT, MINUTES_LIMIT, KEY_LIMIT = 255, 400, 1440, 180


@dataclass
class Source:
    """A parsed lesson file that waits to be read: its place, its front matter, its syntax tree.

    `called` is what a table of contents calls it, `short` the name of its file for an address."""

    path: str
    key: str
    text: str
    document: Document
    front: dict[str, Any]
    problems: list[Problem]
    dialect: Dialect = CLASSIC
    called: str = ""
    short: str = ""


@dataclass
class Lesson:
    """A lesson as data. Blocks, hints and solutions are raw stream data without ids, pictures paths in the folder."""

    path: str
    key: str
    title: str
    name: str = ""  # what its address may be made from
    summary: str = ""
    teach_minutes: int = 0
    practice_minutes: int = 0
    level: int | None = None
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)
    questions: str = ""
    objectives: str = ""
    key_points: str = ""
    blocks: list[dict] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    pictures: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def open_source(
    path: str, text: str, folder: str, definitions: str = "", dialect: Dialect = CLASSIC, name: str = ""
) -> Source:
    """Parse a lesson file. Its key is the folder's id and the lesson's `id`, its given name or its file's."""
    document = parse(text, definitions, dialect.markdown)
    return source_of(path, text, document, folder, dialect, name)


def source_of(
    path: str, text: str, document: Document, folder: str, dialect: Dialect = CLASSIC, name: str = ""
) -> Source:
    """A source with its front matter read and its key made."""
    problems = [Problem(path, line, sentence) for line, sentence in document.complaints]
    front: dict[str, Any] = {}
    try:
        front = frontmatter.load(document.front)
    except frontmatter.BadYaml as error:
        problems.append(Problem(path, error.line + 1, error.message, Weight.DROPPED))
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    name = plain(frontmatter.text(front.get("id"))) or name or plain(stem) or "lesson"
    if dialect.loose:
        front.setdefault("summary", front.get("description"))
        front.setdefault("authors", front.get("author"))
    return Source(path, f"{folder}/{name}"[:KEY_LIMIT], text, document, front, problems, dialect)


def read(source: Source, links: Links, labels: Labels | None = None) -> Lesson:
    """Convert a parsed lesson. Never raises on any text."""
    reading = Reading(
        file=source.path,
        key=source.key,
        links=links,
        labels=labels or Labels(),
        env=source.document.env,
        lines=source.text.split("\n"),
    )
    front, body = source.front, list(source.document.body)
    loose = source.dialect.loose
    title = take_title(body, reading, frontmatter.text(front.get("title")), loose=loose)
    title = title or source.called or (named_after(source.path) if loose else "")
    if not title:
        title = (
            source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ").strip()
            or source.key
        )
        reading.complain(1, "the lesson has no title; it is called after its file", Weight.NOTE)
    for name in FIELDS:
        _field_from_front(name, front.get(name), reading)
    blocks = convert(body, Stream(Place.BODY), reading).finish()
    for name in front:
        if name not in frontmatter.KNOWN | frontmatter.IGNORED | source.dialect.quiet:
            reading.complain(1, f"front matter “{name[:60]}”", Weight.NOTE)
    return Lesson(
        path=source.path,
        key=source.key,
        title=title[:TITLE_LIMIT],
        name=(source.short or plain(title))[:80] if loose else "",
        summary=frontmatter.text(front.get("summary"))[:SUMMARY_LIMIT],
        teach_minutes=frontmatter.number(front.get("teaching"), MINUTES_LIMIT) or 0,
        practice_minutes=frontmatter.number(front.get("exercises"), MINUTES_LIMIT) or 0,
        level=frontmatter.number(front.get("level"), 3) or None,
        topics=frontmatter.words(front.get("topics")),
        tags=frontmatter.words(front.get("tags")),
        authors=frontmatter.words(front.get("authors")),
        requires=frontmatter.words(front.get("requires")),
        questions=joined(reading.fields["questions"]),
        objectives=joined(reading.fields["objectives"]),
        key_points=joined(reading.fields["keypoints"]),
        blocks=raw(blocks),
        exercises=reading.exercises,
        pictures=reading.pictures,
        anchors=reading.anchors,
        problems=[*source.problems, *reading.problems],
        comments=reading.comments,
    )


def joined(parts: list[str]) -> str:
    """Rich texts one after the other; lists that meet become one."""
    return "".join(parts).replace("</ul><ul>", "")


def _field_from_front(name: str, value: Any, reading: Reading) -> None:
    """The Carpentries' older lessons keep these lists in the front matter."""
    if not isinstance(value, list):
        return
    items = [rich(inline(entry, reading.env), reading)[0] for entry in frontmatter.words(value)]
    if items := [entry for entry in items if entry]:
        reading.fields[name].append(f"<ul>{''.join(f'<li>{entry}</li>' for entry in items)}</ul>")


def exercise_data(made: Exercise) -> dict[str, Any]:
    """What an exercise says, as stored."""
    return {
        "title": made.title,
        "kind": made.kind,
        "minutes": made.minutes,
        "starter": made.starter,
        "release": made.release,
        "accepts": made.accepts,
        "peer_reviews": made.peer_reviews,
        "prompt": raw(made.prompt),
        "solution": raw(made.solution),
        "hints": [{"type": "hint", "value": {"content": raw(content)}} for content in made.hints],
    }


def digest(*said: Any) -> str:
    """One number for what was said; the same words give the same number on every machine."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
