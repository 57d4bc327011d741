"""Boxes and things to do as Markdown: callouts, tabs, checkpoints, exercises, notes for facilitators."""

from collections.abc import Iterator

from learning.importer import slugs
from learning.importer.canonical import parts

from . import fences
from .blocks import Page, Raw, writes
from .content import ExerciseText
from .fences import NONE, div, fence
from .prose import Hand, begun, escaped

CALLOUTS = {
    "note": "note", "tip": "tip", "warning": "warning", "prerequisite": "prerequisites", "definition": "definition",
    "testimonial": "testimonial",
}  # fmt: skip
EXERCISES = {"practice": "challenge", "homework": "homework", "project": "project"}


def box(name: str, value: Raw, page: Page, title: str, given: Raw | None = None) -> Iterator[str]:
    """A div with blocks in it; where a heading comes first, the title (or that there is none) is said in its braces."""
    content = value["content"]
    if content and content[0]["type"] == "heading" and not title:
        yield div(name, page.stream(content), {"title": NONE, **(given or {})})
    body = page.stream(content)
    yield from fences.titled(name, body, given or {}, title)


@writes("callout")
def callout(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield from box(CALLOUTS[value["kind"]], value, page, value["title"])


@writes("reveal")
def reveal(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield from box("reveal", value, page, value["summary"])


@writes("facilitator_note")
def facilitator_note(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield from box("facilitator", value, page, value["title"])


@writes("pair_activity")
def pair_activity(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield from box("pair-activity", value, page, value["title"], {"minutes": value["minutes"]})


@writes("tabs")
def tabs(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    panels = [(entry["value"]["label"], page.stream(entry["value"]["content"])) for entry in value["tabs"]]
    yield div("tabs", "\n\n".join(f"## {escaped(label)}\n\n{content}" for label, content in panels))
    yield div("tabs", "\n\n".join(div("panel", content, {"title": label}) for label, content in panels))


@writes("discussion")
def discussion(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    prompt, content = page.prose(value["prompt"], hand), page.stream(value["content"])
    given = {"minutes": value["minutes"]}
    if [part.tag for part in parts(value["prompt"])] == ["p"]:
        yield div("discussion", "\n\n".join(part for part in (prompt, content) if part), given)
    asked = div("prompt", prompt)
    yield div("discussion", "\n\n".join(part for part in (asked, content) if part), {"title": NONE, **given})


@writes("key_points")
def key_points(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield div("recap", "\n".join(f"- {begun(escaped(entry['value']))}" for entry in value["points"]))


@writes("external_unit")
def external_unit(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield div(
        "external-unit", "", {name: value[name] for name in ("course", "unit", "url", "hours", "due", "note")}
    )


@writes("checkpoint")
def checkpoint(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    right = sum(entry["value"]["correct"] for entry in value["choices"])
    kind = value["kind"]
    plain_kind = (
        "multiple" if right > 1 else "single" if value["choices"] else "predict" if value["code"] else "short"
    )
    said = [page.prose(value["question"], hand)]
    if value["code"]:
        said.append(fence(value["language"], value["code"]))
    if value["choices"]:
        said.append("\n".join(_choice(entry["value"]) for entry in value["choices"]))
    after = [div("explanation", page.prose(value["explanation"], hand))] if value["explanation"] else []
    given = {"kind": kind if kind != plain_kind else None}
    answers = [entry["value"] for entry in value["answers"]]
    lines = "\n".join(f"answer: {escaped(answer)}" for answer in answers)
    yield div("checkpoint", "\n\n".join([*said, *([lines] if answers else []), *after]), given)
    yield div(
        "checkpoint", "\n\n".join([*said, *(fence("answer", answer) for answer in answers), *after]), given
    )


def _choice(choice: Raw) -> str:
    explanation = f"\n  {begun(escaped(choice['explanation']))}" if choice["explanation"] else ""
    return f"- [{'x' if choice['correct'] else ' '}] {escaped(choice['text'])}{explanation}"


@writes("exercise")
def exercise(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    """The whole exercise where it is at home, elsewhere a word on which one it is."""
    home = page.lesson.exercises.get(value["exercise"])
    if home is None:
        yield div("exercise", "", {"use": value["exercise"], "note": value["note"]})
        return
    for say_name, say_title in (
        (home.name != slugs.plain(home.data["title"]), False),
        (True, False),
        (True, True),
    ):
        yield _exercise(home, value["note"], page, say_name=say_name, say_title=say_title)


def _exercise(made: ExerciseText, note: str, page: Page, *, say_name: bool, say_title: bool) -> str:
    data = made.data
    usual = "always" if data["kind"] == "practice" else "after_accept"
    given = {
        "id": made.name if say_name else None,
        "minutes": data["minutes"],
        "accepts": data["accepts"] if data["accepts"] != "text" else None,
        "peer-reviews": data["peer_reviews"] or None,
        "release": data["release"] if data["release"] != usual else None,
        "release-on": data["release_on"],
        "note": note,
    }
    said = [page.stream(data["prompt"])]
    if data["starter"]:
        said.append(div("starter", fence("python", data["starter"])))
    said += [_part("hint", hint["value"]["content"], page) for hint in data["hints"]]
    if data["solution"]:
        said.append(_part("solution", data["solution"], page))
    name, body = EXERCISES[data["kind"]], "\n\n".join(said)
    return (
        div(name, body, {"title": data["title"], **given})
        if say_title
        else div(name, body, given, data["title"])
    )


def _part(name: str, content: list[Raw], page: Page) -> str:
    """A hint or a solution, neither of which has a title."""
    begins_with_heading = bool(content) and content[0]["type"] == "heading"
    return div(name, page.stream(content), {"title": NONE} if begins_with_heading else None)
