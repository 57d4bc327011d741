"""Challenges, homework and projects: the task, what to start from, hints and solutions become an exercise of the library."""

from datetime import date

from markdown_it.tree import SyntaxTreeNode

from . import codes, inline, slugs
from .blocks import convert, div
from .boxes import add_label, add_reveal, callout, split_title
from .divs import Div
from .frontmatter import number
from .markdown import line_of
from .reading import Exercise, Reading
from .report import Weight
from .streams import Block, Place, Stream

KINDS = {"challenge": "practice", "exercise": "practice", "homework": "homework", "project": "project"}
RELEASES = {"always", "after_accept", "after_date", "never"}
ACCEPTS = {"text", "link", "both"}
SOLUTION_TITLES = {"solution", "solutions", "answer"}


@div(*KINDS)
def exercise(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """An exercise of the library, placed here; within a facilitator note, where nothing may leave, a box."""
    if stream.private:
        callout(node, Div("callout", opened.title, opened.attributes), stream, reading)
        return
    note = opened.attributes.get("note", "")
    if used := opened.attributes.get("use"):
        stream.defer(Block("exercise", {"exercise": reading.exercise_key(used), "note": note}, line_of(node)))
        return
    made = _exercise(node, opened, reading)
    outer = Stream(Place.INNER)
    _fill(made, node, opened, outer, reading)
    if not made.prompt:
        made.prompt = [Block("text", f"<p>{codes.escaped(made.title)}</p>", made.line)]
    reading.exercises.append(made)
    stream.defer(Block("exercise", {"exercise": made.key, "note": note}, made.line))
    stream.take_later(outer)


def _exercise(node: SyntaxTreeNode, opened: Div, reading: Reading) -> Exercise:
    """The exercise with its identity: the lesson, and its own id or title."""
    given, line = opened.attributes, line_of(node)
    first = node.children[0] if node.children else None
    title = opened.title
    title = given.get("title", title)
    if "title" not in given and first is not None and first.type == "heading" and first.children:
        title = codes.trailing_attributes(inline.plain(first.children[0]))[0] or title
    if not title:
        reading.complain(line, f"a {opened.name} without a title", Weight.NOTE)
    name = given.get("id") or slugs.plain(title) or opened.name
    title = title or reading.labels.exercise.format(number=len(reading.exercises) + 1)
    key = f"{reading.key}#{reading.exercise_names.take(name)[:100]}"
    kind = KINDS[opened.name]
    made = Exercise(key, title[:200], kind, line)
    made.release = "always" if kind == "practice" else "after_accept"
    for name, allowed in (("release", RELEASES), ("accepts", ACCEPTS)):
        if given.get(name) in allowed:
            setattr(made, name, given[name])
        elif name in given:
            reading.complain(line, f"{name} cannot be “{given[name]}”")
    _release_day(made, given.get("release-on", ""), reading)
    made.minutes = number(given.get("minutes"), 10_000)
    made.peer_reviews = number(given.get("peer-reviews"), 2) or 0
    return made


def _release_day(made: Exercise, said: str, reading: Reading) -> None:
    """The day of a solution that is shown from a day on; without one it is shown after acceptance."""
    if made.release != "after_date":
        return
    try:
        made.release_on = date.fromisoformat(said).isoformat()
    except ValueError:
        made.release = "after_accept"
        reading.complain(made.line, f"release-on cannot be “{said}”; write it as 2026-12-05")


def _fill(made: Exercise, node: SyntaxTreeNode, opened: Div, outer: Stream, reading: Reading) -> None:
    """Share the content out between task, starter, hints and solutions, in one go and in order."""
    title, rest = split_title(node, opened, reading)
    prompt = Stream(Place.INNER)
    if len(title) > len(made.title):
        add_label(title, prompt, made.line)
    for child in rest:
        name = child.meta["div"].name if child.type == "div" else ""
        if name == "solution":
            _add_solution(made, child, outer, reading)
        elif name == "hint":
            _add_hint(made, child, outer, reading)
        elif name == "starter":
            _add_starter(made, child, prompt, reading)
        else:
            convert([child], prompt, reading)
    made.prompt = prompt.finish()
    outer.take_later(prompt)


def _add_solution(made: Exercise, node: SyntaxTreeNode, outer: Stream, reading: Reading) -> None:
    title, rest = split_title(node, node.meta["div"], reading)
    stream = Stream(Place.INNER)
    if title and title.lower() not in SOLUTION_TITLES:
        if len(title) <= codes.TITLE_LIMIT:
            stream.add("heading", {"text": title, "level": "4", "anchor": ""}, line_of(node))
        else:
            add_label(title, stream, line_of(node))
    convert(rest, stream, reading)
    made.solution += stream.finish()
    outer.take_later(stream)


def _add_hint(made: Exercise, node: SyntaxTreeNode, outer: Stream, reading: Reading) -> None:
    title, rest = split_title(node, node.meta["div"], reading)
    stream = Stream(Place.LEAF)
    if title.lower().rstrip("0123456789 ") not in {"", "hint"}:
        add_label(title, stream, line_of(node))
    convert(rest, stream, reading)
    if content := stream.finish():
        made.hints.append(content)
    outer.take_later(stream)


def _add_starter(made: Exercise, node: SyntaxTreeNode, prompt: Stream, reading: Reading) -> None:
    """The first fence is what to start from; anything else there belongs to the task."""
    for child in node.children:
        if child.type in {"fence", "code_block"} and not made.starter:
            made.starter = codes.code_of(child)
        else:
            convert([child], prompt, reading)


@div("solution")
def solution(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A solution outside of an exercise: something to open."""
    title, rest = split_title(node, opened, reading)
    add_reveal(title or reading.labels.solution, rest, stream, reading, line_of(node))


@div("hint")
def hint(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A hint outside of an exercise: something to open."""
    title, rest = split_title(node, opened, reading)
    add_reveal(title or reading.labels.hint, rest, stream, reading, line_of(node))


@div("starter", "explanation")
def loose(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A part without its whole."""
    reading.complain(line_of(node), f"“{opened.name}” stands outside of what it belongs to", Weight.NOTE)
    convert(node.children, stream, reading)
